"""Letters: kept as they were made, numbered, open until the paper is gone, and never with a protected address."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import Address
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.access import BlockedFault
from kpr_desktop.usecases.blocking import NewBlock
from kpr_desktop.usecases.letter_content.registry import RECIPES, Recipe, as_filled
from kpr_desktop.usecases.letter_making import OMITTED, Veil
from kpr_desktop.usecases.letter_records import Grid, Heading, Said, SignaturePlace
from kpr_desktop.usecases.letters import LetterDesk, MadeLetter
from tests.support.pdf import text_of
from tests.support.world import TODAY, World

STROKES = (((0.1, 0.5), (0.4, 0.2), (0.9, 0.6)),)


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


@pytest.fixture
def desk(training: World) -> LetterDesk:
    return training.services.letters


def protect(world: World, person: PersonId, *, on: bool = True) -> None:
    with world.session.work() as work:
        found = work.persons.get(person)
        work.persons.update(replace(found, protected=on, version=found.version + 1))
        work.commit()


def actions(world: World) -> list[str]:
    with world.session.work() as work:
        return [entry.action for entry in work.records.log_entries(limit=9)]


def test_made_is_kept_numbered_and_dated(training: World, desk: LetterDesk, person: PersonId) -> None:
    made = desk.make(person, "information", "nb", "Bedt om")
    delivery = made.delivery
    assert (delivery.number, delivery.collect_by) == ("2026-000001", TODAY + timedelta(days=7))
    assert delivery.pages >= 1
    assert not delivery.shielded
    assert desk.make(person, "information", "nb").delivery.number == "2026-000002"
    shown = " ".join(text_of(made.pdf).split())
    assert "2026-000001" in shown
    assert "30. november 2026" in shown
    training.reopen()
    again = training.services.letters.reprint(delivery.id, "Kom bort")
    assert again.pdf == made.pdf
    assert hashlib.sha256(again.pdf).hexdigest() == delivery.sha256
    with training.session.work() as work:
        entry = work.records.log_entries(limit=1)[0]
    assert (entry.action, entry.subject, entry.reason) == ("letter.reprint", delivery.id, "Kom bort")


def test_a_letter_names_who_made_it_unless_another_is_typed(
    training: World, desk: LetterDesk, person: PersonId
) -> None:
    own = text_of(desk.make(person, "information", "nb").pdf)
    assert f"Saksbehandler: {training.session.user.name}" in own
    typed = text_of(desk.make(person, "information", "nb", filled={"case_worker": " Snar Seljekvist "}).pdf)
    assert "Saksbehandler: Snar Seljekvist" in typed
    assert training.session.user.name not in typed
    # A sheet has no such line, whoever makes it.
    assert "Saksbehandler:" not in text_of(training.services.sheets.blank_form("nb").pdf)


def test_a_letter_that_fails_takes_no_number(desk: LetterDesk, person: PersonId) -> None:
    for kind, language, code in (
        ("none", "nb", "letter.unknown_kind"),
        ("information", "xx", "letter.no_such_language"),
        ("recovery", "nb", "letter.office_kind"),
        ("appointment", "nb", "letter.field_missing"),
    ):
        with pytest.raises(UserFault, match=code.replace(".", r"\.")):
            desk.make(person, kind, language)
    assert desk.make(person, "information", "nb").delivery.number == "2026-000001"


def test_the_persons_own_language_where_the_letter_has_it(training: World, desk: LetterDesk) -> None:
    nynorsk = training.services.persons.register(training.form(language="nn")).id
    polish = training.services.persons.register(training.form(identity="", language="pl")).id
    assert desk.make(nynorsk, "information", "").delivery.language == "nn"
    assert desk.make(polish, "information", "").delivery.language == "nb"


def test_bytes_that_are_not_as_they_were_made(
    training: World, desk: LetterDesk, person: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk.make(person, "information", "nb").delivery
    with pytest.raises(UserFault, match=r"letter\.unknown"):
        desk.reprint("borte")
    with training.session.work() as work:
        kind = type(work.letters)
    monkeypatch.setattr(kind, "data", lambda _self, _id: b"%PDF-other")
    with pytest.raises(EnvironmentFault, match=r"letter\.not_the_same"):
        desk.reprint(made.id)
    monkeypatch.setattr(kind, "data", lambda _self, _id: None)
    with pytest.raises(UserFault, match=r"letter\.no_file"):
        desk.reprint(made.id)


def test_a_paper_is_open_until_it_is_delivered_or_shredded(
    training: World, desk: LetterDesk, person: PersonId
) -> None:
    first, second = (desk.make(person, "information", "nb") for _ in range(2))
    assert desk.open_papers() == []
    with pytest.raises(UserFault, match=r"letter\.no_paper"):
        desk.shredded(first.delivery, TODAY)
    desk.printed(first)
    desk.printed(second)
    assert [(p.delivery.id, p.own, p.overdue) for p in desk.open_papers()] == [
        (first.delivery.id, True, False), (second.delivery.id, True, False),
    ]  # fmt: skip
    training.clock.forward(days=8)
    desk.printed(desk.reprint(second.delivery.id))
    assert [p.overdue for p in desk.open_papers()] == [True, True]
    told = desk.deliver(first.delivery, "handed_over", training.session.today())
    assert (told.settled, told.way) == ("handed_over", "handed_over")
    gone = desk.shredded(second.delivery, training.session.today())
    assert (gone.settled, gone.way) == ("shredded", "")
    assert desk.open_papers() == []
    with training.session.work() as work:
        assert [s.what for s in work.letters.steps(person)] == [
            "printed", "printed", "reprinted", "handed_over", "shredded",
        ]  # fmt: skip
    for call in (desk.deliver, lambda d, _way, day: desk.shredded(d, day)):
        with pytest.raises(UserFault, match=r"date\.future"):
            call(first.delivery, "posted", training.session.today() + timedelta(days=1))
        with pytest.raises(UserFault, match=r"letter\.before_made"):
            call(first.delivery, "posted", TODAY - timedelta(days=1))


def test_every_open_paper_of_a_large_batch_is_told(
    training: World, desk: LetterDesk, person: PersonId
) -> None:
    made = desk.make(person, "information", "nb").delivery
    with training.session.work() as work:
        for number in range(250):
            again = replace(made, id=f"ark-{number}", number=f"x-{number}", printed_at=made.made_at)
            work.letters.keep(again, b"")
        work.commit()
    assert len(desk.open_papers()) == 250


def test_the_days_a_paper_may_lie(training: World, desk: LetterDesk, person: PersonId) -> None:
    assert desk.collect_days() == 7
    for typed in ("0", "61", "", "sju", "7,5", "1000"):
        with pytest.raises(UserFault, match=r"letter\.collect_range"):
            desk.set_collect_days(typed)
    desk.set_collect_days(" 3 ")
    assert desk.collect_days() == 3
    assert desk.make(person, "information", "nb").delivery.collect_by == date(2026, 11, 26)


def test_a_protected_address_is_in_no_letter(training: World, desk: LetterDesk, person: PersonId) -> None:
    protect(training, person)
    for kind, filled, about in (
        ("information", {}, ""),
        ("reservation", {}, ""),
        ("request", {}, ""),
        (
            "appointment",
            {
                "dag": "2026-12-01", "klokken": "10", "sted": "Hos deg, øvingsveien  1, 0001 ØVINGSBYEN",
                "our_reference": "Øvingsveien 1", "your_reference": "0001-Øvingsbyen",
            },
            "",
        ),
        ("consent_others", {"kilder": "Naboen i Øvingsveien 1", "formaal": "Kartlegging"}, ""),
    ):  # fmt: skip
        made = desk.make(person, kind, "nb", filled=filled, about=about)
        shown = text_of(made.pdf).casefold()
        assert "øvingsveien" not in shown, kind
        assert "øvingsbyen" not in shown, kind
        assert made.delivery.shielded
        assert desk.reprint(made.delivery.id).pdf == made.pdf


def test_where_she_lived_before_the_protection_is_in_no_letter(
    training: World, desk: LetterDesk, person: PersonId
) -> None:
    with training.session.work() as work:
        found = work.persons.get(person)
        moved = replace(found, address=Address("Ny vei 7", "", "0002", "Andreby"), version=found.version + 1)
        work.persons.update(moved)
        emptied = replace(moved, address=Address(), protected=True, version=moved.version + 1)
        work.persons.update(emptied)
        work.commit()
    typed = {"kilder": "Naboen i Ny vei 7", "formaal": "Er hun i Øvingsveien 1?"}
    for kind, filled in (("insight", {}), ("consent_others", typed)):
        shown = " ".join(text_of(desk.make(person, kind, "nb", filled=filled).pdf).split()).casefold()
        for held in ("ny vei 7", "andreby", "øvingsveien", "øvingsbyen"):
            assert held not in shown, (kind, held)


def test_what_was_made_before_the_protection_does_not_leave_again(
    training: World, desk: LetterDesk, person: PersonId, tmp_path: Path
) -> None:
    made = desk.make(person, "information", "nb")
    assert "Øvingsveien 1" in text_of(made.pdf)
    protect(training, person)

    def refused(made: MadeLetter) -> None:
        for call in (
            lambda: desk.reprint(made.delivery.id),
            lambda: desk.printed(made),
            lambda: desk.save_copy(made, tmp_path, purpose="post"),
        ):
            with pytest.raises(UserFault, match=r"letter\.address_protected"):
                call()

    refused(made)
    assert list(tmp_path.glob("*.pdf")) == []
    protect(training, person, on=False)
    desk.printed(made)


def test_a_letter_of_the_case_is_not_printed_for_whom_a_part_is_closed_to(
    training: World, desk: LetterDesk, person: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cast("dict[str, Recipe]", RECIPES), "reservation", Recipe(as_filled, case=True))
    interview = training.services.interviews.start(person, TODAY, Reason.PERIODIC)
    interview.answer("v01", "2")
    done = interview.finish()
    of_case = desk.make(person, "reservation", "nb")
    plain = desk.make(person, "information", "nb")
    me = training.session.user.id
    block = NewBlock(person, "user", me, "Ønsker det slik", "person", assessment_id=done.id)
    training.services.blocks.set(block)
    with pytest.raises(UserFault, match=r"letter\.closed_since"):
        desk.reprint(of_case.delivery.id)
    assert desk.reprint(plain.delivery.id).pdf == plain.pdf
    training.services.blocks.set(NewBlock(person, "user", me, "Ønsker det slik", "person"))
    with pytest.raises(BlockedFault):
        desk.reprint(plain.delivery.id)


def test_open_papers_of_closed_persons_are_not_listed(
    training: World, desk: LetterDesk, person: PersonId
) -> None:
    desk.printed(desk.make(person, "information", "nb"))
    assert len(desk.open_papers()) == 1
    me = training.session.user.id
    training.services.blocks.set(NewBlock(person, "user", me, "Ønsker det slik", "person"))
    assert desk.open_papers() == []


def refused_to_leave(desk: LetterDesk, made: MadeLetter, folder: Path, code: str) -> None:
    for call in (lambda: desk.printed(made), lambda: desk.save_copy(made, folder, purpose="other: legen")):
        with pytest.raises(UserFault, match=code.replace(".", r"\.")):
            call()
    assert list(folder.glob("*.pdf")) == []
    assert desk.reprint(made.delivery.id).pdf == made.pdf  # what was consented to can be seen afterwards


def test_the_form_of_a_consent_that_has_run_out_is_not_used(
    training: World, desk: LetterDesk, person: PersonId, tmp_path: Path
) -> None:
    consents = training.services.consents
    form = consents.blank() | {"sources": "Fastlegen", "purpose": "Diagnose", "expires_on": "24.11.2026"}
    consent = consents.add(person, form)
    made = desk.make(person, "consent_doctor", "nb", about=consent.id)
    desk.printed(made)
    training.clock.forward(days=1)
    refused_to_leave(desk, made, tmp_path, "letter.consent_expired")
    with pytest.raises(UserFault, match=r"letter\.consent_expired"):
        desk.make(person, "consent_doctor", "nb", about=consent.id)


def test_a_consent_on_paper_and_on_the_screen(
    training: World, desk: LetterDesk, person: PersonId, tmp_path: Path
) -> None:
    consents = training.services.consents
    typed = desk.make(
        person, "consent_others", "nb",
        filled={
            "kilder": "Datteren", "formaal": "Kartlegging", "gitt_av": "Stø Måke", "samtykke_fra": "2026-11-20",
            "samtykke_til": "2027-11-20",
        },
    )  # fmt: skip
    assert typed.delivery.subject == ""
    shown = " ".join(text_of(typed.pdf).split())
    for words in ("Datteren", "Stø Måke", "20. november 2026", "20. november 2027"):
        assert words in shown
    form = consents.blank() | {"sources": "Fastlegen", "purpose": "Diagnose"}
    consent = consents.add(person, form)
    paper = desk.make(person, "consent_doctor", "nb", about=consent.id)
    assert "Underskrift" in text_of(paper.pdf)
    assert "blokkbokstaver" not in text_of(paper.pdf), "the name is printed already"
    assert paper.delivery.subject == consent.id
    signed = consents.sign(consents.of_person(person)[0], STROKES)
    drawn = desk.make(person, "consent_doctor", "nb", about=consent.id)
    assert "Signert på skjermen av Blid Fjellbekk" in " ".join(text_of(drawn.pdf).split())
    (kept,) = consents.of_person(person)
    assert kept == replace(signed, letter=drawn.delivery.id)
    with pytest.raises(UserFault, match=r"letter\.consent_not_withdrawn"):
        desk.make(person, "consent_withdrawn", "nb", about=consent.id)
    consents.withdraw(kept, TODAY)
    gone = desk.make(person, "consent_withdrawn", "nb", about=consent.id)
    assert "Fastlegen" in text_of(gone.pdf)
    for about, code in ((consent.id, "letter.consent_withdrawn"), ("borte", "letter.consent_unknown")):
        with pytest.raises(UserFault, match=code.replace(".", r"\.")):
            desk.make(person, "consent_others", "nb", about=about)
    for made in (paper, drawn):
        refused_to_leave(desk, made, tmp_path, "letter.consent_withdrawn")
    desk.printed(typed)  # a blank form rests on nothing
    desk.printed(gone)
    for name in ("samtykke_fra", "samtykke_til"):
        with pytest.raises(UserFault, match=r"date\.not_a_date") as told:
            desk.make(person, "consent_others", "nb", filled={"kilder": "a", "formaal": "b", name: "i går"})
        assert told.value.field == name


def test_the_confirmation_of_a_request(training: World, desk: LetterDesk, person: PersonId) -> None:
    requests = training.services.requests
    asked = requests.add(person, requests.blank("correction"))
    made = desk.make(person, "request_received", "nb", about=asked.id)
    shown = " ".join(text_of(made.pdf).split())
    assert "retting" in shown
    assert "23. desember 2026" in shown
    other = training.services.persons.register(training.form(identity="")).id
    for whom, about in ((other, asked.id), (person, "borte")):
        with pytest.raises(UserFault, match=r"rights\.request_unknown"):
            desk.make(whom, "request_received", "nb", about=about)


def test_an_invitation_takes_the_planned_visit(training: World, desk: LetterDesk, person: PersonId) -> None:
    filled = {"klokken": "10.30", "sted": "Hjemme hos deg"}
    with training.session.work() as work:
        found = work.persons.get(person)
        planned = replace(found, planned_visit=date(2026, 12, 3), version=found.version + 1)
        work.persons.update(planned)
        work.commit()
    shown = " ".join(text_of(desk.make(person, "appointment", "nb", filled=filled).pdf).split())
    assert "3. desember 2026" in shown
    assert "Kari Saksbehandler" in shown
    shown = text_of(
        desk.make(person, "appointment", "nb", filled=filled | {"dag": "2026-12-24", "hvem": "Eva"}).pdf
    )
    assert "24. desember 2026" in " ".join(shown.split())
    for day, code in (("2026-11-22", "letter.appointment_past"), ("i går", "date.not_a_date")):
        with pytest.raises(UserFault, match=code.replace(".", r"\.")):
            desk.make(person, "appointment", "nb", filled=filled | {"dag": day})


# --- the veil


def test_the_veil_covers_every_text_of_a_part() -> None:
    veil = Veil(Address("Øvingsveien 1", "", "0001", "Øvingsby"))
    parts = veil.parts(
        (
            Heading("Øvingsveien 1"),
            Said("bor i ØVINGSVEIEN,\n1 - nå", lang="nb"),
            Grid("0001  Øvingsby", ("a",), (("Ovingsveien 1", "Øvingsveien 12"),), (1.0,)),
            SignaturePlace("Øvingsveien\u200b1"),
        )
    )
    assert parts == (
        Heading(OMITTED),
        Said(f"bor i {OMITTED} - nå", lang="nb"),
        Grid(OMITTED, ("a",), (("Ovingsveien 1", "Øvingsveien 12"),), (1.0,)),
        SignaturePlace(OMITTED),
    )
    assert veil.text("O\u0308vingsveien 1") == "\u00d6vingsveien 1"  # another letter, another street


def test_no_address_covers_nothing() -> None:
    plain = (Said("0001"), Heading("A\u030a"))
    assert Veil(Address()).parts(plain) is plain
    assert Veil(Address(line1=" ,", place="Byen")).text("Byen ,") == "Byen ,"


def test_a_letter_may_need_more_than_the_right_to_make_letters(
    training: World, desk: LetterDesk, person: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        cast("dict[str, Recipe]", RECIPES), "reservation", Recipe(as_filled, ("log.of_person", "block.lift"))
    )
    made = desk.make(person, "reservation", "nb")
    assert desk.reprint(made.delivery.id).pdf == made.pdf
    training.session.grants.confirmed_at = None  # lifting a block asks for the passphrase again
    for call in (lambda: desk.make(person, "reservation", "nb"), lambda: desk.reprint(made.delivery.id)):
        with pytest.raises(UserFault, match=r"access\.passphrase_needed"):
            call()
