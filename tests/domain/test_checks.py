from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.checks import CHECKS, REGISTERED, CheckContext, Lookups, PlainRule, evaluate
from kpr_desktop.domain.checks.base import as_date, overlap, words
from kpr_desktop.domain.checks.entries import plain_code
from kpr_desktop.domain.dates import months_after
from kpr_desktop.domain.problems import Severity

NOTHING = CheckContext(today=date(2026, 11, 23), lookups=Lookups(2026, (), {}, {}, {}))
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def test_each_check_is_registered_by_its_name_and_explained() -> None:
    named = {n for module in REGISTERED for n in vars(module)}
    assert set(CHECKS) <= named
    for name, check in CHECKS.items():
        assert check.name == name
        assert check.scope in ("person", "assessment", "service")
        source = next(getattr(m, name) for m in REGISTERED if hasattr(m, name))
        assert source.__doc__


def test_a_rule_without_a_check_is_a_bug() -> None:
    with pytest.raises(KeyError):
        evaluate([PlainRule("a.b", Severity.HARD, "nothing")], NOTHING)


def test_nothing_to_look_at_gives_nothing() -> None:
    rules = [
        PlainRule(name, Severity.SOFT, name, dict.fromkeys(check.params, "1"))
        for name, check in CHECKS.items()
    ]
    assert evaluate(rules, NOTHING) == []


def test_the_registry_can_not_be_changed() -> None:
    with pytest.raises(TypeError):
        CHECKS["x"] = CHECKS["jump"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-11-23", 12, "2027-11-23"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-12-31", 14, "2028-02-29"),
    ],
)
def test_months_after(day: str, months: int, expected: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(expected)


@given(DAYS, st.integers(1, 60))
def test_months_after_lies_that_many_months_ahead(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@given(DAYS, DAYS, DAYS, DAYS)
def test_overlap_is_a_day_in_common(a: date, b: date, c: date, d: date) -> None:
    one, other = (min(a, b), max(a, b)), (min(c, d), max(c, d))
    assert overlap(one, other) == overlap(other, one) == (max(one[0], other[0]) <= min(one[1], other[1]))
    assert overlap((one[0], None), other) == (one[0] <= other[1])
    assert overlap((one[0], None), (other[0], None))


def test_small_helpers() -> None:
    assert as_date("2026-11-23") == date(2026, 11, 23)
    assert as_date("23.11.2026") is None
    assert as_date("") is None
    assert words("a, b,c") == ("a", "b", "c")
    assert plain_code(" f 00.1 ") == "F001"
