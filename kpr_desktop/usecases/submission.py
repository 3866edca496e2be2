"""Making files for the register: the rehearsal that tells beforehand, the gate, and the export itself."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kpr_desktop.codebook.context import check_context
from kpr_desktop.domain.assessment import State, valid_on
from kpr_desktop.domain.checks import evaluate
from kpr_desktop.domain.events import in_chain_order
from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.notification import (
    FIRST_PREVIOUS,
    PRACTICE_LOCAL_ID,
    Event,
    Message,
    Notification,
    Subject,
)
from kpr_desktop.domain.person import Person
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import Sight, closed_persons, partly_closed
from kpr_desktop.usecases.output_ports import MessageWriter, YearlyWriter
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import ExportRecord, Finding, YearlyExtract, YearlyPerson
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.talk_settings import interval_of
from kpr_desktop.usecases.written_files import FileWriter, Leaving

_ACCEPTED = "none"
"""The consequence of a finding that the register takes as it is. Every other one stops what it concerns."""


@dataclass(frozen=True, slots=True)
class EventFinding:
    """What the writer's check found in one event: whose it is, of which service, and what the register would do."""

    person_id: PersonId
    service_id: ServiceId
    finding: Finding


@dataclass(frozen=True, slots=True)
class Odd:
    """Something the rules find in a person's records that the register would accept."""

    person_id: PersonId
    problem: Problem


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would happen if the file were made now.

    `whole` are findings that stop the whole message, `stopped` events that are held back, `remarks` what the register
    would take but that looks wrong in the message, `odd` what our rules find in the persons' records, `overtaken` the
    events that were reported and no longer hold: each needs a correction, which is a message of its own. `closed` is
    how many lines of these lists are left out because they tell of a person whom a block closes to the user.
    """

    message: Message
    whole: tuple[Finding, ...]
    stopped: tuple[EventFinding, ...]
    remarks: tuple[EventFinding, ...]
    odd: tuple[Odd, ...]
    overtaken: tuple[Event, ...]
    waiting: int
    closed: int = 0

    @property
    def persons(self) -> int:
        """Persons the message would hold."""
        return len({n.subject.person_id for n in self.message.notifications})


@dataclass(frozen=True, slots=True)
class ExportMade:
    """A file that has been made. `held_back` events wait for a correction and are not in it."""

    record: ExportRecord
    path: Path
    held_back: int


def gate(session: Session, identities: Sequence[Fnr | None]) -> None:
    """The one place that decides whether a file for the register may be made at all.

    Raises UserFault gate.training_vault for a training vault and gate.synthetic_person when any of the persons has a
    synthetic number. There is no way around it: every use case that makes a register file calls it before the file's
    bytes are kept, and the one that writes kept bytes again calls it for the vault.
    """
    if session.training:
        raise UserFault("gate.training_vault")
    synthetic = sum(1 for identity in identities if identity is not None and identity.synthetic)
    if synthetic:
        raise UserFault("gate.synthetic_person", count=synthetic)


class Submission:
    """Everything the submission page and `kpr export` do."""

    def __init__(
        self,
        session: Session,
        writer: MessageWriter,
        yearly: YearlyWriter,
        files: FileWriter,
    ) -> None:
        self._session = session
        self._writer = writer
        self._yearly = yearly
        self._files = files

    def on(self, session: Session) -> Submission:
        """The same on another session: a worker's, with a connection of its own."""
        return Submission(session, self._writer, self._yearly, self._files)

    def rehearse(self) -> Rehearsal:
        """Check everything that waits, in memory; nothing is numbered or written.

        What would tell something of a blocked person is left out and counted; the file itself holds everybody.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "export.rehearse")
            return _without(self._rehearse(work, odd=True), closed_persons(session, work))

    def make_message(self, folder: Path, reason: str = "") -> ExportMade:
        """Number what waits and write the KPR message to `folder`.

        The numbers, the file's bytes and the log are saved before the file appears, so that the chain never forks;
        `write_again` writes the same bytes when the folder failed. Raises UserFault gate.*, export.nothing_waiting,
        export.message_stopped, outbox.*.
        """
        session = self._session
        with session.work() as work:
            self._let_out(work)
            rehearsal = self._rehearse(work, odd=False)
            gate(session, [n.subject.identity for n in rehearsal.message.notifications])
            if rehearsal.whole:
                raise UserFault("export.message_stopped", count=len(rehearsal.whole))
            message = rehearsal.message
            if not message.notifications:
                raise UserFault("export.nothing_waiting")
            data = self._writer.write(message)
            name = self._writer.file_name(message, session.now())
            record = self._record(self._writer.id, name, data, len(message.notifications), rehearsal.persons)
            work.records.add_export(record, data)
            for notification in message.notifications:
                work.events.add_notification(message.municipality, notification, record.id)
                work.events.save(replace(notification.event, notified_by=notification.id))
            session.log(work, "export.make", subject=record.id, reason=reason)
            work.commit()
        path = self._put(record, data, folder)
        return ExportMade(record, path, len({s.finding.notification_id for s in rehearsal.stopped}))

    def rehearse_yearly(self, year: int) -> int:
        """How many persons the yearly extract would hold; nothing is kept. Raises what `make_yearly` raises of it."""
        with self._session.work() as work:
            self._session.admit(work, "export.rehearse")
            extract = self.yearly_extract(work, year)
        self._yearly_bytes(extract)
        return len(extract.persons)

    def make_yearly(self, year: int, folder: Path, reason: str = "") -> ExportMade:
        """Write the yearly extract (a format of ours) to `folder`. Raises UserFault gate.*, export.nothing_in_year."""
        session = self._session
        with session.work() as work:
            self._let_out(work)
            extract = self.yearly_extract(work, year)
            gate(session, [p.person.identity for p in extract.persons])
            data = self._yearly_bytes(extract)
            name = self._yearly.file_name(extract)
            record = self._record(self._yearly.id, name, data, 0, len(extract.persons))
            work.records.add_export(record, data)
            session.log(work, "export.make", subject=record.id, reason=reason)
            work.commit()
        return ExportMade(record, self._put(record, data, folder), 0)

    def write_again(self, export_id: str, folder: Path) -> Path:
        """Write the very same bytes of an earlier export once more.

        Raises UserFault gate.training_vault, export.unknown, export.erased (a yearly extract, after a real deletion),
        outbox.*.
        """
        session = self._session
        with session.work() as work:
            self._let_out(work)
            record = next((e for e in work.records.exports(limit=10_000) if e.id == export_id), None)
            if record is None:
                raise UserFault("export.unknown")
            data = work.records.export_data(export_id)
        if not data:
            raise UserFault("export.erased")
        return self._put(record, data, folder)

    def made(self, limit: int = 50) -> list[ExportRecord]:
        """Exports made, newest first."""
        self._session.require("export.rehearse")
        with self._session.work() as work:
            return work.records.exports(limit=limit)

    def yearly_extract(self, work: UnitOfWork, year: int) -> YearlyExtract:
        """The newest versions of the assessments made in the year, and the services that ran in it."""
        session = self._session
        office = work.records.office()
        found = [p for p in (self._of_year(work, i, year) for i in work.persons.ids()) if p is not None]
        return YearlyExtract(
            year=year,
            municipality=office.municipality,
            made_at=session.now(),
            program_version=session.program_version,
            codebook_year=session.books.for_year(year).year,
            practice=session.training,
            persons=tuple(sorted(found, key=lambda p: p.person.id)),
        )

    def _let_out(self, work: UnitOfWork) -> None:
        """Whether the user may make a file at all. A training vault says no before it asks for a passphrase."""
        self._session.require_role("export.make")
        gate(self._session, ())
        self._session.admit(work, "export.make")

    def _put(self, record: ExportRecord, data: bytes, folder: Path) -> Path:
        """Write bytes that the vault keeps; a second act, with its own line in the log."""

        def log(work: UnitOfWork, subject: str) -> None:
            self._let_out(work)
            self._session.log(work, "export.write", subject=subject)

        kind = "yearly" if record.format == self._yearly.id else "message"
        leaving = Leaving(kind, record.id, record.file_name, data, "register")
        return self._files.put(self._session, folder, leaving, log)

    def _yearly_bytes(self, extract: YearlyExtract) -> bytes:
        if not extract.persons:
            raise UserFault("export.nothing_in_year", year=extract.year)
        return self._yearly.write(extract)

    def _of_year(self, work: UnitOfWork, person_id: PersonId, year: int) -> YearlyPerson | None:
        finished = [a for a in work.assessments.of_person(person_id) if a.state is State.FINISHED]
        newest = {a.series_id: a for a in sorted(finished, key=lambda a: a.version)}
        # The year is asked of the newest version: a correction may have moved the assessment to another year.
        held = [a for a in newest.values() if a.assessed_on.year == year]
        services = [
            s
            for s in work.services.of_person(person_id)
            if s.start is not None and s.start.year <= year and (s.end is None or s.end.year >= year)
        ]
        if not held and not services:
            return None
        by_day = tuple(sorted(held, key=lambda a: (a.assessed_on, a.id)))
        return YearlyPerson(work.persons.get(person_id), by_day, tuple(sorted(services, key=lambda s: s.id)))

    def _rehearse(self, work: UnitOfWork, *, odd: bool) -> Rehearsal:
        # The odd things take most of the time and stop nothing: a file is made without looking for them.
        office = work.records.office()
        waiting = in_chain_order(work.events.waiting())
        persons = {i: work.persons.get(i) for i in dict.fromkeys(e.person_id for e in waiting)}
        stopped: list[EventFinding] = []
        ready: list[tuple[Event, Subject]] = []
        for event in waiting:
            subject = _subject(persons[event.person_id], event)
            if subject is None:
                fault = Finding("export.no_identity", event.id, "fid", "message")
                stopped.append(_of_event(event, fault))
            else:
                ready.append((event, subject))
        message = Message(office.municipality, office.contacts, (), self._local_id())
        numbered = self._chain(work, office.municipality, ready)
        findings = self._writer.check(replace(message, notifications=numbered))
        events = {n.id: n.event for n in numbered}
        told = [_of_event(events[f.notification_id], f) for f in findings if f.notification_id]
        stopped += [t for t in told if t.finding.consequence != _ACCEPTED]
        held = {t.finding.notification_id for t in stopped}
        kept = [pair for pair, n in zip(ready, numbered, strict=True) if n.id not in held]
        return Rehearsal(
            message=replace(message, notifications=self._chain(work, office.municipality, kept)),
            whole=tuple(f for f in findings if not f.notification_id and f.consequence != _ACCEPTED),
            stopped=tuple(stopped),
            remarks=tuple(t for t in told if t.finding.notification_id not in held),
            odd=tuple(self._odd(work, persons.values())) if odd else (),
            overtaken=tuple(work.events.overtaken()),
            waiting=len(waiting),
        )

    def _chain(
        self, work: UnitOfWork, municipality: str, events: Sequence[tuple[Event, Subject]]
    ) -> tuple[Notification, ...]:
        number, previous = work.events.last(municipality)
        now = self._session.now()
        chain = []
        for event, subject in events:
            number += 1
            made = Notification(event.id, number, previous or FIRST_PREVIOUS, now, event, subject)
            chain.append(made)
            previous = made.id
        return tuple(chain)

    def _odd(self, work: UnitOfWork, persons: Iterable[Person]) -> Iterator[Odd]:
        today = self._session.today()
        book = self._session.books.for_year(today.year)
        rules = [r for r in book.rules.values() if r.severity is Severity.SOFT]
        partly = partly_closed(self._session, work)
        months = interval_of(work)
        for person in persons:
            services = tuple(work.services.of_person(person.id))
            history = work.assessments.of_person(person.id)
            assessment = valid_on(partly.get(person.id, Sight()).of(history), today)
            context = check_context(
                book,
                today=today,
                person=person,
                assessment=assessment,
                services=services,
                reminder_months=months,
            )
            yield from (Odd(person.id, problem) for problem in evaluate(rules, context))

    def _local_id(self) -> str:
        return PRACTICE_LOCAL_ID if self._session.training else ""

    def _record(
        self, format_id: str, file_name: str, data: bytes, notifications: int, persons: int
    ) -> ExportRecord:
        session = self._session
        return ExportRecord(
            id=session.new_id(),
            format=format_id,
            made_at=session.now(),
            made_by=session.user.id,
            file_name=file_name,
            sha256=hashlib.sha256(data).hexdigest(),
            notifications=notifications,
            persons=persons,
        )


def _without(found: Rehearsal, closed: Collection[PersonId]) -> Rehearsal:
    """The rehearsal without the lines about persons who are closed to the user."""
    kept = replace(
        found,
        stopped=tuple(s for s in found.stopped if s.person_id not in closed),
        remarks=tuple(r for r in found.remarks if r.person_id not in closed),
        odd=tuple(o for o in found.odd if o.person_id not in closed),
        overtaken=tuple(o for o in found.overtaken if o.person_id not in closed),
    )
    return replace(kept, closed=_lines(found) - _lines(kept))


def _lines(found: Rehearsal) -> int:
    return len(found.stopped) + len(found.remarks) + len(found.odd) + len(found.overtaken)


def _of_event(event: Event, finding: Finding) -> EventFinding:
    return EventFinding(event.person_id, event.service_id, finding)


def _subject(person: Person, event: Event) -> Subject | None:
    identity = person.identity
    if identity is None and person.birth_date is not None:
        # No number of any kind: the birth date as type 9 (facts page 2.1).
        identity = Fnr.birth_date(person.birth_date)
    if identity is None:
        return None
    # The district is part of where somebody lives: of a protected person it is not told.
    residence = None if person.protected else person.residence_on(event.happened_on)
    return Subject(person.id, person.user_number, identity, residence.district if residence else "")
