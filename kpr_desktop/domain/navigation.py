"""The way through an interview, with no toolkit in it: which step stands where, what comes next, what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """The step is shown only while the answer to `item` is one of `values`."""

    item: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of the interview."""

    item: str
    group: str
    required: bool = True
    visible_when: Condition | None = None


def is_visible(step: Step, values: Mapping[str, str]) -> bool:
    """Whether the skip logic shows the step under the answers given so far."""
    condition = step.visible_when
    return condition is None or values.get(condition.item, "") in condition.values


def visible(steps: Sequence[Step], values: Mapping[str, str]) -> list[Step]:
    """The steps that are to be walked, in their order."""
    return [s for s in steps if is_visible(s, values)]


def following(steps: Sequence[Step], values: Mapping[str, str], item: str) -> str | None:
    """The item after `item`, or None when it was the last one (the summary comes next)."""
    return _neighbour(steps, values, item, +1)


def preceding(steps: Sequence[Step], values: Mapping[str, str], item: str) -> str | None:
    """The item before `item`, or None when it is the first one."""
    return _neighbour(steps, values, item, -1)


def first_open(steps: Sequence[Step], values: Mapping[str, str]) -> str | None:
    """The first visible step without an answer, or None when all are answered."""
    return next((s.item for s in visible(steps, values) if not values.get(s.item)), None)


def missing(steps: Sequence[Step], values: Mapping[str, str]) -> list[str]:
    """The required visible items that have no answer."""
    return [s.item for s in visible(steps, values) if s.required and not values.get(s.item)]


def _neighbour(steps: Sequence[Step], values: Mapping[str, str], item: str, direction: int) -> str | None:
    # Counted from the item's own place in the full list: it may just have become invisible itself.
    places = {s.item: i for i, s in enumerate(steps)}
    i = places[item] + direction
    while 0 <= i < len(steps):
        if is_visible(steps[i], values):
            return steps[i].item
        i += direction
    return None
