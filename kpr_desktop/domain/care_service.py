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
    """A temporary stop. `id` becomes midlertidigStoppID; `to_date` is None while the service still stands still."""

    id: str
    from_date: date
    to_date: date | None = None
    reason: str = ""


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

    Dates: application received ≤ decided ≤ start ≤ end. `rolling` (service 8 only): True = rullerende avlastning.
    `subtype` (service 29 only): code of list 9170. `provider_number`: organisation number, 9 digits, or empty;
    `provider_since` is the day a new provider took over a running service (None = from the start). `working` holds
    the rows that `week_minutes` was worked out from; empty when the hours were written straight in.
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
    provider_since: date | None = None
    pauses: tuple[Pause, ...] = ()
    note: str = ""
    version: int = 1
    working: tuple[DecisionRow, ...] = ()

    def runs_on(self, day: date) -> bool:
        """Whether the service has started and not ended on `day` (a pause does not end it)."""
        return self.start is not None and self.start <= day and (self.end is None or day <= self.end)
