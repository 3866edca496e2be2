"""Short texts outside the running text: broken into lines, made smaller, at last cut, so that they keep their place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from kpr_desktop.letters.fonts import clean, width

ELLIPSIS = "…"
_BREAKS = "@./-_"


def wrap(text: str, font: str, size: float, limit: float) -> list[str]:
    """The clean text in lines at most `limit` points wide; a word that is wider is broken. Empty for a blank text."""
    lines: list[str] = []
    line = ""
    for word in clean(text).split():
        if line and width(f"{line} {word}", font, size) <= limit:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        *broken, line = _pieces(word, font, size, limit)
        lines += broken
    return [*lines, line] if line else lines


def _pieces(word: str, font: str, size: float, limit: float) -> list[str]:
    """A word cut to fit, where it can be behind one of the signs that addresses are made of."""
    if width(word, font, size) <= limit:
        return [word]
    pieces = [""]
    for char in word:
        piece = pieces[-1] + char
        if len(piece) > 1 and width(piece, font, size) > limit:
            at = max(map(pieces[-1].rfind, _BREAKS)) + 1
            pieces[-1:] = [piece[:at], piece[at:]] if at > len(piece) / 3 else [piece[:-1], char]
        else:
            pieces[-1] = piece
    return pieces


def shorten(text: str, font: str, size: float, limit: float) -> str:
    """One line at most `limit` points wide, with an ellipsis where something was cut."""
    text = " ".join(clean(text).split())
    if width(text, font, size) <= limit:
        return text
    over = bisect_right(range(len(text)), limit, key=lambda end: width(text[:end] + ELLIPSIS, font, size))
    return text[: max(over - 1, 0)].rstrip() + ELLIPSIS


def fit(
    texts: Iterable[str], font: str, sizes: Sequence[float], limit: float, most: int
) -> tuple[float, list[str]]:
    """Size and lines of the texts, each beginning a line of its own, at most `most` lines.

    `sizes` from the wished one down. What fits in none of them shares a line with its neighbour, and is cut at last:
    from the line before the last one upwards, because after the first line of an address its last one (postal code
    and place) is needed the most.
    """
    texts = [text for text in texts if text.strip()]
    for size in sizes:
        lines = [line for text in texts for line in wrap(text, font, size, limit)]
        if len(lines) <= most:
            return size, lines
    for size in sizes:
        lines = _crowd(texts, font, size, limit, most)
        if not any(line.endswith(ELLIPSIS) for line in lines):
            return size, lines
    return sizes[-1], _crowd(texts, font, sizes[-1], limit, most)


def _crowd(texts: Sequence[str], font: str, size: float, limit: float, most: int) -> list[str]:
    last = [shorten(texts[-1], font, size, limit)] if len(texts) > 1 else []
    lines = [line for text in texts[: len(texts) - len(last)] for line in wrap(text, font, size, limit)]
    room = most - len(last)
    shared = shorten(" ".join(lines[room - 1 :]), font, size, limit)
    return [*lines[: room - 1], *([shared] if shared else []), *last]
