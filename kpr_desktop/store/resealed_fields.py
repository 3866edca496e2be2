"""The columns that are encrypted a second time inside the database: put under another key, and compared."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store import chain
from kpr_desktop.store.database import Database, Value
from kpr_desktop.store.rows import marks
from kpr_desktop.store.seals import Hasher, Sum
from kpr_desktop.usecases.key_ports import FieldCipher


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A table with an identity number: its key (one or two columns), and the person it is bound to (of the row t)."""

    table: str
    key: tuple[str, ...]
    person: str
    indexed: bool = False


_TABLES = (
    _Sealed("person", ("row",), "t.id", indexed=True),
    _Sealed(
        "person_history", ("person", "version"), "(SELECT id FROM person WHERE row = t.person)", indexed=True
    ),
    _Sealed(
        "notification",
        ("id",),
        "(SELECT p.id FROM event e JOIN service s ON s.id = e.service_id JOIN person p ON p.row = s.person"
        " WHERE e.id = t.event_id)",
    ),
)
_SETTING = "setting"
_LINES = f"SELECT seq, {chain.NAMES} FROM log WHERE seq <= ?"  # noqa: S608 - our own column names


def reseal(database: Database, old: FieldCipher, new: FieldCipher) -> None:
    """Put every identity number and its index, and every sealed setting, under the new keys.

    In the caller's transaction. Raises EnvironmentFault vault.damaged for what the old key does not open.
    """
    for each in _TABLES:
        rows = database.rows(
            f"SELECT t.number_sealed, {each.person}, {', '.join(each.key)} FROM {each.table} t"  # noqa: S608 - our names
            " WHERE t.number_sealed IS NOT NULL"
        )
        index = ", number_index = ?" if each.indexed else ""
        database.run_many(
            f"UPDATE {each.table} SET number_sealed = ?{index} WHERE"  # noqa: S608 - as above
            f" ({', '.join(each.key)}) = ({marks(len(each.key))})",
            _renumbered(rows, old, new, indexed=each.indexed),
        )
    database.run_many(
        "UPDATE setting SET value = ? WHERE key = ?",
        [
            (base64.b64encode(new.seal(_about(key), text)).decode(), key)
            for key, value in database.rows("SELECT key, value FROM setting")
            if (text := _opened(old, key, value)) is not None
        ],
    )


def content(database: Database, hasher: Hasher, fields: FieldCipher, last_line: int) -> dict[str, Sum]:
    """A sum for each table, the same whatever key its sealed columns are under; of the log up to `last_line`.

    Raises EnvironmentFault vault.damaged | numbers_damaged.
    """
    sealed = {each.table: each for each in _TABLES}
    found: dict[str, Sum] = {}
    for number, table in hasher.known.items():
        rows: Iterator[tuple[Value, ...]] = database.each(f"SELECT {table.names} FROM {table.name}")  # noqa: S608 - ours
        if table.name in sealed:
            rows = _plain(database, sealed[table.name], table.columns, fields)
        elif table.name == _SETTING:
            rows = ((key, _plain_setting(fields, str(key), str(value))) for key, value in rows)
        found[table.name] = hasher.total(number, rows)
    found["log"] = hasher.total(next(iter(hasher.known)), database.each(_LINES, (last_line,)))
    return found


def _renumbered(
    rows: list[tuple[Value, ...]], old: FieldCipher, new: FieldCipher, *, indexed: bool
) -> Iterator[tuple[Value, ...]]:
    for sealed, person, *key in rows:
        person_id = PersonId(str(person))
        number = old.open(person_id, bytes(sealed))  # type: ignore[arg-type]
        again = new.seal(person_id, number)
        yield (again, new.index(number), *key) if indexed else (again, *key)


def _plain(
    database: Database, each: _Sealed, columns: tuple[str, ...], fields: FieldCipher
) -> Iterator[tuple[Value, ...]]:
    """The rows with the number itself in the place of what it is sealed in."""
    at, index = columns.index("number_sealed"), columns.index("number_index") if each.indexed else -1
    names = ", ".join(f't."{column}"' for column in columns)
    for person, *values in database.each(f"SELECT {each.person}, {names} FROM {each.table} t"):  # noqa: S608 - ours
        if values[at] is not None:
            number = fields.open(PersonId(str(person)), values[at])
            if each.indexed and values[index] != fields.index(number):
                raise EnvironmentFault("vault.numbers_damaged")
            values[at] = number
        if each.indexed:
            values[index] = None
        yield tuple(values)


def _plain_setting(fields: FieldCipher, key: str, value: str) -> str:
    text = _opened(fields, key, value)
    return value if text is None else text


def _opened(fields: FieldCipher, key: str, value: str) -> str | None:
    """The text of a sealed setting (records.save_sealed); None for one that is not."""
    try:
        return fields.open(_about(key), base64.b64decode(value, validate=True))
    except (EnvironmentFault, ValueError):
        return None


def _about(key: str) -> PersonId:
    return PersonId(f"{_SETTING}/{key}")
