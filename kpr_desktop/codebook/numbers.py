"""Numbers as each language writes them: `10 000` and `37,5` in Norwegian, `10,000` and `37.5` in English.

Source: Språkrådet's rules for numbers; four digits stand together in Norwegian (`9999`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpr_desktop.codebook.languages import DECIMAL_MARKS

if TYPE_CHECKING:
    from fractions import Fraction  # slow, and the first page shows no such number

GROUPED_ALWAYS = 10_000
"""From this on every language groups the digits; below it a year may be meant."""
_GROUP = 3
_BLANK = "\N{NO-BREAK SPACE}"
_THOUSANDS = {"nb": _BLANK, "nn": _BLANK, "en": ","}
_LEAST = {"nb": GROUPED_ALWAYS, "nn": GROUPED_ALWAYS, "en": 1_000}
_GIGABYTE = 1_024
"""Megabytes (of 1024 · 1024 bytes), as Windows counts them too."""


def grouped(count: int, language: str) -> str:
    """A count (0 or more), its digits in threes that no line breaks between."""
    return f"{count:,}".replace(",", _THOUSANDS[language]) if count >= _LEAST[language] else str(count)


def number(value: Fraction | int, language: str) -> str:
    """A number (0 or more), two decimals at most: 1440 · 2,5. For quarters it is exact."""
    whole, rest = divmod(round(value * 100), 100)
    return grouped(whole, language) + (DECIMAL_MARKS[language] + f"{rest:02}".rstrip("0") if rest else "")


def room(megabytes: int, language: str) -> str:
    """Room on a disk, rounded down: `512 MB`; from a gigabyte on `65,3 GB`."""
    if megabytes < _GIGABYTE:
        return f"{grouped(megabytes, language)}{_BLANK}MB"
    whole, tenth = divmod(megabytes * 10 // _GIGABYTE, 10)
    return f"{grouped(whole, language)}{DECIMAL_MARKS[language]}{tenth}{_BLANK}GB"
