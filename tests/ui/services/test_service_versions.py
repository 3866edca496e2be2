"""A saved service: why it is corrected, its history, what the register was told, and the two ways out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import CareService, Outcome, Pause, ProviderChange
from kpr_desktop.domain.person import Person
from kpr_desktop_ui.pages.places import PersonPlace
from kpr_desktop_ui.pages.services.move_dialog import MoveDialog
from kpr_desktop_ui.pages.services.service_page import ServicePage
from kpr_desktop_ui.pages.services.service_words import ServiceWords
from tests.support import numbers
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.numbering import number_all
from tests.support.stage import Show
from tests.support.world import World
from tests.ui.services.test_service_page import give_reason, page_of, saved

__all__ = ["person"]
FORM, HISTORY, REGISTER = range(3)


@pytest.fixture
def person(world: World) -> Person:
    return world.services.persons.register(world.form())


@pytest.fixture
def stay(world: World, person: Person) -> CareService:
    made = saved(world, person, type="21", week_minutes=None, provider_number=numbers.organisation(1))
    number_all(world.session)
    return made


def front(driver: Driver) -> QDialog:
    dialog = driver.front()
    assert isinstance(dialog, QDialog)
    return dialog


def press(page: ServicePage, driver: Driver, name: str, inside: Callable[[], None]) -> None:
    """Press one of the two buttons at the end of the form."""
    page._scroll.ensureWidgetVisible(page.mistake)
    drain()
    driver.click(getattr(page.mistake, name), inside)


def cells(page: ServicePage) -> list[list[str]]:
    model = page.register.table.model()
    return [[str(model.index(r, c).data()) for c in range(4)] for r in range(model.rowCount())]


def test_a_correction_asks_why_and_may_be_thought_better_of(
    world: World, texts: Texts, show: Show, person: Person, stay: CareService
) -> None:
    page = page_of(world, texts, person.id, stay.id)
    stage = show(page)
    driver = Driver(page)
    driver.fill("Starter", "07.01.2026")
    driver.press("Ctrl+S", lambda: front(driver).reject())
    assert (stage.went, page.dirty) == ([], True)
    assert world.services.care_services.get(stay.id) == stay

    def without_words() -> None:
        driver.press("Enter")
        assert texts("service.reason_missing") in " ".join(driver.texts())
        driver.type("Tastet feil dag")
        driver.press("Enter")

    stage.come_back()
    driver.press("Ctrl+S", without_words)
    now = world.services.care_services.get(stay.id)
    assert (now.start, now.version_reason) == (date(2026, 1, 7), "Tastet feil dag")
    assert stage.went == [PersonPlace(person.id, "services")]


def test_what_only_goes_on_is_saved_at_once(
    world: World, texts: Texts, show: Show, person: Person, stay: CareService
) -> None:
    page = page_of(world, texts, person.id, stay.id)
    stage = show(page)
    driver = Driver(page)
    driver.click(page.form.changes.add)
    driver.press("Ctrl+S")
    field = page.form.field("changes.0.since")
    assert field is not None
    assert field.error() == texts("service.change_since_missing")
    assert driver.focus_name() == "Ny utfører 1, Overtar"
    driver.type("05.01.2026")
    driver.press("Tab")
    driver.type(numbers.organisation(2))
    driver.press("Ctrl+S")
    assert page.form.changes.error(), "nobody takes over on the first day"
    assert driver.focus_name() == "Ny utfører overtar"
    field.editor.setText("01.04.2026")  # type: ignore[attr-defined]
    driver.press("Ctrl+S")
    (change,) = world.services.care_services.get(stay.id).changes
    assert (change.since, change.number) == (date(2026, 4, 1), numbers.organisation(2))
    assert stage.told == [texts("service.saved")]
    again = page_of(world, texts, person.id, stay.id)
    show(again)
    assert not again.dirty


def test_history_and_register(
    world: World, texts: Texts, show: Show, person: Person, stay: CareService
) -> None:
    care = world.services.care_services
    now = care.save(replace(stay, start=date(2026, 1, 7)), "Tastet feil dag")
    care.save(replace(now, end=date(2026, 6, 1), note="x"))
    page = page_of(world, texts, person.id, stay.id)
    show(page)
    page.tabs.setCurrentIndex(HISTORY)
    drain()
    told = Driver(page).texts(page.history)
    for line in (
        "Versjon 3", "Slutter: tomt → 01.06.2026", "Notatet er endret.", "Versjon 2", "Grunn: Tastet feil dag",
        "Starter: 05.01.2026 → 07.01.2026", "Versjon 1",
    ):  # fmt: skip
        assert line in told
    assert any(re.fullmatch(r"Registrert \d\d\.\d\d\.\d{4} kl\. \d\d\.\d\d", line) for line in told)
    assert not page.bar.isVisible()
    page.tabs.setCurrentIndex(REGISTER)
    page.tabs.setCurrentIndex(HISTORY)
    page.tabs.setCurrentIndex(REGISTER)
    assert cells(page) == [
        ["Tjenesten starter", "07.01.2026", "Retter nr. 1", "Venter"],
        ["Tjenesten slutter", "01.06.2026", "Ny", "Venter"],
        ["Tjenesten starter", "05.01.2026", "Ny", "Nr. 1, 23.11.2026"],
    ]
    page.tabs.setCurrentIndex(FORM)
    assert page.bar.isVisible()


def test_nothing_told(world: World, texts: Texts, show: Show, person: Person) -> None:
    page = page_of(world, texts, person.id, saved(world, person).id)
    show(page)
    page.tabs.setCurrentIndex(REGISTER)
    assert texts("service.told_never_text") in Driver(page).texts(page.register)


def test_registered_by_mistake(
    world: World, texts: Texts, show: Show, person: Person, stay: CareService
) -> None:
    page = page_of(world, texts, person.id, stay.id)
    stage = show(page)
    driver = Driver(page)
    press(page, driver, "annul", lambda: front(driver).reject())
    assert world.services.care_services.get(stay.id) == stay

    def answer() -> None:
        assert texts("service.back_one") in " ".join(driver.texts())
        give_reason(page, driver, "Ble aldri gitt")()

    stage.come_back()
    press(page, driver, "annul", answer)
    assert world.services.care_services.get(stay.id).annulled
    assert stage.told == [texts("service.annul_told")]
    assert stage.went == [PersonPlace(person.id, "services")]
    gone = page_of(world, texts, person.id, stay.id)
    show(gone)
    assert gone.chips[-1] == ("Feilregistrert", "neutral")
    assert gone.banner.text() == "Feilregistrert: Ble aldri gitt"
    assert not gone.form.isEnabled()
    assert not gone.save.isEnabled()
    assert not gone.mistake.isVisible()
    gone.tabs.setCurrentIndex(REGISTER)
    assert cells(gone)[0][2] == "Trekker tilbake nr. 1"
    gone.tabs.setCurrentIndex(HISTORY)
    drain()
    assert "Merket som feilregistrert." in Driver(gone).texts(gone.history)


def moving(driver: Driver, name: str, reason: str) -> Callable[[], None]:
    def answer() -> None:
        dialog = front(driver)
        assert isinstance(dialog, MoveDialog)
        driver.click(dialog.yes)
        assert dialog.person_field.error()
        assert dialog.reason_field.error()
        driver.type(name)
        driver.press("Enter")
        driver.click(dialog.yes)
        assert dialog.reason_field.error()
        driver.type(reason)
        driver.click(dialog.yes)

    return answer


def test_moved_to_the_right_person(
    world: World, texts: Texts, show: Show, person: Person, stay: CareService
) -> None:
    other = world.services.persons.register(world.form(identity="", given_name="Rolig", family_name="Elv"))
    page = page_of(world, texts, person.id, stay.id)
    stage = show(page)
    driver = Driver(page)
    press(page, driver, "move_away", lambda: front(driver).reject())
    assert stage.went == []
    stage.come_back()
    press(page, driver, "move_away", moving(driver, "Rolig", "Feil person"))
    assert stage.went == [PersonPlace(other.id, "services")]
    assert [s.start for s in world.services.care_services.of_person(other.id)] == [stay.start]
    assert world.services.care_services.get(stay.id).version_reason == "Feil person"


def test_what_the_other_could_not_have_had_is_told(
    world: World, texts: Texts, show: Show, person: Person, stay: CareService
) -> None:
    world.services.persons.register(
        world.form(identity="", given_name="Ung", family_name="Elv", birth_date="01.06.2026")
    )
    page = page_of(world, texts, person.id, stay.id)
    stage = show(page)
    driver = Driver(page)
    press(page, driver, "move_away", moving(driver, "Ung", "Feil person"))
    assert page.banner.isVisible()
    assert stage.went == []
    world.services.care_services.annul(stay.id, "I et annet vindu")
    stage.come_back()
    press(page, driver, "annul", give_reason(page, driver))
    assert page.banner.text() == texts("service.annulled")


def test_unsaved_words_are_asked_about_first(
    world: World, texts: Texts, show: Show, person: Person, stay: CareService
) -> None:
    page = page_of(world, texts, person.id, stay.id)
    show(page)
    driver = Driver(page)
    driver.fill("Starter", "07.01.2026")
    press(page, driver, "annul", lambda: front(driver).reject())
    assert page.dirty
    assert not world.services.care_services.get(stay.id).annulled


@pytest.mark.parametrize("act", ["save", "annul", "move"])
def test_a_reason_stands_after_a_lock(
    world: World, texts: Texts, show: Show, person: Person, stay: CareService, act: str
) -> None:
    page = page_of(world, texts, person.id, stay.id)
    show(page)
    driver = Driver(page)
    kept: list[str] = []

    def lock() -> None:
        dialog = front(driver)
        if isinstance(dialog, MoveDialog):
            dialog.line.setText("Nesten fer")
        else:
            driver.type("Nesten fer")
        kept.append(page.half_typed())
        dialog.reject()

    if act == "save":
        driver.fill("Starter", "07.01.2026")
        driver.press("Ctrl+S", lock)
    else:
        press(page, driver, "annul" if act == "annul" else "move_away", lock)
    assert json.loads(kept[0])["asking"] == [act, "Nesten fer"]
    again = page_of(world, texts, person.id, stay.id)
    show(again)
    driver = Driver(again)
    seen: list[str] = []

    def look() -> None:
        dialog = front(driver)
        seen.append(dialog.line.text())  # type: ignore[attr-defined]
        dialog.reject()

    with driver._dialog(look):
        again.take_back(kept[0])
        drain()
    assert seen == ["Nesten fer"]


def test_every_difference_has_words(world: World, texts: Texts, person: Person) -> None:
    words = ServiceWords(texts, world.session.books.for_year(2026))
    blank = world.services.care_services.blank(person.id)
    pause, change = (
        Pause("p", date(2026, 3, 1), kind="hospital"),
        ProviderChange("c", date(2026, 4, 1), "", "Ny"),
    )
    before = replace(blank, type="29", subtype="31", pauses=(pause,), changes=(change,))
    after = replace(
        before,
        subtype="10",
        outcome=Outcome.REFUSED,
        pauses=(replace(pause, to_date=date(2026, 3, 9), reason="St. Olavs", kind="krig"),),
        changes=(),
    )
    assert words.differences(before, before) == []
    told = words.differences(before, after)
    assert "Svar på søknaden: Innvilget → Avslag" in told
    assert "Fjernet: Ny utfører 01.04.2026: Ny" in told
    assert "Stopp 01.03.2026–varer ennå, Innlagt på sykehus → Stopp 01.03.2026–09.03.2026, St. Olavs" in told
    back = words.differences(after, replace(before, subtype="tull", type="29", outcome=None))
    assert "Svar på søknaden: Avslag → Ikke avgjort" in back
    assert "Lagt til: Ny utfører 01.04.2026: Ny" in back
    assert any(line.endswith("→ tull") for line in back)
    respite = replace(blank, type="8", rolling=True)
    assert "Rullerende: Ja, rullerende → Nei, ikke rullerende" in words.differences(
        respite, replace(respite, rolling=False)
    )
    assert "Tjenestetype: Avlastning" in " ".join(words.differences(respite, replace(respite, type="99")))


@pytest.mark.parametrize(("size", "scale"), [((1366, 768), 1.0), ((960, 700), 1.0), ((1366, 768), 2.0)])
def test_nothing_is_clipped(
    world: World, texts: Texts, show: Show, person: Person, stay: CareService, dress: Callable[..., object],
    size: tuple[int, int], scale: float,
) -> None:  # fmt: skip
    dress(scale=scale)
    world.services.care_services.save(replace(stay, start=date(2026, 1, 7)), "Tastet feil dag")
    page = page_of(world, texts, person.id, stay.id)
    show(page, size)
    for tab in (FORM, HISTORY, REGISTER):
        page.tabs.setCurrentIndex(tab)
        drain()
        assert clipped(page) == []
