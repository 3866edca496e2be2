"""What is whole of a damaged vault, in the window, before anybody has logged in; and accepting what is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import UserId
from kpr_desktop_ui.pages.backup.reason_dialog import ReasonDialog
from kpr_desktop_ui.pages.start.login_page import LoginPage
from kpr_desktop_ui.pages.start.restore_page import RestorePage
from kpr_desktop_ui.pages.start.salvage_page import SalvagePage
from kpr_desktop_ui.theme import Theme
from tests.support.driver import drain, texts_in
from tests.support.fits import clipped
from tests.support.stage import PICTURES
from tests.support.tamper import key_of, tamper
from tests.support.world import LOGIN, PASSPHRASE, World, make_world
from tests.ui.backup.test_backup_page import Seat, answer, sit  # noqa: F401 - a fixture

Shown = Callable[..., SalvagePage]


@pytest.fixture
def fallen(tmp_path: Path) -> World:
    """A closed vault with ten persons, of whom three were changed or lost behind its back."""
    made = make_world(tmp_path)
    made.demo(10)
    key = key_of(made.session.vault)
    made.close()
    tamper(
        made.path,
        key,
        "UPDATE person SET phone = '1' WHERE row < 3",
        "DELETE FROM person WHERE row = 4",
        "DELETE FROM log WHERE seq = 1",
    )
    return made


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, tmp_path: Path, fallen: World) -> Shown:
    def shown(path: Path | None = None, *, size: tuple[int, int] = (1366, 768)) -> SalvagePage:
        page = SalvagePage(Texts.load("nb"), tmp_path, path)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        assert QTest.qWaitForWindowActive(page)
        page.begin()
        page.enter(fallen.app.door)
        return page

    return shown


def said(page: Any) -> str:
    return " ".join(texts_in(page)).replace("\u200b", "")


def picture(page: Any, name: str) -> None:
    drain()
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.grab().save(str(PICTURES / f"{name}.png"))


def rescued(page: SalvagePage, qtbot: QtBot) -> None:
    page.passphrase.setText(PASSPHRASE)
    page.restore.click()
    qtbot.waitUntil(lambda: not page.result.isHidden(), timeout=20_000)


def test_from_the_form_to_the_result(shown: Shown, fallen: World, tmp_path: Path, qtbot: QtBot) -> None:
    page = shown(fallen.path)
    assert "én bruker kan åpne det" in said(page)
    assert page.login.key() == LOGIN
    assert page.target.text() == str(tmp_path / "berget-hvelv")
    picture(page, "salvage-form")
    assert clipped(page) == []
    page.passphrase.setText("en helt feil passordfrase")
    page.restore.click()
    assert "stemmer ikke" in page.fields["passphrase"].error()
    rescued(page, qtbot)
    told = said(page)
    assert "7 av 10 mapper er hele" in told
    assert "Mapper som ikke er bevist hele: 3" in told
    assert "Berget-4" in told
    assert "Linjer som mangler i loggen eller ikke stemmer: 1" in told
    assert not page.restore.isVisible()
    picture(page, "salvage-result")
    assert clipped(page) == []
    with qtbot.waitSignal(page.log_in_wanted) as asked:
        page.to_log_in.click()
    assert asked.args == [tmp_path / "berget-hvelv"]
    session = fallen.app.door.open(tmp_path / "berget-hvelv", LOGIN, bytearray(PASSPHRASE.encode()))
    assert [each.code for each in session.vault.trouble] == ["vault.salvaged"]
    session.vault.close()


def test_several_users_and_a_vault_that_does_not_say_how_much_there_was(
    shown: Shown, fallen: World, qtbot: QtBot
) -> None:
    page = shown()
    page.backup.setText(str(fallen.path.parent))
    page.restore.click()
    assert page.fields["backup"].error()
    sheetless = make_world(fallen.path.parent / "to")
    sheetless.session.vault.add_slot(UserId("ola"), "ola", bytearray(b"olas egen lange frase"))
    code = " ".join(sheetless.session.vault.make_recovery().groups)
    key = key_of(sheetless.session.vault)
    sheetless.close()
    tamper(sheetless.path, key, "DELETE FROM seal")
    page.backup.setText(str(sheetless.path))
    page._look()
    assert "2 kan åpne det" in said(page)
    page.login.set_key(LOGIN)
    page.passphrase.setText(PASSPHRASE)
    page.restore.click()
    assert "gjenopprettingsarket" in page.banner.text(), "the register is not proved"
    page.way.set_key("recovery")
    page._show_way()
    page.code.setText(code)
    page.again.setText(PASSPHRASE)
    rescued(page, qtbot)
    assert "sier ikke hvor mange det var" in said(page)


def test_the_ways_to_it(qtbot: QtBot, theme: Theme, fallen: World, tmp_path: Path) -> None:
    data = bytearray((fallen.path / "data.kpr").read_bytes())
    data[100] ^= 1
    (fallen.path / "data.kpr").write_bytes(data)
    page = LoginPage(Texts.load("nb"), fallen.path)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.enter(fallen.app.door)
    assert page.salvage.isHidden(), "nothing is known to be wrong yet"
    page.passphrase.setText(PASSPHRASE)
    page.unlock.click()
    qtbot.waitUntil(lambda: not page.salvage.isHidden(), timeout=20_000)
    picture(page, "salvage-login")
    assert clipped(page) == []
    with qtbot.waitSignal(page.salvage_wanted) as asked:
        page.salvage.click()
    assert asked.args == [fallen.path]
    restore = RestorePage(Texts.load("nb"), tmp_path)
    qtbot.addWidget(restore)
    with qtbot.waitSignal(restore.salvage_wanted) as asked:
        restore.salvage.click()
    assert asked.args == [None]
    (fallen.path / "data.kpr").write_bytes(b"x")
    page = LoginPage(Texts.load("nb"), fallen.path)
    qtbot.addWidget(page)
    page.enter(fallen.app.door)
    assert not page.salvage.isHidden(), "too short to be a vault"


@pytest.mark.parametrize(("mode", "scale"), [("dark", 2.0), ("light", 1.0)])
def test_it_fits(
    shown: Shown, fallen: World, dress: Callable[..., Theme], qtbot: QtBot, mode: str, scale: float
) -> None:
    dress(mode, scale)
    page = shown(fallen.path, size=(960, 700))
    picture(page, f"salvage-form-{mode}")
    assert clipped(page) == []
    rescued(page, qtbot)
    picture(page, f"salvage-result-{mode}")
    assert clipped(page) == []


def test_accepting_on_the_page_of_backups(
    sit: Callable[..., Seat],  # noqa: F811 - the fixture
    shown: Shown,
    fallen: World,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    page = shown(fallen.path)
    rescued(page, qtbot)
    fallen.path = tmp_path / "berget-hvelv"
    fallen.session = fallen.app.door.open(fallen.path, LOGIN, bytearray(PASSPHRASE.encode()))
    fallen.services = fallen.app.services(fallen.session)
    seat = sit(fallen)
    assert "berget fra et skadet hvelv" in seat.told()
    assert not seat.page.incomplete.isVisible(), "first somebody takes the vault into use"
    fallen.services.backups.confirm_restore("prøve")
    seat.page.enter()
    assert "ikke vises: 3" in seat.told()
    seat.stage.picture("salvage-waiting")

    def agree(dialog: ReasonDialog) -> None:
        assert "Berget-4" in said(dialog)
        picture(dialog, "salvage-accept")
        dialog.line.setText("sett etter i en kopi")
        dialog.yes.click()

    answer(ReasonDialog, agree)
    seat.page.incomplete.acted.emit()
    assert not seat.page.incomplete.isVisible()
    assert fallen.services.incomplete.count() == 0
    fallen.close()
