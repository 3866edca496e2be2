"""The bar under a form: what is to be known, cancel, save."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ActionBar, Button, Label


class FormBar(QWidget):
    """A note that gives way to what is wrong, and the two buttons."""

    def __init__(self, note: str, cancel: Button, save: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        line = QFrame()
        line.setProperty("panel", "line")
        line.setFixedHeight(1)
        self._status = Label("", "error")
        self._words = QStackedWidget()
        self._words.addWidget(Label(note, "small"))
        self._words.addWidget(self._status)
        row = QHBoxLayout()
        row.setContentsMargins(theme.space("xl"), theme.space("m"), theme.space("xl"), theme.space("m"))
        row.addWidget(ActionBar(self._words, [cancel, save], 220))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addLayout(row)

    def say(self, text: str) -> None:
        """Tell what is wrong; an empty text brings the note back."""
        self._status.setText(text)
        self._words.setCurrentIndex(1 if text else 0)

    def status(self) -> str:
        """What is told as wrong."""
        return self._status.content()
