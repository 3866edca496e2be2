"""Care services: the register's rules, and the events that a saved change raises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpr_desktop.domain.care_service import CareService, Outcome, Pause, ProviderChange
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.notification import EventKind, Status
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.raising import FIRST_DAY_SETTING, catch_up, raise_events_of
from kpr_desktop.usecases.refusal import RulesRefused
from tests.support import numbers
from tests.support.codebooks import YEAR, Publisher, put, read_in
from tests.support.numbering import number_all
from tests.support.world import World, confirmed


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
    later = desk.save(replace(saved, week_minutes=200), " Nytt  vedtak ")
    assert (later.version, desk.get(saved.id).week_minutes) == (2, 200)
    assert later.version_reason == "Nytt vedtak"
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
    desk.save(replace(saved, pauses=(), end=None), "Ble ikke innlagt")
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
        ({"pauses": (Pause("x", date(2026, 3, 1), kind="krig"),)}, "pauses"),
        ({"changes": (ProviderChange("x", date(2026, 2, 1)),)}, "changes"),
        ({"complained_on": date(2026, 1, 8)}, "complained_on"),
        ({"complaint_answered_on": date(2026, 2, 8)}, "complained_on"),
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


def told(world: World) -> list[tuple[str, str, str]]:
    """Number what waits, and give (kind, status, service) of each."""
    return [(e.kind.value, e.status.value, e.service_id) for e in number_all(world.session)]


def test_a_correction_asks_for_its_reason(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    saved = desk.save(stay(training, person))
    moved = replace(saved, start=date(2026, 2, 3))
    for reason in ("", "   "):
        with pytest.raises(UserFault, match=r"^service\.reason_missing$"):
            desk.save(moved, reason)
    with pytest.raises(UserFault, match=r"^form\.too_long$"):
        desk.save(moved, "x" * (REASON_LIMIT + 1))
    assert desk.get(saved.id) == saved
    later = desk.save(moved, "Tastet feil dag")
    assert (later.version, later.version_reason) == (2, "Tastet feil dag")
    ended = desk.save(replace(later, end=date(2026, 5, 1)))
    assert (ended.version, ended.version_reason) == (3, "")


def test_every_version_is_kept(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    first = desk.save(stay(training, person))
    assert desk.history(first.id) == []
    second = desk.save(replace(first, start=date(2026, 2, 3)), "Tastet feil dag")
    desk.save(replace(second, end=date(2026, 5, 1)))
    history = desk.history(first.id)
    assert [each.service for each in history] == [second, first]
    assert {each.replaced_by for each in history} == {training.session.user.id}


def test_registered_by_mistake(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    saved = desk.save(stay(training, person))
    assert told(training) == [("TjenesteStart", "N", saved.id)]
    saved = desk.save(replace(saved, end=date(2026, 5, 1)))
    assert desk.story(saved.id).in_force == 1
    with pytest.raises(UserFault, match=r"^service\.reason_missing$"):
        desk.annul(saved.id, " ")
    gone = desk.annul(saved.id, "Ble aldri gitt")
    assert (gone.annulled, gone.version_reason, gone.runs_on(date(2026, 3, 1))) == (
        True,
        "Ble aldri gitt",
        False,
    )
    story = desk.story(saved.id)
    assert [(e.kind, e.status) for e in story.waiting] == [(EventKind.START, Status.ANNULS)]
    assert story.waiting[0].refers_to == story.told[0].id
    assert desk.problems(gone) == []
    for act in (
        lambda: desk.annul(saved.id, "Igjen"),
        lambda: desk.save(replace(gone, note="x"), "Igjen"),
        lambda: desk.move(saved.id, PersonId("x"), "Igjen"),
    ):
        with pytest.raises(UserFault, match=r"^service\.annulled$"):
            act()
    assert told(training) == [("TjenesteStart", "C", saved.id)]
    assert desk.story(saved.id).in_force == 0


def test_moved_to_the_right_person(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    other = training.services.persons.register(
        training.form(identity=numbers.fnr(2, born=date(1942, 3, 14), series="tenor"), given_name="Rask")
    ).id
    pause = Pause(desk.new_pause_id(), date(2026, 3, 1))
    saved = desk.save(stay(training, person, pauses=(pause,)))
    assert len(told(training)) == 2
    with pytest.raises(UserFault, match=r"^service\.same_person$") as same:
        desk.move(saved.id, person, "Feil")
    assert same.value.field == "person"
    made = desk.move(saved.id, other, "Feil person")
    assert desk.get(saved.id).annulled
    assert (made.person_id, made.version, made.start, made.version_reason) == (other, 1, saved.start, "")
    assert made.pauses[0].id != pause.id
    assert desk.of_person(other) == [made]
    assert sorted(told(training)) == sorted(
        [
            ("TjenesteStart", "C", saved.id),
            ("MidlertidigStoppFra", "C", saved.id),
            ("TjenesteStart", "N", made.id),
            ("MidlertidigStoppFra", "N", made.id),
        ]
    )


def test_what_the_new_person_could_not_have_had_stays_where_it_is(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    young = training.services.persons.register(
        training.form(identity=numbers.fnr(3, born=date(2026, 4, 1), series="tenor"), birth_date="01.04.2026")
    ).id
    saved = desk.save(stay(training, person))
    with pytest.raises(RulesRefused):
        desk.move(saved.id, young, "Feil person")
    assert desk.get(saved.id) == saved
    assert desk.of_person(young) == []


def test_a_corrected_identity_is_told_again_for_all_that_was_told(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    one = desk.save(stay(training, person, end=date(2026, 5, 1)))
    two = desk.save(replace(stay(training, person), start=date(2026, 5, 1)))
    assert len(told(training)) == 3
    persons = training.services.persons
    held = persons.open(person)
    right = numbers.fnr(4, born=date(1942, 3, 14), series="tenor")
    persons.change(held, persons.form(held) | {"identity": right})
    assert sorted(told(training)) == sorted(
        [("TjenesteStart", "M", one.id), ("TjenesteSlutt", "M", one.id), ("TjenesteStart", "M", two.id)]
    )
    assert waiting(training) == []
    # Nothing but what a message tells: another name raises nothing.
    held = persons.open(person)
    persons.change(held, persons.form(held) | {"given_name": "Rolig"})
    assert waiting(training) == []


def test_a_number_that_comes_later_is_told_again(training: World) -> None:
    persons = training.services.persons
    newborn = persons.register(training.form(identity=""))
    saved = training.services.care_services.save(stay(training, newborn.id))
    assert told(training) == [("TjenesteStart", "N", saved.id)]
    right = numbers.fnr(4, born=date(1942, 3, 14), series="tenor")
    persons.change(newborn, persons.form(newborn) | {"identity": right})
    assert told(training) == [("TjenesteStart", "M", saved.id)]


def test_nothing_better_to_tell_is_told_by_the_rehearsal(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    desk.save(stay(training, person))
    told(training)
    with training.session.work() as work:
        held = work.persons.get(person)
        work.persons.update(replace(held, identity=None, birth_date=None, version=held.version + 1))
        raise_events_of(training.session, work, person)
        assert work.events.waiting() == []


def test_catching_up_plans_every_service_once(training: World, person: PersonId) -> None:
    desk = training.services.care_services
    old = desk.save(replace(stay(training, person), start=date(2026, 2, 1), end=date(2026, 3, 1)))
    desk.save(replace(stay(training, person), start=date(2026, 4, 1)))
    assert len(waiting(training)) == 3
    with training.session.work() as work:
        assert catch_up(training.session, work) == 0
        work.records.save_setting(FIRST_DAY_SETTING, "2026-03-15")
        work.services.plan_all()
        assert catch_up(training.session, work) == 2
        assert catch_up(training.session, work) == 0
        assert [e.service_id for e in work.events.waiting() if e.service_id == old.id] == []
        assert len(work.events.waiting()) == 1


def test_a_type_that_comes_into_the_scope_is_told_of_without_anybody_touching_it(
    training: World, person: PersonId, tmp_path: Path
) -> None:
    desk, rehearsals = training.services.care_services, training.services.rehearsals
    desk.save(replace(stay(training, person), type="1", week_minutes=120))
    confirmed(training.session)
    read_in(training, put(tmp_path, Publisher().scope('"1": yes')))
    assert not rehearsals.waits_for_plan()
    training.clock.time = training.clock.time.replace(year=YEAR)
    with training.session.work() as work:
        assert catch_up(training.session, work) == 1
        assert [e.kind for e in work.events.waiting()] == [EventKind.START]
        assert catch_up(training.session, work) == 0
    assert rehearsals.waits_for_plan()
    assert rehearsals.plan() == 1
    assert waiting(training) == [EventKind.START]
    assert not rehearsals.waits_for_plan()
