"""The unit's own work in numbers: what the page «Oversikt» shows, and what of it may leave the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kpr_desktop.domain.suppression import Told, alone, line

FIGURES = ("assessments", "needs", "services", "completeness", "time", "due")
"""In the order of the page."""
TOTAL = "total"
SCORES = ("1", "2", "3", "4", "5", "9")
_BY_LINE = frozenset({"needs", "completeness"})
"""Figures in which a line is a whole of its own. In the others the column is."""
_WITHOUT_SUM = frozenset({"services"})
"""A person may be in several lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `label`: in words, from the code book; empty where `code` has a text of ours (a month, a band)."""

    code: str
    label: str
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `lines` are its table, `bars` what the small picture draws of them; both have `columns`.

    `facts` are the numbers of the sentence that tells the main thing.
    """

    id: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    bars: tuple[Line, ...]
    facts: Mapping[str, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(sum(each.cells) for each in self.lines)


@dataclass(frozen=True, slots=True)
class WorkOverview:
    """All figures of a period. `month` 0 = the whole year; `last` is its last day, today at the latest.

    `least`: of fewer persons no number leaves the program. `staff`: of fewer contributors no time is shown at all.
    """

    year: int
    month: int
    first: date
    last: date
    today: date
    municipality: str
    unit: str
    made_at: datetime
    practice: bool
    least: int
    staff: int
    language: str
    figures: tuple[Figure, ...]

    def figure(self, figure_id: str) -> Figure:
        """One of `FIGURES`."""
        return next(each for each in self.figures if each.id == figure_id)


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A line as it leaves the program; None is a number that is hidden."""

    code: str
    label: str
    cells: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class TakenTable:
    """A figure's table as it leaves the program."""

    id: str
    columns: tuple[str, ...]
    lines: tuple[TakenLine, ...]


def taken(figure: Figure, least: int) -> TakenTable:
    """The table with its small numbers hidden, by the rule of the local statistics (`statistics.yaml`)."""
    if figure.id in _BY_LINE:
        lines = []
        for each in figure.lines:
            cells, total = line(each.cells, least)
            lines.append(TakenLine(each.code, each.label, (*cells, total)))
        return TakenTable(figure.id, (*figure.columns, TOTAL), tuple(lines))
    counts = [each.cells[0] for each in figure.lines]
    if figure.id in _WITHOUT_SUM or not counts:
        return TakenTable(figure.id, figure.columns, _lines(figure, alone(counts, least)))
    cells, total = line(counts, least)
    return TakenTable(figure.id, figure.columns, (*_lines(figure, cells), TakenLine(TOTAL, "", (total,))))


def _lines(figure: Figure, cells: Sequence[Told]) -> tuple[TakenLine, ...]:
    return tuple(
        TakenLine(each.code, each.label, (cell,)) for each, cell in zip(figure.lines, cells, strict=True)
    )
