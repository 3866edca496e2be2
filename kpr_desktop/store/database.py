"""One connection to an encrypted database: opened with care, used only inside a transaction."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlcipher3 import dbapi2

from kpr_desktop.errors import EnvironmentFault, disk_fault
from kpr_desktop.store.faults import FAILURES, translated
from kpr_desktop.store.flush import flush_file, flush_folder

PLAIN_HEADER = b"SQLite format 3"
OLDEST_SQLITE = (3, 51, 3)
OLDEST_CIPHER = (4, 7)
BUSY_SECONDS = 5.0
KEY_BYTES = 48
PAGE_BYTES = 4096
"""SQLCipher's page."""
_SETTINGS = (
    "cipher_log_level = NONE",  # it would write to stderr
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "recursive_triggers = ON",  # what REPLACE takes away is seen too
    "temp_store = MEMORY",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "mmap_size = 0",
    "cell_size_check = ON",
    "cache_size = -65536",  # 64 MiB at most: 100,000 persons' lists stay decrypted while somebody works
)
"""Security page 4.11. `cipher_memory_security` stays off: it makes everything twelve times slower, for good."""
_CACHED_STATEMENTS = 500
"""More than there are: the driver's cache throws out the newest ones, which are those in use."""

_PAGES_A_STEP = 2_000
"""Of a copy: 8 MB between two looks at whether somebody wants to stop."""

Progress = Callable[[int, int], None]
Row = tuple[Any, ...]
Value = str | bytes | int | None


class Books(Protocol):
    """What is told of a connection's transactions (store.ledger)."""

    def forget(self) -> None: ...
    def next_statement(self) -> None: ...
    def take_back(self) -> None: ...
    def spoil(self) -> None: ...
    def bring_forward(self) -> None: ...
    def committed(self) -> None: ...


class Database:
    """A connection whose every statement belongs to a transaction; errors come out as faults.

    `path` names the file; `writable` is False for one that only reads beside the writer.
    """

    def __init__(self, path: Path, key: bytearray, *, writable: bool = True) -> None:
        check_header(path)
        self.path = path
        self.writable = writable
        self.books: Books = _NoBooks()
        self._connection = _connect(path, key)
        try:
            self._prepare()
        except FAILURES as error:
            self._connection.close()
            raise translated(error) from error
        except EnvironmentFault:
            self._connection.close()
            raise

    def run(self, sql: str, values: Sequence[Value] = ()) -> dbapi2.Cursor:
        """Run one statement. Raises RuntimeError outside a transaction: nothing is saved by accident."""
        if not self._connection.in_transaction:
            raise RuntimeError("no transaction is open")
        self.books.next_statement()
        try:
            return self._connection.execute(sql, values)
        except FAILURES as error:
            self.books.take_back()
            raise translated(error) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each of `rows`, inside a transaction."""
        if not self._connection.in_transaction:
            raise RuntimeError("no transaction is open")
        try:
            self._connection.executemany(sql, rows)
        except FAILURES as error:
            self.books.spoil()
            raise translated(error) from error

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """All rows of a query."""
        self.books.next_statement()
        try:
            return self.run(sql, values).fetchall()
        except FAILURES as error:
            self.books.take_back()
            raise translated(error) from error

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """The rows of a query one by one, for whoever stops early."""
        try:
            yield from self.run(sql, values)
        except FAILURES as error:
            raise translated(error) from error

    def one(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        """The first row of a query, or None."""
        rows = self.rows(sql, values)
        return rows[0] if rows else None

    def begin(self) -> None:
        """Start a transaction: at once the writer's, or a reader's steady view."""
        self.outside("BEGIN IMMEDIATE" if self.writable else "BEGIN")
        self.books.forget()

    def commit(self) -> None:
        """Make it durable. Raises EnvironmentFault vault.disk_full | disk_error; then nothing of it was saved."""
        self.books.bring_forward()
        self.outside("COMMIT")
        self.books.committed()

    def rollback(self) -> None:
        """Take everything back; nothing to do where SQLite has done so itself (full disk)."""
        if self._connection.in_transaction:
            self.outside("ROLLBACK")
        self.books.forget()

    def set_writable(self, *, writable: bool) -> None:
        """Let this connection write, or only read from now on; between transactions."""
        self.outside(f"PRAGMA query_only = {'OFF' if writable else 'ON'}")
        self.writable = writable

    def function(self, name: str, act: Callable[..., Value]) -> None:
        """Give this connection an SQL function of any number of arguments."""
        self._connection.create_function(name, -1, act)

    def outside(self, sql: str) -> list[Row]:
        """Run a statement that stands outside transactions (a pragma, BEGIN, COMMIT)."""
        try:
            return self._connection.execute(sql).fetchall()
        except FAILURES as error:
            raise translated(error) from error

    def number(self, pragma: str) -> int:
        """A pragma that answers with one number."""
        return int(self.outside(f"PRAGMA {pragma}")[0][0])

    def copy_to(
        self, path: Path, key: bytearray, told: Progress | None = None, *, read_back: bool = True
    ) -> None:
        """An encrypted copy under the same key, of a whole database only. An older copy there is replaced.

        `told` hears how many pages are left and how many there are; what it raises stops the copying. `read_back` is
        False for a caller that reads the copy through itself.

        Both ends are read through: SQLCipher copies a page that fails its authentication without a word, and gives
        the garbage a valid code of its own.
        """
        beside = path.with_name(path.name + ".ny")
        try:
            beside.unlink(missing_ok=True)
            os.close(os.open(beside, os.O_CREAT | os.O_EXCL, 0o600))  # SQLite would let others read it
            _check_pages(self._connection)
            target = _connect(beside, key)
            try:
                if told is None:
                    self._connection.backup(target)
                else:
                    self._connection.backup(
                        target, pages=_PAGES_A_STEP, progress=lambda _, left, all_: told(left, all_)
                    )
                if read_back:
                    _check_pages(target)
            finally:
                target.close()
            flush_file(beside)
            beside.replace(path)
            flush_folder(path.parent)
        except FAILURES as error:
            raise translated(error) from error
        except OSError as error:
            raise disk_fault(error) from error
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)

    def export_to(self, path: Path, key: bytearray) -> None:
        """Every row in a new file under another key (48 bytes), outside transactions. Raises as `run` does."""
        literal = _literal(key)
        try:
            self._connection.execute("ATTACH DATABASE ? AS ny KEY ?", (str(path), literal)).fetchall()
            try:
                self._connection.execute("SELECT sqlcipher_export('ny')").fetchall()
                for pragma in ("application_id", "user_version"):
                    self._connection.execute(f"PRAGMA ny.{pragma} = {self.number(pragma)}")
            finally:
                self._connection.execute("DETACH DATABASE ny")
        except FAILURES as error:
            raise translated(error) from error
        finally:
            literal[:] = bytes(len(literal))

    def close(self) -> None:
        """Close; the writer first moves everything from the -wal file into the database."""
        self.rollback()
        try:
            if self.writable:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except FAILURES as error:
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


class _NoBooks:
    """Before there is a schema to watch."""

    def forget(self) -> None: ...
    def next_statement(self) -> None: ...
    def take_back(self) -> None: ...
    def spoil(self) -> None: ...
    def bring_forward(self) -> None: ...
    def committed(self) -> None: ...


def _connect(path: Path, key: bytearray) -> dbapi2.Connection:
    """Open with the raw key and salt as bytes; they never become part of an SQL text."""
    literal = _literal(key)
    try:
        # Unlocking happens on a worker thread, which hands the connection over; never two threads at once.
        connection = dbapi2.connect(
            path,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_CACHED_STATEMENTS,
        )
        connection.set_key(literal)
    except FAILURES as error:
        raise translated(error) from error
    finally:
        literal[:] = bytes(len(literal))
    return connection


def _literal(key: bytearray) -> bytearray:
    """A raw key as SQLCipher wants it; the caller wipes it.

    Raises EnvironmentFault vault.locked for a key that has been wiped: a worker that came too late must neither read
    nor leave a copy under a key of zeros.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("the database key is 32 bytes and a salt of 16")
    taken = bytearray(key)  # in one go, so that a lock can not wipe half of it meanwhile
    if not any(taken):
        raise EnvironmentFault("vault.locked")
    literal = bytearray(b"x'")
    for octet in taken:
        literal += b"%02x" % octet
    literal += b"'"
    taken[:] = bytes(KEY_BYTES)
    return literal


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


def check_library() -> None:
    """The same of the library before any file is opened. Raises EnvironmentFault vault.old_library."""
    connection = dbapi2.connect(":memory:")
    try:
        found = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    check_versions(dbapi2.sqlite_version, str(found[0]) if found else "")


def check_versions(sqlite: str, cipher: str) -> None:
    """Raises EnvironmentFault vault.old_library; plain SQLite answers nothing when asked for its cipher."""
    found = cipher.partition(" ")[0]
    if not found or _numbers(sqlite) < OLDEST_SQLITE or _numbers(found) < OLDEST_CIPHER:
        raise EnvironmentFault("vault.old_library", sqlite=sqlite, cipher=found or "-")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
