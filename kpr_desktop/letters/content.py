"""A letter's text with its fields filled: what is said, not how it looks. No PDF here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from kpr_desktop.codebook.letters import Block, Frame, LetterText, Style
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.letter_records import LetterRequest, Part

_PARAGRAPH_SIGN = re.compile("(§+) ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading or a filled block, in reading order. `id` is the section's or the (first) block's.

    `parts`: what the case holds, for the style "part". `lang` where it is not the letter's.
    """

    id: str
    style: Style | Literal["lead", "heading"]
    text: str
    parts: tuple[Part, ...] = ()
    lang: str = ""
    lines: int = 1


def fill(letter: LetterText, frame: Frame, request: LetterRequest) -> tuple[Piece, ...]:
    """The pieces of the letter after its title. A value is never read as a template.

    Raises UserFault letter.field_missing when a field or part that the letter cannot do without is empty.
    """
    values = _values(frame, request)
    pieces = list(_one_line(_filled(letter.lead, values, request)))
    pieces = [replace(piece, style="lead") if piece.style == "text" else piece for piece in pieces]
    for section in letter.sections:
        if filled := list(_filled(section.blocks, values, request)):
            pieces += [Piece(section.id, "heading", section.heading), *_one_line(filled)]
    return tuple(pieces)


def _filled(blocks: Iterable[Block], values: Mapping[str, str], request: LetterRequest) -> Iterator[Piece]:
    for block in blocks:
        if block.style == "part":
            if parts := _parts(block, request):
                yield Piece(block.id, block.style, "", parts, block.lang)
        elif text := _text(block, values):
            yield Piece(block.id, block.style, text, lang=block.lang, lines=block.lines)


def _parts(block: Block, request: LetterRequest) -> tuple[Part, ...]:
    """What the case holds for the block; nothing for an optional one that has none."""
    parts = request.parts.get(block.text, ())
    if not parts and not block.optional:
        raise UserFault("letter.field_missing", block.text, field_name=block.text)
    return parts


def _one_line(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Lines that follow each other stand side by side."""
    for style, group in groupby(pieces, lambda piece: piece.style):
        found = list(group)
        if style == "line":
            joined = " · ".join(piece.text for piece in found)
            yield Piece(found[0].id, style, joined, lang=found[0].lang)
        else:
            yield from found


def _values(frame: Frame, request: LetterRequest) -> Mapping[str, str]:
    office = request.office
    return {
        **request.fields,
        "kommune": office.name,
        "enhet": office.unit,
        "kontakt_telefon": office.phone,
        "kontakt_epost": office.email,
        "kontakt_nett": office.web,
        "navn": request.name,
        "dato": frame.day(request.day),
        "var_ref": request.reference,
        **{name: _together(reference.on(request.day)) for name, reference in frame.references.items()},
    }


def _text(block: Block, values: Mapping[str, str]) -> str:
    """The block's text; empty for an optional block whose field is."""
    empty = sorted(name for name in block.gaps if not values.get(name, "").strip())
    if empty and block.optional:
        return ""
    if empty:
        raise UserFault("letter.field_missing", empty[0], field_name=empty[0])
    return _together(block.text).format_map(values)


def _together(text: str) -> str:
    """The section sign stays on the line of its number."""
    return _PARAGRAPH_SIGN.sub("\\1\N{NO-BREAK SPACE}", text)
