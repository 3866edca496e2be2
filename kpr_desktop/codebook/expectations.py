"""`expectations.yaml`: which change since last time asks for a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from kpr_desktop.codebook import parts
from kpr_desktop.codebook.strict import Node
from kpr_desktop.domain.changes import SCALE, Expectations

_MOST = len(SCALE) - 1


def expectations(node: Node, sources: Mapping[str, str], variables: Collection[str]) -> Expectations:
    """The table. Steps are 1-4, and only function variables have numbers of their own."""
    found = node.map(("jump", "unexpected_improvement", *parts.SOURCED))
    parts.sourced(found, sources)
    improvement = found["unexpected_improvement"].map(("default",), ("items",))
    items: dict[str, int] = {}
    for item, value in improvement["items"].items() if "items" in improvement else ():
        if item not in variables:
            raise value.error(f"{item!r} is no function variable")
        items[item] = _steps(value)
    return Expectations(_steps(found["jump"]), _steps(improvement["default"]), MappingProxyType(items))


def _steps(node: Node) -> int:
    steps = node.number()
    if not 1 <= steps <= _MOST:
        raise node.error(f"steps are 1 to {_MOST}")
    return steps
