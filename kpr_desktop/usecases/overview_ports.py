"""What the page about the unit's own work asks of the store: numbers, and nobody's name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Finished:
    """One finished assessment, the newest version of its series. `row` and `person` are numbers of this database.

    `seconds`: time at work on all its versions together; 0 where none was measured.
    """

    row: int
    person: int
    day: date
    seconds: int


class WorkCounts(Protocol):
    """Counts of everybody's work, blocked or not: nobody is named."""

    def finished(self, first: date, last: date) -> list[Finished]:
        """Assessments dated from `first` to `last`, both included, oldest first."""
        ...

    def answers(self, rows: Sequence[int]) -> Mapping[tuple[str, str], int]:
        """How many of these assessments have (item, value). Values longer than a code are counted as `*`."""
        ...

    def answered_where(self, rows: Sequence[int], item: str, other: str, values: Collection[str]) -> int:
        """How many of them have an answer to `item` while the answer to `other` is one of `values`."""
        ...

    def contributors(self, rows: Sequence[int]) -> frozenset[str]:
        """Who has worked on them, all versions, with time measured: ids of users."""
        ...

    def running(self, day: date) -> tuple[Mapping[str, int], int]:
        """Persons with a service running on `day`, by type, and how many persons that is in all."""
        ...

    def last_assessed(self) -> Mapping[date | None, int]:
        """Living persons in use by the day of their last assessment; None: never assessed."""
        ...

    def drafts(self) -> int:
        """Assessments that are begun and not finished."""
        ...
