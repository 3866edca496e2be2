"""Changing one's own passphrase in the settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.passphrases import PassphraseDesk
from kpr_desktop_ui.pages.places import RecoveryPlace, SettingsPlace
from kpr_desktop_ui.pages.settings import settings_page
from kpr_desktop_ui.pages.settings.change_passphrase_dialog import ChangePassphraseDialog
from kpr_desktop_ui.pages.settings.settings_page import SettingsPage
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from tests.support.fits import clipped
from tests.support.stage import Show
from tests.support.world import LOGIN, PASSPHRASE, World, make_world

NEW = "helt andre ord enn sist"


@pytest.fixture
def dialog(qtbot: QtBot, texts: Texts, world: World) -> ChangePassphraseDialog:
    made = ChangePassphraseDialog(texts, world.services.passphrases, strong=True)
    qtbot.addWidget(made)
    made.show()
    QTest.qWaitForWindowActive(made)
    return made


def fill(dialog: ChangePassphraseDialog, old: str = PASSPHRASE, new: str = NEW, again: str = NEW) -> None:
    lines = (dialog.old, dialog.phrase.passphrase, dialog.phrase.again)
    for line, text in zip(lines, (old, new, again), strict=True):
        line.selectAll()
        QTest.keyClicks(line, text)


def test_it_is_changed(dialog: ChangePassphraseDialog, world: World, qtbot: QtBot) -> None:
    assert dialog.old.hasFocus()
    fill(dialog)
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        dialog.yes.click()
        assert not dialog.yes.isEnabled()
        dialog._change()
    assert dialog.old.text() == dialog.phrase.passphrase.text() == dialog.phrase.again.text() == ""
    world.close()
    world.app.door.open(world.path, LOGIN, bytearray(NEW.encode())).vault.close()


def test_what_is_wrong_stands_beside_its_line(
    dialog: ChangePassphraseDialog, qtbot: QtBot, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.yes.click()
    assert dialog.old_field.error()
    fill(dialog, old="ikke den rette frasen", again="noe helt annet enn det")
    assert not dialog.old_field.error()
    dialog.yes.click()
    assert dialog.phrase.fields["again"].error()
    fill(dialog, old="ikke den rette frasen")
    dialog.yes.click()
    qtbot.waitUntil(lambda: bool(dialog.old_field.error()), timeout=20_000)
    assert dialog.yes.isEnabled()
    assert clipped(dialog) == []

    def refuse(*_: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr(PassphraseDesk, "change", refuse)
    fill(dialog)
    dialog.yes.click()
    qtbot.waitUntil(lambda: dialog.said.content() == texts("vault.disk_full"), timeout=20_000)


def test_show_shows_the_old_one_too(dialog: ChangePassphraseDialog) -> None:
    dialog.phrase.show_box.click()
    assert dialog.old.echoMode() is dialog.old.EchoMode.Normal
    assert dialog.phrase.again.echoMode() is dialog.old.EchoMode.Normal


def test_the_way_there_and_to_a_new_sheet(
    world: World, texts: Texts, show: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    settings = DeskSettings(tmp_path / "desk.ini", tmp_path / "home")  # type: ignore[operator]
    answers = [QDialog.DialogCode.Rejected, QDialog.DialogCode.Accepted]
    monkeypatch.setattr(settings_page.ChangePassphraseDialog, "exec", lambda _self: answers.pop(0).value)
    page = SettingsPage(texts, world.services, SettingsPlace("look"), settings)
    stage = show(page)
    assert not page.look.keys.sheet.isVisible()
    page.look.keys.change.click()
    assert stage.told == []
    page.look.keys.change.click()
    assert stage.told == [texts("passphrase.changed")]
    real = make_world(tmp_path / "real", training=False)  # type: ignore[operator]
    page = SettingsPage(texts, real.services, SettingsPlace("look"), settings)
    stage = show(page)
    page.look.keys.sheet.click()
    assert stage.went == [RecoveryPlace()]
    real.close()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_clipped(
    dress: Callable[..., Theme], scale: float, qtbot: QtBot, texts: Texts, world: World
) -> None:
    dress("light", scale)
    made = ChangePassphraseDialog(texts, world.services.passphrases, strong=False)
    qtbot.addWidget(made)
    made.show()
    assert clipped(made) == []
