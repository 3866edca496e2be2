"""The letters' own fonts, registered once, and which of them can draw a character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from kpr_desktop.codebook.resources import resource
from kpr_desktop.domain.characters import MARK, visible
from kpr_desktop.letters.tagging.forms import FieldFont

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


def _face(font: str) -> Any:
    return pdfmetrics.getFont(font).face  # type: ignore[attr-defined] # every font of ours is a TrueType font


@cache
def _advances(font: str) -> Mapping[str, float]:
    """How wide each character is drawn at one point, in this font or else in the one that takes its place."""
    found: dict[str, float] = {}
    for name in (FALLBACK, font):
        covered = _covered(name)
        widths = _face(name).charWidths
        found |= {char: widths.get(ord(char), 0) / 1000 for char in covered}
    return found


def clean(text: str, *, lines: bool = False) -> str:
    """The text as a letter shows it: composed, a mark for each character that is unseen or in none of our fonts.

    `lines`: ends of lines stay, as plain line feeds.
    """
    text = unicodedata.normalize("NFC", visible(text, lines=lines).translate(_SELECTORS))
    known, spare = _covered(REGULAR), _drawable()
    if known.issuperset(text):
        return text
    return "".join(
        char if char in known or char in spare or (lines and char == "\n") else MARK for char in text
    )


def drawable(text: str) -> bool:
    """Whether a letter shows the text as it is meant: in our fonts, and written from left to right."""
    turned = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)
    return not turned and MARK not in clean(text, lines=True)


@cache
def _drawable() -> frozenset[str]:
    """What the second font adds. Its private characters mean nothing to a reader, and to no other font."""
    return frozenset(char for char in _covered(FALLBACK) if unicodedata.category(char) != "Co")


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
    return size * sum(map(_advances(font).__getitem__, text))


def ascent(font: str, size: float) -> float:
    """Height above the base line in points."""
    return pdfmetrics.getAscent(font, size)


def field_font() -> FieldFont:
    """The plain font, whole: for fields that somebody types in on the screen."""
    register()
    face = _face(REGULAR)
    return FieldFont(
        name="NotoSans-Regular",
        data=resource("fonts", _FILES[REGULAR]).read_bytes(),
        widths={char: width * 1000 for char, width in _advances(REGULAR).items()},
        box=tuple(face.bbox),
        ascent=face.ascent,
        descent=face.descent,
        cap_height=face.capHeight,
    )
