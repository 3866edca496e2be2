"""The monthly control on a real vault: made, looked at, signed, and itself in the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.blocking import BlockDesk, NewBlock
from kpr_desktop.usecases.control import NOTE_LIMIT, ControlList
from tests.support import numbers
from tests.support.colleagues import colleague, sits_down
from tests.support.world import World
from tests.usecases.test_care_services import stay

MONTH = "2026-11"


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


def rules(made: ControlList) -> list[str]:
    return [line.hit.rule for line in made.hits]


def test_made_anew_until_it_is_signed(training: World, person: PersonId) -> None:
    training.services.persons.open(person)
    desk = training.services.control
    made = desk.make(MONTH)
    assert rules(made) == ["sample"]
    line = made.hits[0]
    assert (line.user, line.person, line.own) == ("Kari Saksbehandler", "Blid Fjellbekk", True)
    assert made.lines > 2
    again = desk.make(MONTH)
    assert again.control.id == made.control.id
    assert [(c.id, by) for c, by in desk.controls()] == [(made.control.id, "Kari Saksbehandler")]
    with pytest.raises(UserFault, match=r"control\.month_not_over"):
        desk.sign(made.control.id, "ok")
    training.clock.forward(days=10)
    with pytest.raises(UserFault, match=r"control\.note_missing"):
        desk.sign(made.control.id, " ")
    with pytest.raises(UserFault, match=r"form\.too_long"):
        desk.sign(made.control.id, "x" * (NOTE_LIMIT + 1))
    signed = desk.sign(made.control.id, "Ingenting å merke seg")
    assert signed.signed_at == training.session.now()
    with pytest.raises(UserFault, match=r"control\.signed"):
        desk.sign(made.control.id, "en gang til")
    with pytest.raises(UserFault, match=r"control\.unknown"):
        desk.sign("tull", "")
    with training.session.work() as work:
        entry = work.records.log_entries(limit=1)[0]
    assert (entry.action, entry.subject) == ("control.sign", f"{MONTH} {again.control.anchor}")
    assert " · " in signed.anchor
    assert desk.make(MONTH).control.id != made.control.id
    assert desk.months() == ["2026-12", "2026-11"]


def test_a_month_without_anything_is_signed_without_words(training: World) -> None:
    training.clock.forward(days=70)
    made = training.services.control.make("2026-12")
    assert (made.hits, made.lines) == ((), 0)
    assert training.services.control.sign(made.control.id, "").note == ""


@pytest.mark.parametrize("month", ["2026-13", "2026-12", "hva som helst", ""])
def test_a_month_that_has_not_begun(training: World, month: str) -> None:
    with pytest.raises(UserFault, match=r"control\.month_unknown"):
        training.services.control.make(month)


def test_nothing_is_shown_where_nothing_can_be_written(training: World) -> None:
    training.session.vault.writable = False
    try:
        with pytest.raises(UserFault, match=r"access\.read_only"):
            training.services.control.make(MONTH)
    finally:
        training.session.vault.writable = True


def test_the_facts_are_those_of_the_register(training: World, person: PersonId) -> None:
    """Own name, own address through a namesake in the register, a colleague, and a case that is long over."""
    ola = colleague(training, "Ola Fjellbekk", "registrar", "case_worker")
    persons = training.services.persons
    persons.register(
        training.form(identity=numbers.fnr(2, series="tenor"), given_name="Ola", family_name="Fjellbekk")
    )
    over = persons.register(
        training.form(
            identity=numbers.fnr(3, series="tenor"),
            given_name="Rolig",
            family_name="Eng",
            line1="Et annet sted 4",
        )
    )
    desk = training.services.care_services
    desk.save(replace(stay(training, over.id), end=date(2026, 3, 1)))
    still = persons.register(
        training.form(
            identity=numbers.fnr(4, series="tenor"),
            given_name="Glad",
            family_name="Li",
            line1="",
            postal_code="",
            place="",
        )
    )
    desk.save(stay(training, still.id))
    training.clock.forward(days=500)
    for each in (person, over.id, still.id):
        persons.open(each)
    sits_down(training, ola)
    with training.session.work() as work:
        for each in (person, over.id, still.id):
            training.session.log(work, "person.open", person=each)
        work.commit()
    sits_down(training, colleague(training, "Eva Li", "auditor"))
    made = training.services.control.make(training.session.today().isoformat()[:7])
    found = {(line.hit.rule, line.user, line.person) for line in made.hits if line.hit.rule != "sample"}
    assert found == {
        ("own_name", "Ola Fjellbekk", "Blid Fjellbekk"),
        ("own_address", "Ola Fjellbekk", "Blid Fjellbekk"),
        ("after_end", "Kari Saksbehandler", "Rolig Eng"),
        ("after_end", "Ola Fjellbekk", "Rolig Eng"),
    }


def test_nobody_signs_her_own_hits_while_another_can(training: World, person: PersonId) -> None:
    with training.session.work() as work:
        training.session.log(work, "person.open", person=person, result="denied")
        training.session.log(work, "access.reason", person=person, reason="vikar")
        work.commit()
    made = training.services.control.make(MONTH)
    assert rules(made)[:2] == ["denied", "reason_short"]
    assert made.hits[1].reasons == ("vikar",)
    assert made.hits[1].person == ""  # the rule is about a user, not about one person
    training.clock.forward(days=10)
    leader = colleague(training, "Eva Li", "leader")
    with pytest.raises(UserFault, match=r"control\.own_hits"):
        training.services.control.sign(made.control.id, "Alt i orden")
    kari = training.session.user
    sits_down(training, leader)
    assert not any(line.own for line in training.services.control.make(MONTH).hits)
    training.services.control.sign(made.control.id, "Snakket med Kari")
    sits_down(training, kari)
    assert training.services.control.controls()[0][1] == "Eva Li"


def test_one_who_is_alone_signs_all_the_same(training: World, person: PersonId) -> None:
    with training.session.work() as work:
        training.session.log(work, "person.open", person=person, result="denied")
        work.commit()
    made = training.services.control.make(MONTH)
    training.clock.forward(days=10)
    assert training.services.control.sign(made.control.id, "Alene i hvelvet").signed_at


def test_a_blocked_person_is_a_number_alone(training: World, person: PersonId) -> None:
    training.services.persons.open(person)
    leader = colleague(training, "Eva Li", "leader")
    BlockDesk(training.session).set(NewBlock(person, "user", leader.id, "Ønsker det slik", "person"))
    sits_down(training, leader)
    (line,) = [x for x in training.services.control.make(MONTH).hits if x.hit.person_id == person]
    assert (line.person, bool(line.user_number)) == ("", True)


def test_who_may(training: World) -> None:
    sits_down(training, colleague(training, "Ola Ås", "case_worker"))
    for call in (
        training.services.control.months,
        training.services.control.controls,
        lambda: training.services.control.make(MONTH),
        lambda: training.services.control.sign("x", ""),
    ):
        with pytest.raises(UserFault, match=r"rights\.not_allowed"):
            call()


def test_an_empty_log_has_this_month(training: World) -> None:
    with training.session.work() as work:
        work.records._database.run("DELETE FROM log")  # type: ignore[attr-defined]
        assert work.records.log_first() == training.session.today()
