"""Backups on real vaults: made, listed, copied, refused."""

from __future__ import annotations

import json
import os
import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.domain.ids import VaultId
from kpr_desktop.errors import EnvironmentFault, Fault
from kpr_desktop.store import backup_folder
from kpr_desktop.store.backup_check import check_pages
from kpr_desktop.store.backup_folder import KEY_NAME, LIST_NAME, UNFINISHED, Manifest
from kpr_desktop.store.database import Database
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.backup_ports import DAMAGED, OTHER_KEY, UNREAD, VERIFIED, BackupFile
from tests.support.vaults import fill_sample, full_person, make_vault


def quiet(_step: str, _part: int) -> None:
    """Nobody watches."""


def code_of(act: Any, *args: Any) -> str:
    with pytest.raises(Fault) as caught:
        act(*args)
    return caught.value.code


@pytest.fixture
def filled(vault: UnlockedVault) -> UnlockedVault:
    fill_sample(vault)
    return vault


def made(vault: UnlockedVault, kind: str = "manual") -> BackupFile:
    keeping = vault.keeping
    return keeping.back_up(keeping.default_place(), kind, quiet)


def names(place: Path) -> list[str]:
    return sorted(each.name for each in place.iterdir())


def test_a_backup_is_whole_listed_and_tells_its_progress(filled: UnlockedVault) -> None:
    told: list[tuple[str, int]] = []
    place = filled.keeping.default_place()
    assert filled.keeping.found(place) == [], "no folder yet"
    found = filled.keeping.back_up(place, "daily", lambda step, part: told.append((step, part)))
    assert place == filled.info.path.parent / "sikkerhetskopier"
    assert (found.state, found.kind, found.persons, found.assessments) == (VERIFIED, "daily", 2, 2)
    assert found.name == f"{filled.info.vault_id[:8]}-20261123-090500-daily"
    assert names(found.path) == ["data.kpr", LIST_NAME, KEY_NAME]
    assert found.size == sum((found.path / name).stat().st_size for name in ("data.kpr", KEY_NAME))
    assert filled.keeping.found(place) == [found]
    assert told[0] == ("copy", 0)
    assert told[-1] == ("done", 100)
    assert [part for _, part in told] == sorted(part for _, part in told)
    assert filled.keeping.counts().saves == found.saves
    for path in (place, found.path, *found.path.iterdir()):
        assert path.stat().st_mode & 0o077 == 0


def test_what_is_saved_while_it_is_made_is_left_out_and_nothing_is_half(filled: UnlockedVault) -> None:
    saves = filled.keeping.counts().saves

    def save(step: str, part: int) -> None:
        if (step, part) == ("copy", 50):
            with filled.work() as work:
                work.persons.add(full_person(9))
                work.commit()

    found = filled.keeping.back_up(filled.keeping.default_place(), "manual", save)
    assert (found.saves, found.persons) == (saves, 2)
    assert filled.keeping.counts().persons == 3


def test_two_in_one_second_have_two_names(filled: UnlockedVault) -> None:
    first, second = made(filled), made(filled)
    assert second.name == f"{first.name}-2"
    assert [each.name for each in filled.keeping.found(first.path.parent)] == [second.name, first.name]


class Stopped(Exception):
    """Raised by somebody who does not want to wait."""


@pytest.mark.parametrize("at", ["copy", "check"])
def test_stopped_nothing_is_left_behind(filled: UnlockedVault, at: str) -> None:
    def stop(step: str, _part: int) -> None:
        if step == at:
            raise Stopped

    place = filled.keeping.default_place()
    with pytest.raises(Stopped):
        filled.keeping.back_up(place, "manual", stop)
    assert names(place) == []
    assert made(filled).state == VERIFIED


def test_left_overs_of_this_vault_alone_are_taken_away(filled: UnlockedVault) -> None:
    place = filled.keeping.default_place()
    mine = place / f"{UNFINISHED}{filled.info.vault_id[:8]}-20260101-000000-daily"
    other = place / f"{UNFINISHED}00000000-20260101-000000-daily"
    for each in (mine, other):
        each.mkdir(parents=True)
        (each / "data.kpr").write_bytes(b"x")
    found = made(filled)
    assert names(place) == sorted([found.name, other.name])


def test_a_damaged_vault_gives_no_backup_and_the_good_one_stays(
    filled: UnlockedVault, tmp_path: Path
) -> None:
    good = made(filled)
    path = filled.info.path / "data.kpr"
    filled._database.outside("PRAGMA wal_checkpoint(TRUNCATE)")
    size = path.stat().st_size
    with path.open("r+b") as file:
        for page in range(2, size // 4096):
            file.seek(page * 4096 + 100)
            file.write(os.urandom(64))
    assert code_of(made, filled) == "vault.damaged"
    assert filled.keeping.found(good.path.parent) == [good]
    assert names(good.path.parent) == [good.name]
    filled._database._connection.close()
    filled._closed = True
    filled._lock.release()  # type: ignore[union-attr]


def test_a_row_that_was_changed_behind_the_programs_back_gives_no_backup(filled: UnlockedVault) -> None:
    database = filled._database
    database.outside("DROP TRIGGER temp.kpr_UPDATE_person")
    with filled.work() as work:
        database.run("UPDATE person SET phone = '99999999'")
        work.commit()
    assert code_of(made, filled) == "vault.tampered"
    assert names(filled.keeping.default_place()) == []


def test_the_code_of_every_page_of_the_copy_is_looked_at(filled: UnlockedVault) -> None:
    """Also of a page that no row lies on."""
    copy = made(filled).path / "data.kpr"
    with copy.open("r+b") as file:
        file.seek(-4000, os.SEEK_END)
        file.write(bytes(8))
    database = Database(copy, filled._keys.database_key)
    assert code_of(check_pages, database) == "vault.damaged"
    database.close()


def test_too_little_space(filled: UnlockedVault, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - as shutil gives it
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1, 1, 199_999_999))
    with pytest.raises(EnvironmentFault) as caught:
        made(filled)
    assert (caught.value.code, caught.value.params) == ("backup.no_space", {"needed": 200, "free": 199})

    def broken(_place: object) -> None:
        raise OSError

    monkeypatch.setattr(shutil, "disk_usage", broken)
    assert code_of(made, filled) == "vault.disk_error"


def test_a_place_that_cannot_be_written(filled: UnlockedVault, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x")
    assert code_of(filled.keeping.back_up, tmp_path / "fil" / "under", "manual", quiet) == "vault.disk_error"
    assert code_of(filled.keeping.found, tmp_path / "fil") == "vault.disk_error"


# --- in another place -------------------------------------------------------------------------------------------------


def test_a_copy_elsewhere_is_read_back(filled: UnlockedVault, tmp_path: Path) -> None:
    first = made(filled)
    stick = tmp_path / "pinne"
    assert code_of(filled.keeping.copy, first, stick, quiet) == "backup.place_missing"
    stick.mkdir()
    told: list[str] = []
    second = filled.keeping.copy(first, stick, lambda step, _: told.append(step))
    assert (second.path, second.state, second.sha256) == (stick / first.name, VERIFIED, first.sha256)
    assert told[-2:] == ["check", "done"]
    assert code_of(filled.keeping.copy, first, stick, quiet) == "vault.disk_error", "it is there already"
    filled.keeping.remove(second)
    assert names(stick) == []
    assert code_of(filled.keeping.remove, second) == "vault.disk_error"


@pytest.mark.parametrize("name", ["data.kpr", KEY_NAME])
def test_a_copy_of_what_is_not_whole_is_refused(filled: UnlockedVault, tmp_path: Path, name: str) -> None:
    first = made(filled)
    flip(first.path / name, 70)
    (tmp_path / "pinne").mkdir()
    assert code_of(filled.keeping.copy, first, tmp_path / "pinne", quiet) == "backup.damaged"
    assert names(tmp_path / "pinne") == []


# --- the list ---------------------------------------------------------------------------------------------------------


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def rewritten(folder: Path, **changed: Any) -> None:
    fields = json.loads((folder / LIST_NAME).read_bytes()) | changed
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    (folder / LIST_NAME).write_text(text)


def test_states_of_a_backup(filled: UnlockedVault) -> None:
    keeping, first = filled.keeping, made(filled)
    place = first.path.parent

    def state() -> str:
        (found,) = keeping.found(place)
        return found.state

    text = (first.path / LIST_NAME).read_bytes()
    rewritten(first.path, persons=3)
    assert state() == DAMAGED, "its code does not hold"
    rewritten(first.path, epoch=2)
    assert state() == OTHER_KEY
    (first.path / LIST_NAME).write_bytes(text)
    assert state() == VERIFIED
    with (first.path / "data.kpr").open("ab") as file:
        file.write(b"x")
    assert state() == DAMAGED
    (first.path / "data.kpr").unlink()
    assert state() == DAMAGED
    (first.path / LIST_NAME).unlink()
    assert state() == DAMAGED
    (found,) = keeping.found(place)
    assert (found.kind, found.made_at.replace(tzinfo=None)) == ("manual", first.made_at.replace(tzinfo=None))
    first.path.rename(place / f"{filled.info.vault_id[:8]}-99999999-999999-daily")
    (found,) = keeping.found(place)
    assert found.made_at.year == 1970


def test_other_things_in_the_place_are_not_looked_at(filled: UnlockedVault) -> None:
    first = made(filled)
    place = first.path.parent
    (place / "notat.txt").write_text("x")
    (place / "mappe").mkdir()
    (place / f"{filled.info.vault_id[:8]}-20260101-000000-daily").write_text("a file, no folder")
    shutil.copytree(first.path, place / "00000000-20260101-000000-daily")
    namesake = place / f"{filled.info.vault_id[:8]}-20260101-000001-daily"
    shutil.copytree(first.path, namesake)
    rewritten(namesake, vault_id=filled.info.vault_id[:8] + "-another")
    assert filled.keeping.found(place) == [first]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"format": "annet"}, "backup.damaged"),
        ({"version": 2}, "backup.newer"),
        ({"version": "1"}, "backup.damaged"),
        ({"version": True}, "backup.damaged"),
        ({"persons": "2"}, "backup.damaged"),
        ({"persons": True}, "backup.damaged"),
        ({"more": 1}, "backup.damaged"),
        ({"made_at": "i går"}, "backup.damaged"),
        ({"database": "../data.kpr"}, "backup.damaged"),
        ({"program": "x" * 20_000}, "backup.damaged"),
    ],
)
def test_a_list_out_of_form(filled: UnlockedVault, changed: dict[str, Any], code: str) -> None:
    first = made(filled)
    rewritten(first.path, **changed)
    assert code_of(backup_folder.read, first.path) == code


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{", b"\xff", b"[" * 10_000, b'{"format":"kpr-sikkerhetskopi"}']
)
def test_a_list_that_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / LIST_NAME).write_bytes(data)
    assert code_of(backup_folder.read, tmp_path) == "backup.damaged"


def test_a_list_written_another_way_is_refused(filled: UnlockedVault) -> None:
    first = made(filled)
    path = first.path / LIST_NAME
    path.write_text(json.dumps(json.loads(path.read_text()), indent=1))
    assert code_of(backup_folder.read, first.path) == "backup.damaged"


def test_no_list(tmp_path: Path) -> None:
    assert code_of(backup_folder.read, tmp_path) == "backup.missing"
    (tmp_path / "fil").write_text("x")
    assert code_of(backup_folder.read, tmp_path / "fil") == "backup.missing"
    (tmp_path / LIST_NAME).mkdir()
    assert code_of(backup_folder.read, tmp_path) == "vault.disk_error"


def test_without_keys_nothing_is_said_of_the_code(filled: UnlockedVault) -> None:
    first = made(filled)
    assert backup_folder.described(first.path, backup_folder.read(first.path), None).state == UNREAD


def test_the_code_covers_every_field(filled: UnlockedVault) -> None:
    keys = filled._keys.integrity
    listed = backup_folder.read(made(filled).path)
    assert backup_folder.holds(listed, keys)
    for name, value in {n: getattr(listed, n) for n in Manifest.__annotations__ if n != "mac"}.items():
        changed = value + 1 if isinstance(value, int) else value + "x"
        fields = {n: getattr(listed, n) for n in Manifest.__annotations__} | {name: changed}
        assert not backup_folder.holds(Manifest(**fields), keys), name


def test_left_overs_in_a_place_out_of_reach_are_no_trouble(tmp_path: Path) -> None:
    backup_folder.clear_unfinished(tmp_path / "nowhere", VaultId("00000000"))


def test_another_clock(filled: UnlockedVault) -> None:
    """The newest first, whatever the folders are called."""
    first = made(filled)
    filled._hand.clock.time += timedelta(days=1)  # type: ignore[attr-defined]
    second = made(filled, "daily")
    assert filled.keeping.found(first.path.parent) == [second, first]


def test_a_new_vault_has_no_mark(tmp_path: Path) -> None:
    vault = make_vault(tmp_path)
    assert vault.keeping.mark() is None
    vault.close()
