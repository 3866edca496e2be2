"""Organisation numbers: the check digit, the optional tenth digit, test units."""

from __future__ import annotations

import pytest

from kpr_desktop.domain.organisation import OrganisationNumber
from kpr_desktop.errors import UserFault
from tests.support import numbers

SAMPLES = [numbers.organisation(seed, first=first) for first in "2389" for seed in range(20)]
"""20 computed numbers of each series."""


def fault_of(text: str) -> str:
    """The code with which a text is refused; "" when it is taken."""
    try:
        OrganisationNumber.parse(text)
    except UserFault as fault:
        refusal = fault
    else:
        return ""
    assert refusal.field == "organisation"
    return refusal.code


@pytest.mark.parametrize("number", SAMPLES)
def test_computed_numbers_are_taken(number: str) -> None:
    taken = OrganisationNumber.parse(number)
    assert taken.value == str(taken) == number
    assert taken.synthetic == (number[0] in "23")


@pytest.mark.parametrize("number", SAMPLES)
def test_a_change_of_any_one_digit_is_refused(number: str) -> None:
    """Every weight is prime to 11, so each of the 81 neighbours has a wrong check digit."""
    for place in range(9):
        for digit in "0123456789".replace(number[place], ""):
            assert fault_of(number[:place] + digit + number[place + 1 :]) == "organisation.check_digit"


def test_the_registers_dummy_is_a_test_number() -> None:
    assert OrganisationNumber.parse("777777777").synthetic


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "organisation.empty"),
        (" - ", "organisation.empty"),
        ("77777777x", "organisation.not_digits"),
        ("\uff17" * 9, "organisation.not_digits"),
        ("NO777777777", "organisation.not_digits"),
        ("77777777", "organisation.length"),
        ("7777777771", "organisation.length"),
        ("77777777700", "organisation.length"),
        ("777777778", "organisation.check_digit"),
        ("7777777780", "organisation.check_digit"),
    ],
)
def test_bad_texts_are_refused_with_their_code(text: str, code: str) -> None:
    assert fault_of(text) == code


@pytest.mark.parametrize(
    "text", ["777 777 777", "777\u00a0777\u00a0777", "777.777.777", " 777777777\n", "7777777770"]
)
def test_blanks_and_the_tenth_zero_are_taken_out(text: str) -> None:
    assert OrganisationNumber.parse(text) == OrganisationNumber("777777777")


def test_made_directly_it_is_checked_too() -> None:
    with pytest.raises(UserFault, match=r"organisation\.not_digits"):
        OrganisationNumber("777 777 777")


def test_shown_in_groups_of_three() -> None:
    assert OrganisationNumber("777777777").grouped() == "777\u00a0777\u00a0777"
