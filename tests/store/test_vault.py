from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import Fault
from kpr_desktop.store import vault as module
from kpr_desktop.store.migrate import Step, shipped
from kpr_desktop.store.vault import UnlockedVault
from tests.support.vaults import (
    LOGIN,
    full_person,
    make_vault,
    make_vaults,
    new_vault,
    opened,
    passphrase,
    person,
    uid,
)


def fault_of(act: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def count(vault: UnlockedVault) -> int:
    with vault.work() as work:
        return work.persons.count()


def test_a_new_vault(tmp_path: Path) -> None:
    new = new_vault(tmp_path / "hvelv")
    made = make_vaults(tmp_path).create(new)
    assert made.info == make_vaults(tmp_path).look(tmp_path / "hvelv")
    assert (made.user.login, made.user.name, made.user.roles) == (new.user_login, new.user_name, new.roles)
    assert made.writable
    assert set(new.passphrase) == {0}
    made.close()
    assert sorted(each.name for each in (tmp_path / "hvelv").iterdir()) == [
        "anker.kpr", "data.kpr", "nokkel.kpr", "nokkel.kpr.kopi", "skriver.laas",
    ]  # fmt: skip
    assert sorted(each.name for each in tmp_path.iterdir()) == ["config", "hvelv"]


def test_others_can_not_look_in(folder: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {each.stat().st_mode & 0o777 for each in folder.iterdir()} == {0o600}


def test_reopened_it_holds_what_was_committed(folder: Path) -> None:
    again = opened(folder)
    with again.work() as work:
        assert work.persons.get(PersonId(uid(1))) == full_person(1)
        assert work.records.users() == [again.user]
    assert again._database.outside("SELECT count(*) FROM device") == [(1,)]
    again.close()
    again.close()


def test_without_commit_nothing_is_kept(folder: Path) -> None:
    again = opened(folder)
    with again.work() as work:
        work.persons.add(person(3))
    with pytest.raises(ZeroDivisionError), again.work() as work:
        _ = work.persons.add(person(3)) or 1 / 0
    assert count(again) == 2
    with again.work() as work:
        work.persons.add(person(3))
        work.commit()
        with pytest.raises(RuntimeError):
            work.persons.add(person(4))
    assert count(again) == 3
    again.close()


def test_a_file_in_the_vault_leads_to_it(folder: Path) -> None:
    assert make_vaults(folder.parent).look(folder / "data.kpr").path == folder
    make_vaults(folder.parent).open(folder / "nokkel.kpr", LOGIN, passphrase()).close()


def test_the_machines_id_is_shared_by_its_vaults_and_kept(folder: Path) -> None:
    first, second = opened(folder), make_vaults(folder.parent).create(new_vault(folder.parent / "annet"))
    assert first.device_id == second.device_id
    first.close()
    second.close()


def test_settings_lie_where_the_system_keeps_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.platformdirs, "user_config_path", lambda name, **_more: tmp_path / name)
    assert module.SqlCipherVaults(None, None, None)._settings == tmp_path / "kpr-desktop"


# --- making -------------------------------------------------------------------------------------------------------


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "hvelv").mkdir()
    make_vault(tmp_path).close()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_nothing_is_overwritten(tmp_path: Path, what: str) -> None:
    place = tmp_path / "hvelv"
    if what == "file":
        place.write_text("mine")
    else:
        place.mkdir()
        (place / "mine").touch()
    new = new_vault(place)
    assert fault_of(lambda: make_vaults(tmp_path).create(new)) == "vault.exists"
    assert set(new.passphrase) == {0}


def test_a_refused_passphrase_leaves_nothing(tmp_path: Path) -> None:
    new = new_vault(tmp_path / "hvelv", passphrase=bytearray(b"for kort"))
    assert fault_of(lambda: make_vaults(tmp_path).create(new)) == "vault.passphrase_short"
    assert [each.name for each in tmp_path.iterdir()] == ["config"]


@pytest.mark.parametrize("stage", ["_fill", "_unlocked", "migrate"])
def test_a_failure_while_making_leaves_no_half_vault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(*((module, stage) if stage == "migrate" else (module.SqlCipherVaults, stage)), fail)
    assert fault_of(lambda: make_vaults(tmp_path).create(new_vault(tmp_path / "hvelv"))) == "vault.disk_full"
    assert not [each.name for each in tmp_path.iterdir() if each.name.startswith(".")]
    monkeypatch.undo()
    if stage != "_unlocked":  # by then it is whole and in its place
        assert not (tmp_path / "hvelv").exists()
    else:
        opened(tmp_path / "hvelv").close()


def test_no_vault_on_the_network(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kpr_desktop.store import place

    mounts = folder.parent / "mounts"
    mounts.write_text(f"server:/x {folder.parent.resolve()} nfs rw 0 0\n")
    monkeypatch.setattr(place, "MOUNTS", mounts)
    vaults = make_vaults(folder.parent)
    assert fault_of(lambda: vaults.look(folder)) == "vault.network"
    assert fault_of(lambda: opened(folder)) == "vault.network"
    assert fault_of(lambda: vaults.create(new_vault(folder.parent / "nytt"))) == "vault.network"


# --- reasons why one does not open --------------------------------------------------------------------------------


def test_missing(folder: Path) -> None:
    assert fault_of(lambda: opened(folder.parent / "nowhere")) == "vault.missing"
    (folder / "data.kpr").unlink()
    assert fault_of(lambda: opened(folder)) == "vault.missing"


def test_not_ours(folder: Path) -> None:
    assert fault_of(lambda: opened(folder.parent)) == "vault.not_ours"


def test_wrong_passphrase(folder: Path) -> None:
    vaults = make_vaults(folder.parent)
    tried = bytearray(b"en helt annen frase")
    assert fault_of(lambda: vaults.open(folder, LOGIN, tried)) == "vault.wrong_passphrase"
    opened(folder).close()  # the lock was let go


def test_plain(folder: Path) -> None:
    (folder / "data.kpr").unlink()
    with sqlite3.connect(folder / "data.kpr") as plain:
        plain.execute("CREATE TABLE t (a)")
    plain.close()
    assert fault_of(lambda: opened(folder)) == "vault.plain"


def spoilt(folder: Path) -> None:
    data = bytearray((folder / "data.kpr").read_bytes())
    data[100] ^= 1
    (folder / "data.kpr").write_bytes(data)


def test_damaged_database(folder: Path) -> None:
    spoilt(folder)
    assert fault_of(lambda: opened(folder)) == "vault.damaged"


def test_an_emptied_database_is_not_taken_for_a_new_one(folder: Path) -> None:
    """SQLite would, and throw away the saves that lie in the -wal file."""
    beside = folder / "data.kpr-wal"
    beside.write_bytes(b"saves")
    (folder / "data.kpr").write_bytes(b"")
    assert fault_of(lambda: opened(folder)) == "vault.damaged"
    assert beside.read_bytes() == b"saves"


def test_damaged_key_file(folder: Path) -> None:
    for name in ("nokkel.kpr", "nokkel.kpr.kopi"):
        data = bytearray((folder / name).read_bytes())
        data[-20] ^= 1
        (folder / name).write_bytes(data)
    assert fault_of(lambda: opened(folder)) == "vault.key_damaged"


def test_newer(folder: Path) -> None:
    newer = (*shipped(), Step(len(shipped()) + 1, "CREATE TABLE later (a INTEGER) STRICT;\n"))
    make_vaults(folder.parent, steps=newer).open(folder, LOGIN, passphrase()).close()
    assert fault_of(lambda: opened(folder)) == "vault.newer"
    assert (folder / f"data-v{len(shipped())}.kopi").is_file()


def test_a_reader_does_not_migrate(folder: Path) -> None:
    newer = (*shipped(), Step(len(shipped()) + 1, "CREATE TABLE later (a INTEGER) STRICT;\n"))
    vaults = make_vaults(folder.parent, steps=newer)
    assert fault_of(lambda: vaults.open(folder, LOGIN, passphrase(), write=False)) == "vault.older"


@pytest.mark.parametrize(
    "sql", ["UPDATE vault SET vault_id = 'other'", "UPDATE vault SET training = 0", "DELETE FROM user"]
)
def test_a_database_that_is_not_the_key_files_own(folder: Path, sql: str) -> None:
    vault = opened(folder)
    vault._database.outside("PRAGMA foreign_keys = OFF")
    vault._database.outside(sql)
    vault.close()
    assert fault_of(lambda: opened(folder)) == "vault.tampered"
    with mock.patch.object(module, "register"):
        assert fault_of(lambda: opened(folder)) == "vault.damaged"


def test_the_database_of_another_vault(folder: Path) -> None:
    other = make_vaults(folder.parent)
    other._new_id.random.seed(99)
    other.create(new_vault(folder.parent / "annet")).close()
    shutil.copy(folder.parent / "annet" / "data.kpr", folder / "data.kpr")
    assert fault_of(lambda: opened(folder)) == "vault.damaged"
