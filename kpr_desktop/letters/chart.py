"""The chart of scores: a dot for now, a ring for the last time, over columns that say their value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from kpr_desktop.letters import styles as s
from kpr_desktop.letters.drawing import draw_block, draw_text
from kpr_desktop.letters.fonts import REGULAR, clean, width
from kpr_desktop.letters.styles import Look
from kpr_desktop.letters.tagging.nodes import Node
from kpr_desktop.letters.text import TaggedFlowable
from kpr_desktop.letters.wrapping import Line, break_lines
from kpr_desktop.usecases.letter_records import Profile, ProfileRow

_LABEL = 92 * mm
_COLUMNS = {1: 100 * mm, 2: 112 * mm, 3: 124 * mm, 4: 136 * mm, 5: 148 * mm, 9: 161 * mm}
_DOT = 3.0
_RING = 4.6
_ABOVE = 1.7
_NOT_RELEVANT = 9
"""A score that is no amount: nothing leads to it."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it is drawn: a heading where it has no scores."""

    lines: tuple[Line, ...]
    look: Look
    scores: ProfileRow | None

    @property
    def height(self) -> float:
        return len(self.lines) * self.look.leading + 2 * _ABOVE


class Chart(TaggedFlowable):
    """Never cut: what is taller than a page gets smaller. `node` is a Figure that tells in words what is shown."""

    def __init__(self, profile: Profile, looks: Mapping[str, Look], node: Node) -> None:
        super().__init__(4.0, 8.0)
        self._node = node
        self._legend = clean(profile.now), clean(profile.before)
        self._rows = [
            _row(text, look, scores)
            for heading, rows in profile.groups
            for text, look, scores in (
                *([(heading, looks["chart_head"], None)] if heading else []),
                *((row.label, looks["chart"], row) for row in rows),
            )
        ]
        self._small = looks["chart"]

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Width and height it takes, in points."""
        self._whole = sum(row.height for row in self._rows) + 2 * (self._small.leading + 2 * _ABOVE)
        self._scale = min(1.0, (s.WHOLE_PAGE - 1) / self._whole)
        self.width, self.height = s.TEXT_WIDTH, self._whole * self._scale
        return self.width, self.height

    def split(self, _width: float, _height: float) -> list[Flowable]:
        """It moves to the next page whole."""
        return []

    def draw(self) -> None:
        """Called by the library, with the lower left corner at nought."""
        canvas = self.canv
        self._node.box = canvas.place(0, 0, self.width, self.height)
        with canvas.content(self._node):
            canvas.scale(self._scale, self._scale)
            top = self._draw_legend(self._whole)
            for row in self._rows:
                self._draw_row(row, top)
                top -= row.height
            canvas.setStrokeColor(s.LINE)
            canvas.line(0, top, s.TEXT_WIDTH, top)

    def _draw_legend(self, top: float) -> float:
        small, canvas = self._small, self.canv
        tall = small.leading + 2 * _ABOVE
        x, middle = _DOT + 2, top - tall / 2
        for ring, word in zip((False, True), self._legend, strict=True):
            if word:
                self._draw_mark(x, middle, ring=ring)
                draw_text(canvas, x + 8, middle - small.size * 0.36, word, REGULAR, small.size, s.INK)
                x += 8 + width(word, REGULAR, small.size) + 18
        top -= tall
        for score, x in _COLUMNS.items():
            draw_text(canvas, x - 2.4, top - small.size - _ABOVE, str(score), REGULAR, small.size, s.MUTED)
        return top - tall

    def _draw_row(self, row: _Row, top: float) -> None:
        canvas, middle = self.canv, top - row.height / 2
        canvas.setStrokeColor(s.LINE)
        canvas.setLineWidth(0.5)
        canvas.line(0, top, s.TEXT_WIDTH, top)
        if row.scores is not None:
            for x in _COLUMNS.values():
                canvas.line(x, top, x, top - row.height)
        draw_block(canvas, 2.0, top - _ABOVE - row.look.size, row.lines, row.look)
        if row.scores is None:
            return
        now, before = row.scores.now, row.scores.before
        if now is not None and before is not None and now != before and _NOT_RELEVANT not in (now, before):
            canvas.setStrokeColor(s.MUTED)
            canvas.setLineWidth(0.9)
            canvas.line(_COLUMNS[before], middle, _COLUMNS[now], middle)
        if before is not None:
            self._draw_mark(_COLUMNS[before], middle, ring=True)
        if now is not None:
            self._draw_mark(_COLUMNS[now], middle, ring=False)

    def _draw_mark(self, x: float, y: float, *, ring: bool) -> None:
        canvas = self.canv
        canvas.setStrokeColor(s.INK)
        canvas.setLineWidth(1.1)
        if ring:
            canvas.setFillColor(s.PAPER)
            canvas.circle(x, y, _RING, stroke=1, fill=1)
        else:
            canvas.setFillColor(s.ACCENT)
            canvas.circle(x, y, _DOT, stroke=0, fill=1)


def _row(text: str, look: Look, scores: ProfileRow | None) -> _Row:
    limit = _LABEL - 4 if scores is not None else s.TEXT_WIDTH - 4
    return _Row(tuple(break_lines(clean(text), look.font, look.size, limit)), look, scores)
