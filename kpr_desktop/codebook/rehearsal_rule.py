"""The frame of the dress rehearsal (`resources/…/rehearsal.yaml`): deadline, what is only told, what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kpr_desktop.codebook.node import Node
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load

_ANY_YEAR = 2026


@dataclass(frozen=True, slots=True)
class RehearsalRule:
    """`deadline` and `corrections` are (month, day) of the year after the data year.

    It is documented for data years `first_year` to `last_year`, with `certainty`. `long_stay`: a service type,
    `at_home`: groups of service types; `information`: codes of soft rules that ask for nothing; `returned`: codes of
    rules whose findings the register is known to send back as a defect.
    """

    deadline: tuple[int, int]
    first_year: int
    last_year: int
    certainty: str
    corrections: tuple[int, int]
    long_stay: str
    at_home: frozenset[str]
    information: frozenset[str]
    returned: frozenset[str]

    def documented(self, year: int) -> bool:
        """Whether the deadline of a data year is one that somebody has told."""
        return self.first_year <= year <= self.last_year

    def data_year(self, today: date) -> int:
        """The year that is being reported on `today`."""
        return today.year - 1 if (today.month, today.day) <= self.corrections else today.year


def load_rehearsal_rule(path: Path | None = None) -> RehearsalRule:
    """Read it; raises ResourceError with file and line when it is not in order."""
    parts = load(path or resource("rehearsal.yaml")).map(
        required=("deadline", "corrections", "long_stay", "at_home", "information", "returned")
    )
    deadline = parts["deadline"].map(required=("month", "day", "first_year", "last_year", "certainty"))
    first, last = deadline["first_year"].number(), deadline["last_year"].number()
    if last < first:
        raise deadline["last_year"].error("ends before it begins")
    return RehearsalRule(
        deadline=_day(parts["deadline"], deadline),
        first_year=first,
        last_year=last,
        certainty=deadline["certainty"].choice(("A", "B", "C")),
        corrections=_day(parts["corrections"], parts["corrections"].map(required=("month", "day"))),
        long_stay=parts["long_stay"].text(),
        at_home=frozenset(node.text() for node in parts["at_home"].list()),
        information=frozenset(node.text() for node in parts["information"].list()),
        returned=frozenset(node.text() for node in parts["returned"].list()),
    )


def _day(node: Node, parts: Mapping[str, Node]) -> tuple[int, int]:
    month, day = parts["month"].number(), parts["day"].number()
    try:
        date(_ANY_YEAR, month, day)
    except ValueError:
        raise node.error("no day of the year") from None
    return month, day
