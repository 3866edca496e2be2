"""The manual's page says what the window says."""

from __future__ import annotations

from pathlib import Path

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.audit.limits_view import LIMITS

PAGE = Path(__file__).parents[2] / "docs" / "verner-ikke-mot.md"


def test_the_manual_says_what_the_window_says() -> None:
    texts = Texts.load("nb")
    parts = [part.partition("\n") for part in PAGE.read_text(encoding="utf-8").split("## ")[1:]]
    told = [(title, " ".join(text.split())) for title, _, text in parts]
    assert told == [(texts(f"limits.{name}_title"), texts(f"limits.{name}_text")) for name in LIMITS]
