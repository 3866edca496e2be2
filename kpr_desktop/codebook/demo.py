"""The words practice persons are made of (`resources/…/demo.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load


@dataclass(frozen=True, slots=True)
class DemoWords:
    """Names that nobody has, streets and places that do not exist, and everyday notes.

    `not_for_children` are variables that are not expected of a child (facts page 1.2 [A, weak: S25]);
    with those of `some_help` everybody who has services gets some.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    streets: tuple[str, ...]
    notes: tuple[str, ...]
    providers: tuple[str, ...]
    not_for_children: tuple[str, ...]
    some_help: tuple[str, ...]


_PARTS = ("given", "family", "streets", "notes", "providers", "not_for_children", "some_help")


def load_demo_words() -> DemoWords:
    """Read the words; raises ResourceError with file and line when the file is not in order."""
    parts = load(resource("demo.yaml")).map(required=_PARTS)
    return DemoWords(*(tuple(n.text() for n in parts[key].list()) for key in _PARTS))
