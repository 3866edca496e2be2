"""A municipality's own guidance texts: a YAML file (docs/formats/guidance.md), read strictly and laid over ours.

What stands in the file is data: plain printable text on one line, within the lengths that the screens are drawn for.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from kpr_desktop.codebook.model import LANGUAGES, CodeBook, Contrast, Item, ItemKind, Text
from kpr_desktop.codebook.parts import CARD, CONTRAST, CONTRASTS, COVERS
from kpr_desktop.codebook.strict import Node, ResourceError, parse
from kpr_desktop.errors import UserFault

VERSION = "1"
LARGEST = 1024 * 1024
"""Bytes. All our own guidance in three languages has less than a tenth of it."""
LONGEST_NAME = CARD
"""Characters of the name that stands under «Veiledning fra»."""
_HEAD = ("municipality_guidance", "name", "variables")
_PARTS = ("covers", "contrasts")
_SIDES = ("low", "high")
_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What is said of one variable: what it covers (None = as ours), and examples by pair («1-2»)."""

    covers: Text | None = None
    contrasts: Mapping[str, Contrast] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guidance:
    """Guidance texts by variable id. `name` tells whose they are."""

    name: str
    items: Mapping[str, OwnWords]


def decoded(data: bytes) -> str:
    """The text of a file. Raises UserFault guidance.too_large (limit in MB) or guidance.not_text."""
    if len(data) > LARGEST:
        raise UserFault("guidance.too_large", limit=LARGEST // 1024 // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserFault("guidance.not_text") from None
    if "\0" in text:
        raise UserFault("guidance.not_text")
    return text


def read_guidance(text: str, book: CodeBook) -> Guidance:
    """The guidance in a text. Raises UserFault guidance.*, with the line that is wrong; lines count from 1."""
    return _read(text, tuple(each.id for each in book.variables))


def laid_over(book: CodeBook, guidance: Guidance) -> CodeBook:
    """The edition with these texts instead of ours. An item that says something else is marked with the name."""
    items = {name: _laid_over(item, guidance) for name, item in book.items.items()}
    return replace(book, items=MappingProxyType(items))


def guidance_of(book: CodeBook, name: str) -> Guidance:
    """All guidance texts of the edition as it stands, to be written to a file."""
    return Guidance(name, {each.id: OwnWords(each.covers, each.contrasts) for each in book.variables})


def differing(book: CodeBook, guidance: Guidance) -> Guidance:
    """What the guidance says otherwise than the edition: the rest follows the edition as it is renewed."""
    found = {}
    for name, words in guidance.items.items():
        item = book.items[name]
        contrasts = {p: c for p, c in words.contrasts.items() if c != item.contrasts[p]}
        covers = words.covers if words.covers != item.covers else None
        if covers is not None or contrasts:
            found[name] = OwnWords(covers, MappingProxyType(contrasts))
    return replace(guidance, items=found)


def written(guidance: Guidance, book: CodeBook, notes: Sequence[str] = ()) -> str:
    """The guidance as a file's text, with `notes` (one line each) at the top; `read_guidance` reads it again."""
    lines = [*(f"# {note}" for note in notes), f"{_HEAD[0]}: {_quoted(VERSION)}"]
    lines += [f"name: {_quoted(guidance.name)}", "variables:"]
    for name, words in guidance.items.items():
        item = book.items[name]
        lines += ["", f"  # {item.code}: {item.label.nb}", f"  {name}:"]
        if words.covers is not None:
            lines += ["    covers:", *_languages(words.covers, 6)]
        if words.contrasts:
            lines.append("    contrasts:")
        for pair, contrast in words.contrasts.items():
            lines.append(f"      {_quoted(pair)}:")
            for side in _SIDES:
                lines += [f"        {side}:", *_languages(getattr(contrast, side), 10)]
    return "\n".join(lines) + "\n"


def plain_name(text: str) -> str:
    """A name as it may stand in the file: printable, one line, not too long. May be empty."""
    return "".join(c for c in text if c.isprintable()).strip()[:LONGEST_NAME].strip()


def _laid_over(item: Item, guidance: Guidance) -> Item:
    words = guidance.items.get(item.id)
    if words is None or item.kind is not ItemKind.SCORE:
        return item
    new = replace(
        item,
        covers=words.covers or item.covers,
        contrasts=MappingProxyType({**item.contrasts, **words.contrasts}),
    )
    return item if new == item else replace(new, guidance=guidance.name)


def _quoted(text: str) -> str:
    """In double quotes, which YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=False)


def _languages(text: Text, indent: int) -> Iterator[str]:
    for language in LANGUAGES:
        yield f"{' ' * indent}{language}: {_quoted(text.in_(language))}"


# --- reading


@lru_cache(maxsize=4)  # the text is read at every interview, and changes once a year
def _read(text: str, variables: tuple[str, ...]) -> Guidance:
    try:
        node = parse(text, "guidance")
    except ResourceError as error:
        twice = error.message.startswith("duplicate key")
        raise UserFault("guidance.twice" if twice else "guidance.not_yaml", line=error.line) from None
    if not isinstance(node.content, dict) or _HEAD[0] not in node.content:
        raise UserFault("guidance.other_file", key=_HEAD[0])
    head = _map(node, _HEAD)
    if head[_HEAD[0]].content != VERSION:
        raise UserFault("guidance.version", line=head[_HEAD[0]].line, known=VERSION)
    found = {}
    for name, each in _some(head["variables"]).items():
        if name not in variables:
            raise UserFault(
                "guidance.unknown_variable", line=each.line, first=variables[0], last=variables[-1]
            )
        found[name] = _words(each)
    return Guidance(_text(head["name"], LONGEST_NAME), MappingProxyType(found))


def _words(node: Node) -> OwnWords:
    found = _map(node, (), _PARTS)
    covers = _text3(found["covers"], COVERS) if "covers" in found else None
    contrasts: dict[str, Contrast] = {}
    if "contrasts" in found:
        for pair, each in _map(found["contrasts"], (), CONTRASTS).items():
            sides = _map(each, _SIDES)
            contrasts[pair] = Contrast(*(_text3(sides[side], CONTRAST) for side in _SIDES))
    return OwnWords(covers, MappingProxyType({p: contrasts[p] for p in CONTRASTS if p in contrasts}))


def _text3(node: Node, longest: int) -> Text:
    """In bokmål at least; a language that is not there says the same."""
    found = _map(node, LANGUAGES[:1], LANGUAGES[1:])
    plain = _text(found[LANGUAGES[0]], longest)
    return Text(plain, *(_text(found[each], longest) if each in found else plain for each in LANGUAGES[1:]))


def _text(node: Node, longest: int) -> str:
    text = node.content
    if not isinstance(text, str) or not text.strip():
        raise UserFault("guidance.no_text", line=node.line)
    if not text.replace(_NO_BREAK, " ").isprintable():
        raise UserFault("guidance.odd_text", line=node.line)
    if text != text.strip():
        raise UserFault("guidance.blanks", line=node.line)
    if len(text) > longest:
        raise UserFault("guidance.too_long", line=node.line, count=len(text), limit=longest)
    return text


def _some(node: Node) -> dict[str, Node]:
    if not isinstance(node.content, dict) or not node.content:
        raise UserFault("guidance.nothing_below", line=node.line)
    return node.content


def _map(node: Node, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Node]:
    found = _some(node)
    for key, each in found.items():
        if key not in required and key not in optional:
            raise UserFault("guidance.unknown_key", line=each.line, allowed=", ".join((*required, *optional)))
    for key in required:
        if key not in found:
            raise UserFault("guidance.missing_key", line=node.line, key=key)
    return found
