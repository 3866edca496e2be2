"""Columns that become one when there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kpr_desktop_ui.theme import Theme


class Columns(QWidget):
    """Widgets side by side while there are `breakpoint` pixels of room (at 100 % text), else below each other."""

    def __init__(self, columns: int = 2, breakpoint_: int = 760, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns, self._breakpoint = columns, breakpoint_
        self._widgets: list[QWidget] = []
        self._now = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Theme.current().space("xl"))
        self._grid.setVerticalSpacing(Theme.current().space("m"))
        self._put()

    def add(self, widget: QWidget) -> None:
        """One more, after the others."""
        self._widgets.append(widget)
        self._place(len(self._widgets) - 1)

    def columns(self) -> int:
        """How many columns there are now."""
        return self._now

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column: otherwise the room that makes the columns one could never come about."""
        narrow = max((each.minimumSizeHint().width() for each in self._widgets), default=0)
        return QSize(narrow, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        now = self._columns if event.size().width() >= Theme.current().px(self._breakpoint) else 1
        if now != self._now:
            self._now = now
            self._put()

    def _place(self, at: int) -> None:
        self._grid.addWidget(self._widgets[at], at // self._now, at % self._now, Qt.AlignmentFlag.AlignTop)

    def _put(self) -> None:
        for widget in self._widgets:
            self._grid.removeWidget(widget)
        for at in range(len(self._widgets)):
            self._place(at)
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1 if column < self._now else 0)
