"""The letters' own fonts, registered once, and which of them can draw a character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from kpr_desktop.codebook.resources import resource
from kpr_desktop.domain.characters import MARK, visible

REGULAR = "KPR-NotoSans"
BOLD = "KPR-NotoSans-Bold"
FALLBACK = "KPR-DejaVuSans"
_FILES = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf", FALLBACK: "DejaVuSans.ttf"}
_ABOVE = re.compile("> <([0-9A-F]{5,6})>")
_SELECTORS = {0xFE0E: None, 0xFE0F: None}
"""They choose between text and emoji form; a PDF has one form only."""


class _Font(TTFont):
    """Tells readers the right characters also above U+FFFF, where the library writes one number instead of a pair."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - the library's name
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                stream.content = _ABOVE.sub(_pair, stream.content)


def _pair(found: re.Match[str]) -> str:
    return f"> <{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"


@cache
def _covered(font: str) -> frozenset[str]:
    """The characters a font can draw; the font is registered on the way (0.1 s for all three)."""
    drawn = _Font(font, str(resource("fonts", _FILES[font])))
    pdfmetrics.registerFont(drawn)
    return frozenset(map(chr, drawn.face.charToGlyph))


def register() -> None:
    """Make all fonts known to the PDF library; does nothing the second time."""
    for font in _FILES:
        _covered(font)


def clean(text: str) -> str:
    """The text as a letter shows it: composed, a mark for each character that is unseen or in none of our fonts."""
    text = unicodedata.normalize("NFC", visible(text).translate(_SELECTORS))
    known, spare = _covered(REGULAR), _covered(FALLBACK)
    if known.issuperset(text):
        return text
    return "".join(char if char in known or char in spare else MARK for char in text)


def runs(text: str, font: str) -> Iterator[tuple[str, str]]:
    """A clean text cut into runs of one font each: (font, text)."""
    known = _covered(font)
    if known.issuperset(text):
        if text:
            yield font, text
        return
    for inside, chars in groupby(text, known.__contains__):
        yield (font if inside else FALLBACK), "".join(chars)


def width(text: str, font: str, size: float) -> float:
    """Width of a clean text in points."""
    return sum(pdfmetrics.stringWidth(part, name, size) for name, part in runs(text, font))


def ascent(font: str, size: float) -> float:
    """Height above the base line in points."""
    return pdfmetrics.getAscent(font, size)
