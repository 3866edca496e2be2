"""The person register: finding, opening, registering, changing, hiding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from kpr_desktop.domain.dates import parse_date
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import Person, PersonSummary
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import closed_persons
from kpr_desktop.usecases.person_form import read_form, to_form
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.raising import raise_events_of, told_as
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.refusal import NumberTaken
from kpr_desktop.usecases.session import Session

FOUND_LIMIT = 30
"""Hits shown for one search, two screens of them; the list says when there are more."""

BROWSE_LIMIT = 200
"""Persons shown when nothing has been typed: all of them in a small municipality."""


class Persons:
    """Everything the person pages do."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, typed: str, *, hidden: bool = False) -> list[PersonSummary]:
        """By identity number, the municipality's own number, birth date or any part of the name, as typed.

        At most `FOUND_LIMIT` hits; an empty text gives the first `BROWSE_LIMIT` persons. A search by number is logged,
        because it names one person. Whom opening would refuse is not found.
        """
        session = self._session
        session.require("person.find")
        typed = typed.strip()
        digits = "".join(c for c in typed if c.isdigit())
        with session.work() as work:
            closed = closed_persons(session, work)
            if not typed:
                page = work.persons.page(limit=BROWSE_LIMIT + len(closed), hidden=hidden)
                return _open_ones(page, closed)[:BROWSE_LIMIT]
            if len(digits) >= 11 and not any(c.isalpha() for c in typed):
                return self._by_number(work, digits, closed, logged=True)
            if digits:
                hits = _open_ones(self._by_date_or_user_number(work, typed, hidden=hidden), closed)
                foreign = self._by_number(work, typed, closed)
                if foreign or hits or not any(c.isalpha() for c in typed):
                    return [*foreign, *(p for p in hits if p not in foreign)]
            limit = FOUND_LIMIT + len(closed)
            return _open_ones(work.persons.find_by_name(typed, limit=limit, hidden=hidden), closed)[
                :FOUND_LIMIT
            ]

    def count(self, *, hidden: bool = False) -> int:
        """How many persons there are that the user may find."""
        self._session.require("person.find")
        with self._session.work() as work:
            found = work.persons.summaries(closed_persons(self._session, work)).values()
            return work.persons.count(hidden=hidden) - sum(1 for each in found if hidden or not each.hidden)

    def names(self, ids: Iterable[PersonId]) -> dict[PersonId, str]:
        """The names of persons that a rehearsal tells of by id, once the log has it that they were shown.

        Unknown ids and blocked persons are left out.
        """
        session = self._session
        session.require("export.rehearse")
        with session.work() as work:
            shown = set(ids) - closed_persons(session, work)
            found = {i: found.name for i, found in work.persons.summaries(shown).items()}
            if found:
                session.log(work, "export.names", subject=str(len(found)))
                work.commit()
        return found

    def open(self, person_id: PersonId) -> Person:
        """The person, once the log has it that the person was opened. Raises what `Session.admit` raises."""
        session = self._session
        with session.work() as work:
            session.admit(work, "person.read", person_id)
            person = work.persons.get(person_id)
            session.shown(work, "person.open", person_id)
        return person

    def blank(self) -> dict[str, str]:
        """The form for a new person, with what is known already filled in."""
        self._session.require("person.register")
        form = to_form(empty_person(self._session))
        with self._session.work() as work:
            form["municipality"] = work.records.office().municipality
        form["responsible"] = self._session.user.id
        return form

    def form(self, person: Person) -> dict[str, str]:
        """The person as the form's texts, the number masked."""
        return to_form(person)

    def reveal(self, person_id: PersonId, reason: str) -> str:
        """The identity number, once the log has it that it was shown, and why."""
        session = self._session
        session.require("person.reveal")
        if not reason.strip():
            raise UserFault("person.reason_missing", "reason")
        with session.work() as work:
            session.admit(work, "person.reveal", person_id)
            person = work.persons.get(person_id)
            if person.identity is None:
                raise UserFault("person.no_number", "identity")
            session.shown(work, "person.reveal_number", person_id, reason=reason.strip())
        return person.identity.reveal(reason)

    def register(self, form: Mapping[str, str]) -> Person:
        """Add a person. Raises FormRefused, or NumberTaken, which leads to the person who has the number."""
        session = self._session
        session.require("person.register")
        person = read_form(form, empty_person(session), today=session.today(), training=session.training)
        with session.work() as work:
            session.admit(work, "person.register")
            self._check_numbers(work, person)
            if not person.user_number:
                person = replace(person, user_number=free_user_number(work, person.id))
            work.persons.add(person)
            session.log(work, "person.register", person=person.id)
            work.commit()
        return person

    def change(self, person: Person, form: Mapping[str, str]) -> Person:
        """Save a changed form; the version before is kept.

        Raises what `register` raises, and UserFault person.changed_elsewhere.
        """
        session = self._session
        session.require("person.write")
        changed = read_form(form, person, today=session.today(), training=session.training)
        changed = replace(changed, user_number=changed.user_number or person.user_number)
        if changed == person:
            return person
        return self._save(replace(changed, version=person.version + 1), "person.change")

    def hide(self, person: Person) -> Person:
        """Take the person out of lists and searches; nothing is removed."""
        self._session.require("person.write")
        return self._save(replace(person, hidden=True, version=person.version + 1), "person.hide")

    def bring_back(self, person: Person) -> Person:
        """Show a hidden person again."""
        self._session.require("person.write")
        return self._save(replace(person, hidden=False, version=person.version + 1), "person.bring_back")

    def users(self) -> list[User]:
        """Who can be chosen as responsible: everybody but those who have left."""
        with self._session.work() as work:
            return [user for user in work.records.users() if user.revoked_at is None]

    def _save(self, person: Person, action: str) -> Person:
        with self._session.work() as work:
            self._session.admit(work, "person.write", person.id)
            self._check_numbers(work, person)
            before = told_as(work.persons.get(person.id))
            work.persons.update(person)
            if told_as(person) != before:
                raise_events_of(self._session, work, person.id)
            self._session.log(work, action, person=person.id)
            work.commit()
        return person

    def _by_number(
        self, work: UnitOfWork, number: str, closed: Collection[PersonId], *, logged: bool = False
    ) -> list[PersonSummary]:
        """By identity number; a hit names one person and is logged, with `logged` a miss too."""
        session = self._session
        found = work.persons.find_by_number(number)
        shut = found is not None and found.id in closed
        if found is not None or logged:
            person = found.id if found else None
            session.log(work, "person.find_by_number", person=person, result="denied" if shut else "ok")
            work.commit()
        return [found] if found is not None and not shut else []

    def _check_numbers(self, work: UnitOfWork, person: Person) -> None:
        """Raises NumberTaken; of a person whom the user may not open UserFault access.number_blocked."""
        held = []
        if person.identity is not None and not person.identity.kind.is_free_text:
            other = work.persons.find_by_number(person.identity.reveal("duplicate check"))
            held.append(("person.number_taken", "identity", other))
        if person.user_number:
            other = work.persons.find_by_user_number(person.user_number)
            held.append(("person.user_number_taken", "user_number", other))
        for code, field, other in held:
            if other is None or other.id == person.id:
                continue
            if other.id in closed_persons(self._session, work):
                raise UserFault("access.number_blocked", field)
            raise NumberTaken(code, field, other.id)

    def _by_date_or_user_number(self, work: UnitOfWork, typed: str, *, hidden: bool) -> list[PersonSummary]:
        found = work.persons.find_by_user_number(typed) or work.persons.find_by_user_number(typed.upper())
        hits = [found] if found and (hidden or not found.hidden) else []
        try:
            day = parse_date(typed, field="search", today=self._session.today())
        except UserFault:
            day = None
        by_date = work.persons.find_by_birth_date(day, limit=FOUND_LIMIT, hidden=hidden) if day else []
        return [*hits, *(p for p in by_date if p not in hits)]


def _open_ones(found: Iterable[PersonSummary], closed: Collection[PersonId]) -> list[PersonSummary]:
    return [each for each in found if each.id not in closed]


def empty_person(session: Session) -> Person:
    """Nobody yet: what a new person is filled in on."""
    return Person(
        PersonId(session.new_id()),
        session.vault.device_id,
        session.now(),
        "",
        "",
        "",
        residences=(),
        sex="0",
    )


def free_user_number(work: UnitOfWork, person_id: PersonId) -> str:
    """A number of the municipality's own that nobody has."""
    # Short enough to be read aloud: the beginning of the id, longer only when that one is taken.
    lengths = (8, 13, len(person_id))
    return next(
        n for n in (person_id[:k].upper() for k in lengths) if work.persons.find_by_user_number(n) is None
    )
