"""The design tokens as data: read from `resources/…/theme/tokens.yaml`, checked, and immutable."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import Node, load

MODES = ("light", "dark", "contrast")
SCORES = ("1", "2", "3", "4", "5", "9")
COLOURS = (
    *"ink muted line control paper panel hover accent accent_hover on_accent accent_surface".split(),
    *"amber amber_surface red red_surface green green_surface focus disabled disabled_surface".split(),
    *"rail rail_ink rail_selected rail_selected_ink rail_mark hatch".split(),
    *(f"score_{code}" for code in SCORES),
    *(f"on_score_{code}" for code in SCORES),
)
_KINDS = ("amber", "red", "green")
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (text, surface)
        for text in ("ink", "muted", "accent")
        for surface in ("paper", "panel", "hover", "accent_surface")
    ),
    *((kind, surface) for kind in _KINDS for surface in ("paper", "panel", "hover", "accent_surface")),
    *((text, f"{kind}_surface") for kind in _KINDS for text in (kind, "ink")),
    *((f"on_score_{code}", f"score_{code}") for code in SCORES),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("disabled", "disabled_surface"),
    ("disabled", "panel"),
    ("disabled", "paper"),
    ("rail_ink", "rail"),
    ("rail_selected_ink", "rail_selected"),
)
"""Every pair of text and surface that the program uses: 4.5:1 at least (WCAG 2.2, 1.4.3)."""
CONTROL_PAIRS: tuple[tuple[str, str], ...] = (
    ("control", "panel"),
    ("control", "paper"),
    ("focus", "panel"),
    ("focus", "paper"),
    ("rail_mark", "rail"),
)
"""Parts of controls against what they lie on: 3:1 at least (WCAG 2.2, 1.4.11)."""
ROLES = ("tiny", "small", "body", "strong", "heading", "title", "big", "large", "large_strong", "question")


class TypeRole(NamedTuple):
    """Size in pixels at 100 % and weight (400, 600 or 700) of one kind of text."""

    size: int
    weight: int


class Tokens(NamedTuple):
    """Everything `tokens.yaml` says. `palettes[mode][name]` is a colour as `#rrggbb`; lengths are pixels at 100 %."""

    palettes: Mapping[str, Mapping[str, str]]
    space: Mapping[str, int]
    radius: int
    target: Mapping[str, int]
    family: str
    fallback: str
    roles: Mapping[str, TypeRole]


def load_tokens(path: Path | None = None) -> Tokens:
    """Read the token file. Raises ResourceError with file and line when it is wrong."""
    top = load(path or resource("theme", "tokens.yaml"), "theme/tokens.yaml")
    found = top.map(required=("palettes", "space", "radius", "target", "type"))
    kinds = found["type"].map(required=("family", "fallback", "roles"))
    return Tokens(
        palettes={mode: _palette(node) for mode, node in found["palettes"].map(required=MODES).items()},
        space=_lengths(found["space"], ("xs", "s", "m", "l", "xl", "xxl")),
        radius=found["radius"].number(),
        target=_lengths(found["target"], ("small", "normal", "interview")),
        family=kinds["family"].text(),
        fallback=kinds["fallback"].text(),
        roles={role: _role(node) for role, node in kinds["roles"].map(required=ROLES).items()},
    )


def _palette(node: Node) -> dict[str, str]:
    return {name: _colour(value) for name, value in node.map(required=COLOURS).items()}


def _colour(node: Node) -> str:
    text = node.text()
    if len(text) != 7 or text[0] != "#" or not set(text[1:]) <= set("0123456789abcdef"):
        raise node.error("a colour is # and six of 0-9a-f")
    return text


def _lengths(node: Node, names: tuple[str, ...]) -> dict[str, int]:
    return {name: value.number() for name, value in node.map(required=names).items()}


def _role(node: Node) -> TypeRole:
    found = node.map(required=("size", "weight"))
    return TypeRole(found["size"].number(), int(found["weight"].choice(("400", "600", "700"))))
