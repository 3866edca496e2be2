"""The text field of the talk: every key stroke is told, and so is the caret's place."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import NoteEdit

CARET_MS = 150
"""Milliseconds of quiet before the caret's place is told, when it moved without a change of the text."""
_MOST_LINES = 3
"""Lines that a short field grows to; then it scrolls."""
_STILL_HERE = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Another window or a menu took the focus: the person has not left the field."""


class TalkEdit(NoteEdit):
    """A text that is saved as it is typed.

    `moved(caret)`: the caret stands elsewhere, or the field got the focus. `went(written)`: the focus went away, and
    whether the text was changed since it came. `least` is the height in pixels at 100 %. A `short` field is for a line
    or two: it grows with its text up to three lines, tells `grown` when it does, and leaves Enter to the page, which
    goes on from there as from everywhere.
    """

    grown = Signal()

    moved = Signal(int)
    went = Signal(bool)

    def __init__(self, least: int, *, short: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._short, self._lines = least, short, 1
        self._written = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CARET_MS)
        self._timer.timeout.connect(self._tell_caret)
        self.edited.connect(self._write)
        self.cursorPositionChanged.connect(self._caret_moved)
        if short:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.document().documentLayout().documentSizeChanged.connect(self._fit_lines)
        self.set_least(least)

    def set_least(self, least: int) -> None:
        """Another least height, in pixels at 100 %."""
        self._least = least
        height = self.sizeHint().height()
        self.setMinimumHeight(height)
        if self._short:
            self.setMaximumHeight(height)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As little as is needed: the layout gives what is left."""
        more = (self._lines - 1) * self.fontMetrics().lineSpacing() if self._short else 0
        return QSize(super().sizeHint().width(), Theme.current().px(self._least) + more)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def show_text(self, text: str) -> None:
        """Show a text; emits nothing."""
        self._timer.stop()
        self._written = False
        self.set_text(text)

    def focus_at(self, caret: int) -> None:
        """Put the caret in the field."""
        self.setFocus()
        self.set_caret(caret)

    def flush(self) -> bool:
        """Tell the caret's place if it waits. Gives whether the text was changed since this was last asked."""
        if self._timer.isActive():
            self._timer.stop()
            self._tell_caret()
        written, self._written = self._written, False
        return written

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._short and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.moved.emit(self.caret())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STILL_HERE:
            written, self._written = self._written, False
            self.went.emit(written)

    def _fit_lines(self) -> None:
        lines = min(_MOST_LINES, max(1, round(self.document().size().height())))
        if lines != self._lines:
            self._lines = lines
            self.set_least(self._least)
            always = Qt.ScrollBarPolicy
            full = self.document().size().height() > _MOST_LINES
            self.setVerticalScrollBarPolicy(always.ScrollBarAsNeeded if full else always.ScrollBarAlwaysOff)
            self.grown.emit()

    def _write(self) -> None:
        self._timer.stop()
        self._written = True

    def _caret_moved(self) -> None:
        if self.hasFocus():
            self._timer.start()

    def _tell_caret(self) -> None:
        if self.hasFocus():
            self.moved.emit(self.caret())
