"""One connection to an encrypted database: opened with care, used only inside a transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from kpr_desktop.errors import EnvironmentFault, disk_fault
from kpr_desktop.store.faults import translated

PLAIN_HEADER = b"SQLite format 3"
OLDEST_SQLITE = (3, 51, 3)
OLDEST_CIPHER = (4, 7)
BUSY_SECONDS = 5.0
KEY_BYTES = 48
_SETTINGS = (
    "cipher_log_level = NONE",  # it would write to stderr
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "mmap_size = 0",
    "cell_size_check = ON",
    "cache_size = -65536",  # 64 MiB at most: 100,000 persons' lists stay decrypted while somebody works
)
"""Security page 4.11. `cipher_memory_security` stays off: it makes everything twelve times slower, for good."""

Row = tuple[Any, ...]
Value = str | bytes | int | None


class Database:
    """A connection whose every statement belongs to a transaction; errors come out as faults.

    `path` names the file; `writable` is False for one that only reads beside the writer.
    """

    def __init__(self, path: Path, key: bytearray, *, writable: bool = True) -> None:
        check_header(path)
        self.path = path
        self.writable = writable
        self._connection = _connect(path, key)
        try:
            self._prepare()
        except dbapi2.Error as error:
            self._connection.close()
            raise translated(error) from error
        except EnvironmentFault:
            self._connection.close()
            raise

    def run(self, sql: str, values: Sequence[Value] = ()) -> dbapi2.Cursor:
        """Run one statement. Raises RuntimeError outside a transaction: nothing is saved by accident."""
        if not self._connection.in_transaction:
            raise RuntimeError("no transaction is open")
        try:
            return self._connection.execute(sql, values)
        except dbapi2.Error as error:
            raise translated(error) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each of `rows`, inside a transaction."""
        if not self._connection.in_transaction:
            raise RuntimeError("no transaction is open")
        try:
            self._connection.executemany(sql, rows)
        except dbapi2.Error as error:
            raise translated(error) from error

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """All rows of a query."""
        try:
            return self.run(sql, values).fetchall()
        except dbapi2.Error as error:
            raise translated(error) from error

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """The rows of a query one by one, for whoever stops early."""
        try:
            yield from self.run(sql, values)
        except dbapi2.Error as error:
            raise translated(error) from error

    def one(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        """The first row of a query, or None."""
        rows = self.rows(sql, values)
        return rows[0] if rows else None

    def begin(self) -> None:
        """Start a transaction: at once the writer's, or a reader's steady view."""
        self.outside("BEGIN IMMEDIATE" if self.writable else "BEGIN")

    def commit(self) -> None:
        """Make it durable. Raises EnvironmentFault vault.disk_full | disk_error; then nothing of it was saved."""
        self.outside("COMMIT")

    def rollback(self) -> None:
        """Take everything back; nothing to do where SQLite has done so itself (full disk)."""
        if self._connection.in_transaction:
            self.outside("ROLLBACK")

    def outside(self, sql: str) -> list[Row]:
        """Run a statement that stands outside transactions (a pragma, BEGIN, COMMIT)."""
        try:
            return self._connection.execute(sql).fetchall()
        except dbapi2.Error as error:
            raise translated(error) from error

    def number(self, pragma: str) -> int:
        """A pragma that answers with one number."""
        return int(self.outside(f"PRAGMA {pragma}")[0][0])

    def copy_to(self, path: Path, key: bytearray) -> None:
        """An encrypted copy under the same key, of a whole database only. An older copy there is replaced.

        Both ends are read through: SQLCipher copies a page that fails its authentication without a word, and gives
        the garbage a valid code of its own.
        """
        beside = path.with_name(path.name + ".ny")
        try:
            beside.unlink(missing_ok=True)
            _check_pages(self._connection)
            target = _connect(beside, key)
            try:
                self._connection.backup(target)
                _check_pages(target)
            finally:
                target.close()
            beside.replace(path)
        except dbapi2.Error as error:
            raise translated(error) from error
        except OSError as error:
            raise disk_fault(error) from error
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)

    def close(self) -> None:
        """Close; the writer first moves everything from the -wal file into the database."""
        self.rollback()
        try:
            if self.writable:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except dbapi2.Error as error:
            raise translated(error) from error
        finally:
            self._connection.close()

    def _prepare(self) -> None:
        for setting in _SETTINGS:
            self._connection.execute(f"PRAGMA {setting}").fetchall()
        if not self.writable:
            self._connection.execute("PRAGMA query_only = ON").fetchall()
        check_versions(
            dbapi2.sqlite_version,
            next(iter(self._connection.execute("PRAGMA cipher_version").fetchall()), ("",))[0],
        )
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchall()


def _connect(path: Path, key: bytearray) -> dbapi2.Connection:
    """Open with the raw key and salt as bytes; they never become part of an SQL text."""
    if len(key) != KEY_BYTES:
        raise ValueError("the database key is 32 bytes and a salt of 16")
    literal = bytearray(b"x'")
    for octet in key:
        literal += b"%02x" % octet
    literal += b"'"
    try:
        # Unlocking happens on a worker thread, which hands the connection over; never two threads at once.
        connection = dbapi2.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.set_key(literal)
    except dbapi2.Error as error:
        raise translated(error) from error
    finally:
        literal[:] = bytes(len(literal))
    return connection


def _check_pages(connection: dbapi2.Connection) -> None:
    """Read every page. Raises EnvironmentFault vault.damaged (or SQLite's own error for it)."""
    if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        raise EnvironmentFault("vault.damaged")


def check_header(path: Path) -> None:
    """Raises EnvironmentFault vault.plain for a database that is not encrypted; no file is fine."""
    try:
        with path.open("rb") as file:
            if file.read(len(PLAIN_HEADER)) == PLAIN_HEADER:
                raise EnvironmentFault("vault.plain")
    except FileNotFoundError:
        return
    except OSError as error:
        raise disk_fault(error) from error


def check_versions(sqlite: str, cipher: str) -> None:
    """Raises EnvironmentFault vault.old_library; plain SQLite answers nothing when asked for its cipher."""
    found = cipher.partition(" ")[0]
    if not found or _numbers(sqlite) < OLDEST_SQLITE or _numbers(found) < OLDEST_CIPHER:
        raise EnvironmentFault("vault.old_library", sqlite=sqlite, cipher=found or "-")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
