"""Why a score is so far from the last one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.interview.talk_edit import TalkEdit
from kpr_desktop_ui.pages.interview.talk_field import TalkField

_LEAST = 40
"""Pixels at 100 %: one line, until more is written."""


class ReasonField(TalkField):
    """Opens below last time's score, and stands in nobody's way: Enter goes on with or without a reason."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts("interview.change_reason"), TalkEdit(_LEAST, short=True), parent=parent)
