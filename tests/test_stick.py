"""A program on a memory stick: settings beside it, training vaults alone, whichever way a real one is tried."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kpr_desktop.bootstrap import Application, application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.errors import EnvironmentFault, Fault
from kpr_desktop.stick import FOLDER, MARKER, stick_folder
from kpr_desktop.usecases.backup_ports import Opening
from kpr_desktop.usecases.vault import FirstRun

PHRASE = "fem ganske rare ord om torsk"


def first(path: Path, *, training: bool) -> FirstRun:
    return FirstRun(path, "4201", "", "Blid Fjellbekk", "blid", bytearray(PHRASE.encode()), training)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built program's folder, and this process as the program in it."""
    folder = tmp_path / "program"
    folder.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "kpr"))
    return folder


def test_only_a_built_program_with_its_marker_is_carried(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stick_folder() is None
    assert not application().training_only
    (program / MARKER).touch()
    assert stick_folder() == program / FOLDER
    made = application()
    assert made.training_only
    assert made.config == program / FOLDER / "config"
    monkeypatch.delattr(sys, "frozen")
    assert stick_folder() is None


def test_training_vaults_are_made_and_opened_and_real_ones_refused_every_way(tmp_path: Path) -> None:
    desk = Application(config=tmp_path / "desk", cost=FLOOR_COST)
    stick = Application(config=tmp_path / "stick", cost=FLOOR_COST, training_only=True)
    stick.door.create(first(tmp_path / "training", training=True)).vault.close()
    stick.door.open(tmp_path / "training", "blid", bytearray(PHRASE.encode())).vault.close()
    real = tmp_path / "real"
    session = desk.door.create(first(real, training=False))
    services = desk.services(session)
    code = " ".join(services.recovery.make().groups)
    session.vault.close()
    opening = Opening("blid", bytearray(PHRASE.encode()))
    ways = (
        lambda: stick.door.create(first(tmp_path / "another", training=False)),
        lambda: stick.door.look(real),
        lambda: stick.door.open(real, "blid", bytearray(PHRASE.encode())),
        lambda: stick.door.recover(real, "blid", code, bytearray(PHRASE.encode())),
        lambda: stick.salvaging.look(real),
        lambda: stick.salvaging.salvage(real, tmp_path / "saved", opening),
        lambda: stick._key_files.unlock(real, "blid", bytearray(PHRASE.encode())),
        lambda: stick._key_files.unlock_with_recovery(real, code),
    )
    for way in ways:
        with pytest.raises(EnvironmentFault) as caught:
            way()
        assert caught.value.code == "vault.training_only"
    assert not (tmp_path / "another").exists()
    assert not (tmp_path / "saved").exists()
    with pytest.raises(Fault) as caught_later:  # let through, and it has no sheet
        stick._key_files.unlock_with_recovery(tmp_path / "training", code)
    assert caught_later.value.code.startswith("vault.recovery_")
    desk.door.open(real, "blid", bytearray(PHRASE.encode())).vault.close()


def test_a_backup_of_a_real_vault_is_not_restored_on_a_stick(tmp_path: Path) -> None:
    desk = Application(config=tmp_path / "desk", cost=FLOOR_COST)
    stick = Application(config=tmp_path / "stick", cost=FLOOR_COST, training_only=True)
    session = desk.door.create(first(tmp_path / "real", training=False))
    backup = session.vault.keeping.back_up(tmp_path / "backups", "manual", lambda *_: None)
    session.vault.close()
    for desk_of, refused in ((stick, True), (desk, False)):
        opening = Opening("blid", bytearray(PHRASE.encode()))
        if refused:
            with pytest.raises(EnvironmentFault) as caught:
                desk_of.restoring.restore(backup.path, tmp_path / "restored", opening)
            assert caught.value.code == "vault.training_only"
            assert not (tmp_path / "restored").exists()
        else:
            desk_of.restoring.restore(backup.path, tmp_path / "restored", opening)
            assert (tmp_path / "restored").exists()
