"""The decision in the form and on the person's page: by keyboard, live, nothing lost, nothing silently wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import DecisionRow, Every
from kpr_desktop.domain.person import Person
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import PersonPlace, ServicePlace, WorkedOut
from kpr_desktop_ui.pages.services.decision_dialog import DecisionDialog
from kpr_desktop_ui.pages.services.service_page import ServicePage
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, QuestionDialog
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.stage import PICTURES, Show
from tests.support.world import World

ROWS = (DecisionRow("morgen og kveld", 2, Every.DAY, 20), DecisionRow("dusj", 2, Every.WEEK, 30))
LINE = "morgen og kveld 20 minutter, dusj to ganger i uka 30"


@pytest.fixture
def person(world: World) -> Person:
    return world.services.persons.register(world.form())


def new_page(world: World, texts: Texts, person: Person) -> ServicePage:
    page = ServicePage(texts, world.services, ServicePlace(person.id))
    form = page.form
    form.set_values(form.values() | {"type": "15", "decided_on": "02.01.2026", "start": "05.01.2026"}, [], [])
    return page


def front(driver: Driver) -> DecisionDialog:
    dialog = driver.front()
    assert isinstance(dialog, DecisionDialog)
    return dialog


def press_button(driver: Driver, name: str) -> None:
    buttons = [b for b in driver.front().findChildren(Button) if name in (b.accessibleName(), b.text())]
    driver.tab_onto(buttons[0])
    driver.press("Space")


def test_from_one_line_to_hours_stored_with_their_working(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    page = new_page(world, texts, person)
    stage = show(page)
    driver = Driver(page)

    def translate() -> None:
        driver.type(LINE)
        driver.press("Enter")
        assert front(driver).total.content() == "Det blir 5 timer og 40 minutter i uka."
        assert "Til sammen 340 min = 5 timer og 40 minutter i uka" in "\n".join(driver.texts())
        driver.press("Ctrl+Enter")

    driver.press("Ctrl+R", translate)
    stage.come_back()
    assert page.form.values()["week_minutes"] == "5:40"
    assert page.form.working.shown()[0].startswith("morgen og kveld: 2 ganger om dagen × 20 min × 7 dager")
    assert any("Regnet ut fra 2 rader" in text for text in driver.texts())
    driver.press("Ctrl+S")
    (made,) = world.services.care_services.of_person(person.id)
    assert (made.week_minutes, made.working) == (340, ROWS)
    assert stage.told == [texts("service.saved")]
    again = ServicePage(texts, world.services, ServicePlace(person.id, made.id))
    show(again)
    assert again.form.working.rows() == ROWS
    assert not again.dirty
    assert not again.form.working.warning()


def test_other_hours_by_hand_are_told_and_the_working_goes(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    care = world.services.care_services
    blank = replace(care.blank(person.id), type="15", decided_on=date(2026, 1, 2), start=date(2026, 1, 5))
    made = care.save(replace(blank, week_minutes=340, working=ROWS))
    page = ServicePage(texts, world.services, ServicePlace(person.id, made.id))
    stage = show(page)
    driver = Driver(page)
    driver.fill("Timer per uke", "12")
    assert texts("decision.differs") in page.form.working.warning()
    page._look_over()
    drain()
    assert any("radene fra vedtaket" in text for text in driver.texts(page._look))
    driver.fill("Timer per uke", "5:40")
    assert not page.form.working.warning()
    driver.fill("Timer per uke", "tull")
    assert page.form.working.warning()
    driver.fill("Timer per uke", "12")

    def say_why() -> None:
        driver.type("Nytt vedtak")
        driver.press("Enter")

    driver.press("Ctrl+S", say_why)
    assert stage.told == [texts("decision.dropped")]
    changed = care.get(made.id)
    assert (changed.week_minutes, changed.working) == (720, ())


def test_cells_are_read_as_people_write_them(world: World, texts: Texts, show: Show, person: Person) -> None:
    page = new_page(world, texts, person)
    show(page)
    driver = Driver(page)

    def translate() -> None:
        dialog = front(driver)
        driver.fill("Rad 1, Hva", "stell")
        assert dialog.total.content() == texts("decision.waiting_one")
        driver.fill("Rad 1, Hvor ofte", "morgen og kveld")
        driver.fill("Rad 1, Hver gang", "1 t 30 min")
        assert dialog.total.content() == "Det blir 21 timer i uka."
        driver.fill("Rad 1, Hvor ofte", "3 i uka")
        assert dialog.rows.rows()[0].every == "week"
        assert dialog.total.content() == "Det blir 4 timer og 30 minutter i uka."
        press_button(driver, "Legg til rad")
        assert driver.focus_name() == "Rad 2, Hva"
        driver.type("dusj")
        driver.fill("Rad 2, Hvor ofte", "annenhver uke")
        driver.press("Ctrl+Enter")
        assert dialog.bar.status() == texts("decision.faults", count=2)
        assert driver.focus_name() == "Rad 2, Hvor ofte"
        field = dialog.rows.field("rows.1.often")
        assert field is not None
        assert field.error() == texts("decision.not_whole")
        driver.replace("1")
        assert not field.error()
        press_button(driver, "Fjern rad 2")
        assert len(dialog.rows.rows()) == 1
        press_button(driver, "Fjern rad 1")
        assert [row.blank for row in dialog.rows.rows()] == [True]
        driver.press("Ctrl+Enter")
        assert dialog.bar.status() == texts("decision.no_rows")
        driver.fill("Rad 1, Hvor ofte", "9 om dagen")
        driver.fill("Rad 1, Hver gang", "24 timer")
        driver.press("Ctrl+Enter")
        assert dialog.bar.status() == texts("decision.too_many", limit=168)
        assert texts("decision.too_many", limit=168) in dialog.total.content()
        driver.fill("Rad 1, Hver gang", "20")
        driver.press("Ctrl+Enter")

    driver.press("Ctrl+R", translate)
    assert page.form.values()["week_minutes"] == "21"


def test_what_can_not_be_read_stays_and_is_not_passed_by(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    page = new_page(world, texts, person)
    show(page)
    driver = Driver(page)

    def translate() -> None:
        dialog = front(driver)
        driver.press("Enter")
        assert dialog.quick_field.error() == texts("decision.quick_empty")
        driver.type("dusj to ganger i uka 30, annenhver uke 2 timer")
        driver.press("Enter")
        assert dialog.quick.text() == "annenhver uke 2 timer"
        assert texts("decision.not_whole") in dialog.unread.text()
        assert [row.what for row in dialog.rows.rows()] == ["dusj"]
        driver.press("Ctrl+Enter")
        assert dialog.isVisible()
        assert dialog.quick_field.error() == texts("decision.quick_left")
        driver.replace("")
        driver.press("Ctrl+Enter")

    driver.press("Ctrl+R", translate)
    assert page.form.working.rows() == (DecisionRow("dusj", 2, Every.WEEK, 30),)


def test_escape_asks_once_before_typed_rows_are_lost(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    page = new_page(world, texts, person)
    show(page)
    driver = Driver(page)

    def leave() -> None:
        driver.type("dusj")

        def stay() -> None:
            question = driver.front()
            assert isinstance(question, QuestionDialog)
            question.reject()

        driver.press("Escape", stay)
        assert front(driver).quick.text() == "dusj"

        def go() -> None:
            question = driver.front()
            assert isinstance(question, QuestionDialog)
            question.accept()

        front(driver).activateWindow()
        drain()
        driver.press("Escape", go)

    driver.press("Ctrl+R", leave)
    assert page.form.working.rows() == ()
    driver.press("Ctrl+R", lambda: driver.press("Escape"))
    assert page.form.values()["week_minutes"] == ""


def test_no_hours_no_translation(world: World, texts: Texts, show: Show, person: Person) -> None:
    page = ServicePage(texts, world.services, ServicePlace(person.id))
    show(page)
    assert not page.form.working.isVisible()
    Driver(page).press("Ctrl+R")
    page.form.set_values(page.form.values() | {"type": "15", "week_minutes": "5:40"}, [], [], ROWS)
    page.form.set_values(page.form.values() | {"type": "21"}, [], [])
    assert page._read().working == ()


def test_the_sentence_in_three_languages_can_be_copied(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    page = new_page(world, texts, person)
    page.form.set_values(page.form.values(), [], [], ROWS[:1])
    show(page)
    driver = Driver(page)
    assert "Regnet ut fra 1 rad" in driver.texts()

    def copy() -> None:
        driver.tab_to("Språk")
        driver.choose("Nynorsk")
        press_button(driver, "Kopier setningen")
        assert "2 gonger om dagen, 20 minutt kvar gong" in QGuiApplication.clipboard().text()
        assert front(driver).bar.status() == texts("decision.copied")
        driver.press("Escape")

    driver.press("Ctrl+R", copy)


def test_from_the_persons_page_to_one_service_after_the_other(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    page = PersonPage(texts, world.services, PersonPlace(person.id, "services"))
    stage = show(page)
    driver = Driver(page)

    def translate() -> None:
        dialog = front(driver)
        driver.type(f"{LINE}, avlastning 24 timer i måneden")
        driver.press("Enter")
        assert [row.service for row in dialog.rows.rows()] == ["", "", "7"]
        assert dialog.total.content() == texts("decision.waiting", count=2)
        driver.press("Ctrl+Enter")
        for at in (1, 2):
            driver.tab_to(f"Rad {at}, Tjeneste")
            driver.choose("Helsetjenester i hjemmet")
        assert "Avlastning utenfor institusjon: 6 timer i uka." in dialog.total.content()
        press_button(driver, "Lag tjeneste, Avlastning utenfor institusjon")

    driver.press("Ctrl+R", translate)
    (place,) = stage.went
    respite = WorkedOut("7", (DecisionRow("avlastning", 1, Every.MONTH, 1440),))
    assert place == ServicePlace(person.id, worked_out=(respite, WorkedOut("15", ROWS)))
    assert isinstance(place, ServicePlace)

    form = ServicePage(texts, world.services, place)
    there = show(form)
    assert (form.form.values()["type"], form.form.values()["week_minutes"]) == ("7", "6")
    assert "Helsetjenester i hjemmet" in form.banner.text()
    assert form.dirty
    keys = Driver(form)
    keys.fill("Vedtatt", "02.01.2026")
    keys.fill("Starter", "05.01.2026")
    keys.press("Ctrl+S")
    assert there.went == [ServicePlace(person.id, worked_out=(WorkedOut("15", ROWS),))]
    (made,) = world.services.care_services.of_person(person.id)
    assert (made.type, made.week_minutes, made.working) == ("7", 360, respite.rows)
    last = ServicePage(texts, world.services, there.went[0])  # type: ignore[arg-type]
    show(last)
    assert not last.banner.isVisible()
    three = ServicePlace(person.id, worked_out=(respite, *there.went[0].worked_out, respite))  # type: ignore[attr-defined]
    assert "2 tjenester til" in ServicePage(texts, world.services, three).banner.text()


def test_making_a_service_waits_for_all_rows(world: World, texts: Texts, show: Show, person: Person) -> None:
    page = PersonPage(texts, world.services, PersonPlace(person.id, "services"))
    stage = show(page)
    dialog = DecisionDialog(texts, book=page._words.book, year=2026, parent=page)
    dialog.show()
    dialog.quick.setText("avlastning 24 timer i måneden, støttekontakt 24 timer 9 ganger om dagen")
    dialog._read_quick()
    dialog._make("7")
    assert dialog.bar.status() == texts("decision.too_many", limit=168)
    assert dialog.rows.field("rows.9.often") is None
    assert dialog.isVisible()
    assert stage.went == []
    dialog.hide()
    dialog.deleteLater()
    page.work_out.setEnabled(False)
    Driver(page).press("Ctrl+R")


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", [(1366, 768), (960, 768)])
@pytest.mark.parametrize("many", [False, True])
def test_nothing_is_clipped(
    world: World,
    texts: Texts,
    show: Show,
    person: Person,
    dress: Callable[..., Theme],
    size: tuple[int, int],
    scale: float,
    many: bool,
) -> None:
    dress("light", scale)
    page = PersonPage(texts, world.services, PersonPlace(person.id, "services"))
    show(page, size)
    assert clipped(page) == []
    dialog = DecisionDialog(texts, book=page._words.book if many else None, year=2026, parent=page)
    dialog.show()
    dialog.quick.setText(f"{LINE}, annenhver uke 2 timer, avlastning 24 timer i måneden")
    dialog._read_quick()
    drain()
    assert clipped(dialog) == []
    dialog.grab().save(
        str(PICTURES / f"decision-{size[0]}-{int(scale * 100)}-{'many' if many else 'one'}.png")
    )
    dialog._use()
    dialog._make("7")
    drain()
    assert clipped(dialog) == []
    dialog.hide()
    dialog.deleteLater()
    form = ServicePage(texts, world.services, ServicePlace(person.id, None, (WorkedOut("15", ROWS),) * 2))
    show(form, size)
    form.form.set_values(form.form.values() | {"week_minutes": "12"}, [], [])
    drain()
    assert form.form.working.warning()
    assert clipped(form) == []
