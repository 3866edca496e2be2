"""The note of an item."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Field, NoteEdit

LEAST, MOST = 62, 140
"""Pixels at 100 %: two lines of a note are always seen, and more of it where there is room."""
CARET_MS = 150
"""Milliseconds of quiet before the caret's place is told, when it moved without a change of the text."""
_STILL_HERE = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Another window or a menu took the focus: the person has not left the note."""


class _Note(NoteEdit):
    came = Signal()
    went = Signal()

    def sizeHint(self) -> QSize:
        """As little as is needed: the layout gives what is left."""
        return QSize(super().sizeHint().width(), Theme.current().px(LEAST))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.came.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STILL_HERE:
            self.went.emit()


class NotePanel(QWidget):
    """A note that is told at every key stroke.

    `edited(text, caret)`: a person changed it. `moved(caret)`: the caret stands elsewhere, or the note got the focus.
    `left(written)`: the focus went away, and whether the note was changed since it came. `escaped`: Esc was pressed.
    """

    edited = Signal(str, int)
    moved = Signal(int)
    left = Signal(bool)
    escaped = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.edit = _Note()
        self.edit.setMinimumHeight(self.edit.sizeHint().height())
        self._field = Field(texts("interview.note"), self.edit)
        self._written = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CARET_MS)
        self._timer.timeout.connect(self._tell_caret)
        self.edit.edited.connect(self._edited)
        self.edit.cursorPositionChanged.connect(self._caret_moved)
        self.edit.left.connect(self.escaped)
        self.edit.came.connect(self._came)
        self.edit.went.connect(self._went)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._field)
        self._limit()

    def show_note(self, text: str) -> None:
        """Show a note; emits nothing."""
        self._timer.stop()
        self._written = False
        self.set_error("")
        self.edit.set_text(text)

    def set_error(self, text: str) -> None:
        """Show why the note is not saved; an empty text takes it away."""
        if text:
            self._field.set_error(text)
        elif self._field.error():
            self._field.clear_error()
        self._limit()

    def _limit(self) -> None:
        """Let the label stay on the note when there is more room than the note takes."""
        spare = self._field.sizeHint().height() - self.edit.sizeHint().height()
        self.setMaximumHeight(Theme.current().px(MOST) + spare)

    def wrong(self) -> bool:
        """Whether the note could not be taken as it is."""
        return bool(self._field.error())

    def focus_at(self, caret: int) -> None:
        """Put the caret in the note."""
        self.edit.setFocus()
        self.edit.set_caret(caret)

    def has_focus(self) -> bool:
        """Whether the caret is in the note."""
        return self.edit.hasFocus()

    def flush(self) -> None:
        """Tell what waits: the caret's place, and that the note was written."""
        if self._timer.isActive():
            self._timer.stop()
            self._tell_caret()
        if self._written:
            self._written = False
            self.left.emit(True)

    def _edited(self, text: str, caret: int) -> None:
        self._timer.stop()
        self._written = True
        self.edited.emit(text, caret)

    def _caret_moved(self) -> None:
        if self.edit.hasFocus():
            self._timer.start()

    def _tell_caret(self) -> None:
        if self.edit.hasFocus():
            self.moved.emit(self.edit.caret())

    def _came(self) -> None:
        self.moved.emit(self.edit.caret())

    def _went(self) -> None:
        written, self._written = self._written, False
        self.left.emit(written)
