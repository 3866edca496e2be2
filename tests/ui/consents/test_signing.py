"""Signing a consent on the screen, or on paper instead; and what rests on a consent that is withdrawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.consent import Consent, Way
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.letters import MadeLetter
from kpr_desktop_ui.pages.consents.consent_form import ConsentForm
from kpr_desktop_ui.pages.consents.consent_view_dialog import ConsentViewDialog
from kpr_desktop_ui.pages.consents.signature_dialog import SignatureDialog
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import LetterPlace, PersonPlace
from kpr_desktop_ui.widgets import Button
from tests.support.colleagues import colleague, sits_down
from tests.support.driver import Driver, drain
from tests.support.stage import Show, Stage
from tests.support.world import TODAY, World
from tests.ui.consents.test_consents import WHOM, consent
from tests.ui.lock.test_dialogs_kept import in_dialog

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def person(world: World) -> PersonId:
    return world.services.persons.register(world.form()).id


def shown(world: World, texts: Texts, person: PersonId, show: Show) -> tuple[Stage, PersonPage, Driver]:
    page = PersonPage(texts, world.services, PersonPlace(person, "letters"))
    stage = show(page)
    return stage, page, Driver(page)


def draw(dialog: SignatureDialog) -> None:
    pad = dialog.pad
    QTest.mousePress(pad, LEFT, pos=QPoint(20, 20))
    for x in (60, 100, 140):
        QTest.mouseMove(pad, QPoint(x, 20 + x // 4))
    QTest.mouseRelease(pad, LEFT, pos=QPoint(160, 30))


def test_a_consent_in_writing_is_signed_at_once(
    world: World, texts: Texts, show: Show, person: PersonId
) -> None:
    stage, page, driver = shown(world, texts, person, show)

    def sign(dialog: SignatureDialog) -> None:
        assert WHOM in driver.texts()
        assert driver.focus() is dialog.pad
        assert dialog.name.text() == "Blid Fjellbekk"
        driver.press("Enter")
        assert dialog.fields["signature"].error() == texts("consent.signature_empty")
        assert texts("consent.signature_empty") in dialog.pad.accessibleDescription()
        assert not dialog.clear.isEnabled()
        draw(dialog)
        assert dialog.fields["signature"].error() == ""
        dialog.clear.click()
        assert dialog.pad.strokes() == ()
        draw(dialog)
        signed.append(dialog)
        driver.press("Enter")

    def fill() -> None:
        driver.fill(texts("consent.sources"), WHOM)
        driver.tab_to(texts("consent.way"), back=True)
        driver.choose("Skriftlig")
        driver.tab_to(texts("consent.add_yes"))
        in_dialog(SignatureDialog, sign)  # it comes when this dialog is gone
        driver.press("Enter")

    signed: list[SignatureDialog] = []
    driver.click(page.consents.add, fill)
    assert signed
    (made,) = world.services.consents.of_person(person)
    assert made.signature is not None
    assert (made.signature.name, made.way) == ("Blid Fjellbekk", Way.WRITTEN)
    assert stage.told == [texts("consent.told_added"), texts("consent.told_signed")]
    assert not page.consents.sign.isEnabled()
    words = page.consents._words
    assert words.signed(made) == "Blid Fjellbekk, 23.11.2026 09.05"
    letter: MadeLetter = world.services.letters.make(person, "consent_others", "nb", about=made.id)
    assert letter.pdf.startswith(b"%PDF")


def test_paper_instead_leads_to_the_letter(world: World, texts: Texts, show: Show, person: PersonId) -> None:
    made = consent(world.services.consents, person)
    stage, page, driver = shown(world, texts, person, show)

    def to_paper() -> None:
        driver.tab_to(texts("consent.sign_paper"))
        driver.press("Enter")

    driver.click(page.consents.sign, to_paper)
    assert stage.went == [LetterPlace(person, "consent_others", made.id)]
    driver.click(page.consents.sign, lambda: driver.press("Escape"))
    assert len(stage.went) == 1
    assert stage.told == []
    assert world.services.consents.of_person(person)[0].signature is None
    page.consents._sign("gone")


def test_the_letters_follow_the_state(world: World, texts: Texts, show: Show, person: PersonId) -> None:
    desk = world.services.consents
    over = consent(desk, person, given_on="1.2.2026", expires_on="1.3.2026")
    made = consent(desk, person)
    stage, page, driver = shown(world, texts, person, show)
    panel = page.consents
    panel.tab.table.select(over.id)
    assert not panel.letter.isEnabled()
    assert not panel.sign.isEnabled()
    panel.tab.table.select(made.id)
    assert [panel.kind.itemData(at) for at in range(panel.kind.count())] == [
        "consent_others",
        "consent_doctor",
    ]
    panel.kind.set_key("consent_doctor")
    driver.click(panel.letter)
    desk.withdraw(made, TODAY)
    panel.refresh()
    panel.tab.table.select(made.id)
    assert panel.kind.isHidden()
    assert panel.letter.text() == texts("consent.make_withdrawn")
    driver.click(panel.letter)
    assert stage.went == [
        LetterPlace(person, "consent_doctor", made.id),
        LetterPlace(person, "consent_withdrawn", made.id),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_buttons_of_the_tab_have_one_name(
    world: World, language: str, show: Show, person: PersonId
) -> None:
    made = consent(world.services.consents, person)
    world.services.letters.make(person, "information", "nb")
    _, page, _ = shown(world, Texts.load(language), person, show)
    page.consents.tab.table.select(made.id)
    names = [each.text() for each in page.findChildren(Button) if each.isVisible() and each.text()]
    assert len(names) > 5
    assert sorted(names) == sorted(set(names))


def resting(world: World, person: PersonId, made: Consent) -> None:
    talk = world.services.interviews.start(person, TODAY, Reason.PERIODIC)
    talk.set_evidence("v01", {"others"}, "consent", made.id)
    talk.set_evidence("v02", {"others"}, "informed")


def test_a_withdrawal_shows_what_it_stops(world: World, texts: Texts, person: PersonId) -> None:
    services = world.services
    made = consent(services.consents, person)

    def told(each: Consent) -> str:
        dialog = ConsentViewDialog(texts, services, each)
        dialog.show()
        drain()
        text = dialog.rests.text() if dialog.rests.isVisible() else ""
        dialog.hide()
        dialog.deleteLater()
        return text

    assert told(made) == texts("consent.rests_none")
    resting(world, person, made)
    name = world.session.books.edition(2026).items["v01"].label.in_("nb")
    sentence = texts("consent.rests", date="23.11.2026", items=f"«{name}»")
    assert told(made) == f"{sentence} {texts('consent.rests_stop')}"
    gone = services.consents.withdraw(made, TODAY)
    assert told(gone) == f"{sentence} {texts('consent.rests_stopped')}"
    other = consent(services.consents, person, given_on="1.2.2026", expires_on="1.3.2026")
    assert told(other) == ""
    finished = consent(services.consents, person)
    assert told(finished) == texts("consent.rests_none")


@pytest.mark.parametrize("writable", [True, False])
def test_who_may_not_change_a_consent_is_told_so(
    world: World, texts: Texts, show: Show, person: PersonId, writable: bool
) -> None:
    consent(world.services.consents, person)
    if writable:
        leader = colleague(world, "Olav Li", "leader")
        form = world.services.persons.open(person)
        with world.session.work() as work:
            work.persons.update(replace(form, responsible=leader.id, version=form.version + 1))
            work.commit()
        sits_down(world, leader)
        page = PersonPage(texts, world.services, PersonPlace(person, "letters"))
        show(page)
        assert not page.consents.letter.isEnabled()
        assert page.consents.tab.hint.content() == texts("consent.hint_reading")
    else:
        world.session.vault.writable = False
        page = PersonPage(texts, world.services, PersonPlace(person, "letters"))
        world.session.vault.writable = True
        page.hide()
    assert not page.consents.add.isEnabled()
    assert not page.consents.sign.isEnabled()


def test_a_consent_about_the_doctor_is_recorded_signed_and_made_a_letter_of(
    world: World, texts: Texts, show: Show, person: PersonId
) -> None:
    stage, page, driver = shown(world, texts, person, show)

    def to_paper(_dialog: SignatureDialog) -> None:
        driver.tab_to(texts("consent.sign_paper"))
        driver.press("Enter")

    def fill() -> None:
        driver.tab_to(texts("consent.what"), back=True)
        driver.choose(texts("consent.what_doctor"))
        driver.tab_to(texts("consent.way"))
        driver.choose("Skriftlig")
        driver.tab_to(texts("consent.add_yes"))
        in_dialog(SignatureDialog, to_paper)
        driver.press("Enter")

    driver.click(page.consents.add, fill)
    (made,) = world.services.consents.of_person(person)
    assert (made.sources, made.purpose) == (
        texts("consent.sources_doctor"),
        texts("consent.purpose_doctor"),
    )
    assert stage.went == [LetterPlace(person, "consent_doctor", made.id)], "it is the doctor's form on paper"
    page.consents.refresh()
    page.consents.tab.table.select(made.id)
    assert page.consents.kind.key() == "consent_doctor"

    def sign(dialog: SignatureDialog) -> None:
        draw(dialog)
        driver.tab_to(texts("consent.sign_yes"))
        driver.press("Enter")

    in_dialog(SignatureDialog, sign)
    driver.click(page.consents.sign)
    letter = world.services.letters.make(person, "consent_doctor", "nb", about=made.id)
    (signed,) = world.services.consents.of_person(person)
    assert signed.signature is not None
    assert signed.letter == letter.delivery.id, "the record names the letter"


def test_words_of_ones_own_stay_when_another_matter_is_chosen(world: World, texts: Texts) -> None:
    form = ConsentForm(texts, world.services.consents)
    form.fill(world.services.consents.blank() | {"purpose": texts("consent.purpose_others")})
    form._propose("doctor")
    assert form.sources.text() == texts("consent.sources_doctor")
    form._propose("others")
    assert (form.sources.text(), form.purpose.text()) == ("", texts("consent.purpose_others"))
    form.sources.set_text("Datteren")
    form.purpose.set_text("Noe annet")
    form._propose("doctor")
    assert (form.sources.text(), form.purpose.text()) == ("Datteren", "Noe annet")
    form.deleteLater()
