"""Finding persons by what is typed of a name: ranges of a sorted table, never a scan of all names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpr_desktop.domain.names import KEY_CHARACTERS, fold
from kpr_desktop.store.database import Database, Value

SCAN_ROWS = 2000
"""At most so many keys are looked through for one search, however many persons there are."""
SCAN_WORDS = 64
"""At most so many different words are tried as the first of two partly typed ones."""
TYPED_WORDS = 6
_HIDDEN = 2
_LAST = "\U0010ffff"
_AFTER_BLANK = "!"
_RANGE = "SELECT key, person FROM person_search WHERE rank = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?"


def rows_of(person: int, keys: Iterable[tuple[int, str]], *, hidden: bool) -> list[tuple[int, str, int]]:
    """The rows of person_search for one person (its row number)."""
    more = _HIDDEN if hidden else 0
    return [(rank + more, key, person) for rank, key in sorted(keys)]


def find(database: Database, typed: str, *, limit: int, hidden: bool) -> dict[int, int]:
    """Row numbers of persons with their rank: 0 where a word begins as typed, 1 where it is inside one.

    Several words may each be a part of some word of the name, in any order.
    """
    phrase = fold(typed)
    found: dict[int, int] = {}
    if not phrase:
        return found
    words = sorted(phrase.split(" ")[:TYPED_WORDS], key=len, reverse=True)
    for rank in (0, 1):
        for table_rank in (rank, rank + _HIDDEN) if hidden else (rank,):
            for row in _matches(database, table_rank, phrase, words):
                found.setdefault(row, rank)
                if len(found) >= limit:
                    return found
    return found


def _matches(database: Database, rank: int, phrase: str, words: list[str]) -> Iterator[int]:
    """Persons with the whole phrase, then with one word after another, then with every word somewhere."""
    yield from _range(database, rank, phrase, [])
    if len(words) > 1:
        longest, second, *others = words
        yield from _pairs(database, rank, longest, second, others)
        yield from _pairs(database, rank, second, longest, others)
        yield from _range(database, rank, longest, [second, *others])


def _pairs(database: Database, rank: int, first: str, second: str, others: list[str]) -> Iterator[int]:
    """Keys whose first word begins with `first` and whose next with `second`: one leap for each first word there is."""
    begin = first
    for _ in range(SCAN_WORDS):
        hit = database.one(_RANGE, (rank, begin, first[:KEY_CHARACTERS] + _LAST, 1))
        if hit is None:
            return
        word = hit[0].partition(" ")[0]
        yield from _range(database, rank, f"{word} {second}", others)
        begin = word + _AFTER_BLANK


def _range(database: Database, rank: int, begin: str, others: list[str]) -> Iterator[int]:
    """Keys that begin with `begin` and hold every one of `others` after it."""
    begin = begin[:KEY_CHARACTERS]
    values: tuple[Value, ...] = (rank, begin, begin + _LAST, SCAN_ROWS)
    sql = _RANGE
    if others:
        sql = f"SELECT key, person FROM ({_RANGE}) WHERE " + " AND ".join(  # noqa: S608 - our own text
            ["instr(substr(key, ?), ?) > 0"] * len(others)
        )
        for other in others:
            values += (len(begin) + 1, other)
    yield from (row for _, row in database.each(sql, values))
