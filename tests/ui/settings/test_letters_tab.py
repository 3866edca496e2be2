"""How letters look, and the municipality's own: chosen, checked, kept, and what is wrong in a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.letter_settings import LetterSettings
from kpr_desktop_ui.pages.places import SettingsPlace
from kpr_desktop_ui.pages.settings import settings_page
from kpr_desktop_ui.pages.settings.settings_page import SettingsPage
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.letter_full import logo
from tests.support.stage import Show, Stage
from tests.support.world import World


@pytest.fixture
def stage(world: World, texts: Texts, show: Show) -> Stage:
    return show(SettingsPage(texts, world.services, SettingsPlace("letters"), desk(world)))


def desk(world: World) -> DeskSettings:
    return DeskSettings(world.path.parent / "desk.ini", world.path.parent)


def page_of(stage: Stage) -> SettingsPage:
    assert isinstance(stage.page, SettingsPage)
    return stage.page


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))


def test_a_logo_is_chosen_named_and_kept(
    world: World, texts: Texts, stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    look, driver = page_of(stage).letters.look, Driver(stage.page)
    path = tmp_path / "vaapen.png"
    path.write_bytes(logo())
    choose(monkeypatch, "")
    look.choose.click()
    assert not look.dirty()
    choose(monkeypatch, path)
    look.choose.click()
    assert look.picture.isVisible()
    driver.press("Ctrl+S")
    assert look.alt_field.error() == texts("letter.logo_alt_missing")
    assert world.services.letter_settings.look().logo == b""
    driver.fill(texts("settings.logo_alt"), "Øvingsby kommunes våpen")
    assert not look.alt_field.error()
    look.side.set_key("right")
    look.window_.setChecked(False)
    look.exempt.setChecked(True)
    driver.fill(texts("settings.collect_days"), "14")
    assert page_of(stage).dirty
    driver.press("Ctrl+S")
    kept = world.services.letter_settings.look()
    assert (kept.logo, kept.logo_alt) == (logo(), "Øvingsby kommunes våpen")
    assert (kept.logo_right, kept.window, kept.exempt) == (True, False, True)
    assert world.services.letters.collect_days() == 14
    assert stage.told == [texts("settings.told_saved")]
    assert not page_of(stage).dirty
    look.remove.click()
    driver.press("Ctrl+S")
    assert world.services.letter_settings.look().logo == b""


def test_a_picture_that_no_letter_can_have_is_told_beside_it(
    world: World, texts: Texts, stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    look = page_of(stage).letters.look
    for content in (b"no picture", b"\x89PNG\r\n\x1a\n" + b"x" * 600_000):
        path = tmp_path / "bad.png"
        path.write_bytes(content)
        choose(monkeypatch, path)
        look.choose.click()
        assert look.logo_field.error() == texts("letter.logo")
        assert look.picture.isHidden()
    choose(monkeypatch, tmp_path / "gone.png")
    look.choose.click()
    assert look.logo_field.error() == texts("settings.logo_unread")


def test_days_that_are_none_are_told_beside_the_line(world: World, texts: Texts, stage: Stage) -> None:
    look, driver = page_of(stage).letters.look, Driver(stage.page)
    driver.fill(texts("settings.collect_days"), "90")
    driver.press("Ctrl+S")
    assert look.days_field.error() == texts("letter.collect_range", first=1, last=60)
    driver.replace("9")
    assert not look.days_field.error()


def test_what_the_vault_refuses_is_told(texts: Texts, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise UserFault("access.read_only")

    monkeypatch.setattr(LetterSettings, "save_look", refuse)
    look = page_of(stage).letters.look
    look.keep()
    assert look.logo_field.error() == texts("access.read_only")

    def full(*_args: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr(LetterSettings, "save_look", lambda *_: None)
    monkeypatch.setattr(type(look._desk), "set_collect_days", full)
    look.days.setText("9")
    look.keep()
    assert look.logo_field.error() == texts("vault.disk_full")
    assert look.days.text() == "9"


def test_a_folder_with_own_letters_and_its_faults(
    world: World, texts: Texts, stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own, folder = page_of(stage).letters.own, tmp_path / "egne"
    folder.mkdir()
    (folder / "information.nb.yaml").write_text("title: [\n", encoding="utf-8")
    assert own.state.content() == texts("settings.own_none")
    folders = ["", str(tmp_path / "gone"), str(folder)]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: folders.pop(0))
    own.choose.click()
    own.choose.click()
    assert texts("letter.own_folder") in own.error.content()
    own.choose.click()
    (fault,) = own.faults()
    assert "information.nb.yaml" in fault
    assert texts("settings.own_count", count=0) in own.state.content()
    (folder / "information.nb.yaml").unlink()
    own.again.click()
    assert own.faults() == []
    assert stage.told == [texts("settings.told_saved")]
    folder.rmdir()
    own.refresh()
    assert texts("settings.own_gone") in own.state.content()
    own.stop.click()
    assert own.state.content() == texts("settings.own_none")


def test_whoever_may_not_change_it_sees_it(world: World, texts: Texts, show: Show) -> None:
    world.session.vault.user = replace(world.session.user, roles=frozenset({"registrar"}))
    page = SettingsPage(texts, world.services, SettingsPlace("letters"), desk(world))
    show(page)
    assert not page.letters.look.choose.isEnabled()
    assert page.letters.look.save.isHidden()
    page.letters.look.keep()
    assert not page.letters.own.choose.isEnabled()


@pytest.mark.parametrize("size", [(1366, 768), (960, 700)])
def test_nothing_is_clipped(world: World, texts: Texts, show: Show, size: tuple[int, int]) -> None:
    page = SettingsPage(texts, world.services, SettingsPlace("letters"), desk(world))
    stage = show(page, size)
    drain()
    stage.picture(f"settings-letters-{size[0]}")
    assert clipped(page) == []
    assert settings_page.TABS[2] == "letters"
