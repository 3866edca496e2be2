from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from kpr_desktop.errors import EnvironmentFault, disk_fault
from kpr_desktop.store import database as module
from kpr_desktop.store.database import Database, check_versions
from kpr_desktop.store.faults import translated

KEY = bytearray(range(48))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A small encrypted database with 500 rows."""
    path = tmp_path / "data.kpr"
    made = Database(path, KEY)
    made.begin()
    made.run("CREATE TABLE t (a TEXT)")
    made.run_many("INSERT INTO t VALUES (?)", [(f"gjenkjennelig {number}",) for number in range(500)])
    made.commit()
    made.close()
    return path


def test_what_is_written_is_encrypted_and_starts_with_the_salt(place: Path) -> None:
    data = place.read_bytes()
    assert data[:16] == bytes(KEY[32:])
    assert b"gjenkjennelig" not in data


def test_settings(place: Path) -> None:
    opened = Database(place, KEY)
    found = {
        name: opened.number(name)
        for name in (
            "synchronous",
            "foreign_keys",
            "temp_store",
            "secure_delete",
            "trusted_schema",
            "mmap_size",
        )
    }
    assert found == {
        "synchronous": 2, "foreign_keys": 1, "temp_store": 2, "secure_delete": 1, "trusted_schema": 0, "mmap_size": 0,
    }  # fmt: skip
    assert opened.outside("PRAGMA journal_mode") == [("wal",)]
    assert opened.number("cell_size_check") == 1
    assert opened.outside("PRAGMA cipher_memory_security") == [("0",)]
    assert opened.outside("PRAGMA cipher_log_level") == [("NONE",)]
    opened.close()


def test_the_wrong_key_is_damage_here(place: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
        Database(place, bytearray(b"k" * 48))


def test_a_key_of_the_wrong_length_is_a_bug(place: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Database(place, bytearray(32))


def test_a_wiped_key_opens_and_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"vault\.locked"):
        Database(tmp_path / "new.kpr", bytearray(48))
    assert not (tmp_path / "new.kpr").exists()


def test_plain_sqlite_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (a)")
    plain.close()
    with pytest.raises(EnvironmentFault, match=r"^vault\.plain$"):
        Database(path, KEY)


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"^vault\.disk_error$"):
        Database(tmp_path, KEY)


def test_a_place_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"^vault\.disk_error$"):
        Database(tmp_path / "nowhere" / "data.kpr", KEY)


def test_nothing_runs_outside_a_transaction(place: Path) -> None:
    opened = Database(place, KEY)
    for act in (
        lambda: opened.run("DELETE FROM t"),
        lambda: opened.run_many("INSERT INTO t VALUES (?)", [("x",)]),
    ):
        with pytest.raises(RuntimeError):
            act()
    opened.close()


def test_a_reader_can_not_write_and_sees_a_steady_view(place: Path) -> None:
    writer, reader = Database(place, KEY), Database(place, KEY, writable=False)
    reader.begin()
    assert reader.one("SELECT count(*) FROM t") == (500,)
    writer.begin()
    writer.run("DELETE FROM t")
    writer.commit()
    assert reader.one("SELECT count(*) FROM t") == (500,)
    with pytest.raises(EnvironmentFault, match=r"^vault\.no_access$"):
        reader.run("DELETE FROM t")
    reader.rollback()
    reader.begin()
    assert reader.one("SELECT a FROM t") is None
    reader.close()
    writer.close()


def test_a_second_writer_is_told_so(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    one, two = Database(place, KEY), Database(place, KEY)
    one.begin()
    with pytest.raises(EnvironmentFault, match=r"^vault\.in_use$"):
        two.begin()
    two.close()
    one.close()


def test_a_full_disk_takes_everything_back(place: Path) -> None:
    opened = Database(place, KEY)
    opened.outside("PRAGMA max_page_count = 30")
    opened.begin()
    with pytest.raises(EnvironmentFault, match=r"^vault\.disk_full$"):
        opened.run_many("INSERT INTO t VALUES (?)", [("x" * 4000,) for _ in range(200)])
    opened.rollback()
    opened.begin()
    assert opened.one("SELECT count(*) FROM t") == (500,)
    opened.close()


def spoilt(place: Path, page: int) -> None:
    data = bytearray(place.read_bytes())
    data[4096 * page + 100] ^= 1
    place.write_bytes(data)


def test_a_damaged_first_page(place: Path) -> None:
    spoilt(place, 0)
    with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
        Database(place, KEY)


def test_a_damaged_page_further_on(place: Path) -> None:
    spoilt(place, 3)
    opened = Database(place, KEY)
    opened.begin()
    with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
        opened.rows("SELECT a FROM t")
    opened.close()


def test_damage_is_told_to_who_reads_one_by_one(place: Path) -> None:
    spoilt(place, 4)
    opened = Database(place, KEY)
    opened.begin()
    with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
        list(opened.each("SELECT a FROM t"))
    opened.close()


def test_a_mistake_in_sql_stays_what_it_is(place: Path) -> None:
    opened = Database(place, KEY)
    opened.begin()
    with pytest.raises(dbapi2.OperationalError):
        opened.run("SELECT nonsense")
    with pytest.raises(dbapi2.OperationalError):
        opened.run_many("INSERT INTO nowhere VALUES (?)", [("x",)])
    with pytest.raises(dbapi2.OperationalError):
        opened.outside("BEGIN")
    opened.close()


def test_a_copy_opens_with_the_same_key(place: Path, tmp_path: Path) -> None:
    opened = Database(place, KEY)
    copy = tmp_path / "copy"
    copy.write_bytes(b"an older one")
    opened.copy_to(copy, KEY)
    opened.close()
    other = Database(copy, KEY)
    other.begin()
    assert other.one("SELECT count(*) FROM t") == (500,)
    other.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy", "data.kpr"]


def test_a_copy_that_is_not_whole_is_not_kept(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Database(place, KEY)
    copy, read = tmp_path / "copy", module._check_pages

    def spoil_first(connection: dbapi2.Connection) -> None:
        beside = copy.with_name("copy.ny")
        if beside.exists() and beside.stat().st_size:
            spoilt(beside, 3)
        read(connection)

    monkeypatch.setattr(module, "_check_pages", spoil_first)
    with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
        opened.copy_to(copy, KEY)
    assert [each.name for each in tmp_path.iterdir() if "copy" in each.name] == []
    opened.close()


def test_a_copy_that_sqlite_refuses_is_not_kept(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Database(place, KEY)

    def refuse(_connection: dbapi2.Connection) -> None:
        error = dbapi2.OperationalError("database is locked")
        error.sqlite_errorcode = dbapi2.SQLITE_BUSY
        raise error

    monkeypatch.setattr(module, "_check_pages", refuse)
    with pytest.raises(EnvironmentFault, match=r"^vault\.in_use$"):
        opened.copy_to(tmp_path / "copy", KEY)
    assert not (tmp_path / "copy").exists()
    opened.close()


def test_a_copy_with_no_place_or_no_source(place: Path, tmp_path: Path) -> None:
    opened = Database(place, KEY)
    with pytest.raises(EnvironmentFault, match=r"^vault\.disk_error$"):
        opened.copy_to(tmp_path / "nowhere" / "copy", KEY)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "x").touch()
    with pytest.raises(EnvironmentFault, match=r"^vault\.disk_error$"):
        opened.copy_to(tmp_path / "taken", KEY)
    opened.close()


@pytest.mark.parametrize("page", [1, 2, 3, 4])
def test_a_damaged_database_is_not_copied(place: Path, tmp_path: Path, page: int) -> None:
    spoilt(place, page)
    opened = Database(place, KEY)
    with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
        opened.copy_to(tmp_path / "copy", KEY)
    assert not (tmp_path / "copy").exists()
    opened.close()


def test_closing_tells_a_failing_disk(place: Path) -> None:
    opened = Database(place, KEY)

    class Failing:
        in_transaction = False
        closed = False

        def execute(self, _sql: str) -> None:
            error = dbapi2.OperationalError("disk I/O error")
            error.sqlite_errorcode = 10 | 3 << 8
            raise error

        def close(self) -> None:
            self.closed = True

    real, opened._connection = opened._connection, Failing()
    with pytest.raises(EnvironmentFault, match=r"^vault\.disk_error$"):
        opened.close()
    assert opened._connection.closed
    real.close()


@pytest.mark.parametrize(
    ("sqlite", "cipher", "fine"),
    [
        ("3.51.3", "4.7.0 community", True),
        ("3.53.4", "4.19.0 community", True),
        ("3.51.2", "4.19.0 community", False),
        ("3.53.4", "4.6.1 community", False),
        ("3.53.4", "", False),
    ],
)
def test_versions(sqlite: str, cipher: str, fine: bool) -> None:
    if fine:
        check_versions(sqlite, cipher)
    else:
        with pytest.raises(EnvironmentFault, match=r"^vault\.old_library$"):
            check_versions(sqlite, cipher)


def test_an_old_library_is_refused_and_let_go(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OLDEST_CIPHER", (99,))
    with pytest.raises(EnvironmentFault, match=r"^vault\.old_library$"):
        Database(place, KEY)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (5, "vault.in_use"),
        (10 | 4 << 8, "vault.disk_error"),
        (11, "vault.damaged"),
        (14, "vault.disk_error"),
        (23, "vault.no_access"),
    ],
)
def test_what_sqlites_errors_mean(number: int, code: str) -> None:
    error = dbapi2.OperationalError("text that goes no further")
    error.sqlite_errorcode = number
    fault = translated(error)
    assert isinstance(fault, EnvironmentFault)
    assert str(fault) == code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "vault.open_again"),
        (dbapi2.OperationalError("disk I/O error"), "vault.disk_error"),
        (dbapi2.OperationalError("database or disk is full"), "vault.disk_full"),
    ],
)
def test_errors_that_come_without_a_number(error: Exception, code: str) -> None:
    """From SQLite's backup interface, and from SQLCipher after a page that could not be read."""
    fault = translated(error)
    assert isinstance(fault, EnvironmentFault)
    assert str(fault) == code
    own = dbapi2.OperationalError("no such table")
    assert translated(own) is own


def test_what_the_file_systems_errors_mean() -> None:
    assert [disk_fault(OSError(number, "x")).code for number in (28, 122, 13, 30, 5)] == [
        "vault.disk_full", "vault.disk_full", "vault.no_access", "vault.no_access", "vault.disk_error",
    ]  # fmt: skip


def test_a_copy_under_another_key_that_cannot_be_made_is_told(place: Path) -> None:
    database = Database(place, KEY, writable=True)
    with pytest.raises(EnvironmentFault, match=r"^vault\.(disk_error|no_access)$"):
        database.export_to(place.with_name("ikke") / "her.kpr", bytearray(KEY))
    with pytest.raises(EnvironmentFault, match=r"^vault\.locked$"):
        database.export_to(place.with_name("her.kpr"), bytearray(48))
    database.close()
