"""Our own overview of an assessment: plain figures for each group of variables.

Never the official composite measure, whose formula we do not have (facts page section 5): no figure joins the groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.changes import on_scale

HELP = ("3", "4", "5")
"""The scores of the general scale that tell of personal help (facts page 1.2 [A S3])."""


@dataclass(frozen=True, slots=True)
class GroupRule:
    """Which variables make a group, and how many of them must have a score 1-5 before a mean is given (1 or more)."""

    group: str
    items: tuple[str, ...]
    least_valid: int


@dataclass(frozen=True, slots=True)
class GroupProfile:
    """The figures of one group: `mean` 1-5 (None with too few scores), `valid` scores 1-5, `from_three` of them 3-5.

    `highest` is the highest score 1-5, 0 when there is none; `items` is how many variables the group has.
    """

    group: str
    mean: Fraction | None
    valid: int
    from_three: int
    highest: int
    items: int


def profile(assessment: Assessment, groups: Iterable[GroupRule]) -> tuple[GroupProfile, ...]:
    """The figures of each group, in their order."""
    return tuple(_group(assessment, rule) for rule in groups)


def mean_of(values: Mapping[str, int], least_valid: int) -> Fraction | None:
    """The mean of the scores, or None when there are fewer than `least_valid` (or none at all)."""
    if not values or len(values) < least_valid:
        return None
    return Fraction(sum(values.values()), len(values))


def decimal_text(mean: Fraction, mark: str = ",") -> str:
    """A mean (0 or more) with one decimal, halves rounded up: 2,7."""
    tenths = (mean.numerator * 20 + mean.denominator) // (2 * mean.denominator)
    return f"{tenths // 10}{mark}{tenths % 10}"


def _group(assessment: Assessment, rule: GroupRule) -> GroupProfile:
    values = {item: int(score) for item in rule.items if on_scale(score := assessment.value(item))}
    return GroupProfile(
        rule.group,
        mean_of(values, rule.least_valid),
        len(values),
        sum(1 for score in values.values() if str(score) in HELP),
        max(values.values(), default=0),
        len(rule.items),
    )
