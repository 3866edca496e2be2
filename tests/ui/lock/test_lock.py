"""Locking: nothing is lost, nothing is left, and everybody comes back to their own place."""

from __future__ import annotations

import gc
import re
import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.lock.place_text import to_text
from kpr_desktop_ui.pages.persons.person_form_page import PersonFormPage
from kpr_desktop_ui.pages.places import (
    InterviewPlace,
    PersonFormPlace,
    PersonPlace,
    PersonsPlace,
    SettingsPlace,
    SubmissionPlace,
    WorkListPlace,
)
from kpr_desktop_ui.pages.start.login_page import LoginPage
from kpr_desktop_ui.tasks import run, run_units, stop_all
from tests.support.driver import drain
from tests.support.world import PASSPHRASE
from tests.ui.lock.conftest import OTHER, OTHER_PASSPHRASE, Office, register

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def log(office: Office) -> list[tuple[str, str]]:
    with office.world.session.work() as work:
        return [(entry.action, entry.subject) for entry in work.records.log_entries(limit=30)]


def test_the_key_locks_closes_the_vault_and_says_why(office: Office) -> None:
    QTest.keyClick(office.window, Qt.Key.Key_L, CTRL)
    start = office.desk.start_page
    assert isinstance(start, LoginPage)
    assert start.path == office.world.path
    assert office.desk.services is None
    office.log_in()  # nobody else holds the writer's lock
    assert ("vault.lock", "key") in log(office)


def test_the_process_is_asked_to_end_with_the_users_number_and_no_name(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, int, bool]] = []

    def restart(path: Path, who: int) -> None:
        asked.append((path, who, office.world.session.vault._closed))

    monkeypatch.setattr(office.desk, "_restart", restart)
    office.desk.lock("idle")
    office.log_in(OTHER, OTHER_PASSPHRASE)
    office.desk.lock("sleep")
    office.log_in()
    office.desk.switch_user()
    path = office.world.path
    assert asked == [(path, 0, True), (path, 1, True), (path, -1, True)]


def test_one_comes_back_to_the_place_where_one_was_once(office: Office) -> None:
    person = register(office)
    office.desk.navigate(PersonPlace(person, "services"))
    office.again()
    assert office.frame.place == PersonPlace(person, "services")
    office.window.close()
    office.log_in()
    assert office.frame.place == WorkListPlace()  # after an ordinary end a new day begins


def test_a_place_that_is_gone_leads_to_the_work_list(office: Office) -> None:
    person = register(office)
    office.desk.navigate(PersonPlace(person))
    memory = office.desk.services.memory
    office.desk.lock()
    office.log_in()
    memory = office.desk.services.memory
    from kpr_desktop.usecases.desk_memory import Kept

    memory.keep(Kept(to_text(PersonPlace(PersonId("nobody"), "overview"))), "key")
    office.world.session.vault.close()
    office.log_in()
    assert office.frame.place == WorkListPlace()
    assert "arbeidslisten" in office.frame.toast.text()


def test_two_users_alternate_and_never_meet_each_others_drafts(office: Office) -> None:
    for number, (login, passphrase) in enumerate([("kari", PASSPHRASE), (OTHER, OTHER_PASSPHRASE)] * 2):
        if number:
            office.log_in(login, passphrase)
        first = number < 2
        page = office.page
        if first:
            assert office.frame.place == WorkListPlace()
            office.desk.navigate(PersonFormPlace())
            page = office.page
            assert isinstance(page, PersonFormPage)
            assert not office.frame.back.isVisible()
            assert page.form.values()["given_name"] == ""
            QTest.keyClicks(page.form.editors["given_name"], f"Blid {login}")
        else:
            assert isinstance(page, PersonFormPage)
            assert office.frame.back.isVisible()
            assert page.form.values()["given_name"] == f"Blid {login}"
        assert office.frame.top_bar.user.content().startswith("Kari" if login == "kari" else "Ola")
        QTest.keyClick(office.window, Qt.Key.Key_L, CTRL | SHIFT)
        start = office.desk.start_page
        assert isinstance(start, LoginPage)
        assert start._who == -1


def test_the_name_leads_to_the_list_of_names(office: Office, qtbot: QtBot) -> None:
    chip = office.frame.top_bar.user
    assert chip.content() == chip.accessibleName() == "Kari Saksbehandler · Hjemmetjenesten vest"
    assert "Ctrl+Shift+L" in chip.accessibleDescription()
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Return)
    start = office.desk.start_page
    assert isinstance(start, LoginPage)
    qtbot.waitUntil(lambda: start.door is not None)
    assert [start.user.itemText(n) for n in range(start.user.count())] == ["kari", OTHER]
    office.log_in(OTHER, OTHER_PASSPHRASE)
    assert office.frame.top_bar.user.content().startswith("Ola Vikar")


def test_after_a_lock_the_user_is_chosen_already(office: Office, qtbot: QtBot) -> None:
    office.desk.lock()
    office.log_in(OTHER, OTHER_PASSPHRASE)
    office.desk.lock("idle")
    start = office.desk.start_page
    assert isinstance(start, LoginPage)
    qtbot.waitUntil(lambda: start.door is not None)
    assert start.user.key() == OTHER
    assert QApplication.focusWidget() is start.passphrase


def test_the_interview_comes_back_to_its_field(office: Office) -> None:
    person = register(office)
    made = office.desk.services.interviews.start(person, date(2026, 11, 23), Reason.NEW_DECISION)
    office.desk.navigate(InterviewPlace(made.assessment.id))
    page = office.page
    assert isinstance(page, InterviewPage)
    talk = page.conversation
    talk.answer("2")
    item = talk.item
    talk.screen_.view.note.edit.setFocus()
    QTest.keyClicks(talk.screen_.view.note.edit, "halv set")
    office.again()
    page = office.page
    assert isinstance(page, InterviewPage)
    assert page.conversation.item == item
    assert page.conversation.keeper.note(item) == "halv set"
    assert page.conversation.screen_.view.note.edit.hasFocus()


def test_the_key_locks_in_the_citizens_face(office: Office) -> None:
    made = office.desk.services.interviews.start(register(office), date(2026, 11, 23), Reason.NEW_DECISION)
    office.desk.navigate(InterviewPlace(made.assessment.id))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert not office.desk._frame.rail.isVisible()
    QTest.keyClick(office.window, Qt.Key.Key_L, CTRL)
    assert isinstance(office.desk.start_page, LoginPage)


def test_it_locks_though_nothing_can_be_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    office.desk.navigate(PersonFormPlace())
    office.page.form.set_values({"given_name": "Halv"})
    monkeypatch.setattr(type(office.desk.services.memory), "keep", full)
    assert office.desk.lock()
    assert office.world.session.vault._closed


def test_long_work_stops_at_a_whole_unit_and_is_offered_again(office: Office, qtbot: QtBot) -> None:
    done: list[int] = []
    began = threading.Event()

    def unit(number: int) -> None:
        began.set()
        threading.Event().wait(0.05)
        done.append(number)

    run_units(office.frame, range(1000), unit, lambda _count: None, lambda _fault: None, again="export")
    assert began.wait(5)
    office.again()
    count = len(done)
    QTest.qWait(150)
    assert 0 < len(done) == count < 1000
    assert office.frame.unfinished.isVisible()
    assert "Filen ble ikke ferdig" in office.frame.unfinished.text()
    office.frame.unfinished.acted.emit()
    assert office.frame.place == SubmissionPlace()
    assert not office.frame.unfinished.isVisible()
    office.again()
    assert not office.frame.unfinished.isVisible()  # told once


def test_work_that_is_done_is_not_offered_again(qtbot: QtBot) -> None:
    owner, counts = QObject(), list[int]()
    run_units(owner, range(3), lambda _n: None, counts.append, lambda _f: None, again="export")
    qtbot.waitUntil(lambda: bool(counts))
    assert counts == [3]
    run(owner, lambda: None, lambda _n: None, lambda _f: None, again="codes")
    assert stop_all(5) == ()
    stuck = threading.Event()
    run(owner, lambda: stuck.wait(20), lambda _n: None, lambda _f: None, again="codes")
    assert stop_all(0.05) == ("codes",)
    stuck.set()
    assert stop_all(5) == ()
    drain()


def test_the_clipboard_is_emptied_of_what_came_from_here(office: Office) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("Blid Fjellbekk")
    office.desk.lock()
    assert clipboard.text() == ""


def test_an_identity_number_leaves_the_clipboard_after_half_a_minute(office: Office, qtbot: QtBot) -> None:
    guard = office.desk._guardian.clipboard
    assert guard._timer.interval() == 30_000
    guard._timer.setInterval(20)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(f"nr. {office.world.form()['identity']}.")
    qtbot.waitUntil(lambda: clipboard.text() == "")
    clipboard.setText("en setning til vedtaket")
    qtbot.wait(60)
    assert clipboard.text() == "en setning til vedtaket"


def test_the_warning_is_in_front_and_a_key_takes_it_away(office: Office) -> None:
    guardian = office.desk._guardian
    real = guardian._clock
    guardian._clock = lambda: real() + 5 * 60 - 20
    guardian._awake = lambda: real() + 5 * 60 - 20
    guardian.look()
    assert guardian.warning.isVisible()
    assert re.search(r"(20|1\d) sekunder", guardian.warning.text())  # the machine may be busy
    office.window.resize(1000, 700)
    assert guardian.warning.width() == office.desk.width()
    QTest.keyClick(office.window, Qt.Key.Key_Space)
    assert not guardian.warning.isVisible()
    later = guardian._clock
    guardian._clock = lambda: later() + 5 * 60
    guardian._awake = guardian._clock
    guardian.look()
    assert isinstance(office.desk.start_page, LoginPage)


def test_the_minutes_are_set_in_the_vault_and_work_at_once(office: Office) -> None:
    office.desk.navigate(SettingsPlace("look"))
    look = office.page.look
    assert look.idle.key() == "5"
    look.idle.set_key("2")
    look.idle.chosen.emit("2")
    assert office.desk._guardian._state.idle == 120
    office.again(OTHER, OTHER_PASSPHRASE)
    assert office.desk._guardian._state.idle == 120
    memory = office.desk.services.memory
    for wanted, kept in ((0, 1), (16, 15)):
        memory.set_idle_minutes(wanted)
        assert memory.idle_minutes() == kept
    with office.world.session.work() as work:
        work.records.save_setting("lock.idle_minutes", "0")
        work.commit()
    assert memory.idle_minutes() == 5


def test_wrong_tries_are_told_after_log_in(office: Office) -> None:
    office.desk.lock()
    for _ in range(2):
        with pytest.raises(Exception, match=r"vault\.wrong_passphrase"):
            office.log_in(passphrase="ikke den rette her")
    office.log_in()
    assert office.frame.toast.text() == "2 gale forsøk på å logge inn som deg siden sist."


def test_nothing_of_the_session_lives_on_in_the_window(office: Office) -> None:
    register(office)
    office.desk.navigate(PersonsPlace())
    drain()
    office.desk.lock()
    drain()
    gc.collect()
    texts = [label.text() for label in office.window.findChildren(QLabel)]
    assert not any("Fjellbekk" in text for text in texts)
    assert QPoint() is not None
