"""Text as XML can carry it."""

from __future__ import annotations

import unicodedata

_LEFT_OUT = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Control, format (direction marks), surrogate, private, unassigned; line and paragraph separators."""


def xml_text(text: str) -> str:
    """`text` without control and direction marks and without blanks at its ends; tab and line feed become a blank."""
    if text.isascii() and text.isprintable():
        return text.strip()
    spaced = " ".join(text.splitlines()).replace("\t", " ")
    return "".join(char for char in spaced if unicodedata.category(char) not in _LEFT_OUT).strip()
