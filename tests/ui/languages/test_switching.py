"""The language is switched while the program runs, and nothing that is half done is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop_ui import tasks
from kpr_desktop_ui.__main__ import make_desk
from kpr_desktop_ui.main_window import MainWindow
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.persons.person_form_page import PersonFormPage
from kpr_desktop_ui.pages.places import InterviewPlace, PersonFormPlace, SettingsPlace
from kpr_desktop_ui.pages.settings.settings_page import SettingsPage
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.pages.start.first_run_page import TRAINING, FirstRunPage
from kpr_desktop_ui.pages.start.login_page import LoginPage
from kpr_desktop_ui.pages.start.start_page import StartPage
from tests.support.driver import drain
from tests.support.world import World
from tests.ui.lock.conftest import Office, office, register

__all__ = ["office"]


@pytest.fixture
def settings(tmp_path: Path) -> DeskSettings:
    return DeskSettings(tmp_path / "desk.ini", tmp_path / "home")


@pytest.fixture
def window(qtbot: QtBot, world: World, settings: DeskSettings) -> Iterator[MainWindow]:
    made = MainWindow(lambda: make_desk(settings, lambda: world.app.door, world.app.services))
    with qtbot.waitSignal(made.ready):
        made.show()
    assert QTest.qWaitForWindowActive(made)
    yield made
    made.close()
    made.deleteLater()


def entered(window: MainWindow, old: StartPage) -> bool:
    """Whether another start page can be used."""
    page = window.desk.start_page
    return page is not None and page is not old and page.door is not None


def choose(office: Office, language: str) -> None:
    """As a choice in the settings does."""
    office.desk._settings.set_language(language)
    drain()


def interview(office: Office) -> InterviewPage:
    page = office.page
    assert isinstance(page, InterviewPage)
    return page


def test_the_settings_switch_at_once_and_the_focus_stays(office: Office) -> None:
    assert office.desk.navigate(SettingsPlace("look"))
    page = office.page
    assert isinstance(page, SettingsPage)
    page.look.languages.chips["nn"].setFocus()
    page.look.languages.chips["nn"].click()
    drain()
    new, nynorsk = office.page, Texts.load("nn")
    assert isinstance(new, SettingsPage)
    assert new is not page
    assert new.title == nynorsk("settings.title") == "Innstillingar"
    assert new.look.languages.chips["nn"].hasFocus()
    assert new.look.languages.chips["nn"].is_on()
    assert QCoreApplication.translate("QPlatformTheme", "Open") == "Opne"
    assert office.desk._settings.language == "nn"
    choose(office, "nn")
    assert office.page is new  # it is spoken already
    choose(office, "xx")
    assert office.page is new
    choose(office, "en")
    assert office.page.title == "Settings"


def test_what_is_half_typed_in_a_form_stays(office: Office) -> None:
    person = register(office)
    office.desk.navigate(PersonFormPlace(PersonId(person)))
    page = office.page
    assert isinstance(page, PersonFormPage)
    QTest.keyClicks(page.form.editors["phone"], "00 00 00 09")
    choose(office, "en")
    new = office.page
    assert isinstance(new, PersonFormPage)
    assert new is not page
    assert new.form.values()["phone"] == "00 00 00 09"
    assert new.dirty
    assert not office.frame.back.isVisible()  # nothing was locked
    office.again()
    locked = office.page
    assert isinstance(locked, PersonFormPage)
    assert locked.form.values()["phone"] == "00 00 00 09"
    assert office.frame.back.isVisible()
    choose(office, "nb")
    back = office.page
    assert isinstance(back, PersonFormPage)
    assert back.form.values()["phone"] == "00 00 00 09"
    assert office.frame.back.isVisible()  # it is still only in the lock's memory
    back._save()
    assert not office.frame.back.isVisible()


def test_a_half_typed_note_and_its_caret_stay(office: Office) -> None:
    person = PersonId(register(office))
    services = office.world.services
    made = services.interviews.start(person, services.session.today(), Reason.PERIODIC)
    office.desk.navigate(InterviewPlace(made.assessment.id))
    talk = interview(office).conversation
    assert talk is not None
    QTest.keyClick(talk, Qt.Key.Key_N)
    edit = talk.screen_.view.note.edit
    assert QApplication.focusWidget() is edit
    QTest.keyClicks(edit, "Trenger litt ti")
    choose(office, "nn")
    again = interview(office).conversation
    assert again is not None
    assert again is not talk
    note = again.screen_.view.note.edit
    assert QApplication.focusWidget() is note
    assert note.text() == "Trenger litt ti"
    QTest.keyClicks(note, "d")
    assert note.text() == "Trenger litt tid"
    assert again.interview.assessment.citizen_language == "nb"  # theirs is another choice


def _wait() -> int:
    QTest.qSleep(300)
    return 7


def test_a_switch_waits_for_work_that_runs(office: Office, qtbot: QtBot) -> None:
    office.desk.navigate(SettingsPlace("look"))
    page = office.page
    done: list[int] = []
    task = tasks.run(page, _wait, done.append, lambda _fault: None)
    assert tasks.running()
    choose(office, "en")
    assert office.page is page
    qtbot.waitUntil(lambda: office.page is not page, timeout=5000)
    assert done == [7]
    assert office.page.title == "Settings"
    assert task is not None


def test_the_lock_goes_on_as_before(office: Office) -> None:
    guardian = office.desk._guardian
    assert guardian is not None
    assert guardian._state is not None
    began = guardian._state.began
    choose(office, "en")
    assert guardian is office.desk._guardian
    assert guardian._state.began == began
    guardian.draw_curtain()
    face = office.desk.currentWidget()
    assert face is not None
    assert face.accessibleName() == Texts.load("en")("lock.curtain")
    guardian.curtain.lift()
    assert office.desk.currentWidget() is office.frame
    assert office.desk.lock()
    start = office.desk.start_page
    assert isinstance(start, LoginPage)
    assert start.t.language == "en"
    office.log_in()


def test_the_first_run_keeps_what_is_typed(window: MainWindow, qtbot: QtBot, settings: DeskSettings) -> None:
    page = window.desk.start_page
    assert isinstance(page, FirstRunPage)
    page.kinds[TRAINING].click()
    page.municipality.set_key("4201")
    QTest.keyClicks(page.user_name, "Kari Vikar")
    QTest.keyClicks(page.phrase.passphrase, "fem ord som ingen")
    typed = page.form()._replace(path="")
    page.languages.chips["en"].click()
    qtbot.waitUntil(lambda: entered(window, page))
    new = window.desk.start_page
    assert isinstance(new, FirstRunPage)
    assert new.t.language == settings.language == "en"
    assert new.training()
    assert new.form()._replace(path="") == typed
    assert new.login.text() == "kari.vikar"
    assert new.path.text().endswith(Texts.load("en")("start.folder_training"))
    assert new.phrase.passphrase.text() == "fem ord som ingen"
    QTest.keyClicks(new.path, "2")
    own = new.path.text()
    new.languages.chips["nb"].click()
    qtbot.waitUntil(lambda: entered(window, new))
    last = window.desk.start_page
    assert isinstance(last, FirstRunPage)
    assert last.path.text() == own


def test_the_log_in_keeps_what_is_typed(qtbot: QtBot, world: World, settings: DeskSettings) -> None:
    settings.remember_vault(world.path)
    world.close()
    window = MainWindow(lambda: make_desk(settings, lambda: world.app.door, world.app.services))
    with qtbot.waitSignal(window.ready):
        window.show()
    page = window.desk.start_page
    assert isinstance(page, LoginPage)
    QTest.keyClicks(page.passphrase, "halvveis")
    page._show.click()
    user = page.user.key()
    page.languages.chips["nn"].click()
    qtbot.waitUntil(lambda: entered(window, page))
    new = window.desk.start_page
    assert isinstance(new, LoginPage)
    assert new.passphrase.text() == "halvveis"
    assert new.passphrase.echoMode() is new.passphrase.EchoMode.Normal
    assert new.user.key() == user
    assert new.languages.chips["nn"].is_on()
    window.close()


def test_a_machine_remembers_its_language(tmp_path: Path) -> None:
    settings = DeskSettings(tmp_path / "desk.ini", tmp_path)
    assert settings.language == "nb"
    settings.set_language("nn")
    assert DeskSettings(tmp_path / "desk.ini", tmp_path).language == "nn"
    settings._store.setValue("look/language", "tlh")
    assert settings.language == "nb"
