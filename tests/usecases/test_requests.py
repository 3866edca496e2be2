"""Requests: a clock that runs, one extension, one answer, and everybody told of a correction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kpr_desktop.domain.consent import Giver
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.rights import Outcome, RequestKind, RequestState, RightsRequest
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.blocking import NewBlock
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.requests import FIELDS, RequestDesk
from kpr_desktop.usecases.reservations import ReservationDesk
from tests.support.gathered import gathered, whole_text
from tests.support.world import TODAY, World, make_world
from tests.usecases.test_submission import ready

SECRET = "Husstanden er feil, jeg bor med Lun"


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


@pytest.fixture
def desk(training: World) -> RequestDesk:
    return training.services.requests


def asked(desk: RequestDesk, person: PersonId, kind: str = "access", **fields: str) -> RightsRequest:
    return desk.add(person, desk.blank(kind) | fields)


def logged(world: World) -> list[tuple[str, str]]:
    with world.session.work() as work:
        return [(entry.action, entry.subject) for entry in work.records.log_entries(limit=4)]


def test_recorded_and_read_back(training: World, desk: RequestDesk, person: PersonId) -> None:
    assert tuple(desk.blank()) == FIELDS
    first = asked(
        desk, person, "correction", words=f" {SECRET} ", received_on="1.11.2026", asker_name="ikke med"
    )
    assert (first.kind, first.asked_by, first.asker_name) == (RequestKind.CORRECTION, Giver.PERSON, "")
    assert (first.words, first.due_on) == (SECRET, date(2026, 12, 1))
    second = asked(desk, person, "log", asked_by="parent", asker_name="Stø Måke")
    assert (second.asked_by, second.asker_name, second.due_on) == (
        Giver.PARENT,
        "Stø Måke",
        date(2026, 12, 23),
    )
    assert logged(training)[:2] == [("request.add", second.id), ("request.add", first.id)]
    training.reopen()
    assert training.services.requests.of_person(person) == [second, first]
    with training.session.work() as work:
        assert SECRET not in repr(work.records.log_entries(limit=99))


def test_every_fault_beside_its_field(desk: RequestDesk, person: PersonId) -> None:
    wrong = {
        "kind": "gossip", "asked_by": "guardian", "asker_name": " ", "received_on": "24.11.2026", "words": "x" * 2001,
    }  # fmt: skip
    with pytest.raises(FormRefused) as told:
        desk.add(person, wrong)
    assert [(fault.field, fault.code) for fault in told.value.faults] == [
        ("kind", "form.not_in_list"), ("asker_name", "rights.asker_missing"), ("received_on", "date.future"),
        ("words", "form.too_long"),
    ]  # fmt: skip
    for typed, code in (("", "rights.received_missing"), ("i går", "date.not_a_date")):
        with pytest.raises(FormRefused) as told:
            asked(desk, person, received_on=typed, asked_by="nobody")
        assert [(fault.field, fault.code) for fault in told.value.faults] == [
            ("asked_by", "form.not_in_list"), ("asker_name", "rights.asker_missing"), ("received_on", code),
        ]  # fmt: skip
    assert desk.of_person(person) == []


def test_the_due_list_runs_from_overdue_to_open(training: World, desk: RequestDesk, person: PersonId) -> None:
    days = {"over": "23.10.2026", "today": "24.10.2026", "week": "31.10.2026", "open": "1.11.2026"}
    made = {name: asked(desk, person, received_on=day) for name, day in reversed(days.items())}
    assert [(d.request.id, d.state, d.days, d.person.id) for d in desk.due()] == [
        (made["over"].id, RequestState.OVERDUE, -1, person),
        (made["today"].id, RequestState.SOON, 0, person),
        (made["week"].id, RequestState.SOON, 7, person),
        (made["open"].id, RequestState.OPEN, 8, person),
    ]
    desk.answer(made["over"].id, "granted", "", TODAY)
    assert [d.request.id for d in desk.due()] == [made[name].id for name in ("today", "week", "open")]
    assert desk.state(desk.of_person(person)[-1]) is RequestState.ANSWERED
    me = training.session.user.id
    training.services.blocks.set(NewBlock(person, "user", me, "Ønsker det slik", "person"))
    assert desk.due() == []


def test_put_off_once_and_told_in_time(training: World, desk: RequestDesk, person: PersonId) -> None:
    first = asked(desk, person, received_on="20.11.2026")
    late = asked(desk, person, received_on="1.10.2026")
    to = first.longest
    wrong = (
        (late.id, late.longest, "Mye", TODAY, "rights.extend_late"),
        (first.id, first.due_on, "Mye", TODAY, "rights.extend_range"),
        (first.id, to + timedelta(days=1), "Mye", TODAY, "rights.extend_range"),
        (first.id, to, " ", TODAY, "rights.why_missing"),
        (first.id, to, "x" * 2001, TODAY, "form.too_long"),
        (first.id, to, "Mye", TODAY + timedelta(days=1), "date.future"),
        (first.id, to, "Mye", date(2026, 11, 19), "rights.before_received"),
        ("borte", to, "Mye", TODAY, "rights.request_unknown"),
    )
    for request_id, day, why, told_on, code in wrong:
        with pytest.raises(UserFault, match=code.replace(".", r"\.")):
            desk.extend(request_id, day, why, told_on)
    extended = desk.extend(first.id, to, "Mange papirer", TODAY)
    assert (extended.due, extended.extended_on) == (to, TODAY)
    assert desk.of_person(person)[0] == extended
    assert logged(training)[1] == ("request.extend", first.id)
    with pytest.raises(UserFault, match=r"rights\.extended_already"):
        desk.extend(first.id, to, "Enda mer", TODAY)


def test_answered_once(training: World, desk: RequestDesk, person: PersonId) -> None:
    first = asked(desk, person, "deletion", received_on="20.11.2026")
    letter = training.services.letters.make(person, "information", "nb").delivery
    other = training.services.persons.register(training.form(identity="")).id
    elsewhere = training.services.letters.make(other, "information", "nb").delivery
    wrong = (
        ("maybe", "Nei", TODAY, "", "form.not_in_list"),
        ("refused", " ", TODAY, "", "rights.words_missing"),
        ("partly", "", TODAY, "", "rights.words_missing"),
        ("granted", "x" * 2001, TODAY, "", "form.too_long"),
        ("granted", "", TODAY + timedelta(days=1), "", "date.future"),
        ("granted", "", date(2026, 11, 19), "", "rights.before_received"),
        ("granted", "", TODAY, "borte", "letter.unknown"),
        ("granted", "", TODAY, elsewhere.id, "letter.unknown"),
    )
    for outcome, words, day, delivery, code in wrong:
        with pytest.raises(UserFault, match=code.replace(".", r"\.")):
            desk.answer(first.id, outcome, words, day, delivery)
    done = desk.answer(first.id, "refused", "Loven sier nei", TODAY, letter.id)
    assert (done.outcome, done.answer, done.delivery_id) == (Outcome.REFUSED, "Loven sier nei", letter.id)
    assert desk.of_person(person) == [done]
    for again in (
        lambda: desk.answer(first.id, "granted", "", TODAY),
        lambda: desk.extend(first.id, first.longest, "Mye", TODAY),
    ):
        with pytest.raises(UserFault, match=r"rights\.answered_already"):
            again()


def test_everybody_who_got_it_is_told_of_a_correction(
    training: World, desk: RequestDesk, person: PersonId
) -> None:
    given = training.services.disclosures
    for name, day in (("Fastlegen", "1.10.2026"), ("fastlegen", "5.10.2026"), ("Sykehuset", "2.10.2026")):
        given.add(person, given.blank() | {"recipient": name, "what": "Skår", "basis": "Loven", "day": day})
    letter = training.services.letters.make(person, "information", "nb").delivery
    training.services.letters.deliver(letter, "posted", TODAY)  # to the person, who knows
    refused = asked(desk, person, "correction")
    desk.answer(refused.id, "refused", "Det er riktig", TODAY)
    assert desk.notices(refused) == []
    other = asked(desk, person, "access")
    desk.answer(other.id, "granted", "", TODAY)
    assert desk.notices(other) == []
    mended = asked(desk, person, "correction")
    desk.answer(mended.id, "partly", "Det ene er rettet", TODAY)
    doctor, hospital = sorted(desk.notices(mended), key=lambda notice: notice.recipient)[::-1]
    assert (doctor.recipient, doctor.what, doctor.given_on) == ("fastlegen", "Skår", date(2026, 10, 5))
    assert (hospital.recipient, hospital.given_on) == ("Sykehuset", date(2026, 10, 2))
    assert {each.notice.id for each in desk.to_tell()} == {doctor.id, hospital.id}
    for how, day, code in (
        (" ", TODAY, "rights.how_missing"),
        ("x" * 301, TODAY, "form.too_long"),
        ("Brev", TODAY + timedelta(days=1), "date.future"),
    ):
        with pytest.raises(UserFault, match=code.replace(".", r"\.")):
            desk.told(doctor, day, how)
    with pytest.raises(UserFault, match=r"rights\.request_unknown"):
        desk.told(replace(doctor, id="borte"), TODAY, "Brev")
    told = desk.told(doctor, TODAY, "Brev")
    assert (told.told_on, told.told_by, told.told_how) == (TODAY, training.session.user.id, "Brev")
    with pytest.raises(UserFault, match=r"rights\.told_already"):
        desk.told(doctor, TODAY, "Ringte")
    assert [(each.notice.id, each.person.id) for each in desk.to_tell()] == [(hospital.id, person)]
    me = training.session.user.id
    training.services.blocks.set(NewBlock(person, "user", me, "Ønsker det slik", "person"))
    assert desk.to_tell() == []


def test_who_was_told_of_a_correction_is_named_in_words_to_the_person(tmp_path: Path) -> None:
    world = make_world(tmp_path / "v", training=False)
    (person,) = ready(world)
    out = tmp_path / "ut"
    out.mkdir()
    world.services.messages.make_message(out)
    letter = world.services.letters.make(person, "information", "nb")
    world.services.letters.save_copy(letter, out, purpose="journal")
    desk = world.services.requests
    mended = asked(desk, person, "correction")
    desk.answer(mended.id, "granted", "", TODAY)
    by_code = {each.recipient: each for each in desk.notices(mended)}
    assert {name: each.what for name, each in by_code.items()} == {
        "register": "message",
        "journal": "information",
    }
    desk.told(by_code["register"], TODAY, "Ny melding")
    found = whole_text(gathered(world, person, "insight").parts["requests"])
    assert (
        "Registeret (KPR) fikk vite om rettingen 23.11.2026 av Kari Saksbehandler: Melding til KPR" in found
    )
    assert "Journalsystemet skal få vite om rettingen: Informasjon om KPR. Ikke gjort ennå" in found
    world.close()


# --- guidance on reservation


def test_guidance_is_recorded_and_drops_nothing(training: World, person: PersonId) -> None:
    desk: ReservationDesk = training.services.reservations
    first = desk.add(person, "informed", TODAY - timedelta(days=3))
    second = desk.add(person, "helped", TODAY, " Fylte ut skjemaet ")
    assert second.words == "Fylte ut skjemaet"
    assert desk.of_person(person) == [second, first]
    for what, day, words, code in (
        ("reserved", TODAY, "", "form.not_in_list"),
        ("informed", TODAY + timedelta(days=1), "", "date.future"),
        ("informed", TODAY, "x" * 501, "form.too_long"),
    ):
        with pytest.raises(UserFault, match=code.replace(".", r"\.")):
            desk.add(person, what, day, words)
    assert training.services.persons.open(person).hidden is False
