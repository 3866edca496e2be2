"""Our own figures by group."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.profile import GroupProfile, GroupRule, decimal_text, mean_of, profile
from tests.codebook.rule_cases import assessment

ITEMS = ("v05", "v07", "v08", "v10")
RULE = GroupRule("self_care", ITEMS, 3)


def figures(*scores: str) -> GroupProfile:
    (found,) = profile(assessment(dict(zip(ITEMS, scores, strict=True))), [RULE])
    return found


@pytest.mark.parametrize(
    ("scores", "mean", "valid", "from_three", "highest"),
    [
        (("1", "2", "3", "4"), Fraction(5, 2), 4, 2, 4),
        (("5", "9", "5", "4"), Fraction(14, 3), 3, 3, 5),
        (("1", "", "2", "2"), Fraction(5, 3), 3, 0, 2),
        (("5", "9", "", "4"), None, 2, 2, 5),
        (("9", "9", "9", "9"), None, 0, 0, 0),
        (("", "", "", ""), None, 0, 0, 0),
    ],
)
def test_figures(
    scores: tuple[str, ...], mean: Fraction | None, valid: int, from_three: int, highest: int
) -> None:
    assert figures(*scores) == GroupProfile("self_care", mean, valid, from_three, highest, 4)


def test_groups_stand_in_their_order() -> None:
    rules = [GroupRule(name, ITEMS, 1) for name in ("b", "a")]
    assert [each.group for each in profile(assessment({}), rules)] == ["b", "a"]


@pytest.mark.parametrize(
    ("mean", "text"),
    [
        (Fraction(1), "1,0"),
        (Fraction(5, 2), "2,5"),
        (Fraction(14, 3), "4,7"),
        (Fraction(9, 4), "2,3"),
        (Fraction(49, 20), "2,5"),
        (Fraction(999, 200), "5,0"),
    ],
)
def test_one_decimal_with_halves_up(mean: Fraction, text: str) -> None:
    assert decimal_text(mean) == text
    assert decimal_text(mean, ".") == text.replace(",", ".")


@given(st.dictionaries(st.text(), st.integers(1, 5)), st.integers(1, 6))
def test_a_mean_lies_between_its_scores(values: dict[str, int], least: int) -> None:
    mean = mean_of(values, least)
    assert (mean is None) == (len(values) < least)
    if mean is not None:
        assert min(values.values()) <= mean <= max(values.values())
