"""A manual as one letter to nobody: chapters are its sections, and what is in them its parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kpr_desktop.codebook.letters import Block, Frame, LetterText, Section
from kpr_desktop.codebook.manual import Block as Piece
from kpr_desktop.codebook.manual import Chapter, Manual, picture_path
from kpr_desktop.letters.pdf import make
from kpr_desktop.usecases.letter_records import Grid, Heading, LetterRequest, MadePdf, Part, Picture, Said
from kpr_desktop.usecases.records import Office

_NAME = "KPR Desktop"
_ANY_DAY = date(2000, 1, 1)
"""No day stands in a manual: the same text gives the same bytes."""
_STYLES = {"steps": "number", "bullets": "bullet", "ticks": "tick"}


def make_manual(manual: Manual, words: Frame) -> MadePdf:
    """The manual as PDF. Its pictures are those of its language."""
    sections = tuple(_section(chapter) for chapter in manual.chapters)
    parts = {chapter.id: tuple(_parts(chapter, manual.language)) for chapter in manual.chapters}
    letter = LetterText(
        "manual", manual.language, manual.title, 0, frozenset(), (), sections, frozenset(parts), head="sheet"
    )
    office = Office("", _NAME)
    return make(
        letter,
        words,
        LetterRequest("manual", manual.language, office, "", None, _ANY_DAY, parts=parts, window=False),
    )


def _section(chapter: Chapter) -> Section:
    return Section(chapter.id, chapter.title, (Block(f"{chapter.id}.body", "part", chapter.id),))


def _parts(chapter: Chapter, language: str) -> Iterator[Part]:
    for block in chapter.blocks:
        yield from _part(block, language)


def _part(block: Piece, language: str) -> Iterator[Part]:
    if block.kind == "heading":
        yield Heading(block.texts[0])
    elif block.kind == "picture":
        yield Picture(picture_path(block.picture, language).read_bytes(), block.texts[0])
    elif block.kind == "table":
        wide = len(block.rows[0])
        widths = (1.0, *(2.0,) * (wide - 1))
        yield Grid("", block.rows[0], block.rows[1:], widths, row_heads=True)
    else:
        for text in block.texts:
            yield Said(text, _STYLES.get(block.kind, "text"))  # type: ignore[arg-type] # the styles of `Said`
