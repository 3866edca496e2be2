"""One tab stop for a group of cards: the arrow keys move inside it, as among radio buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Roving(QObject):
    """Keeps one widget of a group in the tab order, and moves the focus inside the group by the arrow keys."""

    def __init__(self, widgets: Sequence[QWidget], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._widgets = list(widgets)
        self._current = 0
        for widget in self._widgets:
            widget.installEventFilter(self)
        if self._widgets:
            self.set_current(0)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in ARROWS:
            return self.step(ARROWS[Qt.Key(event.key())])
        return False

    @property
    def current(self) -> QWidget:
        """The widget that Tab reaches."""
        return self._widgets[self._current]

    def set_current(self, place: int) -> None:
        """Let Tab reach the widget at `place`."""
        self._current = place
        for i, widget in enumerate(self._widgets):
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus if i == place else Qt.FocusPolicy.ClickFocus)

    def step(self, direction: int) -> bool:
        """Give the focus to the neighbour; the first step from outside goes to the current one."""
        if not self._widgets:
            return False
        focused = next((i for i, w in enumerate(self._widgets) if w.hasFocus()), None)
        place = self._current if focused is None else (focused + direction) % len(self._widgets)
        self.set_current(place)
        self._widgets[place].setFocus(Qt.FocusReason.OtherFocusReason)
        return True
