"""Tamperings by SQL. Each gives what was done, or None when the draw fell on nothing."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.store.watch import OWNERS

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2

    from tests.prove.tamper_ground import Ground

Content = dict[str, Counter[tuple[Any, ...]]]
"""All rows of every table."""
_OWN_CODES = ("log", "seal", "head")
_SEALED = frozenset(("number_sealed", "number_index", "number_kind"))
"""Protected by the field's own encryption, which the control does not switch off."""


@dataclass(frozen=True)
class Done:
    """What was tampered with, and what must be told: a table with its person, a log line, saves, or places."""

    how: str
    table: str = ""
    person: PersonId | None = None
    seq: int = 0
    missing: int = 0
    places: frozenset[str] = frozenset()


def content(connection: dbapi2.Connection) -> Content:
    """All that is there."""
    return {
        table: Counter(connection.execute(f"SELECT * FROM {table}").fetchall())
        for table in (*OWNERS, *_OWN_CODES)
    }


def differences(before: Content, after: Content) -> frozenset[str]:
    """The tables that differ."""
    return frozenset(table for table, rows in before.items() if rows != after[table])


# --- rows -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    table: str
    values: dict[str, Any]
    kinds: dict[str, str]
    keys: tuple[str, ...]
    person: PersonId | None

    @property
    def where(self) -> tuple[str, list[Any]]:
        return " AND ".join(f'"{k}" = ?' for k in self.keys), [self.values[k] for k in self.keys]


def _draw(connection: dbapi2.Connection, random: Random) -> _Row | None:
    table = random.choice([name for name in OWNERS if name != "tally"])
    columns = connection.execute(f"SELECT name, type, pk FROM pragma_table_info('{table}')").fetchall()
    bucket = OWNERS[table][1].bucket.format(r="t")
    names = ", ".join(f't."{name}"' for name, _, _ in columns)
    rows = connection.execute(
        f"SELECT (SELECT id FROM person WHERE row = coalesce({bucket}, 0)), {names} FROM {table} t"
    ).fetchall()
    if not rows:
        return None
    person, *values = random.choice(rows)
    return _Row(
        table,
        dict(zip([name for name, _, _ in columns], values, strict=True)),
        {name: kind for name, kind, _ in columns},
        tuple(name for name, _, pk in sorted(columns, key=lambda each: each[2]) if pk),
        PersonId(person) if person else None,
    )


def edited(connection: dbapi2.Connection, random: Random, _ground: Ground) -> Done | None:
    """One field of one row."""
    row = _draw(connection, random)
    if row is None:
        return None
    free = [c for c in row.values if c not in row.keys and c not in _SEALED and c != "id"]
    if not free:
        return None
    column = random.choice(free)
    where, key = row.where
    new = _other(row.values[column], row.kinds[column], random)
    connection.execute(f'UPDATE {row.table} SET "{column}" = ? WHERE {where}', [new, *key])
    return Done(f"{row.table}.{column}", row.table, row.person)


def removed(connection: dbapi2.Connection, random: Random, _ground: Ground) -> Done | None:
    """One row that nothing hangs on."""
    row = _draw(connection, random)
    if row is None:
        return None
    where, key = row.where
    connection.execute(f"DELETE FROM {row.table} WHERE {where}", key)
    person = None if row.table == "person" else row.person
    return Done(f"a row of {row.table}", row.table, person)


def added(connection: dbapi2.Connection, random: Random, _ground: Ground) -> Done | None:
    """A likeness of a row, under another key."""
    row = _draw(connection, random)
    if row is None:
        return None
    values = dict(row.values) | {c: None for c in _SEALED if c in row.values}
    key = "key" if row.table == "person_search" else row.keys[-1]
    for column in sorted({key, "id", "user_number", "login"} & values.keys()):
        kind = row.kinds[column]
        values[column] = random.randint(10_000, 99_999) if kind == "INTEGER" else _new_text(random)
    marks = ", ".join("?" * len(values))
    names = ", ".join(f'"{c}"' for c in values)
    connection.execute(f"INSERT INTO {row.table} ({names}) VALUES ({marks})", list(values.values()))
    person = PersonId(values["id"]) if row.table == "person" else row.person
    return Done(f"one more in {row.table}", row.table, person)


def _other(value: Any, kind: str, random: Random) -> Any:
    if kind == "INTEGER":
        return 1 if value is None else value + random.randint(1, 9)
    if kind == "BLOB":
        return (value or b"") + b"\1"
    if value and len(value) > 1 and random.random() < 0.5:
        return value[:-1] + chr(ord(value[-1]) ^ 1)
    return (value or "") + random.choice("abcæøå 123")


def _new_text(random: Random) -> str:
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


# --- the log ----------------------------------------------------------------------------------------------------------


def _numbers(connection: dbapi2.Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT seq FROM log ORDER BY seq")]


def log_edited(connection: dbapi2.Connection, random: Random, _ground: Ground) -> Done:
    """One field of one line."""
    seq = random.choice(_numbers(connection))
    column = random.choice(
        ("at", "user_id", "action", "person_id", "subject", "reason", "result", "basis", "mac")
    )
    (value,) = connection.execute(f"SELECT {column} FROM log WHERE seq = ?", (seq,)).fetchone()
    new = _other(value, "BLOB" if column == "mac" else "TEXT", random)
    connection.execute(f"UPDATE log SET {column} = ? WHERE seq = ?", (new, seq))
    return Done(f"log.{column}", seq=seq)


def log_removed(connection: dbapi2.Connection, random: Random, _ground: Ground) -> Done:
    """One line, or some from the end."""
    numbers = _numbers(connection)
    if random.random() < 0.3:
        first = numbers[-random.randint(1, 5)]
        connection.execute("DELETE FROM log WHERE seq >= ?", (first,))
        return Done("the log's end", seq=first)
    at = random.randrange(len(numbers) - 1)
    connection.execute("DELETE FROM log WHERE seq = ?", (numbers[at],))
    return Done("a log line", seq=numbers[at + 1])


def log_added(connection: dbapi2.Connection, random: Random, _ground: Ground) -> Done:
    """A likeness of a line, at the end or at the beginning."""
    numbers = _numbers(connection)
    seq = random.choice((numbers[-1] + 1, numbers[0] - 1))
    columns = [row[0] for row in connection.execute("SELECT name FROM pragma_table_info('log')")][1:]
    names = ", ".join(columns)
    connection.execute(
        f"INSERT INTO log (seq, {names}) SELECT ?, {names} FROM log WHERE seq = ?",
        (seq, random.choice(numbers)),
    )
    return Done("one more log line", seq=seq)


def log_reordered(connection: dbapi2.Connection, random: Random, _ground: Ground) -> Done:
    """Two lines change places."""
    one, other = sorted(random.sample(_numbers(connection), 2))
    for old, new in ((one, 10**9), (other, one), (10**9, other)):
        connection.execute("UPDATE log SET seq = ? WHERE seq = ?", (new, old))
    return Done("log lines", seq=one)


# --- what carries the codes -------------------------------------------------------------------------------------------


def seal_or_head(connection: dbapi2.Connection, random: Random, ground: Ground) -> Done | None:
    """A seal changed, removed, exchanged or put back; the head changed or put back."""
    seals = connection.execute("SELECT bucket, sealed FROM seal").fetchall()
    bucket, sealed = random.choice(seals)
    old = random.choice(ground.older).files["data.kpr"]
    kind = random.choice(("changed", "removed", "exchanged", "back", "head", "head back"))
    if kind == "changed":
        at = random.randrange(len(sealed))
        sealed = sealed[:at] + bytes((sealed[at] ^ 1 << random.randrange(8),)) + sealed[at + 1 :]
        connection.execute("UPDATE seal SET sealed = ? WHERE bucket = ?", (sealed, bucket))
    elif kind == "removed":
        connection.execute("DELETE FROM seal WHERE bucket = ?", (bucket,))
    elif kind == "exchanged":
        other, another = random.choice(seals)
        if other == bucket:
            return None
        connection.execute("UPDATE seal SET sealed = ? WHERE bucket = ?", (another, bucket))
        connection.execute("UPDATE seal SET sealed = ? WHERE bucket = ?", (sealed, other))
    elif kind == "head":
        column = random.choice(("saves", "epoch", "log_seq"))
        connection.execute(f"UPDATE head SET {column} = {column} + ?", (random.choice((-1, 1)),))
    else:
        return _back(connection, ground, kind, bucket, sealed, old)
    return Done(kind, places=frozenset(("head" if kind == "head" else "seal",)))


def _back(
    connection: dbapi2.Connection, ground: Ground, kind: str, bucket: int, sealed: bytes, old: bytes
) -> Done | None:
    """What the seal or the head was on an earlier day."""
    place = ground.folder.with_name("earlier.kpr")
    place.write_bytes(old)
    key = "x'" + ground.key.hex() + "'"
    connection.execute("ATTACH ? AS earlier KEY ?", (str(place), key))
    try:
        if kind == "head back":
            columns = "saves, epoch, log_seq, log_mac, sum_sealed, mac"
            connection.execute(
                f"UPDATE head SET ({columns}) = (SELECT {columns} FROM earlier.head) WHERE one = 1"
            )
            return Done(kind, places=frozenset(("head",)))
        row = connection.execute("SELECT sealed FROM earlier.seal WHERE bucket = ?", (bucket,)).fetchone()
        if row is None or row[0] == sealed:
            return None
        connection.execute("UPDATE seal SET sealed = ? WHERE bucket = ?", (row[0], bucket))
        return Done(kind, places=frozenset(("seal",)))
    finally:
        connection.execute("DETACH earlier")
