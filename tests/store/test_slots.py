"""The recovery sheet and the open vault: a copy that is opened by it, and the way in."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.store import slots
from kpr_desktop.store.database import Database
from tests.support.vaults import LOGIN, make_vault, make_vaults, opened, passphrase

NEW = "helt andre ord enn sist"


def beside(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_the_sheet_opens_a_copy_and_nothing_of_it_stays(tmp_path: Path) -> None:
    vault = make_vault(tmp_path)
    before = beside(tmp_path)
    code = vault.make_recovery()
    assert vault.info.recovery == code.fingerprint
    (tmp_path / ".hvelv.arkprove").mkdir()
    (tmp_path / ".hvelv.arkprove" / "rest").touch()
    vault.try_recovery(" ".join(code.groups))
    assert beside(tmp_path) == before
    with pytest.raises(UserFault, match=r"vault\.recovery_length"):
        vault.try_recovery("")
    assert beside(tmp_path) == before
    vault.close()


def test_the_copy_is_the_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = make_vault(tmp_path)
    code = vault.make_recovery()
    seen: list[tuple[int, set[int]]] = []
    real = JsonKeyFiles.unlock_with_recovery

    def look(self: JsonKeyFiles, folder: Path, typed: str) -> object:
        modes = {each.stat().st_mode & 0o777 for each in folder.iterdir()}
        seen.append((folder.stat().st_mode & 0o777, modes))
        assert folder != vault.info.path
        return real(self, folder, typed)

    monkeypatch.setattr(JsonKeyFiles, "unlock_with_recovery", look)
    vault.try_recovery("-".join(code.groups))
    assert seen == [(0o700, {0o600})]
    vault.close()


def test_a_copy_of_another_vault_proves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = make_vault(tmp_path)
    code = vault.make_recovery()
    monkeypatch.setattr(slots, "_vault_id", lambda *_: "another")
    with pytest.raises(EnvironmentFault, match=r"vault\.damaged"):
        vault.try_recovery("-".join(code.groups))
    vault.close()


def test_no_room_for_the_copy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = make_vault(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(slots, "write_file", full)
    with pytest.raises(EnvironmentFault, match=r"vault\.disk_full"):
        vault.try_recovery("")
    vault.close()


def test_the_sheet_lets_a_user_in_who_gets_a_new_passphrase(tmp_path: Path) -> None:
    vault = make_vault(tmp_path)
    code = vault.make_recovery()
    vault.close()
    vaults = make_vaults(tmp_path)
    with pytest.raises(UserFault, match=r"vault\.user_unknown") as told:
        vaults.open_with_recovery(tmp_path / "hvelv", "-".join(code.groups), "nobody")
    assert told.value.field == "login"
    inside = vaults.open_with_recovery(tmp_path / "hvelv", "-".join(code.groups), LOGIN)
    assert (inside.user.login, inside.writable) == (LOGIN, True)
    inside.renew_slot(inside.user.id, LOGIN, bytearray(NEW.encode()))
    inside.close()
    with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
        opened(tmp_path / "hvelv")
    vaults.open(tmp_path / "hvelv", LOGIN, bytearray(NEW.encode())).close()


def test_the_passphrase_is_changed(tmp_path: Path) -> None:
    vault = make_vault(tmp_path)
    with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
        vault.change_passphrase(bytearray(b"en helt annen frase"), bytearray(NEW.encode()))
    vault.change_passphrase(passphrase(), bytearray(NEW.encode()))
    vault.close()
    make_vaults(tmp_path).open(tmp_path / "hvelv", LOGIN, bytearray(NEW.encode())).close()


def test_nothing_is_left_open_by_a_database_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = make_vault(tmp_path)
    code = vault.make_recovery()
    vault.close()

    def broken(*_: object) -> None:
        raise EnvironmentFault("vault.damaged")

    monkeypatch.setattr(Database, "begin", broken)
    with pytest.raises(EnvironmentFault, match=r"vault\.damaged"):
        make_vaults(tmp_path).open_with_recovery(tmp_path / "hvelv", "-".join(code.groups), LOGIN)


def test_a_slot_that_is_not_there_is_made_or_is_gone_already(tmp_path: Path) -> None:
    vault = make_vault(tmp_path)
    nobody = UserId("00000000-0000-4000-8000-00000000abcd")
    vault.remove_slot(nobody)
    vault.renew_slot(nobody, "ny.bruker", bytearray(NEW.encode()))
    assert "ny.bruker" in vault.logins()
    vault.remove_slot(nobody)
    assert "ny.bruker" not in vault.logins()
    vault.close()


def test_other_faults_of_a_slot_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = make_vault(tmp_path)

    def refuse(*_: object) -> None:
        raise UserFault("vault.passphrase_short", "passphrase")

    for name in ("revoke", "set_passphrase"):
        monkeypatch.setattr(JsonKeyFiles, name, refuse)
    with pytest.raises(UserFault, match=r"vault\.passphrase_short"):
        vault.remove_slot(vault.user.id)
    with pytest.raises(UserFault, match=r"vault\.passphrase_short"):
        vault.renew_slot(vault.user.id, LOGIN, bytearray(NEW.encode()))
    vault.close()
