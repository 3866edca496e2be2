"""Events and notifications of the KPR message (HIS 1135:2021, kpr-notification-spec).

An *event* is raised in the same transaction as the change of the service and waits unnumbered.
A *notification* is an event that has been given its number and its place in the municipality's chain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import PersonId, ServiceId

FIRST_PREVIOUS = "00000000-0000-0000-0000-000000000000"
"""notifikasjonForrigeGUID of the very first notification of a municipality (specification, notification chain)."""
HIGHEST_NUMBER = 2**31 - 1
"""The highest notifikasjonLopeNr that a chain made elsewhere is continued from. Our own bound: the format has none."""

PRACTICE_LOCAL_ID = "OVELSE"
"""`lokalident` of a practice message. The outbox refuses every file that holds it."""


class EventKind(StrEnum):
    """The five events; the value is the element's name in the message."""

    START = "TjenesteStart"
    PAUSE_ENDS = "MidlertidigStoppTil"
    PAUSE_BEGINS = "MidlertidigStoppFra"
    PROVIDER_CHANGED = "TjenesteutforerEndret"
    END = "TjenesteSlutt"


class Status(StrEnum):
    """Code list 7316 as far as it is used: the specification keeps T (supplement) for later."""

    ORIGINAL = "N"
    REPLACES = "M"
    ANNULS = "C"


@dataclass(frozen=True, slots=True)
class Event:
    """One version of one event. `id` is the hendelseGUID.

    `part_id` tells several events of one kind apart: the midlertidigStoppID of the two pause events, the id of a
    change of provider; empty for start and end. `notified_by` is the GUID of the notification that carried it, None
    while it waits. `refers_to` is the GUID of the original notification that it corrects, empty for an original.
    """

    id: str
    kind: EventKind
    person_id: PersonId
    service_id: ServiceId
    service_type: str
    happened_on: date
    registered_at: datetime
    provider_number: str = ""
    part_id: str = ""
    notified_by: str | None = None
    status: Status = Status.ORIGINAL
    refers_to: str = ""

    @property
    def pause_id(self) -> str:
        """The midlertidigStoppID, empty in the other kinds of events."""
        return self.part_id if self.kind in (EventKind.PAUSE_BEGINS, EventKind.PAUSE_ENDS) else ""


@dataclass(frozen=True, slots=True)
class Subject:
    """The person as the message needs it (element Bruker)."""

    person_id: PersonId
    user_number: str
    identity: Fnr
    district: str = ""


@dataclass(frozen=True, slots=True)
class Notification:
    """One link of the chain: `number` rises strictly per municipality, `previous` is the GUID before it.

    `reference` (notifikasjonRef) is always the GUID of an original, in what replaces or annuls one; else empty.
    """

    id: str
    number: int
    previous: str
    made_at: datetime
    event: Event
    subject: Subject
    status: str = "N"
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """Contact of the municipality towards the register. `kind` is a code of list 8471 (16 or 17)."""

    kind: str
    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Everything one file says. `local_id` is «OVELSE» on practice files. Times are time-zone aware.

    `picked`: notifications that were told before, sent again; there may be gaps between them.
    """

    municipality: str
    contacts: tuple[ContactPerson, ...]
    notifications: tuple[Notification, ...]
    local_id: str = ""
    picked: bool = False
