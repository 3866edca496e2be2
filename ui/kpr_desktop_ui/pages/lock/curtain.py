"""The curtain: one key, and nothing of a person is in the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.dialogs import COVERED, is_open, open_dialogs
from kpr_desktop_ui.widgets.label import Label

_HELD = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
"""Keys that are held down for another one: Ctrl+L locks, and shows nothing on its way."""


class Curtain(QObject):
    """Takes a widget out of its stack while it is drawn, so that not even a screen reader finds anything in it.

    Any key or press lifts it, and does nothing else. Dialogs in front are out of sight meanwhile. `lifted`: it is gone.
    """

    lifted = Signal()

    def __init__(self, texts: Texts, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._texts, self._stack = texts, stack
        self._covered: QWidget | None = None
        self._face: QWidget | None = None
        self._focus: QWidget | None = None
        self._dialogs: list[QDialog] = []

    @property
    def drawn(self) -> bool:
        """Whether it covers the window."""
        return self._covered is not None

    def speak(self, texts: Texts) -> None:
        """Be in another language from the next time on."""
        self._texts = texts

    def draw(self, widget: QWidget) -> None:
        """Cover the window."""
        if self.drawn:
            return
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._focus = QApplication.focusWidget()
        self._dialogs = open_dialogs()
        self._covered, self._face = widget, _Face(self._texts)
        self._stack.addWidget(self._face)
        self._stack.setCurrentWidget(self._face)
        self._stack.removeWidget(widget)
        widget.setParent(None)
        for dialog in reversed(self._dialogs):
            dialog.setProperty(COVERED, True)
            dialog.finished.connect(self._ended)
            for window in _handle(dialog):
                window.hide()
        self._face.setFocus(Qt.FocusReason.OtherFocusReason)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def lift(self) -> QWidget | None:
        """Show what was there, with the focus where it was. Gives it."""
        widget, face = self._covered, self._face
        if widget is None or face is None:
            return None
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._covered = self._face = None
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self._stack.removeWidget(face)
        face.hide()
        face.deleteLater()
        focus, dialogs = self._focus, self._dialogs
        self._focus, self._dialogs = None, []
        for dialog in dialogs:
            if isValid(dialog) and is_open(dialog):  # work may have ended, and its dialog with it
                dialog.finished.disconnect(self._ended)
                dialog.setProperty(COVERED, False)
                for window in _handle(dialog):
                    window.show()
        if focus is not None and isValid(focus) and focus.isVisible():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.lifted.emit()
        return widget

    def _ended(self) -> None:
        """A dialog has got its answer out of sight, as one that shows how far work is: it does not come back."""
        self.sender().setProperty(COVERED, False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if kind == QEvent.Type.MouseButtonPress or (
            kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() not in _HELD
        ):
            self.lift()
            return True
        return super().eventFilter(watched, event)


def _handle(widget: QWidget) -> list[QWindow]:
    handle: QWindow | None = widget.windowHandle()
    return [handle] if handle is not None else []


class _Face(QWidget):
    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("start")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(texts("lock.curtain"))
        self.setAccessibleDescription(texts("lock.curtain_text"))
        column = QVBoxLayout(self)
        column.setSpacing(Theme.current().space("s"))
        column.addStretch(2)
        for label in (Label(texts("lock.curtain"), "title"), Label(texts("lock.curtain_text"), "muted")):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(3)
