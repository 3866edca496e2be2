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
from kpr_desktop.usecases.worklist import REASONS, SHARE
from kpr_desktop_ui.pages.places import (
    InterviewPlace,
    PersonFormPlace,
    PersonPlace,
    PersonsPlace,
    WorkListPlace,
)
from kpr_desktop_ui.pages.work_list.section import FEW, Section
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage
from kpr_desktop_ui.pages.work_list.work_words import WorkWords
from kpr_desktop_ui.theme import Theme
from tests.support import numbers
from tests.support.driver import Driver, drain
from tests.support.fits import clipped, scrolling
from tests.support.stage import RAIL, Show
from tests.support.world import TODAY, World, without_right

HOSTILE = "<b>Fet</b> \u202eavlange"


@pytest.fixture
def page(world: World, texts: Texts) -> WorkListPage:
    return WorkListPage(texts, world.services, WorkListPlace())


def person(world: World, seed: int, **fields: str) -> PersonId:
    number = numbers.fnr(seed, born=date(1942, 3, 14), series="tenor")
    return world.services.persons.register(
        world.form(identity=number, family_name=f"Fjell{seed}", **fields)
    ).id


def never(page: WorkListPage) -> Section:
    return page.sections[REASONS.index("never")]


def settle() -> None:
    for _ in range(5):
        drain()


def full(world: World) -> list[PersonId]:
    """Persons for every section, two screens of them."""
    made = world.demo(90)
    with world.session.work() as work:
        run = work._database.run  # type: ignore[attr-defined]
        run("UPDATE person SET lacking = 1 + row % 9 WHERE row % 5 = 0 AND last_assessed IS NOT NULL")
        run("UPDATE person SET planned_visit = ? WHERE row % 8 = 3", (TODAY.isoformat(),))
        run("UPDATE person SET last_assessed = '2025-12-05' WHERE row % 17 = 1 AND last_assessed IS NOT NULL")
        work.commit()
    return made


def shown(page: WorkListPage) -> dict[str, list[list[str]]]:
    found = {}
    for section in page.sections:
        model = section.table.model()
        rows = [
            [str(model.index(r, c).data()) for c in range(model.columnCount())]
            for r in range(model.rowCount())
        ]
        if section.table.isVisible():
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


def test_each_reason_has_its_section_and_enter_leads_to_the_right_place(
    world: World, page: WorkListPage, show: Show
) -> None:
    drafted = person(world, 1)
    visited = person(world, 2, planned_visit="23.11.2026")
    person(world, 3, responsible="", protected="1")
    assessed = {seed: person(world, seed) for seed in (4, 5, 6)}
    both = person(world, 7, planned_visit="23.11.2026", responsible="")
    with world.session.work() as work:
        for seed, day, lacking in ((4, "2025-03-03", 0), (5, "2025-11-30", 0), (6, "2026-06-01", 7)):
            work._database.run(  # type: ignore[attr-defined]
                "UPDATE person SET last_assessed = ?, lacking = ? WHERE id = ?",
                (day, lacking, assessed[seed]),
            )
        work.commit()
    start = world.services.interviews.start
    draft = start(drafted, date(2026, 11, 20), Reason.CHANGE)
    begun = start(both, TODAY, Reason.CHANGE)
    stage = show(page)
    assert shown(page) == {
        "visit": [
            ["Blid Fjell2", "84 år", "Besøk i dag", "Din"],
            ["Blid Fjell7", "84 år", "Besøk i dag, kartlegging er begynt", ""],
        ],
        "draft": [["Blid Fjell1", "84 år", "Begynt for 3 dager siden", "Din"]],
        "due": [["Blid Fjell4", "84 år", "Burde vært gjort 3. mars 2026", "Din"]],
        "soon": [["Blid Fjell5", "84 år", "Bør gjøres innen 30. november 2026", "Din"]],
        "lacking": [["Blid Fjell6", "84 år", "7 punkter mangler svar", "Din"]],
        "never": [["Blid Fjell3", "84 år", "Ingen kartlegging ennå", "Adressesperre"]],
    }
    assert page.facts == ("7 personer",)
    driver = Driver(page)
    for _ in range(7):
        driver.press("Enter")
        driver.press("Down")
    assert stage.went == [
        PersonPlace(visited),
        InterviewPlace(begun.assessment.id),
        InterviewPlace(draft.assessment.id),
        PersonPlace(assessed[4], "assessments"),
        PersonPlace(assessed[5], "assessments"),
        PersonPlace(assessed[6], "assessments"),
        PersonPlace(never(page).table.key(), "assessments"),  # type: ignore[arg-type]
    ]
    said = driver.texts()
    assert [said.count(each) for each in ("1 dine, 1 andres", "Ingen er dine", "Alle er dine")] == [1, 1, 3]


def test_what_is_empty_is_told_once_and_the_rest_is_left_out(
    world: World, page: WorkListPage, show: Show
) -> None:
    person(world, 1)
    show(page)
    said = Driver(page).texts()
    for text in (
        "Ingen besøk er planlagt i dag.",
        "Du har ingen kartlegging liggende.",
        "Ingen er over tiden.",
    ):
        assert text in said
    assert not {"Bør snart vurderes", "Mangler svar"} & set(said)
    assert list(shown(page)) == ["never"]


def test_the_arrows_go_through_all_sections_and_back(world: World, page: WorkListPage, show: Show) -> None:
    drafted = person(world, 1)
    person(world, 2)
    person(world, 3)
    world.services.interviews.start(drafted, TODAY, Reason.CHANGE)
    show(page)
    driver = Driver(page)
    draft, last = page.sections[REASONS.index("draft")].table, never(page).table
    assert draft.hasFocus()
    assert draft.key() == drafted
    driver.press("Up")
    assert draft.key() == drafted
    driver.press("Down")
    assert last.hasFocus()
    assert (draft.key(), last.currentIndex().row()) == ("", 0)
    driver.press("Down")
    driver.press("Down")
    assert last.currentIndex().row() == 1
    driver.press("Up")
    driver.press("Up")
    assert draft.key() == drafted
    assert last.key() == ""


def test_a_long_section_shows_the_first_and_unfolds(world: World, page: WorkListPage, show: Show) -> None:
    few = FEW["never"]
    for seed in range(1, few + 4):
        person(world, seed)
    show(page)
    section = never(page)
    assert (section.chip.word(), section.table.count()) == (str(few + 3), few)
    driver = Driver(page)
    driver.click(section.more)
    assert section.table.count() == few + 3
    assert section.more.text() == "Vis færre"
    driver.click(section.more)
    assert section.table.count() == few


def test_the_last_line_is_scrolled_into_sight(world: World, page: WorkListPage, show: Show) -> None:
    full(world)
    show(page, (960, 600))
    driver = Driver(page)
    never(page).more.click()
    for _ in range(40):
        driver.press("Down")
    assert never(page).table.hasFocus()
    table = never(page).table
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


def test_a_full_list_says_that_it_is_cut(world: World, texts: Texts, show: Show) -> None:
    for seed in range(SHARE - 1):
        world.services.persons.register(world.form(identity="", family_name=f"Fjell{seed}"))
    page = WorkListPage(texts, world.services, WorkListPlace())
    show(page)
    assert page.hint.content().startswith("Enter åpner. Dine egne")
    assert never(page).chip.word() == str(SHARE - 1)
    for seed in range(2):
        world.services.persons.register(world.form(identity="", family_name=f"Berg{seed}"))
    page.enter()
    assert len(never(page)._rows) == SHARE
    assert never(page).chip.word() == f"{SHARE}+"
    assert f"høyst {SHARE}." in page.hint.content()


def test_who_may_not_register_is_not_led_there(world: World, texts: Texts, show: Show) -> None:
    reader = without_right(world.session, "person.register")
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
    assert words.when(replace(row, why="lacking", lacking=1)) == "1 punkt mangler svar"
    assert words.whose([]) == ""
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
    full(world)
    dress(mode, scale)
    page = WorkListPage(texts, world.services, WorkListPlace())
    stage = show(page, size)
    settle()
    assert clipped(page) == []
    if size == (1366, 768) and scale == 1.0:
        assert scrolling(page) == [], "the day is seen at a glance"
        assert all(section.table.isVisible() for section in page.sections)
    assert page.width() == size[0] - RAIL
    stage.picture(f"work_list-{size[0]}-{mode}-{round(scale * 100)}")
