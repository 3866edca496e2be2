"""Who has been given what, entries by hand and their correction, and guidance on reservation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.disclosures import Given
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import LetterPlace, PersonPlace
from kpr_desktop_ui.pages.rights.disclosure_dialog import DisclosureDialog
from kpr_desktop_ui.pages.rights.reservation_dialog import ReservationDialog
from kpr_desktop_ui.pages.rights.rights_words import RightsWords
from tests.support.driver import Driver
from tests.support.stage import Show, Stage
from tests.support.world import TODAY, World
from tests.ui.rights.test_requests import as_colleague, cells


@pytest.fixture
def person(world: World) -> PersonId:
    return world.services.persons.register(world.form()).id


def shown(
    world: World, texts: Texts, person: PersonId, show: Show, part: str
) -> tuple[Stage, PersonPage, Driver]:
    page = PersonPage(texts, world.services, PersonPlace(person, "seen", part))
    stage = show(page)
    return stage, page, Driver(page)


def test_what_was_told_is_entered_and_mended(
    world: World, texts: Texts, show: Show, person: PersonId
) -> None:
    stage, page, driver = shown(world, texts, person, show, "given")
    panel = page.access.given
    assert texts("given.none_title") in driver.texts()
    assert page.here() == PersonPlace(person, "seen", "given")

    def enter() -> None:
        dialog = driver.front()
        assert isinstance(dialog, DisclosureDialog)
        dialog.yes.click()
        assert dialog.fields["recipient"].error() == texts("disclosure.recipient_missing")
        assert dialog.fields["basis"].error() == texts("disclosure.basis_missing")
        driver.type("Fastlegen")
        driver.fill(texts("given.what"), "Adressen")
        driver.fill(texts("given.basis"), "Samarbeid")
        driver.press("Enter")

    driver.click(panel.add, enter)
    line = ["23.11.2026", "Fastlegen", "Adressen", "Grunn: Samarbeid", "På telefon, ved Kari Saksbehandler"]
    assert cells(panel.tab.table) == [line]
    consents = world.services.consents
    consent = consents.add(person, consents.blank() | {"sources": "Legen", "purpose": "Kartlegging"})

    def mend() -> None:
        dialog = driver.front()
        assert isinstance(dialog, DisclosureDialog)
        assert (dialog.recipient.text(), dialog.what.text()) == ("Fastlegen", "Adressen")
        assert dialog.basis.text() == "Samarbeid"
        driver.tab_to(texts("given.consent"))
        driver.choose("23.11.2026: Legen")
        assert not dialog.fields["basis"].isVisible()
        dialog.yes.click()

    driver.click(panel.correct, mend)
    assert cells(panel.tab.table) == [[*line[:3], "Samtykke: Kartlegging", line[4]]]
    with world.session.work() as work:
        old, new = sorted(work.rights.disclosures(person), key=lambda each: bool(each.replaces))
    assert (new.replaces, new.consent_id) == (old.id, consent.id)
    assert stage.told == [texts("given.told")] * 2
    panel._again("gone")
    driver.click(panel.correct, lambda: driver.press("Escape"))


def test_letters_come_by_themselves_and_are_not_mended_by_hand(
    world: World, texts: Texts, show: Show, person: PersonId
) -> None:
    letters = world.services.letters
    letters.deliver(letters.make(person, "information", "nb").delivery, "posted", TODAY)
    _, page, _ = shown(world, texts, person, show, "given")
    panel = page.access.given
    assert cells(panel.tab.table) == [
        [
            "23.11.2026", "Personen selv", "Informasjon om KPR og IPLOS", "Personens egen rett",
            "Sendt i posten, ved Kari Saksbehandler",
        ]
    ]  # fmt: skip
    assert not panel.correct.isEnabled()


def test_files_are_told_in_words_and_what_is_unknown_as_it_stands(world: World, texts: Texts) -> None:
    words = RightsWords(texts, world.services)
    file = Given(TODAY, "message", "register", "message", "law", "receipted", "x", "", receipt="errors")
    assert [getattr(each, "text", each) for each in words.given_row("0", file).cells[1:]] == [
        "Registeret (KPR)", "Melding til KPR", "Loven krever det", "Sendt · mottatt, med feil",
    ]  # fmt: skip
    case = replace(
        file, to="journal", what="case", basis="purpose", basis_words="journal", how="x", receipt=""
    )
    assert [getattr(each, "text", each) for each in words.given_row("0", case).cells[1:]] == [
        "Journalsystemet", "Saken som fil", "Valgt formål: Skal inn i journalsystemet", "x",
    ]  # fmt: skip
    assert words.letter("vår_egen") == "vår_egen"


def test_guidance_is_recorded_and_changes_nothing(
    world: World, texts: Texts, show: Show, person: PersonId
) -> None:
    stage, page, driver = shown(world, texts, person, show, "reservation")
    panel = page.access.reservation
    assert texts("reservation.nothing_dropped") in driver.texts()

    def fill() -> None:
        dialog = driver.front()
        assert isinstance(dialog, ReservationDialog)
        driver.choose(texts("reservation.what_helped"))
        driver.fill(texts("reservation.day"), "")
        dialog.yes.click()
        assert dialog.fields["day"].error() == texts("requests.day_missing")
        driver.fill(texts("reservation.day"), "20.11.2026")
        driver.fill(texts("reservation.words"), "Fylte ut skjemaet")
        dialog.yes.click()

    driver.click(panel.add, fill)
    (talk,) = world.services.reservations.of_person(person)
    assert (talk.what, talk.day) == ("helped", date(2026, 11, 20))
    assert cells(panel.tab.table) == [
        ["20.11.2026", texts("reservation.what_helped"), "Fylte ut skjemaet", "Kari Saksbehandler"]
    ]
    driver.click(panel.letter)
    assert stage.went == [LetterPlace(person, "reservation")]
    assert stage.told == [texts("reservation.told")]
    driver.click(panel.add, lambda: driver.press("Escape"))


@pytest.mark.parametrize("part", ["given", "reservation"])
def test_who_may_only_read_is_told_so(
    world: World, texts: Texts, show: Show, person: PersonId, part: str
) -> None:
    given = world.services.disclosures
    given.add(person, given.blank() | {"recipient": "Fastlegen", "what": "Adressen", "basis": "Avtale"})
    world.services.reservations.add(person, "informed", TODAY)
    as_colleague(world, person, "leader")
    _, page, _ = shown(world, texts, person, show, part)
    panel = getattr(page.access, part)
    assert len(cells(panel.tab.table)) == 1
    assert panel.tab.hint.content() == texts("requests.hint_reading")
    assert not panel.add.isEnabled()
