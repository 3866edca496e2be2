"""The rules of the page about the unit's own work (`resources/…/overview.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load

_LONGEST = 600
_MONTHS = 24


@dataclass(frozen=True, slots=True)
class OverviewRule:
    """`staff`: fewer contributors than that, and no time is shown. `minutes`: where the bands of time end, rising.

    `months`: how many months ahead the suggested assessments are counted one by one.
    """

    staff: int
    minutes: tuple[int, ...]
    months: int


def load_overview_rule(path: Path | None = None) -> OverviewRule:
    """Read the rules; raises ResourceError with file and line when they are not in order."""
    table = load(path or resource("overview.yaml")).map(required=("staff", "minutes", "months"))
    staff, months = table["staff"].number(), table["months"].number()
    if staff < 2:
        raise table["staff"].error("here belongs 2 or more")
    if not 1 <= months <= _MONTHS:
        raise table["months"].error(f"here belongs 1 to {_MONTHS}")
    ends = [node.number() for node in table["minutes"].list()]
    if not ends or ends != sorted(set(ends)) or not 0 < ends[0] <= ends[-1] <= _LONGEST:
        raise table["minutes"].error(f"the bands rise, from above 0 to {_LONGEST} at most")
    return OverviewRule(staff, tuple(ends), months)
