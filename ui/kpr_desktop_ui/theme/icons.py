"""The icon set: line drawings that take the colour of the text beside them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kpr_desktop.codebook.resources import resource

_DENSITIES = (1, 2)


def draw_icon(name: str, color: QColor, size: int) -> QIcon:
    """The icon `name` in `color`, `size` pixels wide. FileNotFoundError: no such icon."""
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    drawing = drawing.replace("currentColor", color.name()).replace('stroke-width="2"', 'stroke-width="1.75"')
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    icon = QIcon()
    for density in _DENSITIES:
        pixmap = QPixmap(size * density, size * density)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(density)
        icon.addPixmap(pixmap)
    return icon
