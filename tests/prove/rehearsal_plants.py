"""The clean set of the dress rehearsal, and the faults that are planted in it one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

from kpr_desktop.codebook.strict import load
from kpr_desktop.domain.assessment import Assessment, State
from kpr_desktop.domain.care_service import CareService, Pause, ProviderChange
from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId
from kpr_desktop.domain.notification import Event, EventKind, Status
from kpr_desktop.domain.person import Person
from kpr_desktop.exports.kpr56 import field_table
from kpr_desktop.usecases.chain import HELD_WITH
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.raising import raise_events
from kpr_desktop.usecases.rehearsal_fields import CORRECTION
from tests.codebook import rule_cases
from tests.codebook.conversation_cases import CONVERSATION_CASES
from tests.codebook.rule_cases import BORN, NUMBER, Parts
from tests.codebook.service_cases import SERVICE_CASES
from tests.support import numbers
from tests.support.world import World

CASES = rule_cases.CASES | CONVERSATION_CASES | SERVICE_CASES
UNPLANTABLE = Path(__file__).parents[1] / "data" / "rehearsal_unplantable.yaml"
CONTACTS = {
    "name": "Øvingsby kommune",
    "contact16_name": "Blid Fjellbekk",
    "contact16_email": "blid@example.no",
    "contact16_phone": "22 22 22 22",
    "contact17_name": "Rolig Sjøsprøyt",
    "contact17_email": "rolig@example.no",
    "contact17_phone": "22 22 22 22",
}
KEEPERS = 4
"""Clean persons; the last one has every kind of event."""
RETURNED = {"person.identity_missing"}
"""Rules of which a source tells that the register sends back what they find (kpr-notification-spec.md)."""
_OLD = datetime.fromisoformat("1800-01-01T00:00:00+00:00")
_seeds = count(1000)
_NUMBERS = tuple(dict.fromkeys(numbers.fnr(n, born=BORN, series="tenor") for n in range(1, 600)))


@dataclass(frozen=True)
class Plant:
    """One fault. `plant` puts it in and gives whose it is (None: the municipality's) and what target has to be named.

    `of`: `element.attribute` of a field, empty for another finding. `consequence`: what the register would do.
    """

    code: str
    consequence: str
    plant: Callable[[World, UnitOfWork], tuple[PersonId | None, str]]
    of: str = ""


# --- the clean set


def clean(world: World) -> list[PersonId]:
    """Persons in whom nothing is to be found, with events that wait."""
    world.services.office.save(CONTACTS)
    made = []
    with world.session.work() as work:
        for at in range(KEEPERS):
            parts: Parts = {"assessment": rule_cases.assessment()}
            person, ids = put(work, parts)
            service = (
                all_events(person) if at == KEEPERS - 1 else _own(rule_cases.service("15"), person.id, ids)
            )
            work.services.add(service)
            raise_events(world.session, work, service)
            made.append(person.id)
        work.commit()
    return made


def all_events(person: Person) -> CareService:
    """A long-term stay with a pause, a new provider and an end: all five kinds of events."""
    return replace(
        _own(rule_cases.service("21"), person.id, {}),
        pauses=(Pause(uid(), date(2026, 3, 1), date(2026, 3, 8), kind="hospital"),),
        changes=(ProviderChange(uid(), date(2026, 5, 1), numbers.organisation(2), "Ny utfører"),),
        end=date(2026, 10, 31),
    )


def uid() -> str:
    return f"00000000-0000-4000-8000-{next(_seeds):012}"


# --- the rules of the code book


def put(work: UnitOfWork, parts: Parts) -> tuple[Person, dict[str, str]]:
    """A case of the rules as a person in the vault, and the new ids of its services."""
    who: Person = parts.get("person") or rule_cases.person()
    seed = next(_seeds)
    own = _free(work)
    person = replace(
        who,
        id=PersonId(uid()),
        user_number=f"P{seed}",
        identity=own if who.identity == NUMBER else who.identity,
    )
    work.persons.add(person)
    ids: dict[str, str] = {}
    for service in parts.get("services", ()):
        work.services.add(_own(service, person.id, ids))
    previous, assessment = parts.get("previous"), parts.get("assessment")
    if previous is not None:
        _finished(work, replace(previous, assessed_on=previous.assessed_on - timedelta(days=180)), person)
    if assessment is not None:
        _finished(work, assessment, person)
    return person, ids


def _free(work: UnitOfWork) -> Fnr:
    """A made-up number of the right birth date that nobody in the vault has."""
    return next(Fnr.parse(each) for each in _NUMBERS if work.persons.find_by_number(each) is None)


def _own(service: CareService, person_id: PersonId, ids: dict[str, str]) -> CareService:
    ids[service.id] = new = uid()
    return replace(service, id=ServiceId(new), person_id=person_id)


def _finished(work: UnitOfWork, assessment: Assessment, person: Person) -> None:
    entries = tuple(e if e.is_unfinished else replace(e, id=uid()) for e in assessment.entries)
    made = replace(assessment, id=AssessmentId(uid()), series_id=uid(), person_id=person.id, entries=entries)
    work.assessments.add(replace(made, state=State.FINISHED, finished_at=assessment.created_at))


def rule_plants() -> Iterator[Plant]:
    """The firing case of every rule."""
    for code, (fires, target, _) in CASES.items():

        def plant(
            _world: World, work: UnitOfWork, fires: Parts = fires, target: str = target
        ) -> tuple[PersonId, str]:
            person, ids = put(work, fires)
            area, _, rest = target.partition(".")
            if area == "service":
                ident, _, part = rest.partition(".")
                target = f"service.{ids[ident]}.{part}"
            return person.id, target

        yield Plant(code, "returned" if code in RETURNED else "ours", plant)


# --- the fields of the message


def field_plants() -> Iterator[Plant]:
    """A fault in every field that can have one."""
    for kind in EventKind:
        for attribute, change in _EVENT_FAULTS.items():
            if any(rule.attribute == attribute for rule in field_table().rules[kind.value]):
                yield _of_event(kind, attribute, change)
    yield _of_notification("notifikasjonGUID")
    yield _of_notification("notifikasjonForrigeGUID")
    yield _of_event(
        EventKind.START, "notifikasjonRef", {"refers_to": "nei", "status": Status.REPLACES}, "Notifikasjon"
    )
    for attribute, field, value in (
        ("kontPerson", "contact17_name", "x" * 101),
        ("meldTelefon", "contact16_phone", "12"),
        ("meldEpost1", "contact17_email", "ingen"),
    ):
        yield Plant(
            f"kpr56.field.{attribute}",
            _told("Kontaktperson", attribute, value),
            _contact(field, value),
            f"Kontaktperson.{attribute}",
        )
    yield Plant(
        "kpr56.field.kommuneNr", _told("Kommune", "kommuneNr", "42"), _municipality("42"), "Kommune.kommuneNr"
    )
    yield _of_person("brukerNr", "x" * 101, "user_number", user_number="x" * 101)
    yield Plant("kpr56.field.bydel", _told("Bruker", "bydel", "x"), _district, "Bruker.bydel")
    yield Plant(
        "kpr56.field.pasientGUID", _told("Bruker", "pasientGUID", "nei"), _person_id, "Bruker.pasientGUID"
    )


def other_plants() -> Iterator[Plant]:
    """What the writer's check finds beside the fields."""
    yield Plant("export.no_identity", "message", _someone(identity=None, birth_date=None))
    yield Plant("kpr56.odd.identity", "none", _someone(identity=Fnr.other(IdKind.SWEDISH, "19420314-0000")))
    yield Plant(
        "kpr56.odd.day",
        "none",
        _events(
            EventKind.START, {"registered_at": datetime.fromisoformat("2025-01-01T09:00:00+00:00")}, "start"
        ),
    )
    yield Plant(
        "kpr56.odd.time",
        "none",
        _events(
            EventKind.START, {"registered_at": datetime.fromisoformat("2027-01-01T09:00:00+00:00")}, "start"
        ),
    )
    yield Plant("kpr56.odd.municipality", "none", _municipality("9999"))
    yield Plant("kpr56.rule.contact_person", "schema", _contact("contact16_name", ""))
    yield Plant("kpr56.rule.submitter", "schema", _contact("contact17_name", ""))
    yield Plant(
        "kpr56.rule.reference", "schema", _events(EventKind.START, {"status": Status.REPLACES}, "start")
    )
    yield Plant(HELD_WITH, "schema", _events(EventKind.START, {"service_type": "99"}, "end"))
    yield Plant(
        CORRECTION, "none", _events(EventKind.END, {"status": Status.REPLACES, "refers_to": uid()}, "start")
    )


_EVENT_FAULTS: dict[str, dict[str, object]] = {
    "tjenesteType": {"service_type": "99"},
    "hendelseRegTid": {"registered_at": _OLD},
    "tjenesteOrgNr": {"provider_number": "12"},
    "hendelseDato": {"happened_on": _OLD.date()},
    "tjenesteID": {},
    "hendelseGUID": {"id": "nei"},
    "midlertidigStoppID": {"part_id": "to ord"},
}
_DAYS = {
    EventKind.START: "start", EventKind.END: "end", EventKind.PAUSE_BEGINS: "pauses", EventKind.PAUSE_ENDS: "pauses",
    EventKind.PROVIDER_CHANGED: "changes",
}  # fmt: skip
"""Written down a second time on purpose: the program's own list is what is being tried."""


def _part(kind: EventKind, attribute: str) -> str:
    if attribute == "tjenesteType":
        return "type"
    if attribute == "tjenesteOrgNr" and kind is not EventKind.PROVIDER_CHANGED:
        return "provider_number"
    return _DAYS[kind]


def _of_event(kind: EventKind, attribute: str, change: dict[str, object], element: str = "") -> Plant:
    bad = {"tjenesteType": "99", "tjenesteOrgNr": "12"}.get(attribute, "x y")
    element = element or kind.value
    plant = _events(kind, change, _part(kind, attribute), spaced=attribute == "tjenesteID")
    return Plant(f"kpr56.field.{attribute}", _told(element, attribute, bad), plant, f"{element}.{attribute}")


def _of_notification(attribute: str) -> Plant:
    """A bad id of an event is the bad id of its notification too, and what the next one points back to."""
    part = "start" if attribute == "notifikasjonGUID" else "changes"
    plant = _events(EventKind.START, {"id": "nei"}, part)
    return Plant(
        f"kpr56.field.{attribute}",
        _told("Notifikasjon", attribute, "nei"),
        plant,
        f"Notifikasjon.{attribute}",
    )


def _told(element: str, attribute: str, value: str) -> str:
    rule = next(rule for rule in field_table().rules[element] if rule.attribute == attribute)
    found = rule.consequence(value)
    assert found is not None, (element, attribute)
    return found


def _events(
    kind: EventKind, change: dict[str, object], part: str, *, spaced: bool = False
) -> Callable[[World, UnitOfWork], tuple[PersonId, str]]:
    def plant(world: World, work: UnitOfWork) -> tuple[PersonId, str]:
        person, _ = put(work, {"assessment": rule_cases.assessment()})
        service = all_events(person)
        if spaced:
            service = replace(service, id=ServiceId(f"to ord {uid()}"))
        work.services.add(service)
        raise_events(world.session, work, service)
        for event in work.events.of_service(service.id):
            if event.kind is kind:
                work.events.remove(event.id)
                changed: Event = replace(event, **change)  # type: ignore[arg-type]
                if "id" in change:
                    changed = replace(changed, id=f"nei {uid()}")
                work.events.save(changed)
        return person.id, f"service.{service.id}.{part}"

    return plant


def _someone(**facts: object) -> Callable[[World, UnitOfWork], tuple[PersonId, str]]:
    def plant(world: World, work: UnitOfWork) -> tuple[PersonId, str]:
        person, _ = put(work, {"person": rule_cases.person(**facts), "assessment": rule_cases.assessment()})
        return _told_of(world, work, person), "person.identity"

    return plant


def _of_person(attribute: str, value: str, field: str, **facts: object) -> Plant:
    def plant(world: World, work: UnitOfWork) -> tuple[PersonId, str]:
        person, _ = put(work, {"assessment": rule_cases.assessment()})
        changed = replace(person, version=person.version + 1, **facts)  # type: ignore[arg-type]
        work.persons.update(changed)
        return _told_of(world, work, changed), f"person.{field}"

    return Plant(f"kpr56.field.{attribute}", _told("Bruker", attribute, value), plant, f"Bruker.{attribute}")


def _district(world: World, work: UnitOfWork) -> tuple[PersonId, str]:
    person, _ = put(work, {"assessment": rule_cases.assessment()})
    home = tuple(replace(each, district="x") for each in person.residences)
    work.persons.update(replace(person, version=2, residences=home))
    return _told_of(world, work, person), "person.district"


def _person_id(world: World, work: UnitOfWork) -> tuple[PersonId, str]:
    seed = next(_seeds)
    number = _free(work)
    person = rule_cases.person(id=PersonId(f"nei {seed}"), user_number=f"P{seed}", identity=number)
    work.persons.add(person)
    _finished(work, rule_cases.assessment(), person)
    return _told_of(world, work, person), "person.user_number"


def _told_of(world: World, work: UnitOfWork, person: Person) -> PersonId:
    service = all_events(person)
    work.services.add(service)
    raise_events(world.session, work, service)
    return person.id


def _contact(field: str, value: str) -> Callable[[World, UnitOfWork], tuple[None, str]]:
    kind, part = field.removeprefix("contact").split("_")

    def plant(_world: World, work: UnitOfWork) -> tuple[None, str]:
        office = work.records.office()
        contacts = tuple(
            replace(c, **{part: value}) if c.kind == kind else c
            for c in office.contacts
            if value or c.kind != kind
        )
        work.records.save_office(replace(office, contacts=contacts))
        return None, f"office.{field}"

    return plant


def _municipality(number: str) -> Callable[[World, UnitOfWork], tuple[None, str]]:
    def plant(_world: World, work: UnitOfWork) -> tuple[None, str]:
        work.records.save_office(replace(work.records.office(), municipality=number))
        return None, "office.municipality"

    return plant


def unplantable() -> dict[str, str]:
    """Element.attribute -> why nobody can plant a fault in it."""
    found = {}
    for node in load(UNPLANTABLE).list():
        parts = node.map(("element", "attributes", "reason"))
        for each in parts["attributes"].list():
            found[f"{parts['element'].text()}.{each.text()}"] = parts["reason"].text()
    return found
