"""The interview's steps as the navigator shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.navigation import Step
from kpr_desktop_ui.pages.interview.words import NOTHING, Words
from kpr_desktop_ui.widgets import NavGroup, NavRow

DONE = "✓"
"""Stands for an answer that is no score."""
AGAIN = "↺"
"""Stands where last time's answer must be confirmed."""
CONFIRM = "confirm"
"""The state of an item whose answer from last time must be confirmed."""


def nav_groups(
    words: Words,
    steps: Sequence[Step],
    value: Callable[[str], str],
    states: Mapping[str, str],
    previous: Assessment | None = None,
) -> list[NavGroup]:
    """The visible steps by group. `states` overrides the state of items that rules have something to say about."""
    groups: list[NavGroup] = []
    for group in words.book.groups:
        rows = []
        for step in steps:
            if step.group == group.id:
                given = value(step.item)
                state = states.get(step.item, "answered" if given else "open")
                again = state == CONFIRM and previous is not None
                badge = AGAIN if again else _badge(words, step.item, given)
                told = words.to_confirm(step.item, previous) if previous is not None and again else ""
                rows.append(NavRow(step.item, words.short(step.item), state, badge, told))
        if rows:
            done = sum(bool(value(row.item)) for row in rows)
            name = group.name.in_(words.language)
            groups.append(NavGroup(group.id, name, tuple(rows), f"{done}/{len(rows)}"))
    return groups


def _badge(words: Words, item: str, value: str) -> str:
    if not value:
        return NOTHING
    return value if words.book.items[item].kind is ItemKind.SCORE else DONE
