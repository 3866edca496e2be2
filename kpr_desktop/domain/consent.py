"""Consent to obtain information about a person from named others (the promise of the information letter)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kpr_desktop.domain.ids import DeviceId, PersonId, UserId


class Giver(StrEnum):
    """Who consented."""

    PERSON = "person"
    GUARDIAN = "guardian"
    PARENT = "parent"
    REPRESENTATIVE = "representative"


class Way(StrEnum):
    """How the consent was given."""

    SPOKEN = "spoken"
    WRITTEN = "written"


Strokes = tuple[tuple[tuple[float, float], ...], ...]
"""Movements of the pen: points with x and y from 0 to 1, of the width and height of the place to sign in."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Drawn on the screen instead of on paper: who signed, when (with its zone), and what was drawn."""

    name: str
    at: datetime
    strokes: Strokes


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent. `sources`: whom may be asked, in words; `purpose`: what for.

    `giver_name` is empty when the person gave it. Holds from `given_on` to the day before `expires_on` or
    `withdrawn_on`, whichever comes first; None = open. `letter`: the record of its letter, empty = none.
    """

    id: str
    person_id: PersonId
    device_id: DeviceId
    created_at: datetime
    created_by: UserId
    given_by: Giver
    giver_name: str
    sources: str
    purpose: str
    way: Way
    given_on: date
    expires_on: date | None = None
    withdrawn_on: date | None = None
    signature: Signature | None = None
    letter: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the consent is in force on `day`."""
        ends = [each for each in (self.expires_on, self.withdrawn_on) if each is not None]
        return self.given_on <= day and all(day < each for each in ends)

    def usable_on(self, day: date, today: date) -> bool:
        """Whether an assessment of `day` may rest on it as of `today`; a withdrawal ends that for earlier days too."""
        return self.holds_on(day) and (self.withdrawn_on is None or self.withdrawn_on > today)

    def state_on(self, day: date) -> str:
        """`holds`, `withdrawn`, or `expired` (also for a day before it was given)."""
        if self.withdrawn_on is not None and self.withdrawn_on <= day:
            return "withdrawn"
        return "holds" if self.holds_on(day) else "expired"

    def supports(self, basis: str) -> bool:
        """Whether it is the kind of consent that `basis` (our list `basis`) names."""
        return (self.given_by is Giver.PERSON) == (basis == "consent")


def why_not(consent: Consent | None, basis: str, day: date, today: date) -> str:
    """Why an assessment of `day` may not rest on a consent: unknown | withdrawn | expired; empty when it may."""
    if consent is None or not consent.supports(basis):
        return "unknown"
    if consent.usable_on(day, today):
        return ""
    return "withdrawn" if consent.state_on(today) == "withdrawn" else "expired"
