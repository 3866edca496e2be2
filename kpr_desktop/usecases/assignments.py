"""Assignments: who works with a person beside the responsible one, and each user's own list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.domain.person import PersonSummary
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import closed_persons
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault_records import Assignment

OWN_LIMIT = 500
"""Persons on an own list, at most."""


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One assignment of a person, with the user's name; `valid` today."""

    given: Assignment
    user: str
    valid: bool


class AssignmentDesk:
    """Gives and ends assignments, and tells whom one works with."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def own(self) -> list[PersonSummary]:
        """The user's own list, by name: responsible, assigned, or with a draft. Blocked persons are left out."""
        session = self._session
        session.require("person.find")
        with session.work() as work:
            ids = work.access.own_persons(session.user.id, session.today(), limit=OWN_LIMIT)
            closed = closed_persons(session, work)
            found = work.persons.summaries(i for i in ids if i not in closed)
        return [found[i] for i in ids if i in found]

    def of_person(self, person_id: PersonId) -> list[AssignmentLine]:
        """The person's assignments, the newest first; for whoever reads the person."""
        session = self._session
        with session.work() as work:
            session.admit(work, "person.read", person_id)
            users = {user.id: user.name for user in work.records.users()}
            held = work.access.assignments(person_id=person_id)
            session.shown(work, "assignment.list", person_id, covered=True)
        return [AssignmentLine(a, users[a.user_id], a.holds_on(session.today())) for a in held]

    def give(
        self,
        person_id: PersonId,
        user_id: UserId,
        *,
        from_date: date | None = None,
        to_date: date | None = None,
    ) -> Assignment:
        """Let a user work with a person, from today unless another day is told.

        Raises UserFault authorisation.user_unknown (user), authorisation.dates_reversed (to_date), assignment.held
        (user).
        """
        session = self._session
        first = from_date or session.today()
        with session.work() as work:
            session.admit(work, "assignment.write", person_id)
            if all(u.id != user_id or u.revoked_at for u in work.records.users()):
                raise UserFault("authorisation.user_unknown", "user")
            if to_date is not None and to_date < first:
                raise UserFault("authorisation.dates_reversed", "to_date")
            held = work.access.assignments(person_id=person_id)
            if any(a.user_id == user_id and a.holds_on(first) for a in held):
                raise UserFault("assignment.held", "user")
            made = Assignment(
                session.new_id(),
                person_id,
                user_id,
                "assignment",
                first,
                to_date,
                session.user.id,
                session.now(),
            )
            work.access.save_assignment(made)
            session.log(work, "assignment.give", person=person_id, subject=made.id)
            work.commit()
        return made

    def end(self, given: Assignment) -> Assignment:
        """End an assignment; it holds until yesterday. One's own may be ended by oneself.

        Raises UserFault assignment.ended for one that holds no more.
        """
        session = self._session
        with session.work() as work:
            if given.user_id != session.user.id:
                session.admit(work, "assignment.write", given.person_id)
            found = next(
                (a for a in work.access.assignments(person_id=given.person_id) if a.id == given.id), None
            )
            if found is None or (found.to_date is not None and found.to_date < session.today()):
                raise UserFault("assignment.ended")
            ended = replace(found, to_date=session.today() - timedelta(days=1))
            work.access.save_assignment(ended)
            session.log(work, "assignment.end", person=found.person_id, subject=found.id)
            work.commit()
        return ended
