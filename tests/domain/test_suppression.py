from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.suppression import alone, grid, is_small, line

LEAST = 5
COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=6)


def test_nobody_is_told_and_few_are_not() -> None:
    assert alone([0, 1, 4, 5, 99], LEAST) == [0, None, None, 5, 99]
    assert [is_small(n, LEAST) for n in (0, 1, 4, 5)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([5, 6], [5, 6], 11),
        ([0, 0], [0, 0], 0),
        ([3, 7, 9], [None, None, 9], 19),  # one alone would be the sum minus the rest
        ([1, 1, 9, 20], [None, None, None, 20], 31),  # two ones are told by a two
        ([2, 3, 9], [None, None, 9], 14),
        ([3, 0, 9], [None, 0, None], 12),
        ([1, 0, 0], [None, None, None], None),
        ([2, 2, 0], [None, None, None], None),
        ([4, 4, 0], [None, None, 0], 8),
        ([7], [7], 7),
        ([], [], 0),
    ],
)
def test_a_line_and_its_sum(counts: list[int], cells: list[int | None], total: int | None) -> None:
    assert line(counts, LEAST) == (cells, total)


def possible(cells: list[int | None], total: int) -> list[tuple[int, ...]]:
    """Every line that would be shown as this one: what somebody who knows the rule can work out."""
    gaps = [i for i, cell in enumerate(cells) if cell is None]
    left = total - sum(cell for cell in cells if cell is not None)
    found = []
    for guess in product(range(left + 1), repeat=len(gaps)):
        if sum(guess) == left:
            counts = [cell or 0 for cell in cells]
            for i, value in zip(gaps, guess, strict=True):
                counts[i] = value
            if line(counts, LEAST) == (cells, total):
                found.append(guess)
    return found


@given(st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_no_hidden_number_can_be_worked_out_from_the_sum(counts: list[int]) -> None:
    cells, total = line(counts, LEAST)
    if total is None:
        assert set(cells) == {None}
        return
    assert not any(cell is not None and is_small(cell, LEAST) for cell in cells)
    small = [i for i, count in enumerate(counts) if is_small(count, LEAST)]
    guesses = possible(cells, total)
    gaps = [i for i, cell in enumerate(cells) if cell is None]
    for i in small:
        assert len({guess[gaps.index(i)] for guess in guesses}) > 1


@given(COUNTS)
def test_what_is_shown_is_right(counts: list[int]) -> None:
    cells, total = line(counts, LEAST)
    assert total in (None, sum(counts))
    assert all(cell in (None, count) for cell, count in zip(cells, counts, strict=True))


def test_a_persons_column_tells_of_no_hidden_cell() -> None:
    rows = [[4, 6, 30, 40], [9, 20, 30, 40]]
    told = grid(rows, [13, 26, 60, 80], LEAST)
    assert told == [([None, None, 30, 40], 80), ([None, None, 30, 40], 99)]
    # Where everybody may be in the other line too, the column tells nothing.
    assert grid(rows, [9, 20, 30, 40], LEAST)[1] == ([9, 20, 30, 40], 99)
    assert grid([], [13], LEAST) == []


def test_what_is_shown_tells_of_no_hidden_sum() -> None:
    columns, total = line([9, 1, 30], LEAST)
    assert (columns, total) == ([None, None, 30], 40)
    # 9 shown would leave just one of the ten for the second column.
    told = grid([[9, 0, 30], [0, 1, 0], [0, 0, 8]], columns, LEAST)
    assert told == [([None, None, 30], 39), ([None, None, None], None), ([0, 0, 8], 8)]


@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=4
        )
    )
)
def test_in_a_grid_every_line_and_column_hides_two_or_none(rows: list[list[int]]) -> None:
    """Nobody is in two lines here, which is when the columns tell the most."""
    sums = [sum(column) for column in zip(*rows, strict=True)]
    columns, _ = line(sums, LEAST)
    told = grid(rows, columns, LEAST)
    for cells, total in told:
        assert not any(cell is not None and is_small(cell, LEAST) for cell in cells)
        hidden = cells.count(None)
        assert total is None or hidden != 1
    for place, total in enumerate(columns):
        if total is None:
            assert not any(cells[place] for cells, _ in told)
        else:
            closed = [row[place] for row, (cells, _) in zip(rows, told, strict=True) if cells[place] is None]
            assert (
                not closed or not sum(closed) or (len(closed) > 1 and sum(closed) >= LEAST) or len(rows) == 1
            )
