"""The log of one person in plain words, for the person: who did what, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kpr_desktop.codebook.log_words import LogWords
from kpr_desktop.codebook.rights import Rights
from kpr_desktop.domain.ids import UserId
from kpr_desktop.usecases.records import LogEntry, User

_LEFT = "letter.save_copy"
"""The action whose reason is a purpose that was chosen, with own words behind it or not."""


@dataclass(frozen=True, slots=True)
class CitizenLine:
    """What one of the staff did, in the person's own list. Equal lines of a day stand as one, `times` tells how many.

    `kind`: normal | emergency | denied. `why` is the ground in words, `reason` what the user wrote.
    `chosen`: the part of it that was chosen from a list; `written`: whether there are own words beside that.
    """

    first: datetime
    last: datetime
    times: int
    name: str
    roles: str
    unit: str
    what: str
    shows: str
    why: str
    reason: str
    kind: str
    chosen: str = ""
    written: bool = False


def kind_of(entry: LogEntry) -> str:
    """Whether a line tells of something out of the ordinary: normal | emergency | denied."""
    if entry.result != "ok":
        return "denied"
    if entry.basis == "emergency" or entry.action == "emergency.begin":
        return "emergency"
    return "normal"


@dataclass(frozen=True, slots=True)
class CitizenLog:
    """Tells of log entries in one language."""

    words: LogWords
    rights: Rights
    language: str

    def lines(self, entries: Iterable[LogEntry], users: Mapping[UserId, User]) -> list[CitizenLine]:
        """The entries, the newest first as they are given; equal ones of a day become one line."""
        made: dict[tuple[object, ...], CitizenLine] = {}
        for entry in entries:
            line = self.line(entry, users)
            key = (entry.at.date(), entry.user_id, *_same(line))
            before = made.get(key)
            made[key] = line if before is None else replace(before, first=line.first, times=before.times + 1)
        return list(made.values())

    def line(self, entry: LogEntry, users: Mapping[UserId, User]) -> CitizenLine:
        """One entry."""
        words = self.words.action(entry.action)
        why = [self._basis(entry), self.purpose(entry)]
        return CitizenLine(
            first=entry.at,
            last=entry.at,
            times=1,
            name=name_of(entry, users),
            roles=", ".join(self.roles(entry)),
            unit=entry.unit,
            what=self.words.for_citizen(entry.action).in_(self.language),
            shows=self.words.shows[words.shows].in_(self.language) if words.shows else "",
            why=" – ".join(each for each in why if each),
            reason=self.reason(entry),
            kind=kind_of(entry),
            chosen=self.chosen(entry),
            written=bool(self._own_words(entry)),
        )

    def roles(self, entry: LogEntry) -> tuple[str, ...]:
        """The user's roles at the time, in words."""
        known = self.rights.roles
        codes = [code for code in entry.roles.split(",") if code]
        return tuple(known[code].in_(self.language) if code in known else code for code in codes)

    def purpose(self, entry: LogEntry) -> str:
        """Why the user opened somebody outside the own list."""
        purpose = self.rights.purposes.get(entry.purpose)
        return purpose.label.in_(self.language) if purpose else entry.purpose

    def reason(self, entry: LogEntry) -> str:
        """What the user wrote; of a file that left the vault the purpose in words."""
        chosen, said = self.chosen(entry), self._own_words(entry)
        return f"{chosen}: {said}" if chosen and said else chosen or said

    def chosen(self, entry: LogEntry) -> str:
        """Of a file that left the vault the purpose that was chosen, in words; else empty."""
        code = entry.reason.partition(":")[0]
        found = self.words.purposes.get(code) if entry.action == _LEFT else None
        return found.in_(self.language) if found else ""

    def _own_words(self, entry: LogEntry) -> str:
        return entry.reason.partition(":")[2].strip() if self.chosen(entry) else entry.reason

    def _basis(self, entry: LogEntry) -> str:
        found = self.words.bases.get(entry.basis)
        return found.in_(self.language) if found else entry.basis


def name_of(entry: LogEntry, users: Mapping[UserId, User]) -> str:
    """The name at the time; a log of an earlier version has none, then the name of today."""
    return entry.user_name or (users[entry.user_id].name if entry.user_id in users else "")


def _same(line: CitizenLine) -> tuple[str, ...]:
    return (line.name, line.roles, line.unit, line.what, line.shows, line.why, line.reason, line.kind)
