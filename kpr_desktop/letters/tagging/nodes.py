"""What a text is: a tree of standard structure types (ISO 32000-1, 14.8.4), apart from how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Role = Literal[
    "Document",
    "Sect",
    "H1",
    "H2",
    "H3",
    "H4",
    "P",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "Caption",
    "THead",
    "TBody",
    "TR",
    "TH",
    "TD",
    "Figure",
    "Form",
    "Span",
]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the lower left corner of the page."""


class Mark(NamedTuple):
    """A piece of a page's content: page from 0, and its number on that page."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field to fill in on the screen. `label` is what a screen reader says; `box` lies on `page` (from 0)."""

    kind: Literal["text", "lines", "tick"]
    name: str
    label: str
    page: int
    box: Box


@dataclass(slots=True, eq=False)
class Node:
    """One element and what belongs to it, in reading order.

    `lang` where it is not its parent's; `alt` what a figure shows, in words; `actual` the text that drawn marks stand
    for; `scope` of a TH; `numbering` of an L; `box` of a Figure, known when it has been drawn.
    """

    role: Role
    lang: str = ""
    alt: str = ""
    actual: str = ""
    scope: Literal["", "Column", "Row"] = ""
    numbering: Literal["", "None", "Disc", "Decimal"] = ""
    box: Box | None = None
    kids: list[Node | Mark | Field] = field(default_factory=list)

    def add(self, role: Role, **options: Any) -> Node:
        """A new last child."""
        node = Node(role, **options)
        self.kids.append(node)
        return node
