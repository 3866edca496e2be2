"""A short word of what has happened."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.label import Label

_SECONDS = 6


class Toast(QFrame):
    """A line at the bottom of its parent, over everything and in nobody's way; goes away by itself."""

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
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def text(self) -> str:
        """What is shown; empty when nothing is."""
        return self._label.content() if self.isVisible() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
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
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - theme.space("l"))
        self.raise_()
