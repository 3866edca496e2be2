"""Seconds until the lock, in front of everything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.widgets.banner import Banner

_ALOUD = (30, 10)
"""Seconds at which a screen reader says it; every second would be noise."""


class LockWarning(Banner):
    """A line across the top of its parent."""

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__("warning", "", parent=parent)
        self._texts = texts
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        self.hide()

    def speak(self, texts: Texts) -> None:
        """Be in another language from the next second on."""
        self._texts = texts

    def count(self, seconds: int) -> None:
        """Show how long it is until the lock."""
        text = (
            self._texts("lock.warning", seconds=seconds) if seconds > 1 else self._texts("lock.warning_one")
        )
        self.set_message("warning", text)
        self._place()
        self.show()
        self.raise_()
        if seconds in _ALOUD:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(
                0, 0, parent.width(), max(self.sizeHint().height(), self.heightForWidth(parent.width()))
            )
