"""A short word of what has happened."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.label import Label

_SECONDS = 6
_SECONDS_IN_WORK = 1.5
"""How long it stays once the person goes on working: long enough to be read, short enough to be in nobody's way."""


class Toast(QFrame):
    """A line at the top of its parent, in the bar between head and user; goes away by itself, or when work goes on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.setProperty("panel", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label = Label("", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), theme.space("s"))
        row.addWidget(self._label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def tell(self, text: str) -> None:
        """Show a text for some seconds, and tell it to screen readers; an empty one hides the line."""
        self._label.setText(text)
        self.setVisible(bool(text))
        if text:
            self._place()
            self._timer.start(_SECONDS * 1000)
            QCoreApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def text(self) -> str:
        """What is shown; empty when nothing is."""
        return self._label.content() if self.isVisible() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        elif self._timer.isActive() and event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
            self._timer.start(min(self._timer.remainingTime(), int(_SECONDS_IN_WORK * 1000)))
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        theme = Theme.current()
        room = parent.width() - 2 * theme.space("l")
        self._label.setWordWrap(self._label.sizeHint().width() + 2 * theme.space("l") > room)
        self.setMaximumWidth(room)
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, theme.space("s"))
        self.raise_()
