"""The register's rule for hours a week, exactly."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from kpr_desktop.domain.care_service import MAX_WEEK_MINUTES, DecisionRow, Every
from kpr_desktop.domain.decision import MOST_MINUTES, MOST_TIMES, agrees, row_minutes, week_total
from kpr_desktop.errors import UserFault


def row(times: int, every: Every, minutes: int) -> DecisionRow:
    return DecisionRow("", times, every, minutes)


def code(*rows: DecisionRow) -> str:
    with pytest.raises(UserFault) as caught:
        week_total(rows)
    return caught.value.code


@pytest.mark.parametrize(
    ("times", "every", "minutes", "week"),
    [
        (2, Every.DAY, 20, 280),
        (2, Every.WEEK, 30, 60),
        (1, Every.MONTH, 24 * 60, 6 * 60),  # the official example: 24 hours a month are 6 a week
        (1, Every.MONTH, 1, Fraction(1, 4)),
        (3, Every.MONTH, 10, Fraction(15, 2)),
    ],
)
def test_each_unit(times: int, every: Every, minutes: int, week: Fraction | int) -> None:
    assert row_minutes(row(times, every, minutes)) == week


def test_a_month_is_four_weeks_and_not_4_33() -> None:
    assert week_total([row(1, Every.MONTH, 400)]).minutes == 100


def test_rounded_once_at_the_end_and_told() -> None:
    quarter = row(1, Every.MONTH, 1)
    assert (week_total([quarter] * 4).minutes, week_total([quarter] * 4).rounded) == (1, False)
    assert (week_total([quarter] * 2).minutes, week_total([quarter] * 2).rounded) == (1, True)
    assert (week_total([quarter] * 5).minutes, week_total([quarter] * 5).rounded) == (1, True)
    assert (week_total([quarter] * 7).exact, week_total([quarter] * 7).minutes) == (Fraction(7, 4), 2)


def test_the_ceiling_stands_before_rounding() -> None:
    full = row(1, Every.WEEK, MAX_WEEK_MINUTES)
    assert week_total([full]).minutes == MAX_WEEK_MINUTES
    assert code(full, row(1, Every.MONTH, 1)) == "decision.too_many"
    assert week_total([row(7, Every.WEEK, 24 * 60)]).minutes == MAX_WEEK_MINUTES


def test_what_can_not_be_a_week() -> None:
    assert code() == "decision.no_rows"
    assert code(row(1, Every.MONTH, 1)) == "decision.too_little"
    assert code(row(0, Every.DAY, 1)) == code(row(MOST_TIMES + 1, Every.DAY, 1)) == "decision.times_range"
    assert code(row(1, Every.DAY, 0)) == code(row(1, Every.DAY, MOST_MINUTES + 1)) == "decision.minutes_range"


def test_whether_hours_and_rows_agree() -> None:
    rows = [row(2, Every.DAY, 20)]
    assert agrees(rows, 280)
    assert not agrees(rows, 281)
    assert not agrees(rows, None)
    assert not agrees([], None)


def test_the_sum_of_rows_is_the_total_up_to_one_rounding() -> None:
    dice = random.Random(7)
    summed = 0
    for _ in range(2000):
        rows = [
            row(dice.randint(1, 6), dice.choice(list(Every)), dice.randint(1, 90))
            for _ in range(dice.randint(1, 6))
        ]
        # Reckoned another way: quarters of minutes, in whole numbers.
        quarters = sum(
            r.times * r.minutes * {Every.DAY: 28, Every.WEEK: 4, Every.MONTH: 1}[r.every] for r in rows
        )
        if quarters > MAX_WEEK_MINUTES * 4:
            assert code(*rows) == "decision.too_many"
        elif quarters < 2:
            assert code(*rows) == "decision.too_little"
        else:
            total = week_total(rows)
            assert total.exact == Fraction(quarters, 4)
            assert total.minutes == (quarters + 2) // 4
            assert total.rounded == bool(quarters % 4)
            assert week_total(dice.sample(rows, len(rows))) == total
            summed += 1
    assert summed > 1500
