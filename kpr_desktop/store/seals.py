"""Sealed sums of rows, and the head of the book where they all come together.

A sum is a multiset hash (MSet-Add-Hash, Clarke et al., ASIACRYPT 2003): the keyed hashes of the rows added modulo
2**256, and their count. It tells that rows were changed, removed, added or put back, in whatever order they lie.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.database import Database, Row, Value
from kpr_desktop.store.watch import Table
from kpr_desktop.usecases.key_ports import IntegrityKeys

BOOK = 0
"""The bucket of all that belongs to no person."""
_MODULUS = 1 << 256
_SUM_BYTES = 32
_COUNT_BYTES = 5
_RECORD = 1 + _COUNT_BYTES + _SUM_BYTES
NO_MAC = bytes(32)
"""What stands before the first line of the log."""

Sum = tuple[int, int]
"""The sum of the rows' keyed hashes, and how many there are."""
Sums = dict[int, Sum]
"""One for each table that has rows, by the table's number."""
NOTHING: Sum = (0, 0)

_SEAL = b"seal\0"
"""Stands before what `Seals.digest` hashes, as a table's name before its rows."""
_TOGETHER = 500
"""Rows that are hashed in one go."""
_FILE = "data"
"""The column that a whole file stands in: its rows are hashed one at a time."""
_LARGE = 65_536
"""Octets; a longer value is hashed in pieces of so many."""
_ADD_SEAL = "INSERT INTO seal (sealed, bucket) VALUES (?, ?)"
_HEAD = "saves, epoch, log_seq, log_mac, sum_sealed, mac"
_GET_HEAD = f"SELECT {_HEAD} FROM head"  # noqa: S608 - our own column names
_ADD_HEAD = f"INSERT INTO head (one, {_HEAD}) VALUES (1, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - as above
_SAVE_HEAD = "UPDATE head SET saves = ?, epoch = ?, log_seq = ?, log_mac = ?, sum_sealed = ?, mac = ?"


def _octets(value: bytes) -> list[str]:
    return ["b", value.hex()]


_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=_octets).encode


class _TooLarge(Exception):
    """The row is to be hashed in pieces."""


def _few_octets(value: bytes) -> list[str]:
    if len(value) > _LARGE:
        raise _TooLarge
    return _octets(value)


_encode_small = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=_few_octets).encode


def canonical(values: Iterable[Value]) -> bytes:
    """One way to write a row of values: JSON, ASCII, no blanks; bytes as ["b", hex]."""
    return _encode(list(values)).encode()


def canonical_pieces(values: Sequence[Value]) -> Iterator[bytes]:
    """`canonical` in pieces: written out a file takes twice its length, and several times that on the way."""
    for place, value in enumerate(values):
        yield b"," if place else b"["
        if isinstance(value, bytes) and len(value) > _LARGE:
            yield b'["b","'
            for at in range(0, len(value), _LARGE):
                yield value[at : at + _LARGE].hex().encode()
            yield b'"]'
        else:
            yield _encode(value).encode()
    yield b"]" if values else b"[]"


def canonical_rows(rows: Sequence[Sequence[Value]]) -> Iterator[bytes]:
    """`canonical` of each of several rows. Written in one go: asking the encoder takes longer than its work."""
    # "],[" stands between any two rows; once more, and it stands in a row too: in a text, or between two blobs.
    # JSON has no line break of its own here.
    lines = _encode(rows)[1:-1].replace("],[", "]\n[").encode().split(b"\n")
    return iter(lines) if len(lines) == len(rows) else map(canonical, rows)


class Hasher:
    """Keyed hashes of rows. The table's name and columns are bound in: a new form of a table is sealed anew."""

    def __init__(self, keys: IntegrityKeys, known: Mapping[int, Table]) -> None:
        self.known = known
        self._row = keys.row
        self._row_of = keys.row_of
        self._rows = keys.rows
        self._heads = {number: canonical((t.name, *t.columns)) + b"\0" for number, t in known.items()}

    def row(self, table: int, values: Sequence[Value]) -> int:
        """A number 0..2**256-1."""
        try:
            text = _encode_small(values)
        except _TooLarge:
            return self._row_of(chain((self._heads[table],), canonical_pieces(values)))
        return self._row(self._heads[table] + text.encode())

    def total(self, table: int, rows: Iterable[Sequence[Value]]) -> Sum:
        """The sum of many rows of one table."""
        return self.totals(table, ((BOOK, *row) for row in rows)).get(BOOK, NOTHING)

    def totals(self, table: int, rows: Iterable[Row]) -> dict[int, Sum]:
        """The sums of many rows of one table by bucket, which stands in front of each row's values."""
        found: dict[int, Sum] = {}
        if _FILE in self.known[table].columns:
            for bucket, *values in rows:
                total, count = found.get(bucket, NOTHING)
                found[bucket] = (total + self.row(table, values)) % _MODULUS, count + 1
            return found
        left = iter(rows)
        while some := list(islice(left, _TOGETHER)):
            codes = self._rows(self._heads[table], canonical_rows([row[1:] for row in some]))
            for row, code in zip(some, codes, strict=True):
                total, count = found.get(row[0], NOTHING)
                found[row[0]] = (total + code) % _MODULUS, count + 1
        return found


class Changes:
    """What a transaction has changed, as sums by bucket and table: of the rows themselves nothing is kept.

    What the running statement has changed stands apart until the next one begins: it may fail.
    """

    def __init__(self, hasher: Hasher) -> None:
        self._row = hasher.row
        self._kept: dict[int, Sums] = {}
        self._running: dict[int, Sums] = {}

    def note(self, table: int, sign: int, bucket: int, *values: Value) -> None:
        """A row came (`sign` 1) or went (-1)."""
        _count_in(self._running, bucket, table, (sign * self._row(table, values), sign))

    def settle(self) -> None:
        """The statement was done; another begins."""
        if self._running:
            running, self._running = self._running, {}
            if not self._kept:
                self._kept = running
                return
            for bucket, sums in running.items():
                for table, change in sums.items():
                    _count_in(self._kept, bucket, table, change)

    def drop(self) -> None:
        """The statement failed: nothing of it came to be."""
        self._running = {}

    def clear(self) -> None:
        """Another transaction begins."""
        self._kept, self._running = {}, {}

    def all(self) -> dict[int, Sums]:
        """Everything so far, by bucket."""
        self.settle()
        return self._kept


def _count_in(folded: dict[int, Sums], bucket: int, table: int, change: Sum) -> None:
    sums = folded.setdefault(bucket, {})
    total, count = sums.get(table, NOTHING)
    sums[table] = total + change[0], count + change[1]


def added(sums: Sums, change: Sums) -> Sums:
    """Sums brought forward; a table without rows is left out, unless its sum is not nothing."""
    made = dict(sums)
    for table, (total, count) in change.items():
        old_total, old_count = made.pop(table, (0, 0))
        new = ((old_total + total) % _MODULUS, old_count + count)
        if new[1] < 0:
            raise EnvironmentFault("vault.tampered", where="seal")
        if new != (0, 0):
            made[table] = new
    return made


def packed(sums: Sums) -> bytes:
    """The plain text of a seal."""
    return b"".join(
        bytes((table,)) + count.to_bytes(_COUNT_BYTES, "big") + total.to_bytes(_SUM_BYTES, "big")
        for table, (total, count) in sorted(sums.items())
    )


def unpacked(plain: bytes) -> Sums:
    """The reverse of `packed`."""
    return {plain[at]: _unpacked(plain, at) for at in range(0, len(plain), _RECORD)}


def unpacked_of(plain: bytes, table: int) -> Sum:
    """What a seal's plain text says of one table."""
    at = plain[::_RECORD].find(table)
    return _unpacked(plain, at * _RECORD) if at >= 0 else NOTHING


def _unpacked(plain: bytes, at: int) -> Sum:
    count, end = at + 1, at + 1 + _COUNT_BYTES
    return int.from_bytes(plain[end : at + _RECORD], "big"), int.from_bytes(plain[count:end], "big")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the book ends: number of saves, the log's last line, and the sum over all seals with their count."""

    saves: int = 0
    log_seq: int = 0
    log_mac: bytes = NO_MAC
    total: int = 0
    seals: int = 0
    mac: bytes = b""


class Seals:
    """Reads and writes `seal` and `head` inside the caller's transaction, always from the database.

    What is held back is only that a stored row was found sound: the same bytes need not be opened again.
    """

    def __init__(self, database: Database, keys: IntegrityKeys) -> None:
        self._database = database
        self._keys = keys
        self._sound_head: tuple[Row, Head] = ((), Head())
        self._sound_seal: tuple[int, bytes, int, Sums] = (-1, b"", 0, {})

    def head(self) -> Head:
        """Raises EnvironmentFault vault.tampered (where=head) when it is not there, or not as it was written."""
        row = self._database.one(_GET_HEAD)
        if row is None:
            raise EnvironmentFault("vault.tampered", where="head")
        if row != self._sound_head[0]:
            self._sound_head = row, self._opened_head(row)
        return self._sound_head[1]

    def _opened_head(self, row: Row) -> Head:
        saves, epoch, log_seq, log_mac, sum_sealed, mac = row
        if epoch != self._keys.epoch or mac != self._mac(saves, log_seq, log_mac, sum_sealed):
            raise EnvironmentFault("vault.tampered", where="head")
        plain = self._keys.unseal(b"head", sum_sealed)
        total, seals = int.from_bytes(plain[:_SUM_BYTES], "big"), int.from_bytes(plain[_SUM_BYTES:], "big")
        return Head(saves, log_seq, log_mac, total, seals, mac)

    def save_head(self, head: Head) -> Head:
        """Write it; gives it with its code."""
        plain = head.total.to_bytes(_SUM_BYTES, "big") + head.seals.to_bytes(8, "big")
        sealed = self._keys.seal(b"head", plain)
        mac = self._mac(head.saves, head.log_seq, head.log_mac, sealed)
        row = (head.saves, self._keys.epoch, head.log_seq, head.log_mac, sealed, mac)
        if self._database.run(_SAVE_HEAD, row).rowcount != 1:
            self._database.run(_ADD_HEAD, row)
        made = Head(head.saves, head.log_seq, head.log_mac, head.total, head.seals, mac)
        self._sound_head = row, made
        return made

    def sums(self, bucket: int) -> Sums:
        """What the seal of a bucket says; nothing where there is none. Raises EnvironmentFault vault.tampered."""
        row = self._database.one("SELECT sealed FROM seal WHERE bucket = ?", (bucket,))
        return unpacked(self.opened(bucket, row[0])) if row else {}

    def opened(self, bucket: int, sealed: bytes) -> bytes:
        """Raises EnvironmentFault vault.tampered (where=seal)."""
        try:
            return self._keys.unseal(_about(bucket), sealed)
        except EnvironmentFault as fault:
            raise EnvironmentFault("vault.tampered", where="seal") from fault

    def apply(self, bucket: int, change: Sums, head: Head) -> Head:
        """Bring one seal forward, and the sum over all seals with it."""
        row = self._database.one("SELECT sealed FROM seal WHERE bucket = ?", (bucket,))
        total, seals = head.total, head.seals
        before: Sums = {}
        if row:
            digest, before = self._sound(bucket, row[0])
            total -= digest
            seals -= 1
        after = added(before, change)
        if after:
            sealed = self._keys.seal(_about(bucket), packed(after))
            digest = self.digest(bucket, sealed)
            self._database.run(
                "UPDATE seal SET sealed = ? WHERE bucket = ?" if row else _ADD_SEAL, (sealed, bucket)
            )
            self._sound_seal = bucket, sealed, digest, after
            total += digest
            seals += 1
        else:
            self._database.run("DELETE FROM seal WHERE bucket = ?", (bucket,))
        return Head(head.saves, head.log_seq, head.log_mac, total % _MODULUS, seals)

    def _sound(self, bucket: int, sealed: bytes) -> tuple[int, Sums]:
        """The digest and the sums of a stored seal. Who works in one case file opens the same seal again and again."""
        if self._sound_seal[:2] != (bucket, sealed):
            sums = unpacked(self.opened(bucket, sealed))
            self._sound_seal = bucket, sealed, self.digest(bucket, sealed), sums
        return self._sound_seal[2:]

    def add(self, made: Iterable[tuple[int, Sums]], head: Head) -> Head:
        """Write many seals where there were none."""
        total, seals = head.total, head.seals
        for bucket, sums in made:
            sealed = self._keys.seal(_about(bucket), packed(sums))
            self._database.run(_ADD_SEAL, (sealed, bucket))
            total += self.digest(bucket, sealed)
            seals += 1
        return replace(head, total=total % _MODULUS, seals=seals)

    def whole(self, head: Head) -> bool:
        """Whether all seals are there, none too many and none of another time."""
        total = count = 0
        for digest in self._keys.rows(_SEAL, (_numbered(*each) for each in self.each())):
            total += digest
            count += 1
        return (total % _MODULUS, count) == (head.total, head.seals)

    def each(self) -> Iterator[tuple[int, bytes]]:
        """All seals as they are stored."""
        yield from self._database.each("SELECT bucket, sealed FROM seal")

    def digest(self, bucket: int, sealed: bytes) -> int:
        """The keyed hash of a seal, for the sum over all of them."""
        return self._keys.row(_SEAL + _numbered(bucket, sealed))

    def _mac(self, saves: int, log_seq: int, log_mac: bytes, sealed: bytes) -> bytes:
        numbers = b"".join(each.to_bytes(8, "big") for each in (saves, self._keys.epoch, log_seq))
        return self._keys.mac("head", numbers + log_mac + sealed)


def _numbered(bucket: int, sealed: bytes) -> bytes:
    return bucket.to_bytes(8, "big") + sealed


def _about(bucket: int) -> bytes:
    return b"seal/%d" % bucket
