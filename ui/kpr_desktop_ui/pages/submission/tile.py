"""One number that matters, with what it means."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, Label

_BLANK = "\u00a0"
"""Holds the line's place until there is something to say."""


class Tile(Card):
    """A sign and a word, a large number, a line below. `kind` is info, ok, warning or stop."""

    def __init__(self, texts: Texts, sign: str, title: str, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._texts = texts
        self._title = title
        self.head = Label(f"{sign} {title}", "strong")
        self.head.set_tone(kind)
        self.number = Label("–", "big")
        self.note = Label(_BLANK, "small")
        self.body.setSpacing(Theme.current().px(2))
        for label in (self.head, self.number, self.note):
            self.body.addWidget(label)

    def set_count(self, count: int, note: str) -> None:
        """Show a number and the line that explains it."""
        told = self._texts.number(count)
        self.number.setText(told)
        self.note.setText(note)
        self.setAccessibleName(f"{self._title}: {told}. {note}")
