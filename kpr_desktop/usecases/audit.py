"""Reading the log: for whoever controls it, and, in plain words, for the person whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpr_desktop.codebook.log_words import LogWords
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import closed_persons
from kpr_desktop.usecases.citizen_log import CitizenLine, CitizenLog, kind_of, name_of
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import LogEntry, LogQuery, User
from kpr_desktop.usecases.session import Session

PAGE = 200
"""Lines at a time."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line for whoever controls the log. `person` is empty for one whom a block closes to the reader."""

    entry: LogEntry
    user: str
    roles: tuple[str, ...]
    person: str
    user_number: str
    what: str
    shows: str
    basis: str
    purpose: str
    reason: str

    @property
    def kind(self) -> str:
        """What kind of line: normal | emergency | denied."""
        return kind_of(self.entry)


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some lines, the newest first, and the query for those after them (None: there are no more)."""

    lines: tuple[LogLine, ...]
    more: LogQuery | None


class AuditDesk:
    """The readers of the log."""

    def __init__(self, session: Session, words: LogWords) -> None:
        self._session = session
        self.words = words

    def find_person(self, typed: str) -> PersonId:
        """By whole identity number or user number; the search is logged. Raises UserFault audit.person_unknown."""
        session = self._session
        with session.work() as work:
            session.admit(work, "log.read")
            digits = "".join(c for c in typed if c.isdigit())
            found = work.persons.find_by_number(digits) if len(digits) == 11 else None
            found = found or work.persons.find_by_user_number(typed.strip())
            if found is None:
                raise UserFault("audit.person_unknown", "person")
            session.log(work, "log.read", person=found.id)
            work.commit()
        return found.id

    def users(self) -> list[User]:
        """Everybody who ever had a slot, for the filter."""
        self._session.require("log.read")
        with self._session.work() as work:
            return work.records.users()

    def read(self, query: LogQuery, language: str = "nb") -> LogPage:
        """Lines of the log in a language, once the log has it that they are read, and which were asked for.

        Raises UserFault rights.not_allowed, access.read_only, audit.period_reversed (until); EnvironmentFault
        vault.tampered when a line is not as it was written.
        """
        session = self._session
        if query.since and query.until and query.until < query.since:
            raise UserFault("audit.period_reversed", "until")
        with session.work() as work:
            session.admit(work, "log.read")
            if not session.vault.writable:
                raise UserFault("access.read_only")
            session.log(work, "log.read", person=query.person_id, subject=_told(query))
            work.commit()
        with session.work() as work:
            entries = work.records.log_matching(query, limit=PAGE + 1)
            shown = entries[:PAGE]
            lines = self._lines(work, shown, language)
        more = replace(query, before=shown[-1].seq) if len(entries) > PAGE else None
        return LogPage(tuple(lines), more)

    def of_person(self, person_id: PersonId, language: str = "nb") -> list[CitizenLine]:
        """Who did what in a person's case, and why, for the person to read; the newest first.

        Nothing about who, when and why is left out. Raises what `Session.admit` and `Session.shown` raise.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "log.of_person", person_id)
            session.shown(work, "log.of_person", person_id)
        with session.work() as work:
            entries = work.records.log_matching(LogQuery(person_id))
            users = {user.id: user for user in work.records.users()}
        return CitizenLog(self.words, session.rights, language).lines(entries, users)

    def _lines(self, work: UnitOfWork, entries: Sequence[LogEntry], language: str) -> list[LogLine]:
        session = self._session
        users = {user.id: user for user in work.records.users()}
        closed = closed_persons(session, work)
        told = CitizenLog(self.words, session.rights, language)
        ids = {entry.person_id for entry in entries if entry.person_id}
        persons = {person_id: work.persons.get(person_id) for person_id in ids}
        bases = self.words.staff_bases
        lines = []
        for entry in entries:
            person = persons[entry.person_id] if entry.person_id else None
            words = self.words.action(entry.action)
            lines.append(
                LogLine(
                    entry=entry,
                    user=name_of(entry, users),
                    roles=told.roles(entry),
                    person=person.name if person and person.id not in closed else "",
                    user_number=person.user_number if person else "",
                    what=words.staff.in_(language),
                    shows=self.words.shows[words.shows].in_(language) if words.shows else "",
                    basis=bases[entry.basis].in_(language) if entry.basis in bases else entry.basis,
                    purpose=told.purpose(entry),
                    reason=told.reason(entry),
                )
            )
        return lines


def _told(query: LogQuery) -> str:
    """What was asked for, for the log itself: never a name."""
    asked = [
        f"user={query.user_id}" if query.user_id else "",
        f"actions={','.join(query.actions)}" if query.actions else "",
        f"since={query.since}" if query.since else "",
        f"until={query.until}" if query.until else "",
        "denied" if query.denied else "",
        f"before={query.before}" if query.before else "",
    ]
    return " ".join(each for each in asked if each)
