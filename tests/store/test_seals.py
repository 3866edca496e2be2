"""Rows are written and summed in one go as they are one by one, whatever stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.store.database import Value
from kpr_desktop.store.seals import NOTHING, canonical, canonical_rows, packed, unpacked, unpacked_of
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
