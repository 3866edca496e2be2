"""The official composite measure, when somebody who has its rule supplies it as a data file.

The program ships no such file, because the rule was not found (facts page section 5). The shape here is wide enough for
what is believed of it: partial measures that are means of some variables, and levels that follow from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kpr_desktop.domain.assessment import NOT_RELEVANT, Assessment
from kpr_desktop.domain.changes import on_scale
from kpr_desktop.domain.profile import mean_of


class Treatment(StrEnum):
    """What becomes of a 9 or of a variable without a score.

    `LEFT_OUT` of the mean · counted `AS_ONE` · `UNKNOWN`: the partial measure it belongs to has no value.
    """

    LEFT_OUT = "left_out"
    AS_ONE = "as_one"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Partial:
    """A partial measure: the mean of the scores of `items`, when at least `least_valid` of them count."""

    id: str
    items: tuple[str, ...]
    least_valid: int


@dataclass(frozen=True, slots=True)
class Bound:
    """What a partial measure is held against. `sign` is one of >= > <= <."""

    partial: str
    sign: str
    limit: Fraction

    def holds(self, value: Fraction) -> bool:
        """Whether the value keeps the bound."""
        return {
            ">=": value >= self.limit,
            ">": value > self.limit,
            "<=": value <= self.limit,
            "<": value < self.limit,
        }[self.sign]


@dataclass(frozen=True, slots=True)
class Level:
    """A level. It holds when all bounds of one of its alternatives do; without alternatives it always holds."""

    id: str
    alternatives: tuple[tuple[Bound, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """The whole rule. The first level that holds, in the order of the file, is the person's."""

    partials: tuple[Partial, ...]
    levels: tuple[Level, ...]
    nine: Treatment
    missing: Treatment


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """`level` is empty when it can not be told («uoppgitt»); `partials`: id -> mean, None without a value."""

    level: str
    partials: Mapping[str, Fraction | None]


def measure(rule: MeasureRule, assessment: Assessment) -> MeasureResult:
    """The level of an assessment under the rule.

    A level whose answer hangs on a partial measure without a value is not passed by: then the level is not told.
    """
    means = {partial.id: _mean(rule, partial, assessment) for partial in rule.partials}
    for level in rule.levels:
        held = _holds(level, means)
        if held is not False:
            return MeasureResult(level.id if held else "", means)
    return MeasureResult("", means)


def _mean(rule: MeasureRule, partial: Partial, assessment: Assessment) -> Fraction | None:
    values: dict[str, int] = {}
    for item in partial.items:
        score = assessment.value(item)
        if on_scale(score):
            values[item] = int(score)
            continue
        treated = rule.nine if score == NOT_RELEVANT else rule.missing
        if treated is Treatment.UNKNOWN:
            return None
        if treated is Treatment.AS_ONE:
            values[item] = 1
    return mean_of(values, partial.least_valid)


def _holds(level: Level, means: Mapping[str, Fraction | None]) -> bool | None:
    """True, False, or None when it hangs on a partial measure without a value."""
    if not level.alternatives:
        return True
    held = [_all(each, means) for each in level.alternatives]
    return True if True in held else None if None in held else False


def _all(bounds: tuple[Bound, ...], means: Mapping[str, Fraction | None]) -> bool | None:
    held = [None if (value := means[each.partial]) is None else each.holds(value) for each in bounds]
    return False if False in held else None if None in held else True
