"""Short texts outside the running text: broken into lines, made smaller, at last cut, so that they keep their place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kpr_desktop.letters.fonts import clean, width

ELLIPSIS = "…"
_BREAKS = "@./-_"


class Line(NamedTuple):
    """One line. `whole`: it ends between two words, so that a blank belongs behind it; else within one."""

    text: str
    whole: bool


def break_lines(text: str, font: str, size: float, limit: float) -> list[Line]:
    """A clean text in lines at most `limit` points wide; a word that is wider is broken. Empty for a blank text.

    Only a plain blank parts words; a line feed ends a line.
    """
    lines: list[Line] = []
    blank = width(" ", font, size)
    for part in text.split("\n"):
        line, used = "", 0.0
        for word in filter(None, part.split(" ")):
            wide = width(word, font, size)
            if line and used + blank + wide <= limit:
                line, used = f"{line} {word}", used + blank + wide
                continue
            if line:
                lines.append(Line(line, whole=True))
            *broken, line = _pieces(word, font, size, limit)
            lines += [Line(piece, whole=False) for piece in broken]
            used = width(line, font, size)
        if line:
            lines.append(Line(line, whole=True))
    return lines


def wrap(text: str, font: str, size: float, limit: float) -> list[str]:
    """`break_lines` of a text that need not be clean."""
    return [line.text for line in break_lines(" ".join(clean(text).split()), font, size, limit)]


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
