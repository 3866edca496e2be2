"""A stay in hospital stops what the rule stops; a death ends everything, once it is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.domain.care_service import CareService, Outcome, Pause, ProviderChange
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.notification import EventKind
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.hospital_form import NAME_LIMIT, read_day, read_stay
from kpr_desktop.usecases.refusal import FormRefused, RulesRefused
from kpr_desktop.usecases.submission_records import HospitalStay
from tests.support import numbers
from tests.support.world import TODAY, World
from tests.usecases.test_care_services import stay, waiting

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


def home(world: World, person: PersonId, **changes: object) -> CareService:
    return world.services.care_services.save(
        replace(stay(world, person), type="15", week_minutes=300, **changes)  # type: ignore[arg-type]
    )


def long_stay(world: World, person: PersonId, **changes: object) -> CareService:
    return world.services.care_services.save(stay(world, person, **changes))


def in_hospital(world: World, person: PersonId, **changes: object) -> HospitalStay:
    return replace(world.services.breaks.blank(person), **{"from_date": MARCH, **changes})  # type: ignore[arg-type]


def periods(world: World, service: CareService) -> list[tuple[date, date | None, str]]:
    now = world.services.care_services.get(service.id)
    return [(p.from_date, p.to_date, p.kind) for p in now.pauses]


def test_the_rule_tells_what_stops(training: World, person: PersonId) -> None:
    helped, lived = home(training, person), long_stay(training, person)
    short = training.services.care_services.save(replace(stay(training, person), type="18"))
    home(training, person, start=APRIL)
    home(training, person, end=date(2026, 2, 20))
    home(training, person, pauses=(Pause("p", date(2026, 2, 20), APRIL),))
    back = home(training, person, pauses=(Pause("q", date(2026, 2, 20), MARCH),))
    plan = training.services.breaks.plan(person, MARCH)
    assert {(line.service.id, line.stops) for line in plan} == {
        (helped.id, True),
        (lived.id, False),
        (short.id, True),
        (back.id, True),
    }


def test_in_and_out_again(training: World, person: PersonId) -> None:
    desk = training.services.breaks
    helped, lived = home(training, person), long_stay(training, person)
    short = training.services.care_services.save(
        replace(
            stay(training, person), type="18", pauses=(Pause("before", date(2026, 2, 2), date(2026, 2, 9)),)
        )
    )
    kept = desk.admit(in_hospital(training, person, name="St. Olavs"), {helped.id, short.id})
    assert len(kept.pauses) == 2
    assert desk.stays(person) == [kept]
    assert periods(training, helped) == [(MARCH, None, "hospital")]
    assert periods(training, lived) == []
    assert waiting(training).count(EventKind.PAUSE_BEGINS) == 2
    with pytest.raises(UserFault, match=r"^hospital\.two_at_once$") as fault:
        desk.admit(in_hospital(training, person), ())
    assert fault.value.field == "from_date"
    out = desk.discharge(kept, APRIL)
    assert out.to_date == APRIL
    assert periods(training, helped) == [(MARCH, APRIL, "hospital")]
    assert periods(training, short) == [
        (date(2026, 2, 2), date(2026, 2, 9), ""),
        (MARCH, APRIL, "hospital"),
    ]
    assert training.services.care_services.get(helped.id).version_reason == ""
    # Moved to another hospital on the day of the discharge.
    second = desk.admit(replace(in_hospital(training, person), from_date=APRIL), ())
    assert desk.stays(person) == [second, out]


def test_a_pause_lasts_no_longer_than_its_service(training: World, person: PersonId) -> None:
    desk = training.services.breaks
    ends = home(training, person, end=date(2026, 3, 10))
    goes_on = home(training, person)
    kept = desk.admit(in_hospital(training, person, to_date=APRIL), {ends.id, goes_on.id})
    assert periods(training, ends) == [(MARCH, date(2026, 3, 10), "hospital")]
    assert periods(training, goes_on) == [(MARCH, APRIL, "hospital")]
    with pytest.raises(UserFault, match=r"^service\.reason_missing$"):
        desk.discharge(kept, date(2026, 3, 20))
    gone = training.services.care_services.annul(goes_on.id, "Ble aldri gitt")
    desk.discharge(kept, date(2026, 4, 9))
    assert training.services.care_services.get(gone.id) == gone
    assert periods(training, ends) == [(MARCH, date(2026, 3, 10), "hospital")]


def test_an_end_to_come_ends_no_stay(training: World, person: PersonId) -> None:
    desk = training.services.breaks
    care = training.services.care_services
    planned = care.save(replace(stay(training, person, end=date(2026, 12, 31)), type="18"))
    over = care.save(replace(stay(training, person, end=TODAY), type="19"))
    kept = desk.admit(in_hospital(training, person), {planned.id, over.id})
    assert periods(training, over) == [(MARCH, TODAY, "hospital")]
    assert periods(training, planned) == [(MARCH, None, "hospital")]
    assert waiting(training).count(EventKind.PAUSE_ENDS) == 0
    desk.discharge(kept, TODAY)
    assert waiting(training).count(EventKind.PAUSE_ENDS) == 1
    assert periods(training, planned) == [(MARCH, TODAY, "hospital")]


def test_a_pause_that_was_ended_by_hand_stays_so(training: World, person: PersonId) -> None:
    desk = training.services.breaks
    helped, other = home(training, person), home(training, person)
    kept = desk.admit(in_hospital(training, person), {helped.id, other.id})
    now = training.services.care_services.get(helped.id)
    [pause] = now.pauses
    early = training.services.care_services.save(
        replace(now, pauses=(replace(pause, to_date=date(2026, 3, 9)),))
    )
    desk.discharge(kept, APRIL)
    assert training.services.care_services.get(helped.id) == early
    assert periods(training, other) == [(MARCH, APRIL, "hospital")]


def test_registered_by_mistake(training: World, person: PersonId) -> None:
    desk = training.services.breaks
    helped = home(training, person)
    kept = desk.admit(in_hospital(training, person), {helped.id})
    with pytest.raises(UserFault, match=r"^service\.reason_missing$"):
        desk.withdraw(kept, "")
    desk.withdraw(kept, "Var bare til poliklinisk time")
    assert desk.stays(person) == []
    assert periods(training, helped) == []
    now = training.services.care_services.get(helped.id)
    assert now.version_reason == "Var bare til poliklinisk time"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"from_date": date(2026, 11, 24)}, "hospital.in_future", "from_date"),
        ({"to_date": date(2026, 11, 24)}, "hospital.in_future", "to_date"),
        ({"to_date": date(2026, 2, 28)}, "hospital.ends_before", "to_date"),
    ],
)
def test_what_can_not_be(
    training: World, person: PersonId, changes: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(UserFault) as fault:
        training.services.breaks.admit(in_hospital(training, person, **changes), ())
    assert (fault.value.code, fault.value.field) == (code, field)
    assert training.services.breaks.stays(person) == []


def test_all_or_nothing(training: World, person: PersonId) -> None:
    helped = home(training, person)
    paused = home(training, person, pauses=(Pause("p", APRIL, date(2026, 4, 9)),))
    with pytest.raises(RulesRefused):
        training.services.breaks.admit(in_hospital(training, person), {helped.id, paused.id})
    assert periods(training, helped) == []
    assert training.services.breaks.stays(person) == []


def test_a_death_ends_what_runs(training: World, person: PersonId) -> None:
    care, desk = training.services.care_services, training.services.breaks
    died = date(2026, 5, 1)
    change = ProviderChange("c", date(2026, 6, 1), numbers.organisation(1))
    running = home(training, person, pauses=(Pause("p", APRIL),), changes=(change,))
    later = home(training, person, start=date(2026, 7, 1))
    longer = home(
        training,
        person,
        end=date(2026, 9, 1),
        pauses=(Pause("a", APRIL, date(2026, 4, 9)), Pause("b", date(2026, 8, 1), date(2026, 8, 9))),
    )
    home(training, person, end=died)
    care.save(replace(stay(training, person), outcome=Outcome.REFUSED, start=None))
    found = desk.to_end(person, died)
    assert {s.id for s in found} == {running.id, later.id, longer.id}
    with pytest.raises(UserFault, match=r"^service\.reason_missing$"):
        desk.end_all(found, died, "")
    assert care.get(running.id).end is None
    desk.end_all(found, died, "Død")
    ended = care.get(running.id)
    assert (ended.end, ended.changes, periods(training, running)) == (died, (), [(APRIL, died, "")])
    never = care.get(later.id)
    assert (never.annulled, never.version_reason) == (True, "Død")
    assert care.get(longer.id).end == died
    assert periods(training, longer) == [(APRIL, date(2026, 4, 9), "")]
    assert desk.to_end(person, died) == []


def typed(**fields: str) -> dict[str, str]:
    return {"from_date": "01.03.2026", "to_date": "", "number": "", "name": "", **fields}


def test_the_form_of_a_stay() -> None:
    base = HospitalStay("s", PersonId("p"), TODAY)
    number = numbers.organisation(1)
    assert read_stay(typed(to_date="01.04.26", number=number, name=" St. Olavs "), base, TODAY) == replace(
        base, from_date=MARCH, to_date=APRIL, number=number, name="St. Olavs"
    )
    assert read_stay(typed(), base, TODAY).number == ""


def test_every_fault_of_the_form_at_once() -> None:
    base = HospitalStay("s", PersonId("p"), TODAY)
    bad = typed(from_date="", to_date="i går", number="12", name="x" * (NAME_LIMIT + 1))
    with pytest.raises(FormRefused) as told:
        read_stay(bad, base, TODAY)
    assert [(f.field, f.code) for f in told.value.faults] == [
        ("from_date", "hospital.from_missing"),
        ("to_date", "date.not_a_date"),
        ("number", "organisation.length"),
        ("name", "form.too_long"),
    ]


def fails(act: Callable[[], object]) -> str:
    with pytest.raises(UserFault) as fault:
        act()
    return fault.value.code


def test_the_day_of_discharge() -> None:
    assert read_day("01.04.2026", TODAY) == APRIL
    assert fails(lambda: read_day(" ", TODAY)) == "hospital.day_missing"
    assert fails(lambda: read_day("tull", TODAY)) == "date.not_a_date"
