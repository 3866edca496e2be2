"""Letters as data: one file per letter and language, and one frame per language (`resources/…/letters/`).

`information.nb.yaml` holds a letter's text, `frame.nb.yaml` what all letters in a language share: words, months and
the legal references with the days they hold from. A municipality's own wording or language is one more file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import Node, load
from kpr_desktop.codebook.texts import gaps_of
from kpr_desktop.errors import UserFault

Style = Literal["text", "bullet", "short", "line", "law", "code"]
"""How a block is set: paragraph, list entry, list entry in two columns, contact (side by side), small print, and a
code to be typed from paper: groups, numbered, each character in a place of its own.
"""

STYLES: tuple[Style, ...] = get_args(Style)
OFFICE_FIELDS = frozenset({"kommune", "enhet", "kontakt_telefon", "kontakt_epost", "kontakt_nett"})
"""Fields every letter may use: the sender."""
CASE_FIELDS = frozenset({"navn", "dato", "var_ref"})
"""Fields every letter may use: receiver, day and reference."""
WORDS: Mapping[str, frozenset[str]] = {
    "date": frozenset(),
    "reference": frozenset(),
    "phone": frozenset(),
    "page": frozenset({"page", "pages"}),
    "day": frozenset({"day", "month", "year"}),
    "practice": frozenset(),
    "practice_note": frozenset(),
}
"""The words of a frame, and the gaps each of them has."""

_FRAME = "frame"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})*")
_FIELD = re.compile(r"[a-z][a-z0-9_]*")
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a letter. `id` is the same in all languages; `gaps` are the fields its text uses.

    An `optional` block is left out when a field it uses is empty; any other block then stops the letter.
    """

    id: str
    style: Style
    text: str
    gaps: frozenset[str] = frozenset()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter in one language. `fields` are those it takes from the case, beyond sender and receiver.

    `pages`: it is set a little smaller rather than be longer than this; 0 = as long as it gets.
    """

    kind: str
    language: str
    title: str
    pages: int
    fields: frozenset[str]
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]

    def blocks(self) -> Iterator[Block]:
        """All blocks in the order they are read."""
        yield from self.lead
        for section in self.sections:
            yield from section.blocks


@dataclass(frozen=True, slots=True)
class Reference:
    """A legal reference: its wordings with the day each of them holds from, oldest first."""

    versions: tuple[tuple[date, str], ...]

    def on(self, day: date) -> str:
        """The wording that holds on `day`; the oldest one for a day before all of them."""
        held = [text for first, text in self.versions if first <= day]
        return held[-1] if held else self.versions[0][1]


@dataclass(frozen=True, slots=True)
class Frame:
    """What all letters in a language share."""

    language: str
    words: Mapping[str, str]
    months: tuple[str, ...]
    references: Mapping[str, Reference]

    def day(self, day: date) -> str:
        """A date as it stands in a letter, such as `23. november 2026`."""
        return self.words["day"].format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def page(self, page: int, pages: int) -> str:
        """Page so-and-so of so many."""
        return self.words["page"].format(page=page, pages=pages)


class LetterTexts:
    """The letters of one folder; a file is read when its letter is asked for the first time."""

    __slots__ = ("_folder", "_frames", "_letters")

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or resource("letters")
        self._letters: dict[tuple[str, str], LetterText] = {}
        self._frames: dict[str, Frame] = {}

    def kinds(self) -> tuple[str, ...]:
        """The letters there are, by name of file."""
        return tuple(sorted({kind for kind, _ in self._names() if kind != _FRAME}))

    def languages(self, kind: str) -> tuple[str, ...]:
        """The languages a letter can be made in: those with a text and a frame."""
        names = self._names()
        return tuple(sorted(lang for name, lang in names if name == kind and (_FRAME, lang) in names))

    def letter(self, kind: str, language: str) -> tuple[LetterText, Frame]:
        """Text and frame. Raises UserFault letter.unknown_kind | letter.no_such_language; ResourceError."""
        key = (kind, language)
        if key not in self._letters:
            if kind not in self.kinds():
                raise UserFault("letter.unknown_kind", "kind")
            if language not in self.languages(kind):
                raise UserFault("letter.no_such_language", "language")
            frame = self._frames.setdefault(language, read_frame(self._path(_FRAME, language), language))
            self._letters[key] = read_letter(self._path(kind, language), kind, frame)
        return self._letters[key], self._frames[language]

    def _path(self, kind: str, language: str) -> Path:
        return self._folder / f"{kind}.{language}.yaml"

    def _names(self) -> set[tuple[str, str]]:
        parts = (path.name.split(".") for path in self._folder.glob("*.yaml"))
        return {
            (kind, language)
            for kind, language, *rest in parts
            if len(rest) == 1 and _LANGUAGE.fullmatch(language)
        }


def read_letter(path: Path, kind: str, frame: Frame) -> LetterText:
    """Read a letter's file. Raises ResourceError with file and line when it is not in order."""
    root = load(path).map(required=("title", "lead", "sections"), optional=("fields", "pages"))
    fields = frozenset(_own_fields(root["fields"], frame)) if "fields" in root else frozenset[str]()
    allowed = OFFICE_FIELDS | CASE_FIELDS | fields | frame.references.keys()
    seen: set[str] = set()
    title = root["title"]
    if gaps_of(title, title.text()):
        raise title.error("a title has no fields: it becomes the file's title")
    lead = tuple(_block(node, allowed, seen, "lead") for node in root["lead"].list())
    sections = tuple(_section(node, allowed, seen) for node in root["sections"].list())
    pages = root["pages"].number() if "pages" in root else 0
    letter = LetterText(kind, frame.language, title.text(), pages, fields, lead, sections)
    if unused := fields - {gap for block in letter.blocks() for gap in block.gaps}:
        raise root["fields"].error(f"no block uses the field {min(unused)!r}")
    return letter


def _own_fields(node: Node, frame: Frame) -> Iterator[str]:
    for entry in node.list():
        name = entry.text()
        if not _FIELD.fullmatch(name):
            raise entry.error("a field's name is small letters, digits and _")
        if name in OFFICE_FIELDS | CASE_FIELDS or name in frame.references:
            raise entry.error(f"the field {name!r} is there already")
        yield name


def _section(node: Node, allowed: frozenset[str], seen: set[str]) -> Section:
    parts = node.map(required=("id", "heading", "blocks"))
    name = _new_id(parts["id"], seen)
    heading = parts["heading"]
    if gaps_of(heading, heading.text()):
        raise heading.error("a heading has no fields")
    return Section(
        name, heading.text(), tuple(_block(entry, allowed, seen, name) for entry in parts["blocks"].list())
    )


def _block(node: Node, allowed: frozenset[str], seen: set[str], within: str) -> Block:
    parts = node.map(required=("id",), optional=(*STYLES, "optional"))
    styles = [style for style in STYLES if style in parts]
    if len(styles) != 1:
        raise node.error(f"a block has one of: {', '.join(STYLES)}")
    name = _new_id(parts["id"], seen)
    if name.partition(".")[0] != within or "." not in name:
        raise parts["id"].error(f"the id of a block here begins with {within!r} and a full stop")
    place = parts[styles[0]]
    text = place.text()
    gaps = gaps_of(place, text)
    if unknown := gaps - allowed:
        raise place.error(f"unknown field {min(unknown)!r}")
    optional = "optional" in parts and parts["optional"].yes()
    if optional and not gaps:
        raise parts["optional"].error("only a block with fields can be optional")
    return Block(name, styles[0], text, gaps, optional)


def _new_id(node: Node, seen: set[str]) -> str:
    name = node.text()
    if not _ID.fullmatch(name):
        raise node.error("an id is small letters, digits and _")
    if name in seen:
        raise node.error(f"duplicate id {name!r}")
    seen.add(name)
    return name


def read_frame(path: Path, language: str) -> Frame:
    """Read a language's frame. Raises ResourceError with file and line when it is not in order."""
    root = load(path).map(required=("words", "months", "references"))
    words = {}
    for name, node in root["words"].map(required=tuple(WORDS)).items():
        words[name] = node.text(longest=80)
        if gaps_of(node, words[name]) != WORDS[name]:
            raise node.error(f"takes the fields: {', '.join(sorted(WORDS[name])) or 'none'}")
    months = root["months"].list()
    if len(months) != 12:
        raise root["months"].error("a year has twelve months")
    references = {}
    for name, node in root["references"].items():
        if not _FIELD.fullmatch(name) or name in OFFICE_FIELDS | CASE_FIELDS:
            raise node.error(f"{name!r} cannot be the name of a reference")
        references[name] = _reference(node)
    return Frame(language, words, tuple(node.text() for node in months), references)


def _reference(node: Node) -> Reference:
    versions: list[tuple[date, str]] = []
    for entry in node.list():
        parts = entry.map(required=("from", "text"))
        try:
            first = date.fromisoformat(parts["from"].text())
        except ValueError:
            raise parts["from"].error("a date is written as 2026-11-23") from None
        if versions and first <= versions[-1][0]:
            raise parts["from"].error("the oldest wording comes first")
        text = parts["text"].text()
        if gaps_of(parts["text"], text):
            raise parts["text"].error("a reference has no fields")
        versions.append((first, text))
    return Reference(tuple(versions))
