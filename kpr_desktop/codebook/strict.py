"""The one reader of our YAML files: strings only, every node knows its line, and nothing is guessed.

Refused with file and line: unknown, missing and duplicate keys, anchors, aliases, tags, a second document.
Plain files (`plain_map`) are read without the YAML library, which alone takes longer to load than a window may take
to open; every other file, and every one with something wrong, goes through its parser events (`yaml_document`).
"""

from __future__ import annotations

from pathlib import Path

from kpr_desktop.codebook.node import Node, ResourceError
from kpr_desktop.codebook.plain_map import read_plain_map

__all__ = ["Node", "ResourceError", "load", "parse"]


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
    plain = read_plain_map(text, name)
    if plain is not None:
        return plain
    from kpr_desktop.codebook.yaml_document import read_document  # noqa: PLC0415 - not before the first window

    return read_document(text, name)
