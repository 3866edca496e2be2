"""Characters nobody can see: control and direction characters, zero-width ones, halves of a pair.

Notes and names are kept as they were typed. Wherever they are shown, in a window or a letter, what cannot be seen is
shown as a mark, so that a text never looks like another one; where a format allows no mark, it is left out.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["MARK", "has_hidden", "visible", "without_hidden"]

MARK = "\N{REPLACEMENT CHARACTER}"
"""What stands for a character that cannot be seen."""

_HIDDEN = (
    ("\x00", "\x09"),  # control characters; the line feed is apart
    ("\x0b", "\x1f"),
    ("\x7f", "\x9f"),
    ("\xad", "\xad"),  # soft hyphen
    ("\u034f", "\u034f"),  # combining grapheme joiner
    ("\u0600", "\u0605"),  # Arabic number signs: format characters that reach over what follows
    ("\u061c", "\u061c"),  # Arabic letter mark
    ("\u06dd", "\u06dd"),
    ("\u070f", "\u070f"),
    ("\u0890", "\u0891"),
    ("\u08e2", "\u08e2"),
    ("\u115f", "\u1160"),  # Hangul fillers
    ("\u17b4", "\u17b5"),
    ("\u180b", "\u180f"),  # Mongolian selectors
    ("\u200b", "\u200f"),  # zero-width space, joiners, direction marks
    ("\u2028", "\u202e"),  # line and paragraph separator, direction embeddings and overrides
    ("\u2060", "\u206f"),  # word joiner, invisible operators, direction isolates
    ("\u2800", "\u2800"),  # empty Braille cell
    ("\u3164", "\u3164"),
    ("\ud800", "\udfff"),  # lone surrogates
    ("\ufdd0", "\ufdef"),  # never characters
    ("\ufe00", "\ufe0d"),  # variation selectors, but those that choose text or emoji
    ("\ufeff", "\ufeff"),
    ("\uffa0", "\uffa0"),
    ("\ufff0", "\ufffb"),
    ("\ufffe", "\uffff"),
    ("\U000110bd", "\U000110bd"),
    ("\U000110cd", "\U000110cd"),
    ("\U00013430", "\U0001343f"),  # hieroglyph format controls
    ("\U0001bca0", "\U0001bca3"),
    ("\U0001d173", "\U0001d17a"),
    ("\U000e0000", "\U000e0fff"),  # tags, more variation selectors
)
"""First and last of each range. Unicode 15: categories Cc, Cf, Cs, Zl, Zp and what else is drawn as nothing."""

_RANGES = "".join(f"{first}-{last}" for first, last in _HIDDEN) + "".join(
    f"{chr(plane << 16 | 0xFFFE)}-{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17)
)
_ORDINARY = frozenset(
    "".join(chr(number) for number in (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x180)))
    + "–’…·•●■▲✓"
)
"""What nearly every text is made of. Asked first: to make the patterns takes longer than to show the first page."""


def has_hidden(text: str, *, lines: bool = False) -> bool:
    """Whether the text holds a character that cannot be seen. `lines`: ends of lines do not count."""
    return _replaced(text, MARK, lines) != _replaced(text, "", lines)


def visible(text: str, *, lines: bool = False) -> str:
    """The text with U+FFFD for each character that cannot be seen. `lines`: line ends stay, as plain line feeds."""
    return _replaced(text, MARK, lines)


def without_hidden(text: str, *, lines: bool = False) -> str:
    """The text without the characters that cannot be seen. `lines`: line ends stay, as plain line feeds."""
    return _replaced(text, "", lines)


def _replaced(text: str, mark: str, lines: bool) -> str:  # noqa: FBT001 - private, one meaning
    if _ORDINARY.issuperset(text):
        return text
    if lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _hidden(lines).sub(mark, text)


@cache
def _hidden(lines: bool) -> re.Pattern[str]:  # noqa: FBT001 - as above
    return re.compile(f"[{_RANGES}]" if lines else f"[\n{_RANGES}]")
