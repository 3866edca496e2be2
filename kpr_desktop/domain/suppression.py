"""Hiding small numbers of persons, so that neither a cell nor a sum beside it gives anybody away. Our own rule."""

from __future__ import annotations

from collections.abc import Sequence

Told = int | None
"""A number of persons, or None where it is hidden."""


def is_small(count: int, least: int) -> bool:
    """Whether a number of persons is not told by itself. Nobody is no person, and is told."""
    return 0 < count < least


def alone(counts: Sequence[int], least: int) -> list[Told]:
    """Numbers that no sum stands beside: the small ones are hidden."""
    return [None if is_small(count, least) else count for count in counts]


def line(counts: Sequence[int], least: int) -> tuple[list[Told], Told]:
    """The numbers of a line and its sum. Persons are in one cell of the line each.

    A small sum hides the whole line, the noughts too: else they told where those few are. Otherwise the small cells are
    hidden, and then the smallest that is shown (those above nought first), until the hidden ones are at least two and
    together at least `least`: the sum minus what is shown tells no single cell then.
    """
    total = sum(counts)
    if is_small(total, least):
        return [None] * len(counts), None
    hidden = _wider(counts, {i for i, count in enumerate(counts) if is_small(count, least)}, least)
    return [None if i in hidden else count for i, count in enumerate(counts)], total


def grid(rows: Sequence[Sequence[int]], columns: Sequence[Told], least: int) -> list[tuple[list[Told], Told]]:
    """Lines of two cells or more, as `line`, where a person may be in several lines and `columns` tells how many
    persons each column has in all (None = hidden).

    Such a sum is no sum of the column, but what is shown in the column subtracted from it still tells that so many at
    least are hidden. Wherever that is anybody, the column's hidden cells must be two and together `least` too.
    Where the sum is hidden, a cell above nought would say that it is no less than that, and so how much is left for the
    other hidden sums: a line with anybody in these columns shows none of them.
    """
    told = [line(row, least) for row in rows]
    hidden = [{i for i, cell in enumerate(cells) if cell is None} for cells, _ in told]
    sums = {i for i, total in enumerate(columns) if total is None}
    hidden = [
        each | sums if any(row[i] for i in sums) else each for row, each in zip(rows, hidden, strict=True)
    ]
    before = -1
    while before != (before := sum(len(each) for each in hidden)):
        for place, total in enumerate(columns):
            own = [row[place] for row in rows]
            closed = {i for i, each in enumerate(hidden) if place in each}
            if total is not None and total > sum(c for i, c in enumerate(own) if i not in closed):
                for i in _wider(own, closed, least):
                    hidden[i].add(place)
        hidden = [_wider(row, each, least) for row, each in zip(rows, hidden, strict=True)]
    return [
        ([None if i in closed else count for i, count in enumerate(row)], total)
        for row, closed, (_, total) in zip(rows, hidden, told, strict=True)
    ]


def _wider(counts: Sequence[int], hidden: set[int], least: int) -> set[int]:
    """`hidden` and as many more places as it takes. Nothing hidden takes nothing."""
    found = set(hidden)
    rest = sorted(
        (i for i in range(len(counts)) if i not in found), key=lambda i: (counts[i] == 0, counts[i])
    )
    while found and rest and (len(found) == 1 or sum(counts[i] for i in found) < least):
        found.add(rest.pop(0))
    return found
