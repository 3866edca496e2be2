from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store import check
from kpr_desktop.store.database import Database
from kpr_desktop.store.ledger import Ledger
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.vault_records import Trouble
from tests.support.vaults import (
    full_person,
    opened,
    uid,
)


def test_a_sound_vault(folder: Path) -> None:
    reader = opened(folder, write=False)
    assert reader.check() == []
    reader.close()


def test_a_damaged_page_is_found(folder: Path) -> None:
    size = (folder / "data.kpr").stat().st_size
    with (folder / "data.kpr").open("r+b") as file:
        file.seek(size - 4096 + 50)
        file.write(os.urandom(8))
    reader = opened(folder, write=False)
    assert reader.check() == ["vault.damaged"]
    reader.close()


def test_whichever_page_is_damaged_it_is_told(folder: Path) -> None:
    vault = opened(folder)
    key, fields = bytearray(vault._keys.database_key), vault._hand.fields
    ledger = vault._ledger
    whole_before = check.whole(vault._database, fields, ledger)
    vault._database.close()
    place = folder / "data.kpr"
    good = place.read_bytes()
    missed = []
    for page in range(len(good) // 4096):
        place.write_bytes(good[: page * 4096 + 200] + b"\0\1\2\3" + good[page * 4096 + 204 :])
        try:
            database = Database(place, key, writable=False)
        except EnvironmentFault as fault:
            assert fault.code == "vault.damaged"
            continue
        if check.whole(database, fields, Ledger(database, ledger.keys)) != [Trouble("vault.damaged", "page")]:
            missed.append(page)
        database.close()
    assert (whole_before, missed) == ([], [])


def test_a_disk_that_fails_during_the_check_is_told(
    vault: UnlockedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise EnvironmentFault("vault.disk_error")

    monkeypatch.setattr(Database, "rows", fail)
    assert vault.check() == ["vault.disk_error"]


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        (
            "UPDATE person SET number_sealed = x'00' WHERE number_sealed IS NOT NULL",
            ["vault.numbers_damaged", "vault.tampered"],
        ),
        (
            "INSERT INTO residence VALUES (99, '2020-01-01', '4201', '')",
            ["vault.references_broken", "vault.tampered"],
        ),
    ],
)
def test_changes_behind_the_programs_back(folder: Path, sql: str, found: list[str]) -> None:
    vault = opened(folder)
    vault._database.outside("PRAGMA foreign_keys = OFF")
    vault._database.outside(sql)
    assert vault.check() == found
    vault.close()


def test_an_index_that_does_not_fit_is_damage(folder: Path) -> None:
    vault = opened(folder)
    vault._database.outside("PRAGMA writable_schema = ON")
    vault._database.outside(
        "UPDATE sqlite_master SET sql = replace(sql, 'sort_name', 'sex') WHERE name = 'person_sorted'"
    )
    vault.close()
    reader = opened(folder, write=False)
    assert reader.check() == ["vault.damaged"]
    reader.close()


def test_a_moved_number_is_not_shown(folder: Path) -> None:
    vault = opened(folder)
    other: Person = replace(full_person(1), id=PersonId(uid(9)), user_number="B9", identity=None)
    with vault.work() as work:
        work.persons.add(other)
        vault._database.run(
            "UPDATE person SET number_kind = 'fnr',"
            " number_sealed = (SELECT number_sealed FROM person WHERE id = ?) WHERE id = ?",
            (uid(1), uid(9)),
        )
        with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
            work.persons.get(other.id)
    vault.close()


def test_a_table_that_cannot_be_read_at_all_is_damage_and_no_tampering(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened(folder)
    real = Database.each

    def unreadable(self: Database, sql: str, *more: object) -> object:
        if "FROM person " in sql:
            raise EnvironmentFault("vault.damaged")
        return real(self, sql, *more)  # type: ignore[arg-type]  # handed on as it came

    vault._database.begin()
    monkeypatch.setattr(Database, "each", unreadable)
    with pytest.raises(EnvironmentFault, match=r"vault\.damaged"):
        list(check.sealed_rows(vault._database, vault._ledger))
    monkeypatch.undo()
    vault._database.rollback()
    vault.close()
