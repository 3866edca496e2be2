"""What the many-line text fields have in common."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_BLOCK_END = "\u2029"


class PlainEdit(QPlainTextEdit):
    """Plain text over many lines. Tab moves on, pasted text loses its looks, and `gesture` hears of persons only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._changed)

    def text(self) -> str:
        """The text exactly as typed, lines ending in a line feed (Qt's own function turns hard blanks into blanks)."""
        return self.document().toRawText().replace(_BLOCK_END, "\n")

    def set_text(self, text: str) -> None:
        """Show a text, with the caret at its end; no signal, and nothing to undo.

        Where the text stands there already, the caret stays. What was typed before is gone all the same: it may have
        belonged to another item, and must not be brought back here.
        """
        if text == self.text():
            self.document().clearUndoRedoStacks()
            return
        self._filling = True
        self.setPlainText(text)
        self._filling = False
        self.moveCursor(QTextCursor.MoveOperation.End)

    def caret(self) -> int:
        """Where the caret stands, in characters from the beginning."""
        return self.textCursor().position()

    def set_caret(self, position: int) -> None:
        """Put the caret at `position` (brought inside the text)."""
        cursor = self.textCursor()
        cursor.setPosition(max(0, min(position, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        if source.hasText():
            self.textCursor().insertText(source.text())

    def gesture(self) -> None:
        """A person changed the text."""

    def _changed(self) -> None:
        if not self._filling:
            self.gesture()
