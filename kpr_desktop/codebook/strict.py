"""The one reader of our YAML files: strings only, every node knows its line, and nothing is guessed.

Refused with file and line: unknown, missing and duplicate keys, anchors, aliases, tags, a second document.
Reading is by parser events, so no object is ever built from a file but text, lists and maps of text.
"""

from __future__ import annotations

from collections.abc import Collection, ItemsView, Iterator
from pathlib import Path
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 20
_UNSEEN = {
    chr(n) for n in (*range(32), 127, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
}
"""Control characters and direction marks: a shipped text never needs them (the line feed is allowed apart)."""


class ResourceError(Exception):
    """A file of ours is wrong: our bug, or that of whoever edited it. Never shown beside a field."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


class Node:
    """One place in a file: a text, a list or a map. `line` counts from 1; of a map's value it is the key's line."""

    __slots__ = ("content", "file", "line")

    def __init__(self, file: str, line: int, content: str | list[Node] | dict[str, Node]) -> None:
        self.file = file
        self.line = line
        self.content = content

    def error(self, message: str) -> ResourceError:
        """What to raise when this place is wrong."""
        return ResourceError(self.file, self.line, message)

    def items(self) -> ItemsView[str, Node]:
        """Key and value of a map with keys of any name."""
        return self._pairs().items()

    def map(self, required: Collection[str] = (), optional: Collection[str] = ()) -> dict[str, Node]:
        """A map with exactly the `required` keys, and any of the `optional` ones."""
        found = self._pairs()
        for key, value in found.items():
            if key not in required and key not in optional:
                raise value.error(f"unknown key {key!r}")
        if absent := [key for key in required if key not in found]:
            raise self.error(f"missing key {min(absent)!r}")
        return found

    def list(self) -> list[Node]:
        """A list, one entry at least."""
        if not isinstance(self.content, list) or not self.content:
            raise self.error("here belongs a list with one entry at least")
        return self.content

    def text(self, longest: int = 0) -> str:
        """A text that is not empty and has no blanks around it, at most `longest` characters (0: any length)."""
        text = self.content
        if not isinstance(text, str):
            raise self.error("here belongs a text")
        if not text or text != text.strip():
            raise self.error("a text must not be empty nor have blanks around it")
        if not _UNSEEN.isdisjoint(text.replace("\n", "")):
            raise self.error("a text must not hold control characters or direction marks")
        if longest and len(text) > longest:
            raise self.error(f"{len(text)} characters, {longest} at most")
        return text

    def choice(self, allowed: Collection[str]) -> str:
        """One of the words in `allowed`."""
        text = self.text()
        if text not in allowed:
            raise self.error(f"{text!r} is none of: {', '.join(sorted(allowed))}")
        return text

    def number(self) -> int:
        """A whole number, 0 or more, in ASCII digits."""
        text = self.text()
        if not (text.isascii() and text.isdecimal()):
            raise self.error("here belongs a whole number")
        return int(text)

    def yes(self) -> bool:
        """True for yes, False for no."""
        return self.choice(("yes", "no")) == "yes"

    def _pairs(self) -> dict[str, Node]:
        if not isinstance(self.content, dict):
            raise self.error("here belongs a map")
        return self.content


def load(path: Path, name: str = "") -> Node:
    """The file's content. `name` is what errors call the file (its own name unless given)."""
    name = name or path.name
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ResourceError(name, 1, "not UTF-8") from None
    except OSError:
        raise ResourceError(name, 1, "cannot be read") from None
    return parse(text, name)


def parse(text: str, name: str) -> Node:
    """The content of a text that holds exactly one YAML document."""
    try:
        return _Builder(text, name).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        raise ResourceError(name, mark.line + 1 if mark else 1, str(problem)) from None


class _Builder:
    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._events = _events(text)

    def document(self) -> Node:
        next(self._events)  # stream start
        if isinstance(first := next(self._events), yaml.StreamEndEvent):
            raise self._error(first, "the file is empty")
        node = self._node(next(self._events), 0)
        next(self._events)  # document end
        if not isinstance(more := next(self._events), yaml.StreamEndEvent):
            raise self._error(more, "one document a file")
        return node

    def _node(self, event: Any, depth: int, line: int = 0) -> Node:
        kind = type(event)
        if kind is yaml.AliasEvent or event.anchor is not None:
            raise self._error(event, "anchors and aliases are not used here")
        if event.tag is not None:
            raise self._error(event, "tags are not used here")
        line = line or event.start_mark.line + 1
        if kind is yaml.ScalarEvent:
            return Node(self._name, line, event.value)
        if depth == _MAX_DEPTH:
            raise self._error(event, "nested too deep")
        if kind is yaml.MappingStartEvent:
            return Node(self._name, line, self._map(depth + 1))
        return Node(self._name, line, list(self._entries(depth + 1)))

    def _entries(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth)

    def _map(self, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth)
            if not isinstance(key.content, str) or not key.content:
                raise key.error("a key is a text")
            if key.content in found:
                raise key.error(f"duplicate key {key.content!r}")
            found[key.content] = self._node(next(self._events), depth, key.line)
        return found

    def _error(self, event: Any, message: str) -> ResourceError:
        return ResourceError(self._name, event.start_mark.line + 1, message)


def _events(text: str) -> Iterator[Any]:
    loader = _Loader(text)
    try:
        while (event := loader.get_event()) is not None:
            yield event
    finally:
        loader.dispose()
