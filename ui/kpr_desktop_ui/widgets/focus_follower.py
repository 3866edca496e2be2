"""Keeping what has the focus in sight where a page scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from kpr_desktop_ui.theme import Theme


class FocusFollower(QObject):
    """Scrolls `area` so that the widget in it that gets the focus is seen, with `room` pixels (at 100 %) around it.

    Qt itself follows the Tab key only, and only from field to field inside the area. What is clicked is in sight, and
    must not move away under the mouse.
    """

    def __init__(self, area: QScrollArea, room: int) -> None:
        super().__init__(area)
        self._area, self._room = area, room
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._settle)
        self._height = -1
        area.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def show_focus(self) -> None:
        """Bring what has the focus in sight now."""
        focused, content = QApplication.focusWidget(), self._area.widget()
        if focused is None or content is None or not content.isAncestorOf(focused):
            return
        most = self._area.viewport().height()
        if focused.height() > most:
            self._area.ensureWidgetVisible(focused)  # where the caret is
            return
        middle = focused.mapTo(content, focused.rect().center())
        around = focused.height() // 2 + 1 + Theme.current().px(self._room)
        self._area.ensureVisible(middle.x(), middle.y(), 0, min(around, most // 2))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:  # the focus was given before there was anything to scroll
            self.settle()
        return False

    def settle(self) -> None:
        """Bring what has the focus in sight, and keep it there until the content has its height."""
        self._height = -1
        self._soon.start(0)

    def _settle(self) -> None:
        """Again while the content takes its height: fields that stack do so some turns of the event loop later."""
        self.show_focus()
        content = self._area.widget()
        if content is not None and content.height() != self._height:
            self._height = content.height()
            self._soon.start(0)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.show_focus()
