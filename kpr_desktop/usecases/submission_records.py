"""Records of what goes to the register: the files made and what became of them, receipts, and what was tried first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.domain.notification import Event, Notification
from kpr_desktop.usecases.records import ExportRecord


@dataclass(frozen=True, slots=True)
class ExportMade:
    """A file that has been made. `held_back` events wait for a correction and are not in it."""

    record: ExportRecord
    path: Path
    held_back: int


class SendState(StrEnum):
    """What has become of a file; the latest step is its state."""

    MADE = "made"
    HANDED_OVER = "handed_over"
    RECEIPTED = "receipted"
    ERRORS = "errors"
    """The register took it in, and told of errors in it."""
    FAILED = "failed"
    CLOSED = "closed"
    """Set aside by hand: sent in another file, or never sent."""


@dataclass(frozen=True, slots=True)
class ServiceVersion:
    """A version of a service that another one took the place of."""

    service: CareService
    replaced_at: datetime
    replaced_by: UserId


@dataclass(frozen=True, slots=True)
class RegisterStory:
    """What the register knows of a service: what waits to be told, what was told, and how much of that still stands."""

    waiting: tuple[Event, ...]
    told: tuple[Notification, ...]
    in_force: int


@dataclass(frozen=True, slots=True)
class SendStep:
    """One thing that happened to a file. `note` is in free words: why it failed, how it was handed over."""

    id: str
    export_id: str
    state: SendState
    at: datetime
    by: UserId
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A notification and where it came from: its municipality and the files it went in, oldest first."""

    notification: Notification
    municipality: str
    exports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SendFilter:
    """Which notifications to send again (specification, responsible for submission); what is None asks for all.

    `municipality` empty: every chain that was told here; a municipality that got a new number has two. Days and ids are
    both included. `person` and `export` as ids; `ids` are notification GUIDs.
    """

    municipality: str
    ids: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    from_id: str = ""
    to_id: str = ""
    person: PersonId | None = None
    export: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptRecord:
    """An answer that was read in. `export_id` None when no file of ours has the message id it names.

    `outcome`: accepted | errors | rejected. `ref` is the receiver's own reference. `sha256` is of the answer; of one
    that names no message it is of the answer and the file's id, since such answers are all alike.
    """

    id: str
    export_id: str | None
    ref: str
    outcome: str
    sha256: str
    read_at: datetime
    read_by: UserId


@dataclass(frozen=True, slots=True)
class ReceiptFault:
    """An error that the register told of; `notification_id` empty when it concerns the message."""

    id: str
    receipt_id: str
    notification_id: str
    code: str
    text: str
    handled_at: datetime | None = None
    handled_by: UserId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """Two people behind the first file. `way`: second (another person) | alone (typed a day later, nobody else)."""

    id: str
    asked_by: UserId
    asked_at: datetime
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    way: str = ""


@dataclass(frozen=True, slots=True)
class RehearsalRecord:
    """How a rehearsal went, in numbers alone. `counts`: rule or kind -> number."""

    id: str
    at: datetime
    by: UserId
    persons: int
    stopped: int
    odd: int
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HospitalStay:
    """A stay in hospital; `pauses` are the ids of the pauses it made. `number`: organisation number, may be empty."""

    id: str
    person_id: PersonId
    from_date: date
    to_date: date | None = None
    number: str = ""
    name: str = ""
    pauses: tuple[str, ...] = ()
    withdrawn: bool = False

    def falls_in(self, year: int) -> bool:
        """Whether a day of the stay is in the year."""
        return self.from_date.year <= year and (self.to_date is None or self.to_date.year >= year)
