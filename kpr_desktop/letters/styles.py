"""How a letter looks: measures, colours (the light tokens of the window) and the looks of its texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from kpr_desktop.letters.fonts import BOLD, REGULAR

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT = RIGHT = 22 * mm
"""At least 18 mm on the left stay free for the marks of printing services (kpr-formats.md section 7)."""
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
FIRST_TOP = 83 * mm
"""Below the C5 window, which ends at 79 mm."""
HEAD_GAP = 7 * mm
"""Between a head without a window and the text."""
OTHER_TOP = 19 * mm
BOTTOM = 20 * mm
WHOLE_PAGE = PAGE_HEIGHT - OTHER_TOP - BOTTOM
"""Height of the text on every page but the first."""

WINDOW_TOP = 45 * mm
WINDOW_WIDTH = 85 * mm
WINDOW_PITCH = 4 * mm
WINDOW_LINES = 6
WINDOW_SIZE = 10.0
"""Receiver: from 45 mm, six lines of 10 pt on 4 mm, 85 mm wide: inside the C5 and the E6/5 window."""

SIDE_LEFT = 132 * mm
SIDE_WIDTH = PAGE_WIDTH - RIGHT - SIDE_LEFT

INK = HexColor("#17262b")
MUTED = HexColor("#54666d")
LINE = HexColor("#d5dde0")
ACCENT = HexColor("#0f5563")
AMBER = HexColor("#8a5a00")
PRACTICE = HexColor("#f9eccd")
SHADE = HexColor("#eef3f4")
PAPER = HexColor("#ffffff")


SCALES = (1.0, 0.96, 0.92, 0.88)
"""How much smaller the running text may be set to keep a letter on its sheet (10 pt to 8.8 pt)."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a text is set; measures in points.

    `left` is where its lines begin, `label_at` where the label before it does; `right` is kept free. `keep`: it stands
    on the page of what follows it.
    """

    font: str = REGULAR
    size: float = 10.0
    leading: float = 13.4
    colour: Color = INK
    before: float = 0.0
    after: float = 4.0
    left: float = 0.0
    right: float = 0.0
    label_at: float = 0.0
    keep: bool = False

    def scaled(self, scale: float) -> Look:
        """The look with all its measures times `scale`."""
        measures = (entry.name for entry in fields(self) if isinstance(getattr(self, entry.name), float))
        return replace(self, **{name: getattr(self, name) * scale for name in measures})


_TEXT = Look(before=4.0)
_HEADING = Look(BOLD, 11.5, 15.0, ACCENT, before=8.0, after=2.5, keep=True)
_BULLET = Look(after=1.5, left=12.0, label_at=2.0)
_CELL = Look(size=9.0, leading=11.8, after=0.0)
_LOOKS = {
    "title": Look(BOLD, 16.0, 21.0, ACCENT, after=7.0),
    "lead": Look(),
    "heading": _HEADING,
    "heading3": replace(_HEADING, size=10.5, leading=14.0, before=7.0, after=2.0),
    "heading4": replace(_HEADING, size=10.0, leading=13.4, colour=INK, before=5.0, after=1.5),
    "text": _TEXT,
    "strong": replace(_TEXT, font=BOLD),
    "bullet": _BULLET,
    "short": replace(_BULLET, right=6.0),
    "number": replace(_BULLET, left=20.0),
    "tick": replace(_BULLET, left=18.0, before=1.0, after=3.0),
    "line": replace(_TEXT, font=BOLD, before=0.0),
    "law": Look(size=8.0, leading=10.8, colour=MUTED, before=1.0, after=2.0),
    "note": Look(size=8.5, leading=11.4, colour=MUTED, after=3.0),
    "label": Look(BOLD, before=6.0, after=1.5, keep=True),
    "under": Look(size=8.0, leading=10.4, colour=MUTED, after=0.0),
    "caption": Look(BOLD, before=6.0, after=3.0, keep=True),
    "cell": _CELL,
    "cell_head": replace(_CELL, font=BOLD),
    "chart": Look(size=8.5, leading=10.8, after=0.0),
    "chart_head": Look(BOLD, 8.5, 10.8, ACCENT, after=0.0),
}


@cache
def looks(scale: float = 1.0) -> Mapping[str, Look]:
    """Looks by name, sizes and spaces times `scale`: those of blocks and parts, and of what they are made of."""
    return {name: look.scaled(scale) for name, look in _LOOKS.items()}
