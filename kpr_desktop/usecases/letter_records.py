"""What a letter is made of: the request for one, and the content that its text leaves places for.

A letter's text (`resources/…/letters/`) says what is the same for everybody. Where it has a `part`, what the case holds
is put in: headings, lines, tables and figures as they are here, in the letter's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from kpr_desktop.domain.person import Address
from kpr_desktop.usecases.records import Office

Stroke = tuple[tuple[float, float], ...]
"""One movement of the pen: points with x and y from 0 to 1, of the width and height of the place to sign in."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a part. `level` 3 stands under the section's heading (2), 4 under a 3.

    `together`: what stands under it is not cut by the end of a page.
    """

    text: str
    level: Literal[3, 4] = 3
    lang: str = ""
    together: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One paragraph. `lang` where it is not the letter's: the register's own words stay in their language.

    `tick`: a box to tick before it. `note`: small print.
    """

    text: str
    style: Literal["text", "strong", "bullet", "number", "note", "tick"] = "text"
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what stands for each of them."""

    rows: tuple[tuple[str, str], ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a header row. `widths` are shares of the text's width. `row_heads`: the first column names its row.

    `langs`: a column's language where it is not the letter's; empty = all are the letter's.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    row_heads: bool = False
    langs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One variable of a chart: the score now and the last time (1-5; 9 = not relevant; None = none)."""

    label: str
    now: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class Profile:
    """The chart of scores: a dot for now, a ring for the last time. `alt` tells in words what the picture shows.

    `groups`: heading and rows, in the code book's order. `now` and `before` are the words of the legend.
    """

    alt: str
    groups: tuple[tuple[str, tuple[ProfileRow, ...]], ...]
    now: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """Lines to write on by hand (1-40), with what belongs there; a field to type in on a copy for the screen."""

    label: str
    lines: int = 1
    name: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with boxes to tick, side by side where they fit. `help` stands under the question."""

    label: str
    options: tuple[str, ...]
    help: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where somebody signs: a line on paper, or what was drawn on the screen, with name and time."""

    label: str
    name: str = ""
    at: datetime | None = None
    strokes: tuple[Stroke, ...] = ()
    stamp: str = ""
    """What is printed under a drawn signature, such as `Tegnet på skjermen 23. november 2026 kl. 09.05`."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of ours as PNG, as wide as the text. `alt` tells in words what it shows."""

    png: bytes
    alt: str


Part = Heading | Said | Facts | Grid | Profile | Room | Choice | SignaturePlace | Picture


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """One letter: its kind and language, the sender, the receiver, the day and what its text asks for.

    `name` and `address` empty or None: no receiver is printed. `number`: the print number that stands on every page;
    `collect_by`: the day by which a paper that lies at a printer is destroyed. `window`: the receiver is placed for a
    window envelope; what does not fit there gets the other layout. `exempt`: marked as exempt from public access.
    `fillable`: a copy with fields, for the screen.
    """

    kind: str
    language: str
    office: Office
    name: str
    address: Address | None
    day: date
    reference: str = ""
    training: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    number: str = ""
    collect_by: date | None = None
    your_reference: str = ""
    case_worker: str = ""
    window: bool = True
    exempt: bool = False
    fillable: bool = False


@dataclass(frozen=True, slots=True)
class MadePdf:
    """A letter as PDF, and its number of pages.

    `window` is False where the request did not ask for the window, or the receiver did not fit there and stands in
    ordinary lines: such a letter takes a cover without one.
    """

    data: bytes
    pages: int
    window: bool
