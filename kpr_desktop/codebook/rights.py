"""The rights table: roles, purposes and actions (`resources/…/rights.yaml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.model import Text
from kpr_desktop.codebook.node import Node
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load
from kpr_desktop.domain.access import Outside, Rule

SELF = "self"
CITIZEN = "citizen"
"""The log's words for a reason: given by the user herself, or what the citizen has asked for."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why somebody opens a person outside her own list. `emergency`: may be chosen for emergency access."""

    label: Text
    basis: str = SELF
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Rights:
    """Roles with their names, the clinical ones among them, the purposes, and the rule of each action."""

    roles: Mapping[str, Text]
    actions: Mapping[str, Rule]
    clinical: frozenset[str]
    purposes: Mapping[str, Purpose]

    def allows(self, roles: Iterable[str], action: str) -> bool:
        """Whether somebody with `roles` may do `action`. Raises KeyError for an action the table lacks (a bug)."""
        return not self.actions[action].roles.isdisjoint(roles)


def load_rights(path: Path | None = None) -> Rights:
    """Read the table; raises ResourceError with file and line when it is not in order."""
    root = load(path or resource("rights.yaml"))
    table = root.map(required=("roles", "clinical", "purposes", "actions"))
    roles = {name: _label(node.map(required=LANGUAGES)) for name, node in table["roles"].items()}
    return Rights(
        roles=roles,
        actions={name: _rule(node, roles) for name, node in table["actions"].items()},
        clinical=_roles(table["clinical"], roles),
        purposes={name: _purpose(node) for name, node in table["purposes"].items()},
    )


def _label(words: Mapping[str, Node]) -> Text:
    return Text(*(words[language].text() for language in LANGUAGES))


def _purpose(node: Node) -> Purpose:
    found = node.map(required=LANGUAGES, optional=("basis", "emergency"))
    basis = SELF
    if "basis" in found:
        basis = found["basis"].choice((SELF, CITIZEN))
    return Purpose(_label(found), basis, emergency=_yes(found, "emergency"))


def _rule(node: Node, roles: Mapping[str, Text]) -> Rule:
    flags = ("despite_blocks", "emergency", "confirm", "leaves")
    found = node.map(required=("roles",), optional=("outside", *flags))
    outside = (
        Outside(found["outside"].choice([each.value for each in Outside])) if "outside" in found else None
    )
    for name in ("despite_blocks", "emergency"):
        if outside is None and name in found:
            raise found[name].error("this action concerns no single person")
    values = {name: _yes(found, name) for name in flags}
    return Rule(_roles(found["roles"], roles), outside, **values)


def _roles(node: Node, known: Mapping[str, Text]) -> frozenset[str]:
    for entry in node.list():
        if entry.text() not in known:
            raise entry.error(f"no such role: {entry.text()}")
    return frozenset(entry.text() for entry in node.list())


def _yes(found: Mapping[str, Node], name: str) -> bool:
    return name in found and found[name].yes()
