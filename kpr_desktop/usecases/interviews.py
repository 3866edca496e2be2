"""Starting, resuming, revising and reading assessments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.domain.assessment import Assessment, Cursor, Reason, State
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import refuse_part, without_texts
from kpr_desktop.usecases.interview import Interview, check_day, previous_of
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.talk_settings import interval_of, talk_book


@dataclass(frozen=True, slots=True)
class Reading:
    """A finished assessment to be read. `newest` tells whether it is the last version of its series.

    `previous` is what stands beside it as last time.
    """

    assessment: Assessment
    person: Person
    newest: bool
    previous: Assessment | None = None


class Interviews:
    """Starts, resumes and reads assessments."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_person(self, person_id: PersonId) -> list[Assessment]:
        """The assessments of the person that are open to the user, every version, newest first."""
        with self._session.work() as work:
            sight = self._session.admit(work, "person.read", person_id).sight
            found = sight.of(work.assessments.of_person(person_id))
            self._session.shown(work, "interview.list", person_id, covered=True)
        return found

    def read(self, assessment_id: AssessmentId) -> Reading:
        """One assessment as it stands, once the log has it that it was read."""
        session = self._session
        with session.work() as work:
            found, history = self._admitted(work, "person.read", assessment_id)
            person = work.persons.get(found.person_id)
            session.shown(work, "interview.read", found.person_id, subject=found.id)
        series = (a for a in history if a.series_id == found.series_id)
        newest = all(a.version <= found.version for a in series)
        return Reading(found, person, newest, previous_of(history, found))

    def draft_of(self, person_id: PersonId) -> AssessmentId | None:
        """The person's draft, if there is one that is open to the user."""
        with self._session.work() as work:
            sight = self._session.admit(work, "person.read", person_id).sight
            found = work.assessments.draft_of(person_id)
            history = sight.of(work.assessments.of_person(person_id))
            if found is not None and all(a.id != found for a in history):
                refuse_part(self._session, work, "person.read", person_id, found)
            self._session.shown(work, "interview.list", person_id, covered=True)
        return found

    def start(
        self, person_id: PersonId, assessed_on: date, reason: Reason, *, carry: bool = False
    ) -> Interview:
        """Begin a new assessment. A person has one draft at a time: an existing one is resumed instead.

        With `carry` the answers of last time stand as «must be confirmed», one by one.
        Raises UserFault interview.date_future, interview.before_birth or interview.after_death (field assessed_on).
        """
        session = self._session
        session.require("interview.write")
        draft = self.draft_of(person_id)
        if draft is not None:
            return self.resume(draft)
        with session.work() as work:
            session.admit(work, "interview.write", person_id)
            person = work.persons.get(person_id)
            check_day(assessed_on, person, session.today())
            book = talk_book(session.books.for_year(assessed_on.year), work)
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
                carry=carry,
                citizen_language=person.language if person.language in LANGUAGES else LANGUAGES[0],
            )
            work.assessments.add(made)
            session.log(work, "interview.start", person=person_id, subject=made.id)
            work.commit()
        return self._interview(made)

    def resume(self, assessment_id: AssessmentId) -> Interview:
        """Open a draft where it was left. Raises UserFault interview.finished for one that is locked."""
        session = self._session
        with session.work() as work:
            found, _ = self._admitted(work, "interview.write", assessment_id)
            if found.state is State.FINISHED:
                raise UserFault("interview.finished")
            session.shown(work, "interview.open", found.person_id, subject=found.id)
        return self._interview(found)

    def revise(self, assessment_id: AssessmentId, reason: str) -> Interview:
        """Change a finished assessment: a new version with everything carried over and the reason told.

        Raises UserFault interview.reason_missing (field reason), interview.not_newest, interview.draft_exists.
        """
        session = self._session
        if not reason.strip():
            raise UserFault("interview.reason_missing", "reason")
        with session.work() as work:
            self._admitted(work, "interview.write", assessment_id)
            old = work.assessments.get(
                assessment_id
            )  # with the texts that the user may not see: they are carried over
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
                contributors=(),
                entries=tuple(replace(e, id=session.new_id()) for e in old.entries),
            )
            work.assessments.add(made)
            session.log(
                work, "interview.revise", person=old.person_id, subject=made.id, reason=reason.strip()
            )
            work.commit()
        return self._interview(made)

    def _interview(self, assessment: Assessment) -> Interview:
        """Everything the interview shows, of a draft that the log has as opened."""
        with self._session.work() as work:
            sight = self._session.admit(work, "interview.write", assessment.person_id).sight
            person = work.persons.get(assessment.person_id)
            history = work.assessments.of_person(assessment.person_id)
            services = work.services.of_person(assessment.person_id)
            book = talk_book(self._session.books.edition(assessment.codebook_year), work)
            months = interval_of(work)
        previous = previous_of(sight.of(history), assessment)
        items = sight.closed_items(assessment, history)
        hidden = {item: assessment.answers[item] for item in items if item in assessment.answers}
        shown = {**assessment.answers, **{item: without_texts(answer) for item, answer in hidden.items()}}
        seen = replace(assessment, answers=shown)
        return Interview(self._session, book, seen, person, previous, tuple(services), months, hidden)

    def _admitted(
        self, work: UnitOfWork, action: str, assessment_id: AssessmentId
    ) -> tuple[Assessment, list[Assessment]]:
        """The assessment and the person's others, as far as they are open. Raises what `Session.admit` raises."""
        raw = work.assessments.get(assessment_id)
        sight = self._session.admit(work, action, raw.person_id).sight
        history = sight.of(work.assessments.of_person(raw.person_id))
        found = next((a for a in history if a.id == assessment_id), None)
        if found is None:
            refuse_part(self._session, work, action, raw.person_id, assessment_id)
        return found, history
