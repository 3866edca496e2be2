"""How long one waits after wrong tries to log in: longer each time, never for good (security page, threat A5).

Two counts: each user's own wrong tries, and those of the whole machine, which has more room before it makes anybody
wait, so that one colleague's Caps Lock is not another's quarter of an hour. A try counts before it is judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

DELAYS = (0, 0, 0, 2, 5, 15, 30, 60, 120, 240, 480)
"""Seconds to wait after the first wrong try, the second, and so on."""
LONGEST = 900
"""Seconds to wait after every later one."""
MACHINE_ROOM = 6
"""Wrong tries of the machine's users together that count for nothing."""
FADES = timedelta(hours=24)
"""After so long without a wrong try a user's count begins anew: less than 96 tries a day, whoever waits for it."""
MOST_KEPT = 500
"""Users that are kept; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Tries:
    """One user's wrong tries since the last right one. `untold`: those that no log has told of; `last`: the latest."""

    wrong: int
    untold: int
    last: datetime


Book = Mapping[str, Tries]
"""Key of a user of a vault -> that user's tries, on one machine."""


def delay(wrong: int) -> int:
    """Seconds to wait after `wrong` tries (0 or fewer: none)."""
    if wrong <= 0:
        return 0
    return DELAYS[wrong - 1] if wrong <= len(DELAYS) else LONGEST


def settled(book: Book, now: datetime) -> Book:
    """The book as it is read at `now`: what has faded counts no more.

    A try from the future (the clock was set back) counts as one of now: the wait is whole, and it ends.
    """
    found = {}
    for key, tries in book.items():
        if now - tries.last >= FADES:
            found[key] = replace(tries, wrong=0)
        else:
            found[key] = replace(tries, last=min(tries.last, now))
    return found


def waiting(book: Book, key: str, now: datetime) -> int:
    """Whole seconds until this user may try (again), of a settled book; 0 = now."""
    own = book.get(key)
    ends = [own.last + timedelta(seconds=delay(own.wrong))] if own is not None else []
    if book:
        together = sum(tries.wrong for tries in book.values())
        latest = max(tries.last for tries in book.values())
        ends.append(latest + timedelta(seconds=delay(together - MACHINE_ROOM)))
    left = max((end - now for end in ends), default=timedelta())
    return max(0, -(-left // timedelta(seconds=1)))


def begun(book: Book, key: str, now: datetime) -> Book:
    """With one more try, counted as wrong until it turns out to be right."""
    before = book.get(key, Tries(0, 0, now))
    kept = {**book, key: Tries(before.wrong + 1, before.untold + 1, now)}
    return dict(sorted(kept.items(), key=lambda each: each[1].last)[-MOST_KEPT:])


def taken_back(book: Book, key: str, before: Tries | None) -> Book:
    """Without the try that was begun: it was not judged. `before`: what stood there before it began."""
    now = book.get(key)
    if now is None:
        return book
    last = before.last if before is not None else now.last
    left = Tries(max(0, now.wrong - 1), max(0, now.untold - 1), last)
    return {**book, key: left} if left.untold or left.wrong else without(book, key)


def told(book: Book, key: str) -> Book:
    """The log tells of one wrong try. It still counts."""
    now = book.get(key)
    return book if now is None else {**book, key: replace(now, untold=max(0, now.untold - 1))}


def right(book: Book, key: str) -> Book:
    """The try that was begun was right: the user's count is over. What is left is what no log has told of yet."""
    now = book.get(key)
    if now is None or now.untold <= 1:
        return without(book, key)
    return {**book, key: replace(now, wrong=0, untold=now.untold - 1)}


def without(book: Book, key: str) -> Book:
    """Nothing about this user."""
    return {each: tries for each, tries in book.items() if each != key}
