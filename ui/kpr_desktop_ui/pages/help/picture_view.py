"""A picture of the manual."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpr_desktop_ui.theme import Theme

_WIDEST = 900


class PictureView(QWidget):
    """As wide as there is room, never wider than it is. A screen reader says what it shows."""

    spoken_role = QAccessible.Role.Graphic

    def __init__(self, file: Path, alt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap(str(file))
        self.setAccessibleName(alt)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def found(self) -> bool:
        """Whether the file is a picture."""
        return not self._picture.isNull()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        size = self._picture.size()
        return round(self._shown(width) * size.height() / max(1, size.width()))

    def sizeHint(self) -> QSize:
        width = self._shown(_WIDEST)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 100)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRect(0, 0, self._shown(self.width()), self.heightForWidth(self.width()))
        painter.drawPixmap(place, self._picture)
        painter.setPen(Theme.current().color("line"))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()

    def _shown(self, width: int) -> int:
        return min(width, self._picture.width(), _WIDEST)
