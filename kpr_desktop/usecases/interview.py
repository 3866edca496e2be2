"""The interview: answering, finishing or throwing away one open assessment.

Every gesture is one transaction and is on disk when the call returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from kpr_desktop.codebook.context import check_context
from kpr_desktop.codebook.model import CodeBook, Item, ItemKind
from kpr_desktop.domain import navigation
from kpr_desktop.domain.assessment import Answer, Assessment, Cursor, Entry, Reason, State, valid_on
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.checks import evaluate
from kpr_desktop.domain.person import Person
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases import interview_values
from kpr_desktop.usecases.interview_values import Values
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.refusal import RulesRefused
from kpr_desktop.usecases.session import Session

NOTE_LIMIT = interview_values.NOTE_LIMIT
"""Characters in one note; a longer one is refused with words, never cut."""


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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the interview has come: answered and visible variables, answered and visible items in all."""

    variables_done: int
    variables: int
    items_done: int
    items: int


class Interview:
    """One open draft. Keeps what it has saved, so that showing the next item reads nothing from the disk."""

    def __init__(
        self,
        session: Session,
        assessment: Assessment,
        person: Person,
        previous: Assessment | None,
        services: tuple[CareService, ...],
    ) -> None:
        self._session = session
        self._assessment = assessment
        self._services = services
        self.person = person
        self.previous = previous
        self.book: CodeBook = session.books.edition(assessment.codebook_year)
        self._answers = dict(assessment.answers)
        self._entries = list(assessment.entries)
        self._cursor = assessment.cursor

    # --- what the screen shows

    @property
    def assessment(self) -> Assessment:
        """The assessment as it stands now."""
        return replace(
            self._assessment,
            answers=MappingProxyType(dict(self._answers)),
            entries=tuple(self._entries),
            cursor=self._cursor,
        )

    @property
    def cursor(self) -> Cursor:
        """Where the interview stands; on the first item when it has just begun."""
        return self._cursor

    @property
    def values(self) -> Mapping[str, str]:
        """Item id -> value. A repeating item counts as answered when it has at least one entry."""
        found = {i: a.value for i, a in self._answers.items()}
        found.update({e.item: "entries" for e in self._entries if not e.is_unfinished})
        return found

    def item(self, item: str) -> Item:
        """The code book's entry for an item id."""
        return self.book.items[item]

    def note(self, item: str) -> str:
        """The note on an item, half-typed ones included."""
        answer = self._answers.get(item)
        return answer.note if answer else ""

    def entries(self, item: str) -> tuple[Entry, ...]:
        """The rows of a repeating item."""
        return self.assessment.entries_of(item)

    def unfinished(self, item: str) -> Entry | None:
        """The row of a repeating item that is still being typed."""
        return self.assessment.unfinished_of(item)

    def visible(self) -> list[navigation.Step]:
        """The steps to be walked under the answers given so far."""
        return navigation.visible(self.book.steps, self.values)

    def next(self, item: str) -> str | None:
        """The item after `item`; None = the summary."""
        return navigation.following(self.book.steps, self.values, item)

    def back(self, item: str) -> str | None:
        """The item before `item`; None = `item` is the first."""
        return navigation.preceding(self.book.steps, self.values, item)

    def progress(self) -> Progress:
        """Counts for the head of the navigator."""
        values = self.values
        steps = self.visible()
        scores = [s for s in steps if self.book.items[s.item].kind is ItemKind.SCORE]
        done = [s for s in steps if values.get(s.item)]
        return Progress(sum(1 for s in scores if values.get(s.item)), len(scores), len(done), len(steps))

    def problems(self) -> list[Problem]:
        """What the rules find in the assessment as it stands."""
        context = check_context(
            self.book,
            today=self._session.today(),
            person=self.person,
            assessment=self.assessment,
            previous=self.previous,
            services=self._services,
        )
        return evaluate([r for r in self.book.rules.values() if r.scope == "assessment"], context)

    # --- gestures: one transaction each

    def answer(self, item: str, value: str) -> None:
        """Save a score, a code or a date (as typed); an empty value takes the answer back.

        Raises UserFault interview.value_not_allowed or date.* (field = the item). A date in the future is taken, and
        told by the rules.
        """
        value = self._takes.answer(self.book.items[item], value)
        old = self._answers.get(item) or Answer(item)
        made = replace(old, value=value, answered_at=self._session.now())
        cursor = Cursor(item, "score")
        with self._session.work() as work:
            work.assessments.save_answer(self._assessment.id, made)
            work.assessments.save_cursor(self._assessment.id, cursor)
            self._log(work, "interview.answer", item)
            work.commit()
        self._answers[item] = made
        self._cursor = cursor

    def type_note(self, item: str, text: str, caret: int) -> None:
        """Save a note as it is being typed, with the caret's place. Raises UserFault interview.note_too_long."""
        if len(text) > NOTE_LIMIT:
            raise UserFault("interview.note_too_long", item, limit=NOTE_LIMIT)
        old = self._answers.get(item) or Answer(item)
        made = replace(old, note=text)
        cursor = Cursor(item, "note", caret)
        with self._session.work() as work:
            work.assessments.save_answer(self._assessment.id, made)
            work.assessments.save_cursor(self._assessment.id, cursor)
            work.commit()
        self._answers[item] = made
        self._cursor = cursor

    def leave_note(self, item: str) -> None:
        """Log that a note was written, once the person leaves it (key strokes are saved, not logged one by one)."""
        with self._session.work() as work:
            self._log(work, "interview.note", item)
            work.commit()

    def move(self, item: str, field: str = "score", caret: int = 0) -> None:
        """Remember where the interview stands."""
        cursor = Cursor(item, field, caret)
        if cursor == self._cursor:
            return
        with self._session.work() as work:
            work.assessments.save_cursor(self._assessment.id, cursor)
            work.commit()
        self._cursor = cursor

    def type_row(
        self, item: str, values: Mapping[str, str], entry_id: str = "", part: str = "", caret: int = 0
    ) -> None:
        """Keep a row of a repeating item as it is being typed; when nothing stands in it, it is taken out again.

        `entry_id` is the saved row that it changes, `part` the field that has the caret. Whatever is typed is kept as
        it is; `save_entry` checks it. Raises UserFault interview.note_too_long.
        """
        typed = self._takes.typed(self.book.items[item], values)
        old = self.unfinished(item)
        if not typed and not entry_id:
            self.drop_row(item)
            return
        row = Entry.unfinished(item, typed, entry_id)
        cursor = Cursor(item, f"row.{part}", caret)
        with self._session.work() as work:
            work.assessments.save_entry(self._assessment.id, row)
            work.assessments.save_cursor(self._assessment.id, cursor)
            if old is None:  # key strokes are saved, not logged one by one
                self._log(work, "interview.entry_begun", item)
            work.commit()
        self._keep_row(row)
        self._cursor = cursor

    def drop_row(self, item: str) -> None:
        """Give up the row that is being typed; the saved rows stay as they are."""
        row = self.unfinished(item)
        if row is None:
            return
        with self._session.work() as work:
            work.assessments.remove_entry(self._assessment.id, row.id)
            self._log(work, "interview.entry_given_up", item)
            work.commit()
        self._entries.remove(row)

    def save_entry(self, item: str, values: Mapping[str, str], entry_id: str | None = None) -> Entry:
        """Save one row of a repeating item, new or changed; it takes the place of the one that was being typed.

        Raises UserFault interview.entry_incomplete, interview.value_not_allowed, date.* (field = `item.field`).
        """
        checked = self._takes.row(self.book.items[item], values)
        entry = Entry(entry_id or self._session.new_id(), item, MappingProxyType(checked))
        typed = self.unfinished(item)
        with self._session.work() as work:
            work.assessments.save_entry(self._assessment.id, entry)
            if typed is not None:
                work.assessments.remove_entry(self._assessment.id, typed.id)
            self._log(work, "interview.entry", item)
            work.commit()
        self._keep_row(entry)
        self._forget_rows(typed)
        return entry

    def remove_entry(self, entry_id: str) -> None:
        """Take one row of a repeating item out of the draft, and what was being typed to change it."""
        entry = next(e for e in self._entries if e.id == entry_id)
        typed = self.unfinished(entry.item)
        if typed is not None and typed.changes != entry_id:
            typed = None
        with self._session.work() as work:
            work.assessments.remove_entry(self._assessment.id, entry_id)
            if typed is not None:
                work.assessments.remove_entry(self._assessment.id, typed.id)
            self._log(work, "interview.entry_removed", entry.item)
            work.commit()
        self._forget_rows(entry, typed)

    def change_head(self, assessed_on: date, reason: Reason) -> None:
        """Change date and reason of the draft, and with the date what last time was. Raises what `start` raises."""
        check_day(assessed_on, self.person, self._session.today())
        changed = replace(self._assessment, assessed_on=assessed_on, reason=reason)
        with self._session.work() as work:
            work.assessments.save_head(changed)
            self._session.log(work, "interview.head", person=changed.person_id, subject=changed.id)
            previous = previous_of(work.assessments.of_person(changed.person_id), changed)
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
        with session.work() as work:
            for row in typed:
                work.assessments.remove_entry(self._assessment.id, row.id)
            work.assessments.finish(self._assessment.id, now)
            person = work.persons.get(self._assessment.person_id)
            changed = self._copied_to(person)
            # An older paper form must not overwrite what a later assessment has told already.
            latest = valid_on(work.assessments.of_person(person.id), session.today())
            if changed != person and latest is not None and latest.id == self._assessment.id:
                work.persons.update(replace(changed, version=person.version + 1))
            session.log(work, "interview.finish", person=person.id, subject=self._assessment.id)
            work.commit()
        self._forget_rows(*typed)
        self._assessment = replace(self._assessment, state=State.FINISHED, finished_at=now)
        return self.assessment

    def discard(self) -> None:
        """Throw the draft away; the log keeps that it was there."""
        with self._session.work() as work:
            work.assessments.discard(self._assessment.id)
            self._session.log(
                work, "interview.discard", person=self._assessment.person_id, subject=self._assessment.id
            )
            work.commit()

    def _copied_to(self, person: Person) -> Person:
        # The register's household is what the latest finished assessment says.
        household = self.values.get("household", "")
        fields = {i.person_field for i in self.book.items.values()}
        if "person.household" in fields and household:
            return replace(person, household=household)
        return person

    @property
    def _takes(self) -> Values:
        return Values(self.book, self._assessment.assessed_on.year, self._session.today())

    def _log(self, work: UnitOfWork, action: str, item: str) -> None:
        self._session.log(work, action, person=self._assessment.person_id, subject=item)

    def _keep_row(self, entry: Entry) -> None:
        """Put a row in, or in the place of the one with its id."""
        kept = [e for e in self._entries if e.id != entry.id]
        place = next((i for i, e in enumerate(self._entries) if e.id == entry.id), len(kept))
        self._entries = [*kept[:place], entry, *kept[place:]]

    def _forget_rows(self, *rows: Entry | None) -> None:
        self._entries = [e for e in self._entries if e not in rows]
