"""A letter's text with its fields filled: what is said, not how it looks. No PDF here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from kpr_desktop.codebook.letters import Block, Frame, LetterText, Style
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.records import LetterRequest

_PARAGRAPH_SIGN = re.compile("(§+) ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading or a filled block, in reading order. `id` is the section's or the (first) block's."""

    id: str
    style: Style | Literal["lead", "heading"]
    text: str


def fill(letter: LetterText, frame: Frame, request: LetterRequest) -> tuple[Piece, ...]:
    """The pieces of the letter after its title. A value is never read as a template.

    Raises UserFault letter.field_missing when a field that a block cannot do without is empty.
    """
    values = _values(frame, request)
    pieces = [Piece(block.id, "lead", text) for block in letter.lead if (text := _text(block, values))]
    for section in letter.sections:
        filled = [
            Piece(block.id, block.style, text) for block in section.blocks if (text := _text(block, values))
        ]
        if filled:
            pieces += [Piece(section.id, "heading", section.heading), *_one_line(filled)]
    return tuple(pieces)


def _one_line(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Lines that follow each other stand side by side."""
    for style, group in groupby(pieces, lambda piece: piece.style):
        found = list(group)
        if style == "line":
            yield Piece(found[0].id, style, " · ".join(piece.text for piece in found))
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
