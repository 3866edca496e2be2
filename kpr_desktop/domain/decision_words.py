"""The words that decisions are read with, and how a text is cut into them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*|[^\w\s.]")
_CUT = re.compile(r"[;\n]|,(?!\d)|(?<!\d),")


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """Lists of words in small letters, for bokmål and nynorsk together; the data file says what each list is for."""

    numbers: Mapping[str, int]
    articles: frozenset[str]
    times: frozenset[str]
    day: frozenset[str]
    week: frozenset[str]
    month: frozenset[str]
    daily: frozenset[str]
    weekly: frozenset[str]
    monthly: frozenset[str]
    per: frozenset[str]
    each: frozenset[str]
    all_of: frozenset[str]
    other: frozenset[str]
    days: frozenset[str]
    weekdays: frozenset[str]
    names_of_days: frozenset[str]
    short_days: frozenset[str]
    weekends: frozenset[str]
    parts: frozenset[str]
    perhaps_parts: frozenset[str]
    hours: frozenset[str]
    minutes: frozenset[str]
    half: frozenset[str]
    one_and_a_half: frozenset[str]
    quarters: frozenset[str]
    to: frozenset[str]
    joins: frozenset[str]
    fillers: frozenset[str]
    seldom: frozenset[str]
    unsure: frozenset[str]
    together: frozenset[str]
    excepts: frozenset[str]
    helpers: frozenset[str]
    doubled: frozenset[str]


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign of a text: as typed, in small letters, and where it begins and ends."""

    typed: str
    word: str
    begins: int
    ends: int


def words_of(text: str) -> list[Word]:
    """The text cut into words, numbers and signs; full stops that are in no number are left out."""
    return [Word(m[0], m[0].lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def parts_of(line: str, words: DecisionWords) -> list[str]:
    """A line cut at commas (not those in numbers), semicolons and line ends.

    What holds only times of day or names of days belongs to what comes after it: «morgen, middag og kveld 20».
    """
    line = unicodedata.normalize("NFC", line)
    names = words.parts | words.perhaps_parts | words.names_of_days
    found: list[str] = []
    held = ""
    for piece in (each.strip() for each in _CUT.split(line)):
        if not piece:
            continue
        held = f"{held}, {piece}" if held else piece
        if not {each.word for each in words_of(piece)} <= names:
            found.append(held)
            held = ""
    return [*found, held] if held else found
