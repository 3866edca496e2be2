"""A YAML document, read by parser events: no object is ever built from a file but text, lists and maps of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from kpr_desktop.codebook.node import Node, ResourceError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 20


def read_document(text: str, name: str) -> Node:
    """The content of a text that holds exactly one YAML document. Raises ResourceError."""
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
