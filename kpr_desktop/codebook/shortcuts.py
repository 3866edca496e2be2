"""The keys of the program (`resources/…/shortcuts.yaml`): which do what, on which page. Tests hold it to the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.codebook.node import Node
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`keys`: as Qt spells them, all that do the same; `does`: a text; `shown`: as they stand in the list."""

    keys: tuple[str, ...]
    does: str
    shown: str


@dataclass(frozen=True, slots=True)
class ShortcutGroup:
    """The keys of one page or of all. `pages`: names of the pages they work on, none for everywhere.

    `live`: each is a short cut that the page has only when the user may do it; else the page itself hears the keys.
    """

    id: str
    title: str
    pages: tuple[str, ...]
    rows: tuple[Shortcut, ...]
    live: bool = False


_SHOWN: Mapping[str, str] = {
    "Return": "Enter",
    "Escape": "Esc",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
}


def load_shortcuts(path: Path | None = None) -> tuple[ShortcutGroup, ...]:
    """Read the list; raises ResourceError with file and line when it is not in order."""
    groups = load(path or resource("shortcuts.yaml")).map(required=("groups",))["groups"]
    return tuple(_group(node) for node in groups.list())


def _group(node: Node) -> ShortcutGroup:
    found = node.map(required=("id", "title", "rows"), optional=("pages", "live"))
    return ShortcutGroup(
        found["id"].text(30),
        found["title"].text(60),
        tuple(each.text(40) for each in found["pages"].list()) if "pages" in found else (),
        tuple(_row(each) for each in found["rows"].list()),
        "live" in found and found["live"].yes(),
    )


def _row(node: Node) -> Shortcut:
    found = node.map(required=("keys", "does"), optional=("shown",))
    keys = tuple(each.text(30) for each in found["keys"].list())
    shown = found["shown"].text(30) if "shown" in found else _spelt(keys[0])
    return Shortcut(keys, found["does"].text(60), shown)


def _spelt(keys: str) -> str:
    return "+".join(_SHOWN.get(each, each) for each in keys.split("+"))
