"""The numbers of practice persons are always valid and always synthetic."""

from __future__ import annotations

from datetime import date
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.identity import IdKind
from kpr_desktop.domain.synthetic import synthetic_numbers, synthetic_organisations


@given(st.dates(date(1900, 1, 1), date(2039, 12, 31)))
def test_every_one_is_a_synthetic_fnr_of_that_day(born: date) -> None:
    made = list(islice(synthetic_numbers(born), 5))
    assert len(set(made)) == 5
    for number in made:
        assert number.synthetic
        assert number.kind is IdKind.FNR
        assert born in number.birth_date_hints()


def test_a_day_has_hundreds_of_them_and_then_no_more() -> None:
    everything = list(synthetic_numbers(date(1950, 5, 5)))
    assert 380 < len(everything) < 450
    last = int(everything[-1].reveal("test")[6:9])
    assert list(synthetic_numbers(date(1950, 5, 5), first_serial=last + 1)) == []


def test_practice_places_have_numbers_that_are_not_issued() -> None:
    made = list(islice(synthetic_organisations(), 200))
    assert len(set(made)) == 200
    assert all(number.synthetic for number in made)
