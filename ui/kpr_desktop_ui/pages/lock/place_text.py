"""A place as a text and back, so that the vault can keep where one was."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any, get_args

from kpr_desktop.domain.care_service import DecisionRow, Every
from kpr_desktop_ui.pages.places import Place, WorkedOut

_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Place)}


def to_text(place: Place) -> str:
    """The place; whoever reads it must be let in there anew."""
    return json.dumps({"place": type(place).__name__, "fields": asdict(place)}, default=str)


def from_text(text: str) -> Place | None:
    """The place, or None for a text that names none (of a later or an earlier version)."""
    try:
        kept = json.loads(text)
        kind, told = _KINDS[kept["place"]], kept["fields"]
        if told.keys() != {each.name for each in fields(kind)} or told.get("listed") is not None:
            return None  # of another version, or with a list that is only shown where it was made
        if "persons" in told:
            told["persons"] = tuple(told["persons"])
        if "worked_out" in told:
            told["worked_out"] = tuple(
                WorkedOut(each["type"], rows(each["rows"])) for each in told["worked_out"]
            )
        found: Place = kind(**told)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return found


def rows(told: list[dict[str, Any]]) -> tuple[DecisionRow, ...]:
    """The rows of a decision, from what `asdict` made of them."""
    return tuple(
        DecisionRow(each["what"], each["times"], Every(each["every"]), each["minutes"]) for each in told
    )
