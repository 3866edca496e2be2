"""Checks of what has changed since last time (facts page section 7; the numbers are the code book's expectations)."""

from __future__ import annotations

from collections.abc import Iterator

from kpr_desktop.domain.changes import Change, compare
from kpr_desktop.domain.checks.base import CheckContext, Finding, check


def _without_reason(context: CheckContext) -> Iterator[Change]:
    """The changes that ask for a reason which nobody has written."""
    if context.assessment is None or context.previous is None:
        return
    lookups = context.lookups
    scored = [step.item for step in lookups.steps if lookups.items[step.item].kind == "score"]
    for change in compare(context.previous, context.assessment, scored, lookups.expectations):
        if change.lacks_reason:
            yield change


@check("assessment", gives=("item", "before", "now"))
def jump(context: CheckContext) -> Iterator[Finding]:
    """A score far away from the last one, without a reason; `unexpected` tells of the rest."""
    for change in _without_reason(context):
        if not change.unexpected:
            yield f"{change.item}.reason", {"item": change.item, "before": change.before, "now": change.now}


@check("assessment", gives=("item", "before", "now"))
def unexpected(context: CheckContext) -> Iterator[Finding]:
    """An improvement that is not to be expected, without a reason."""
    for change in _without_reason(context):
        if change.unexpected:
            yield f"{change.item}.reason", {"item": change.item, "before": change.before, "now": change.now}
