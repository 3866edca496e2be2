"""The database that salvaged rows are put into, before anything is known of what is missing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.database import Database, Row
from kpr_desktop.store.migrate import Step, migrate
from kpr_desktop.store.resealing import FIRST_SEALED
from kpr_desktop.store.rows import marks
from kpr_desktop.usecases.backup_ports import Told
from kpr_desktop.usecases.key_ports import Keys

READING = 60
"""Per cent of the whole work."""
_BATCH = 500
"""Rows put in at a time."""


class Filling:
    """The new database, in the form of the damaged one, while rows come in."""

    def __init__(self, path: Path, keys: Keys, steps: Sequence[Step], told: Told) -> None:
        self._path, self._keys, self._steps, self._told = path, keys, steps, told
        self._database: Database | None = None
        self._tables: set[str] = set()
        self._now: tuple[str, tuple[str, ...]] = ("", ())
        self._rows: list[Row] = []
        self._seen = 0
        self.sealed = False

    def begin(self, version: int) -> None:
        """An empty database of that version. Raises EnvironmentFault vault.newer."""
        if version > self._steps[-1].version:
            raise EnvironmentFault("vault.newer")
        self.sealed = version >= FIRST_SEALED
        os.close(os.open(self._path, os.O_CREAT | os.O_EXCL, 0o600))
        database = self._database = Database(self._path, self._keys.database_key)
        same = tuple(step for step in self._steps if step.version <= version)
        migrate(database, self._keys.database_key, same)
        database.outside("PRAGMA foreign_keys = OFF")  # what is missing is not known yet
        self._tables = {
            row[0] for row in database.outside("SELECT name FROM sqlite_schema WHERE type = 'table'")
        }
        database.begin()

    def take(self, table: str, columns: tuple[str, ...], row: Row) -> None:
        """One row."""
        if (table, columns) != self._now or len(self._rows) == _BATCH:
            self._flush()
            self._now = table, columns
        self._rows.append(row)

    def filled(self) -> Database:
        """All rows are there; a transaction is open on the present form."""
        self._flush()
        database = self._open()
        if not self.sealed:
            database.commit()
            migrate(database, self._keys.database_key, self._steps)
            database.begin()
        return database

    def close(self) -> None:
        """Let it go."""
        if self._database is not None:
            self._database.close()

    def _open(self) -> Database:
        if self._database is None:
            raise RuntimeError("begin comes before the first row")
        return self._database

    def _flush(self) -> None:
        table, columns = self._now
        if table in self._tables:  # and none that the program has not made
            names = ", ".join(f'"{column}"' for column in columns)
            self._open().run_many(
                f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks(len(columns))})',  # noqa: S608 - from the schema
                self._rows,
            )
        self._seen += len(self._rows)
        self._rows.clear()
        self._told("salvage", min(READING, self._seen // (20 * _BATCH)))
