"""The style sheet hangs on windows: each window of the program has it, from its first page to its last dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop_ui.__main__ import make_desk
from kpr_desktop_ui.main_window import MainWindow
from kpr_desktop_ui.pages.places import GalleryPlace, WorkListPlace
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ComboBox, LineEdit
from kpr_desktop_ui.widgets.dialogs import ask
from tests.support.dressed import dress_what_stands_alone, undressed, wears
from tests.support.driver import drain
from tests.support.world import World


@pytest.fixture
def dressed_alone() -> None:
    """Here nothing is dressed but by the program."""


@pytest.fixture
def window(qtbot: QtBot, world: World, tmp_path: Path) -> Iterator[MainWindow]:
    settings = DeskSettings(tmp_path / "desk.ini", tmp_path / "home")
    settings.set_look("light", 1.0)
    made = MainWindow(lambda: make_desk(settings, lambda: world.app.door, world.app.services))
    with qtbot.waitSignal(made.ready):
        made.show()
    yield made
    made.close()
    made.deleteLater()
    drain()


def at_dialog(see: Callable[[QWidget], None]) -> None:
    """Call `see` with the dialog that is opened next, and close it."""

    def look() -> None:
        front = QApplication.activeModalWidget()
        assert front is not None
        try:
            see(front)
        finally:
            front.close()

    QTimer.singleShot(50, look)


def test_the_window_and_its_pages_are_dressed(window: MainWindow, world: World) -> None:
    assert wears(window)
    window.desk.log_in(world.session)
    drain()
    for place in (GalleryPlace(), WorkListPlace()):
        assert window.desk.navigate(place)
        drain()
        page = window.desk.page
        assert page is not None
        assert wears(page)
        assert page.styleSheet() == "", "one sheet for the window, not one for each page"
    assert undressed() == []


def test_what_opens_above_the_window_is_dressed(window: MainWindow) -> None:
    seen: list[str] = []

    def look(dialog: QWidget) -> None:
        assert wears(dialog)
        assert undressed() == []
        seen.append(type(dialog).__name__)

    at_dialog(look)
    ask(window.desk, "Slette?", "Det kan ikke gjøres om.", "Slett", "Avbryt")
    at_dialog(look)
    QFileDialog.getExistingDirectory(window.desk, "Velg mappe")
    assert seen == ["QuestionDialog", "QFileDialog"]


def test_lists_menus_and_tips_are_dressed(window: MainWindow) -> None:
    box = ComboBox([("a", "Anna"), ("b", "Bodil")], searchable=True, parent=window)
    plain, line = ComboBox([("a", "Anna")], parent=window), LineEdit(parent=window)
    for each in (box, plain, line):
        each.show()
    plain.showPopup()
    drain()
    assert undressed() == []
    plain.hidePopup()
    edit = box.lineEdit()
    assert edit is not None
    edit.setFocus()
    QTest.keyClicks(edit, "bo")
    drain()
    offers = box.completer().popup()
    assert offers.isVisible()
    assert undressed() == []
    offers.hide()
    menu = line.createStandardContextMenu()
    assert isinstance(menu, QMenu)
    assert wears(menu)
    QToolTip.showText(QPoint(20, 20), "Et tips", line)
    drain()
    tips = [
        each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel") and each.isVisible()
    ]
    assert [each.palette().toolTipBase().color() for each in tips] == [Theme.current().color("panel")]
    QToolTip.hideText()


def test_all_of_them_follow_another_look(window: MainWindow, dress: Callable[..., Theme]) -> None:
    box = ComboBox([("a", "Anna")], searchable=True, parent=window)
    light = window.styleSheet()
    dark = dress("dark")
    assert light != window.styleSheet() == dark.sheet == box.completer().popup().styleSheet()


def test_a_window_that_was_forgotten_is_found(window: MainWindow, qtbot: QtBot) -> None:
    forgotten = QDialog()
    qtbot.addWidget(forgotten)
    forgotten.show()
    assert undressed() == [forgotten]
    forgotten.setStyleSheet(Theme(Theme.current().tokens, "dark").sheet)
    assert undressed() == [forgotten], "the sheet of another look"


class TestWhereOthersAreDressed:
    """In every other test the same fault is found by itself."""

    @pytest.fixture
    def dressed_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        dress_what_stands_alone(monkeypatch)

    def test_a_dialog_that_was_forgotten_fails_the_test(self, window: MainWindow, qtbot: QtBot) -> None:
        forgotten = QDialog()
        qtbot.addWidget(forgotten)
        for show in (forgotten.show, forgotten.open, forgotten.exec):
            with pytest.raises(AssertionError, match="QDialog opens without"):
                show()
        inside = QDialog(window)
        inside.show()
        assert wears(inside)
