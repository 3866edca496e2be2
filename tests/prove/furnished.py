"""The demo vault behind the pictures: thirty made-up persons, and one who has everything there is to see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import read_area
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.care_service import Outcome, Pause
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId
from kpr_desktop.usecases.interview import Interview
from tests.support import numbers
from tests.support.world import TODAY, World

NOTE = "Går med rullator til postkassen. Vil gjerne lenger, men er redd for å falle når det er glatt."
COLLEAGUES = ("Kari Saksbehandler", "Rask Bjørkedal")
_PERSONS = 30


@dataclass(frozen=True, slots=True)
class Demo:
    """The person who has everything: last time's assessment, a draft that carries it on, a service, a practice case.

    `other` is a person without a draft, `complete` somebody's draft with an answer to everything.
    """

    person: PersonId
    earlier: AssessmentId
    draft: AssessmentId
    service: ServiceId
    case: str
    other: PersonId
    complete: AssessmentId


def furnish(world: World) -> Demo:
    """Fill a new training vault."""
    world.demo(_PERSONS)
    services = world.services
    form = world.form(
        phone="00 00 00 01",
        kin_name="Rask Bjørkedal",
        kin_relation="datter",
        kin_phone="00 00 00 02",
        guardian_name="Stille Steinmo",
        planned_visit=f"{TODAY:%d.%m.%Y}",
    )
    person = services.persons.register(form).id
    born = date(1950, 5, 17)
    number = numbers.fnr(2, born=born, series="tenor")
    second = world.form(
        given_name="Rask", family_name="Bjørkedal", identity=number, birth_date=f"{born:%d.%m.%Y}"
    )
    other = services.persons.register(second).id
    earlier = _last_time(world, person)
    draft = _today(world, person)
    _consent(world, person)
    return Demo(person, earlier, draft, _service(world, person), _practice(world), other, _complete(world))


def answer_all(interview: Interview, score: str) -> None:
    """Answer every visible item that is a choice."""
    for step in interview.book.steps:
        item = interview.book.items[step.item]
        if step.item not in {s.item for s in interview.visible()}:
            continue
        if item.kind == "score":
            interview.answer(item.id, score)
        elif item.list:
            interview.answer(item.id, interview.book.lists[item.list].codes[0].code)
        elif item.kind == "date":
            interview.answer(item.id, "01.10.2025")


def dotted(language: str) -> frozenset[str]:
    """The texts of the program that hold «…» of their own."""
    areas = sorted(resource("texts", language).glob("*.yaml"))
    return frozenset(text for area in areas for text, _ in read_area(area).values() if "…" in text)


def _last_time(world: World, person: PersonId) -> AssessmentId:
    interview = world.services.interviews.start(person, date(2025, 10, 1), Reason.NEW_DECISION)
    answer_all(interview, "2")
    interview.type_note("v12", NOTE, 0)
    return interview.finish().id


def _today(world: World, person: PersonId) -> AssessmentId:
    interview = world.services.interviews.start(person, TODAY, Reason.PERIODIC, carry=True)
    for item, score in (("v01", "3"), ("v03", "2"), ("v17", "4"), ("v07", "4")):
        interview.answer(item, score)
    interview.type_note("v07", NOTE, 0)
    roles = interview.book.lists["participant_role"].codes
    for role, name in zip(roles, (COLLEAGUES[1], ""), strict=False):
        interview.save_entry("took_part", {"role": role.code, "name": name})
    return interview.assessment.id


def _complete(world: World) -> AssessmentId:
    born = date(1948, 3, 9)
    number = numbers.fnr(3, born=born, series="tenor")
    form = world.form(
        given_name="Stille", family_name="Steinmo", identity=number, birth_date=f"{born:%d.%m.%Y}"
    )
    person = world.services.persons.register(form).id
    interview = world.services.interviews.start(person, TODAY, Reason.NEW_DECISION)
    answer_all(interview, "3")
    return interview.assessment.id


def _consent(world: World, person: PersonId) -> None:
    desk = world.services.consents
    desk.add(person, desk.blank() | {"sources": "Datteren, og fastlegen", "purpose": "Kartlegging"})


def _service(world: World, person: PersonId) -> ServiceId:
    desk = world.services.care_services
    blank = desk.blank(person)
    made = replace(
        blank,
        type="15",
        outcome=Outcome.GRANTED,
        applied_on=date(2026, 1, 2),
        decided_on=date(2026, 1, 12),
        start=date(2026, 1, 20),
        week_minutes=330,
        pauses=(Pause(desk.new_pause_id(), date(2026, 3, 1), date(2026, 3, 8), "sykehus"),),
    )
    return desk.save(made).id


def _practice(world: World) -> str:
    desk = world.services.practice
    standing = desk.cases()[0]
    for name, score in zip(COLLEAGUES, ("2", "3"), strict=True):
        desk.save(standing.case.id, name, {answer.item: score for answer in standing.case.answers})
    return standing.case.id
