"""A database older than what was last seen of it is told, and only an administrator's word makes it the present one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store import anchors as module
from kpr_desktop.store.anchors import FLUSH_EVERY, MACHINE_EVERY, RECORD_BYTES, Anchor, AnchorFile, Anchors
from kpr_desktop.store.seals import Head
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.vault_records import Trouble
from tests.support.tamper import entry, found_in, head_of, key_of, say, tamper
from tests.support.vaults import make_vault, opened, person

MISSING = Trouble("vault.anchor_missing", "anchor")


@pytest.fixture
def vault(tmp_path: Path) -> UnlockedVault:
    """Open; the test closes it."""
    made = make_vault(tmp_path)
    with made.work() as work:
        work.persons.add(person(1))
        work.commit()
    return made


def older(vault: UnlockedVault, saves: int = 5) -> tuple[Path, Path]:
    """Closes the vault: its folder, and an older copy of it with so many saves less."""
    folder = vault.info.path
    vault.close()
    copy = folder.with_name("eldre")
    shutil.copytree(folder, copy)
    again = opened(folder)
    for number in range(saves):
        say(again, f"test.{number}")
    again.close()
    return folder, copy


def missing(saves: int) -> tuple[Trouble, ...]:
    return (Trouble("vault.saves_missing", "anchor", count=saves),)


def test_an_older_database_alone_is_told_by_both_anchors(vault: UnlockedVault) -> None:
    folder, copy = older(vault)
    shutil.copy(copy / "data.kpr", folder / "data.kpr")
    for settings in (folder.parent / "config", folder.parent / "other"):
        if not settings.exists():
            shutil.rmtree(folder.parent / "config")
        again = opened(folder)
        assert again.trouble == missing(5)
        assert not again.writable
        assert again.check() == ["vault.saves_missing"]
        again.close()


def test_an_older_folder_is_told_by_the_machines_anchor(vault: UnlockedVault) -> None:
    folder, copy = older(vault)
    shutil.rmtree(folder)
    copy.rename(folder)
    assert found_in(folder)[0] == list(missing(5))
    shutil.rmtree(folder.parent / "config" / "anchors")
    assert found_in(folder) == ([], [])  # nobody is left who has seen more


def test_another_history_of_the_same_length_is_told(vault: UnlockedVault) -> None:
    folder, copy = older(vault, 1)
    shutil.rmtree(folder.parent / "config" / "anchors")
    other = opened(copy)
    say(other, "another")
    other.close()
    shutil.copy(copy / "data.kpr", folder / "data.kpr")
    shutil.rmtree(folder.parent / "config" / "anchors")
    assert found_in(folder)[0] == [Trouble("vault.tampered", "anchor")]


def test_an_administrator_may_confirm_it(vault: UnlockedVault) -> None:
    folder, copy = older(vault)
    shutil.copy(copy / "data.kpr", folder / "data.kpr")
    again = opened(folder)
    saves = head_of(again)[0]
    again.confirm_restore(entry("vault.restored"))
    assert (again.writable, again.trouble) == (True, ())
    assert head_of(again)[0] == saves + 5 + 1
    say(again, "on")
    with again.work() as work:
        assert [each.action for each in work.records.log_entries(limit=2)] == ["on", "vault.restored"]
    again.close()
    assert found_in(folder) == ([], [])


def test_a_reader_does_not_confirm(vault: UnlockedVault) -> None:
    folder, copy = older(vault)
    shutil.copy(copy / "data.kpr", folder / "data.kpr")
    reader = opened(folder, write=False)
    assert reader.trouble == missing(5)
    with pytest.raises(EnvironmentFault, match=r"^vault\.no_access$"):
        reader.confirm_restore(entry("vault.restored"))
    reader.close()


def test_a_confirmation_that_can_not_be_written_changes_nothing(
    vault: UnlockedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, copy = older(vault)
    shutil.copy(copy / "data.kpr", folder / "data.kpr")
    again = opened(folder)

    def fail(*_args: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr(Anchors, "begin", fail)
    with pytest.raises(EnvironmentFault, match=r"^vault\.disk_full$"):
        again.confirm_restore(entry("vault.restored"))
    assert (again.writable, again.trouble, again._database.writable) == (False, missing(5), False)
    again.close()


def test_a_newer_database_is_fine(vault: UnlockedVault) -> None:
    folder, copy = older(vault)
    shutil.copy(copy / "anker.kpr", folder / "anker.kpr")
    shutil.rmtree(folder.parent / "config" / "anchors")
    assert found_in(folder) == ([], [])


def test_without_any_anchor_it_is_read_only_until_confirmed(vault: UnlockedVault) -> None:
    folder = vault.info.path
    vault.close()
    (folder / "anker.kpr").unlink()
    assert found_in(folder) == ([], [])  # the machine knows it
    (folder / "anker.kpr").unlink()
    shutil.rmtree(folder.parent / "config")
    again = opened(folder)
    assert again.trouble == (MISSING,)
    again.confirm_restore(entry("vault.moved"))
    again.close()
    assert found_in(folder) == ([], [])


def test_a_database_of_the_form_before_is_older_too(tmp_path: Path) -> None:
    folder = tmp_path / "hvelv"
    shutil.copytree(Path(__file__).parents[1] / "data" / "vaults" / "v2", folder)
    copy = (folder / "data.kpr").read_bytes()
    again = opened(folder)
    assert again.trouble == ()
    for number in range(3):
        say(again, f"test.{number}")
    again.close()
    (folder / "data.kpr").write_bytes(copy)
    again = opened(folder)
    assert [each.code for each in again.trouble] == ["vault.saves_missing"]
    again.close()


@pytest.mark.parametrize("kept", [False, True])
def test_killed_before_the_anchor_was_written_nothing_is_wrong(vault: UnlockedVault, kept: bool) -> None:
    folder = vault.info.path
    before = (folder / "anker.kpr").read_bytes()
    say(vault, "the last save")
    vault.close()
    (folder / "anker.kpr").write_bytes(before if kept else before[:RECORD_BYTES] + b"\0" * RECORD_BYTES)
    shutil.rmtree(folder.parent / "config" / "anchors")
    assert found_in(folder) == ([], [])


def test_the_anchor_moves_with_every_save(vault: UnlockedVault) -> None:
    folder = vault.info.path
    for number in range(MACHINE_EVERY + 2):
        say(vault, f"test.{number}")
        saves, mac = head_of(vault)
        anchor = AnchorFile(folder / "anker.kpr", vault._ledger.keys).read()
        assert anchor == Anchor(saves, 1, number + 1, mac)
    machine = next((folder.parent / "config" / "anchors").iterdir())
    assert machine.name == vault.info.vault_id
    seen = AnchorFile(machine, vault._ledger.keys).read()
    assert saves - seen.saves < MACHINE_EVERY
    assert {each.stat().st_mode & 0o777 for each in (machine, folder / "anker.kpr")} == {0o600}
    assert (folder / "anker.kpr").stat().st_size == 2 * RECORD_BYTES
    vault.close()
    shutil.rmtree(folder)  # what the machine saw last, it keeps
    assert machine.stat().st_size == 2 * RECORD_BYTES


# --- the file ---------------------------------------------------------------------------------------------------------


class Keys:
    """Codes that a test can make too."""

    epoch = 1

    def mac(self, use: str, data: bytes) -> bytes:
        assert use == "anchor"
        return bytes(31) + bytes([sum(data) % 251])


def head(saves: int) -> Head:
    return Head(saves, 7, bytes(32), 0, 0, b"\x01" * 32)


def forward(made: Anchors, saves: int) -> None:
    made.forward(saves, made.record(head(saves)))


def test_one_spoilt_record_leaves_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a"
    made = Anchors(Keys(), path, None)
    made.begin(head(3))
    forward(made, 4)
    forward(made, 5)
    made.close()
    data = path.read_bytes()
    seen = []
    for at in (0, RECORD_BYTES):
        path.write_bytes(data[:at] + b"\0" * RECORD_BYTES + data[at + RECORD_BYTES :])
        seen.append(AnchorFile(path, Keys()).read())
    assert sorted(each.saves for each in seen) in ([4, 5], [5, 5])
    path.write_bytes(b"")
    assert AnchorFile(path, Keys()).read() is None


def test_an_anchor_of_another_key_is_none(tmp_path: Path) -> None:
    made = Anchors(Keys(), tmp_path / "a", None)
    made.begin(head(3))
    made.close()
    later = Keys()
    later.epoch = 2
    assert AnchorFile(tmp_path / "a", later).read() is None


def test_it_never_goes_back_by_itself(tmp_path: Path) -> None:
    made = Anchors(Keys(), tmp_path / "a", tmp_path / "b" / "c")
    made.begin(head(9))
    forward(made, 8)
    assert made.newest().saves == 9
    made.begin(head(4))
    assert made.newest().saves == 4
    made.close()
    made.close()


def test_a_key_to_come_is_announced_beside_the_record_in_force(tmp_path: Path) -> None:
    for machine in (None, tmp_path / "b"):
        made = Anchors(Keys(), tmp_path / "a", machine)
        made.begin(head(3))
        made.announce(head(7))
        assert made.newest().saves == 7
        made.close()


def test_it_is_flushed_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Anchors(Keys(), tmp_path / "a", None)
    made.begin(head(FLUSH_EVERY - 2))
    flushed: list[int] = []
    monkeypatch.setattr(module.os, "fsync", flushed.append)
    forward(made, FLUSH_EVERY - 1)
    assert flushed == []
    forward(made, FLUSH_EVERY)
    assert len(flushed) == 1
    made.close()


def test_a_disk_that_fails_after_the_commit_leaves_an_older_anchor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Anchors(Keys(), tmp_path / "a", tmp_path / "b")
    made.begin(head(3))

    def fail(*_args: object) -> int:
        raise OSError(5, "x")

    with monkeypatch.context() as failing:
        failing.setattr(module.os, "write", fail)
        forward(made, MACHINE_EVERY)
        assert made.newest().saves == 3
        with pytest.raises(EnvironmentFault, match=r"^vault\.disk_error$"):
            made.begin(head(9))
        made.close()
    made = Anchors(Keys(), tmp_path / "a", tmp_path / "a" / "no folder")
    made.begin(head(9))  # the machine's own may fail
    made.close()
    assert made.newest().saves == 9


def test_a_file_that_can_not_be_made_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handle: int) -> None:
        raise OSError(28, "x")

    monkeypatch.setattr(module.os, "fsync", fail)
    closed: list[int] = []
    monkeypatch.setattr(module.os, "close", lambda handle: (closed.append(handle), os.fdopen(handle).close()))
    with pytest.raises(EnvironmentFault, match=r"^vault\.disk_full$"):
        Anchors(Keys(), tmp_path / "a", None).begin(head(3))
    assert len(closed) == 1


def test_a_tampered_head_is_not_mended_by_a_save(vault: UnlockedVault) -> None:
    folder, key = vault.info.path, key_of(vault)
    vault.close()
    tamper(folder, key, "UPDATE head SET saves = 900")
    assert found_in(folder)[0] == [Trouble("vault.tampered", "head")]
