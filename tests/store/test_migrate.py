from __future__ import annotations

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

import kpr_desktop.store
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.database import Database
from kpr_desktop.store.migrate import APPLICATION_ID, Step, dumped, migrate, shipped, statements

KEY = bytearray(range(48))
ONE = Step(1, "CREATE TABLE a (x INTEGER);\nINSERT INTO a VALUES (1);\n")
TWO = Step(2, "CREATE TABLE b (y INTEGER);\n")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data.kpr"


def opened(place: Path, *, writable: bool = True) -> Database:
    return Database(place, KEY, writable=writable)


def brought_to(place: Path, *steps: Step) -> None:
    database = opened(place)
    migrate(database, KEY, steps)
    database.close()


def test_a_new_database(place: Path) -> None:
    brought_to(place, ONE, TWO)
    database = opened(place)
    assert (database.number("user_version"), database.number("application_id")) == (2, APPLICATION_ID)
    database.close()
    assert [each.name for each in place.parent.iterdir()] == ["data.kpr"]


def test_an_older_one_is_copied_first(place: Path) -> None:
    brought_to(place, ONE)
    brought_to(place, ONE, TWO)
    copy = place.with_name("data-v1.kopi")
    assert not copy.read_bytes().startswith(b"SQLite")
    old, new = opened(copy), opened(place)
    assert (old.number("user_version"), new.number("user_version")) == (1, 2)
    for database in (old, new):
        database.begin()
        assert database.rows("SELECT x FROM a") == [(1,)]
        database.close()


def test_a_step_that_fails_is_taken_back_whole(place: Path) -> None:
    brought_to(place, ONE)
    broken = Step(2, "CREATE TABLE b (y INTEGER);\nINSERT INTO nowhere VALUES (1);\n")
    database = opened(place)
    with pytest.raises(dbapi2.OperationalError):
        migrate(database, KEY, (ONE, broken))
    assert database.number("user_version") == 1
    migrate(database, KEY, (ONE, TWO))
    assert database.number("user_version") == 2
    database.close()


def test_newer_is_refused(place: Path) -> None:
    brought_to(place, ONE, TWO)
    with pytest.raises(EnvironmentFault, match=r"^vault\.newer$"):
        brought_to(place, ONE)


def test_another_programs_database_is_refused(place: Path) -> None:
    brought_to(place, ONE)
    database = opened(place)
    database.outside("PRAGMA application_id = 1")
    with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
        migrate(database, KEY, (ONE, TWO))
    database.close()


def test_a_reader_does_not_migrate(place: Path) -> None:
    brought_to(place, ONE)
    reader = opened(place, writable=False)
    migrate(reader, KEY, (ONE,))
    with pytest.raises(EnvironmentFault, match=r"^vault\.older$"):
        migrate(reader, KEY, (ONE, TWO))
    reader.close()


def test_triggers_stay_in_one_piece() -> None:
    trigger = (
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n    UPDATE b SET x = 1;\n    UPDATE b SET y = 1;\nEND;"
    )
    assert statements(f"-- first\nCREATE TABLE a (x);\n{trigger}\nDROP TABLE a;\n") == [
        "-- first\nCREATE TABLE a (x);",
        trigger,
        "DROP TABLE a;",
    ]


def test_the_committed_schema_is_what_the_steps_make(place: Path) -> None:
    database = opened(place)
    migrate(database, KEY, shipped())
    database.begin()
    made = dumped(database)
    database.close()
    assert made == Path(kpr_desktop.store.__file__).with_name("schema.sql").read_text("utf-8")


def test_the_steps_are_numbered_without_gaps() -> None:
    assert [step.version for step in shipped()] == list(range(1, len(shipped()) + 1))


def test_every_table_is_strict(place: Path) -> None:
    database = opened(place)
    migrate(database, KEY, shipped())
    tables = database.outside(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    )
    assert [name for name, strict in tables if not strict and not name.startswith("sqlite_")] == []
    database.close()
