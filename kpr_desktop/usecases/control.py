"""The monthly control of the log: make the list, look at it, sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.domain.log_control import SAMPLE, Facts, Hit, Line, Rules, Seen, Staff, control
from kpr_desktop.domain.names import fold
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import closed_persons
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import LogEntry, LogQuery, User
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault_records import Control

NOTE_LIMIT = 1000
_NAMESAKES = 20
"""Persons of a user's own name whose address is compared."""


@dataclass(frozen=True, slots=True)
class HitLine:
    """One thing to ask about, with names. `person` is empty for one whom a block closes to the reader.

    `reasons`: what the user wrote, each once. `own`: it is about whoever reads the list.
    """

    hit: Hit
    user: str
    person: str
    user_number: str
    reasons: tuple[str, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class ControlList:
    """A month's list. `lines`: how many of the log's it was made from."""

    control: Control
    hits: tuple[HitLine, ...]
    lines: int


class ControlDesk:
    """Everything about the monthly control."""

    def __init__(self, session: Session, rules: Rules) -> None:
        self._session = session
        self._rules = rules

    def months(self) -> list[str]:
        """The months that can be controlled, the newest first: from the first line of the log to this month."""
        self._session.require("log.control")
        with self._session.work() as work:
            first = work.records.log_first()
        month, found = self._session.today().replace(day=1), list[str]()
        while month >= first.replace(day=1):
            found.append(month.isoformat()[:7])
            month = (month - timedelta(days=1)).replace(day=1)
        return found

    def controls(self) -> list[tuple[Control, str]]:
        """The controls made, the newest first, each with the name of who made it."""
        self._session.require("log.control")
        with self._session.work() as work:
            users = {user.id: user.name for user in work.records.users()}
            return [(each, users[each.made_by]) for each in work.oversight.controls()]

    def make(self, month: str) -> ControlList:
        """Make the list of a month ("2026-11"), once the log has it that it is made.

        A list that nobody has signed is made anew in its place; of a signed month a second one is made. The same month
        and the same end of the log give the same sample. Raises UserFault control.month_unknown (month).
        """
        session = self._session
        query = _query(month)
        if query is None or month > session.today().isoformat()[:7]:
            raise UserFault("control.month_unknown", "month")
        with session.work() as work:
            session.admit(work, "log.control")
            if not session.vault.writable:
                raise UserFault("access.read_only")
            anchor = work.records.log_mark()
            session.log(work, "control.make", subject=f"{month} {anchor}")
            work.commit()
        with session.work() as work:
            entries = work.records.log_matching(query)
            users = {user.id: user for user in work.records.users()}
            persons = {i: work.persons.get(i) for i in {e.person_id for e in entries if e.person_id}}
            facts = self._facts(work, entries, users, persons, f"{month} {anchor}")
            hits = control(facts)
            lines = self._lines(work, hits, entries, users, persons)
            made = self._saved(work, month, len(hits), anchor)
            work.commit()
        return ControlList(made, tuple(lines), len(entries))

    def sign(self, control_id: str, note: str) -> Control:
        """Sign a list that has been looked at; the log keeps the chain's end at that moment too.

        Raises UserFault control.unknown, control.signed, control.month_not_over, control.own_hits (another who may
        sign is there), control.note_missing (note), form.too_long (note).
        """
        session = self._session
        words = note.strip()
        if len(words) > NOTE_LIMIT:
            raise UserFault("form.too_long", "note", limit=NOTE_LIMIT)
        with session.work() as work:
            session.admit(work, "log.control")
            found = next((c for c in work.oversight.controls() if c.id == control_id), None)
            if found is None:
                raise UserFault("control.unknown")
            if found.signed_at is not None:
                raise UserFault("control.signed")
            if found.month >= session.today().isoformat()[:7]:
                raise UserFault("control.month_not_over")
            if self._own_alone(work, found):
                raise UserFault("control.own_hits")
            if found.hits and not words:
                raise UserFault("control.note_missing", "note")
            signed = replace(found, signed_at=session.now(), made_by=session.user.id, note=words)
            work.oversight.save_control(signed)
            session.log(work, "control.sign", subject=f"{found.month} {found.anchor}", reason=words)
            work.commit()
        return signed

    def _own_alone(self, work: UnitOfWork, found: Control) -> bool:
        """Whether whoever signs made the month's entries that are asked about, and another could sign instead."""
        session = self._session
        query = _query(found.month)
        others = [
            user
            for user in work.records.users()
            if user.id != session.user.id
            and user.revoked_at is None
            and session.rights.allows(user.roles, "log.control")
        ]
        if not others or query is None:
            return False
        entries = work.records.log_matching(query)
        users = {user.id: user for user in work.records.users()}
        persons = {i: work.persons.get(i) for i in {e.person_id for e in entries if e.person_id}}
        hits = control(self._facts(work, entries, users, persons, ""))
        return any(hit.user_id == session.user.id and hit.rule != SAMPLE for hit in hits)

    def _facts(
        self,
        work: UnitOfWork,
        entries: Iterable[LogEntry],
        users: Mapping[UserId, User],
        persons: Mapping[PersonId, Person],
        seed: str,
    ) -> Facts:
        return Facts(
            lines=[Line(e.seq, e.at, e.user_id, e.action, e.person_id, e.reason, e.result) for e in entries],
            seen={
                person.id: Seen(person.name, person.family_name, _place(person), _ended(work, person.id))
                for person in persons.values()
            },
            staff={user.id: Staff(user.name, _addresses(work, user.name)) for user in users.values()},
            rules=self._rules,
            seed=seed,
        )

    def _lines(
        self,
        work: UnitOfWork,
        hits: Iterable[Hit],
        entries: Iterable[LogEntry],
        users: Mapping[UserId, User],
        persons: Mapping[PersonId, Person],
    ) -> list[HitLine]:
        closed = closed_persons(self._session, work)
        written = {entry.seq: entry.reason for entry in entries}
        found = []
        for hit in hits:
            person = persons[hit.person_id] if hit.person_id else None
            reasons = dict.fromkeys(written[seq] for seq in hit.seqs if written[seq])
            found.append(
                HitLine(
                    hit=hit,
                    user=users[hit.user_id].name,
                    person=person.name if person and person.id not in closed else "",
                    user_number=person.user_number if person else "",
                    reasons=tuple(reasons),
                    own=hit.user_id == self._session.user.id,
                )
            )
        return found

    def _saved(self, work: UnitOfWork, month: str, hits: int, anchor: str) -> Control:
        session = self._session
        open_ = next((c for c in work.oversight.controls() if c.month == month and c.signed_at is None), None)
        made = Control(
            id=open_.id if open_ else session.new_id(),
            month=month,
            made_at=session.now(),
            made_by=session.user.id,
            hits=hits,
            anchor=anchor,
        )
        work.oversight.save_control(made)
        return made


def _query(month: str) -> LogQuery | None:
    """The lines of a month; None for what is no month."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return None
    return LogQuery(since=first, until=(first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _place(person: Person) -> str:
    address = person.address
    return fold(f"{address.line1} {address.postal_code}") if address.line1 and address.postal_code else ""


def _addresses(work: UnitOfWork, name: str) -> frozenset[str]:
    """Where registered persons of a user's own name live."""
    found = work.persons.find_by_name(name, limit=_NAMESAKES, hidden=True) if name.strip() else []
    same = [work.persons.get(each.id) for each in found if fold(each.name) == fold(name)]
    return frozenset(place for place in map(_place, same) if place)


def _ended(work: UnitOfWork, person_id: PersonId) -> date | None:
    """The last day of the person's last service; None while one runs, and for a person who never had any."""
    begun = [s for s in work.services.of_person(person_id) if s.start is not None]
    if not begun or any(s.end is None for s in begun):
        return None
    return max(s.end for s in begun if s.end is not None)
