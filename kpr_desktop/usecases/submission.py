"""Making files for the register: the rehearsal that tells beforehand, the gate, and the export itself."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kpr_desktop.codebook.context import check_context
from kpr_desktop.domain.assessment import State, valid_on
from kpr_desktop.domain.care_service import of_year
from kpr_desktop.domain.checks import evaluate
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.notification import (
    Message,
)
from kpr_desktop.domain.person import Person
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import Sight, closed_persons, partly_closed
from kpr_desktop.usecases.chain import Ready, prepare
from kpr_desktop.usecases.gate import gate, let_out
from kpr_desktop.usecases.output_ports import MessageWriter, YearlyWriter
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.raising import catch_up
from kpr_desktop.usecases.records import ExportRecord, YearlyExtract, YearlyPerson
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.submission_records import ExportMade
from kpr_desktop.usecases.talk_settings import interval_of
from kpr_desktop.usecases.written_files import FileWriter, Leaving


@dataclass(frozen=True, slots=True)
class Odd:
    """Something the rules find in a person's records that the register would accept."""

    person_id: PersonId
    problem: Problem


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would happen if the file were made now: the next message, and what our rules find odd in the records.

    `closed` is how many lines are left out because they tell of a person whom a block closes to the user.
    """

    ready: Ready
    odd: tuple[Odd, ...]
    closed: int = 0

    @property
    def message(self) -> Message:
        """What the file would hold."""
        return self.ready.message

    @property
    def persons(self) -> int:
        """Persons the message would hold."""
        return len({n.subject.person_id for n in self.message.notifications})


_YEARLY = "yearly"


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
            let_out(self._session, work)
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
            let_out(self._session, work)
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

    def _put(self, record: ExportRecord, data: bytes, folder: Path) -> Path:
        """Write bytes that the vault keeps; a second act, with its own line in the log."""

        def log(work: UnitOfWork, subject: str) -> None:
            let_out(self._session, work)
            self._session.log(work, "export.write", subject=subject)

        kind = "yearly" if record.format.startswith(_YEARLY) else "message"
        parts = self._yearly.parts(data) if record.format == self._yearly.id else ()
        leaving = Leaving(kind, record.id, record.file_name, data, "register", parts=parts)
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
        services = [s for s in work.services.of_person(person_id) if of_year(s, year)]
        if not held and not services:
            return None
        by_day = tuple(sorted(held, key=lambda a: (a.assessed_on, a.id)))
        own = tuple(sorted(services, key=lambda s: s.id))
        stays = tuple(stay for stay in work.hospital.of_person(person_id) if stay.falls_in(year))
        return YearlyPerson(work.persons.get(person_id), by_day, own, self._session.new_id(), stays)

    def _rehearse(self, work: UnitOfWork, *, odd: bool) -> Rehearsal:
        # The odd things take most of the time and stop nothing: a file is made without looking for them.
        catch_up(self._session, work)
        ready = prepare(self._session, work, self._writer)
        persons = [work.persons.get(i) for i in ready.persons] if odd else []
        return Rehearsal(ready, tuple(self._odd(work, persons)))

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
    ready = replace(
        found.ready,
        stopped=tuple(s for s in found.ready.stopped if s.person_id not in closed),
        remarks=tuple(r for r in found.ready.remarks if r.person_id not in closed),
    )
    kept = replace(found, ready=ready, odd=tuple(o for o in found.odd if o.person_id not in closed))
    return replace(kept, closed=_lines(found) - _lines(kept))


def _lines(found: Rehearsal) -> int:
    return len(found.ready.stopped) + len(found.ready.remarks) + len(found.odd)
