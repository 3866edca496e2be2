"""What is wrong with a screen as the accessibility bus tells it: plain data in, one sentence a fault out.

A node is a dict with path, parent, role, name, description, states, relations and box (x, y, width, height), as
`tests/prove/listener.py` reads them; a screen holds its nodes, the walk that Tab made (paths, the last of which was
met before), what arrow keys reached, and what was announced. Roles are named as AT-SPI names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]
Told = Mapping[str, Any]

NAMED = frozenset(
    each.strip()
    for each in """push button|toggle button|check box|radio button|combo box|text|entry|password text|spin button|
    slider|page tab list|page tab|table|tree table|list|list item|link|dialog|alert|frame|image|chart|canvas|menu|
    progress bar|menu item|table column header|column header|heading|document frame|section|drawing area""".split(
        "|"
    )
)
"""Roles that say nothing without a name."""
NO_ROLE = frozenset({"filler", "panel", "unknown", "invalid", "layered pane", "redundant object", "extended"})
"""What a thing is called that says nothing of what it does: no control may be one."""
PRESSED = frozenset({"push button", "toggle button", "check box", "radio button", "link"})
"""What can be clicked must be reached, also when it says that it takes no keys."""
COMPOSITE = frozenset({"table", "tree table", "list", "tree", "page tab list", "combo box", "menu"})
"""Reached by Tab as one; the arrow keys move inside."""
FIELDS = frozenset({"text", "entry", "password text", "combo box", "check box", "radio button"})
_KEY = re.compile(r"^[a-z]\w*\.(?!xml$|json$|csv$|pdf$|kpr\w*$|xlsx$|html$)[a-z][a-z0-9_]*$")
_CLASS = re.compile(r"^Q[A-Z]\w+$")
_ERROR = "■ "
_HIDDEN = "\u200b"


def faults(told: Told) -> list[str]:
    """Every fault of a screen, as `kind: sentence`; the kinds are name, role, error, unreachable and trap."""
    nodes: Sequence[Node] = told["nodes"]
    return [*_names(nodes), *_roles(nodes), *_errors(nodes, told["announced"]), *_reached(told)]


def controls(nodes: Sequence[Node]) -> list[Node]:
    """What a person can act on."""
    return [each for each in nodes if "focusable" in each["states"]]


def line(node: Node) -> str:
    """A node, for the person who reads the fault."""
    return f"{node['role']} {node['name'] or '-'!r} at {node['box']}"


def _names(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        name = _spoken(node)
        if not name.strip() and (node["role"] in NAMED or _is_control(node)):
            yield f"name: {line(node)} has none"
        elif _KEY.match(name) or _CLASS.match(name):
            yield f"name: {line(node)} is called as in the code"
        elif _HIDDEN in name + node["description"]:
            yield f"name: {line(node)} has signs in it that are only there for the lines to break"


def _is_control(node: Node) -> bool:
    return "focusable" in node["states"] and node["role"] != "table cell"


def _spoken(node: Node) -> str:
    """What it is called. A list to choose from has its value as name (Qt on Linux): its label must be tied to it."""
    if node["role"] == "combo box":
        return " ".join(node["relations"].get("labelled-by", []))
    return str(node["name"])


def _roles(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if node["role"] in {"unknown", "invalid"} or (_is_control(node) and node["role"] in NO_ROLE):
            yield f"role: {line(node)} has none"


def _errors(nodes: Sequence[Node], announced: Sequence[str]) -> Iterator[str]:
    """What is written beside a field as wrong must be heard at the field, or have been announced."""
    beside = {node["parent"] for node in nodes if node["role"] in FIELDS}
    heard = [node["description"] + node["name"] for node in controls(nodes)] + list(announced)
    for node in nodes:
        if node["role"] == "label" and node["name"].startswith(_ERROR) and node["parent"] in beside:
            text = node["name"].removeprefix(_ERROR)
            if not any(text in each for each in heard):
                yield f"error: {text!r} is seen, but told at no field"


def _reached(told: Told) -> Iterator[str]:
    nodes, walk = told["nodes"], told["walk"]
    by_path = {node["path"]: node for node in nodes}
    loop = walk[walk.index(walk[-1]) : -1] if walk else []
    reached = set(loop) | set(told["arrows"])
    acting = [node for node in nodes if "focusable" in node["states"] or node["role"] in PRESSED]
    wanted = [node for node in acting if "enabled" in node["states"] and not _inside(node, by_path)]
    missed = [
        node for node in wanted if node["path"] not in reached and not _holds_reached(node, reached, by_path)
    ]
    if missed and len(loop) == 1 and loop[0] in by_path:
        yield f"trap: Tab does not lead out of {line(by_path[loop[0]])}"
    for node in missed:
        yield f"unreachable: Tab does not come to {line(node)}"


def _inside(node: Node, by_path: Mapping[str, Node]) -> bool:
    """Whether it is part of something that Tab reaches as one."""
    above = by_path.get(node["parent"])
    while above is not None:
        if above["role"] in COMPOSITE:
            return True
        above = by_path.get(above["parent"])
    return False


def _holds_reached(node: Node, reached: set[str], by_path: Mapping[str, Node]) -> bool:
    """Whether the focus goes to a part of it (the line in a list that is typed into, a cell)."""
    for path in reached:
        above = by_path.get(path)
        while above is not None:
            if above["path"] == node["path"]:
                return True
            above = by_path.get(above["parent"])
    return False


def upward(told: Told) -> int:
    """How often Tab leads up to what does not stand to the right; once, from end to beginning, is as it should be."""
    by_path = {node["path"]: node for node in told["nodes"]}
    walk = told["walk"]
    loop = [by_path[each] for each in (walk[walk.index(walk[-1]) : -1] if walk else []) if each in by_path]
    return sum(
        two["box"][1] + two["box"][3] <= one["box"][1] and two["box"][0] < one["box"][0] + one["box"][2]
        for one, two in zip(loop, [*loop[1:], *loop[:1]], strict=True)
    )
