"""The consents of a person: recording one, seeing it, taking it back, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.consents import ConsentDesk
from kpr_desktop_ui.pages.consents.consent_dialog import ConsentDialog
from kpr_desktop_ui.pages.consents.consent_view_dialog import ConsentViewDialog
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import PersonPlace
from kpr_desktop_ui.theme import Theme
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.stage import PICTURES, Show, Stage
from tests.support.world import World

WHOM = "Datteren Lun, og fastlegen"


@pytest.fixture
def person(world: World) -> PersonId:
    return world.services.persons.register(world.form()).id


@pytest.fixture
def desk(world: World) -> ConsentDesk:
    return world.services.consents


def consent(desk: ConsentDesk, person: PersonId, **fields: str) -> Consent:
    return desk.add(person, desk.blank() | {"sources": WHOM, "purpose": "Kartlegging"} | fields)


def shown(world: World, texts: Texts, person: PersonId, show: Show) -> tuple[Stage, PersonPage, Driver]:
    page = PersonPage(texts, world.services, PersonPlace(person, "letters"))
    stage = show(page)
    return stage, page, Driver(page)


def cells(page: PersonPage, row: int = 0) -> list[str]:
    model = page.consents.tab.table.model()
    return [str(model.index(row, column).data()) for column in range(5)]


def test_recording_one_by_keyboard(
    world: World, texts: Texts, show: Show, desk: ConsentDesk, person: PersonId
) -> None:
    stage, page, driver = shown(world, texts, person, show)

    def fill() -> None:
        dialog = driver.front()
        assert isinstance(dialog, ConsentDialog)
        assert not dialog.form.giver_name.isVisible()
        driver.fill(texts("consent.sources"), WHOM)
        driver.tab_to(texts("consent.given_by"), back=True)
        driver.choose("Verge")
        assert dialog.form.giver_name.isVisible()
        driver.fill(texts("consent.given_on"), "24.11.2026")
        assert dialog.form.expires_on.text() == "24.11.2027"
        driver.press("Enter")
        assert dialog.form.fields["giver_name"].error() == texts("consent.giver_missing")
        assert dialog.form.fields["given_on"].error() == texts("date.future")
        assert dialog.form.sources.text() == WHOM
        assert driver.focus() is dialog.form.giver_name
        driver.type("Stø Måke")
        assert dialog.form.fields["giver_name"].error() == ""
        driver.fill(texts("consent.expires_on"), "01.03.2027")
        driver.tab_to(texts("consent.given_on"), back=True)
        driver.replace("2o.11.2026")
        driver.replace("20.11.2026")
        assert dialog.form.expires_on.text() == "01.03.2027"
        driver.press("Enter")

    driver.click(page.consents.add, fill)
    (made,) = desk.of_person(person)
    assert (made.sources, made.giver_name, made.given_on) == (WHOM, "Stø Måke", date(2026, 11, 20))
    assert made.purpose == texts("consent.purpose_others")
    assert cells(page) == ["Verge: Stø Måke", WHOM, "20.11.2026", "01.03.2027", "Gjelder"]
    assert stage.told == ["Samtykket er registrert."]


def test_thinking_better_of_it(
    world: World, texts: Texts, show: Show, desk: ConsentDesk, person: PersonId
) -> None:
    stage, page, driver = shown(world, texts, person, show)
    driver.click(page.consents.add, lambda: driver.press("Escape"))
    assert desk.of_person(person) == []
    made = consent(desk, person)
    page.consents.refresh()
    stage.come_back()
    page.consents.tab.table.setFocus()
    driver.press("Enter", lambda: driver.press("Escape"))
    assert desk.of_person(person) == [made]
    assert stage.told == []


def test_taking_one_back(world: World, texts: Texts, show: Show, desk: ConsentDesk, person: PersonId) -> None:
    consent(desk, person, expires_on="")
    stage, page, driver = shown(world, texts, person, show)
    assert cells(page)[3] == "Til det trekkes"

    def take_back() -> None:
        dialog = driver.front()
        assert isinstance(dialog, ConsentViewDialog)
        assert WHOM in driver.texts()
        assert driver.focus() is dialog.day
        driver.replace("24.11.2026")
        driver.press("Enter")
        assert dialog.field.error() == texts("date.future")
        driver.replace("")
        driver.press("Enter")
        assert dialog.field.error() == texts("consent.withdrawn_on_missing")
        driver.replace("23.11.2026")
        assert dialog.field.error() == ""
        driver.press("Enter")

    driver.tab_to(texts("consent.list"))
    driver.press("Enter", take_back)
    assert cells(page)[4] == "Trukket 23.11.2026"
    assert stage.told == [texts("consent.told_withdrawn")]

    def only_look() -> None:
        dialog = driver.front()
        assert isinstance(dialog, ConsentViewDialog)
        assert not dialog.yes.isVisible()
        assert not dialog.field.isVisible()
        driver.press("Escape")

    driver.press("Enter", only_look)
    assert len(stage.told) == 1


def test_one_that_ran_out(
    world: World, texts: Texts, show: Show, desk: ConsentDesk, person: PersonId
) -> None:
    consent(desk, person, given_on="1.2.2026", expires_on="1.3.2026")
    _, page, _ = shown(world, texts, person, show)
    assert cells(page)[4] == "Utløpt"


def test_a_fault_of_no_field_is_told_and_nothing_is_lost(
    world: World,
    texts: Texts,
    show: Show,
    desk: ConsentDesk,
    person: PersonId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no(*_: object) -> Consent:
        raise UserFault("rights.not_allowed")

    _, page, driver = shown(world, texts, person, show)

    def try_it() -> None:
        dialog = driver.front()
        assert isinstance(dialog, ConsentDialog)
        driver.type(WHOM)
        monkeypatch.setattr(desk.__class__, "add", no)
        driver.tab_to(texts("consent.add_yes"))
        driver.press("Enter", lambda: driver.press("Enter"))
        assert dialog.form.sources.text() == WHOM
        driver.press("Escape")

    driver.click(page.consents.add, try_it)
    assert desk.of_person(person) == []


def test_hostile_words_are_literal(
    world: World, texts: Texts, show: Show, desk: ConsentDesk, person: PersonId
) -> None:
    consent(desk, person, sources="<b>Fet</b> \u202eavlange")
    _, page, driver = shown(world, texts, person, show)
    found = driver.texts()

    def look() -> None:
        found.extend(driver.texts())
        driver.press("Escape")

    page.consents.tab.table.setFocus()
    driver.press("Enter", look)
    assert sum("<b>Fet</b>" in text for text in found) == 2
    assert not any("\u202e" in text for text in found)


@pytest.mark.parametrize(("size", "scale"), [((1366, 768), 1.0), ((960, 768), 1.0), ((960, 768), 2.0)])
def test_nothing_is_clipped(
    world: World, texts: Texts, show: Show, desk: ConsentDesk, person: PersonId, dress: Callable[..., Theme],
    size: tuple[int, int], scale: float,
) -> None:  # fmt: skip
    consent(desk, person)
    consent(
        desk, person, given_by="guardian", giver_name="Tålmodig Sjøsprøyt", given_on="1.2.2026", expires_on=""
    )
    world.services.letters.make(person, "information", "nb")
    dress("light", scale)
    page = PersonPage(texts, world.services, PersonPlace(person, "letters"))
    show(page, size).picture(f"consents-{size[0]}-{scale}")
    assert clipped(page) == []
    for name, dialog in (
        ("add", ConsentDialog(texts, world.services, person, "guardian", page)),
        ("view", ConsentViewDialog(texts, world.services, desk.of_person(person)[0], page)),
    ):
        dialog.show()
        drain()
        assert dialog.grab().save(str(PICTURES / f"consent-{name}-{size[0]}-{scale}.png"))
        assert clipped(dialog) == []
        assert dialog.height() <= size[1]
        dialog.hide()
        dialog.deleteLater()
