"""Care services: the register's rules, and the events that a saved change raises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.domain.care_service import CareService, Outcome, Pause
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.notification import EventKind
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.refusal import RulesRefused
from tests.support.world import World


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


def stay(world: World, person: PersonId, **changes: object) -> CareService:
    blank = world.services.care_services.blank(person)
    return replace(
        blank,
        type="21",
        applied_on=date(2026, 1, 2),
        decided_on=date(2026, 1, 9),
        start=date(2026, 2, 1),
        **changes,
    )  # type: ignore[arg-type]


def waiting(world: World) -> list[EventKind]:
    with world.session.work() as work:
        return [e.kind for e in work.events.waiting()]


def test_saved_and_read_back(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    home = replace(
        desk.blank(person), type="15", decided_on=date(2026, 1, 9), start=date(2026, 2, 1), week_minutes=150
    )
    saved = desk.save(home)
    assert saved.version == 1
    assert desk.get(saved.id) == saved
    later = desk.save(replace(saved, week_minutes=200))
    assert (later.version, desk.get(saved.id).week_minutes) == (2, 200)
    assert waiting(training) == []


def test_running_services_come_first(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    over = desk.save(stay(training, person, end=date(2026, 3, 1)))
    running = desk.save(replace(stay(training, person), type="18", start=date(2026, 4, 1)))
    planned = desk.save(replace(desk.blank(person), type="5", decided_on=date(2026, 1, 1)))
    assert [s.id for s in desk.of_person(person)] == [running.id, over.id, planned.id]


def test_a_service_in_scope_raises_its_events_in_the_same_transaction(
    training: World, person: PersonId
) -> None:
    desk = training.services.care_services
    saved = desk.save(stay(training, person))
    assert waiting(training) == [EventKind.START]
    pause = Pause(desk.new_pause_id(), date(2026, 3, 1), date(2026, 3, 9), "Sykehus")
    saved = desk.save(replace(saved, pauses=(pause,), end=date(2026, 5, 1)))
    assert sorted(waiting(training)) == sorted(
        [EventKind.START, EventKind.PAUSE_BEGINS, EventKind.PAUSE_ENDS, EventKind.END]
    )
    desk.save(replace(saved, pauses=(), end=None))
    assert waiting(training) == [EventKind.START]


def test_a_refusal_is_kept_and_raises_nothing(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    refused = replace(stay(training, person), outcome=Outcome.REFUSED, start=None)
    assert desk.save(refused).outcome is Outcome.REFUSED
    assert waiting(training) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end": date(2026, 1, 31)}, "end"),
        ({"week_minutes": 60}, "week_minutes"),
        ({"type": "15"}, "week_minutes"),
        ({"type": "15", "week_minutes": 168 * 60 + 1}, "week_minutes"),
        ({"type": "8"}, "rolling"),
        ({"type": "29"}, "subtype"),
        ({"decided_on": date(2026, 2, 2)}, "start"),
        ({"outcome": Outcome.REFUSED}, "start"),
        ({"pauses": (Pause("x", date(2026, 1, 1)),)}, "pauses"),
    ],
)
def test_hard_rules_point_to_their_field(
    training: World, person: PersonId, changes: dict[str, object], field: str
) -> None:
    service = replace(stay(training, person), **changes)  # type: ignore[arg-type]  # a test's short hand
    with pytest.raises(RulesRefused) as told:
        training.services.care_services.save(service)
    assert any(field in p.target for p in told.value.problems), told.value.problems
    assert training.services.care_services.of_person(person) == []
    assert waiting(training) == []


def test_soft_rules_are_told_and_do_not_stop(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    service = stay(training, person)
    assert any("provider" in p.target for p in desk.problems(service))
    desk.save(service)


def test_two_windows_do_not_save_over_each_other(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    saved = desk.save(stay(training, person))
    desk.save(replace(saved, note="en"))
    with pytest.raises(UserFault):
        desk.save(replace(saved, note="to"))
    assert desk.get(saved.id).note == "en"
