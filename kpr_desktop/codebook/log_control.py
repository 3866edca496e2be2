"""The limits of the monthly control (`resources/…/log_control.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kpr_desktop.codebook.node import Node
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load
from kpr_desktop.domain.log_control import RULES, SAMPLE, Rules

_LIMITS: Mapping[str, tuple[str, ...]] = {
    "many": ("most", "least", "times"),
    "hours": ("from", "to", "weekend"),
    "after_end": ("months",),
    "reason_short": ("characters",),
    "reason_same": ("persons",),
    "number": ("persons",),
    SAMPLE: ("lines",),
}
_HOURS = 24


def load_control(path: Path | None = None) -> Rules:
    """Read the limits; raises ResourceError with file and line when they are not in order."""
    kinds = ("look_ups", "reveals", "reasons", "emergencies", "denied")
    table = load(path or resource("log_control.yaml")).map(required=(*kinds, "rules"))
    rules = table["rules"].map(required=(*RULES, SAMPLE))
    found = {name: rules[name].map(required=("on", *_LIMITS.get(name, ()))) for name in rules}
    return Rules(
        on=frozenset(name for name in found if found[name]["on"].yes()),
        look_ups=_actions(table["look_ups"]),
        reveals=_actions(table["reveals"]),
        reasons=_actions(table["reasons"]),
        emergencies=_actions(table["emergencies"]),
        denied=_actions(table["denied"]),
        many_most=_least_one(found["many"]["most"]),
        many_least=_least_one(found["many"]["least"]),
        many_times=_least_one(found["many"]["times"]),
        night=(_hour(found["hours"]["from"]), _hour(found["hours"]["to"])),
        weekend=found["hours"]["weekend"].yes(),
        months_after_end=_least_one(found["after_end"]["months"]),
        reason_characters=_least_one(found["reason_short"]["characters"]),
        reason_persons=_least_one(found["reason_same"]["persons"]),
        number_persons=_least_one(found["number"]["persons"]),
        sample_lines=_least_one(found[SAMPLE]["lines"]),
    )


def _actions(node: Node) -> frozenset[str]:
    return frozenset(entry.text() for entry in node.list())


def _least_one(node: Node) -> int:
    number = node.number()
    if not number:
        raise node.error("here belongs 1 or more")
    return number


def _hour(node: Node) -> int:
    hour = node.number()
    if hour >= _HOURS:
        raise node.error("here belongs an hour, 0 to 23")
    return hour
