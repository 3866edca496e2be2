"""What stands together on a page: a heading with the beginning of what it is of, and a question with its answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from reportlab.platypus import CondPageBreak, Flowable

from kpr_desktop.letters import styles as s
from kpr_desktop.letters.table import Table
from kpr_desktop.letters.text import Text

_ROWS, _LINES = 2, 3
"""So much of a table, and of a paragraph, follows what leads to it."""


def kept(flowables: Iterable[Flowable]) -> Iterator[Flowable]:
    """The flowables, with a page break before what would be torn from what follows it.

    The library keeps a heading and a whole table together, and so leaves a page half empty; here a heading asks for
    room for the first rows alone. What stands under a heading that is kept whole is never cut, unless it is longer than
    a page.
    """
    found = list(flowables)
    at = 0
    while at < len(found):
        led = list(takewhile(lambda each: each.keepWithNext, found[at:]))
        if led:
            yield CondPageBreak(_room(found, at, len(led)))
        for each in led:
            each.keepWithNext = 0
        yield from found[at : at + len(led) + 1]
        at += len(led) + 1


def _room(found: Sequence[Flowable], at: int, count: int) -> float:
    """The height that `count` flowables from `at`, which lead to what follows them, ask for."""
    end = at + count
    room = _height(found[at:end]) + (_beginning(found[end]) if end < len(found) else 0.0)
    for inner in range(at, end):
        heading = found[inner]
        if isinstance(heading, Text) and heading.whole:
            whole = _height(found[at:inner]) + _height(_under(found, inner))
            room = max(room, whole if whole <= s.WHOLE_PAGE else 0.0)
    return min(room, s.WHOLE_PAGE)


def _under(found: Sequence[Flowable], at: int) -> list[Flowable]:
    """A heading and what stands under it, up to the next heading."""
    below = takewhile(lambda each: not (isinstance(each, Text) and each.heads), found[at + 1 :])
    return [found[at], *below]


def _height(some: Iterable[Flowable]) -> float:
    return sum(
        each.wrap(s.TEXT_WIDTH, s.WHOLE_PAGE)[1] + each.getSpaceBefore() + each.getSpaceAfter()
        for each in some
    )


def _beginning(flowable: Flowable) -> float:
    """The height of as much of it as may stand alone at the end of a page."""
    tall = flowable.getSpaceBefore() + flowable.wrap(s.TEXT_WIDTH, s.WHOLE_PAGE)[1]
    if isinstance(flowable, Table):
        return min(tall, flowable.getSpaceBefore() + flowable.height_of(_ROWS))
    if isinstance(flowable, Text):
        return min(tall, flowable.getSpaceBefore() + _LINES * flowable.look.leading)
    return tall
