"""The way in by the sheet, and what the window shows after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.backups import BackupDesk
from kpr_desktop_ui.__main__ import make_desk
from kpr_desktop_ui.main_window import MainWindow
from kpr_desktop_ui.pages.places import SettingsPlace
from kpr_desktop_ui.pages.recovery import uses
from kpr_desktop_ui.pages.recovery.recover_page import RecoverPage
from kpr_desktop_ui.pages.recovery.recovery_page import RecoveryPage
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.pages.start.login_page import LoginPage
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage
from tests.support.fits import clipped, scrolling
from tests.support.world import World, sheet_proved

NEW = "helt andre ord enn sist"


@pytest.fixture
def code(real: World) -> tuple[str, ...]:
    """Of the vault's sheet; the vault is closed."""
    groups = real.services.recovery.make().groups
    real.services.recovery.prove("-".join(groups))
    real.close()
    return groups


@pytest.fixture
def window(
    qtbot: QtBot, real: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr(BackupDesk, "due", lambda _self, **_: False)  # another test's
    settings = DeskSettings(tmp_path / "desk.ini", tmp_path / "home")
    settings.set_look("light", 1.0)
    settings.remember_vault(real.path)
    made = MainWindow(lambda: make_desk(settings, lambda: real.app.door, real.app.services))
    qtbot.addWidget(made)
    made.show()
    QTest.qWaitForWindowActive(made)
    yield made
    made.desk.lock()
    made.close()


def start(window: MainWindow, qtbot: QtBot) -> LoginPage:
    qtbot.waitUntil(lambda: window.desk.start_page is not None and window.desk.start_page.door is not None)
    page = window.desk.start_page
    assert isinstance(page, LoginPage)
    return page


def by_sheet(window: MainWindow, qtbot: QtBot) -> RecoverPage:
    start(window, qtbot).sheet.click()
    page = window.desk.start_page
    assert isinstance(page, RecoverPage)
    qtbot.waitUntil(page.open.isEnabled)
    return page


def fill(page: RecoverPage, code: tuple[str, ...], phrase: str = NEW) -> None:
    for line, group in zip(page.entry.lines, code, strict=True):
        line.selectAll()
        QTest.keyClicks(line, group)
    for line in (page.phrase.passphrase, page.phrase.again):
        line.selectAll()
        QTest.keyClicks(line, phrase)


def test_the_sheet_opens_the_vault_and_a_new_one_is_asked_for(
    window: MainWindow, qtbot: QtBot, real: World, code: tuple[str, ...]
) -> None:
    page = by_sheet(window, qtbot)
    assert page.entry.lines[0].hasFocus()
    assert clipped(page) == []
    assert scrolling(page) == []
    fill(page, code)
    QTest.keyClick(page.phrase.again, Qt.Key.Key_Return)
    assert page.open.text() == page.t("recovery.use_opening")
    QTest.keyClick(page.phrase.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.page is not None, timeout=20_000)
    made = window.desk.page
    assert isinstance(made, RecoveryPage)
    frame = window.desk.frame
    assert frame is not None
    assert not frame.rail.isVisible()
    assert not frame.top_bar.isVisible()
    assert not window.desk.navigate(SettingsPlace())
    assert window.desk.page is made


def test_back_to_the_log_in(window: MainWindow, qtbot: QtBot, code: tuple[str, ...]) -> None:
    by_sheet(window, qtbot).back.click()
    assert isinstance(window.desk.start_page, LoginPage)


def test_what_is_wrong_stands_beside_it(
    window: MainWindow, qtbot: QtBot, real: World, code: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = by_sheet(window, qtbot)
    page.open.click()
    assert page.entry.fields[0].error()
    fill(page, code, "passord123456789")
    page.open.click()
    assert "lett å gjette" in page.phrase.fields["passphrase"].error()
    fill(page, code)
    page.user.set_items([("nobody", "nobody")])
    page.open.click()
    qtbot.waitUntil(lambda: bool(page.user_field.error()), timeout=20_000)
    page.user.chosen.emit("nobody")
    assert not page.user_field.error()
    page.user.set_items([("kari", "kari")])
    fill(page, (*code[:8], "0000" if code[8] != "0000" else "1111"))
    page.open.click()
    qtbot.waitUntil(lambda: bool(page.entry.fields[8].error()), timeout=20_000)
    fill(page, code)
    (real.path / "data.kpr").unlink()
    page.open.click()
    qtbot.waitUntil(page.banner.isVisible, timeout=20_000)
    page.enter(real.app.door)
    assert page.banner.isVisible()


def test_it_waits_for_the_door(qtbot: QtBot, texts: Texts, real: World) -> None:
    page = RecoverPage(texts, real.path)
    qtbot.addWidget(page)
    page.phrase.passphrase.returnPressed.emit()
    assert page.phrase.show_faults([]) is False
    page.phrase.suggest.click()
    page.entry.complete()


def test_every_administrator_is_told_once(
    window: MainWindow, qtbot: QtBot, real: World, code: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = real.app.door.recover(real.path, "kari", "-".join(code), bytearray(NEW.encode()))
    sheet_proved(session)
    said: list[str] = []
    monkeypatch.setattr(uses, "tell", lambda _parent, _title, text, _ok: said.append(text))
    start(window, qtbot)
    session.vault.user = replace(session.user, id=real.ids(), name="Rask Bjørkedal")
    window.desk.log_in(session)
    assert len(said) == 1
    assert "Kari Saksbehandler" in said[0]
    assert "23.11.2026" in said[0]
    assert isinstance(window.desk.page, WorkListPage)
    assert real.app.services(session).recovery.uses_untold() == []
