"""Consents: every fault beside its field, nothing of their content in the log, and none ever goes away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.domain.consent import Consent, Giver, Signature, Strokes, Way
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.blocking import NewBlock
from kpr_desktop.usecases.consents import FIELDS, ConsentDesk, proposed_end
from kpr_desktop.usecases.refusal import FormRefused
from tests.support.world import TODAY, World

SECRET = "Datteren Lun og fastlegen"


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


@pytest.fixture
def desk(training: World) -> ConsentDesk:
    return training.services.consents


def filled(desk: ConsentDesk, **fields: str) -> dict[str, str]:
    return desk.blank() | {"sources": SECRET, "purpose": "Kartlegging"} | fields


def refused(desk: ConsentDesk, person: PersonId, **fields: str) -> list[tuple[str | None, str]]:
    with pytest.raises(FormRefused) as told:
        desk.add(person, filled(desk, **fields))
    return [(fault.field, fault.code) for fault in told.value.faults]


def test_a_blank_form_proposes_today_and_twelve_months(desk: ConsentDesk) -> None:
    form = desk.blank()
    assert tuple(form) == FIELDS
    assert (form["given_by"], form["given_on"], form["expires_on"]) == ("person", "23.11.2026", "23.11.2027")
    assert desk.blank("guardian")["given_by"] == "guardian"
    assert proposed_end(date(2028, 2, 29)) == date(2029, 2, 28)
    assert desk.today() == TODAY


def test_the_codes_to_choose_from_are_those_the_record_knows(desk: ConsentDesk) -> None:
    assert [code.code for code in desk.givers()] == [each.value for each in Giver]
    assert [code.code for code in desk.ways()] == [each.value for each in Way]


def test_recorded_and_read_back(training: World, desk: ConsentDesk, person: PersonId) -> None:
    first = desk.add(person, filled(desk, giver_name="blir ikke med", given_on="1.6.2026"))
    assert (first.given_by, first.giver_name, first.expires_on) == (Giver.PERSON, "", date(2027, 11, 23))
    second = desk.add(
        person, filled(desk, given_by="guardian", giver_name=" Stø Måke ", way="written", expires_on="")
    )
    assert (second.giver_name, second.way, second.expires_on) == ("Stø Måke", Way.WRITTEN, None)
    training.reopen()
    assert training.services.consents.of_person(person) == [second, first]


def test_the_log_tells_that_and_not_what(training: World, desk: ConsentDesk, person: PersonId) -> None:
    made = desk.add(person, filled(desk, given_by="parent", giver_name="Lun Måke"))
    desk.withdraw(made, TODAY)
    with training.session.work() as work:
        entries = [e for e in work.records.log_entries(limit=50) if e.action.startswith("consent.")]
    assert {(e.action, e.person_id, e.subject) for e in entries} == {
        ("consent.add", person, made.id),
        ("consent.withdraw", person, made.id),
    }
    assert "Lun" not in repr(entries)
    assert "Kartlegging" not in repr(entries)


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"sources": " "}, [("sources", "consent.sources_missing")]),
        ({"sources": "x" * 501}, [("sources", "form.too_long")]),
        ({"purpose": ""}, [("purpose", "consent.purpose_missing")]),
        ({"given_by": "guardian"}, [("giver_name", "consent.giver_missing")]),
        ({"given_by": "parent", "giver_name": "x" * 101}, [("giver_name", "form.too_long")]),
        ({"given_by": "parent", "giver_name": "Lun\nMåke"}, [("giver_name", "form.one_line")]),
        ({"given_by": "uncle", "giver_name": "Lun"}, [("given_by", "form.not_in_list")]),
        ({"way": "telepathy"}, [("way", "form.not_in_list")]),
        ({"given_on": ""}, [("given_on", "consent.given_on_missing")]),
        ({"given_on": "i går"}, [("given_on", "date.not_a_date")]),
        ({"given_on": "24.11.2026"}, [("given_on", "date.future")]),
        ({"given_on": "13.3.1942"}, [("given_on", "consent.before_birth")]),
        ({"expires_on": "23.11.2026"}, [("expires_on", "consent.ends_before_start")]),
        ({"expires_on": "31.2.2027"}, [("expires_on", "date.impossible")]),
        (
            {"given_on": "24.11.2027", "sources": "", "given_by": "guardian"},
            [
                ("giver_name", "consent.giver_missing"),
                ("sources", "consent.sources_missing"),
                ("given_on", "date.future"),
                ("expires_on", "consent.ends_before_start"),
            ],
        ),
    ],
)
def test_each_fault_names_its_field(
    desk: ConsentDesk, person: PersonId, fields: dict[str, str], faults: list[tuple[str, str]]
) -> None:
    assert refused(desk, person, **fields) == faults
    assert desk.of_person(person) == []


def test_only_the_first_fault_of_a_field_is_told(desk: ConsentDesk, training: World) -> None:
    unborn = training.services.persons.register(
        training.form(identity="", birth_date="23.11.2026", user_number="77")
    )
    assert refused(desk, unborn.id, given_on="22.11.2026") == [("given_on", "consent.before_birth")]
    assert desk.add(unborn.id, filled(desk)).given_on == TODAY


def test_a_person_without_a_birth_date(desk: ConsentDesk, training: World) -> None:
    form = training.form(birth_date="")
    assert desk.add(training.services.persons.register(form).id, filled(desk, given_on="1.1.1900"))


def test_taken_back_from_a_day_on(desk: ConsentDesk, person: PersonId) -> None:
    made = desk.add(person, filled(desk, given_on="1.11.2026"))
    for day, code in ((date(2026, 11, 24), "date.future"), (date(2026, 10, 31), "consent.withdrawn_early")):
        with pytest.raises(UserFault, match=code) as told:
            desk.withdraw(made, day)
        assert told.value.field == "withdrawn_on"
    assert desk.state(made) == "holds"
    over = desk.withdraw(made, TODAY)
    assert desk.of_person(person) == [over]
    assert (over.withdrawn_on, desk.state(over)) == (TODAY, "withdrawn")
    with pytest.raises(UserFault, match=r"consent\.withdrawn_before"):
        desk.withdraw(made, TODAY)


def test_of_several_the_right_one_is_taken_back(desk: ConsentDesk, person: PersonId) -> None:
    kept, gone = desk.add(person, filled(desk)), desk.add(person, filled(desk))
    desk.withdraw(gone, TODAY)
    found: dict[str, Consent] = {each.id: each for each in desk.of_person(person)}
    assert (found[kept.id].withdrawn_on, found[gone.id].withdrawn_on) == (None, TODAY)


def test_one_that_has_run_out(desk: ConsentDesk, person: PersonId) -> None:
    made = desk.add(person, filled(desk, given_on="1.1.2026", expires_on="23.11.2026"))
    assert desk.state(made) == "expired"
    assert desk.state(replace(made, expires_on=date(2026, 11, 24))) == "holds"


def test_a_leader_reads_and_does_not_write(
    desk: ConsentDesk, training: World, person: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk.add(person, filled(desk))
    assert desk.may_write()
    session = training.session
    leader = replace(session.user, roles=frozenset({"leader"}))
    monkeypatch.setattr(session.vault, "user", leader)
    assert not desk.may_write()
    assert desk.of_person(person) == [made]
    for act in (lambda: desk.add(person, filled(desk)), lambda: desk.withdraw(made, TODAY)):
        with pytest.raises(UserFault, match=r"rights\.not_allowed"):
            act()


# --- signed on the screen, and reminded of

DRAWN = (((0.1, 0.5), (0.4, 0.2), (1, 0)),)


def test_what_is_drawn_is_kept_once_with_name_and_time(
    training: World, desk: ConsentDesk, person: PersonId
) -> None:
    own = desk.add(person, filled(desk))
    signed = desk.sign(own, (*DRAWN, ()))
    assert signed.signature == Signature("Blid Fjellbekk", training.session.now(), DRAWN)
    assert signed.way is Way.WRITTEN
    training.reopen()
    desk = training.services.consents
    assert desk.of_person(person) == [signed]
    with pytest.raises(UserFault, match=r"consent\.signed_already"):
        desk.sign(own, DRAWN, "Noen")
    guardian = desk.add(person, filled(desk, given_by="guardian", giver_name="Stø Måke"))
    assert str(desk.sign(guardian, DRAWN).signature).startswith("Signature(name='Stø Måke'")
    named = desk.add(person, filled(desk))
    other = desk.sign(named, DRAWN, "  Lun   Vik ").signature
    assert other is not None
    assert other.name == "Lun Vik"
    desk.withdraw(desk.of_person(person)[0], TODAY)


@pytest.mark.parametrize(
    ("strokes", "name", "code"),
    [
        ((), "", "consent.signature_empty"),
        ((((0.5, 0.5),), ((0.5, 0.5), (0.5, 0.5))), "", "consent.signature_empty"),
        ((((0.1, 0.5), (0.4, 1.2), (0.9, 0.6)),), "", "consent.signature_odd"),
        ((((0.1, 0.5), (-0.1, 0.2), (0.9, 0.6)),), "", "consent.signature_odd"),
        ((((0.1, 0.5), (float("nan"), 0.2), (0.9, 0.6)),), "", "consent.signature_odd"),
        ((tuple((x / 20_001, 0.5) for x in range(20_001)),), "", "consent.signature_odd"),
        (DRAWN, "x" * 101, "form.too_long"),
    ],
)
def test_no_signature(desk: ConsentDesk, person: PersonId, strokes: Strokes, name: str, code: str) -> None:
    own = desk.add(person, filled(desk))
    with pytest.raises(UserFault, match=code.replace(".", r"\.")):
        desk.sign(own, strokes, name)
    assert desk.of_person(person) == [own]


def test_what_holds_no_more_is_not_signed(training: World, desk: ConsentDesk, person: PersonId) -> None:
    over = desk.add(person, filled(desk, given_on="1.1.2026", expires_on="23.11.2026"))
    gone = desk.withdraw(desk.add(person, filled(desk)), TODAY)
    for each in (over, gone):
        with pytest.raises(UserFault, match=r"consent\.not_in_force"):
            desk.sign(each, DRAWN)


def test_a_consent_that_ends_within_thirty_days_is_reminded_of(
    training: World, desk: ConsentDesk, person: PersonId
) -> None:
    ends = {
        name: desk.add(person, filled(desk, given_on="1.1.2026", expires_on=day))
        for name, day in (
            ("last", "23.12.2026"), ("first", "24.11.2026"), ("late", "24.12.2026"), ("over", "23.11.2026"),
            ("open", ""), ("gone", "1.12.2026"),
        )
    }  # fmt: skip
    desk.withdraw(ends["gone"], TODAY)
    dead = training.services.persons.register(training.form(identity="", given_name="Rolig")).id
    desk.add(dead, filled(desk, given_on="1.1.2026", expires_on="30.11.2026"))
    with training.session.work() as work:
        found = work.persons.get(dead)
        work.persons.update(replace(found, death_date=TODAY, version=found.version + 1))
        work.commit()
    assert [(each.consent.id, each.days) for each in desk.expiring()] == [
        (ends["first"].id, 1), (ends["last"].id, 30),
    ]  # fmt: skip
    assert [each.days for each in desk.expiring(days=5)] == [1]
    me = training.session.user.id
    training.services.blocks.set(NewBlock(person, "user", me, "Ønsker det slik", "person"))
    assert desk.expiring() == []
