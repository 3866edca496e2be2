"""What letters, languages and the state of a paper are called."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QLocale

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.usecases.letters import SHREDDED
from kpr_desktop.usecases.records import Delivery
from kpr_desktop_ui.widgets import Cell


def kind_name(texts: Texts, kind: str) -> str:
    """What a letter is called; a municipality's own one has the name of its file."""
    key = f"letters.kind_{kind}"
    return texts(key) if texts.has(key) else kind.replace("_", " ").capitalize()


def language_name(texts: Texts, code: str) -> str:
    """What a language is called: in Norwegian where it is one of ours, else in itself."""
    key = f"letters.language_{code}"
    return texts(key) if texts.has(key) else QLocale(code).nativeLanguageName().capitalize() or code


def in_language(texts: Texts, code: str) -> str:
    """What a language is called inside a sentence: small letters in Norwegian, a capital in English."""
    key = f"letters.in_{code}"
    return texts(key) if texts.has(key) else QLocale(code).nativeLanguageName() or code


def paper_state(texts: Texts, delivery: Delivery, today: date) -> Cell:
    """How it stands with the paper: not printed, to be fetched, overdue, delivered or shredded."""
    if delivery.printed_at is not None and not delivery.settled:
        day, over = delivery.collect_by, delivery.collect_by is not None and delivery.collect_by < today
        if day is None:
            return Cell(texts("letters.state_printed"), "warning")
        key = "letters.state_overdue" if over else "letters.state_collect"
        return Cell(texts(key, day=in_table(day)), "stop" if over else "warning")
    if delivery.settled == SHREDDED:
        return Cell(texts("letters.state_shredded", day=in_table(delivery.settled_on)), "neutral")
    if delivery.way:
        way = texts(f"letters.way_{delivery.way}")
        return Cell(texts("letters.delivered", way=way, date=in_table(delivery.delivered_on)), "ok")
    return Cell(texts("letters.state_made"), "info")
