"""The block list: passphrases that are long enough and still tried first (NIST SP 800-63B-4, section 3.1.1.2).

Three rules and a list. Strength is not scored otherwise: no rule asks for digits or signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

DISTINCT = 5
"""Fewer different characters than this is a held-down key."""
LONGEST = 40
"""No word of the list, and no name that counts as one, is longer."""
LISTED = 3
"""So many words of the list, with any digits and signs between, are still one guess. Four are not."""
RUN = 4
RUN_SHARE = 0.7
_ROWS = (
    "abcdefghijklmnopqrstuvwxyzæøå",
    "01234567890",
    "1234567890+",
    "qwertyuiopå",
    "asdfghjkløæ",
    "zxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
)
_SIGNS_FOR_LETTERS = str.maketrans("013457@$", "oleastas")
_FOR_LETTERS = re.compile(r"(?<![0-9@$])[013457@$]+(?=[a-zæøå])")
_NO_LETTER = re.compile(r"[^a-zæøå]+")


def weak(text: str, around: Iterable[str] = ()) -> bool:
    """Whether a passphrase (in form NFKC) is on the block list. `around`: names that count as listed."""
    plain = unicodedata.normalize("NFKC", text.casefold())
    tight = "".join(character for character in plain if character.isalnum())
    if len(set(tight)) < DISTINCT or _repeated(tight) or _walked(tight):
        return True
    known = _listed() | {part for each in around for part in _parts(each)}
    spelt = _FOR_LETTERS.sub(lambda found: found.group().translate(_SIGNS_FOR_LETTERS), plain)
    return _made_of(plain, known) or _made_of(spelt, known)


def _repeated(text: str) -> bool:
    """The whole is one piece over and over, the last time perhaps cut: "passordpassord", "abc123abc123a"."""
    return any(text[size:] == text[:-size] for size in range(1, len(text) // 2 + 1))


def _walked(text: str) -> bool:
    """Most of it follows rows of keys, the alphabet or the numbers, forwards or backwards, four steps and more."""
    covered = at = 0
    while at < len(text):
        length = max(_run(text, at, row) for row in _rows())
        covered += length if length >= RUN else 0
        at += length if length >= RUN else 1
    return covered >= RUN_SHARE * len(text)


def _run(text: str, at: int, row: str) -> int:
    place = row.find(text[at : at + 2])
    length = 0
    while (
        place >= 0
        and length < len(text) - at
        and row[place + length : place + length + 1] == text[at + length]
    ):
        length += 1
    return length


@cache
def _rows() -> tuple[str, ...]:
    return tuple(each for row in _ROWS for each in (row, row[::-1]))


def _made_of(text: str, known: frozenset[str] | set[str]) -> bool:
    """All letters belong to at most three listed words (or single letters between them)."""
    letters = [part for part in _NO_LETTER.split(text) if len(part) > 1]
    return bool(letters) and sum(_words(part, known) for part in letters) <= LISTED


def _words(part: str, known: frozenset[str] | set[str]) -> int:
    """The fewest listed words that make up `part`; more than allowed when none do."""
    best = [0] + [LISTED + 1] * len(part)
    for end in range(1, len(part) + 1):
        for begin in range(max(0, end - LONGEST), end):
            if part[begin:end] in known:
                best[end] = min(best[end], best[begin] + 1)
    return best[-1]


def _parts(name: str) -> set[str]:
    return {
        part for part in _NO_LETTER.split(unicodedata.normalize("NFKC", name.casefold())) if len(part) > 1
    }


@cache
def _listed() -> frozenset[str]:
    text = (files("kpr_desktop_resources") / "passphrase" / "weak.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
