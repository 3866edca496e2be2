"""Dates as people type them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.dates import age_on, in_clock, in_table, in_text, month_in_text, parse_date
from kpr_desktop.errors import UserFault

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("23.11.2026", date(2026, 11, 23)),
        (" 3.1.2026 ", date(2026, 1, 3)),
        ("23/11/2026", date(2026, 11, 23)),
        ("23-11-2026", date(2026, 11, 23)),
        ("23 11 2026", date(2026, 11, 23)),
        ("23112026", date(2026, 11, 23)),
        ("2026-11-23", date(2026, 11, 23)),
        ("14.03.42", date(1942, 3, 14)),
        ("140342", date(1942, 3, 14)),
        ("01.01.36", date(2036, 1, 1)),
        ("01.01.37", date(1937, 1, 1)),
        ("", None),
        ("   ", None),
    ],
)
def test_reads(typed: str, day: date | None) -> None:
    assert parse_date(typed, field="f", today=TODAY) == day


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("i går", "date.not_a_date"),
        ("23.11", "date.not_a_date"),
        ("٢٣.١١.٢٠٢٦", "date.not_a_date"),
        ("23.11.2026<b>", "date.not_a_date"),
        ("31.02.2026", "date.impossible"),
        ("00.01.2026", "date.impossible"),
        ("29.02.2025", "date.impossible"),
        ("01.01.0001", "date.too_early"),
        ("31.12.1899", "date.too_early"),
    ],
)
def test_refuses(typed: str, code: str) -> None:
    with pytest.raises(UserFault) as told:
        parse_date(typed, field="f", today=TODAY)
    assert (told.value.code, told.value.field) == (code, "f")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_what_is_shown_can_be_typed_back(day: date) -> None:
    assert parse_date(in_table(day), field="f", today=TODAY) == day
    assert parse_date(day.isoformat(), field="f", today=TODAY) == day


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_a_worded_fault(text: str) -> None:
    try:
        parse_date(text, field="f", today=TODAY)
    except UserFault as fault:
        assert fault.code.startswith("date.")


def test_words() -> None:
    day = date(2026, 11, 3)
    assert in_text(day) == "3. november 2026"
    assert in_text(day, "nn") == "3. november 2026"
    assert in_text(day, "en") == "3 November 2026"
    assert in_text(day, "se") == "3. november 2026"
    assert in_table(day) == "03.11.2026"
    assert in_table(None) == ""


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1942, 3, 14), date(2026, 3, 13), 83),
        (date(1942, 3, 14), date(2026, 3, 14), 84),
        (date(2024, 2, 29), date(2025, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 3, 1), 1),
    ],
)
def test_age(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


def test_months_and_clocks_in_three_languages() -> None:
    assert [month_in_text("2027-01", each) for each in ("nb", "nn", "en")] == [
        "januar 2027",
        "januar 2027",
        "January 2027",
    ]
    at = datetime(2026, 11, 23, 9, 5).astimezone()
    assert [in_clock(at, each) for each in ("nb", "nn", "en")] == ["09.05", "09.05", "09:05"]
    assert (month_in_text("2026-11"), in_clock(at)) == ("november 2026", "09.05")
