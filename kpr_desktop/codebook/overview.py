"""`profile.yaml`: our own overview measure: its name, its formula in words, and the groups it is given for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpr_desktop.codebook import parts
from kpr_desktop.codebook.model import Certainty, Group, Text
from kpr_desktop.codebook.strict import Node
from kpr_desktop.domain.profile import GroupRule

_OFFICIAL = ("samlemål", "iplos")
"""Words that would make our own name look like the register's."""


@dataclass(frozen=True, slots=True)
class Overview:
    """`name` is ours, `formula` is printed beside the figures. `least_valid`: group id -> scores needed for a mean."""

    name: Text
    formula: Text
    least_valid: Mapping[str, int]
    source: str
    certainty: Certainty

    def rules(self, groups: tuple[Group, ...], variables: frozenset[str]) -> tuple[GroupRule, ...]:
        """The groups of the overview in the order of `groups`, each with those of its items that are `variables`."""
        return tuple(
            GroupRule(group.id, tuple(i for i in group.items if i in variables), self.least_valid[group.id])
            for group in groups
            if group.id in self.least_valid
        )


def overview(
    node: Node, sources: Mapping[str, str], groups: tuple[Group, ...], variables: frozenset[str]
) -> Overview:
    """The parameters of the overview. A group must have as many variables as it needs scores for a mean."""
    found = node.map(("name", "formula", "groups", *parts.SOURCED))
    source, certainty = parts.sourced(found, sources)
    name = parts.text3(found["name"], parts.CARD)
    if any(word in text.lower() for word in _OFFICIAL for text in (name.nb, name.nn, name.en)):
        raise found["name"].error("the overview is ours and must not have the official measure's name")
    held = {g.id: sum(1 for item in g.items if item in variables) for g in groups}
    least: dict[str, int] = {}
    for each in found["groups"].list():
        entry = each.map(("id", "least_valid"))
        group, needed = entry["id"].text(), entry["least_valid"].number()
        if not held.get(group):
            raise entry["id"].error(f"{group!r} is no group with function variables")
        if not 1 <= needed <= held[group]:
            raise entry["least_valid"].error(f"1 to {held[group]}")
        parts.add(least, group, needed, each)
    return Overview(name, parts.text3(found["formula"], parts.LONG), least, source, certainty)
