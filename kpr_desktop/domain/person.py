"""The person register's record. Sex and birth date are fields of their own, never truth from the number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import DeviceId, PersonId, UserId


@dataclass(frozen=True, slots=True)
class Residence:
    """Municipality (4 digits) and district (2 digits or empty) from a day on, until the next residence."""

    from_date: date
    municipality: str
    district: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody around the person: next of kin, guardian or representative, general practitioner."""

    name: str = ""
    relation: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Postal address as it is printed: up to two lines, postal code (4 digits) and place."""

    line1: str = ""
    line2: str = ""
    postal_code: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One citizen. `user_number` is the municipality's own number (≤ 100 characters, unique for all years).

    `sex` is a code of list 3101 (0 unknown, 1 male, 2 female, 9 not specified); `household` of list 9335 or empty.
    `protected` = address protection: the address is never printed, listed or exported.
    `version` rises by one at every saved change and guards against two windows saving over each other.
    """

    id: PersonId
    device_id: DeviceId
    created_at: datetime
    user_number: str
    given_name: str
    family_name: str
    identity: Fnr | None = None
    birth_date: date | None = None
    sex: str = "0"
    address: Address = field(default_factory=Address)
    protected: bool = False
    phone: str = ""
    language: str = "nb"
    interpreter: str = ""
    next_of_kin: Contact = field(default_factory=Contact)
    guardian: Contact = field(default_factory=Contact)
    practitioner: Contact = field(default_factory=Contact)
    responsible: UserId | None = None
    planned_visit: date | None = None
    household: str = ""
    residences: tuple[Residence, ...] = ()
    death_date: date | None = None
    hidden: bool = False
    version: int = 1

    @property
    def name(self) -> str:
        """Given and family name as one line."""
        return f"{self.given_name} {self.family_name}".strip()

    def residence_on(self, day: date) -> Residence | None:
        """The residence that holds on `day`; the earliest one when `day` lies before all of them."""
        return held_on(self.residences, day)


def held_on(residences: Sequence[Residence], day: date) -> Residence | None:
    """As `Person.residence_on`."""
    if not residences:
        return None
    by_date = sorted(residences, key=lambda r: r.from_date)
    held = [r for r in by_date if r.from_date <= day]
    return held[-1] if held else by_date[0]


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """One row of a list: no number, no address. `birth_date` may be unknown."""

    id: PersonId
    name: str
    birth_date: date | None
    protected: bool
    hidden: bool
    dead: bool
    last_assessed: date | None = None
    has_draft: bool = False
