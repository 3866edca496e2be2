"""A code to be typed from paper: large, each character in a place of its own, the groups numbered."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from kpr_desktop.letters import styles as s
from kpr_desktop.letters.fonts import BOLD, REGULAR, clean, width
from kpr_desktop.letters.sheet import draw_text

COLUMNS = 3
_SIZE = 21.0
_PLACE = 8.2 * mm
"""Wider than the widest character, a W, of this size."""
_NUMBER = 8 * mm
_ROW = 14 * mm
_BOX = 10.5 * mm


class CodeGrid(Flowable):
    """Groups in three columns, read line by line. It is as wide as the text."""

    def __init__(self, groups: Sequence[str], scale: float = 1.0) -> None:
        super().__init__()
        self.spaceBefore = self.spaceAfter = 3 * mm * scale
        self._groups = [clean(group) for group in groups]
        self._scale = scale

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        lines = -(-len(self._groups) // COLUMNS)
        return s.TEXT_WIDTH, lines * _ROW * self._scale

    def draw(self) -> None:
        """Called by the library, with the lower left corner at nought."""
        lines = -(-len(self._groups) // COLUMNS)
        for at, group in enumerate(self._groups):
            line, column = divmod(at, COLUMNS)
            x = column * s.TEXT_WIDTH / COLUMNS
            self._draw_group(x, (lines - 1 - line) * _ROW * self._scale, at + 1, group)

    def _draw_group(self, x: float, y: float, number: int, group: str) -> None:
        canvas, scale = self.canv, self._scale
        size, box, place = _SIZE * scale, _BOX * scale, _PLACE * scale
        base = y + (box - 0.72 * size) / 2
        draw_text(canvas, x, base, str(number), REGULAR, 9 * scale, s.MUTED)
        x += _NUMBER * scale
        canvas.setStrokeColor(s.LINE)
        canvas.setLineWidth(0.8)
        canvas.roundRect(x - 1.2 * mm * scale, y, len(group) * place + 2.4 * mm * scale, box, 2)
        for at, character in enumerate(group):
            left = x + at * place + (place - width(character, BOLD, size)) / 2
            draw_text(canvas, left, base, character, BOLD, size, s.INK)
