"""The simplest kind of YAML, read without a YAML library: maps of maps of texts, one line for each key.

Said of a text here, YAML says the same (tests/codebook/test_plain_map.py); whatever is beyond it is left to YAML.
"""

from __future__ import annotations

from kpr_desktop.codebook.node import Node

_DEEPEST = 8
_LONGEST_KEY = 100


def read_plain_map(text: str, name: str) -> Node | None:
    """The content of a text that is nothing but plain maps, or None: then it takes the YAML reader to tell.

    A line is empty, a note after `#`, or `key: value` with a value on the same line, bare or in double quotes without
    quotes and backslashes in it. Without a value the lines below it, further to the right, are a map.
    """
    top: dict[str, Node] = {}
    open_maps = [(0, top)]
    waiting: dict[str, Node] | None = None  # the map that a line without a value has begun
    first = 0
    for number, line in enumerate(text.split("\n"), 1):
        words = line.lstrip(" ")
        if not words or (words[0] == "#" and words.isprintable()):
            continue
        indent = len(line) - len(words)
        if waiting is not None:
            if indent <= open_maps[-1][0] or len(open_maps) == _DEEPEST:
                return None
            open_maps.append((indent, waiting))
        while indent < open_maps[-1][0]:
            open_maps.pop()
        level, here = open_maps[-1]
        key, colon, value = words.partition(":")
        if indent != level or not colon or not _is_plain_key(key) or key in here:
            return None
        first = first or number
        waiting = {} if not value else None
        content = _plain_value(value) if value else waiting
        if content is None:
            return None
        here[key] = Node(name, number, content)
    return Node(name, first, top) if top and waiting is None else None


def _is_plain_key(key: str) -> bool:
    return len(key) <= _LONGEST_KEY and key.replace("_", "a").replace(".", "a").isalnum()


def _plain_value(text: str) -> str | None:
    """What stands after the colon: a blank, and a text that cannot be taken for anything else. None: it could."""
    value = text[1:]
    if text[0] != " " or not value.isprintable() or value != value.strip() or not value:
        return None
    if value[0] == '"':
        inner = value[1:-1]
        return (
            inner if len(value) > 1 and value[-1] == '"' and '"' not in inner and "\\" not in inner else None
        )
    begins = value[0].isalnum() or not value[0].isascii()
    return value if begins and ": " not in value and " #" not in value and value[-1] != ":" else None
