"""Local statistics in the window: counted beside it, shown as tables, saved with a purpose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault
from kpr_desktop_ui.pages.submission import statistics_view
from kpr_desktop_ui.pages.submission.statistics_view import StatisticsView
from kpr_desktop_ui.theme import Theme
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.world import World


@pytest.fixture
def view(world: World, texts: Texts, theme: Theme, qtbot: QtBot) -> Iterator[StatisticsView]:
    world.demo(12)
    made = StatisticsView(texts, world.services)
    made.resize(1100, 700)
    made.show()
    yield made
    made.hide()
    made.deleteLater()
    drain()


def counted(view: StatisticsView) -> Driver:
    driver = Driver(view)
    driver.click(view.count)
    view.make()  # once is enough
    driver.wait_until(lambda: not view.busy, "The counting")
    return driver


def test_a_year_is_counted_shown_and_saved(
    view: StatisticsView, texts: Texts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    view.told.connect(said.append)
    driver = counted(view)
    assert view.made is not None
    for table in view.made.tables:
        view.which.set_key(table.id)
        view._show_table()
        assert view.table.model().rowCount() == len(table.rows)
        assert clipped(view) == []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    driver.click(view.csv)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    monkeypatch.setattr(statistics_view, "ask_purpose", lambda *_: "archive")
    driver.click(view.csv)
    driver.click(view.xlsx)
    assert sorted(p.suffix for p in tmp_path.glob("ovelse-statistikk*")) == [".csv", ".xlsx"]
    assert len(said) == 2
    driver.click(view.csv)
    assert view.banner.text() == texts("outbox.exists")


def test_what_goes_wrong_is_told(
    view: StatisticsView, world: World, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = counted(view)

    def refused(*_: object) -> None:
        raise UserFault("rights.not_allowed")

    monkeypatch.setattr(type(world.services.statistics), "make", refused)
    driver.click(view.count)
    driver.wait_until(lambda: not view.busy, "The counting")
    assert view.banner.text() == texts("rights.not_allowed")
    assert not view.table.isVisible()
