"""Fills a training vault with made-up persons, finished assessments, services and a few drafts."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kpr_desktop.codebook.demo import DemoWords
from kpr_desktop.codebook.model import CodeBook, ItemKind, ServiceClass, ServiceType
from kpr_desktop.domain.assessment import NOT_RELEVANT, Answer, Assessment, Cursor, Reason
from kpr_desktop.domain.care_service import CareService, Outcome
from kpr_desktop.domain.events import plan_events
from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId
from kpr_desktop.domain.navigation import Step, is_visible, missing
from kpr_desktop.domain.notification import ContactPerson
from kpr_desktop.domain.person import Address, Contact, Person, Residence
from kpr_desktop.domain.synthetic import synthetic_numbers, synthetic_organisations
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session

PASSPHRASE = "bare en øvelse her"  # noqa: S105 - a training vault holds nothing to protect, and says so
"""Every training vault made by `kpr demo` opens with this."""

_BATCH = 1000
_OLDEST_YEARS = 98
_DRAFT_SHARE = 0.05
_DUE_SHARE = 0.3
_CHILD = 12
"""Years: whoever is younger is scored as a child, and does not live alone."""
_ALONE, _WITH_OTHERS = "1", "2"
"""Household, code list 9335."""
_EMAILS = {"16": "iplos@example.no", "17": "innsending@example.no"}
"""The two contacts that a message needs, and addresses that reach nobody."""
_UNKNOWN_EVERY, _BIRTH_DATE_EVERY, _NO_PROVIDER_EVERY = 40, 25, 12
"""Every so many persons have neither number nor birth date, or no number; every so many services no provider.

The rehearsal of a practice vault is to have something to stop and something to look at, a small vault too.
"""


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """How many persons, and the share of them (0-1) that gets an assessment and services."""

    persons: int
    seed: int = 1
    assessed: float = 0.8


def fill(session: Session, words: DemoWords, plan: DemoPlan) -> list[PersonId]:
    """Add the persons of `plan`, and contact persons; the same seed and day give the same persons.

    Some are faulty on purpose. Raises UserFault demo.not_training.
    """
    if not session.training:
        raise UserFault("demo.not_training")
    session.require("person.register")
    _save_contacts(session, words)
    maker = _Maker(session, words, plan)
    made: list[PersonId] = []
    while len(made) < plan.persons:
        with session.work() as work:
            made.extend(maker.person(work) for _ in range(min(_BATCH, plan.persons - len(made))))
            session.log(work, "demo.fill", subject=str(len(made)))
            work.commit()
    return made


def _save_contacts(session: Session, words: DemoWords) -> None:
    with session.work() as work:
        office = work.records.office()
        if not office.contacts:
            names = zip(words.given, words.family, strict=False)
            contacts = (
                ContactPerson(kind, f"{given} {family}", email)
                for (kind, email), (given, family) in zip(_EMAILS.items(), names, strict=False)
            )
            work.records.save_office(replace(office, contacts=tuple(contacts)))
            work.commit()


class _Maker:
    def __init__(self, session: Session, words: DemoWords, plan: DemoPlan) -> None:
        self._session = session
        self._words = words
        self._plan = plan
        self._random = random.Random(plan.seed)  # noqa: S311 - made-up persons, no secret
        self._serials: dict[date, int] = {}
        self._today = session.today()
        self._book: CodeBook = session.books.for_year(self._today.year)
        self._count = self._services = 0
        self._providers = list(zip(words.providers, synthetic_organisations(), strict=False))
        with session.work() as work:
            self._municipality = work.records.office().municipality

    def person(self, work: UnitOfWork) -> PersonId:
        self._count += 1
        person = self._made_up()
        work.persons.add(person)
        # Who is faulty on purpose has services, so that the rehearsal finds it.
        if self._random.random() < self._plan.assessed or person.identity is None:
            self._assess(work, person)
            self._serve(work, person)
        return person.id

    def _made_up(self) -> Person:
        draw = self._random
        born, number = self._born()
        words = self._words
        unknown = self._count % _UNKNOWN_EVERY == 7
        child = self._is_child(born)
        return Person(
            id=PersonId(self._id()),
            device_id=self._session.vault.device_id,
            created_at=self._session.now(),
            user_number=f"Ø{self._count:06}",
            given_name=draw.choice(words.given),
            family_name=draw.choice(words.family),
            identity=None if unknown or self._count % _BIRTH_DATE_EVERY == 3 else number,
            birth_date=None if unknown else born,
            sex=draw.choice(("1", "2")),
            address=Address(f"{draw.choice(words.streets)} {draw.randint(1, 99)}", "", "0001", "Øvingsbyen"),
            protected=draw.random() < 0.01,
            phone="",
            next_of_kin=Contact(
                f"{draw.choice(words.given)} {draw.choice(words.family)}", "mor" if child else "datter", ""
            ),
            responsible=self._session.user.id if draw.random() < 0.2 else None,
            planned_visit=self._today + timedelta(days=draw.randint(-1, 40))
            if draw.random() < 0.05
            else None,
            household=_WITH_OTHERS if child else draw.choice((_ALONE, _WITH_OTHERS)),
            residences=(Residence(date(born.year, 1, 1), self._municipality),),
        )

    def _born(self) -> tuple[date, Fnr]:
        while True:
            born = self._today - timedelta(days=self._random.randint(3 * 365, _OLDEST_YEARS * 365))
            number = next(synthetic_numbers(born, first_serial=self._serials.get(born, 0)), None)
            if number is not None:
                self._serials[born] = int(number.reveal("practice person")[6:9]) % 500 + 1
                return born, number

    def _is_child(self, born: date | None) -> bool:
        return born is not None and (self._today - born).days < _CHILD * 365

    def _assess(self, work: UnitOfWork, person: Person) -> None:
        draw = self._random
        level = draw.choices((1, 2, 3, 4), weights=(4, 4, 3, 2))[0]
        days = draw.randint(370, 800) if draw.random() < _DUE_SHARE else draw.randint(5, 360)
        day = max(self._today - timedelta(days=days), person.birth_date or self._today)
        draft = draw.random() < _DRAFT_SHARE
        values = dict(self._values(level, child=self._is_child(person.birth_date)))
        if draft:
            values = dict(list(values.items())[: draw.randint(1, 12)])
        at = self._at(day)
        made = Assessment(
            id=AssessmentId(self._id()),
            series_id=self._id(),
            person_id=person.id,
            device_id=person.device_id,
            created_at=at,
            assessed_on=day,
            reason=draw.choice(list(Reason)),
            assessor_id=self._session.user.id,
            assessor_name=self._session.user.name,
            codebook_year=self._book.year,
            cursor=Cursor(list(values)[-1]),
            answers={
                i: Answer(i, v, draw.choice(self._words.notes) if draw.random() < 0.15 else "", at)
                for i, v in values.items()
            },
        )
        work.assessments.add(made)
        if not draft:
            work.assessments.finish(made.id, at, lacking=len(missing(self._book.steps, values)))

    def _values(self, level: int, *, child: bool) -> Iterator[tuple[str, str]]:
        values: dict[str, str] = {}
        for step in self._book.steps:
            if is_visible(step, values):
                value = self._value(step, level, child=child)
                if value:
                    values[step.item] = value
                    yield step.item, value

    def _value(self, step: Step, level: int, *, child: bool) -> str:
        item = self._book.items[step.item]
        if child and (item.id in self._words.not_for_children or item.id == "household"):
            return _WITH_OTHERS if item.id == "household" else NOT_RELEVANT
        if item.kind is ItemKind.SCORE:
            least = 3 if item.id in self._words.some_help else 1
            return str(min(5, max(least, level + self._random.choice((-1, 0, 0, 1)))))
        if item.kind is ItemKind.DATE:
            return (self._today - timedelta(days=self._random.randint(10, 300))).isoformat()
        if item.kind is ItemKind.ENTRIES:
            return ""
        codes = [c.code for c in self._book.lists[item.list].codes if c.valid_in(self._today.year)]
        return self._random.choice(codes)

    def _serve(self, work: UnitOfWork, person: Person) -> None:
        types = [t for t in self._book.services.values() if t.valid_in(self._today.year)]
        kinds = self._random.sample(types, k=self._random.randint(1, 3))
        if person.identity is None and not any(k.in_message for k in kinds):
            kinds.append(next(k for k in types if k.in_message))
        for kind in kinds:
            service = self._service(person, kind)
            work.services.add(service)
            plan = plan_events(
                service, (), in_scope=kind.in_message, now=self._session.now(), new_id=self._id
            )
            for event in plan.save:
                work.events.save(event)

    def _service(self, person: Person, kind: ServiceType) -> CareService:
        draw = self._random
        start = self._today - timedelta(days=draw.randint(1, 900))
        start = max(start, person.birth_date or start)
        hours = kind.kind is ServiceClass.HOURS
        self._services += 1
        name, number = self._providers[self._services % len(self._providers)]
        known = self._services % _NO_PROVIDER_EVERY != 0
        made = CareService(
            ServiceId(self._id()),
            person.id,
            person.device_id,
            self._session.now(),
            type=kind.code,
            applied_on=max(start - timedelta(days=30), person.birth_date or start),
            decided_on=max(start - timedelta(days=10), person.birth_date or start),
            outcome=Outcome.GRANTED,
            start=start,
            week_minutes=draw.choice((30, 60, 90, 150, 300, 600)) if hours else None,
            rolling=draw.random() < 0.5 if kind.needs_rolling else None,
            provider_number=number.value if known else "",
            provider_name=name if known else "",
        )
        if kind.kind is ServiceClass.STAY and draw.random() < 0.3:
            made = replace(made, end=min(self._today, start + timedelta(days=draw.randint(3, 60))))
        if kind.subtype_list:
            codes = [c.code for c in self._book.lists[kind.subtype_list].codes]
            made = replace(made, subtype=draw.choice(codes))
        return made

    def _id(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _at(self, day: date) -> datetime:
        now = self._session.now()
        return now if day == now.date() else now.replace(year=day.year, month=day.month, day=day.day)
