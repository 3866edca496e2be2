"""Rows are written and summed in one go as they are one by one, whatever stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.store.database import Value
from kpr_desktop.store.seals import (
    NOTHING,
    Changes,
    canonical,
    canonical_pieces,
    canonical_rows,
    packed,
    unpacked,
    unpacked_of,
)
from kpr_desktop.store.vault import UnlockedVault

VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.binary(max_size=3),
    st.text(max_size=5),
    st.sampled_from(["],[", "]\n[", '"],["', "[", "]", ",", "\n"]),
)
ROWS = st.lists(st.lists(VALUES, min_size=1, max_size=4), min_size=1, max_size=6)


@given(ROWS)
def test_many_rows_are_written_as_each_of_them(rows: list[list[Value]]) -> None:
    assert list(canonical_rows(rows)) == [canonical(row) for row in rows]


@pytest.mark.parametrize(
    "rows",
    [
        [["a", 1], ["b", 2]],
        [["],["], ["a"]],
        [[b"a", b"b"]],
        [[b"a"], [b"b"]],
        [[b"a", b"b"], ["],[", None], ["c"]],
    ],
)
def test_what_stands_between_two_rows_may_stand_in_one(rows: list[list[Value]]) -> None:
    assert list(canonical_rows(rows)) == [canonical(row) for row in rows]


@given(
    st.lists(st.one_of(VALUES, st.sampled_from([bytes(65_536), bytes(65_537), bytes(200_000)])), max_size=4)
)
def test_a_row_in_pieces_is_written_as_in_one(row: list[Value]) -> None:
    assert b"".join(canonical_pieces(row)) == canonical(row)


def test_a_row_with_a_file_gets_the_same_code_whatever_way_it_is_hashed(shared: UnlockedVault) -> None:
    hasher, keys = shared._ledger.hasher, shared._keys.integrity
    (number,) = [each for each, table in hasher.known.items() if table.name == "export"]
    head = canonical(("export", *hasher.known[number].columns)) + b"\0"
    rows: list[tuple[Value, ...]] = [(0, "a", bytes(3)), (0, "b", bytes(200_000)), (1, "c", None)]
    codes = [keys.row(head + canonical(row[1:])) for row in rows]
    assert [hasher.row(number, row[1:]) for row in rows] == codes
    assert hasher.totals(number, iter(rows)) == {0: (sum(codes[:2]) % 2**256, 2), 1: (codes[2], 1)}


def test_sums_by_bucket(shared: UnlockedVault) -> None:
    hasher = shared._ledger.hasher
    rows = [(number % 3, f"row {number}", b"]" if number == 7 else None) for number in range(1_203)]
    found = hasher.totals(1, iter(rows))
    assert {bucket: count for bucket, (_, count) in found.items()} == {0: 401, 1: 401, 2: 401}
    for bucket, (total, _) in found.items():
        assert total == sum(hasher.row(1, row[1:]) for row in rows if row[0] == bucket) % 2**256
        assert found[bucket] == hasher.total(1, (row[1:] for row in rows if row[0] == bucket))
    assert hasher.totals(1, ()) == {}
    assert hasher.total(1, ()) == NOTHING


def test_one_table_of_a_seal() -> None:
    # Bytes of a count or a sum that look like the number of a table are none.
    sums = {1: (44 << 248 | 44, 44), 12: (2**256 - 1, 1), 44: (5, 6)}
    plain = packed(sums)
    assert unpacked(plain) == sums
    assert {table: unpacked_of(plain, table) for table in sums} == sums
    assert unpacked_of(plain, 6) == NOTHING == unpacked_of(b"", 1)


def test_of_a_statement_that_fails_nothing_is_counted(shared: UnlockedVault) -> None:
    hasher = shared._ledger.hasher
    (table, *_) = hasher.known
    changes, (a, b) = Changes(hasher), (hasher.row(table, ("a",)), hasher.row(table, ("b",)))
    changes.note(table, 1, 5, "a")
    changes.settle()
    changes.note(table, 1, 5, "b")
    changes.note(table, 1, 6, "b")
    changes.drop()
    changes.settle()
    assert changes.all() == {5: {table: (a, 1)}}
    changes.note(table, -1, 5, "a")
    changes.note(table, 1, 5, "b")
    assert changes.all() == {5: {table: (b, 1)}}
    changes.clear()
    assert changes.all() == {}
