"""The rights table: which roles may do which action (`resources/…/rights.yaml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.codebook.model import Text
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load


@dataclass(frozen=True, slots=True)
class Rights:
    """Roles with their names, and the roles each action is open to."""

    roles: Mapping[str, Text]
    actions: Mapping[str, frozenset[str]]

    def allows(self, roles: Iterable[str], action: str) -> bool:
        """Whether somebody with `roles` may do `action`. Raises KeyError for an action the table lacks (a bug)."""
        return not self.actions[action].isdisjoint(roles)


def load_rights(path: Path | None = None) -> Rights:
    """Read the table; raises ResourceError with file and line when it is not in order."""
    root = load(path or resource("rights.yaml"))
    table = root.map(required=("roles", "actions"))
    roles = {}
    for name, node in table["roles"].items():
        words = node.map(required=("nb", "nn", "en"))
        roles[name] = Text(*(words[language].text() for language in ("nb", "nn", "en")))
    actions = {}
    for name, node in table["actions"].items():
        allowed = [entry.text() for entry in node.list()]
        for entry in node.list():
            if entry.text() not in roles:
                raise entry.error(f"no such role: {entry.text()}")
        actions[name] = frozenset(allowed)
    return Rights(roles, actions)
