"""Care services (tjenester, code list 9151) as decided for one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kpr_desktop.domain.ids import DeviceId, PersonId, ServiceId

MAX_WEEK_MINUTES = 168 * 60
"""More than 168 hours a week on one service is an error in the register (facts page 3 [A S33])."""


class Outcome(StrEnum):
    """Code list 9171; empty while the application is not decided."""

    REFUSED = "1"
    GRANTED = "2"


@dataclass(frozen=True, slots=True)
class Pause:
    """A temporary stop. `id` becomes midlertidigStoppID; `to_date` is None while the service still stands still.

    `kind` is a code of our list pause_reason (empty in pauses made before there was one); `reason` is in free words.
    """

    id: str
    from_date: date
    to_date: date | None = None
    reason: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ProviderChange:
    """Somebody took over a running service on the day `since`. `number`: organisation number, 9 digits, or empty."""

    id: str
    since: date
    number: str = ""
    name: str = ""


class Every(StrEnum):
    """What «how often» is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One row of a decision: `what` is given `times` a day, week or month, `minutes` each time (1 or more each)."""

    what: str
    times: int
    every: Every
    minutes: int


@dataclass(frozen=True, slots=True)
class CareService:
    """One service. `type` is a code of list 9151; `week_minutes` the decided direct time, whole minutes a week.

    Dates (the kinds of code list 9169): application received ≤ decided ≤ start ≤ end; complaint received ≤ answered.
    `rolling` (service 8 only): True = rullerende avlastning. `subtype` (service 29 only): code of list 9170.
    `provider_number`: organisation number of the first provider, 9 digits, or empty; `changes` are those who took over
    later, by day. `working` holds the rows that `week_minutes` was worked out from; empty when the hours were written
    straight in. `annulled`: registered by mistake; everything the register was told of it is called back.
    `version_reason` is why this version took the place of the one before it, empty for what only went on.
    """

    id: ServiceId
    person_id: PersonId
    device_id: DeviceId
    created_at: datetime
    type: str
    applied_on: date | None = None
    decided_on: date | None = None
    outcome: Outcome | None = None
    start: date | None = None
    end: date | None = None
    week_minutes: int | None = None
    rolling: bool | None = None
    subtype: str = ""
    provider_number: str = ""
    provider_name: str = ""
    changes: tuple[ProviderChange, ...] = ()
    pauses: tuple[Pause, ...] = ()
    note: str = ""
    version: int = 1
    working: tuple[DecisionRow, ...] = ()
    complained_on: date | None = None
    complaint_answered_on: date | None = None
    annulled: bool = False
    version_reason: str = ""

    def provider_on(self, day: date) -> str:
        """Organisation number of whoever gives the service on `day`; empty when it is not known."""
        later = [change.number for change in self.changes if change.since <= day]
        return later[-1] if later else self.provider_number

    def runs_on(self, day: date) -> bool:
        """Whether the service has started and not ended on `day` (a pause does not end it)."""
        if self.annulled:
            return False
        return self.start is not None and self.start <= day and (self.end is None or day <= self.end)

    def runs_in(self, year: int) -> bool:
        """Whether it runs on some day of the year."""
        if self.annulled or self.start is None or self.start.year > year:
            return False
        return self.end is None or self.end.year >= year


def of_year(service: CareService, year: int) -> bool:
    """Whether the service belongs to a data year: it ran in it, or its case was dealt with in it.

    What was registered by mistake belongs to none.
    """
    if service.annulled:
        return False
    case = (service.applied_on, service.decided_on, service.complained_on, service.complaint_answered_on)
    return service.runs_in(year) or any(day is not None and day.year == year for day in case)
