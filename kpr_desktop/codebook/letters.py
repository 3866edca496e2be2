"""Letters as data: one file per letter and language, and one frame per language (`resources/…/letters/`).

`information.nb.yaml` holds a letter's text, `frame.nb.yaml` what all letters in a language share: words, months and
the legal references with the days they hold from. A municipality's own wording or language is one more file, in a
folder of its own that is laid over ours (`own_letters`, docs/formats/letters.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import Node, load
from kpr_desktop.codebook.texts import gaps_of
from kpr_desktop.errors import UserFault

if TYPE_CHECKING:
    from kpr_desktop.codebook.own_letters import OwnLetters

Style = Literal[
    "text", "strong", "bullet", "short", "number", "line", "law", "code", "tick", "room", "sign", "part"
]
"""How a block is set: paragraph, what the reader must do, list entry, list entry in two columns, numbered list entry,
contact (side by side), small print, a code to be typed from paper (groups, numbered, each character in a place of its
own), a box to tick with its text, a line to write on after its label, a line to sign on with its label, and a place
for what the case holds (the name of the part).
"""

STYLES: tuple[Style, ...] = get_args(Style)
HEADS = ("letter", "sheet")
"""What stands above the title: sender, receiver, day and reference, or the sender alone."""
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
    "number": frozenset({"number"}),
    "collect_by": frozenset({"day"}),
    "your_reference": frozenset(),
    "case_worker": frozenset(),
    "exempt": frozenset(),
    "signed": frozenset({"name", "day", "time"}),
    "sign_name": frozenset(),
    "sign_day": frozenset(),
}
"""The words of a frame, and the gaps each of them has."""

_FRAME = "frame"
_LINES = 20
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})*")
_FIELD = re.compile(r"[a-z][a-z0-9_]*")
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a letter. `id` is the same in all languages; `gaps` are the fields its text uses.

    An `optional` block is left out when a field it uses, or the part it is, is empty; any other block then stops the
    letter. `lang`: the language of its text where it is not the letter's. `lines`: how many to write on (style room).
    """

    id: str
    style: Style
    text: str
    gaps: frozenset[str] = frozenset()
    optional: bool = False
    lang: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter in one language. `fields` are those it takes from the case, beyond sender and receiver.

    `pages`: it is set a little smaller rather than be longer than this; 0 = as long as it gets. `parts`: the places
    that the case fills; `words`: the words that what is put there takes. `head`: one of HEADS.
    """

    kind: str
    language: str
    title: str
    pages: int
    fields: frozenset[str]
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]
    parts: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)
    head: str = "letter"

    def word(self, key: str, **values: object) -> str:
        """One of its words, with its gaps filled. A value is never read as a template."""
        return self.words[key].format_map(values)

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
    """The letters of one folder; a file is read when its letter is asked for the first time.

    `own`: a folder with the municipality's own wordings and languages, laid over them. Its files are read together,
    once, by the first call; one that is not in order is left out (`faults` tells), and ours stays. `drawable`: whether
    the letters' fonts can show a text; a file of the municipality's with one that they cannot is not in order.
    """

    __slots__ = ("_drawable", "_folder", "_frames", "_laid", "_letters", "_own")

    def __init__(
        self, folder: Path | None = None, own: Path | None = None, drawable: Callable[[str], bool] = bool
    ) -> None:
        self._folder = folder or resource("letters")
        self._own, self._drawable = own, drawable
        self._laid: OwnLetters | None = None
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
            theirs = self._theirs()
            found = theirs.letters.get(key) if theirs else None
            self._letters[key] = found or read_letter(self._path(*key), kind, self._frame(language))
        return self._letters[key], self._frame(language)

    def frame(self, language: str) -> Frame | None:
        """What the letters in a language share; None for a language that has no frame. Raises ResourceError."""
        return self._frame(language) if (_FRAME, language) in self._names() else None

    def faults(self) -> tuple[UserFault, ...]:
        """What is wrong in the municipality's own folder, one for each file: letter.own_wrong with file and line."""
        theirs = self._theirs()
        return theirs.faults if theirs else ()

    def own_count(self) -> int:
        """How many files of the municipality's own folder are in use."""
        theirs = self._theirs()
        return len(theirs.letters) + len(theirs.frames) if theirs else 0

    def lay_over(self, own: Path | None) -> None:
        """Another folder of the municipality's own, or the same one read anew; None = ours alone."""
        self._own, self._laid = own, None
        self._letters.clear()
        self._frames.clear()

    def _theirs(self) -> OwnLetters | None:
        if self._own is not None and self._laid is None:
            from kpr_desktop.codebook.own_letters import read_own  # noqa: PLC0415 - it reads with what stands here

            self._laid = read_own(self._own, LetterTexts(self._folder), self._drawable)
        return self._laid

    def _frame(self, language: str) -> Frame:
        if language not in self._frames:
            theirs = self._theirs()
            laid = theirs.frames.get(language) if theirs else None
            self._frames[language] = laid or read_frame(self._path(_FRAME, language), language)
        return self._frames[language]

    def _path(self, kind: str, language: str) -> Path:
        return self._folder / f"{kind}.{language}.yaml"

    def _names(self) -> set[tuple[str, str]]:
        theirs = self._theirs()
        added = {*theirs.letters, *((_FRAME, language) for language in theirs.frames)} if theirs else set()
        return added | {name for path in self._folder.glob("*.yaml") if (name := name_of(path))}


def name_of(path: Path) -> tuple[str, str] | None:
    """Kind (or `frame`) and language of a letter's file; None = it is not named like one."""
    kind, _, rest = path.name.removesuffix(".yaml").partition(".")
    return (kind, rest) if _LANGUAGE.fullmatch(rest) else None


def read_letter(path: Path, kind: str, frame: Frame) -> LetterText:
    """Read a letter's file. Raises ResourceError with file and line when it is not in order."""
    root = load(path).map(
        required=("title", "lead", "sections"), optional=("fields", "pages", "parts", "words", "head")
    )
    fields = frozenset(_own_fields(root["fields"], frame)) if "fields" in root else frozenset[str]()
    parts = frozenset(_names_of(root["parts"])) if "parts" in root else frozenset[str]()
    allowed = _Allowed(OFFICE_FIELDS | CASE_FIELDS | fields | frame.references.keys(), parts)
    seen: set[str] = set()
    title = root["title"]
    if gaps_of(title, title.text()):
        raise title.error("a title has no fields: it becomes the file's title")
    lead = tuple(_block(node, allowed, seen, "lead") for node in root["lead"].list())
    sections = tuple(_section(node, allowed, seen) for node in root["sections"].list())
    pages = root["pages"].number() if "pages" in root else 0
    head = root["head"].choice(HEADS) if "head" in root else HEADS[0]
    words = dict(_words(root["words"])) if "words" in root else {}
    letter = LetterText(
        kind,
        frame.language,
        title.text(),
        pages,
        fields,
        lead,
        sections,
        parts,
        words,
        head,
    )
    if unused := fields - {gap for block in letter.blocks() for gap in block.gaps}:
        raise root["fields"].error(f"no block uses the field {min(unused)!r}")
    if empty := parts - {block.text for block in letter.blocks() if block.style == "part"}:
        raise root["parts"].error(f"no block is the part {min(empty)!r}")
    return letter


def _words(node: Node) -> Iterator[tuple[str, str]]:
    for name, place in node.items():
        if not _FIELD.fullmatch(name):
            raise place.error("a word's name is small letters, digits and _")
        text = place.text()
        gaps_of(place, text)
        yield name, text


def _names_of(node: Node) -> Iterator[str]:
    for entry in node.list():
        name = entry.text()
        if not _FIELD.fullmatch(name):
            raise entry.error("a name is small letters, digits and _")
        yield name


def _own_fields(node: Node, frame: Frame) -> Iterator[str]:
    for entry, name in zip(node.list(), _names_of(node), strict=True):
        if name in OFFICE_FIELDS | CASE_FIELDS or name in frame.references:
            raise entry.error(f"the field {name!r} is there already")
        yield name


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What the blocks of a letter may name: fields, and parts."""

    fields: frozenset[str]
    parts: frozenset[str]


def _section(node: Node, allowed: _Allowed, seen: set[str]) -> Section:
    parts = node.map(required=("id", "heading", "blocks"))
    name = _new_id(parts["id"], seen)
    heading = parts["heading"]
    if gaps_of(heading, heading.text()):
        raise heading.error("a heading has no fields")
    return Section(
        name, heading.text(), tuple(_block(entry, allowed, seen, name) for entry in parts["blocks"].list())
    )


def _block(node: Node, allowed: _Allowed, seen: set[str], within: str) -> Block:
    parts = node.map(required=("id",), optional=(*STYLES, "optional", "lang", "lines"))
    styles = [style for style in STYLES if style in parts]
    if len(styles) != 1:
        raise node.error(f"a block has one of: {', '.join(STYLES)}")
    name = _new_id(parts["id"], seen)
    if name.partition(".")[0] != within or "." not in name:
        raise parts["id"].error(f"the id of a block here begins with {within!r} and a full stop")
    place = parts[styles[0]]
    text = place.text()
    gaps = gaps_of(place, text)
    if unknown := gaps - allowed.fields:
        raise place.error(f"unknown field {min(unknown)!r}")
    if styles[0] == "part" and text not in allowed.parts:
        raise place.error(f"unknown part {text!r}")
    optional = "optional" in parts and parts["optional"].yes()
    if optional and not gaps and styles[0] != "part":
        raise parts["optional"].error("only a part, or a block with fields, can be optional")
    lines = parts["lines"].number() if "lines" in parts else 1
    if "lines" in parts and not (styles[0] == "room" and 1 <= lines <= _LINES):
        raise parts["lines"].error(f"a room has 1 to {_LINES} lines, and nothing else has any")
    return Block(name, styles[0], text, gaps, optional, _language(parts), lines)


def _language(parts: Mapping[str, Node]) -> str:
    if "lang" not in parts:
        return ""
    text = parts["lang"].text()
    if not _LANGUAGE.fullmatch(text):
        raise parts["lang"].error("a language is written as nb or en-GB")
    return text


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
