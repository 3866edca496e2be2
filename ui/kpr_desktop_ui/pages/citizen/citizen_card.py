"""One answer in the person's own words."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.option_card import OptionCard
from kpr_desktop_ui.widgets.painting import DrawnText, longest_word, text_size

_PAD, _RING, _GAP = 16, 22, 12
"""Pixels at 100 %: around the words, the ring before them, and the room between."""


class CitizenCard(OptionCard):
    """A large card with words and a ring, filled when chosen. Its code is for storing the answer and is never shown.

    Words of one line stand in the middle, so that cards beside each other look alike.
    """

    def measure_width(self) -> int:
        pad = Theme.current().px(_PAD)
        return self._left() + longest_word(self._text, Theme.current().font("large_strong")) + pad + 1

    def measure_height(self, width: int) -> int:
        theme = Theme.current()
        inner = max(1, width - self._left() - theme.px(_PAD))
        words = text_size(self._text, theme.font("large_strong"), inner).height()
        return words + 2 * theme.px(_PAD)

    def drawn_texts(self) -> list[DrawnText]:
        theme = Theme.current()
        rect = QRect(self._left(), 0, self.width() - self._left() - theme.px(_PAD), self.height())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        font = theme.font("large_strong" if self.isChecked() else "large")
        return [DrawnText(self._text, rect, font, theme.color("ink"), wrap=True, align=align)]

    def surface(self) -> str:
        return "accent_surface" if self.isChecked() else super().surface()

    def paint_mark(self, painter: QPainter) -> None:
        theme = Theme.current()
        size = theme.px(_RING)
        ring = QRectF(theme.px(_PAD), (self.height() - size) / 2, size, size)
        painter.setPen(QPen(theme.color("accent" if self.isChecked() else "control"), theme.px(2)))
        painter.setBrush(theme.color("panel"))
        painter.drawEllipse(ring)
        if self.isChecked():
            gap = theme.px(5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(ring.adjusted(gap, gap, -gap, -gap))

    @staticmethod
    def _left() -> int:
        return Theme.current().px(_PAD + _RING + _GAP)
