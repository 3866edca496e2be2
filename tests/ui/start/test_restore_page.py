"""From a backup to a vault in the window, before anybody has logged in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.backup_ports import BackupFile
from kpr_desktop_ui.pages.start.restore_page import RestorePage
from kpr_desktop_ui.theme import Theme
from tests.support.driver import drain, texts_in
from tests.support.fits import clipped
from tests.support.stage import PICTURES
from tests.support.world import LOGIN, PASSPHRASE, World, make_world

NEW = "en helt ny lang frase"


@pytest.fixture
def burnt(tmp_path: Path) -> Iterator[tuple[World, BackupFile, str]]:
    """A vault that was backed up, with the code of its sheet; the vault is closed."""
    world = make_world(tmp_path, training=False)
    vault: Any = world.session.vault
    code = " ".join(vault._key_files.make_recovery(world.path, vault._keys).groups)
    made = world.services.backups.make("manual").first
    world.close()
    return world, made, code


Shown = Callable[..., RestorePage]


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, tmp_path: Path, burnt: tuple[World, BackupFile, str]) -> Shown:
    def shown(*chosen: Path | None, size: tuple[int, int] = (1366, 768)) -> RestorePage:
        left = list(chosen)
        page = RestorePage(Texts.load("nb"), tmp_path, lambda *_: left.pop(0))
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        assert QTest.qWaitForWindowActive(page)
        page.begin()
        page.enter(burnt[0].app.door)
        return page

    return shown


def picture(page: RestorePage, name: str) -> None:
    drain()
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.grab().save(str(PICTURES / f"{name}.png"))


def test_by_passphrase(
    shown: Shown, burnt: tuple[World, BackupFile, str], tmp_path: Path, qtbot: QtBot
) -> None:
    world, made, _ = burnt
    page = shown(made.path, None, tmp_path / "her")
    page._choose_backup()
    assert f"laget {made.made_at:%d.%m.%Y} kl. 09.05, 0 personer" in " ".join(texts_in(page)).replace(
        "\u200b", ""
    )
    assert page.login.key() == LOGIN
    page._choose_target()
    assert page.target.text() == str(tmp_path / "gjenopprettet-hvelv")
    page._choose_target()
    picture(page, "restore-phrase")
    assert clipped(page) == []
    page.restore.click()
    assert page.fields["passphrase"].error()
    page.passphrase.setText("en helt feil passordfrase")
    page.restore.click()
    assert "stemmer ikke" in page.fields["passphrase"].error()
    page.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(page.log_in_wanted, timeout=20_000) as asked:
        page.restore.click()
    assert asked.args == [tmp_path / "her"]
    assert page.passphrase.text() == ""
    session = world.app.door.open(tmp_path / "her", LOGIN, bytearray(PASSPHRASE.encode()))
    assert [each.code for each in session.vault.trouble][-1] == "vault.restored"
    session.vault.close()


def test_by_the_sheet(
    shown: Shown, burnt: tuple[World, BackupFile, str], tmp_path: Path, qtbot: QtBot
) -> None:
    world, made, code = burnt
    page = shown()
    page.backup.setText(str(made.path))
    page.way.set_key("recovery")
    page._show_way()
    picture(page, "restore-sheet")
    assert clipped(page) == []
    page.restore.click()
    assert page.fields["code"].error()
    page.code.setText(code)
    page.passphrase.setText(NEW)
    page.restore.click()
    assert page.fields["again"].error()
    page.again.setText(NEW)
    page.target.setText(str(world.path))
    page.restore.click()
    assert "ligger noe i denne mappen" in page.fields["target"].error()
    page.target.setText(str(tmp_path / "ny"))
    with qtbot.waitSignal(page.log_in_wanted, timeout=20_000):
        page.restore.click()
    world.app.door.open(tmp_path / "ny", LOGIN, bytearray(NEW.encode())).vault.close()


def test_what_is_no_backup_and_what_is_damaged(
    shown: Shown, burnt: tuple[World, BackupFile, str], tmp_path: Path, qtbot: QtBot
) -> None:
    _, made, _ = burnt
    page = shown(None)
    page._choose_backup()
    page.backup.setText(str(tmp_path))
    page.restore.click()
    assert "ikke en sikkerhetskopi" in page.fields["backup"].error()
    (made.path / "data.kpr").write_bytes(b"x")
    page.backup.setText(str(made.path))
    page.passphrase.setText(PASSPHRASE)
    page.restore.click()
    assert "skadet" in page.banner.text()
    with qtbot.waitSignal(page.back_wanted):
        page.back.click()


def test_nothing_is_done_before_the_door_is_there(tmp_path: Path, qtbot: QtBot, theme: Theme) -> None:
    page = RestorePage(Texts.load("nb"), tmp_path)
    qtbot.addWidget(page)
    page._restore()
    assert not page.restore.isEnabled()
    assert not page._look()


@pytest.mark.parametrize(("mode", "scale"), [("dark", 2.0), ("contrast", 1.0)])
def test_it_fits(shown: Shown, dress: Callable[..., Theme], mode: str, scale: float) -> None:
    dress(mode, scale)
    page = shown(size=(960, 768))
    page.way.set_key("recovery")
    page._show_way()
    picture(page, f"restore-{mode}")
    assert clipped(page) == []
