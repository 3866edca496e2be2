"""One line of text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget


class LineEdit(QLineEdit):
    """One line that a person types. `edited` tells of a person's typing, pasting or deleting only."""

    edited = Signal(str)

    def __init__(self, max_length: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if max_length is not None:
            self.setMaxLength(max_length)
        self.textEdited.connect(self.edited)
