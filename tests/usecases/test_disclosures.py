"""The register of who has been given something: complete, and nothing in it twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.disclosures import FIELDS, DisclosureDesk, Given
from kpr_desktop.usecases.refusal import FormRefused
from tests.support.bad_files import answer
from tests.support.world import TODAY, World, make_world
from tests.usecases.test_submission import ready


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


@pytest.fixture
def desk(training: World) -> DisclosureDesk:
    return training.services.disclosures


def short(given: list[Given]) -> list[tuple[str, str, str, str]]:
    return [(each.source, each.to, each.what, each.how) for each in given]


def told(desk: DisclosureDesk, **fields: str) -> dict[str, str]:
    return desk.blank() | {"recipient": "Fastlegen", "what": "Medisiner", "basis": "Loven"} | fields


def test_a_letter_is_given_when_it_reached_somebody(
    training: World, desk: DisclosureDesk, person: PersonId, tmp_path: Path
) -> None:
    letters = training.services.letters
    made = letters.make(person, "information", "nb")
    assert desk.of_person(person) == []  # nobody but the user has seen it
    letters.save_copy(made, tmp_path, purpose="citizen")
    assert short(desk.of_person(person)) == [("letter", "person", "information", "saved")]
    letters.printed(made)
    letters.printed(made)
    assert short(desk.of_person(person)) == [("letter", "person", "information", "printed")]
    shredded = letters.make(person, "information", "nb")
    letters.printed(shredded)
    letters.shredded(shredded.delivery, TODAY)
    assert len(desk.of_person(person)) == 1
    for way in ("posted", "handed_over", "posted"):
        letters.deliver(made.delivery, way, TODAY)
    found = desk.of_person(person)
    assert sorted(each.how for each in found) == ["handed_over", "posted"]
    assert {(each.by, each.basis, each.id) for each in found} == {
        ("Kari Saksbehandler", "person", made.delivery.id)
    }


def test_a_letter_for_somebody_else_stands_by_itself(
    training: World, desk: DisclosureDesk, person: PersonId, tmp_path: Path
) -> None:
    letters = training.services.letters
    made = letters.make(person, "information", "nb")
    letters.deliver(made.delivery, "handed_over", TODAY)
    letters.save_copy(made, tmp_path, "a.pdf", purpose="journal")
    letters.save_copy(made, tmp_path, "b.pdf", purpose="journal")
    letters.save_copy(made, tmp_path, "c.pdf", purpose="other: til verge")
    with pytest.raises(Fault):  # the name is taken: nothing was written, and nothing was given
        letters.save_copy(made, tmp_path, "c.pdf", purpose="archive")
    found = desk.of_person(person)
    assert {(each.to, each.to_words, each.how) for each in found} == {
        ("person", "", "handed_over"), ("journal", "", "file"), ("other", "til verge", "file"),
    }  # fmt: skip
    assert len(found) == 3


def test_a_case_as_a_file(training: World, desk: DisclosureDesk, person: PersonId, tmp_path: Path) -> None:
    interview = training.services.interviews.start(person, TODAY, Reason.PERIODIC)
    interview.answer("v01", "2")
    interview.finish()
    training.services.exchange.save(person, tmp_path, purpose="journal")
    assert short(desk.of_person(person)) == [("case", "journal", "case", "file")]
    folder = tmp_path / "mer"
    folder.mkdir()
    training.services.exchange.save(person, folder, purpose="citizen")
    assert short(desk.of_person(person))[-1][:2] in (("case", "person"), ("case", "journal"))
    assert {each.to for each in desk.of_person(person)} == {"person", "journal"}


def test_what_the_register_was_sent_with_its_receipt(tmp_path: Path) -> None:
    world = make_world(tmp_path / "v", training=False)
    (person,) = ready(world)
    other = world.services.persons.register(world.form(identity="", user_number="9")).id
    desk, out = world.services.disclosures, tmp_path / "ut"
    out.mkdir()
    made = world.services.messages.make_message(out)
    first = made.record
    (found,) = desk.of_person(person)
    assert (found.source, found.to, found.basis, found.how, found.receipt) == (
        "message", "register", "law", "made", "",
    )  # fmt: skip
    assert (found.id, found.by, found.day) == (first.id, "Kari Saksbehandler", first.made_at.date())
    world.services.desk.read_in(answer(delivered=True, errors=[]), first.id)
    world.services.submission.make_yearly(2026, out)
    given = desk.of_person(person)
    assert sorted((each.source, each.receipt) for each in given) == [("message", "accepted"), ("yearly", "")]
    assert desk.of_person(other) == []
    world.close()


def test_told_by_hand(training: World, desk: DisclosureDesk, person: PersonId) -> None:
    assert tuple(desk.blank()) == FIELDS
    consents = training.services.consents
    form = consents.blank() | {"sources": "Fastlegen", "purpose": "Diagnose", "given_on": "1.11.2026"}
    own = consents.add(person, form | {"expires_on": "20.11.2026"})
    first = desk.add(person, told(desk, day="10.11.2026"))
    resting = desk.add(person, told(desk, day="19.11.2026", consent_id=own.id, basis="", how="letter"))
    assert desk.consents(person) == [own]
    found = desk.of_person(person)
    assert [(g.to_words, g.what_words, g.basis, g.basis_words, g.how) for g in found] == [
        ("Fastlegen", "Medisiner", "words", "Loven", "phone"),
        ("Fastlegen", "Medisiner", "consent", "Diagnose", "letter"),
    ]
    right = desk.add(person, told(desk, recipient="Legevakten", day="10.11.2026"), replaces=first.id)
    assert [(g.to_words, g.id) for g in desk.of_person(person)] == [
        ("Legevakten", right.id), ("Fastlegen", resting.id),
    ]  # fmt: skip
    with training.session.work() as work:
        assert [each.id for each in work.rights.disclosures(person)] == [first.id, right.id, resting.id]
        assert "Legevakten" not in repr(work.records.log_entries(limit=99))
    for replaced in (first.id, "borte"):
        with pytest.raises(UserFault, match=r"disclosure\.unknown"):
            desk.add(person, told(desk), replaces=replaced)


def test_every_fault_beside_its_field(training: World, desk: DisclosureDesk, person: PersonId) -> None:
    consents = training.services.consents
    form = consents.blank() | {"sources": "Fastlegen", "purpose": "Diagnose", "given_on": "1.11.2026"}
    own = consents.add(person, form | {"expires_on": "20.11.2026"})

    def refused(**fields: str) -> list[tuple[str | None, str]]:
        with pytest.raises(FormRefused) as found:
            desk.add(person, told(desk, **fields))
        return [(fault.field, fault.code) for fault in found.value.faults]

    assert refused(recipient=" ", what="", basis="", how="pigeon", day="") == [
        ("recipient", "disclosure.recipient_missing"), ("what", "disclosure.what_missing"),
        ("basis", "disclosure.basis_missing"), ("how", "form.not_in_list"), ("day", "disclosure.day_missing"),
    ]  # fmt: skip
    assert refused(recipient="x" * 101, what="x" * 501, basis="x" * 501, day="24.11.2026") == [
        ("recipient", "form.too_long"), ("what", "form.too_long"), ("basis", "form.too_long"),
        ("day", "date.future"),
    ]  # fmt: skip
    assert refused(day="i går") == [("day", "date.not_a_date")]
    for day, consent in (("20.11.2026", own.id), ("31.10.2026", own.id), ("19.11.2026", "borte")):
        assert refused(day=day, consent_id=consent) == [("consent_id", "disclosure.consent_not_valid")]
    consents.withdraw(own, date(2026, 11, 15))
    assert refused(day="19.11.2026", consent_id=own.id) == [("consent_id", "disclosure.consent_not_valid")]
    assert desk.of_person(person) == []


def test_the_register_is_shown_from_the_log_on(
    training: World, desk: DisclosureDesk, person: PersonId
) -> None:
    desk.of_person(person)
    with training.session.work() as work:
        assert work.records.log_entries(limit=1)[0].action == "disclosure.list"
