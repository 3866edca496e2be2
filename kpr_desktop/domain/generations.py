"""Which backups are kept: those of the newest days, weeks and months (security page 4.8)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 4, 12
"""So many days, weeks and months *that have a backup* keep their newest one."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A verified backup. `daily`: made by itself at the end of a day; others were made for a reason."""

    name: str
    made_at: datetime
    daily: bool = True


def superfluous(made: Iterable[Generation]) -> list[str]:
    """The names of those that may go, the oldest first. The newest one always stays.

    What was made before a risky act, or by hand, stays for the seven newest days however many there are.
    """
    newest_first = sorted(made, key=lambda each: (each.made_at, each.name), reverse=True)
    keep: set[str] = set()
    for most, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        keep |= _newest_of(newest_first, most, period)
    days = {each.made_at.date() for each in newest_first}
    recent = sorted(days, reverse=True)[:DAYS]
    keep |= {each.name for each in newest_first if not each.daily and each.made_at.date() in recent}
    return [each.name for each in reversed(newest_first) if each.name not in keep]


def _newest_of(newest_first: list[Generation], most: int, period: Callable[[datetime], Hashable]) -> set[str]:
    found: dict[Hashable, str] = {}
    for each in newest_first:
        found.setdefault(period(each.made_at), each.name)
    return set(list(found.values())[:most])


def _day(time: datetime) -> Hashable:
    return time.date()


def _week(time: datetime) -> Hashable:
    return tuple(time.isocalendar())[:2]


def _month(time: datetime) -> Hashable:
    return (time.year, time.month)
