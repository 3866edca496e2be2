"""A short word of what has happened, with a way to take it back where there is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.keys import key_sequence
from kpr_desktop_ui.widgets.label import Label

_SECONDS = 6
_SECONDS_IN_WORK = 1.5
"""How long it stays once the person goes on working: long enough to be read, short enough to be in nobody's way."""
_SECONDS_TO_UNDO = 15
"""How long it stays with a way back, whatever the person does meanwhile; longer while she points at it."""
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class Toast(QFrame):
    """A line at the top of its parent, in the bar between head and user; goes away by itself, or when work goes on.

    `word` and `keys`: of the button that takes the act back. The keys do the same while the line stands there, but in a
    field where something can be taken back they are the field's.
    """

    def __init__(self, parent: QWidget, word: str = "", keys: str = "") -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.setProperty("panel", "toast")
        self._undo: Callable[[], object] | None = None
        self._keys = key_sequence(keys).toString()
        self._label = Label("", wrap=False)
        self.undo = Button(word, key_hint=keys, small=True)
        self.undo.clicked.connect(self._take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), theme.space("s"))
        row.setSpacing(theme.space("l"))
        row.addWidget(self._label)
        row.addWidget(self.undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._end)
        parent.installEventFilter(self)
        self.hide()

    def tell(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show a text for some seconds, and tell it to screen readers; an empty one hides the line.

        `undo` takes back what the text tells of.
        """
        self._undo = undo
        self.undo.setVisible(undo is not None)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, undo is None)
        self._label.setText(text)
        self.setVisible(bool(text))
        if text:
            self._place()
            self._timer.start((_SECONDS if undo is None else _SECONDS_TO_UNDO) * 1000)
            QCoreApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one
            aloud = text if undo is None else f"{text} {self.undo.text()}: {self._keys}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, aloud))

    def forget_undo(self) -> None:
        """What could be taken back can not any more: hide the line that offers it."""
        if self._undo is not None:
            self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._undo = None
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def text(self) -> str:
        """What is shown; empty when nothing is."""
        return self._label.content() if self.isVisible() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Resize and watched is self.parent():
            self._place()
        elif self._undo is not None:
            if kind in _KEYS and isinstance(event, QKeyEvent) and self._means_undo(event):
                event.accept()
                if kind == QEvent.Type.KeyPress and not event.isAutoRepeat():
                    self._take_back()
                return True
        elif self._timer.isActive() and kind in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
            self._timer.start(min(self._timer.remainingTime(), int(_SECONDS_IN_WORK * 1000)))
        return super().eventFilter(watched, event)

    def _means_undo(self, event: QKeyEvent) -> bool:
        pressed = QKeySequence(event.keyCombination()).toString() == self._keys
        modal = QApplication.activeModalWidget()
        in_front = modal is None or modal.isAncestorOf(self)
        return pressed and self.isVisible() and in_front and not _undoes_itself(QApplication.focusWidget())

    def _end(self) -> None:
        if self._undo is not None and (self.underMouse() or self.undo.hasFocus()):
            self._timer.start(int(_SECONDS_IN_WORK * 1000))
        else:
            self.hide()

    def _take_back(self) -> None:
        undo = self._undo
        self.hide()
        if undo is not None:
            undo()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        theme = Theme.current()
        room = parent.width() - 2 * theme.space("l")
        beside = self.undo.sizeHint().width() + theme.space("l") if self._undo is not None else 0
        self._label.setWordWrap(self._label.sizeHint().width() + beside + 2 * theme.space("l") > room)
        self.setMaximumWidth(room)
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, theme.space("s"))
        self.raise_()


def _undoes_itself(field: QWidget | None) -> bool:
    """Whether something that was typed can be taken back in the field."""
    line = field.lineEdit() if isinstance(field, QComboBox) else field
    if isinstance(line, QPlainTextEdit):
        return line.document().isUndoAvailable()
    return isinstance(line, QLineEdit) and line.isUndoAvailable()
