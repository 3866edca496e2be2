"""`official_measure.yaml`: the slot for the official rule, not shipped (docs/formats/official-measure.md)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kpr_desktop.codebook import parts
from kpr_desktop.codebook.model import Text
from kpr_desktop.codebook.strict import Node
from kpr_desktop.domain.measure import Bound, Level, MeasureRule, Partial, Treatment

_BOUND = re.compile(r"(>=|>|<=|<) (\d(?:\.\d{1,3})?)")


@dataclass(frozen=True, slots=True)
class OfficialMeasure:
    """The rule and its words. `source` says where the rule is printed; `unknown` is said when no level can be told."""

    name: Text
    source: str
    unknown: Text
    rule: MeasureRule
    partials: Mapping[str, Text]
    levels: Mapping[str, Text]


def official_measure(node: Node, variables: Collection[str]) -> OfficialMeasure:
    """The measure. Every level but the last has conditions, so that each assessment has exactly one answer."""
    found = node.map(("name", "source", "unknown", "nine", "missing", "partials", "levels"))
    partials: dict[str, Partial] = {}
    partial_names: dict[str, Text] = {}
    for each in found["partials"].list():
        made, name = _partial(each, variables)
        parts.add(partials, made.id, made, each)
        partial_names[made.id] = name
    levels: dict[str, Level] = {}
    level_names: dict[str, Text] = {}
    entries = found["levels"].list()
    for at, each in enumerate(entries):
        level, name = _level(each, partials, last=at == len(entries) - 1)
        parts.add(levels, level.id, level, each)
        level_names[level.id] = name
    rule = MeasureRule(
        tuple(partials.values()),
        tuple(levels.values()),
        Treatment(found["nine"].choice([t.value for t in Treatment])),
        Treatment(found["missing"].choice([t.value for t in Treatment])),
    )
    return OfficialMeasure(
        parts.text3(found["name"], parts.LABEL),
        found["source"].text(parts.LONG),
        parts.text3(found["unknown"], parts.CARD),
        rule,
        partial_names,
        level_names,
    )


def _partial(node: Node, variables: Collection[str]) -> tuple[Partial, Text]:
    found = node.map(("id", "name", "items", "least_valid"))
    items: dict[str, Node] = {}
    for each in found["items"].list():
        if each.text() not in variables:
            raise each.error(f"{each.text()!r} is no function variable")
        parts.add(items, each.text(), each, each)
    needed = found["least_valid"].number()
    if not 1 <= needed <= len(items):
        raise found["least_valid"].error(f"1 to {len(items)}")
    return Partial(found["id"].text(), tuple(items), needed), parts.text3(found["name"], parts.LABEL)


def _level(node: Node, partials: Mapping[str, Partial], *, last: bool) -> tuple[Level, Text]:
    found = node.map(("id", "name"), ("when",))
    if last is ("when" in found):
        raise node.error("every level has conditions but the last one, which has none")
    alternatives = tuple(_bounds(each, partials) for each in found["when"].list()) if not last else ()
    return Level(found["id"].text(), alternatives), parts.text3(found["name"], parts.LABEL)


def _bounds(node: Node, partials: Mapping[str, Partial]) -> tuple[Bound, ...]:
    bounds = []
    for partial, value in node.items():
        if partial not in partials:
            raise value.error(f"unknown partial measure {partial!r}")
        match = _BOUND.fullmatch(value.text())
        if match is None:
            raise value.error("a condition is >=, >, <= or <, a blank and a number such as 3.5")
        bounds.append(Bound(partial, match[1], Fraction(match[2])))
    if not bounds:
        raise node.error("an alternative has one condition at least")
    return tuple(bounds)
