"""The submission desk: what became of each file, and the receipts and their errors."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.notification import Event, Notification
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import closed_persons
from kpr_desktop.usecases.dispatch_records import Receipt, Verdict
from kpr_desktop.usecases.one_line import one_line
from kpr_desktop.usecases.output_ports import ReceiptReader
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import ExportRecord
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.submission_records import (
    ReceiptFault,
    ReceiptRecord,
    SendFilter,
    SendState,
    SendStep,
    Sent,
)

NOTE_LIMIT = 500
_MADE_LIMIT = 10_000
_BY_HAND = {
    SendState.HANDED_OVER: "submission.handed_over",
    SendState.RECEIPTED: "submission.receipted",
    SendState.FAILED: "submission.failed",
    SendState.CLOSED: "submission.closed",
}
_OF_VERDICT = {
    Verdict.ACCEPTED: SendState.RECEIPTED,
    Verdict.ERRORS: SendState.ERRORS,
    Verdict.REJECTED: SendState.FAILED,
}


@dataclass(frozen=True, slots=True)
class SentFile:
    """One line of the desk: a file, what became of it last, and how many errors in it nobody has handled."""

    record: ExportRecord
    step: SendStep | None
    open_faults: int


@dataclass(frozen=True, slots=True)
class FaultLine:
    """An error that the register told of, beside what it was about. `sent` None: the message, or nothing of ours."""

    fault: ReceiptFault
    export_id: str | None
    sent: Sent | None


@dataclass(frozen=True, slots=True)
class ReadIn:
    """What a receipt said: which file it belongs to (None = none of ours), and how many of its errors were matched."""

    receipt: ReceiptRecord
    faults: int
    matched: int


@dataclass(frozen=True, slots=True)
class PersonStory:
    """A person in the chain: events that wait, in the order they were registered, and links, by number."""

    waiting: tuple[Event, ...]
    told: tuple[Sent, ...]


class SubmissionDesk:
    """Everything the desk does beside making files."""

    def __init__(self, session: Session, receipts: ReceiptReader) -> None:
        self._session = session
        self._receipts = receipts

    # --- files ---------------------------------------------------------------------------------------------------

    def files(self, limit: int = 200) -> list[SentFile]:
        """Files made, newest first; a yearly extract has no steps."""
        session = self._session
        session.require("export.rehearse")
        with session.work() as work:
            latest = work.sendings.latest()
            receipts = {r.id: r.export_id for r in work.sendings.receipts()}
            faults: dict[str | None, int] = {}
            for fault in work.sendings.faults():
                of = receipts.get(fault.receipt_id)
                faults[of] = faults.get(of, 0) + 1
            return [
                SentFile(record, latest.get(record.id), faults.get(record.id, 0))
                for record in work.records.exports(limit=limit)
            ]

    def steps(self, export_id: str) -> list[SendStep]:
        """What happened to a file, oldest first."""
        self._session.require("export.rehearse")
        with self._session.work() as work:
            return work.sendings.steps(export_id)

    def mark(self, export_id: str, state: SendState, note: str = "") -> SendStep:
        """Say what became of a file: handed over, receipted, failed (why), set aside (why).

        Raises UserFault submission.note_missing (note), form.too_long (note), export.unknown.
        """
        session = self._session
        words = _note(note, needed=state in (SendState.FAILED, SendState.CLOSED))
        if state not in _BY_HAND:
            raise ValueError("not a state that is set by hand")
        with session.work() as work:
            session.admit(work, "submission.follow")
            _known(work, export_id)
            step = SendStep(session.new_id(), export_id, state, session.now(), session.user.id, words)
            work.sendings.add_step(step)
            session.log(work, _BY_HAND[state], subject=export_id)
            work.commit()
        return step

    def contents(self, export_id: str) -> list[Sent]:
        """The notifications of a message, by number; those of persons who are closed to the user are left out."""
        session = self._session
        with session.work() as work:
            session.admit(work, "submission.follow")
            record = _known(work, export_id)
            closed = closed_persons(session, work)
            found = work.events.links(SendFilter("", export=record.id))
            session.log(work, "submission.contents", subject=export_id)
            work.commit()
        return [each for each in found if each.notification.event.person_id not in closed]

    def trace(self, notification_id: str) -> list[Notification]:
        """A notification and every other one of the same event, by number: from the original to what holds now.

        Raises UserFault submission.no_such_notification.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "submission.follow")
            sent = work.events.link(notification_id.strip().lower())
            if sent is None:
                raise UserFault("submission.no_such_notification", "notification")
            event = sent.notification.event
            if event.person_id in closed_persons(session, work):
                raise UserFault("submission.no_such_notification", "notification")
            told = work.events.told_of(event.service_id)
            session.log(work, "submission.trace", person=event.person_id, subject=sent.notification.id)
            work.commit()
        return [n for n in told if (n.event.kind, n.event.part_id) == (event.kind, event.part_id)]

    def of_person(self, person_id: PersonId) -> PersonStory:
        """What waits to be told of a person and what was told, corrections too. The log has it.

        Raises UserFault person.unknown, access.blocked.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "submission.follow")
            work.persons.get(person_id)
            if person_id in closed_persons(session, work):
                raise UserFault("access.blocked")
            waiting = work.events.waiting_of(person_id)
            told = work.events.links(SendFilter("", person=person_id))
            session.log(work, "submission.events", person=person_id)
            work.commit()
        return PersonStory(tuple(waiting), tuple(told))

    # --- receipts ------------------------------------------------------------------------------------------------

    def read_in(self, data: bytes, answers: str = "") -> ReadIn:
        """Read a receipt, match it to its file and its errors to notifications, and keep it.

        `answers`: the file it is an answer to, as the user says; asked only when the receipt does not tell.
        The receipt is read before anything is believed: what it says is kept as it was said, as data.

        Raises UserFault receipt.* for what is no receipt, receipt.known for one that was read in before, and
        export.unknown.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "submission.follow")
            read = self._receipts.read(data)
            export_id = _file_of(work, read) or (_known(work, answers).id if answers else None)
            # An answer that names no message says the same of every file: then the file is part of what is known.
            whose = b"" if read.message_id or export_id is None else export_id.encode()
            digest = hashlib.sha256(data + whose).hexdigest()
            if any(r.sha256 == digest for r in work.sendings.receipts()):
                raise UserFault("receipt.known")
            made = ReceiptRecord(
                id=session.new_id(),
                export_id=export_id,
                ref=read.ref,
                outcome=read.outcome.value,
                sha256=digest,
                read_at=session.now(),
                read_by=session.user.id,
            )
            faults = self._faults(work, made, read)
            work.sendings.add_receipt(made, faults)
            if made.export_id is not None:
                state = _OF_VERDICT[read.outcome]
                step = SendStep(
                    session.new_id(), made.export_id, state, session.now(), session.user.id, read.ref
                )
                work.sendings.add_step(step)
            session.log(work, "submission.receipt", subject=made.id)
            work.commit()
        return ReadIn(made, len(faults), sum(1 for f in faults if f.notification_id))

    def faults(self) -> list[FaultLine]:
        """The errors that nobody has handled, oldest first; those of closed persons are left out."""
        session = self._session
        with session.work() as work:
            session.admit(work, "submission.follow")
            closed = closed_persons(session, work)
            files = {r.id: r.export_id for r in work.sendings.receipts()}
            lines = [
                FaultLine(f, files.get(f.receipt_id), work.events.link(f.notification_id))
                for f in work.sendings.faults()
            ]
            session.log(work, "submission.faults", subject=str(len(lines)))
            work.commit()
        return [
            line
            for line in lines
            if line.sent is None or line.sent.notification.event.person_id not in closed
        ]

    def handle(self, fault: ReceiptFault, note: str) -> None:
        """An error has been followed up. Raises UserFault submission.note_missing (note), form.too_long (note)."""
        session = self._session
        words = _note(note, needed=True)
        with session.work() as work:
            session.admit(work, "submission.follow")
            done = replace(fault, handled_at=session.now(), handled_by=session.user.id, note=words)
            work.sendings.handle(done)
            session.log(work, "submission.handled", subject=fault.id)
            work.commit()

    def _faults(self, work: UnitOfWork, made: ReceiptRecord, read: Receipt) -> list[ReceiptFault]:
        found = []
        for error in read.errors:
            ours = [i for i in error.notification_ids if work.events.link(i) is not None]
            found += [
                ReceiptFault(self._session.new_id(), made.id, each, error.code, error.text)
                for each in ours or [""]
            ]
        return found


def _known(work: UnitOfWork, export_id: str) -> ExportRecord:
    found = next((e for e in work.records.exports(limit=_MADE_LIMIT) if e.id == export_id), None)
    if found is None:
        raise UserFault("export.unknown")
    return found


def _file_of(work: UnitOfWork, read: Receipt) -> str | None:
    """The file that the receipt names; else the one file that all the notifications it tells of went in last."""
    by_id = work.sendings.by_message_id(read.message_id)
    if by_id is not None:
        return by_id
    links = [work.events.link(i) for error in read.errors for i in error.notification_ids]
    files = {link.exports[-1] for link in links if link is not None}
    return files.pop() if len(files) == 1 else None


def _note(typed: str, *, needed: bool) -> str:
    missing = UserFault("submission.note_missing", "note") if needed else None
    return one_line(typed, "note", missing, limit=NOTE_LIMIT)
