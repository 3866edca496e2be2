"""What has changed since last time, variable by variable, and where a reason is asked for.

Which change asks for a reason is a table of the code book (`Expectations`), not code. 9 and «not asked yet» are no
steps of the scale: nothing is counted to or from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kpr_desktop.domain.assessment import Assessment

SCALE = ("1", "2", "3", "4", "5")
"""The scores that are steps of a scale, from least to most (facts page 1.2 [A S1])."""


class ChangeKind(StrEnum):
    """How a score stands to the last one. On all three scales a lower score is the easier one.

    `NEW`: scored now, not last time. `GONE`: scored last time, not now. `NOT_COMPARABLE`: one of the two is 9.
    """

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEW = "new"
    GONE = "gone"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class Expectations:
    """From how many steps on (1-4) a reason is asked for.

    `jump`: either way. `improvement`: for the better, with other numbers for single variables in `items`.
    """

    jump: int = 2
    improvement: int = 2
    items: Mapping[str, int] = field(default_factory=dict)

    def improvement_of(self, item: str) -> int:
        """The number of steps from which an improvement of this variable is unexpected."""
        return self.items.get(item, self.improvement)


@dataclass(frozen=True, slots=True)
class Change:
    """One variable, last time and now. `steps` is how far apart the scores are, 0-4, without direction.

    `reason` is what the assessor has written; `needs_reason` tells that one is asked for, written or not.
    """

    item: str
    before: str
    now: str
    kind: ChangeKind
    steps: int = 0
    reason: str = ""
    unexpected: bool = False
    needs_reason: bool = False

    @property
    def lacks_reason(self) -> bool:
        """Whether a reason is asked for and none is written."""
        return self.needs_reason and not self.reason


def on_scale(score: str) -> bool:
    """Whether a score is a step of the scale: 1-5, not 9 and not empty."""
    return score in SCALE


def compare(
    before: Assessment, now: Assessment, items: Iterable[str], expected: Expectations
) -> tuple[Change, ...]:
    """The variables `items`, in their order; one that was scored neither time is left out."""
    found = []
    for item in items:
        answer = now.answer(item)
        was, is_ = before.value(item), answer.value
        if was or is_:
            found.append(_change(item, was, is_, answer.reason.strip(), expected))
    return tuple(found)


def _change(item: str, before: str, now: str, reason: str, expected: Expectations) -> Change:
    kind = _kind(before, now)
    steps = abs(int(now) - int(before)) if on_scale(before) and on_scale(now) else 0
    unexpected = kind is ChangeKind.BETTER and steps >= expected.improvement_of(item)
    needs = unexpected or steps >= expected.jump
    return Change(item, before, now, kind, steps, reason, unexpected, needs)


def _kind(before: str, now: str) -> ChangeKind:
    if not before:
        return ChangeKind.NEW
    if not now:
        return ChangeKind.GONE
    if before == now:
        return ChangeKind.SAME
    if not (on_scale(before) and on_scale(now)):
        return ChangeKind.NOT_COMPARABLE
    return ChangeKind.BETTER if now < before else ChangeKind.WORSE
