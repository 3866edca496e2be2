"""The slot for the official measure, under a rule that is made up here."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kpr_desktop.domain.measure import Bound, Level, MeasureRule, Partial, Treatment, measure
from tests.codebook.rule_cases import assessment

LEFT_OUT, AS_ONE, UNKNOWN = Treatment.LEFT_OUT, Treatment.AS_ONE, Treatment.UNKNOWN
BOUNDS = {
    "high": (Bound("care", ">=", Fraction(4)),),
    "both": (Bound("care", ">=", Fraction(5, 2)), Bound("mind", ">", Fraction(3))),
}


def rule(nine: Treatment = LEFT_OUT, missing: Treatment = UNKNOWN, least: int = 1) -> MeasureRule:
    return MeasureRule(
        (Partial("care", ("v05", "v07"), least), Partial("mind", ("v15",), 1)),
        (Level("much", (BOUNDS["high"], BOUNDS["both"])), Level("little")),
        nine,
        missing,
    )


@pytest.mark.parametrize(
    ("scores", "level"),
    [
        ({"v05": "4", "v07": "4", "v15": "1"}, "much"),
        ({"v05": "2", "v07": "3", "v15": "4"}, "much"),
        ({"v05": "2", "v07": "3", "v15": "3"}, "little"),
        ({"v05": "2", "v07": "2", "v15": "5"}, "little"),
        ({"v05": "4", "v07": "4"}, "much"),
        ({"v05": "2", "v07": "2"}, "little"),
        ({"v05": "3", "v07": "3"}, ""),
        ({"v05": "3", "v15": "1"}, ""),
        ({}, ""),
    ],
)
def test_levels(scores: dict[str, str], level: str) -> None:
    assert measure(rule(), assessment(scores)).level == level


@pytest.mark.parametrize(
    ("treated", "mean"), [(LEFT_OUT, Fraction(4)), (AS_ONE, Fraction(5, 2)), (UNKNOWN, None)]
)
def test_nine_and_missing(treated: Treatment, mean: Fraction | None) -> None:
    nine = measure(rule(nine=treated), assessment({"v05": "4", "v07": "9", "v15": "2"}))
    missing = measure(rule(missing=treated), assessment({"v05": "4", "v15": "2"}))
    assert nine.partials["care"] == missing.partials["care"] == mean
    assert nine.partials["mind"] == Fraction(2)


def test_too_few_scores_give_no_value() -> None:
    found = measure(rule(least=2), assessment({"v05": "4", "v07": "9", "v15": "2"}))
    assert (found.partials["care"], found.level) == (None, "")


@pytest.mark.parametrize(
    ("sign", "holding"),
    [(">=", ["3", "4"]), (">", ["4"]), ("<=", ["2", "3"]), ("<", ["2"])],
)
def test_signs(sign: str, holding: list[str]) -> None:
    bound = Bound("care", sign, Fraction(3))
    assert [n for n in ("2", "3", "4") if bound.holds(Fraction(n))] == holding


def test_a_rule_whose_levels_all_fail_tells_none() -> None:
    never = MeasureRule(rule().partials, rule().levels[:1], LEFT_OUT, LEFT_OUT)
    assert measure(never, assessment({"v05": "1", "v15": "1"})).level == ""
