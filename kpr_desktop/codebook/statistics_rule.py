"""The rule of the local statistics (`resources/…/statistics.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load

_OLDEST = 200


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages in whole years, both included; `last` None = and older."""

    first: int
    last: int | None

    @property
    def id(self) -> str:
        """`18-49`, `90+`."""
        return f"{self.first}+" if self.last is None else f"{self.first}-{self.last}"

    def holds(self, age: int) -> bool:
        """Whether the age is in the band."""
        return self.first <= age and (self.last is None or age <= self.last)


@dataclass(frozen=True, slots=True)
class StatisticsRule:
    """Numbers from 1 to `least` - 1 are hidden. `ages` follow each other without a gap, from 0 on."""

    least: int
    ages: tuple[AgeBand, ...]


def load_statistics_rule(path: Path | None = None) -> StatisticsRule:
    """Read the rule; raises ResourceError with file and line when it is not in order."""
    table = load(path or resource("statistics.yaml")).map(required=("least", "ages"))
    least = table["least"].number()
    if least < 2:
        raise table["least"].error("here belongs 2 or more")
    bands: list[AgeBand] = []
    rows = table["ages"].list()
    for row in rows:
        found = row.map(required=("from",), optional=("to",))
        first = found["from"].number()
        last = found["to"].number() if "to" in found else None
        due = bands[-1].last if bands else -1
        if due is None or first != due + 1 or (last is not None and not first <= last < _OLDEST):
            raise row.error("the bands follow each other without a gap, from 0 on")
        bands.append(AgeBand(first, last))
    if bands[-1].last is not None:
        raise rows[-1].error("the last band has no end")
    return StatisticsRule(least, tuple(bands))
