"""A table whose rows know what they are. It goes on over pages; its head is then drawn again, for the eye alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from kpr_desktop.letters import styles as s
from kpr_desktop.letters.text import TaggedFlowable, Text

_ACROSS = 4.0
_ABOVE = 3.0
_SPLIT_FROM = 120.0
"""A row lower than this moves to the next page rather than being cut."""
_LEAST = 2
"""Rows that stand together before the end of a page."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row; `ruled`: a line under it; `shaded`: a light ground as well."""

    cells: tuple[Text, ...]
    ruled: bool = True
    shaded: bool = False

    def height(self, widths: Sequence[float]) -> float:
        """With its cells set to the columns' widths."""
        tallest = max(
            cell.wrap(width - 2 * _ACROSS, 0)[1] for cell, width in zip(self.cells, widths, strict=True)
        )
        return max(tallest, self.cells[0].look.leading) + 2 * _ABOVE

    def cut(self, widths: Sequence[float], height: float) -> tuple[Row, Row] | None:
        """What fits into `height`, and the rest; None when a cell cannot be cut there."""
        above: list[Text] = []
        below: list[Text] = []
        for cell, width in zip(self.cells, widths, strict=True):
            pieces = cell.split(width - 2 * _ACROSS, height - 2 * _ABOVE)
            if not pieces:
                return None
            above.append(pieces[0])
            below.append(pieces[1] if len(pieces) > 1 else Text("", cell.look, None))
        return Row(tuple(above), ruled=False), Row(tuple(below), self.ruled)


class Table(TaggedFlowable):
    """`widths` in points. `head` may be None; one that is taller than a third of a page is a row like the others."""

    def __init__(
        self, widths: Sequence[float], head: Row | None, rows: Sequence[Row], before: float, after: float
    ) -> None:
        super().__init__(before, after)
        if head is not None and head.height(widths) > s.WHOLE_PAGE / 3:
            rows = (head, *rows)
            head = None
        self._widths, self._head, self._rows = widths, head, rows

    def _all(self) -> Iterator[Row]:
        if self._head is not None:
            yield self._head
        yield from self._rows

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Width and height it takes, in points."""
        self.width = sum(self._widths)
        self.height = sum(row.height(self._widths) for row in self._all())
        return self.width, self.height

    def height_of(self, rows: int) -> float:
        """Height of the head and of so many rows, in points."""
        head = self._head.height(self._widths) if self._head is not None else 0.0
        return head + sum(row.height(self._widths) for row in self._rows[:rows])

    def split(self, _width: float, height: float) -> list[Flowable]:
        """The rows that fit and the rest; nothing when not even one of them should stand here."""
        room = height - (self._head.height(self._widths) if self._head is not None else 0.0)
        above: list[Row] = []
        below = list(self._rows)
        while below and (tall := below[0].height(self._widths)) <= room:
            above.append(below.pop(0))
            room -= tall
        if not below:
            return [self]
        if len(below) == 1 and len(above) > _LEAST:
            below.insert(0, above.pop())  # the last row does not stand alone
        cut = below[0].cut(self._widths, room) if below[0].height(self._widths) >= _SPLIT_FROM else None
        if cut is not None:
            above.append(cut[0])
            below[0] = cut[1]
        if not above or (cut is None and len(above) < _LEAST and height < s.WHOLE_PAGE - 1):
            return []
        return [
            Table(self._widths, self._head, above, self.spaceBefore, 0.0),
            Table(self._widths, self._again(), below, 0.0, self.spaceAfter),
        ]

    def _again(self) -> Row | None:
        if self._head is None:
            return None
        again = (Text(cell.text, cell.look, None, lines=True) for cell in self._head.cells)
        return Row(tuple(again), self._head.ruled, self._head.shaded)

    def draw(self) -> None:
        """Called by the library, with the lower left corner at nought."""
        canvas, top = self.canv, self.height
        for row in self._all():
            tall = row.height(self._widths)
            if row.ruled:
                with canvas.artifact():
                    canvas.setFillColor(s.SHADE)
                    canvas.setStrokeColor(s.LINE)
                    canvas.setLineWidth(0.6)
                    if row.shaded:
                        canvas.rect(0, top - tall, self.width, tall, stroke=0, fill=1)
                    canvas.line(0, top - tall, self.width, top - tall)
            left = 0.0
            for cell, width in zip(row.cells, self._widths, strict=True):
                cell.drawOn(canvas, left + _ACROSS, top - _ABOVE - cell.height)
                left += width
            top -= tall


class Columns(TaggedFlowable):
    """Entries in two columns, read down the first and then down the second."""

    def __init__(self, entries: Sequence[Text]) -> None:
        super().__init__()
        self._entries = entries

    def _columns(self) -> tuple[Sequence[Text], Sequence[Text]]:
        half = (len(self._entries) + 1) // 2
        return self._entries[:half], self._entries[half:]

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Width and height it takes, in points."""
        self.width = width
        self.height = max(
            sum(entry.wrap(width / 2, 0)[1] + entry.spaceAfter for entry in column)
            for column in self._columns()
        )
        return width, self.height

    def split(self, _width: float, _height: float) -> list[Flowable]:
        """Where it is taller than a page there is one column; else it moves to the next page whole."""
        return list(self._entries) if self.height > s.WHOLE_PAGE else []

    def draw(self) -> None:
        """Called by the library, with the lower left corner at nought."""
        for number, column in enumerate(self._columns()):
            top = self.height
            for entry in column:
                entry.drawOn(self.canv, number * self.width / 2, top - entry.height)
                top -= entry.height + entry.spaceAfter
