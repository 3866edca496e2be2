"""`attention.yaml`: attention points, each with its words and where it comes from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kpr_desktop.codebook import parts
from kpr_desktop.codebook.model import Certainty, Text
from kpr_desktop.codebook.strict import Node
from kpr_desktop.domain.attention import Demand, Signal
from kpr_desktop.domain.changes import SCALE

_WAYS = ("at_least", "at_most", "in")


@dataclass(frozen=True, slots=True)
class AttentionPoint:
    """What is seen (`text`) and what it may be worth to look at (`consider`), when the signal fires."""

    signal: Signal
    text: Text
    consider: Text
    source: str
    certainty: Certainty


def attention_points(
    node: Node, sources: Mapping[str, str], variables: Collection[str]
) -> tuple[AttentionPoint, ...]:
    """All points, in the order of the file."""
    points: dict[str, AttentionPoint] = {}
    for each in node.list():
        found = each.map(("id", "when", "text", "consider", *parts.SOURCED))
        source, certainty = parts.sourced(found, sources)
        signal = Signal(found["id"].text(), _demands(found["when"], variables))
        text, consider = parts.text3(found["text"], parts.MEANING), parts.text3(found["consider"], parts.LONG)
        parts.add(points, signal.id, AttentionPoint(signal, text, consider, source, certainty), each)
    return tuple(points.values())


def _demands(node: Node, variables: Collection[str]) -> tuple[Demand, ...]:
    demands: dict[str, Demand] = {}
    for each in node.list():
        found = each.map(("item",), _WAYS)
        item = found["item"].text()
        if item not in variables:
            raise found["item"].error(f"{item!r} is no function variable")
        if len(found) != 2:
            raise each.error(f"one of {', '.join(_WAYS)}")
        parts.add(demands, item, Demand(item, _scores(found)), each)
    return tuple(demands.values())


def _scores(found: Mapping[str, Node]) -> frozenset[str]:
    if "in" in found:
        return frozenset(each.choice(SCALE) for each in found["in"].list())
    if "at_least" in found:
        return frozenset(SCALE[SCALE.index(found["at_least"].choice(SCALE)) :])
    return frozenset(SCALE[: SCALE.index(found["at_most"].choice(SCALE)) + 1])
