"""The monthly control: what in a log is worth a question, by rules that are data. A hit is no accusation."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

from kpr_desktop.domain.dates import months_after
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.domain.names import fold


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log, as far as the control looks at it."""

    seq: int
    at: datetime
    user_id: UserId
    action: str
    person_id: PersonId | None = None
    reason: str = ""
    result: str = "ok"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the control knows of a person who was seen. `ended`: the last day of the last service, None while one runs.

    `address`: what two persons at the same place have in common; empty when it is not known.
    """

    name: str
    family_name: str
    address: str = ""
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """What the control knows of a user. `addresses`: those of registered persons with the user's own name."""

    name: str
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits and the actions they look at (`log_control.yaml`). `on`: the rules that are in use.

    `night` is the hours from and to (24-hour clock, across midnight); the other numbers are what their names say.
    """

    on: frozenset[str]
    look_ups: frozenset[str]
    reveals: frozenset[str]
    reasons: frozenset[str]
    emergencies: frozenset[str]
    denied: frozenset[str] = frozenset()
    many_most: int = 40
    many_least: int = 15
    many_times: int = 3
    night: tuple[int, int] = (22, 6)
    weekend: bool = False
    months_after_end: int = 12
    reason_characters: int = 10
    reason_persons: int = 5
    number_persons: int = 8
    sample_lines: int = 10


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """One thing to ask about: which rule, whose doing, and the person or the day when it is about one.

    `seqs` are the lines it rests on, `count` the number the rule counted (persons, lines).
    """

    rule: str
    user_id: UserId
    day: date | None
    person_id: PersonId | None
    count: int
    seqs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """The month's lines and who is in them."""

    lines: Sequence[Line]
    seen: Mapping[PersonId, Seen]
    staff: Mapping[UserId, Staff]
    rules: Rules
    seed: str = ""


_SATURDAY = 5
_Key = tuple[UserId, date | None, PersonId | None]


@dataclass
class _Found:
    """Lines put together by what they are about, so that one thing is told once."""

    lines: dict[_Key, list[Line]] = field(default_factory=lambda: defaultdict(list))

    def add(self, line: Line, *, day: bool = False, person: bool = False) -> None:
        key = (line.user_id, line.at.date() if day else None, line.person_id if person else None)
        self.lines[key].append(line)

    def hits(self, rule: str, least: int = 1, count: Callable[[list[Line]], int] = len) -> Iterator[Hit]:
        for (user_id, day, person_id), lines in self.lines.items():
            if (counted := count(lines)) >= least:
                yield Hit(rule, user_id, day, person_id, counted, tuple(sorted(each.seq for each in lines)))


def control(facts: Facts) -> list[Hit]:
    """All hits, by rule in the order of RULES, then by user, day and person; the sample last."""
    facts = Facts(
        [line for _, line in sorted({line.seq: line for line in facts.lines}.items())],
        facts.seen,
        facts.staff,
        facts.rules,
        facts.seed,
    )
    hits: list[Hit] = []
    for name, rule in RULES.items():
        if name in facts.rules.on:
            hits.extend(sorted(rule(facts), key=_order))
    if SAMPLE in facts.rules.on:
        taken = {seq for hit in hits for seq in hit.seqs}
        hits.extend(_sample(facts, taken))
    return hits


def _order(hit: Hit) -> tuple[str, str, str]:
    return hit.user_id, hit.day.isoformat() if hit.day else "", hit.person_id or ""


def _look_ups(facts: Facts) -> Iterator[Line]:
    return (x for x in facts.lines if x.action in facts.rules.look_ups and x.person_id and x.result == "ok")


def _persons(lines: Iterable[Line]) -> int:
    return len({line.person_id for line in lines})


@dataclass(frozen=True, slots=True)
class _Look:
    """A user who has seen a person."""

    facts: Facts
    line: Line
    person: Seen
    user: Staff


def _same_person(rule: str, alike: Callable[[_Look], bool]) -> _Rule:
    def found(facts: Facts) -> Iterator[Hit]:
        got = _Found()
        for line in _look_ups(facts):
            person = facts.seen.get(line.person_id) if line.person_id else None
            user = facts.staff.get(line.user_id)
            if person is not None and user is not None and alike(_Look(facts, line, person, user)):
                got.add(line, person=True)
        return got.hits(rule)

    return found


def _family(look: _Look) -> bool:
    own = fold(look.user.name).split(" ")[-1]
    return bool(own) and own in fold(look.person.family_name).split(" ")


def _address(look: _Look) -> bool:
    return bool(look.person.address) and look.person.address in look.user.addresses


def _colleague(look: _Look) -> bool:
    name, staff = fold(look.person.name), look.facts.staff
    return any(fold(s.name) == name for user_id, s in staff.items() if user_id != look.line.user_id)


def _after_end(look: _Look) -> bool:
    ended, months = look.person.ended, look.facts.rules.months_after_end
    return ended is not None and look.line.at.date() > months_after(ended, months)


def _many(facts: Facts) -> Iterator[Hit]:
    got = _Found()
    for line in _look_ups(facts):
        got.add(line, day=True)
    days: dict[UserId, dict[date | None, int]] = defaultdict(dict)
    for (user_id, day, _), lines in got.lines.items():
        days[user_id][day] = _persons(lines)
    rules = facts.rules
    for hit in got.hits("many", rules.many_least, _persons):
        others = [count for day, count in days[hit.user_id].items() if day != hit.day]
        if hit.count >= rules.many_most or (others and hit.count >= rules.many_times * median(others)):
            yield hit


def _hours(facts: Facts) -> Iterator[Hit]:
    begins, ends = facts.rules.night
    night = {(begins + hour) % 24 for hour in range((ends - begins) % 24)}
    got = _Found()
    for line in _look_ups(facts):
        if line.at.hour in night or (facts.rules.weekend and line.at.weekday() >= _SATURDAY):
            got.add(line, day=True)
    return got.hits("hours")


def _reason_short(facts: Facts) -> Iterator[Hit]:
    got = _Found()
    for line in facts.lines:
        if line.action in facts.rules.reasons and len(line.reason.strip()) < facts.rules.reason_characters:
            got.add(line)
    return got.hits("reason_short")


def _reason_same(facts: Facts) -> Iterator[Hit]:
    said: dict[tuple[UserId, str], list[Line]] = defaultdict(list)
    for line in facts.lines:
        if line.action in facts.rules.reasons:
            said[line.user_id, fold(line.reason)].append(line)
    got = _Found()
    for lines in said.values():
        if _persons(lines) >= facts.rules.reason_persons:
            for line in lines:
                got.add(line)
    return got.hits("reason_same", count=_persons)


def _emergency(facts: Facts) -> Iterator[Hit]:
    got = _Found()
    for line in facts.lines:
        if line.action in facts.rules.emergencies and line.result == "ok":
            got.add(line, person=True)
    return got.hits("emergency")


def _denied(facts: Facts) -> Iterator[Hit]:
    got = _Found()
    for line in facts.lines:
        if line.result != "ok" or line.action in facts.rules.denied:
            got.add(line, person=True)
    return got.hits("denied")


def _number(facts: Facts) -> Iterator[Hit]:
    got = _Found()
    for line in facts.lines:
        if line.action in facts.rules.reveals and line.result == "ok":
            got.add(line, day=True)
    return got.hits("number", facts.rules.number_persons, _persons)


def _sample(facts: Facts, taken: set[int]) -> list[Hit]:
    """Look-ups that no rule has told of, drawn so that the same month and seed give the same ones."""

    def drawn(line: Line) -> bytes:
        return hashlib.sha256(f"{facts.seed}|{line.seq}".encode()).digest()

    left = sorted((line for line in _look_ups(facts) if line.seq not in taken), key=drawn)
    chosen: dict[tuple[UserId, PersonId | None], Line] = {}
    for line in left:
        chosen.setdefault((line.user_id, line.person_id), line)
        if len(chosen) == facts.rules.sample_lines:
            break
    return [Hit(SAMPLE, x.user_id, x.at.date(), x.person_id, 1, (x.seq,)) for x in chosen.values()]


_Rule = Callable[[Facts], Iterator[Hit]]
SAMPLE = "sample"
RULES: Mapping[str, _Rule] = {
    "own_name": _same_person("own_name", _family),
    "own_address": _same_person("own_address", _address),
    "colleague": _same_person("colleague", _colleague),
    "emergency": _emergency,
    "denied": _denied,
    "many": _many,
    "number": _number,
    "hours": _hours,
    "after_end": _same_person("after_end", _after_end),
    "reason_short": _reason_short,
    "reason_same": _reason_same,
}
"""The rules beside the sample, the gravest first."""
