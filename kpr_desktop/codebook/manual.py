"""The manuals (`resources/…/manual/`): chapters of plain blocks, the same in every language.

A text names a word or key of the window by its key in the texts, `{person.start}`: what the window says, the manual
says too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from kpr_desktop.codebook.node import Node
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load
from kpr_desktop.codebook.texts import Texts

USER, ADMINISTRATOR, LOST = "user", "administrator", "lost"
PARTS = (USER, ADMINISTRATOR, LOST)
"""The user's manual, the administrator's, and the check list for a lost machine."""
Kind = Literal["text", "heading", "steps", "bullets", "ticks", "table", "picture"]
KINDS: tuple[Kind, ...] = ("text", "heading", "steps", "bullets", "ticks", "table", "picture")
_TITLE, _WORDS = 70, 900
_GAP = re.compile(r"\{([^{}]*)\}")
_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a chapter. `texts`: one of a text, heading or picture (there what it shows, in words), else entries.

    `rows` of a table, the first one its heading; `picture` is a name in the folder of pictures.
    """

    kind: Kind
    texts: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """`places`: the names of the places in the program that it is about."""

    id: str
    title: str
    places: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """One part in one language."""

    part: str
    language: str
    title: str
    chapters: tuple[Chapter, ...]

    def chapter(self, id_: str) -> Chapter:
        """The chapter, or the first one for an id that is none."""
        return next((each for each in self.chapters if each.id == id_), self.chapters[0])

    def about(self, place: str) -> str:
        """The id of the chapter that is about a place of the program; empty when none is."""
        return next((each.id for each in self.chapters if place in each.places), "")


def read_manual(part: str, language: str) -> Manual:
    """A shipped part, its gaps filled. Read once a language. Raises ResourceError with file and line."""
    return _read(part, language)


@cache
def _read(part: str, language: str) -> Manual:
    return load_manual(resource("manual", f"{part}.{language}.yaml"), Texts.load(language))


def load_manual(path: Path, texts: Texts) -> Manual:
    """Read one file, named part.language.yaml; raises ResourceError with file and line when it is not in order."""
    found = load(path).map(required=("title", "chapters"))
    seen: set[str] = set()
    chapters = tuple(_chapter(node, texts, seen) for node in found["chapters"].list())
    return Manual(path.name.partition(".")[0], texts.language, found["title"].text(_TITLE), chapters)


def picture_path(name: str, language: str) -> Path:
    """Where a picture lies."""
    return resource("manual", "pictures", language, f"{name}.png")


def _chapter(node: Node, texts: Texts, seen: set[str]) -> Chapter:
    parts = node.map(required=("id", "title", "blocks"), optional=("places",))
    id_ = parts["id"].text(40)
    if not _ID.fullmatch(id_) or id_ in seen:
        raise parts["id"].error(f"{id_!r} is no id, or is used twice")
    seen.add(id_)
    places = tuple(each.text(40) for each in parts["places"].list()) if "places" in parts else ()
    blocks = tuple(_block(each, texts) for each in parts["blocks"].list())
    return Chapter(id_, _filled(parts["title"], texts, _TITLE), places, blocks)


def _block(node: Node, texts: Texts) -> Block:
    found = node.map(optional=(*KINDS, "alt"))
    kinds = [kind for kind in KINDS if kind in found]
    if len(kinds) != 1 or ("alt" in found) != (kinds == ["picture"]):
        raise node.error("a block is exactly one of: " + ", ".join(KINDS) + " (a picture with alt)")
    kind = kinds[0]
    body = found[kind]
    if kind == "picture":
        return Block(kind, (_filled(found["alt"], texts),), picture=body.text(40))
    if kind == "table":
        return Block(kind, rows=tuple(_rows(body, texts)))
    if kind in ("text", "heading"):
        return Block(kind, (_filled(body, texts),))
    return Block(kind, tuple(_filled(each, texts) for each in body.list()))


def _rows(node: Node, texts: Texts) -> Iterator[tuple[str, ...]]:
    width = 0
    for line in node.list():
        row = tuple(_filled(each, texts) for each in line.list())
        width = width or len(row)
        if len(row) != width:
            raise line.error(f"{len(row)} cells in a table of {width}")
        yield row


def _filled(node: Node, texts: Texts, longest: int = _WORDS) -> str:
    """The text with what the window says in its gaps."""

    def word(found: re.Match[str]) -> str:
        try:
            return texts(found[1]).removesuffix("…").rstrip()
        except KeyError:
            raise node.error(f"no text {found[1]!r} that can stand alone") from None

    text = _GAP.sub(word, node.text(longest))
    if "{" in text or "}" in text:
        raise node.error("a brace that is not a gap")
    return text
