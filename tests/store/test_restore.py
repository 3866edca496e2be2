"""From a backup to a vault: by passphrase, by the sheet, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.domain.ids import UserId
from kpr_desktop.store import backup_folder, restore, restore_mark
from kpr_desktop.store.backup_folder import KEY_NAME, LIST_NAME
from kpr_desktop.store.restore import BackupRestorer
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.backup_ports import UNREAD, BackupFile, Opening
from kpr_desktop.usecases.records import LogEntry, User
from tests.store.test_backup import code_of, flip, made, names, quiet, rewritten
from tests.support.steady import NOW, Ids, StandingClock
from tests.support.vaults import DEVICE, LOGIN, fill_sample, make_vaults, new_vault, passphrase

NEW_PHRASE = "en helt ny frase her"


def restorer() -> BackupRestorer:
    clock = StandingClock()
    return BackupRestorer(JsonKeyFiles(clock, FLOOR_COST), clock, Ids())


def opening(**more: Any) -> Opening:
    return Opening(**({"login": LOGIN, "passphrase": passphrase()} | more))


@pytest.fixture
def source(tmp_path: Path) -> tuple[UnlockedVault, str]:
    """An open vault of an administrator, with its recovery code."""
    vault = make_vaults(tmp_path).create(new_vault(tmp_path / "hvelv", roles=frozenset({"administrator"})))
    fill_sample(vault)
    code = vault._key_files.make_recovery(vault.info.path, vault._keys)
    return vault, " ".join(code.groups)


@pytest.fixture
def backup(source: tuple[UnlockedVault, str]) -> BackupFile:
    vault, _ = source
    found = made(vault)
    vault.close()
    return found


def entry(action: str = "vault.restored") -> LogEntry:
    return LogEntry(NOW, UserId("a"), DEVICE, action, None, "kopi", "maskinen brant")


def test_by_passphrase_on_another_machine(backup: BackupFile, tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    before = {each: each.read_bytes() for each in backup.path.iterdir()}
    found = restorer().restore(
        backup.path, tmp_path / "ny" / "hvelv", opening(), lambda step, part: told.append((step, part))
    )
    assert (found.persons, found.assessments, found.backup.state) == (2, 2, UNREAD)
    assert told[-1] == ("done", 100)
    assert [part for _, part in told] == sorted(part for _, part in told)
    assert {each: each.read_bytes() for each in backup.path.iterdir()} == before
    vault = make_vaults(tmp_path / "annen").open(tmp_path / "ny" / "hvelv", LOGIN, passphrase())
    assert not vault.writable
    assert [each.code for each in vault.trouble] == ["vault.anchor_missing", "vault.restored"]
    mark = vault.keeping.mark()
    assert mark is not None
    assert (mark.backup, mark.made_at, mark.way) == (backup.name, NOW, "passphrase")
    vault.confirm_restore(entry())
    assert vault.writable
    assert vault.keeping.mark() is None
    vault.close()
    vault = make_vaults(tmp_path / "annen").open(tmp_path / "ny" / "hvelv", LOGIN, passphrase())
    assert (vault.trouble, vault.inspect()) == ((), [])
    with vault.work() as work:
        assert [each.action for each in work.records.log_entries(limit=1)] == ["vault.restored"]
    vault.close()


def test_by_the_sheet_with_a_new_passphrase(
    source: tuple[UnlockedVault, str], backup: BackupFile, tmp_path: Path
) -> None:
    new = bytearray(NEW_PHRASE.encode())
    restorer().restore(backup.path, tmp_path / "ny", opening(passphrase=new, code=source[1]), quiet)
    vaults = make_vaults(tmp_path)
    assert code_of(vaults.open, tmp_path / "ny", LOGIN, passphrase()) == "vault.wrong_passphrase"
    vault = vaults.open(tmp_path / "ny", LOGIN, bytearray(NEW_PHRASE.encode()))
    mark = vault.keeping.mark()
    assert mark is not None
    assert mark.way == "recovery"
    assert [each.code for each in vault.trouble] == ["vault.restored"]
    vault.close()


def test_a_drill_leaves_key_file_and_mark_alone(
    source: tuple[UnlockedVault, str], backup: BackupFile, tmp_path: Path
) -> None:
    target = tmp_path / "prove"
    restorer().restore(backup.path, target, opening(code=source[1]), quiet, drill=True)
    assert names(target) == ["data.kpr", KEY_NAME]
    assert (target / KEY_NAME).read_bytes() == (backup.path / KEY_NAME).read_bytes()
    assert target.stat().st_mode & 0o077 == 0
    restorer().remove(target)
    assert not target.exists()
    assert code_of(restorer().remove, target) == "vault.disk_error"


def test_nothing_that_is_there_is_written_over(backup: BackupFile, tmp_path: Path) -> None:
    for place in (tmp_path / "hvelv", tmp_path / "fil"):
        if not place.exists():
            place.write_text("x")
        before = sorted(place.rglob("*"))
        assert code_of(restorer().restore, backup.path, place, opening(), quiet) == "vault.exists"
        assert sorted(place.rglob("*")) == before
    (tmp_path / "tom").mkdir()
    restorer().restore(backup.path, tmp_path / "tom", opening(), quiet)
    assert (tmp_path / "tom" / "data.kpr").is_file()


def refused(backup: BackupFile, tmp_path: Path, how: Opening | None = None) -> str:
    code = code_of(restorer().restore, backup.path, tmp_path / "ny", how or opening(), quiet)
    assert not (tmp_path / "ny").exists()
    assert [each for each in names(tmp_path) if each.startswith(".ny")] == []
    return code


@pytest.mark.parametrize("name", ["data.kpr", KEY_NAME])
@pytest.mark.parametrize("where", [0, 0.5, 1])
def test_one_flipped_byte_is_refused(backup: BackupFile, tmp_path: Path, name: str, where: float) -> None:
    path = backup.path / name
    flip(path, int(where * (path.stat().st_size - 1)))
    assert refused(backup, tmp_path) == "backup.damaged"


def test_a_flipped_byte_in_the_list_is_refused_wherever_it_is(backup: BackupFile, tmp_path: Path) -> None:
    path = backup.path / LIST_NAME
    data = path.read_bytes()
    for at in range(0, len(data), 37):
        flip(path, at)
        assert refused(backup, tmp_path) in {"backup.damaged", "backup.forged", "backup.newer"}
        path.write_bytes(data)


def test_a_missing_file_is_refused(backup: BackupFile, tmp_path: Path) -> None:
    (backup.path / "data.kpr").unlink()
    assert refused(backup, tmp_path) == "backup.damaged"


def test_an_older_database_under_a_list_set_right_is_refused(
    source: tuple[UnlockedVault, str], tmp_path: Path
) -> None:
    """By somebody who knows no key: both files are the vault's own, of two days."""
    vault, _ = source
    first = made(vault)
    with vault.work() as work:
        work.records.save_setting("a", "b")
        work.commit()
    second = made(vault)
    old = json.loads((first.path / LIST_NAME).read_bytes())
    (first.path / "data.kpr").replace(second.path / "data.kpr")
    rewritten(second.path, database_bytes=old["database_bytes"], database_sha256=old["database_sha256"])
    assert refused(second, tmp_path) == "backup.forged"
    vault.close()


def test_a_list_with_the_right_code_that_tells_of_something_else_is_refused(
    source: tuple[UnlockedVault, str], tmp_path: Path
) -> None:
    vault, _ = source
    for change in ({"persons": 3}, {"saves": 99}, {"epoch": 2}, {"vault_id": "x"}):
        found = made(vault)
        listed = backup_folder.read(found.path)
        fields = {n: getattr(listed, n) for n in listed.__annotations__} | change
        listed = backup_folder.Manifest(**fields)
        (found.path / LIST_NAME).write_bytes(backup_folder.written(listed, vault._keys.integrity))
        assert refused(found, tmp_path) == "backup.forged", change
    vault.close()


def test_who_may_restore(source: tuple[UnlockedVault, str], tmp_path: Path) -> None:
    vault, code = source
    with vault.work() as work:
        work.records.add_user(User(UserId("u2"), "ola", "Ola", frozenset({"registrar"})))
        work.commit()
    vault.add_slot(UserId("u2"), "ola", bytearray(b"olas egen lange frase"))
    found = made(vault)
    assert (
        refused(found, tmp_path, opening(passphrase=bytearray(b"feil frase som er lang")))
        == "vault.wrong_passphrase"
    )
    assert refused(found, tmp_path, opening(login="ola", code=code)) == "backup.no_administrator"
    assert refused(found, tmp_path, opening(login="ingen", code=code)) == "backup.no_administrator"
    assert refused(found, tmp_path, opening(code=code[:-1] + "*")) == "vault.recovery_check"
    assert (
        refused(found, tmp_path, opening(code=code, passphrase=bytearray(b"kort")))
        == "vault.passphrase_short"
    )
    (user,) = (each for each in users(vault) if each.login == "ola")
    with vault.work() as work:
        work.records.save_user(replace(user, revoked_at=NOW))
        work.commit()
    ola = opening(login="ola", passphrase=bytearray(b"olas egen lange frase"))
    assert refused(made(vault), tmp_path, ola) == "vault.revoked"
    restorer().restore(found.path, tmp_path / "ny", ola, quiet)
    vault.close()


def users(vault: UnlockedVault) -> list[User]:
    with vault.work() as work:
        return work.records.users()


def test_the_disk_says_no(backup: BackupFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(restore.backup_folder, "publish", full)
    assert refused(backup, tmp_path) == "vault.disk_full"


def test_what_a_backup_says_before_it_is_unlocked(backup: BackupFile) -> None:
    assert restorer().look(backup.path).persons == 2
    assert restorer().vault(backup.path).logins == (LOGIN,)


# --- the mark ---------------------------------------------------------------------------------------------------------


def test_a_mark_that_the_vault_did_not_make_is_none(backup: BackupFile, tmp_path: Path) -> None:
    restorer().restore(backup.path, tmp_path / "ny", opening(), quiet)
    path = tmp_path / "ny" / restore_mark.FILE_NAME
    flip(path, 5)
    vault = make_vaults(tmp_path).open(tmp_path / "ny", LOGIN, passphrase())
    assert vault.keeping.mark() is None
    vault.close()


def test_a_mark_that_cannot_be_taken_away(tmp_path: Path) -> None:
    restore_mark.remove(tmp_path)
    (tmp_path / restore_mark.FILE_NAME).mkdir()
    assert code_of(restore_mark.remove, tmp_path) in {"vault.disk_error", "vault.no_access"}
