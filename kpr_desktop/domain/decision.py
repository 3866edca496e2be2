"""From the rows of a decision to the hours a week that the register wants.

Source: facts page section 3, «Hours per week» [A S33]: hours and minutes a week; what is given by the month is divided
by four (not 4.33); never more than 168 hours a week on one service. Everything is reckoned exactly, and rounded once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from kpr_desktop.domain.care_service import MAX_WEEK_MINUTES, DecisionRow, Every
from kpr_desktop.errors import UserFault

DAYS_A_WEEK = 7
WEEKS_A_MONTH = 4
"""By the register's rule, whatever the calendar says."""
TIMES_A_WEEK = MappingProxyType(
    {Every.DAY: Fraction(DAYS_A_WEEK), Every.WEEK: Fraction(1), Every.MONTH: Fraction(1, WEEKS_A_MONTH)}
)
"""What makes a number of times a day, week or month into a number of times a week."""
MOST_TIMES = 999
MOST_MINUTES = MAX_WEEK_MINUTES * WEEKS_A_MONTH
"""Minutes each time: a row with more is above the ceiling however seldom it comes."""


@dataclass(frozen=True, slots=True)
class WeekTotal:
    """A week's time: `exact` minutes, and `minutes` as they are stored, whole (half a minute goes up)."""

    exact: Fraction
    minutes: int

    @property
    def rounded(self) -> bool:
        """Whether the stored minutes are not exactly what the rows come to."""
        return self.exact != self.minutes


def row_minutes(row: DecisionRow) -> Fraction:
    """The row's minutes a week, exactly. Raises UserFault decision.times_range | decision.minutes_range."""
    if not 1 <= row.times <= MOST_TIMES:
        raise UserFault("decision.times_range", "often", limit=MOST_TIMES)
    if not 1 <= row.minutes <= MOST_MINUTES:
        raise UserFault("decision.minutes_range", "minutes", limit=MOST_MINUTES // 60)
    return row.times * row.minutes * TIMES_A_WEEK[row.every]


def week_total(rows: Iterable[DecisionRow]) -> WeekTotal:
    """What the rows of one service come to in a week: 1 to 10 080 minutes.

    Raises UserFault decision.no_rows | decision.too_little (less than half a minute) | decision.too_many (above the
    ceiling, before rounding), and what `row_minutes` raises.
    """
    each = [row_minutes(row) for row in rows]
    if not each:
        raise UserFault("decision.no_rows")
    exact = sum(each, Fraction())
    if exact > MAX_WEEK_MINUTES:
        raise UserFault("decision.too_many", limit=MAX_WEEK_MINUTES // 60)
    minutes = int(exact + Fraction(1, 2))
    if minutes == 0:
        raise UserFault("decision.too_little")
    return WeekTotal(exact, minutes)


def agrees(rows: Iterable[DecisionRow], week_minutes: int | None) -> bool:
    """Whether the rows come to just these minutes a week. Rows that come to nothing at all agree with nothing."""
    try:
        return week_total(rows).minutes == week_minutes
    except UserFault:
        return False
