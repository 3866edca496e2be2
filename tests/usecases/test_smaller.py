"""Letters, office, the door to the vault, rights, practice persons."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kpr_desktop.domain.dates import months_after
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases import demo
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault import FirstRun
from tests.support.world import LOGIN, PASSPHRASE, TODAY, World

# --- letters


def test_a_letter_is_recorded_before_it_is_shown_and_delivered_after(training: World, tmp_path: Path) -> None:
    person = training.services.persons.register(training.form())
    desk = training.services.letters
    letter = desk.make(person.id, "information", "nb")
    assert letter.pdf.startswith(b"%PDF-")
    (recorded,) = desk.of_person(person.id)
    assert recorded == letter.delivery
    assert recorded.sha256 == hashlib.sha256(letter.pdf).hexdigest()
    desk.printed(letter)
    with training.session.work() as work:
        assert work.records.log_entries(limit=1)[0].action == "letter.print"
    path = desk.save_copy(letter, tmp_path, purpose="post")
    assert path.read_bytes() == letter.pdf
    assert "Fjellbekk" not in path.name
    assert desk.save_copy(letter, tmp_path, "brev.pdf", purpose="post").name == "brev.pdf"
    for way, on, code in (
        ("kastet", TODAY, "letter.unknown_way"),
        ("posted", TODAY + timedelta(days=1), "date.future"),
    ):
        with pytest.raises(UserFault) as told:
            desk.deliver(recorded, way, on)
        assert told.value.code == code
    desk.deliver(recorded, "handed_over", TODAY)
    assert desk.of_person(person.id)[0].delivered_on == TODAY
    assert len(desk.pages(letter, 400)) >= 1


def test_a_protected_address_is_not_in_the_letter(training: World) -> None:
    open_person = training.services.persons.register(training.form())
    persons = training.services.persons
    hidden = persons.change(open_person, persons.form(open_person) | {"protected": "1"})
    from tests.support.pdf import text_of

    desk = training.services.letters
    assert "Øvingsveien 1" not in text_of(desk.make(hidden.id, "information", "nb").pdf)
    shown = persons.change(hidden, persons.form(hidden) | {"protected": ""})
    assert "Øvingsveien 1" in text_of(desk.make(shown.id, "information", "nb").pdf)


# --- dates


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 23), 12, date(2025, 11, 23)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
    ],
)
def test_months_before(day: date, months: int, before: date) -> None:
    assert months_after(day, -months) == before


# --- office


def test_the_office_is_saved_with_its_contacts(training: World) -> None:
    desk = training.services.office
    saved = desk.save(
        {
            "name": "Risør kommune",
            "postal_code": "4836",
            "contact16_name": "Kari",
            "contact16_email": "k@example.no",
        }
    )
    assert desk.get() == saved
    assert [c.kind for c in saved.contacts] == ["16"]
    assert saved.municipality == "4201"


def test_office_faults_come_beside_their_fields(training: World) -> None:
    with pytest.raises(FormRefused) as refused:
        training.services.office.save(
            {
                "name": " ",
                "postal_code": "48",
                "email": "ikke en adresse",
                "contact16_email": "k@example",
                "contact17_name": "Ola",
                "contact17_email": "ola@example.no",
                "contact17_phone": "123",
            }
        )
    assert {(f.field, f.code) for f in refused.value.faults} == {
        ("name", "office.name_missing"),
        ("postal_code", "person.postal_code_pattern"),
        ("email", "office.email_pattern"),
        ("contact16_name", "office.contact_name_missing"),
        ("contact16_email", "office.email_pattern"),
        ("contact17_phone", "office.contact_phone_pattern"),
    }
    assert training.services.office.get().name == "Risør kommune"


# --- the door


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"municipality": "9999"}, "municipality", "start.municipality_unknown"),
        ({"user_name": "  "}, "user_name", "start.user_name_missing"),
        ({"login": "Kari Nordmann"}, "login", "start.login_pattern"),
    ],
)
def test_first_run_faults(
    training: World, tmp_path: Path, changes: dict[str, str], field: str, code: str
) -> None:
    first = FirstRun(
        tmp_path / "nytt", "4201", "", "Kari", LOGIN, bytearray(PASSPHRASE.encode()), training=True
    )
    with pytest.raises(UserFault) as told:
        training.app.door.create(replace(first, **changes))  # type: ignore[arg-type]  # a test's short hand
    assert (told.value.field, told.value.code) == (field, code)
    assert not (tmp_path / "nytt").exists()


def test_a_vault_can_be_looked_at_and_opened_for_reading_beside_the_writer(training: World) -> None:
    info = training.app.door.look(training.path)
    assert (info.training, info.logins) == (True, (LOGIN,))
    assert "Risør" in info.name
    reader = training.app.door.open(training.path, LOGIN, bytearray(PASSPHRASE.encode()), write=False)
    try:
        assert not reader.vault.writable
        with reader.work() as work:
            assert work.persons.count() == 0
    finally:
        reader.vault.close()


def test_a_vault_named_after_the_municipality_alone(tmp_path: Path, training: World) -> None:
    first = FirstRun(
        tmp_path / "nytt", "4201", " ", "Kari", LOGIN, bytearray(PASSPHRASE.encode()), training=True
    )
    session = training.app.door.create(first)
    assert session.vault.info.name == "Risør"
    session.vault.close()


# --- rights


def test_an_action_needs_a_role(training: World) -> None:
    class Lesser:
        """The open vault, seen by somebody who is only an auditor."""

        def __init__(self, vault: object) -> None:
            self._vault = vault
            self.user = replace(training.session.user, roles=frozenset({"auditor"}))

        def __getattr__(self, name: str) -> object:
            return getattr(self._vault, name)

    session = Session(
        Lesser(training.session.vault),  # type: ignore[arg-type]  # stands in front of the real one
        training.session.books,
        training.session.rights,
        training.clock,
        training.session.new_id,
        "0",
        training.session.counter,
    )
    services = training.app.services(session)
    for attempt in (
        lambda: services.persons.find("x"),
        services.persons.blank,
        lambda: services.interviews.of_person("x"),  # type: ignore[arg-type]
        lambda: services.letters.make("x", "information", "nb"),  # type: ignore[arg-type]
        services.submission.rehearse,
        lambda: services.messages.make_message(Path()),
    ):
        with pytest.raises(UserFault, match=r"rights\.not_allowed"):
            attempt()
    assert session.may("log.read")


# --- practice persons


def test_practice_persons_are_the_same_for_the_same_seed(tmp_path: Path, training: World) -> None:
    first = training.demo(30, seed=5)
    again = FirstRun(
        tmp_path / "to", "4201", "", "Kari", LOGIN, bytearray(PASSPHRASE.encode()), training=True
    )
    session = training.app.door.create(again)
    try:
        assert demo.fill(session, training.app.demo_words(), demo.DemoPlan(30, 5)) == first
    finally:
        session.vault.close()
    with training.session.work() as work:
        people = [work.persons.get(i) for i in first]
        assessed = [work.assessments.of_person(i) for i in first]
        services = [s for i in first for s in work.services.of_person(i)]
    numbered = [p.identity for p in people if p.identity is not None]
    assert all(number.synthetic for number in numbered)
    assert len(set(numbered)) == len(numbered) == 27
    assert [p.birth_date is None for p in people if p.identity is None] == [False, True, False]
    assert any(assessed)
    assert services
    problems = [
        p for s in services for p in training.services.care_services.problems(s) if p.severity == "hard"
    ]
    assert problems == []


def test_the_rehearsal_of_a_practice_vault_has_something_of_everything(training: World) -> None:
    training.demo(200)
    found = training.services.submission.rehearse()
    assert found.ready.whole == ()
    assert len(found.message.notifications) > found.ready.waiting * 0.9
    assert {s.finding.code for s in found.ready.stopped} == {"export.no_identity"}
    assert {r.finding.code for r in found.ready.remarks} == {"kpr56.odd.identity"}
    assert {o.problem.code for o in found.odd} > {"service.provider_missing"}
    contacts = training.services.office.get().contacts
    assert [c.kind for c in contacts] == ["16", "17"]
    assert all(c.email.endswith("@example.no") for c in contacts)
    training.services.office.save(
        {"name": "Risør kommune", "contact16_name": "Lun", "contact16_email": "l@example.no"}
    )
    training.demo(0)
    assert [c.name for c in training.services.office.get().contacts] == ["Lun"]


def test_a_day_whose_numbers_are_used_up_is_passed_over(
    training: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, used_up = demo.synthetic_numbers, iter([True, True])
    monkeypatch.setattr(
        demo, "synthetic_numbers", lambda born, **_: iter(()) if next(used_up, False) else real(born)
    )
    (made,) = training.demo(1)
    assert training.services.persons.open(made).identity is not None


def test_a_practice_child_is_not_asked_to_keep_house(training: World) -> None:
    made = training.demo(200)
    with training.session.work() as work:
        people = [(work.persons.get(i), work.assessments.of_person(i)) for i in made]
    children = [
        (p, a)
        for p, held in people
        for a in held
        if p.birth_date is not None and p.birth_date.year > TODAY.year - 11
    ]
    assert len(children) > 5
    for person, assessment in children:
        assert person.household == "2"
        said = {assessment.value(item) for item in ("v02", "v06", "v09", "v18")}
        assert said <= {"9", ""}
        assert assessment.value("household") in ("2", "")


def test_practice_persons_never_go_into_a_real_vault(real: World) -> None:
    with pytest.raises(UserFault, match=r"demo\.not_training"):
        real.demo(1)
