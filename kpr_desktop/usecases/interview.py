"""The interview: starting, answering, resuming, finishing and revising an assessment.

Every gesture is one transaction and is on disk when the call returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from kpr_desktop.codebook.context import check_context
from kpr_desktop.codebook.model import CodeBook, Item, ItemKind
from kpr_desktop.domain import navigation
from kpr_desktop.domain.assessment import Answer, Assessment, Cursor, Entry, Reason, State, valid_on
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.checks import evaluate
from kpr_desktop.domain.dates import parse_date
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.domain.person import Person
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.refusal import RulesRefused
from kpr_desktop.usecases.session import Session

NOTE_LIMIT = 20_000
"""Characters in one note; a longer one is refused with words, never cut."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A finished assessment to be read. `newest` tells whether it is the last version of its series."""

    assessment: Assessment
    person: Person
    newest: bool


class Interviews:
    """Starts, resumes and reads assessments."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_person(self, person_id: PersonId) -> list[Assessment]:
        """All assessments of the person, every version, newest first."""
        self._session.require("person.read")
        with self._session.work() as work:
            return work.assessments.of_person(person_id)

    def read(self, assessment_id: AssessmentId) -> Reading:
        """One assessment as it stands, once the log has it that it was read."""
        session = self._session
        session.require("person.read")
        with session.work() as work:
            found = work.assessments.get(assessment_id)
            person = work.persons.get(found.person_id)
            series = [a for a in work.assessments.of_person(found.person_id) if a.series_id == found.series_id]
            session.log(work, "interview.read", person=found.person_id, subject=found.id)
            work.commit()
        return Reading(found, person, all(a.version <= found.version for a in series))

    def draft_of(self, person_id: PersonId) -> AssessmentId | None:
        """The person's draft, if there is one."""
        with self._session.work() as work:
            return work.assessments.draft_of(person_id)

    def start(self, person_id: PersonId, assessed_on: date, reason: Reason) -> Interview:
        """Begin a new assessment. A person has one draft at a time: an existing one is resumed instead.

        Raises UserFault interview.date_future, interview.before_birth or interview.after_death (field assessed_on).
        """
        session = self._session
        session.require("interview.write")
        draft = self.draft_of(person_id)
        if draft is not None:
            return self.resume(draft)
        with session.work() as work:
            person = work.persons.get(person_id)
            _check_day(assessed_on, person, session.today())
            book = session.books.for_year(assessed_on.year)
            made = Assessment(
                id=AssessmentId(session.new_id()),
                series_id=session.new_id(),
                person_id=person_id,
                device_id=session.vault.device_id,
                created_at=session.now(),
                assessed_on=assessed_on,
                reason=reason,
                assessor_id=session.user.id,
                assessor_name=session.user.name,
                codebook_year=book.year,
                cursor=Cursor(book.steps[0].item),
            )
            work.assessments.add(made)
            session.log(work, "interview.start", person=person_id, subject=made.id)
            work.commit()
        return self._interview(made)

    def resume(self, assessment_id: AssessmentId) -> Interview:
        """Open a draft where it was left. Raises UserFault interview.finished for one that is locked."""
        session = self._session
        session.require("interview.write")
        with session.work() as work:
            found = work.assessments.get(assessment_id)
            if found.state is State.FINISHED:
                raise UserFault("interview.finished")
            session.log(work, "interview.open", person=found.person_id, subject=found.id)
            work.commit()
        return self._interview(found)

    def revise(self, assessment_id: AssessmentId, reason: str) -> Interview:
        """Change a finished assessment: a new version with everything carried over and the reason told.

        Raises UserFault interview.reason_missing (field reason), interview.not_newest, interview.draft_exists.
        """
        session = self._session
        session.require("interview.write")
        if not reason.strip():
            raise UserFault("interview.reason_missing", "reason")
        with session.work() as work:
            old = work.assessments.get(assessment_id)
            series = [a for a in work.assessments.of_person(old.person_id) if a.series_id == old.series_id]
            if old.state is not State.FINISHED or any(a.version > old.version for a in series):
                raise UserFault("interview.not_newest")
            if work.assessments.draft_of(old.person_id) is not None:
                raise UserFault("interview.draft_exists")
            made = replace(
                old,
                id=AssessmentId(session.new_id()),
                device_id=session.vault.device_id,
                created_at=session.now(),
                state=State.DRAFT,
                version=old.version + 1,
                version_reason=reason.strip(),
                finished_at=None,
                entries=tuple(replace(e, id=session.new_id()) for e in old.entries),
            )
            work.assessments.add(made)
            session.log(
                work, "interview.revise", person=old.person_id, subject=made.id, reason=reason.strip()
            )
            work.commit()
        return self._interview(made)

    def _interview(self, assessment: Assessment) -> Interview:
        with self._session.work() as work:
            person = work.persons.get(assessment.person_id)
            history = work.assessments.of_person(assessment.person_id)
            services = work.services.of_person(assessment.person_id)
        others = [a for a in history if a.series_id != assessment.series_id]
        earlier = valid_on(others, assessment.assessed_on)
        return Interview(self._session, assessment, person, earlier, tuple(services))


def _check_day(day: date, person: Person, today: date) -> None:
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
        found.update({e.item: "entries" for e in self._entries})
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
        return tuple(e for e in self._entries if e.item == item)

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

        Raises UserFault interview.value_not_allowed, interview.date_future or date.* (field = the item).
        """
        value = self._checked(self.book.items[item], value)
        old = self._answers.get(item) or Answer(item)
        made = replace(old, value=value, answered_at=self._session.now())
        cursor = Cursor(item, "score")
        with self._session.work() as work:
            work.assessments.save_answer(self._assessment.id, made)
            work.assessments.save_cursor(self._assessment.id, cursor)
            self._session.log(work, "interview.answer", person=self._assessment.person_id, subject=item)
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
            self._session.log(work, "interview.note", person=self._assessment.person_id, subject=item)
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

    def save_entry(self, item: str, values: Mapping[str, str], entry_id: str | None = None) -> Entry:
        """Save one row of a repeating item, new or changed.

        Raises UserFault interview.entry_incomplete, interview.value_not_allowed, date.* (field = `item.field`).
        """
        spec = self.book.items[item]
        checked = {}
        for part in spec.fields:
            value = self._checked_part(spec, part.id, part.kind, part.list, values.get(part.id, "").strip())
            if part.required and not value:
                raise UserFault("interview.entry_incomplete", f"{item}.{part.id}")
            if value:
                checked[part.id] = value
        entry = Entry(entry_id or self._session.new_id(), item, MappingProxyType(checked))
        with self._session.work() as work:
            work.assessments.save_entry(self._assessment.id, entry)
            self._session.log(work, "interview.entry", person=self._assessment.person_id, subject=item)
            work.commit()
        kept = [e for e in self._entries if e.id != entry.id]
        place = next((i for i, e in enumerate(self._entries) if e.id == entry.id), len(kept))
        self._entries = [*kept[:place], entry, *kept[place:]]
        return entry

    def remove_entry(self, entry_id: str) -> None:
        """Take one row of a repeating item out of the draft."""
        entry = next(e for e in self._entries if e.id == entry_id)
        with self._session.work() as work:
            work.assessments.remove_entry(self._assessment.id, entry_id)
            self._session.log(
                work, "interview.entry_removed", person=self._assessment.person_id, subject=entry.item
            )
            work.commit()
        self._entries.remove(entry)

    def change_head(self, assessed_on: date, reason: Reason) -> None:
        """Change date and reason of the draft. Raises what `Interviews.start` raises."""
        _check_day(assessed_on, self.person, self._session.today())
        changed = replace(self._assessment, assessed_on=assessed_on, reason=reason)
        with self._session.work() as work:
            work.assessments.save_head(changed)
            self._session.log(work, "interview.head", person=changed.person_id, subject=changed.id)
            work.commit()
        self._assessment = changed

    def finish(self) -> Assessment:
        """Lock the assessment. Raises RulesRefused while a hard rule or a required item stands in the way."""
        hard = [p for p in self.problems() if p.severity is Severity.HARD]
        if hard:
            raise RulesRefused(hard)
        session = self._session
        now = session.now()
        with session.work() as work:
            work.assessments.finish(self._assessment.id, now)
            person = work.persons.get(self._assessment.person_id)
            changed = self._copied_to(person)
            if changed != person:
                work.persons.update(replace(changed, version=person.version + 1))
            session.log(work, "interview.finish", person=person.id, subject=self._assessment.id)
            work.commit()
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

    def _checked(self, item: Item, value: str) -> str:
        return self._checked_part(item, "", item.kind.value, item.list, value.strip())

    def _checked_part(self, item: Item, part: str, kind: str, list_id: str, value: str) -> str:
        field = f"{item.id}.{part}" if part else item.id
        if not value:
            return ""
        if kind == "date":
            day = parse_date(value, field=field, today=self._session.today())
            return day.isoformat() if day else ""
        if kind in ("score", "code", "yesno", "system"):
            allowed = self._codes(kind, list_id)
            if value not in allowed:
                raise UserFault("interview.value_not_allowed", field)
        if len(value) > NOTE_LIMIT:
            raise UserFault("interview.note_too_long", field, limit=NOTE_LIMIT)
        return value

    def _codes(self, kind: str, list_id: str) -> set[str]:
        year = self._assessment.assessed_on.year
        if kind == "score":
            return {v.code for v in self.book.scales[list_id].values}
        return {c.code for c in self.book.lists[list_id].codes if c.valid_in(year)}
