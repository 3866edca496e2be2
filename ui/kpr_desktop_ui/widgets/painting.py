"""Text that a widget paints itself, so that what is drawn and what is measured are the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen

from kpr_desktop_ui.theme import Theme

_MANY = 100_000
_LONG_WORD = 24
_ZERO_WIDTH_SPACE = "\u200b"


class DrawnText(NamedTuple):
    """One text as it is painted: where, in which font and colour, and whether it may break into lines."""

    text: str
    rect: QRect
    font: QFont
    color: QColor
    wrap: bool = False
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def draw_texts(painter: QPainter, texts: Iterable[DrawnText]) -> None:
    """Paint the texts."""
    for each in texts:
        painter.setFont(each.font)
        painter.setPen(each.color)
        flags = int(each.align.value) | (int(Qt.TextFlag.TextWordWrap.value) if each.wrap else 0)
        painter.drawText(each.rect, flags, each.text)


def text_size(text: str, font: QFont, width: int = 0) -> QSize:
    """How much room a text needs, in pixels: on one line, or wrapped to `width`."""
    metrics = QFontMetrics(font)
    if not width:
        return QSize(metrics.horizontalAdvance(text), metrics.height())
    flags = int(Qt.TextFlag.TextWordWrap.value)
    return metrics.boundingRect(QRect(0, 0, width, _MANY), flags, text).size()


def longest_word(text: str, font: QFont) -> int:
    """The width of the widest word: a narrower place would clip it."""
    metrics = QFontMetrics(font)
    return max((metrics.horizontalAdvance(word) for word in text.split()), default=0)


def breakable(text: str) -> str:
    """The same text, with invisible places to break in words too long for any line."""
    if len(text) <= _LONG_WORD:
        return text
    return "".join(_broken(part) for part in _parts(text))


def _parts(text: str) -> Iterable[str]:
    start = 0
    for index, letter in enumerate(text):
        if letter.isspace():
            yield text[start : index + 1]
            start = index + 1
    yield text[start:]


def _broken(word: str) -> str:
    if len(word) <= _LONG_WORD:
        return word
    return _ZERO_WIDTH_SPACE.join(word[at : at + _LONG_WORD] for at in range(0, len(word), _LONG_WORD))


def paint_box(painter: QPainter, rect: QRect, fill: QColor, edge: QColor, width: int = 1) -> None:
    """A box with round corners; its edge lies inside `rect`."""
    half = width / 2
    inside = QRectF(rect).adjusted(half, half, -half, -half)
    radius = Theme.current().tokens.radius
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, width))
    painter.setBrush(fill)
    painter.drawRoundedRect(inside, radius, radius)


def paint_badge(painter: QPainter, rect: QRect, code: str) -> QColor:
    """A score's badge in its hue (9 hatched, anything else plain); gives the colour of the text on it."""
    theme = Theme.current()
    known = f"score_{code}" in theme.tokens.palettes[theme.mode]
    name = f"score_{code}" if known else "panel"
    edged = code in {"1", "9"} or not known or theme.mode == "contrast"
    edge = theme.color("line" if edged else name)
    path = QPainterPath()
    path.addRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, theme.color(name))
    if code == "9":
        painter.fillPath(path, QBrush(theme.color("hatch"), Qt.BrushStyle.BDiagPattern))
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    return theme.color(f"on_score_{code}" if known else "muted")
