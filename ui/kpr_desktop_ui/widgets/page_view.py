"""Pages of a document, as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme


class Picture(Protocol):
    """One page as pixels: BGR, 3 bytes a pixel, `stride` bytes a line (the letters port's PageImage)."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def stride(self) -> int: ...
    @property
    def data(self) -> bytes: ...


class _Sheet(QWidget):
    def __init__(self, image: QImage, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = image
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        return round(width * self._image.height() / max(1, self._image.width()))

    def sizeHint(self) -> QSize:
        width = self.width()
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._image, self._image.rect())
        painter.setPen(Theme.current().color("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class PageView(QScrollArea):
    """The pages below each other, as wide as there is room; scrolls by keyboard too."""

    spoken_role = QAccessible.Role.Document

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self._sheets: list[_Sheet] = []
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(Theme.current().space("l"))
        self._column.addStretch(1)
        self.setWidget(self._holder)

    def set_pages(self, pages: Sequence[Picture]) -> None:
        """Show these pages from the top."""
        for sheet in self._sheets:
            self._column.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        self._sheets = []
        for at, page in enumerate(pages):
            raw = QImage(page.data, page.width, page.height, page.stride, QImage.Format.Format_BGR888)
            sheet = _Sheet(raw.copy(), self._holder)  # the copy owns its pixels
            self._column.insertWidget(at, sheet)
            self._sheets.append(sheet)
        self.verticalScrollBar().setValue(0)

    def count(self) -> int:
        """How many pages are shown."""
        return len(self._sheets)
