from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from kpr_desktop.crypto.integrity import VaultIntegrity
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.database import PAGE_BYTES, Database
from kpr_desktop.store.salvage import salvage
from kpr_desktop.usecases.key_ports import IntegrityKeys
from kpr_desktop.usecases.salvage_ports import TableSaved
from tests.support.vaults import answered, make_vault, person

PERSONS = 60
Rows = dict[str, list[tuple[object, ...]]]


class Ground:
    """A closed vault with some pages in each of its larger tables, and its keys."""

    def __init__(self, folder: Path) -> None:
        made = make_vault(folder)
        with made.work() as work:
            for number in range(1, PERSONS + 1):
                someone = person(number, f"Blid Fjellbekk {number}")
                work.persons.add(someone)
                work.assessments.add(answered(number, someone))
            work.commit()
        self.key = bytearray(made._keys.database_key)
        self.path = made._database.path
        self.made = made
        self.integrity: IntegrityKeys = made._keys.integrity
        made._database.outside("PRAGMA wal_checkpoint(TRUNCATE)")

    def salvaged(self) -> tuple[Rows, dict[str, TableSaved]]:
        rows: Rows = {}
        found = salvage(
            self.path,
            self.key,
            self.integrity,
            self.path.parent / "lesbart",
            lambda table, _columns, row: rows.setdefault(table, []).append(row),
        )
        assert not (self.path.parent / "lesbart").exists()
        return rows, {each.table: each for each in found}

    def spoil(self, *pages: int) -> None:
        data = bytearray(self.path.read_bytes())
        for page in pages:
            data[(page - 1) * PAGE_BYTES + 100] ^= 1
        self.path.write_bytes(data)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    made = Ground(tmp_path)
    yield made
    assert made.made._lock is not None
    made.made._lock.release()  # its database has been spoilt: there is nothing to close
    made.made._keys.wipe()


def test_a_sound_database_gives_everything(ground: Ground) -> None:
    rows, found = ground.salvaged()
    assert found["person"] == TableSaved("person", PERSONS, 0, PERSONS)
    assert found["answer"].rows == found["answer"].expected == 2 * PERSONS
    assert all(each.gaps == 0 and each.expected in {None, each.rows} for each in found.values())
    assert found["log"].expected is None  # the chain covers it, not the seals
    assert {row[1] for row in rows["person"]} >= {f"00000000-0000-4000-8000-{n:012}" for n in (1, PERSONS)}


def test_what_lies_in_the_wal_is_read_too_and_nothing_of_the_vault_is_changed(ground: Ground) -> None:
    with ground.made.work() as work:
        work.persons.add(person(PERSONS + 1))
        work.commit()
    beside = ground.path.with_name(ground.path.name + "-wal")
    before = ground.path.read_bytes(), beside.read_bytes()
    assert ground.salvaged()[1]["person"].rows == PERSONS + 1
    assert (ground.path.read_bytes(), beside.read_bytes()) == before


def test_any_one_bad_page_costs_no_more_than_what_stands_on_it(ground: Ground) -> None:
    """Every page in turn: what comes out was there, and all tables but the page's own are whole."""
    whole, sound = ground.salvaged()
    data = ground.path.read_bytes()
    everything = {(table, row) for table, rows in whole.items() for row in rows}
    hit = unreadable = in_the_middle = 0
    answers = set()  # a table without row numbers
    for page in range(1, len(data) // PAGE_BYTES + 1):
        ground.path.write_bytes(data)
        ground.spoil(page)
        try:
            rows, found = ground.salvaged()
        except EnvironmentFault as fault:
            assert fault.code == "vault.damaged"
            unreadable += 1  # the list of tables
            continue
        assert {(table, row) for table, each in rows.items() for row in each} <= everything
        short = [each for each in found.values() if each.rows != sound[each.table].rows]
        assert len(short) <= 1, page
        assert all(each.gaps for each in short)
        hit += bool(short)
        answers.add(found["answer"].rows)
        assert all(len(each) == len(set(each)) for each in rows.values())
        in_the_middle += any(0 < each.rows < sound[each.table].rows for each in short)
    assert hit > 10
    assert in_the_middle > 3
    assert any(0 < each < sound["answer"].rows for each in answers)
    assert 0 < unreadable < 30


def test_several_bad_pages(ground: Ground) -> None:
    count = ground.path.stat().st_size // PAGE_BYTES
    whole = ground.salvaged()[0]
    data, random, most = ground.path.read_bytes(), Random(1), 0
    for _ in range(10):
        ground.path.write_bytes(data)
        ground.spoil(*random.sample(range(30, count + 1), 6))
        try:
            rows, found = ground.salvaged()
        except EnvironmentFault:
            continue  # the list of tables
        assert all(set(each) <= set(whole[table]) for table, each in rows.items())
        most = max(most, *(each.gaps for each in found.values()))
    assert most > 1


def test_without_the_seals_nobody_knows_how_many_there_were(ground: Ground) -> None:
    ground.integrity = VaultIntegrity(bytearray(32), ground.made.info.vault_id, 1, os.urandom)
    _, found = ground.salvaged()
    assert found["person"] == TableSaved("person", PERSONS, 0, None)


def test_a_database_without_tables(ground: Ground) -> None:
    ground.path.write_bytes(b"")
    with pytest.raises(EnvironmentFault, match=r"vault\.damaged"):
        ground.salvaged()


def test_a_database_of_before_the_seals(ground: Ground, tmp_path: Path) -> None:
    ground.path = tmp_path / "old.kpr"
    with closing(Database(ground.path, ground.key)) as old:
        old.outside("CREATE TABLE person (name TEXT)")
        old.outside("INSERT INTO person VALUES ('Blid')")
    rows, found = ground.salvaged()
    assert rows == {"person": [("Blid",)]}
    assert found == {"person": TableSaved("person", 1, 0, None)}


def test_a_disk_that_does_not_take_the_copy(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(EnvironmentFault, match=r"vault\.disk_full"):
        ground.salvaged()
