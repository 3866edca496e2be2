"""A table on a page that scrolls as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from kpr_desktop_ui.widgets import DataTable, Row


class WholeTable(DataTable):
    """As tall as its rows, so that nothing of it has to be scrolled; the wheel belongs to the page."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent, stacks=True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().sectionResized.connect(lambda *_sizes: self._grow())

    def set_rows(self, rows: Sequence[Row]) -> None:
        super().set_rows(rows)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # the heading is higher or lower now
            self._grow()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _grow(self) -> None:
        head = self.horizontalHeader()
        top = 0 if head.isHidden() else max(head.height(), head.sizeHint().height())
        side = self.horizontalScrollBar()
        below = side.sizeHint().height() if side.maximum() > side.minimum() else 0
        self.setFixedHeight(self.verticalHeader().length() + top + below + 2 * self.frameWidth())
