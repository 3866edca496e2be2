"""The page of backups, drill and key: seen, made, tried, changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.backup_ports import Opening
from kpr_desktop.usecases.records import User
from kpr_desktop_ui.pages.backup import backup_page
from kpr_desktop_ui.pages.backup.backup_page import BackupPage
from kpr_desktop_ui.pages.backup.drill_dialog import DrillDialog
from kpr_desktop_ui.pages.backup.progress_dialog import ProgressDialog, watched
from kpr_desktop_ui.pages.backup.reason_dialog import ReasonDialog
from kpr_desktop_ui.pages.places import BackupPlace, SettingsPlace
from kpr_desktop_ui.pages.settings.settings_page import SettingsPage
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.dialogs import QuestionDialog
from tests.support.driver import Driver, drain
from tests.support.fits import clipped, scrolling
from tests.support.stage import PICTURES, Show, Stage
from tests.support.world import LOGIN, PASSPHRASE, World, make_world


@dataclass
class Seat:
    """The page on screen, the vault behind it, and hands."""

    world: World
    page: BackupPage
    stage: Stage
    driver: Driver
    folders: list[Path]

    def told(self) -> str:
        return " ".join(self.driver.texts(self.page)).replace("\u200b", "")


@pytest.fixture
def real(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path, training=False)
    yield made
    made.close()


@pytest.fixture
def sit(texts: Texts, show: Show) -> Callable[..., Seat]:
    def sit(world: World, size: tuple[int, int] = (1366, 768)) -> Seat:
        folders: list[Path] = []
        page = BackupPage(texts, world.services, BackupPlace(), lambda *_: folders.pop() if folders else None)
        return Seat(world, page, show(page, size), Driver(page), folders)

    return sit


def answer(kind: type[QDialog], act: Callable[[Any], None]) -> None:
    """Do `act` to the dialog of that kind, as soon as it is there."""

    def look() -> None:
        for top in QApplication.topLevelWidgets():
            if isinstance(top, kind) and top.isVisible():
                act(top)
                return
        QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def grabbed(name: str) -> Callable[[QDialog], None]:
    def grab(dialog: QDialog) -> None:
        drain()
        PICTURES.mkdir(parents=True, exist_ok=True)
        dialog.grab().save(str(PICTURES / f"{name}.png"))

    return grab


def filled(world: World) -> None:
    """Backups of some days, one damaged, one of another key, and a drill."""
    for kind in ("daily", "daily", "before_risk", "manual"):
        world.clock.forward(days=1)
        world.services.backups.make(kind)
    newest, *_, oldest = world.services.backups.standing().files
    (oldest.path / "data.kpr").unlink()
    world.services.drills.hold(newest, Opening(LOGIN, bytearray(PASSPHRASE.encode())))


def test_an_empty_place_says_what_to_do(sit: Callable[..., Seat], real: World) -> None:
    seat = sit(real)
    told = seat.told()
    assert "Ingen kopi ennå" in told
    assert "Kopier på samme maskin hjelper ikke" in told
    assert "Ikke prøvd ennå" in told
    assert not seat.page.drill.hold.isEnabled(), "there is nothing to try"
    assert seat.page.copies.now.hasFocus()
    seat.stage.picture("backup-empty")
    seat.driver.click(seat.page.copies.now)
    assert seat.stage.told == ["Sikkerhetskopien er laget og kontrollert."]
    assert "Siste kopi: 23.11.2026 kl. 09.05" in seat.told()
    assert seat.page.drill.hold.isEnabled()


def test_what_there_is(sit: Callable[..., Seat], real: World) -> None:
    filled(real)
    seat = sit(real)
    told = seat.told()
    for words in (
        "Siste kopi: 27.11.2026",
        "skadet, kan ikke brukes",
        "før noe som ikke kan angres",
        "Sist prøvd 27.11.2026",
    ):
        assert words in told, words
    seat.stage.picture("backup-page")
    assert clipped(seat.page) == []


@pytest.mark.parametrize(
    ("mode", "scale", "size"),
    [("dark", 1.0, (1366, 768)), ("light", 2.0, (960, 768)), ("contrast", 1.5, (960, 600))],
)
def test_it_fits(
    sit: Callable[..., Seat],
    real: World,
    dress: Callable[..., Theme],
    mode: str,
    scale: float,
    size: tuple[int, int],
) -> None:
    filled(real)
    dress(mode, scale)
    seat = sit(real, size)
    seat.stage.picture(f"backup-page-{mode}-{size[0]}-{int(scale * 100)}")
    assert clipped(seat.page) == []
    assert [each for each in scrolling(seat.page) if "horizontal" in each.lower()] == []


def test_many_are_counted(sit: Callable[..., Seat], real: World) -> None:
    for _ in range(10):
        real.clock.forward(minutes=1)
        real.services.backups.make("manual")
    assert "2 kopier til" in sit(real).told()


def test_a_second_place_chosen_lost_and_dropped(
    sit: Callable[..., Seat], real: World, tmp_path: Path
) -> None:
    seat, stick = sit(real), tmp_path / "pinne"
    stick.mkdir()
    seat.driver.click(seat.page.copies.second)
    assert seat.stage.told == [], "nothing was chosen"
    seat.folders.append(real.path)
    seat.driver.click(seat.page.copies.second)
    assert "Der ligger hvelvet" in seat.page.refused.text()
    seat.folders.append(stick)
    seat.driver.click(seat.page.copies.second)
    assert not seat.page.refused.isVisible()
    assert str(stick) in seat.told()
    seat.driver.click(seat.page.copies.now)
    assert "begge steder" in seat.told()
    for each in sorted(stick.rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    stick.rmdir()
    seat.driver.click(seat.page.copies.now)
    assert "ikke på det andre stedet" in seat.page.refused.text()
    assert "(er ikke der nå)" in seat.told()
    seat.driver.click(seat.page.copies.no_second)
    assert "Ikke valgt" in seat.told()


def test_a_backup_that_fails_and_one_that_is_stopped(
    sit: Callable[..., Seat], real: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = sit(real)

    def damaged(*_: object) -> None:
        raise EnvironmentFault("vault.damaged")

    with monkeypatch.context() as patch:
        patch.setattr("kpr_desktop.store.backup.read_through", damaged)
        seat.driver.click(seat.page.copies.now)
    assert "Hvelvet er skadet" in seat.page.refused.text()
    monkeypatch.setattr(backup_page, "watched", lambda *_: (None, backup_page_stopped()))
    seat.driver.click(seat.page.copies.now)
    assert seat.stage.told == ["Avbrutt. Ingenting er endret."]
    assert not seat.page.refused.isVisible()


def backup_page_stopped() -> EnvironmentFault:
    return EnvironmentFault("backup.stopped")


def test_work_is_stopped_by_the_button_and_only_then(texts: Texts, theme: Theme) -> None:
    def work(told: Callable[[str, int], None]) -> None:
        while True:
            told("copy", 30)
            time.sleep(0.005)  # or the window never gets its turn

    def stop(dialog: Any) -> None:
        drain()
        grabbed("backup-progress")(dialog)
        dialog.close()
        dialog.reject()

    answer(ProgressDialog, stop)
    result, fault = watched(None, texts, "Lager sikkerhetskopi", work, "Avbryt")
    assert (result, fault and fault.code) == (None, "backup.stopped")


def test_work_without_a_way_to_stop_goes_on(texts: Texts, theme: Theme) -> None:
    waits = [True]

    def work(told: Callable[[str, int], None]) -> str:
        while waits:
            told("rotate", 60)
            time.sleep(0.005)
        told("done", 100)
        return "over"

    def try_to_stop(dialog: Any) -> None:
        dialog.reject()
        assert dialog.isVisible()
        waits.clear()

    answer(ProgressDialog, try_to_stop)
    assert watched(None, texts, "Bytter nøkkel", work) == ("over", None)


# --- the drill --------------------------------------------------------------------------------------------------------


def test_a_drill_with_the_passphrase_and_its_certificate(
    sit: Callable[..., Seat], real: World, tmp_path: Path
) -> None:
    real.services.backups.make("manual")
    seat = sit(real)

    def fill_in(dialog: Any) -> None:
        grabbed("backup-drill")(dialog)
        dialog.way.set_key("passphrase")
        dialog._show_way()
        dialog.yes.click()
        assert "passordfrasen" in " ".join(Driver(dialog).texts(dialog)).lower()
        assert dialog.isVisible(), "nothing was typed"
        dialog.passphrase.setText(PASSPHRASE)
        answer(QuestionDialog, lambda asked: asked.yes.click())
        dialog.yes.click()

    answer(DrillDialog, fill_in)
    seat.folders.append(tmp_path)
    seat.driver.click(seat.page.drill.hold)
    assert seat.stage.told[-1].startswith("Bekreftelsen er lagret som gjenoppretting_2026-11-23_")
    (pdf,) = tmp_path.glob("*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF")
    assert "Sist prøvd 23.11.2026, og det gikk" in seat.told()


def test_a_drill_with_the_sheet_goes_wrong_and_is_given_up(sit: Callable[..., Seat], real: World) -> None:
    vault: Any = real.session.vault
    vault._key_files.make_recovery(real.path, vault._keys)
    real.reopen()
    real.services.backups.make("manual")
    seat = sit(real)
    answer(DrillDialog, lambda dialog: dialog.no.click())
    seat.driver.click(seat.page.drill.hold)
    assert not seat.page.refused.isVisible()

    def fill_in(dialog: Any) -> None:
        dialog.yes.click()
        assert dialog.isVisible()
        dialog.code.setText("12345")
        dialog.yes.click()

    answer(DrillDialog, fill_in)
    seat.driver.click(seat.page.drill.hold)
    assert "tegn" in seat.page.refused.text()
    newest = real.services.backups.standing().files[0]
    (newest.path / "data.kpr").write_bytes((newest.path / "data.kpr").read_bytes()[:-1] + b"x")

    def by_phrase(dialog: Any) -> None:
        dialog.way.set_key("passphrase")
        dialog._show_way()
        dialog.passphrase.setText(PASSPHRASE)
        dialog.yes.click()

    answer(DrillDialog, by_phrase)
    seat.driver.click(seat.page.drill.hold)
    assert "skadet" in seat.page.refused.text()
    assert "og det gikk ikke" in seat.told()


def test_a_certificate_that_nobody_wants_or_cannot_be_written(
    sit: Callable[..., Seat], real: World, tmp_path: Path
) -> None:
    made = real.services.backups.make("manual")
    seat = sit(real)
    report = real.services.drills.hold(made.first, Opening(LOGIN, bytearray(PASSPHRASE.encode())))
    answer(QuestionDialog, lambda asked: asked.no.click())
    seat.page._tell_drill(report)
    answer(QuestionDialog, lambda asked: asked.yes.click())
    seat.page._tell_drill(report)
    seat.folders.append(tmp_path / "nowhere")
    answer(QuestionDialog, lambda asked: asked.yes.click())
    seat.page._tell_drill(report)
    assert seat.page.refused.isVisible()


# --- the key ----------------------------------------------------------------------------------------------------------


def test_a_new_key_leads_to_the_log_in(sit: Callable[..., Seat], real: World) -> None:
    seat = sit(real)
    locks: list[bool] = []
    seat.page.lock_wanted.connect(lambda: locks.append(True))
    answer(ReasonDialog, lambda dialog: dialog.reject())
    seat.driver.click(seat.page.key.change)
    assert locks == []

    def say(dialog: Any) -> None:
        grabbed("backup-key")(dialog)
        dialog.yes.click()
        assert dialog.isVisible(), "a reason is asked for"
        dialog.line.setText("noen sluttet")
        dialog.yes.click()

    answer(ReasonDialog, say)
    seat.driver.click(seat.page.key.change)
    assert locks == [True]
    assert (real.path / "data.2.kpr").exists()


def test_a_key_that_cannot_be_changed(
    sit: Callable[..., Seat], real: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = sit(real)

    def full(*_: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr("kpr_desktop.store.rotation.check_space", full)
    monkeypatch.setattr(backup_page, "ask_reason", lambda *_, **__: "noen sluttet")
    seat.driver.click(seat.page.key.change)
    assert "Disken er full" in seat.page.refused.text()
    monkeypatch.setattr(backup_page, "confirm_passphrase", lambda *_: False)
    seat.page.refused.hide()
    seat.driver.click(seat.page.key.change)
    assert not seat.page.refused.isVisible()


# --- a restored vault -----------------------------------------------------------------------------------------------


def test_a_restored_vault_is_taken_into_use(
    sit: Callable[..., Seat], real: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = real.services.backups.make("manual")
    real.close()
    secret = bytearray(PASSPHRASE.encode())
    real.app.restoring.restore(made.first.path, tmp_path / "ny", Opening(LOGIN, secret))
    real.path = tmp_path / "ny"
    real.reopen()
    seat = sit(real)
    assert "gjenopprettet fra en sikkerhetskopi" in seat.page.restored.text()
    assert not seat.page.copies.now.isEnabled()
    seat.stage.picture("backup-restored")
    monkeypatch.setattr(backup_page, "ask_reason", lambda *_, **__: "")
    seat.page.restored.acted.emit()
    assert seat.page.restored.isVisible()
    monkeypatch.setattr(backup_page, "ask_reason", lambda *_, **__: "maskinen brant")
    seat.page.restored.acted.emit()
    assert not seat.page.restored.isVisible()
    assert seat.page.copies.now.isEnabled()


def test_who_may_not_is_told(sit: Callable[..., Seat], real: World) -> None:
    real.session.vault.user = User(UserId("x"), "x", "x", frozenset())  # type: ignore[misc]
    seat = sit(real)
    assert "ikke" in seat.page.refused.text()
    seat.page._drill()


def test_the_way_to_the_page(real: World, texts: Texts, show: Show, tmp_path: Path) -> None:
    kept = DeskSettings(tmp_path / "desk.ini", tmp_path)
    page = SettingsPage(texts, real.services, SettingsPlace("about"), kept)
    stage = show(page)
    Driver(page).click(page.about.backup)
    assert stage.went == [BackupPlace()]
