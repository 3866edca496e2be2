"""The interview's note."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from kpr_desktop_ui.widgets.plain_edit import PlainEdit


class NoteEdit(PlainEdit):
    """A note. `edited(text, caret)` tells of every gesture, `left` that Esc was pressed."""

    edited = Signal(str, int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def gesture(self) -> None:
        self.edited.emit(self.text(), self.caret())
