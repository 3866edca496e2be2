"""Finding persons as they are typed, and what the list says when there is nothing or too much."""

from __future__ import annotations

from datetime import date

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.persons import BROWSE_LIMIT, FOUND_LIMIT
from kpr_desktop_ui.pages.persons.persons_page import PersonsPage
from kpr_desktop_ui.pages.places import PersonFormPlace, PersonPlace, PersonsPlace
from tests.support import numbers
from tests.support.driver import Driver
from tests.support.fits import clipped
from tests.support.stage import Show, Stage
from tests.support.world import World

HOSTILE = "<b>Fet</b> <img src=x> \u202eavlange"


@pytest.fixture
def page(world: World, texts: Texts) -> PersonsPage:
    return PersonsPage(texts, world.services, PersonsPlace())


def names(page: PersonsPage) -> list[str]:
    return [str(page.table.model().index(row, 0).data()) for row in range(page.table.model().rowCount())]


def state(page: PersonsPage, row: int = 0) -> str:
    return str(page.table.model().index(row, 4).data())


def typed(stage: Stage, text: str) -> Driver:
    driver = Driver(stage.page)
    driver.tab_to("Søk etter person")
    driver.replace(text)
    page = stage.page
    assert isinstance(page, PersonsPage)
    driver.wait_until(lambda: not page._timer.isActive(), "The search")
    return driver


def test_an_empty_vault_leads_to_the_form(page: PersonsPage, show: Show) -> None:
    stage = show(page)
    driver = Driver(page)
    assert "Ingen personer ennå" in driver.texts()
    page._empty.acted.emit()
    driver.press("Ctrl+N")
    assert stage.went == [PersonFormPlace(None)] * 2


def test_finds_by_part_of_name_birth_date_and_number(world: World, page: PersonsPage, show: Show) -> None:
    number = numbers.fnr(2, born=date(1950, 5, 17), series="tenor")
    world.services.persons.register(world.form())
    other = world.form(given_name="Munter", family_name="Stein", identity=number, birth_date="17.05.1950")
    world.services.persons.register(other)
    stage = show(page)
    assert names(page) == ["Blid Fjellbekk", "Munter Stein"]
    for text, hits in (("stei", 1), ("17.05.1950", 1), (number, 1), ("finnes ikke", 0), ("17.05.1951", 0)):
        typed(stage, text)
        assert len(names(page)) == hits, text
        assert not hits or names(page) == ["Munter Stein"]


def test_a_number_is_looked_up_and_logged_once(world: World, page: PersonsPage, show: Show) -> None:
    person = world.services.persons.register(world.form())
    number = world.services.persons.reveal(person.id, "test")
    stage = show(page)
    typed(stage, number)
    with world.session.work() as work:
        actions = [entry.action for entry in work.records.log_entries(limit=50)]
    assert actions.count("person.find_by_number") == 1


def test_enter_opens_the_hit_and_arrow_down_goes_to_the_list(
    world: World, page: PersonsPage, show: Show
) -> None:
    person = world.services.persons.register(world.form())
    stage = show(page)
    driver = typed(stage, "blid")
    driver.press("Enter")
    driver.press("Down")
    assert driver.focus() is page.table
    driver.press("Enter")
    assert stage.went == [PersonPlace(person.id)] * 2


def test_enter_without_a_hit_stays(page: PersonsPage, show: Show) -> None:
    stage = show(page)
    driver = typed(stage, "finnes ikke")
    driver.press("Enter")
    assert stage.went == []
    assert "Ingen treff" in driver.texts()


def test_says_when_there_are_more_than_it_shows(world: World, page: PersonsPage, show: Show) -> None:
    world.demo(BROWSE_LIMIT + 5)
    stage = show(page)
    assert page.count.content().startswith("Viser de 200 første av 205 personer")
    typed(stage, "l")
    assert len(names(page)) == FOUND_LIMIT
    assert page.count.content().startswith("Viser de 30 første treffene")


def test_hidden_persons_are_shown_when_asked_for(world: World, page: PersonsPage, show: Show) -> None:
    person = world.services.persons.register(world.form(protected="1"))
    world.services.persons.hide(person)
    show(page)
    assert names(page) == []
    driver = Driver(page)
    driver.tab_to("Vis skjulte")
    driver.press("Space")
    assert names(page) == ["Blid Fjellbekk"]
    assert state(page) == "Adressesperre · Skjult"
    assert page.count.content() == "1 person"


def test_tells_of_death_and_drafts(world: World, page: PersonsPage, show: Show) -> None:
    world.services.persons.register(world.form(death_date="01.11.2026"))
    show(page)
    assert state(page) == "Død"
    assert page.table.model().index(0, 2).data() == ""


def test_hostile_names_are_literal(world: World, page: PersonsPage, show: Show) -> None:
    world.services.persons.register(world.form(given_name=HOSTILE, family_name="Ærlig Šákka 🙂"))
    show(page)
    assert "<b>Fet</b> <img src=x> \N{REPLACEMENT CHARACTER}avlange Ærlig Šákka 🙂" in Driver(page).texts()


def test_one_who_may_not_write_can_not_register(world: World, page: PersonsPage, show: Show) -> None:
    page.new.setEnabled(True)
    stage = show(page)
    page.new.setEnabled(False)
    page._register()
    assert stage.went == []


@pytest.mark.parametrize("size", [(1366, 768), (960, 700)])
def test_nothing_is_clipped(world: World, page: PersonsPage, show: Show, size: tuple[int, int]) -> None:
    world.demo(12)
    show(page, size).picture(f"persons-{size[0]}")
    assert clipped(page) == []
