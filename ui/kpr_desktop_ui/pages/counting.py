"""Numbers as they are written in Norway."""

from __future__ import annotations

_HARD_BLANK = "\u00a0"


def grouped(number: int) -> str:
    """`10 000`: digits in threes, with blanks that no line breaks at."""
    return f"{number:,}".replace(",", _HARD_BLANK)
