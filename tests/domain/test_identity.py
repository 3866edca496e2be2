"""Identity numbers: every kind, both check rules, impossible dates, hints."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.errors import UserFault
from tests.support import numbers

SYNTHETIC_FILE = Path(__file__).parents[1] / "data" / "testnumre_syntetiske.csv"
SKATTEETATEN_2032 = ("02013299997", "02013299903", "30108299920", "30108299939")
FREE_KINDS = (
    IdKind.PASSPORT,
    IdKind.SWEDISH,
    IdKind.DANISH,
    IdKind.SSN,
    IdKind.INSURANCE,
    IdKind.OTHER,
)

TABLE = {
    "fnr": (IdKind.FNR, False),
    "fnr tenor": (IdKind.FNR, True),
    "fnr other synthetic": (IdKind.FNR, True),
    "fnr 2032 remainder 1": (IdKind.FNR, False),
    "fnr 2032 remainder 2": (IdKind.FNR, False),
    "fnr 2032 remainder 3": (IdKind.FNR, False),
    "fnr tenor 2032": (IdKind.FNR, True),
    "fnr born 2033 or later": (IdKind.FNR, False),
    "D": (IdKind.D, False),
    "D tenor": (IdKind.D, True),
    "D other synthetic": (IdKind.D, True),
    "D 2032": (IdKind.D, False),
    "D tenor 2032": (IdKind.D, True),
    "H": (IdKind.H, False),
    "H made from a D-number": (IdKind.H, False),
    "FH": (IdKind.FH, False),
    "DUF": (IdKind.DUF, False),
    "DUF, wrong check digits": (IdKind.DUF, False),
}
CASES = [
    pytest.param(number, *TABLE[name], id=f"{name} {seed}")
    for name, make in numbers.MAKERS.items()
    for seed, number in enumerate(numbers.samples(make))
]
CHECKED = [case for case in CASES if case.values[1] is not IdKind.DUF]


def fault_of(text: str) -> str:
    """The code with which a text is refused; "" when it is taken."""
    try:
        Fnr.parse(text)
    except UserFault as fault:
        refusal = fault
    else:
        return ""
    assert refusal.field == "identity"
    return refusal.code


# --- kinds ---


@pytest.mark.parametrize(("number", "kind", "synthetic"), CASES)
def test_every_kind_is_told_apart(number: str, kind: IdKind, synthetic: bool) -> None:
    fnr = Fnr.parse(number)
    assert (fnr.kind, fnr.synthetic) == (kind, synthetic)
    assert fnr.reveal("test") == number


def test_the_committed_numbers_are_all_synthetic_and_all_taken() -> None:
    with SYNTHETIC_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 72
    for row in rows:
        fnr = Fnr.parse(row["nummer"])
        assert fnr.synthetic
        assert fnr.kind is (IdKind.D if row["type"] == "tenor_dnr" else IdKind.FNR)


@pytest.mark.parametrize("number", SKATTEETATEN_2032)
def test_the_tax_authoritys_examples_for_2032_are_taken(number: str) -> None:
    fnr = Fnr.parse(number)
    assert (fnr.kind, fnr.synthetic) == (IdKind.FNR, False)


def test_the_helpers_reproduce_the_tax_authoritys_examples() -> None:
    for number in SKATTEETATEN_2032:
        tails = [numbers.check_digits(number[:9], remainder) for remainder in range(4)]
        assert number[9:] in tails


def test_type_codes_are_those_of_list_9032() -> None:
    codes = {
        "FNR": "1",
        "D": "2",
        "H": "3",
        "PASSPORT": "4",
        "SWEDISH": "5",
        "DANISH": "6",
        "SSN": "7",
        "INSURANCE": "8",
        "OTHER": "9",
        "DUF": "10",
        "FH": "12",
    }
    assert {kind.name: kind.type_code for kind in IdKind} == codes
    assert all(IdKind.of_type_code(kind.type_code) is kind for kind in IdKind)
    with pytest.raises(ValueError, match="9032"):
        IdKind.of_type_code("11")


def test_only_three_types_give_an_identity_in_the_register() -> None:
    assert {kind.type_code for kind in IdKind if kind.gives_kpr_identity} == {"1", "2", "10"}
    assert tuple(kind for kind in IdKind if kind.is_free_text) == FREE_KINDS


# --- what is refused ---


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "identity.empty"),
        (" \u00a0.-\t", "identity.empty"),
        ("2081454921x", "identity.not_digits"),
        ("\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660", "identity.not_digits"),
        ("\uff12\uff10\uff18\uff11\uff14\uff15\uff14\uff19\uff12\uff11\uff17", "identity.not_digits"),
        ("2081454921\u00b2", "identity.not_digits"),
        ("20814549217\u200e", "identity.not_digits"),
        ("20814549217\x00", "identity.not_digits"),
        ("<b>20814549217</b>", "identity.not_digits"),
        ("+20814549217", "identity.not_digits"),
        ("2081454921", "identity.length"),
        ("2", "identity.length"),
        ("2081454921700", "identity.length"),
        ("1" * 10_000, "identity.length"),
        ("20814549218", "identity.check_digits"),
        ("20814549227", "identity.check_digits"),
    ],
)
def test_bad_texts_are_refused_with_their_code(text: str, code: str) -> None:
    assert fault_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        " 208145 49217 ",
        "208145-49217",
        "20.81.45.49217",
        "208145\u00a049217",
        "208145\u202f49217",
        "208145\u201349217\n",
    ],
)
def test_blanks_dots_and_hyphens_are_taken_out(text: str) -> None:
    assert Fnr.parse(text).reveal("test") == "20814549217"


@pytest.mark.parametrize(("number", "kind", "synthetic"), CHECKED)
def test_a_change_of_any_one_digit_is_refused(number: str, kind: IdKind, synthetic: bool) -> None:
    """The last check digit covers all others with weights that 11 does not divide, under both rules:
    so each of the 99 numbers that differ in one place has wrong check digits, whatever kind it looks like."""
    for place in range(11):
        for digit in "0123456789".replace(number[place], ""):
            assert fault_of(number[:place] + digit + number[place + 1 :]) == "identity.check_digits"


@pytest.mark.parametrize(("number", "kind", "synthetic"), CHECKED)
def test_two_neighbours_changing_place_are_refused(number: str, kind: IdKind, synthetic: bool) -> None:
    for place in range(10):
        one, two = number[place], number[place + 1]
        if one != two:
            assert fault_of(number[:place] + two + one + number[place + 2 :]) == "identity.check_digits"


def test_the_first_check_digit_is_looked_at_under_both_rules() -> None:
    """k2 right, k1 with each remainder 0-10: 0-3 is taken, the rest refused; FH takes 0 alone."""
    for head, allowed in (("010190123", range(4)), ("410190123", range(4)), ("812345678", range(1))):
        seen = set()
        for k1 in range(10):
            ten = f"{head}{k1}"
            k2 = -numbers.weighted(ten, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11
            if k2 == 10:
                continue
            rest = numbers.weighted(ten, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11
            seen.add(rest in allowed)
            assert (fault_of(f"{ten}{k2}") == "") == (rest in allowed)
        assert seen == {True, False}


@pytest.mark.parametrize("day_offset", [0, 40])
@pytest.mark.parametrize("month_offset", [0, 40, 65, 80])
@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        (31, 2, 80),
        (30, 2, 80),
        (29, 2, 81),
        (31, 4, 0),
        (31, 11, 99),
        (32, 1, 50),
        (0, 1, 50),
        (1, 0, 50),
        (1, 13, 50),
        (39, 12, 12),
    ],
)
def test_impossible_dates_are_refused_with_right_check_digits(
    day: int, month: int, year: int, month_offset: int, day_offset: int
) -> None:
    number = numbers.completed(Random(1), f"{day + day_offset:02}{month + month_offset:02}{year:02}")
    assert fault_of(number) == "identity.impossible_date"


@pytest.mark.parametrize("month", [13, 39, 40, 53, 65, 78, 79, 80, 93, 99])
def test_months_outside_every_series_are_refused(month: int) -> None:
    assert fault_of(numbers.completed(Random(2), f"01{month:02}50")) == "identity.impossible_date"


@pytest.mark.parametrize("year", [1896, 1904, 2000, 1996, 2032])
@pytest.mark.parametrize("day_offset", [0, 40])
@pytest.mark.parametrize("month_offset", [0, 40, 65, 80])
def test_a_leap_day_is_possible_when_any_century_has_it(
    year: int, day_offset: int, month_offset: int
) -> None:
    head = f"{29 + day_offset:02}{2 + month_offset:02}{year % 100:02}"
    for seed in range(5):
        assert fault_of(numbers.completed(Random(seed), head)) == ""


@given(st.text(max_size=40))
def test_any_text_is_taken_or_refused_with_a_code(text: str) -> None:
    known = {"", "identity.empty", "identity.not_digits", "identity.length", "identity.check_digits"}
    assert fault_of(text) in {*known, "identity.impossible_date"}


@given(st.integers(0, 10**9 - 1), st.integers(0, 99))
def test_check_digits_are_taken_exactly_when_the_rules_make_them(first: int, last: int) -> None:
    nine = f"{first:09}"
    remainders = range(1) if nine[0] in "89" else range(4)
    made = {numbers.check_digits(nine, remainder) for remainder in remainders}
    for tail in {f"{last:02}", *made} - {None}:
        assert (fault_of(f"{nine}{tail}") == "identity.check_digits") == (tail not in made)


# --- DUF ---


@pytest.mark.parametrize("number", numbers.samples(numbers.duf))
def test_a_duf_number_that_sums_up_has_no_warning(number: str) -> None:
    assert Fnr.parse(number).warnings == ()


@pytest.mark.parametrize("number", numbers.samples(lambda seed: numbers.duf(seed, right=False)))
def test_a_duf_number_that_does_not_sum_up_is_taken_with_a_warning(number: str) -> None:
    assert Fnr.parse(number).warnings == ("identity.duf_check",)


def test_other_kinds_have_no_warnings() -> None:
    for number in (case.values[0] for case in CHECKED):
        assert Fnr.parse(str(number)).warnings == ()
    assert Fnr.other(IdKind.OTHER, "200012345600").warnings == ()


# --- numbers without a rule ---


@pytest.mark.parametrize("kind", FREE_KINDS)
def test_free_kinds_are_kept_as_written(kind: IdKind) -> None:
    fnr = Fnr.other(kind, "  19 Æ-1/2 \U0001f600 ")
    assert (fnr.kind, fnr.synthetic, fnr.reveal("test")) == (kind, False, "19 Æ-1/2 \U0001f600")
    assert Fnr.other(kind, "1" * 20).reveal("test") == "1" * 20


def test_a_test_number_is_synthetic_whatever_kind_it_is_said_to_be() -> None:
    for make in (numbers.fnr, numbers.d_number):
        for number in (
            make(1, series="tenor"),
            make(2, series="other"),
            make(3, series="tenor", remainder=2),
        ):
            typed = f"{number[:6]} {number[6:]}"
            assert Fnr.other(IdKind.OTHER, typed).synthetic
            assert not Fnr.other(IdKind.OTHER, number[:-1] + str((int(number[-1]) + 1) % 10)).synthetic
        assert not Fnr.other(IdKind.PASSPORT, make(1)).synthetic


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "identity.other_length"),
        (" \u00a0 ", "identity.other_length"),
        ("1" * 21, "identity.other_length"),
        ("12\x0034", "identity.other_characters"),
        ("12\n34", "identity.other_characters"),
        ("12\u202e34", "identity.other_characters"),
        ("\u200e1234", "identity.other_characters"),
        ("12\u206634", "identity.other_characters"),
        ("12\u200b34", "identity.other_characters"),
        ("12\u202834", "identity.other_characters"),
        ("12\u202934", "identity.other_characters"),
        ("12\ud80034", "identity.other_characters"),
        ("12\ue00034", "identity.other_characters"),
        ("12\ufffe34", "identity.other_characters"),
    ],
)
def test_free_kinds_refuse_what_cannot_be_seen_or_sent(text: str, code: str) -> None:
    with pytest.raises(UserFault) as caught:
        Fnr.other(IdKind.PASSPORT, text)
    assert (caught.value.code, caught.value.field) == (code, "identity")


@pytest.mark.parametrize("kind", [kind for kind in IdKind if not kind.is_free_text])
def test_checked_kinds_do_not_slip_in_unchecked(kind: IdKind) -> None:
    with pytest.raises(ValueError, match=r"Fnr\.parse"):
        Fnr.other(kind, "1")


def test_a_person_without_number_gets_the_birth_date() -> None:
    fnr = Fnr.birth_date(date(2005, 3, 4))
    assert (fnr.kind, fnr.reveal("test")) == (IdKind.OTHER, "040305")
    assert fnr == Fnr.other(IdKind.OTHER, "040305")


# --- hints ---


@pytest.mark.parametrize(
    "make",
    [
        lambda born: numbers.fnr(1, born=born),
        lambda born: numbers.fnr(1, born=born, series="tenor"),
        lambda born: numbers.fnr(1, born=born, series="other", remainder=2),
        lambda born: numbers.d_number(1, born=born, series="tenor"),
        lambda born: numbers.h_number(1, born=born),
    ],
)
@pytest.mark.parametrize("born", [date(1942, 3, 14), date(2011, 12, 31), date(1904, 2, 29), date(2040, 1, 1)])
def test_the_real_birth_date_is_among_the_hints(make: Callable[[date], str], born: date) -> None:
    hints = Fnr.parse(make(born)).birth_date_hints()
    assert born in hints
    assert list(hints) == sorted(hints)
    assert {(hint.day, hint.month, hint.year % 100) for hint in hints} == {
        (born.day, born.month, born.year % 100)
    }


def test_hints_give_the_centuries_that_are_possible() -> None:
    def years(head: str, series: range) -> list[int]:
        number = numbers.completed(Random(3), head, series=series)
        return [hint.year for hint in Fnr.parse(number).birth_date_hints()]

    assert years("010160", range(500)) == [1960, 2060]
    assert years("010160", range(500, 750)) == [1860, 1960, 2060]
    assert years("010160", range(750, 1000)) == [1960, 2060]
    for individual, count in ((499, 2), (500, 3), (749, 3), (750, 2)):
        assert len(years("020160", range(individual, individual + 1))) == count
    assert years("010153", range(500, 750)) == [1953, 2053]
    assert years("010154", range(500, 750)) == [1854, 1954, 2054]
    assert years("290200", range(1000)) == [2000]


def test_no_hints_without_a_date() -> None:
    free = [Fnr.other(IdKind.OTHER, "140342"), Fnr.birth_date(date(1942, 3, 14))]
    for fnr in [Fnr.parse(numbers.fh_number(1)), Fnr.parse(numbers.duf(1)), *free]:
        assert fnr.birth_date_hints() == ()


# --- the helpers ---


def test_computed_numbers_are_the_same_every_time_and_differ_by_seed() -> None:
    for make in numbers.MAKERS.values():
        assert numbers.samples(make) == numbers.samples(make)
        assert len(set(numbers.samples(make))) == 20
