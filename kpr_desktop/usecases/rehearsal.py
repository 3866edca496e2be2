"""The dress rehearsal: any day, everybody, in memory. Nothing is numbered, written or sent."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date

from kpr_desktop.codebook.rehearsal_rule import RehearsalRule
from kpr_desktop.domain.assessment import Assessment, valid_on
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.notification import Event
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import closed_persons, partly_closed
from kpr_desktop.usecases.chain import Subjects, prepare
from kpr_desktop.usecases.output_ports import MessageWriter
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.raising import follow_scope, raise_events, scope_is_another
from kpr_desktop.usecases.records import Office
from kpr_desktop.usecases.rehearsal_counts import YearCounter
from kpr_desktop.usecases.rehearsal_fields import corrections, of_message
from kpr_desktop.usecases.rehearsal_ports import CaseFile
from kpr_desktop.usecases.rehearsal_records import Deadline, DressRehearsal, Found, Sign, Standing
from kpr_desktop.usecases.rehearsal_rules import Judge
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.submission_records import RehearsalRecord
from kpr_desktop.usecases.talk_settings import interval_of

Progress = Callable[[int, int], None]
DEADLINE_SETTING = "submission.deadline"
"""MM-DD of the year after the data year, where the municipality has been told another one."""
KEPT = 5_000
"""Findings of one rule that are kept; all of them are counted."""
_BATCH = 500
_ORDER = {sign: place for place, sign in enumerate(Sign)}


class RehearsalDesk:
    """Rehearses, and remembers the last rehearsal as long as the session lasts.

    Of what was found only numbers are saved: who had what wrong is gone with the session.
    """

    def __init__(
        self, session: Session, writer: MessageWriter, rule: RehearsalRule, without: Collection[str] = ()
    ) -> None:
        self._session, self._writer, self.rule = session, writer, rule
        self._without = frozenset(without)
        self._last: DressRehearsal | None = None

    def on(self, session: Session) -> RehearsalDesk:
        """The same on another session: a worker's, with a connection of its own."""
        return RehearsalDesk(session, self._writer, self.rule, self._without)

    def years(self) -> tuple[int, int]:
        """The data years that can be rehearsed: the one that is being reported, and the other one."""
        today = self._session.today()
        own = self.rule.data_year(today)
        return own, (today.year if own != today.year else own - 1)

    def persons(self) -> int:
        """How many a rehearsal looks at, about."""
        with self._session.work() as work:
            return work.cases.count()

    def plan(self) -> int:
        """Bring the events of services that wait for it up to date, a few hundred at a time; how many there were.

        A rehearsal on a connection that only reads can not do it.
        """
        session, done = self._session, 0
        while True:
            with session.work() as work:
                session.admit(work, "export.rehearse")
                marked = follow_scope(session, work)
                batch = work.services.to_plan(_BATCH)
                for service in batch:
                    raise_events(session, work, service)
                    work.services.planned(service.id)
                if not batch and not marked:
                    return done
                work.commit()
            done += len(batch)

    def waits_for_plan(self) -> bool:
        """Whether `plan` has anything to do."""
        with self._session.work() as work:
            return scope_is_another(self._session, work) or bool(work.services.to_plan(1))

    def run(
        self,
        year: int | None = None,
        progress: Progress = lambda _done, _all: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> DressRehearsal | None:
        """Everybody, in memory; None when `stop` said so. Blocked persons are left out and counted.

        Raises UserFault rehearsal.year (year).
        """
        session = self._session
        year = self.years()[0] if year is None else year
        if year not in self.years():
            raise UserFault("rehearsal.year", "year", first=min(self.years()), last=max(self.years()))
        with session.work() as work:
            session.admit(work, "export.rehearse")
            return _Run(session, work, self._writer, self.rule, year, self._without).go(progress, stop)

    def keep(self, found: DressRehearsal) -> None:
        """Remember it, log that it was made, and save its numbers for the trend. Raises UserFault access.read_only."""
        session = self._session
        if not session.vault.writable:
            raise UserFault("access.read_only")
        with session.work() as work:
            session.admit(work, "export.rehearse")
            work.sendings.add_rehearsal(
                RehearsalRecord(
                    found.id,
                    found.at,
                    session.user.id,
                    found.persons,
                    found.stopped,
                    found.odd,
                    dict(found.by_rule),
                )
            )
            session.log(work, "export.rehearsed", subject=str(found.year))
            work.commit()
        self._last = found

    def standing(self) -> Standing | None:
        """The last rehearsal of this session with the signs as they are now; None when there was none."""
        last = self._last
        if last is None:
            return None
        with self._session.work() as work:
            self._session.admit(work, "export.rehearse")
            now = _stamps(work, (i for i in last.stamps if i is not None))
            earlier = [r for r in work.sendings.rehearsals(2) if r.id != last.id]
        changed = {key for key, stamp in last.stamps.items() if now.get(key) != stamp}
        found = tuple(
            replace(each, sign=Sign.CORRECTED) if each.person_id in changed else each for each in last.found
        )
        corrected = sum(1 for each in found if each.sign is Sign.CORRECTED)
        return Standing(last, found, corrected, earlier[0] if earlier else None)

    def deadline(self, year: int) -> Deadline:
        """By when the data year has to be reported: as the municipality has been told, or as it used to be."""
        with self._session.work() as work:
            told = work.records.setting(DEADLINE_SETTING)
        month, day = (int(part) for part in told.split("-")) if told else self.rule.deadline
        due = date(year + 1, month, day)
        documented = told is None and self.rule.documented(year)
        return Deadline(
            due, (due - self._session.today()).days, documented, "" if told else self.rule.certainty
        )

    def set_deadline(self, day: date) -> None:
        """Another day than 15 January; its year is of no account, and 29 February counts as the 28th."""
        session = self._session
        with session.work() as work:
            session.admit(work, "submission.set_up")
            work.records.save_setting(
                DEADLINE_SETTING, f"{day.month:02}-{min(day.day, _longest(day.month)):02}"
            )
            session.log(work, "submission.deadline")
            work.commit()


class _Run:
    """One rehearsal."""

    def __init__(
        self,
        session: Session,
        work: UnitOfWork,
        writer: MessageWriter,
        rule: RehearsalRule,
        year: int,
        without: Collection[str],
    ) -> None:
        self._session, self._work, self._writer, self._year = session, work, writer, year
        today = session.today()
        self._judge = Judge(
            session.books, rule, year=year, today=today, months=interval_of(work), without=without
        )
        self._counters = [YearCounter(session.books.for_year(y), rule, y, today) for y in (year, year - 1)]
        self._closed, self._sights = closed_persons(session, work), partly_closed(session, work)
        self._waiting: list[Event] = work.events.waiting()
        self._waits = Counter(event.person_id for event in self._waiting)
        self._subjects = Subjects(work)
        self._by_rule: Counter[str] = Counter()
        self._found: list[Found] = []
        self._worst: dict[PersonId, Sign] = {}
        self._persons = self._left_out = 0

    def go(self, progress: Progress, stop: Callable[[], bool]) -> DressRehearsal | None:
        started = time.perf_counter()
        count = self._work.cases.count()
        progress(0, count)
        for batch in self._work.cases.batches(self._judge.choose):
            if stop():
                return None
            for case in batch:
                self._look(case)
            progress(self._persons + self._left_out, count)
        ready = prepare(self._session, self._work, self._writer, self._subjects)
        if stop():
            return None
        self._take(f for f in of_message(ready, self._writer) if f.person_id not in self._closed)
        self._take(f for f in corrections(self._waiting) if f.person_id not in self._closed)
        found = tuple(sorted(self._found, key=lambda each: (_ORDER[each.sign], each.person_id is not None)))
        counted = tuple(counter.counted() for counter in self._counters)
        worst = Counter(self._worst.values())
        return DressRehearsal(
            id=self._session.new_id(),
            at=self._session.now(),
            year=self._year,
            persons=self._persons,
            passing=self._persons - worst[Sign.STOP] - worst[Sign.WARNING],
            stopped=worst[Sign.STOP],
            odd=worst[Sign.WARNING],
            closed=self._left_out,
            found=found,
            by_rule=dict(self._by_rule),
            waits={i: n for i, n in self._waits.items() if i not in self._closed},
            counted=(counted[0], counted[1]),
            ready=ready,
            stamps=_stamps(self._work, {f.person_id for f in found if f.person_id is not None}),
            seconds=time.perf_counter() - started,
        )

    def _look(self, case: CaseFile) -> None:
        person = case.person
        if person.id in self._waits:
            self._subjects.take(person)
        # The counts name nobody: they hold everybody, as the file will.
        for counter in self._counters:
            counter.add(case.services, valid_on(case.assessments, counter.day))
        if person.id in self._closed:
            self._left_out += 1
            return
        self._persons += 1
        self._take(self._judge.findings(case, self._history(case)))

    def _history(self, case: CaseFile) -> Collection[Assessment]:
        sight = self._sights.get(case.person.id)
        if sight is None:
            return case.assessments
        # What is closed may be told by a version that was not chosen.
        return sight.of(self._work.assessments.of_person(case.person.id))

    def _take(self, found: Iterable[Found]) -> None:
        for each in found:
            self._by_rule[each.code] += 1
            if self._by_rule[each.code] <= KEPT:
                self._found.append(each)
            if each.person_id is not None:
                before = self._worst.get(each.person_id, Sign.INFO)
                self._worst[each.person_id] = min(before, each.sign, key=_ORDER.__getitem__)


def _stamps(work: UnitOfWork, ids: Iterable[PersonId]) -> dict[PersonId | None, str]:
    """What changes with each person, and with the municipality's own facts."""
    stamps: dict[PersonId | None, str] = {None: _of_office(work.records.office())}
    stamps.update(work.cases.stamps(ids).items())
    return stamps


def _of_office(office: Office) -> str:
    return f"{office.municipality} {hash(office.contacts)}"


def _longest(month: int) -> int:
    return 28 if month == 2 else 31
