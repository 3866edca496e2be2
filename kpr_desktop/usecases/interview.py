"""The interview: answering, finishing or throwing away one open assessment.

Every gesture is one transaction and is on disk when the call returns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kpr_desktop.codebook.context import check_context
from kpr_desktop.domain import navigation
from kpr_desktop.domain.assessment import NINE_ASKED, Assessment, Cursor, Entry, Reason, State, valid_on
from kpr_desktop.domain.checks import evaluate
from kpr_desktop.domain.person import Person
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.interview_rows import RowGestures
from kpr_desktop.usecases.interview_talk import TalkGestures
from kpr_desktop.usecases.refusal import RulesRefused


def previous_of(history: Iterable[Assessment], assessment: Assessment) -> Assessment | None:
    """What stands beside as last time: the one that was valid on the day, other versions of itself left out."""
    return valid_on((a for a in history if a.series_id != assessment.series_id), assessment.assessed_on)


def check_day(day: date, person: Person, today: date) -> None:
    """Raises UserFault interview.date_future, interview.before_birth or interview.after_death (field assessed_on)."""
    if day > today:
        raise UserFault("interview.date_future", "assessed_on")
    if person.birth_date is not None and day < person.birth_date:
        raise UserFault("interview.before_birth", "assessed_on")
    if person.death_date is not None and day > person.death_date:
        raise UserFault("interview.after_death", "assessed_on")


class Interview(TalkGestures, RowGestures):
    """One open draft: what stands beside the answers, the rows, and here the answers themselves and the way out."""

    def problems(self) -> list[Problem]:
        """What the rules find in the assessment as it stands; reads the consents from the disk."""
        assessment, consents = self._ruled()
        context = check_context(
            self.book,
            today=self._session.today(),
            person=self.person,
            assessment=assessment,
            previous=self.previous,
            services=self._services,
            consents=consents,
            reminder_months=self._reminder_months,
        )
        return evaluate([r for r in self.book.rules.values() if r.scope == "assessment"], context)

    # --- gestures: one transaction each

    def answer(self, item: str, value: str) -> None:
        """Save a score, a code or a date (as typed); an empty value takes the answer back.

        Raises UserFault interview.value_not_allowed or date.* (field = the item). A date in the future is taken, and
        told by the rules.
        """
        value = self._takes.answer(self.book.items[item], value)
        old = self.seen(item)
        # Whatever was chosen, the question before a 9 has its answer now.
        deciding = "" if old.deciding == NINE_ASKED else old.deciding
        made = replace(old, value=value, answered_at=self._session.now(), deciding=deciding)
        self._keep_answer(made, Cursor(item), "interview.answer")

    def confirm(self, item: str) -> None:
        """Say that nothing has changed: what was answered last time is the answer now.

        The rows of a repeating item are copied. Raises UserFault interview.nothing_to_confirm, and what `answer` raises
        for a code that no longer holds.
        """
        before = self.previous
        rows = before.entries_of(item) if before else ()
        if rows and not self.entries(item):
            self._copy_rows(item, rows)
        elif before is not None and before.value(item):
            self.answer(item, before.value(item))
        else:
            raise UserFault("interview.nothing_to_confirm", item)

    def change_head(self, assessed_on: date, reason: Reason) -> None:
        """Change date and reason of the draft, and with the date what last time was. Raises what `start` raises."""
        check_day(assessed_on, self.person, self._session.today())
        changed = replace(self._assessment, assessed_on=assessed_on, reason=reason)
        with self._session.work() as work:
            sight = self._session.admit(work, "interview.write", changed.person_id).sight
            work.assessments.save_head(changed)
            self._session.log(work, "interview.head", person=changed.person_id, subject=changed.id)
            previous = previous_of(sight.of(work.assessments.of_person(changed.person_id)), changed)
            work.commit()
        self._assessment = changed
        self.previous = previous

    def finish(self) -> Assessment:
        """Lock the assessment. Raises RulesRefused while a hard rule stands in the way.

        An item without an answer is told by a soft rule and does not stop (facts page, section 7). A row that was being
        typed and never put in is left out, as a soft rule has told.
        """
        hard = [p for p in self.problems() if p.severity is Severity.HARD]
        if hard:
            raise RulesRefused(hard)
        session = self._session
        now = session.now()
        typed = [e for e in self._entries if e.is_unfinished]
        lacking = len(navigation.missing(self.book.steps, self.values))
        with session.work() as work:
            session.admit(work, "interview.write", self._assessment.person_id)
            for row in typed:
                work.assessments.remove_entry(self._assessment.id, row.id)
            worker = self._save_time(work, now)
            work.assessments.finish(self._assessment.id, now, lacking=lacking)
            person = work.persons.get(self._assessment.person_id)
            changed = self._copied_to(person)
            # An older paper form must not overwrite what a later assessment has told already.
            latest = valid_on(work.assessments.of_person(person.id), session.today())
            if changed != person and latest is not None and latest.id == self._assessment.id:
                work.persons.update(replace(changed, version=person.version + 1))
            session.log(work, "interview.finish", person=person.id, subject=self._assessment.id)
            work.commit()
        self._forget_rows(*typed)
        self._keep_time(worker, now)
        self._assessment = replace(self._assessment, state=State.FINISHED, finished_at=now)
        return self.assessment

    def discard(self) -> None:
        """Throw the draft away; the log keeps that it was there."""
        with self._session.work() as work:
            self._session.admit(work, "interview.write", self._assessment.person_id)
            work.assessments.discard(self._assessment.id)
            self._session.log(
                work, "interview.discard", person=self._assessment.person_id, subject=self._assessment.id
            )
            work.commit()

    def _copy_rows(self, item: str, rows: Iterable[Entry]) -> None:
        copies = [replace(row, id=self._session.new_id()) for row in rows]
        with self._gesture("interview.answer", item, Cursor(item)) as work:
            for row in copies:
                work.assessments.save_entry(self._assessment.id, row)
        self._entries.extend(copies)

    def _copied_to(self, person: Person) -> Person:
        # The register's household is what the latest finished assessment says.
        household = self.values.get("household", "")
        fields = {i.person_field for i in self.book.items.values()}
        if "person.household" in fields and household:
            return replace(person, household=household)
        return person
