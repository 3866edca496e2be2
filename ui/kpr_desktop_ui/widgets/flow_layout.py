"""A row that goes on in the next line when it is full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items from left to right, then in the next line. `gap` is in pixels, between items and between lines.

    `end`: so many of the last items stand at the right end of their line. `middle`: all of it stands in the middle of a
    place that is higher than it needs to be.
    """

    def __init__(
        self, parent: QWidget | None = None, gap: int = 8, *, end: int = 0, middle: bool = False
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # asked for many times while a screen settles
        self._gap = gap
        self._end = end
        self._middle = middle
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(rect)
        spare = max(0, rect.height() - self.heightForWidth(rect.width())) if self._middle else 0
        self._place(rect.adjusted(0, spare // 2, 0, 0), move=True)

    def sizeHint(self) -> QSize:
        width = sum(item.sizeHint().width() for item in self._items) + self._gap * max(
            0, len(self._items) - 1
        )
        height = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(width, height)

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        line: list[tuple[QLayoutItem, QSize]] = []
        left, top = 0, rect.y()
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if line and left + size.width() > rect.width():
                top += self._end_line(line, rect, top, move=move) + self._gap
                line, left = [], 0
            line.append((item, QSize(min(size.width(), rect.width()), size.height())))
            left += size.width() + self._gap
        return top + self._end_line(line, rect, top, move=move) - rect.y()

    def _end_line(self, line: list[tuple[QLayoutItem, QSize]], rect: QRect, top: int, *, move: bool) -> int:
        heights = [
            item.heightForWidth(s.width()) if item.hasHeightForWidth() else s.height() for item, s in line
        ]
        height = max(heights, default=0)
        if move:
            left = rect.x()
            free = rect.width() - sum(size.width() + self._gap for _, size in line) + self._gap
            last = self._items[len(self._items) - self._end :]
            for (item, size), own in zip(line, heights, strict=True):
                if item in last:
                    left, free = left + free, 0
                item.setGeometry(QRect(QPoint(left, top + (height - own) // 2), QSize(size.width(), own)))
                left += size.width() + self._gap
        return height
