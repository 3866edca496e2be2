"""The rules that the proof of accessibility judges by: each finds what it is there for, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.spoken import controls, faults, upward

FIELD = ("visible", "enabled", "focusable")


def node(path: str, role: str, name: str = "", *, parent: str = "w", **more: Any) -> dict[str, Any]:
    states = list(FIELD) if role not in {"label", "frame", "filler", "image"} else ["visible", "enabled"]
    whole = {"path": path, "parent": parent, "role": role, "name": name, "description": "", "states": states}
    return whole | {"relations": {}, "box": [0, 0, 10, 10]} | more


def screen(*nodes: dict[str, Any], walk: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    path = walk or (*(each["path"] for each in nodes if "focusable" in each["states"]),)
    frame = node("w", "frame", "KPR Desktop", parent="")
    walked = [*path, *path[:1]] if not walk else list(walk)
    return {"nodes": [frame, *nodes], "walk": walked, "arrows": [], "announced": []} | more


@pytest.mark.parametrize(
    ("bad", "begins"),
    [
        (node("a", "push button"), "name: push button"),
        (node("a", "push button", "persons.new"), "name: push button 'persons.new'"),
        (node("a", "push button", "QPushButton"), "name: push button 'QPushButton'"),
        (node("a", "text", "Bo\u200bsted"), "name: text"),
        (node("a", "combo box", "Bokmål"), "name: combo box"),
        (node("a", "image"), "name: image"),
        (node("a", "filler", "Svarene", states=list(FIELD)), "role: filler"),
        (node("a", "unknown", "?"), "role: unknown"),
    ],
)
def test_names_and_roles(bad: dict[str, Any], begins: str) -> None:
    found = faults(screen(bad))
    assert len(found) == 1, found
    assert found[0].startswith(begins)


def test_what_is_right_is_not_told() -> None:
    right = screen(
        node("a", "combo box", "Bokmål", relations={"labelled-by": ["Språk"]}),
        node("b", "table", "Personer"),
        node("c", "table cell", "01.10.2025", parent="b"),
        node("d", "label", "fil.xml"),
    )
    assert faults(right | {"walk": ["a", "b", "a"]}) == []
    assert len(controls(right["nodes"])) == 3


def test_an_error_is_told_at_its_field_or_announced() -> None:
    nodes = (node("a", "text", "Navn"), node("b", "label", "■ Skriv navnet"))
    assert faults(screen(*nodes)) == ["error: 'Skriv navnet' is seen, but told at no field"]
    assert faults(screen(*nodes, announced=["Skriv navnet"])) == []
    assert faults(screen(node("a", "text", "Navn", description="Skriv navnet"), nodes[1])) == []


def test_what_tab_misses_and_what_it_does_not_lead_out_of() -> None:
    two = (node("a", "text", "Navn"), node("b", "text", "Alder"))
    assert faults(screen(*two, walk=("a", "b", "a"))) == []
    assert [each.partition(":")[0] for each in faults(screen(*two, walk=("a", "a")))] == [
        "trap",
        "unreachable",
    ]
    assert faults(screen(*two, walk=("a", "a"), arrows=["b"])) == []
    mouse = node("b", "push button", "Bare for mus", states=["visible", "enabled"])
    assert faults(screen(two[0], mouse, walk=("a", "a")))[-1].startswith(
        "unreachable: Tab does not come to push button"
    )
    off = node("b", "text", "Alder", states=["visible", "focusable"])
    assert faults(screen(two[0], off, walk=("a", "a"))) == []


def test_the_way_up_is_counted() -> None:
    boxes = [("a", 0), ("b", 40), ("c", 20), ("d", 60)]
    nodes = [node(path, "text", path, box=[0, top, 10, 10]) for path, top in boxes]
    assert upward(screen(*nodes)) == 2
    assert upward(screen(*sorted(nodes, key=lambda each: int(each["box"][1])))) == 1
