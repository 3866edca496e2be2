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


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent. `sources`: whom may be asked, in words; `purpose`: what for.

    `giver_name` is empty when the person gave it. Holds from `given_on` to the day before `expires_on` or
    `withdrawn_on`, whichever comes first; None = open.
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

    def holds_on(self, day: date) -> bool:
        """Whether the consent is in force on `day`."""
        ends = [each for each in (self.expires_on, self.withdrawn_on) if each is not None]
        return self.given_on <= day and all(day < each for each in ends)

    def supports(self, basis: str) -> bool:
        """Whether it is the kind of consent that `basis` (our list `basis`) names."""
        return (self.given_by is Giver.PERSON) == (basis == "consent")
