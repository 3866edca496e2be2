"""The interfaces of the events, of what becomes of the files for the register, and of stays in hospital."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.notification import Event, Notification
from kpr_desktop.usecases.submission_records import (
    Approval,
    HospitalStay,
    ReceiptFault,
    ReceiptRecord,
    RehearsalRecord,
    SendFilter,
    SendStep,
    Sent,
)


class Events(Protocol):
    """Events that wait and notifications that have been numbered."""

    def of_service(self, service_id: ServiceId) -> list[Event]: ...
    def save(self, event: Event) -> None: ...
    def remove(self, event_id: str) -> None:
        """Take back an event that was never numbered."""
        ...

    def waiting(self) -> list[Event]:
        """Unnumbered events, in the order they were registered."""
        ...

    def waiting_of(self, person_id: PersonId) -> list[Event]: ...
    def last(self, municipality: str) -> tuple[int, str]:
        """Number and GUID of the chain's last notification; (0, all-zero GUID) when there is none.

        Where the chain is continued from elsewhere, that end counts until this vault is past it.
        """
        ...

    def last_own(self, municipality: str) -> tuple[int, str]:
        """The same, of the notifications that this vault has numbered."""
        ...

    def end_elsewhere(self, municipality: str) -> tuple[int, str] | None:
        """Number and GUID of the last notification that another vault or program gave, as far as it was told."""
        ...

    def save_end_elsewhere(self, municipality: str, number: int, guid: str) -> None: ...

    def add_notifications(
        self, municipality: str, notifications: Iterable[Notification], export_id: str
    ) -> None:
        """The next links of the chain. Raises LookupError when one does not follow the one before it."""
        ...

    def send_in(self, export_id: str, notification_ids: Iterable[str]) -> None:
        """Links go in a file once more."""
        ...

    def link(self, notification_id: str) -> Sent | None: ...
    def links(self, chosen: SendFilter) -> list[Sent]:
        """By municipality and number."""
        ...

    def links_of(self, person_id: PersonId) -> list[Sent]:
        """Every link that tells of a person, in the order they were made; of all municipalities there were."""
        ...

    def told_of(self, service_id: ServiceId) -> list[Notification]:
        """Every link that tells of a service, by number."""
        ...


class Sendings(Protocol):
    """Steps, receipts and their errors, approvals, rehearsals."""

    def add_step(self, step: SendStep) -> None: ...
    def steps(self, export_id: str) -> list[SendStep]:
        """Oldest first."""
        ...

    def latest(self) -> dict[str, SendStep]:
        """The latest step of every file, by the file's id."""
        ...

    def by_message_id(self, message_id: str) -> str | None: ...
    def add_receipt(self, receipt: ReceiptRecord, faults: list[ReceiptFault]) -> None: ...
    def receipts(self, export_id: str | None = None) -> list[ReceiptRecord]:
        """All, or those of one file; newest first."""
        ...

    def faults(self, receipt_id: str | None = None) -> list[ReceiptFault]:
        """The errors of one receipt, or every one that nobody has handled yet."""
        ...

    def handle(self, fault: ReceiptFault) -> None: ...
    def save_approval(self, approval: Approval) -> None: ...
    def approval(self) -> Approval | None: ...
    def add_rehearsal(self, record: RehearsalRecord) -> None: ...
    def rehearsals(self, limit: int) -> list[RehearsalRecord]:
        """Newest first."""
        ...


class HospitalStays(Protocol):
    """Stays in hospital; one registered by mistake stays as withdrawn."""

    def save(self, stay: HospitalStay) -> None: ...
    def of_person(self, person_id: PersonId, *, withdrawn: bool = False) -> list[HospitalStay]:
        """Newest first; with `withdrawn` those registered by mistake too."""
        ...
