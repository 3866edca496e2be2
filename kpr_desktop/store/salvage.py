"""Reading what can still be read of a damaged database, row by row around the pages that can not.

Every page carries a code of its own, so a row that can be read is one that the program has written; whether it is the
latest, the seals tell (`check`). SQLCipher gives up a connection at the first bad page: after each one a new is made.
Nothing is written into the vault: all of it happens in a copy.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.errors import EnvironmentFault, disk_fault
from kpr_desktop.store import watch
from kpr_desktop.store.database import Database, Row, Value
from kpr_desktop.store.seals import Seals, unpacked
from kpr_desktop.usecases.key_ports import IntegrityKeys
from kpr_desktop.usecases.salvage_ports import TableSaved

Take = Callable[[str, tuple[str, ...], Row], None]
"""Given each row: table, columns, values."""
Begin = Callable[[int], None]
"""Given the version of the database before the first row."""
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    """The primary key of a table without row numbers; empty for the others."""


def salvage(
    database: Path,
    key: bytearray,
    keys: IntegrityKeys,
    scratch: Path,
    take: Take,
    begin: Begin = lambda _version: None,
) -> list[TableSaved]:
    """Give every readable row of every table to `take`, and tell what came out of each.

    `scratch`: a new folder for the copy (as large as the database), gone afterwards. Raises EnvironmentFault
    vault.damaged when not even the list of tables can be read, and those of the disk.
    """
    try:
        scratch.mkdir(mode=0o700)
        copy = scratch / database.name
        shutil.copyfile(database, copy)
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(_wal(database), _wal(copy))
        reader = _Reader(copy, key)
        try:
            return list(_all(reader, keys, take, begin))
        finally:
            reader.close()
    except OSError as error:
        raise disk_fault(error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _all(reader: _Reader, keys: IntegrityKeys, take: Take, begin: Begin) -> Iterator[TableSaved]:
    tables = reader.tables()
    if not tables:
        raise EnvironmentFault("vault.damaged", where="page")
    begin(reader.version())
    expected = _expected(reader, keys) if any(table.name == "seal" for table in tables) else {}
    for table in tables:
        rows, before = 0, reader.gaps
        for row in _rows(reader, table):
            take(table.name, table.columns, row)
            rows += 1
        yield TableSaved(table.name, rows, reader.gaps - before, expected.get(table.name))


def _expected(reader: _Reader, keys: IntegrityKeys) -> dict[str, int]:
    """How many rows the seals count in each table they cover; nothing when not all seals can be read."""
    numbers = {number: name for name, (number, _) in watch.OWNERS.items()}
    found = dict.fromkeys(numbers.values(), 0)
    try:
        with reader.view() as database:
            seals, none = Seals(database, keys), True
            for bucket, sealed in seals.each():
                none = False
                for number, (_, count) in unpacked(seals.opened(bucket, sealed)).items():
                    found[numbers[number]] += count
    except EnvironmentFault:
        return {}
    return {} if none else found


def _rows(reader: _Reader, table: _Table) -> Iterator[Row]:
    """From the beginning, over every bad place, to the end."""
    if table.key:
        yield from _by_key(reader, table)
        return
    names = ", ".join(f'"{column}"' for column in table.columns)
    sql = f'SELECT rowid, {names} FROM "{table.name}" WHERE rowid >= ? ORDER BY rowid'  # noqa: S608 - read from the schema
    start: int | None = -_LARGEST
    while start is not None:
        last, bad = start - 1, False
        try:
            for number, *values in reader.each(sql, (start,)):
                yield tuple(values)
                last = number
        except EnvironmentFault:
            bad = True
        start = _behind(reader, sql, last + 1) if bad else None


def _behind(reader: _Reader, sql: str, bad: int) -> int | None:
    """The first row number behind a bad place from which it can be read on; None when there is none."""
    reach, step = max(bad, 0), 1
    while not reader.reads(sql, reach + step):
        if reach + step == _LARGEST:
            return None
        step = min(step * 2, _LARGEST - reach)
    fails, reads = reach + step // 2 if step > 1 else reach, reach + step
    while reads - fails > 1:
        middle = (fails + reads) // 2
        if reader.reads(sql, middle):
            reads = middle
        else:
            fails = middle
    return reads


def _by_key(reader: _Reader, table: _Table) -> Iterator[Row]:
    """Up from the beginning; past a bad place down from the end, and then by the first part of the key (a number)."""
    names = ", ".join(f'"{column}"' for column in table.columns)
    plain = f'SELECT {names} FROM "{table.name}"'  # noqa: S608 - read from the schema
    up = ", ".join(f'"{part}"' for part in table.key)
    down = ", ".join(f'"{part}" DESC' for part in table.key)
    seen: dict[Row, None] = {}
    if not _read(reader, f"{plain} ORDER BY {up}", (), seen):
        _read(reader, f"{plain} ORDER BY {down}", (), seen)
        place = table.columns.index(table.key[0])
        heads = [head for row in seen if isinstance(head := row[place], int)]
        for head in range(min(heads, default=0), max(heads, default=-1) + 1):
            where = f'{plain} WHERE "{table.key[0]}" = ? ORDER BY'
            if not _read(reader, f"{where} {up}", (head,), seen):
                _read(reader, f"{where} {down}", (head,), seen)
    yield from seen


def _read(reader: _Reader, sql: str, values: tuple[Value, ...], seen: dict[Row, None]) -> bool:
    """Read until a bad place, and add what comes to `seen`. Whether it came to the end."""
    try:
        for row in reader.each(sql, values):
            seen[row] = None
    except EnvironmentFault:
        return False
    else:
        return True


class _Reader:
    """A connection that is made anew after each bad page."""

    def __init__(self, path: Path, key: bytearray) -> None:
        self._path = path
        self._key = key
        self._database = Database(path, key, writable=False)
        self.gaps = 0

    def tables(self) -> list[_Table]:
        """All tables, by name."""
        made = []
        for name, without in self._database.outside(
            "SELECT name, wr FROM pragma_table_list"
            " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
        ):
            columns = self._database.outside(f'PRAGMA table_info("{name}")')
            key = sorted((row[5], row[1]) for row in columns if row[5]) if without else []
            made.append(_Table(name, tuple(row[1] for row in columns), tuple(part for _, part in key)))
        return sorted(made, key=lambda table: table.name)

    def version(self) -> int:
        """Of the database's form."""
        return self._database.number("user_version")

    @contextlib.contextmanager
    def view(self) -> Iterator[Database]:
        """For one transaction."""
        self._database.begin()
        try:
            yield self._database
            self._database.rollback()
        except EnvironmentFault:
            self._anew()
            raise

    def each(self, sql: str, values: tuple[Value, ...]) -> Iterator[Row]:
        """Raises EnvironmentFault at a bad place."""
        try:
            with self.view() as database:
                yield from database.each(sql, values)
        except EnvironmentFault:
            self.gaps += 1
            raise

    def reads(self, sql: str, start: int) -> bool:
        """Whether the first row from `start` can be read (or there is none)."""
        try:
            with self.view() as database:
                database.rows(f"{sql} LIMIT 1", (start,))
        except EnvironmentFault:
            return False
        else:
            return True

    def close(self) -> None:
        """Let the copy go."""
        with contextlib.suppress(EnvironmentFault):
            self._database.close()

    def _anew(self) -> None:
        self.close()
        self._database = Database(self._path, self._key, writable=False)
