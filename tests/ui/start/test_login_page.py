from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.crypto import selfcheck
from kpr_desktop.errors import UserFault
from kpr_desktop.store import database
from kpr_desktop.usecases.session import Session
from kpr_desktop_ui.pages.start.login_page import LoginPage
from tests.support.driver import drain, texts_in
from tests.support.fits import clipped, scrolling
from tests.support.world import LOGIN, PASSPHRASE, World


@pytest.fixture
def page(qtbot: QtBot, world: World) -> LoginPage:
    return shown(qtbot, world, world.path)


def shown(qtbot: QtBot, world: World, path: Path, *chosen: Path | None) -> LoginPage:
    left = list(chosen)
    made = LoginPage(Texts.load("nb"), path, lambda *_: left.pop(0))
    qtbot.addWidget(made)
    vars(qtbot).setdefault("windows", []).append(made)
    made.resize(1366, 768)
    made.show()
    assert QTest.qWaitForWindowActive(made)
    made.enter(world.app.door)
    made.begin()
    return made


def test_the_passphrase_opens_the_vault(page: LoginPage, qtbot: QtBot) -> None:
    assert page.passphrase.hasFocus()
    assert page.user.key() == LOGIN
    QTest.keyClicks(page.passphrase, PASSPHRASE)
    with qtbot.waitSignal(page.opened, timeout=20_000) as told:
        QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
        assert page.unlock.text() == "Låser opp …"
        page.open_vault()
    session: Session = told.args[0]
    assert session.user.login == LOGIN
    assert page.passphrase.text() == ""
    session.vault.close()


def test_a_wrong_passphrase_is_told_beside_the_field(page: LoginPage, qtbot: QtBot) -> None:
    page.unlock.click()
    assert page.passphrase_field.error()
    QTest.keyClicks(page.passphrase, "ikke den riktige")
    assert not page.passphrase_field.error()
    page.unlock.click()
    qtbot.waitUntil(lambda: bool(page.passphrase_field.error()), timeout=20_000)
    assert "stemmer ikke" in page.passphrase_field.error()
    assert page.passphrase.hasFocus()
    assert page.passphrase.selectedText() or page.passphrase.hasSelectedText()
    assert clipped(page) == []


def test_the_seconds_are_counted_down_while_one_types(
    page: LoginPage, world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
            world.app.door.open(world.path, LOGIN, bytearray(b"ikke den rette her"))
    page.enter(world.app.door)
    assert page.waiting.isVisible()
    assert "om 2 s" in page.waiting.content()
    QTest.keyClicks(page.passphrase, "ikke den riktige")
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    assert page.unlock.text() == "Lås opp"  # nothing was tried
    assert page.passphrase.text() == "ikke den riktige"
    drain()
    assert clipped(page) == []
    qtbot.waitUntil(page.unlock.isEnabled, timeout=10_000)
    assert not page.waiting.isVisible()
    world.clock.forward(seconds=1)  # too early all the same: the vault's own clock decides
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(page.waiting.isVisible, timeout=10_000)
    assert "om 1 s" in page.waiting.content()
    assert not page.passphrase_field.error()
    assert not page.unlock.isEnabled()
    monkeypatch.setattr(type(world.app.door), "wait", lambda *_: 754)
    page.user.chosen.emit(LOGIN)
    assert "12 min 34 s" in page.waiting.content()


def test_after_a_lock_the_page_says_so(qtbot: QtBot, world: World) -> None:
    made = LoginPage(Texts.load("nb"), world.path, who=0, locked=True)
    qtbot.addWidget(made)
    made.show()
    made.enter(world.app.door)
    assert made.user.key() == LOGIN
    texts = list(texts_in(made))
    assert "Låst" in texts
    assert any("der du var" in text for text in texts)


def test_a_vault_in_use_is_told(page: LoginPage, world: World, qtbot: QtBot) -> None:
    world.reopen()
    QTest.keyClicks(page.passphrase, PASSPHRASE)
    page.unlock.click()
    qtbot.waitUntil(page.banner.isVisible, timeout=20_000)
    assert "åpent i et annet vindu" in page.banner.text()
    assert clipped(page) == []
    assert scrolling(page) == []


def damage(folder: Path) -> None:
    """Change one name in the key file and in its copy."""
    for file in folder.glob("nokkel.kpr*"):
        file.write_bytes(file.read_bytes().replace(LOGIN.encode(), b"lars"))


def test_why_it_can_not_be_opened_is_told_before_anything_is_typed(
    qtbot: QtBot, world: World, tmp_path: Path
) -> None:
    (tmp_path / "tom").mkdir()
    missing = shown(qtbot, world, tmp_path / "nothing")
    not_ours = shown(qtbot, world, tmp_path / "tom")
    damage(world.path)
    damaged = shown(qtbot, world, world.path)
    texts = Texts.load("nb")
    said = [page.banner.text() for page in (missing, not_ours, damaged)]
    assert said == [texts(f"vault.{reason}") for reason in ("missing", "not_ours", "key_damaged")]
    for page in (missing, not_ours, damaged):
        assert page.banner.isVisible()
        assert not page.passphrase.isVisible()
        assert not page.unlock.isVisible()
        page.open_vault()
        assert clipped(page) == []


def test_the_way_to_another_vault(qtbot: QtBot, world: World, tmp_path: Path) -> None:
    page = shown(qtbot, world, world.path, None, tmp_path)
    wanted: list[Path] = []
    page.log_in_wanted.connect(wanted.append)
    page.other.click()
    page.other.click()
    assert wanted == [tmp_path]
    with qtbot.waitSignal(page.vault_wanted):
        page.new.click()


def test_it_is_painted_before_the_door_is_there(qtbot: QtBot, world: World) -> None:
    page = LoginPage(Texts.load("nb"), world.path)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.painted):
        page.show()
    page.open_vault()
    assert page.door is None
    assert not page.unlock.isEnabled()


def test_several_users_are_a_list(qtbot: QtBot, world: World) -> None:
    page = shown(qtbot, world, world.path)
    page.user.set_items([("kari", "kari"), ("lun", "lun")])
    page.begin()
    assert page.user.hasFocus()


def test_nothing_is_clipped_or_scrolls(page: LoginPage) -> None:
    assert clipped(page) == []
    assert scrolling(page) == []


@pytest.mark.parametrize("fault", ["primitive", "library", "header"])
def test_the_self_check_refuses_with_words(
    qtbot: QtBot, world: World, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    if fault == "primitive":
        monkeypatch.setitem(selfcheck.CHECKS, "HPKE", lambda: False)
        vars(world.app).pop("door")
        vars(world.app).pop("_key_files")
        word = "HPKE"
    elif fault == "library":
        monkeypatch.setattr(database, "OLDEST_CIPHER", (99, 0))
        word = "for gamle deler"
    else:
        (world.path / "data.kpr").write_bytes(b"SQLite format 3\0" + bytes(8192))
        word = "ikke kryptert"
    page = shown(qtbot, world, world.path)
    assert word in page.banner.text()
    assert not page.unlock.isVisible()
    assert clipped(page) == []


def test_the_sheet_is_offered_where_there_is_one(qtbot: QtBot, world: World) -> None:
    assert not shown(qtbot, world, world.path).sheet.isVisible()
    world.reopen()
    world.session.vault.make_recovery()
    world.close()
    page = shown(qtbot, world, world.path)
    assert page.sheet.isVisible()
    assert clipped(page) == []
    with qtbot.waitSignal(page.sheet_wanted) as told:
        page.sheet.click()
    assert told.args == [world.path]
