from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop import bootstrap
from kpr_desktop.domain.assessment import State
from kpr_desktop_ui.__main__ import _Core, main, make_desk, open_window
from kpr_desktop_ui.main_window import MainWindow
from kpr_desktop_ui.pages.access.access_page import TABS as ACCESS_TABS
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.persons.person_page import TABS
from kpr_desktop_ui.pages.places import (
    AccessPlace,
    InterviewPlace,
    LetterPlace,
    OverviewPlace,
    PersonFormPlace,
    PersonPlace,
    PersonsPlace,
    Place,
    PracticeCasePlace,
    PracticePlace,
    ServicePlace,
    SettingsPlace,
    SubmissionPlace,
    WorkListPlace,
)
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.pages.start.first_run_page import FirstRunPage
from kpr_desktop_ui.pages.start.login_page import LoginPage
from kpr_desktop_ui.theme import Theme
from tests.support.driver import settled
from tests.support.fits import clipped
from tests.support.world import PASSPHRASE, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path / "desk")
    yield made
    made.close()


@pytest.fixture
def settings(tmp_path: Path) -> DeskSettings:
    made = DeskSettings(tmp_path / "desk.ini", tmp_path / "home")
    made.set_look("light", 1.0)
    return made


@pytest.fixture
def window(qtbot: QtBot, world: World, settings: DeskSettings) -> Iterator[MainWindow]:
    made = MainWindow(lambda: make_desk(settings, lambda: world.app.door, world.app.services))
    with qtbot.waitSignals([made.first_painted, made.ready], order="strict"):
        made.show()
    assert QTest.qWaitForWindowActive(made)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def desk(window: MainWindow, world: World) -> MainWindow:
    """The window with somebody logged in."""
    window.desk.log_in(world.session)
    return window


class Stubborn(Page):
    """A page that does not let go."""

    def leave(self) -> bool:
        return False


def hold(window: MainWindow) -> None:
    """Let the page in use refuse to be left."""
    frame = window.desk.frame
    assert frame is not None
    frame._page = Stubborn()


def test_a_new_desk_begins_with_the_first_run(window: MainWindow) -> None:
    assert isinstance(window.desk.start_page, FirstRunPage)
    assert (window.desk.page, window.desk.services, window.desk.frame) == (None, None, None)
    assert window.windowTitle() == "KPR Desktop"
    assert not window.desk.navigate(PersonsPlace())
    assert not window.desk.lock()
    assert window.sizeHint().width() == 1366


def test_a_desk_with_a_vault_begins_with_its_log_in(
    qtbot: QtBot, world: World, settings: DeskSettings
) -> None:
    settings.remember_vault(world.path)
    world.close()
    window = MainWindow(lambda: make_desk(settings, lambda: world.app.door, world.app.services))
    with qtbot.waitSignal(window.ready):
        window.show()
    start = window.desk.start_page
    assert isinstance(start, LoginPage)
    QTest.keyClicks(start.passphrase, PASSPHRASE)
    QTest.keyClick(start.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.page is not None, timeout=20_000)
    assert window.desk.start_page is None
    assert window.windowTitle() == "KPR Desktop"
    window.close()


def test_the_start_pages_lead_to_each_other(window: MainWindow, world: World, qtbot: QtBot) -> None:
    start = window.desk.start_page
    assert start is not None
    start.log_in_wanted.emit(world.path)
    login = window.desk.start_page
    assert isinstance(login, LoginPage)
    qtbot.waitUntil(lambda: login.door is not None)
    login.vault_wanted.emit()
    assert isinstance(window.desk.start_page, FirstRunPage)


def test_work_begins_with_the_work_list(desk: MainWindow, settings: DeskSettings, world: World) -> None:
    frame = desk.desk.frame
    assert frame is not None
    assert frame.place == WorkListPlace()
    assert settings.last_vault == world.path
    assert frame.top_bar.title() == "Arbeidsliste"
    assert desk.windowTitle() == "KPR Desktop"


def test_the_rail_and_its_keys_lead_everywhere(desk: MainWindow, qtbot: QtBot) -> None:
    frame = desk.desk.frame
    assert frame is not None
    for key, place in (
        (Qt.Key.Key_2, PersonsPlace()),
        (Qt.Key.Key_3, SubmissionPlace()),
        (Qt.Key.Key_4, OverviewPlace()),
        (Qt.Key.Key_5, SettingsPlace()),
        (Qt.Key.Key_1, WorkListPlace()),
    ):
        QTest.keyClick(desk, key, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda place=place: frame.place == place)
    frame.rail.chosen.emit("persons")
    assert frame.place == PersonsPlace()


def test_every_place_shows_its_page_with_room_for_every_text(desk: MainWindow, world: World) -> None:
    for place in every_place(world):
        assert desk.desk.navigate(place)
        page = desk.desk.page
        assert page is not None
        assert page.title
        assert settled(lambda: clipped(desk)) == [], place
        assert desk.width() == 1366
        assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [desk]
        assert QApplication.activeWindow() is desk


def every_place(world: World) -> list[Place]:
    """Each page with something on it, and each tab."""
    services = world.services
    person = next(
        each
        for each in world.demo(6)
        if services.interviews.of_person(each) and services.care_services.of_person(each)
    )
    done = next(each for each in services.interviews.of_person(person) if each.state is not State.DRAFT)
    return [
        WorkListPlace(),
        PersonsPlace(),
        *(PersonPlace(person, tab) for tab in TABS),
        PersonFormPlace(),
        PersonFormPlace(person),
        ServicePlace(person),
        ServicePlace(person, services.care_services.of_person(person)[0].id),
        LetterPlace(person),
        InterviewPlace(done.id),
        SubmissionPlace(),
        OverviewPlace(),
        PracticePlace(),
        PracticeCasePlace(services.practice.cases()[0].case.id),
        SettingsPlace(),
        *(AccessPlace(tab) for tab in ACCESS_TABS),
    ]


def test_a_narrow_window_keeps_the_icons(desk: MainWindow, qtbot: QtBot) -> None:
    frame = desk.desk.frame
    assert frame is not None
    wide = frame.rail.width()
    desk.resize(960, 700)
    qtbot.waitUntil(lambda: frame.rail.width() < wide)
    assert desk.width() == 960
    assert clipped(desk) == []


def test_a_page_asks_for_places_and_tells_what_happened(desk: MainWindow) -> None:
    frame, page = desk.desk.frame, desk.desk.page
    assert frame is not None
    assert page is not None
    page.told.emit("Lagret")
    assert frame.toast.text() == "Lagret"
    page.set_head("Blid Fjellbekk", ["84 år"], [("Kladd", "info")])
    assert frame.top_bar.title() == "Blid Fjellbekk"
    page.go.emit(PersonsPlace())
    assert frame.place == PersonsPlace()


def test_what_a_page_could_take_back_goes_with_the_page(desk: MainWindow) -> None:
    frame, page = desk.desk.frame, desk.desk.page
    assert frame is not None
    assert page is not None
    undone: list[int] = []
    page.undoable.emit("Raden er fjernet.", lambda: undone.append(1))
    assert frame.toast.text() == "Raden er fjernet."
    frame.toast.undo.click()
    assert undone == [1]
    page.undoable.emit("Raden er fjernet.", lambda: undone.append(2))
    desk.desk.navigate(SettingsPlace())
    assert frame.toast.text() == ""
    assert undone == [1]


def test_the_lock_closes_the_vault_and_shows_its_log_in(desk: MainWindow, world: World) -> None:
    QTest.keyClick(desk, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    start = desk.desk.start_page
    assert isinstance(start, LoginPage)
    assert start.path == world.path
    assert desk.desk.services is None
    again = world.app.door.open(world.path, "kari", bytearray(PASSPHRASE.encode()))
    again.vault.close()


def test_a_page_that_does_not_let_go_keeps_the_window(desk: MainWindow) -> None:
    hold(desk)
    frame = desk.desk.frame
    assert frame is not None
    assert not desk.desk.navigate(PersonsPlace())
    assert not desk.close()
    assert desk.isVisible()
    frame.top_bar.locked.emit()  # the lock asks nobody
    assert desk.desk.services is None


def test_closing_the_window_closes_the_vault(desk: MainWindow, world: World) -> None:
    assert desk.close()
    again = world.app.door.open(world.path, "kari", bytearray(PASSPHRASE.encode()))
    again.vault.close()


def test_the_look_changes_at_once(desk: MainWindow, settings: DeskSettings, qtbot: QtBot) -> None:
    page = desk.desk.page
    settings.set_look("dark", 1.5)
    assert (Theme.current().mode, Theme.current().scale) == ("dark", 1.5)
    assert desk.desk.page is page
    before = Theme.current()
    settings.set_look("dark", 1.5)
    assert Theme.current() is before
    settings.set_look("system", 1.0)
    assert Theme.current().mode == Theme.system_mode()
    qtbot.wait(10)


def test_long_names_do_not_burst_the_bar(desk: MainWindow, qtbot: QtBot) -> None:
    page = desk.desk.page
    assert page is not None
    page.set_head("Blid " + "Fjellbekk" * 40, ["84 år", "14.03.42 •••••"], [("Skjermet adresse", "warning")])
    qtbot.wait(30)
    assert desk.width() == 1366
    assert clipped(desk) == []


def test_wrong_words_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--unknown"]) == 2
    assert main(["--vault"]) == 2
    assert "--vault PATH" in capsys.readouterr().err


def test_the_program_is_put_together_once(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    made: list[object] = []
    monkeypatch.setattr(bootstrap, "application", lambda: made.append(world.app) or world.app)
    core = _Core()
    assert core.door() is world.app.door
    assert core.build(world.session).session is world.session
    assert made == [world.app]


def test_smoke_goes_though_another_window_is_open(
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    dress: Callable[..., Theme],
    qtbot: QtBot,
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    assert main(["--smoke"]) == 0
    assert other.isVisible()
    assert gc.isenabled()


def test_smoke_opens_the_window_and_goes(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dress: Callable[..., Theme]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert main(["--smoke"]) == 0
    assert main(["--smoke", "--vault", str(tmp_path / "nothing")]) == 0
    geometry = MainWindow(lambda: None).saveGeometry().toHex().data().decode()  # type: ignore[arg-type, return-value]
    after = ["--vault", str(tmp_path / "nothing"), "--locked", "--who", "0", "--geometry", geometry]
    assert main([*after, "--smoke"]) == 0
    assert main([*after[:4], "x", "--smoke"]) == 0
    window = open_window(str(tmp_path / "nothing"))
    assert isinstance(window.desk.start_page, LoginPage)
    window.deleteLater()


LIGHT = ("kpr_desktop", "kpr_desktop_ui.pages", "kpr_desktop_ui.widgets")
HEAVY = (
    "yaml",
    "platformdirs",
    "PySide6.QtSvg",
    "kpr_desktop_ui.widgets.data_table",
    "kpr_desktop_ui.pages.frame",
    "sqlcipher3",
    "cryptography",
    "lxml",
    "reportlab",
    "kpr_desktop.codebook.loader",
    "kpr_desktop.bootstrap",
)
FIRST = f"""
import sys
from PySide6.QtWidgets import QApplication
from kpr_desktop_ui.__main__ import desk_settings, make_desk
from kpr_desktop_ui.main_window import MainWindow
app = QApplication(["kpr-desktop"])
def tell(when, names):
    print(when, [name for name in names if name in sys.modules])
def door():
    tell("door", {HEAVY!r})
    window.close()
    app.exit()
    raise SystemExit
window = MainWindow(lambda: make_desk(desk_settings(), door, None))
window.first_painted.connect(lambda: tell("window", {LIGHT + HEAVY!r}))
window.show()
app.exec()
"""


def test_nothing_heavy_is_loaded_before_it_is_needed(tmp_path: Path) -> None:
    place = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-c", FIRST]
    run = subprocess.run(
        words, env={**os.environ, **place}, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.stdout.splitlines() == ["window []", "door []"], run.stderr
