"""A generated year in a vault: services start, pause, change provider and end, and are corrected again and again.

Everything is done by the use cases that the window calls, with a clock that goes through the year. What a rule refuses
is counted and left. Identity numbers are computed here and written nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from kpr_desktop.domain.care_service import CareService, Outcome, Pause, ProviderChange
from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.person_form import to_form
from kpr_desktop.usecases.refusal import NumberTaken, RulesRefused
from tests.prove.receiver_picture import Pause as ToldPause
from tests.prove.receiver_picture import Person as ToldPerson
from tests.prove.receiver_picture import Service as ToldService
from tests.support import numbers
from tests.support.world import World, confirmed

BORN = date(1942, 3, 14)
TYPES = ("18", "19", "20", "21", "29", "29", "21", "1", "15")
"""Mostly types in the scope of the message, and two that are not: nothing may be told of those."""
IN_SCOPE = frozenset(("18", "19", "20", "21", "29"))
REASON = "Rettet etter en telefon"


@dataclass
class Year:
    """The year of `persons` persons. `done` counts what was done, by kind; `refused` what a rule said no to."""

    world: World
    random: Random
    persons: list[PersonId] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def begin(self, persons: int) -> None:
        """Persons, some of them without a proper number yet, and a service or two for each."""
        for seed in range(persons):
            kind = self.random.choices(("fnr", "d", "none"), (8, 1, 1))[0]
            # A day of birth each, so that no two computed numbers are the same.
            born = BORN + timedelta(days=seed)
            number = {
                "fnr": lambda b: numbers.fnr(1, born=b),
                "d": lambda b: numbers.d_number(1, born=b),
                "none": lambda _: "",
            }[kind](born)
            form = self.world.form(
                identity=number, family_name=f"Fjellbekk {_word(seed)}", birth_date=f"{born:%d.%m.%Y}"
            )
            person = self.world.services.persons.register(form)
            self.persons.append(person.id)
            for _ in range(self.random.choice((1, 1, 2))):
                self._act("start", lambda p=person.id: self._start(p))

    def step(self) -> None:
        """Something happens to somebody; the clock goes on a little."""
        self.world.clock.forward(minutes=self.random.randrange(1, 300))
        confirmed(self.world.session)
        acts: dict[str, tuple[Callable[[PersonId], None], int]] = {
            "start": (self._start, 4),
            "end": (self._end, 8),
            "pause": (self._pause, 10),
            "pause ends": (self._pause_ends, 8),
            "provider": (self._provider, 8),
            "correct": (self._correct, 16),
            "annul": (self._annul, 3),
            "wrong person": (self._wrong_person, 2),
            "identity": (self._identity, 3),
            "undo": (self._undo, 5),
        }
        name = self.random.choices(tuple(acts), tuple(weight for _, weight in acts.values()))[0]
        person = self.random.choice(self.persons)
        self._act(name, lambda: acts[name][0](person))

    def _act(self, name: str, act: Callable[[], None]) -> None:
        try:
            act()
            self.done[name] += 1
        except RulesRefused as refused:
            self.refused[refused.problems[0].code] += 1
        except NumberTaken:
            self.refused["number taken"] += 1
        except UserFault as fault:
            self.refused[fault.code] += 1

    # --- what happens ------------------------------------------------------------------------------------------

    def _today(self) -> date:
        return self.world.session.today()

    def _day(self, around: int = 60) -> date:
        return self._today() - timedelta(days=self.random.randrange(around))

    def _provider_number(self) -> str:
        return self.random.choice(("", *(numbers.organisation(n) for n in range(1, 6))))

    def _services(self, person: PersonId) -> list[CareService]:
        return [s for s in self.world.services.care_services.of_person(person) if not s.annulled]

    def _one(self, person: PersonId) -> CareService:
        found = self._services(person)
        if not found:
            raise UserFault("replay.nothing")
        return self.random.choice(found)

    def _save(self, service: CareService) -> None:
        self.world.services.care_services.save(service, REASON)

    def _start(self, person: PersonId) -> None:
        desk = self.world.services.care_services
        kind = self.random.choice(TYPES)
        start = self._day()
        made = replace(
            desk.blank(person),
            type=kind,
            decided_on=start - timedelta(days=self.random.randrange(20)),
            outcome=self.random.choices((Outcome.GRANTED, Outcome.REFUSED), (12, 1))[0],
            start=start,
            week_minutes=120 if kind in ("1", "15") else None,
            subtype="10" if kind == "29" else "",
            provider_number=self._provider_number(),
        )
        if made.outcome is Outcome.REFUSED:
            made = replace(made, start=None)
        self._save(made)

    def _end(self, person: PersonId) -> None:
        service = self._one(person)
        self._save(replace(service, end=None if service.end else self._day(20)))

    def _pause(self, person: PersonId) -> None:
        service = self._one(person)
        begins = self._day(40)
        ends = begins + timedelta(days=self.random.randrange(1, 15)) if self.random.random() < 0.4 else None
        pause = Pause(self.world.session.new_id(), begins, ends, kind="hospital")
        self._save(replace(service, pauses=_by_day((*service.pauses, pause))))

    def _pause_ends(self, person: PersonId) -> None:
        service = self._one(person)
        open_ones = [p for p in service.pauses if p.to_date is None]
        if not open_ones:
            raise UserFault("replay.nothing")
        closed = replace(open_ones[0], to_date=max(open_ones[0].from_date, self._day(10)))
        self._save(replace(service, pauses=tuple(closed if p.id == closed.id else p for p in service.pauses)))

    def _provider(self, person: PersonId) -> None:
        service = self._one(person)
        change = ProviderChange(
            self.world.session.new_id(), self._day(30), self._provider_number(), "Øvingstjenesten"
        )
        self._save(replace(service, changes=_by_since((*service.changes, change))))

    def _correct(self, person: PersonId) -> None:
        """Something that was registered is said differently: once more, and once more."""
        service = self._one(person)
        days = timedelta(days=self.random.choice((-3, -2, -1, 1, 2, 3)))
        choices: list[CareService] = [
            replace(service, start=service.start + days if service.start else None),
            replace(service, end=service.end + days if service.end else None),
            replace(service, provider_number=self._provider_number()),
        ]
        if service.type in IN_SCOPE - {"29"}:
            choices.append(replace(service, type=self.random.choice(("18", "19", "20", "21"))))
        if service.pauses:
            moved = replace(service.pauses[0], from_date=service.pauses[0].from_date + days)
            choices += [
                replace(service, pauses=_by_day((moved, *service.pauses[1:]))),
                replace(service, pauses=service.pauses[1:]),
            ]
        if service.changes:
            other = replace(service.changes[0], since=service.changes[0].since + days)
            choices += [
                replace(service, changes=_by_since((other, *service.changes[1:]))),
                replace(service, changes=service.changes[1:]),
            ]
        self._save(self.random.choice(choices))

    def _undo(self, person: PersonId) -> None:
        """Back to how it was before: a correction that waits is not needed any more, or one is corrected back."""
        desk = self.world.services.care_services
        service = self._one(person)
        before = [v.service for v in desk.history(service.id) if not v.service.annulled]
        if not before:
            raise UserFault("replay.nothing")
        self._save(replace(before[0], version=service.version, annulled=False, version_reason=""))

    def _annul(self, person: PersonId) -> None:
        self.world.services.care_services.annul(self._one(person).id, REASON)

    def _wrong_person(self, person: PersonId) -> None:
        other = self.random.choice(self.persons)
        self.world.services.care_services.move(self._one(person).id, other, REASON)

    def _identity(self, person: PersonId) -> None:
        """A proper number, or another one, after services may have been told of."""
        desk = self.world.services.persons
        found = desk.open(person)
        assert found.birth_date is not None
        number = numbers.fnr(2 + self.random.randrange(500), born=found.birth_date)
        desk.change(found, to_form(found) | {"identity": number})


def now_held(world: World, persons: Iterable[PersonId]) -> dict[str, ToldService]:
    """What a register that was told everything would hold: read from persons and services, not from the events."""
    held: dict[str, ToldService] = {}
    with world.session.work() as work:
        for person_id in persons:
            person = work.persons.get(person_id)
            for service in work.services.of_person(person_id):
                if _is_told(service):
                    assert service.start is not None
                    held[service.id] = _told(person, service)
    return held


def _told(person: Person, service: CareService) -> ToldService:
    assert service.start is not None
    identity = person.identity or (Fnr.birth_date(person.birth_date) if person.birth_date else None)
    assert identity is not None
    residence = None if person.protected else person.residence_on(service.start)
    first = service.provider_on(service.start)
    providers = [(service.start.isoformat(), first)] if first else []
    providers += [
        (c.since.isoformat(), c.number) for c in service.changes if c.since > service.start and c.number
    ]
    return ToldService(
        person=ToldPerson(
            person.id, person.user_number, identity.reveal("replay"), identity.kind.type_code,
            residence.district if residence else "",
        ),
        type=service.type,
        start=service.start.isoformat(),
        end=service.end.isoformat() if service.end else "",
        providers=tuple(providers),
        pauses=tuple(
            sorted(
                (
                    ToldPause(p.id, p.from_date.isoformat(), _over(p.to_date, service.end))
                    for p in service.pauses
                ),
                key=lambda p: (p.begins, p.id),
            )
        ),
    )  # fmt: skip


def _over(pause: date | None, service: date | None) -> str:
    """The day a pause is over: with its service at the latest."""
    days = [day for day in (pause, service) if day is not None]
    return min(days).isoformat() if days else ""


def _is_told(service: CareService) -> bool:
    return (
        service.type in IN_SCOPE
        and service.start is not None
        and not service.annulled
        and service.outcome is not Outcome.REFUSED
    )


def _by_day(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    return tuple(sorted(pauses, key=lambda p: p.from_date))


def _by_since(changes: Iterable[ProviderChange]) -> tuple[ProviderChange, ...]:
    return tuple(sorted(changes, key=lambda c: c.since))


def _word(number: int) -> str:
    """A name for a number, in letters."""
    letters = "abcdefghij"
    return "".join(letters[int(digit)] for digit in str(number)).capitalize()
