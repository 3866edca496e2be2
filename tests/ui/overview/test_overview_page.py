"""The page about the unit's own work: counted beside the window, looked at, read, copied and saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.overview_records import FIGURES
from kpr_desktop_ui.pages.lock.place_text import from_text, to_text
from kpr_desktop_ui.pages.overview import table_part
from kpr_desktop_ui.pages.overview.overview_page import OverviewPage
from kpr_desktop_ui.pages.places import OverviewPlace
from kpr_desktop_ui.theme import Theme
from tests.support.driver import Driver, drain
from tests.support.fits import clipped, elided, overlapping
from tests.support.stage import Show
from tests.support.world import World


def counted(page: OverviewPage) -> Driver:
    driver = Driver(page)
    driver.wait_until(lambda: not page.busy, "The counting")
    drain()
    return driver


@pytest.fixture
def opened(world: World, texts: Texts, show: Show) -> Callable[..., OverviewPage]:
    def put(
        persons: int = 30, place: OverviewPlace | None = None, size: tuple[int, int] = (1366, 768)
    ) -> OverviewPage:
        if persons:
            world.demo(persons)
        page = OverviewPage(texts, world.services, place or OverviewPlace())
        page.setProperty("stage", show(page, size))
        counted(page)
        return page

    return put


def test_it_is_looked_at_first_and_read_second(opened: Callable[..., OverviewPage], texts: Texts) -> None:
    page = opened()
    made = page.made
    assert made is not None
    for name, card in page.cards.items():
        assert card.accessibleName() == texts(f"overview.figure_{name}")
        assert card.accessibleDescription() == card.sentence() != ""
    for name in FIGURES:
        page.cards[name].click()
        drain()
        assert [code for code, card in page.cards.items() if card.is_selected()] == [name]
        assert page.part.table.model().rowCount() == len(made.figure(name).lines)
        assert page.part.table.accessibleDescription() == page.cards[name].sentence()
        assert clipped(page) == overlapping(page) == elided(page, (texts("overview.save"),)) == []
    assert page.here() == OverviewPlace("due", 2026, 0)
    assert from_text(to_text(page.here())) == page.here()


@pytest.mark.parametrize(("mode", "scale", "width"), [("dark", 1.0, 960), ("contrast", 2.0, 960)])
def test_it_fits_a_narrow_window_with_large_letters(
    opened: Callable[..., OverviewPage], dress: Callable[..., Theme], mode: str, scale: float, width: int
) -> None:
    dress(mode, scale)
    page = opened(20, OverviewPlace("needs"), (width, 700))
    assert page.grid.columns() == (1 if scale == 2 else 2)
    assert clipped(page) == overlapping(page) == []


def test_another_period_is_counted_anew(opened: Callable[..., OverviewPage]) -> None:
    page = opened(30, OverviewPlace("assessments", 2026, 3))
    assert page.made is not None
    assert page.month.key() == "3"
    first = page.made
    page.month.set_key("0")
    page.month.chosen.emit("0")
    page.year.set_key("2025")
    page.year.chosen.emit("2025")  # the counting that is under way is dropped
    counted(page)
    assert (page.made.year, page.made.month) == (2025, 0)
    assert page.month.count() == 13
    assert page.made != first
    assert OverviewPage(page._texts, page._services, OverviewPlace("no", 1999, 99)).chosen == FIGURES[0]


def test_a_table_is_copied_and_the_file_saved(
    opened: Callable[..., OverviewPage], texts: Texts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened()
    told = page.property("stage").told
    page.choose("services")
    page.part.table.setFocus()
    Driver(page).press("Ctrl+C")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Tjeneste\tPersoner\n")
    assert ".." in copied  # thirty persons have few of each
    assert told == [texts("overview.copied", most=4)]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    page.part.save.click()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    monkeypatch.setattr(table_part, "ask_purpose", lambda *_: "archive")
    page.part.save.click()
    assert [path.suffix for path in tmp_path.glob("ovelse-oversikt*")] == [".xlsx"]
    page.part.save.click()
    assert page.fault.text() == texts("outbox.exists")


def test_nothing_to_count_and_no_right_to_see(
    opened: Callable[..., OverviewPage], world: World, texts: Texts
) -> None:
    page = opened(0)
    assert page.empty.isVisible()
    assert not page.grid.isVisible()
    world.session.vault.user = replace(world.session.user, roles=frozenset(("auditor",)))  # type: ignore[misc]
    page.enter()
    drain()
    assert page.refused.isVisible()
    assert not page.busy


def test_who_may_not_take_and_a_vault_that_is_read_only(
    opened: Callable[..., OverviewPage], world: World, texts: Texts
) -> None:
    page = opened()
    user = world.session.user
    world.session.vault.user = replace(user, roles=frozenset(("case_worker",)))  # type: ignore[misc]
    page.choose("due")
    assert page.part.copy.isHidden()
    assert page.part.note.content() == texts("overview.take_not")
    page.part._copy()  # as the keys would
    assert not page.property("stage").told
    world.session.vault.user = user  # type: ignore[misc]
    world.session.vault.writable = False
    page.choose("needs")
    assert not page.part.save.isEnabled()
    assert page.part.note.content() == texts("overview.take_locked")
    world.session.vault.writable = True


def test_what_takes_long_is_told_and_can_be_stopped(
    opened: Callable[..., OverviewPage], world: World, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(5)
    desk = type(world.services.overview)

    def slow(_self: object, *given: object) -> None:
        *_, told, stop = given
        while not stop():  # type: ignore[operator]
            told(400, 1000)  # type: ignore[operator]

    monkeypatch.setattr(desk, "make", slow)
    page.count()
    driver = Driver(page)
    driver.wait_until(
        lambda: "400" in page.banner.text() and page.banner.isVisible(), "Being told how far it is"
    )
    driver.wait_until(lambda: "Ferdig om" in page.banner.text(), "Being told how long it takes")
    page.banner.acted.emit()
    counted(page)
    assert page.about.content() == texts("overview.cancelled")
    assert not page.banner.isVisible()

    def refused(_self: object, *_given: object) -> None:
        raise UserFault("rights.not_allowed")

    monkeypatch.setattr(desk, "make", refused)
    page.count()
    counted(page)
    assert page.fault.text() == texts("rights.not_allowed")

    def copy(_self: object, *_given: object) -> None:
        raise UserFault("access.read_only")

    monkeypatch.setattr(desk, "copy", copy)
    page.part.copy.click()
    assert page.fault.text() == texts("access.read_only")
    monkeypatch.setattr(desk, "make", slow)
    page.count()
    assert page.leave()
    assert not page.busy


def test_no_score_has_a_colour_that_grades(theme: Theme) -> None:
    hues = [theme.color(f"score_{code}").hsvHue() for code in "2345"]
    assert max(hues) - min(hues) < 20  # one hue, from light to dark
    light = [theme.color(f"score_{code}").lightness() for code in "12345"]
    assert light == sorted(light, reverse=True)


def test_every_box_has_its_place_inside_the_card(opened: Callable[..., OverviewPage]) -> None:
    page = opened()
    for card in page.cards.values():
        laid = card._laid(card.width())
        if laid is not None:
            boxes = [QRect(rect) for rect, _ in laid.boxes]
            assert boxes
            assert all(card.rect().contains(box) for box in boxes)
