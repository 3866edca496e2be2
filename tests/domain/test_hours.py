"""A week's hours: every way of writing them, and every refusal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.care_service import MAX_WEEK_MINUTES
from kpr_desktop.domain.hours import in_hours, parse_hours
from kpr_desktop.errors import UserFault


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("37,5", 2250),
        ("37.5", 2250),
        (" 37 ", 2220),
        ("0,25", 15),
        ("0,33", 20),
        ("0,05", 3),
        ("1,1", 66),
        ("6 t", 360),
        ("6 timer", 360),
        ("1 TIME", 60),
        ("2,5 timer", 150),
        ("37:20", 2240),
        ("0:01", 1),
        ("37 t 30 min", 2250),
        ("37t30m", 2250),
        ("1 time og 20 minutter", 80),
        ("45 min", 45),
        ("90 minutter", 90),
        ("10 h 5 min.", 605),
        ("168", MAX_WEEK_MINUTES),
        ("168:00", MAX_WEEK_MINUTES),
        ("", None),
        ("   ", None),
    ],
)
def test_reads_what_people_write(typed: str, minutes: int | None) -> None:
    assert parse_hours(typed, field="week_minutes") == minutes


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("168,01", "hours.too_many"),
        ("168:01", "hours.too_many"),
        ("9999", "hours.too_many"),
        ("-3", "hours.negative"),
        ("\u22123,5", "hours.negative"),
        ("0", "hours.zero"),
        ("0:00", "hours.zero"),
        ("0 min", "hours.zero"),
        ("37:60", "hours.minutes"),
        ("1 t 75 min", "hours.minutes"),
        ("mange", "hours.not_hours"),
        ("3,555", "hours.not_hours"),
        ("3,", "hours.not_hours"),
        (",5", "hours.not_hours"),
        ("1 2", "hours.not_hours"),
        ("1:5", "hours.not_hours"),
        ("12345", "hours.not_hours"),
        ("1e3", "hours.not_hours"),
        ("+3", "hours.not_hours"),
        ("\u0663", "hours.not_hours"),
        ("og", "hours.not_hours"),
        ("t", "hours.not_hours"),
        ("3 t i uken", "hours.not_hours"),
        ("<b>3</b>", "hours.not_hours"),
    ],
)
def test_refuses_with_a_code_beside_the_field(typed: str, code: str) -> None:
    with pytest.raises(UserFault) as caught:
        parse_hours(typed, field="week_minutes")
    assert (caught.value.code, caught.value.field) == (code, "week_minutes")


@given(st.integers(1, MAX_WEEK_MINUTES))
def test_what_is_shown_reads_back(minutes: int) -> None:
    assert parse_hours(in_hours(minutes), field="f") == minutes


@given(st.text(max_size=30))
def test_no_text_breaks_it(typed: str) -> None:
    try:
        read = parse_hours(typed, field="f")
    except UserFault:
        return
    assert read is None or 0 < read <= MAX_WEEK_MINUTES


def test_shows_decimals_for_quarters_and_the_clock_otherwise() -> None:
    assert [in_hours(m) for m in (None, 60, 75, 90, 105, 80)] == ["", "1", "1,25", "1,5", "1,75", "1:20"]
    assert [in_hours(m, ".") for m in (60, 330, 80)] == ["1", "5.5", "1:20"]
