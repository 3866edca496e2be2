"""An earlier key put back is told; what a rotation leaves on the way is no sign of one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store import rotation
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.vault_records import Trouble
from tests.store.test_backup import code_of, quiet
from tests.store.test_rotation import entry, save
from tests.support.vaults import fill_sample, make_vault, opened


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[UnlockedVault]:
    vault = make_vault(tmp_path)
    fill_sample(vault)
    yield vault
    vault.close()


def put_back(folder: Path, copy: Path) -> None:
    """All files of the earlier key, as somebody with a copy of the whole folder can."""
    shutil.rmtree(folder)
    shutil.copytree(copy, folder)


def test_all_files_of_an_earlier_key_put_back_are_told_and_can_be_confirmed(
    filled: UnlockedVault, tmp_path: Path
) -> None:
    folder = filled.info.path
    with filled.work() as work:
        work.records.log(entry("begin"))
        work.commit()
    filled.close()
    copy = tmp_path / "kopi"
    shutil.copytree(folder, copy)
    vault = opened(folder)
    vault.keeping.rotate(entry, quiet)
    vault.close()
    put_back(folder, copy)
    vault = opened(folder)
    assert vault.trouble == (Trouble("vault.key_older", "anchor"),)
    assert not vault.writable
    assert code_of(save, vault) == "vault.no_access"
    vault.confirm_restore(entry("vault.restored"))
    assert vault.writable
    save(vault)
    vault.close()
    vault = opened(folder)
    assert (vault.trouble, vault.inspect()) == ((), [])
    vault.close()


def test_a_rotation_that_stands_open_is_no_later_key(
    filled: UnlockedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = filled._ledger.anchors._machine  # type: ignore[union-attr]
    assert machine is not None
    real = rotation.Rotation._announced
    seen: list[int] = []

    def stopped(self: rotation.Rotation, *heads: Any) -> None:
        real(self, *heads)
        seen.append(machine.later())
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr(rotation.Rotation, "_announced", stopped)
    assert code_of(filled.keeping.rotate, entry, quiet) == "vault.disk_full"
    assert (seen, machine.later()) == ([1], 0), "given up: nothing of the new key is left"
    filled.close()
    vault = opened(filled.info.path)
    assert vault.trouble == ()
    vault.close()


@pytest.mark.parametrize("data", [b"", b"nonsense " * 200, b"[1] x", b'{"a": 1} x', b'[1, "2"] x', b"3 x"])
def test_a_machine_anchor_that_cannot_be_read_tells_of_no_key(filled: UnlockedVault, data: bytes) -> None:
    machine = filled._ledger.anchors._machine  # type: ignore[union-attr]
    assert machine is not None
    machine.path.write_bytes(data)
    assert machine.later() == 0
    machine.path.unlink()
    assert machine.later() == 0
