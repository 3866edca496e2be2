"""The start page: who waits, the user's own first, and where Enter leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import PersonSummary
from kpr_desktop.usecases.records import WorkRow
from kpr_desktop.usecases.worklist import ROW_LIMIT
from kpr_desktop_ui.pages.places import (
    InterviewPlace,
    PersonFormPlace,
    PersonPlace,
    PersonsPlace,
    WorkListPlace,
)
from kpr_desktop_ui.pages.work_list.section import FEW
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage
from kpr_desktop_ui.pages.work_list.work_words import WorkWords
from kpr_desktop_ui.theme import Theme
from tests.support import numbers
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.stage import RAIL, Show
from tests.support.world import TODAY, World

HOSTILE = "<b>Fet</b> \u202eavlange"


@pytest.fixture
def page(world: World, texts: Texts) -> WorkListPage:
    return WorkListPage(texts, world.services, WorkListPlace())


def person(world: World, seed: int, **fields: str) -> PersonId:
    number = numbers.fnr(seed, born=date(1942, 3, 14), series="tenor")
    return world.services.persons.register(
        world.form(identity=number, family_name=f"Fjell{seed}", **fields)
    ).id


def shown(page: WorkListPage) -> dict[str, list[list[str]]]:
    found = {}
    for section in page.sections:
        model = section.table.model()
        rows = [
            [str(model.index(r, c).data()) for c in range(model.columnCount())]
            for r in range(model.rowCount())
        ]
        if section.isVisible():
            found[section.why] = rows
    return found


def test_a_new_vault_leads_to_the_first_person(page: WorkListPage, show: Show) -> None:
    stage = show(page)
    driver = Driver(page)
    assert "Ingen personer ennå" in driver.texts()
    assert page.facts == ("0 personer",)
    assert driver.focus() is page.new
    driver.press("Enter")
    page.nobody.acted.emit()
    driver.press("Ctrl+N")
    assert stage.went == [PersonFormPlace()] * 3


def test_each_reason_has_its_section_and_the_users_own_come_first(
    world: World, page: WorkListPage, show: Show
) -> None:
    drafted = person(world, 1)
    visited = person(world, 2, planned_visit="23.11.2026")
    person(world, 3, responsible="", protected="1")
    person(world, 4)
    draft = world.services.interviews.start(drafted, date(2026, 11, 20), Reason.CHANGE)
    stage = show(page)
    assert shown(page) == {
        "draft": [["Blid Fjell1", "84 år", "Kartlegging for 3 dager siden", "Din"]],
        "visit": [["Blid Fjell2", "84 år", "Besøk i dag", "Din"]],
        "never": [
            ["Blid Fjell4", "84 år", "Ingen kartlegging ennå", "Din"],
            ["Blid Fjell3", "84 år", "Ingen kartlegging ennå", "Adressesperre"],
        ],
    }
    assert page.facts == ("4 personer",)
    driver = Driver(page)
    driver.press("Enter")
    driver.press("Down")
    driver.press("Enter")
    assert stage.went == [InterviewPlace(draft.assessment.id), PersonPlace(visited)]


def test_the_arrows_go_through_all_sections_and_back(world: World, page: WorkListPage, show: Show) -> None:
    drafted = person(world, 1)
    person(world, 2)
    person(world, 3)
    world.services.interviews.start(drafted, TODAY, Reason.CHANGE)
    show(page)
    driver = Driver(page)
    draft, never = page.sections[0].table, page.sections[3].table
    assert draft.hasFocus()
    assert draft.key() == drafted
    driver.press("Up")
    assert draft.key() == drafted
    driver.press("Down")
    assert never.hasFocus()
    assert (draft.key(), never.currentIndex().row()) == ("", 0)
    driver.press("Down")
    driver.press("Down")
    assert never.currentIndex().row() == 1
    driver.press("Up")
    driver.press("Up")
    assert draft.key() == drafted
    assert never.key() == ""


def test_a_long_section_shows_the_first_and_unfolds(world: World, page: WorkListPage, show: Show) -> None:
    for seed in range(1, FEW + 4):
        person(world, seed)
    show(page)
    never = page.sections[3]
    assert (never.chip.word(), never.table.count()) == (str(FEW + 3), FEW)
    driver = Driver(page)
    driver.click(never.more)
    assert never.table.count() == FEW + 3
    assert never.more.text() == "Vis færre"
    driver.click(never.more)
    assert never.table.count() == FEW


def test_the_last_line_is_scrolled_into_sight(world: World, page: WorkListPage, show: Show) -> None:
    world.demo(60)
    show(page, (960, 600))
    driver = Driver(page)
    page.sections[3].more.click()
    for _ in range(40):
        driver.press("Down")
    table = next(section.table for section in page.sections if section.table.hasFocus())
    row = table.visualRect(table.currentIndex())
    middle = table.viewport().mapTo(page.area.viewport(), row.center())
    assert page.area.viewport().rect().contains(middle)


def test_search_and_a_quiet_day(world: World, page: WorkListPage, show: Show) -> None:
    made = person(world, 1)
    world.services.persons.hide(world.services.persons.open(made))
    with world.session.work() as work:
        found = work.persons.get(made)
        work.persons.update(
            replace(found, hidden=False, death_date=date(2026, 11, 1), version=found.version + 1)
        )
        work.commit()
    stage = show(page)
    driver = Driver(page)
    assert "Ingenting venter" in driver.texts()
    assert driver.focus() is page.finder
    driver.press("Ctrl+F")
    driver.click(page.finder)
    page.done.acted.emit()
    assert stage.went == [PersonsPlace()] * 3


def test_a_full_list_says_that_it_is_cut(world: World, page: WorkListPage, show: Show) -> None:
    world.demo(ROW_LIMIT * 2)
    show(page)
    held = sum(len(section._rows) for section in page.sections)
    assert held <= ROW_LIMIT
    assert page.facts == ("200 personer",)
    assert page.hint.content().startswith("Listen viser de 100" if held == ROW_LIMIT else "Enter åpner")


def test_who_may_not_register_is_not_led_there(world: World, texts: Texts, show: Show) -> None:
    rights = world.session.rights
    reader = replace(
        world.session, rights=replace(rights, actions={**rights.actions, "person.write": frozenset()})
    )
    page = WorkListPage(texts, replace(world.services, session=reader), WorkListPlace())
    stage = show(page)
    Driver(page).press("Ctrl+N")
    assert not page.new.isEnabled()
    assert stage.went == []


def test_names_are_shown_to_the_letter(world: World, page: WorkListPage, show: Show) -> None:
    person(world, 1, given_name=HOSTILE)
    show(page)
    (row,) = shown(page)["never"]
    assert row[0].startswith("<b>Fet</b> ")
    assert "\u202e" not in row[0]


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "i dag"), (1, "i går"), (2, "for 2 dager siden"), (60, "for 60 dager siden"), (100, "for 3 måneder siden"),
     (365, "for 12 måneder siden"), (730, "for over 2 år siden"), (1200, "for over 3 år siden")],
)  # fmt: skip
def test_days_are_told_in_words(texts: Texts, days: int, words: str) -> None:
    assert WorkWords(texts, TODAY).ago(TODAY - timedelta(days=days)) == words


def test_a_visit_that_is_past_is_told_as_late(texts: Texts) -> None:
    words = WorkWords(texts, TODAY)
    summary = PersonSummary(PersonId("p"), "Blid Fjellbekk", None, protected=True, hidden=False, dead=False)
    row = WorkRow(summary, "visit", date(2026, 11, 22), own=True)
    assert words.when(row) == "Skulle hatt besøk i går"
    assert words.row(row).cells[1] == ""
    assert words.when(replace(row, why="due", day=date(2025, 9, 1))) == "Sist vurdert for 14 måneder siden"
    assert (words.persons(1), words.persons(12345)) == ("1 person", "12\u00a0345 personer")


@pytest.mark.parametrize(
    ("size", "mode", "scale"),
    [
        ((1366, 768), "light", 1.0),
        ((1366, 768), "dark", 1.0),
        ((960, 700), "light", 1.0),
        ((960, 700), "dark", 1.0),
        ((1366, 768), "contrast", 2.0),
        ((960, 700), "light", 2.0),
    ],
)
def test_nothing_is_clipped(
    world: World,
    texts: Texts,
    show: Show,
    dress: Callable[..., Theme],
    size: tuple[int, int],
    mode: str,
    scale: float,
) -> None:
    world.demo(60)
    dress(mode, scale)
    page = WorkListPage(texts, world.services, WorkListPlace())
    stage = show(page, size)
    for _ in range(5):
        drain()
    assert clipped(page) == []
    assert page.width() == size[0] - RAIL
    stage.picture(f"work_list-{size[0]}-{mode}-{round(scale * 100)}")
