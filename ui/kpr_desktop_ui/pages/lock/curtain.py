"""The curtain: one key, and nothing of a person is in the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
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
        self._dialogs: list[QWindow] = []

    @property
    def drawn(self) -> bool:
        """Whether it covers the window."""
        return self._covered is not None

    def draw(self, widget: QWidget) -> None:
        """Cover the window."""
        if self.drawn:
            return
        self._focus = QApplication.focusWidget()
        self._dialogs = [
            handle
            for each in QApplication.topLevelWidgets()
            if (isinstance(each, QDialog) or each.windowType() == Qt.WindowType.Popup) and each.isVisible()
            for handle in _handle(each)
        ]
        self._covered, self._face = widget, _Face(self._texts)
        self._stack.addWidget(self._face)
        self._stack.setCurrentWidget(self._face)
        self._stack.removeWidget(widget)
        widget.setParent(None)
        for window in reversed(self._dialogs):
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
        for window in self._dialogs:
            window.show()
        if self._focus is not None and self._focus.isVisible():
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus, self._dialogs = None, []
        self.lifted.emit()
        return widget

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
