"""The gallery: in training only, whole, and showing every widget that there is."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import kpr_desktop_ui.widgets as package
from kpr_desktop.codebook.strict import load
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.gallery.gallery_page import PARTS, GalleryPage
from kpr_desktop_ui.pages.gallery.posed import down, focused, over, shut
from kpr_desktop_ui.pages.places import GalleryPlace, SettingsPlace
from kpr_desktop_ui.pages.settings.settings_page import SettingsPage
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, CheckBox, ScoreCard, Toast
from tests.prove.screens import SCREENS
from tests.support.driver import drain
from tests.support.stage import Show
from tests.support.world import World
from tests.ui.widgets.gallery import gallery

LEFT_OUT = Path(__file__).parents[2] / "data" / "gallery_left_out.yaml"


def widgets() -> set[str]:
    """The names of all widgets of ours; parts that are private to one module belong to it."""
    found = set()
    for path in Path(package.__file__).parent.glob("*.py"):
        module = import_module(f"kpr_desktop_ui.widgets.{path.stem}")
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, QWidget) and kind.__module__ == module.__name__ and not name.startswith("_"):
                found.add(name)
    return found


def test_every_widget_is_shown_or_left_out_with_a_reason() -> None:
    left_out = {name: reason.text() for name, reason in load(LEFT_OUT).items()}
    page = gallery()
    shown = {type(each).__name__ for each in page.findChildren(QWidget)}
    page.deleteLater()
    assert len(widgets()) > 35
    assert sorted(widgets() - shown - left_out.keys()) == [], "neither shown nor left out"
    assert sorted(left_out.keys() & shown) == [], "a reason that nothing needs"
    assert sorted(left_out.keys() - widgets()) == [], "no such widget"
    assert all(len(reason) > 20 for reason in left_out.values())


def test_every_part_is_a_screen_of_the_picture_prover() -> None:
    assert {f"gallery-{part}" for part in PARTS} <= {screen.name for screen in SCREENS}


def test_the_parts_are_turned_to_and_kept(world: World, texts: Texts, show: Show) -> None:
    page = GalleryPage(texts, world.services, GalleryPlace("messages"))
    show(page)
    assert page.tabs.hasFocus()
    assert [toast.text() for toast in page.findChildren(Toast)] == [texts("gallery.told_saved")]
    QTest.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.here() == GalleryPlace("figures")
    view = page.views.currentWidget()
    QTest.keyClick(page.tabs, Qt.Key.Key_Left)
    QTest.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.views.currentWidget() is view
    again = [b for b in page.findChildren(QPushButton) if b.text() == texts("gallery.word_tell")]
    page.show_tab("messages")
    page.findChildren(Toast)[0].hide()
    again[0].click()
    assert page.findChildren(Toast)[0].text() == texts("gallery.told_saved")


def test_nobody_meets_it_at_work(
    world: World, texts: Texts, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = DeskSettings(tmp_path / "desk.ini", tmp_path)
    training = SettingsPage(texts, world.services, SettingsPlace("about"), settings)
    stage = show(training)
    assert training.about.gallery.isVisible()
    training.about.gallery.click()
    assert stage.went == [GalleryPlace()]
    monkeypatch.setattr(type(world.services.session), "training", property(lambda _self: False))
    assert SettingsPage(texts, world.services, SettingsPlace("about"), settings).about.gallery.isHidden()
    page = GalleryPage(texts, world.services, GalleryPlace("words"))
    show(page)
    assert (page.tab(), page.views.count()) == ("", 0)


def test_a_posed_state_is_painted(world: World) -> None:
    plain = Button("Neste")
    size = plain.sizeHint()
    for other in (
        over(Button("Neste")),
        down(Button("Neste")),
        shut(Button("Neste")),
        focused(Button)("Neste"),
    ):
        for each in (plain, other):
            each.resize(size)
        drain()
        assert other.grab().toImage() != plain.grab().toImage()
    assert plain.grab().toImage() == plain.grab().toImage()


def test_what_can_not_be_chosen_looks_so(world: World) -> None:
    for kind in (lambda: ScoreCard("3", "Klarer deler"), lambda: CheckBox("Trenger tolk")):
        open_, closed = kind(), shut(kind())
        assert open_.grab().toImage() != closed.grab().toImage()


def picture(page: QWidget) -> QImage:
    """Without the focus, which belongs to the window that came last."""
    drain()
    if (focus := page.focusWidget()) is not None:
        focus.clearFocus()
        drain()
    return page.grab().toImage()


@pytest.mark.parametrize("mode", ["dark", "contrast"])
def test_what_is_on_screen_follows_the_system(
    texts: Texts, dress: Callable[..., Theme], mode: str, qtbot: QtBot
) -> None:
    """Charts, icons and badges too: a page that was there before looks as one that is made afterwards."""
    before, pages = {}, {}
    for part, made in PARTS.items():
        pages[part] = standing(made(texts))
        qtbot.addWidget(pages[part])
        before[part] = picture(pages[part])
    dress(mode)
    for part, made in PARTS.items():
        fresh = standing(made(texts))
        qtbot.addWidget(fresh)
        now = picture(pages[part])
        assert now != before[part]
        assert now == picture(fresh), part


def standing(widgets: list[QWidget]) -> QWidget:
    page = QWidget()
    page.setObjectName("page")
    column = QVBoxLayout(page)
    for each in widgets:
        column.addWidget(each)
    page.resize(1200, 900)
    page.show()
    return page
