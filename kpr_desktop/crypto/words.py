"""Generated passphrases: words drawn from a list of 7,776 of ours, each with 12.9 bits."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import cache
from importlib.resources import files

WORDS = 7776
FIVE = 5
"""64.6 bits: for everybody."""
SIX = 6
"""77.5 bits: for who administers the vault."""


def generated(count: int = FIVE, below: Callable[[int], int] = secrets.randbelow) -> str:
    """`count` words with blanks between. `below(n)` gives a random number 0..n-1, all as likely."""
    return " ".join(word_list()[below(WORDS)] for _ in range(count))


@cache
def word_list() -> tuple[str, ...]:
    """The words, in alphabetical order."""
    text = (files("kpr_desktop_resources") / "passphrase" / "words.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
