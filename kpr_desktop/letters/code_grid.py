"""A code to be typed from paper: large, each character in a place of its own, the groups numbered."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from kpr_desktop.letters import styles as s
from kpr_desktop.letters.drawing import draw_text
from kpr_desktop.letters.fonts import BOLD, REGULAR, clean, width
from kpr_desktop.letters.tagging.nodes import Node
from kpr_desktop.letters.text import TaggedFlowable

COLUMNS = 3
_SIZE = 21.0
_PLACE = 8.2 * mm
"""Wider than the widest character, a W, of this size."""
_NUMBER = 8 * mm
_ROW = 14 * mm
_BOX = 10.5 * mm
_WIDEST = (s.TEXT_WIDTH / COLUMNS - _NUMBER - 3 * mm) / _PLACE
"""Characters that have room in a column; a longer group gets smaller."""


class CodeGrid(TaggedFlowable):
    """Groups in three columns, read line by line: a numbered list. It is as wide as the text."""

    def __init__(self, groups: Sequence[str], node: Node, scale: float = 1.0, first: int = 1) -> None:
        super().__init__(3 * mm * scale, 3 * mm * scale)
        self._groups = [clean(group) for group in groups]
        self._node = node
        self._scale, self._first = scale, first

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Width and height it takes, in points."""
        lines = -(-len(self._groups) // COLUMNS)
        self.width, self.height = s.TEXT_WIDTH, lines * _ROW * self._scale
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """The lines that fit and the rest."""
        fitting = int(height / (_ROW * self._scale)) * COLUMNS
        if not fitting:
            return []
        parts = (self._groups[:fitting], self._groups[fitting:])
        firsts = (self._first, self._first + fitting)
        return [
            CodeGrid(part, self._node, self._scale, first)
            for part, first in zip(parts, firsts, strict=True)
            if part
        ]

    def draw(self) -> None:
        """Called by the library, with the lower left corner at nought."""
        lines = -(-len(self._groups) // COLUMNS)
        for at, group in enumerate(self._groups):
            line, column = divmod(at, COLUMNS)
            x = column * s.TEXT_WIDTH / COLUMNS
            self._draw_group(x, (lines - 1 - line) * _ROW * self._scale, self._first + at, group)

    def _draw_group(self, x: float, y: float, number: int, group: str) -> None:
        canvas, scale = self.canv, min(self._scale, _WIDEST / max(len(group), 1))
        size, box, place = _SIZE * scale, _BOX * scale, _PLACE * scale
        base = y + (box - 0.72 * size) / 2
        entry = self._node.add("LI")
        with canvas.content(entry.add("Lbl")):
            draw_text(canvas, x, base, str(number), REGULAR, 9 * scale, s.MUTED)
        x += _NUMBER * scale
        with canvas.artifact():
            canvas.setStrokeColor(s.LINE)
            canvas.setLineWidth(0.8)
            canvas.roundRect(x - 1.2 * mm * scale, y, len(group) * place + 2.4 * mm * scale, box, 2)
        # The characters stand apart; who listens hears them as one group.
        with canvas.content(entry.add("LBody").add("Span", actual=group)):
            for at, character in enumerate(group):
                left = x + at * place + (place - width(character, BOLD, size)) / 2
                draw_text(canvas, left, base, character, BOLD, size, s.INK)
