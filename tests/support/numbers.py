"""Identity and organisation numbers of every kind, computed when a test runs.

Ordinary numbers may belong to living people, so none is stored in the repository. Every function is
deterministic by its seed. The arithmetic is written anew here, straight from the sources, so that it can
disagree with `kpr_desktop.domain.identity`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Literal

Series = Literal["real", "tenor", "other"]
"""Real numbers; synthetic by Tenor (month +80); another synthetic series (month +65)."""
MONTH_OFFSET: dict[Series, int] = {"real": 0, "tenor": 80, "other": 65}
FIRST_DAY = date(1930, 1, 1)
DAYS = (date(2019, 12, 31) - FIRST_DAY).days


def weighted(digits: str, *weights: int) -> int:
    """The sum of the digits, each times its weight."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def check_digits(nine: str, remainder: int = 0) -> str | None:
    """The two check digits after nine digits, or None when no such number is issued.

    `remainder` 0 is the rule of today; from 2032 also 1, 2 and 3 (k1 = 11 + remainder - sum mod 11).
    """
    k1 = 11 + remainder - weighted(nine, 3, 7, 6, 1, 8, 9, 4, 5, 2) % 11
    k1 = k1 - 11 if k1 > 10 else k1
    if k1 == 10:
        return None
    k2 = 11 - weighted(f"{nine}{k1}", 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11
    k2 = k2 - 11 if k2 > 10 else k2
    return None if k2 == 10 else f"{k1}{k2}"


def with_date(
    seed: int,
    *,
    born: date | None = None,
    day_offset: int = 0,
    month_offset: int = 0,
    remainder: int = 0,
) -> str:
    """Eleven digits beginning with a birth date (1930-2019 unless given), offsets added first."""
    random = Random(f"{seed}/{born}/{day_offset}/{month_offset}/{remainder}")
    day = born or FIRST_DAY + timedelta(days=random.randrange(DAYS))
    head = f"{day.day + day_offset:02}{day.month + month_offset:02}{day.year % 100:02}"
    return completed(random, head, remainder, _individual_series(day.year, remainder))


def completed(random: Random, head: str, remainder: int = 0, series: range = range(1000)) -> str:
    """`head` (six digits, checked by nobody) with an individual number of `series` and check digits."""
    while True:
        nine = f"{head}{random.choice(series):03}"
        if tail := check_digits(nine, remainder):
            return nine + tail


def _individual_series(year: int, remainder: int) -> range:
    if remainder:
        return range(1000)
    return range(500) if year < 2000 else range(500, 1000)


def fnr(seed: int, *, born: date | None = None, series: Series = "real", remainder: int = 0) -> str:
    """A fødselsnummer. Practice persons use series="tenor"."""
    return with_date(seed, born=born, month_offset=MONTH_OFFSET[series], remainder=remainder)


def d_number(seed: int, *, born: date | None = None, series: Series = "real", remainder: int = 0) -> str:
    """A D-number: day +40."""
    return with_date(seed, born=born, day_offset=40, month_offset=MONTH_OFFSET[series], remainder=remainder)


def h_number(seed: int, *, born: date | None = None) -> str:
    """An H-number, made within one enterprise: month +40."""
    return with_date(seed, born=born, month_offset=40)


def fh_number(seed: int) -> str:
    """An FH-number (felles hjelpenummer): begins with 8 or 9, has no date."""
    random = Random(f"fh/{seed}")
    return completed(random, f"{random.randrange(800_000, 1_000_000)}")


def duf(seed: int, *, right: bool = True) -> str:
    """A DUF number: year, serial, and two digits that hold (or do not hold) the sum by known practice."""
    random = Random(f"duf/{seed}")
    ten = f"{random.randrange(1990, 2027)}{random.randrange(1_000_000):06}"
    rest = weighted(ten, 4, 6, 3, 2, 4, 6, 3, 2, 7, 5) % 11
    return f"{ten}{rest if right else (rest + 1) % 11:02}"


def organisation(seed: int, *, first: str = "3") -> str:
    """An organisation number; first digit 2 or 3 is a test unit, 8 or 9 the real series."""
    random = Random(f"organisation/{seed}/{first}")
    while True:
        eight = f"{first}{random.randrange(10_000_000):07}"
        check = 11 - weighted(eight, 3, 2, 7, 6, 5, 4, 3, 2) % 11
        if check != 10:
            return f"{eight}{check % 11}"


def samples(make: Callable[[int], str], count: int = 20) -> list[str]:
    """`count` numbers of one kind, seeds 0, 1, 2 …"""
    return [make(seed) for seed in range(count)]


MAKERS: dict[str, Callable[[int], str]] = {
    "fnr": fnr,
    "fnr tenor": lambda seed: fnr(seed, series="tenor"),
    "fnr other synthetic": lambda seed: fnr(seed, series="other"),
    "fnr 2032 remainder 1": lambda seed: fnr(seed, remainder=1),
    "fnr 2032 remainder 2": lambda seed: fnr(seed, remainder=2),
    "fnr 2032 remainder 3": lambda seed: fnr(seed, remainder=3),
    "fnr tenor 2032": lambda seed: fnr(seed, series="tenor", remainder=3),
    "fnr born 2033 or later": lambda seed: fnr(seed, born=date(2033 + seed, 5, 17), remainder=seed % 4),
    "D": d_number,
    "D tenor": lambda seed: d_number(seed, series="tenor"),
    "D other synthetic": lambda seed: d_number(seed, series="other"),
    "D 2032": lambda seed: d_number(seed, remainder=2),
    "D tenor 2032": lambda seed: d_number(seed, series="tenor", remainder=1),
    "H": h_number,
    "H made from a D-number": lambda seed: with_date(seed, day_offset=40, month_offset=40),
    "FH": fh_number,
    "DUF": duf,
    "DUF, wrong check digits": lambda seed: duf(seed, right=False),
}
"""Every kind there is, by name; each makes a number from a seed."""
