"""The list of services: a stay in hospital, what the assessment says, and the end of everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Entry, State
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.person import Person
from kpr_desktop_ui.pages.persons.person_form_page import PersonFormPage
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import InterviewPlace, PersonFormPlace, PersonPlace
from kpr_desktop_ui.pages.services.hospital_dialog import HospitalDialog
from kpr_desktop_ui.pages.services.services_tab import ServicesTab
from kpr_desktop_ui.pages.services.tick_line import TickLine
from tests.support import numbers
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.stage import Show, Stage
from tests.support.world import World
from tests.ui.services.test_service_page import saved

DIED = date(2026, 11, 1)


@pytest.fixture
def person(world: World) -> Person:
    return world.services.persons.register(world.form())


def page_of(world: World, texts: Texts, person: Person) -> PersonPage:
    return PersonPage(texts, world.services, PersonPlace(person.id, "services"))


def front(driver: Driver) -> QDialog:
    dialog = driver.front()
    assert isinstance(dialog, QDialog)
    return dialog


def paused(world: World, service: CareService) -> list[tuple[date, date | None]]:
    return [(p.from_date, p.to_date) for p in world.services.care_services.get(service.id).pauses]


def test_in_hospital_and_home_again(world: World, texts: Texts, show: Show, person: Person) -> None:
    home = saved(world, person)
    saved(world, person, type="21", week_minutes=None)
    also = saved(world, person, type="1")
    page = page_of(world, texts, person)
    stage = show(page)
    tab = page.services_tab
    driver = Driver(page)
    assert not tab.stay_line.isVisible()
    driver.press("Ctrl+I", lambda: front(driver).reject())

    def admit() -> None:
        dialog = front(driver)
        assert isinstance(dialog, HospitalDialog)
        assert [box.isChecked() for box in dialog.boxes.values()].count(True) == 2
        assert "Helsedirektoratets spørsmål og svar" in " ".join(driver.texts())
        assert clipped(dialog) == []
        driver.replace("i går")
        dialog.boxes[also.id].click()
        driver.click(dialog.yes)
        assert dialog.fields["from_date"].error()
        driver.replace("")
        driver.type("01.11.2026")
        assert not dialog.boxes[also.id].isChecked(), "what was ticked off stays so"
        driver.fill("Sykehus", "St. Olavs")
        driver.click(dialog.yes)

    stage.come_back()
    driver.click(tab.hospital, admit)
    assert stage.told == [texts("hospital.told")]
    assert (paused(world, home), paused(world, also)) == ([(DIED, None)], [])
    assert tab.stay_text.content() == (
        "Innlagt på sykehus fra 01.11.2026 (St. Olavs). Én tjeneste står stille."
    )

    def again() -> None:
        dialog = front(driver)
        driver.click(dialog.yes)  # type: ignore[attr-defined]
        assert dialog.fields["from_date"].error() == texts("hospital.two_at_once")  # type: ignore[attr-defined]
        dialog.reject()

    stage.come_back()
    driver.click(tab.hospital, again)
    home_again(texts, page, stage, driver)
    assert paused(world, home) == []


def home_again(texts: Texts, page: PersonPage, stage: Stage, driver: Driver) -> None:
    """Discharged after a slip, and then taken back altogether."""
    tab = page.services_tab

    def out() -> None:
        driver.replace("30.10.2026")
        driver.press("Enter")
        assert texts("hospital.ends_before") in " ".join(driver.texts())
        driver.replace("10.11.2026")
        driver.press("Enter")

    stage.come_back()
    driver.click(tab.discharge, lambda: front(driver).reject())
    stage.come_back()
    driver.click(tab.discharge, out)
    assert tab.stay_text.content() == "Sist på sykehus 01.11.2026–10.11.2026 (St. Olavs)."
    assert not tab.discharge.isVisible()

    def why() -> None:
        driver.type("Poliklinisk time")
        driver.press("Enter")

    stage.come_back()
    driver.click(tab.withdraw, lambda: front(driver).reject())
    stage.come_back()
    driver.click(tab.withdraw, why)
    assert not tab.stay_line.isVisible()
    assert stage.told[-1] == texts("hospital.withdraw_told")
    tab._discharge()
    tab._withdraw()


def test_what_stands_in_the_way_is_told(world: World, texts: Texts, show: Show, person: Person) -> None:
    service = saved(world, person)
    page = page_of(world, texts, person)
    show(page)
    driver = Driver(page)

    def admit() -> None:
        dialog = front(driver)
        assert isinstance(dialog, HospitalDialog)
        # Somebody else registers the stay's pause meanwhile.
        desk = world.services.breaks
        desk.admit(replace(desk.blank(person.id), from_date=DIED, to_date=date(2026, 11, 9)), {service.id})
        driver.replace("05.10.2026")
        driver.fill("Utskrevet", "02.11.2026")
        driver.click(dialog.yes)
        assert dialog.fields["from_date"].error()
        stay = desk.stays(person.id)[0]
        with world.session.work() as work:
            work.hospital.save(replace(stay, withdrawn=True))
            work.commit()

        def told() -> None:
            assert texts("hospital.not_done") in driver.texts()
            assert "overlapper" in " ".join(driver.texts())
            front(driver).accept()

        driver.click(dialog.yes, told)
        dialog.reject()

    driver.click(page.services_tab.hospital, admit)
    assert world.services.breaks.stays(person.id) == []


def test_how_many_stand_still(world: World, texts: Texts, show: Show, person: Person) -> None:
    two = {saved(world, person).id, saved(world, person, type="1").id}
    page = page_of(world, texts, person)
    show(page)
    desk = world.services.breaks
    stay = desk.admit(replace(desk.blank(person.id), from_date=DIED), two)
    page.enter()
    assert page.services_tab.stay_text.content().endswith("2 tjenester står stille.")
    desk.withdraw(stay, "Feil")
    desk.admit(replace(desk.blank(person.id), from_date=DIED, number=numbers.organisation(1)), ())
    page.enter()
    assert page.services_tab.stay_text.content().endswith("Ingen tjenester står stille.")

    def nobody() -> None:
        dialog = front(Driver(page))
        assert isinstance(dialog, HospitalDialog)
        dialog.editors["from_date"].setText("01.01.2020")
        dialog._show_services()
        drain()
        assert texts("hospital.no_services") in Driver(page).texts()
        dialog.editors["from_date"].setText("")
        dialog._show_services()
        assert dialog.boxes == {}
        dialog.reject()

    Driver(page).click(page.services_tab.hospital, nobody)


def test_a_line_is_pressed_anywhere(world: World, show: Show) -> None:
    line = TickLine("En tjeneste med et ganske langt navn", ticked=True)
    line.resize(400, 60)
    line.show()
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    assert not line.box.isChecked()
    outside = QMouseEvent(
        QMouseEvent.Type.MouseButtonRelease,
        QPointF(-9, -9),
        QPointF(-9, -9),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    line.mouseReleaseEvent(outside)
    assert not line.box.isChecked()
    line.close()


def test_plan_coordinator_and_force_come_from_the_assessment(world: World, texts: Texts, show: Show) -> None:
    interviews = world.services.interviews
    person_id, valid = next(
        (p, a) for p in world.demo(12) for a in interviews.of_person(p)[:1] if a.state is State.FINISHED
    )
    page = PersonPage(texts, world.services, PersonPlace(person_id, "services"))
    stage = show(page)
    line = page.services_tab.assessed
    assert line.line.content().startswith("Individuell plan: ")
    assert "ingen registrert" in line.line.content()
    Driver(page).click(line.see)
    assert stage.went == [InterviewPlace(valid.id, "individual_plan")]
    rows = (
        Entry("1", "coercion", {"kind": "24", "from": "2026-01-01", "to": "2026-06-30"}),
        Entry("2", "coercion", {"kind": "14", "from": "2026-02-01"}),
        Entry("3", "diagnosis", {}),
    )
    line.show_assessment(replace(valid, answers={}, entries=rows))
    told = line.line.content()
    assert "01.01.2026–30.06.2026" in told
    assert "01.02.2026–løper" in told
    assert "Individuell plan: ikke besvart" in told
    line.show_assessment(None)
    assert line.line.content() == texts("services.not_assessed")
    assert not line.see.isVisible()


def test_after_a_death_what_runs_is_asked_about(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    service = saved(world, person)
    form = PersonFormPage(texts, world.services, PersonFormPlace(person.id))
    stage = show(form)
    form.form.set_values({"death_date": "01.11.2026"})
    driver = Driver(form)
    driver.press("Ctrl+S", lambda: front(driver).reject())
    assert stage.went == [PersonPlace(person.id)]
    assert world.services.care_services.get(service.id).end is None
    again = PersonFormPage(texts, world.services, PersonFormPlace(person.id))
    show(again)
    again.form.set_values({"phone": "99999999"})
    Driver(again).press("Ctrl+S")  # asked once; the page goes on telling
    page = page_of(world, texts, person)
    stage = show(page)
    assert page.end_banner.text() == texts("services.end_banner_one", day="01.11.2026")
    driver = Driver(page)
    button = page.end_banner.findChildren(type(page.add))[0]

    def end() -> None:
        assert texts("services.end_title_one") in driver.texts()
        assert texts("services.end_text_one", day="01.11.2026") in driver.texts()
        assert "Helsetjenester i hjemmet, fra 05.01.2026" in driver.texts()
        driver.press("Enter")

    driver.click(button, lambda: front(driver).reject())
    stage.come_back()
    driver.click(button, end)
    assert world.services.care_services.get(service.id).end == DIED
    assert not page.end_banner.isVisible()
    assert stage.told == [texts("services.end_told")]
    page._end_services()


def test_a_death_saved_with_services_to_end(world: World, texts: Texts, show: Show, person: Person) -> None:
    services = [saved(world, person), saved(world, person, type="1")]
    form = PersonFormPage(texts, world.services, PersonFormPlace(person.id))
    stage = show(form)
    form.form.set_values({"death_date": "01.11.2026"})
    driver = Driver(form)

    def end() -> None:
        assert texts("services.end_title", count=2) in driver.texts()
        # Another window is quicker with one of them: nothing is changed, and it is told.
        with world.session.work() as work:
            work.services.update(replace(services[0], note="x", version=2))
            work.commit()
        dialog = front(driver)
        driver.click(dialog.yes)  # type: ignore[attr-defined]
        assert texts("service.changed_elsewhere") in " ".join(driver.texts())
        dialog.reject()

    driver.press("Ctrl+S", end)
    assert [world.services.care_services.get(s.id).end for s in services] == [None, None]
    page = page_of(world, texts, person)
    show(page)
    assert page.end_banner.text() == texts("services.end_banner", day="01.11.2026", count=2)
    assert stage.told == [texts("person.saved")]


@pytest.mark.parametrize(("size", "scale"), [((1366, 768), 1.0), ((960, 700), 1.0), ((1366, 768), 2.0)])
def test_nothing_is_clipped(
    world: World, texts: Texts, show: Show, person: Person, dress: Callable[..., object],
    size: tuple[int, int], scale: float,
) -> None:  # fmt: skip
    dress(scale=scale)
    service = saved(world, person)
    desk = world.services.breaks
    desk.admit(replace(desk.blank(person.id), from_date=DIED, name="St. Olavs hospital"), {service.id})
    page = page_of(world, texts, person)
    show(page, size)
    assert isinstance(page.services_tab, ServicesTab)
    drain()
    assert clipped(page) == []
    dialog = HospitalDialog(texts, world.services, person.id, page)
    dialog.show()
    drain()
    assert dialog.width() <= page.width()
    dialog.reject()
