"""The words practice persons are made of (`resources/…/demo.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load


@dataclass(frozen=True, slots=True)
class DemoWords:
    """Names that nobody has, streets that do not exist, and everyday notes."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    streets: tuple[str, ...]
    notes: tuple[str, ...]


def load_demo_words() -> DemoWords:
    """Read the words; raises ResourceError with file and line when the file is not in order."""
    parts = load(resource("demo.yaml")).map(required=("given", "family", "streets", "notes"))
    return DemoWords(
        *(tuple(n.text() for n in parts[key].list()) for key in ("given", "family", "streets", "notes"))
    )
