"""How a letter looks: measures, colours (the light tokens of the window) and paragraph styles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from kpr_desktop.letters.fonts import BOLD, REGULAR

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT = RIGHT = 22 * mm
"""At least 18 mm on the left stay free for the marks of printing services (kpr-formats.md section 7)."""
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
FIRST_TOP = 83 * mm
"""Below the C5 window, which ends at 79 mm."""
OTHER_TOP = 19 * mm
BOTTOM = 18 * mm

WINDOW_TOP = 45 * mm
WINDOW_WIDTH = 85 * mm
WINDOW_PITCH = 4 * mm
WINDOW_LINES = 6
WINDOW_SIZES = (10, 9.5, 9, 8.5, 8)
"""Receiver: from 45 mm, six lines of 10 pt on 4 mm, 85 mm wide: inside the C5 and the E6/5 window."""

SIDE_LEFT = 132 * mm
SIDE_WIDTH = PAGE_WIDTH - RIGHT - SIDE_LEFT

INK = HexColor("#17262b")
MUTED = HexColor("#54666d")
LINE = HexColor("#d5dde0")
ACCENT = HexColor("#0f5563")
AMBER = HexColor("#8a5a00")
PRACTICE = HexColor("#f9eccd")


SCALES = (1.0, 0.96, 0.92, 0.88)
"""How much smaller the running text may be set to keep a letter on its sheet (10 pt to 8.8 pt)."""


@cache
def styles(scale: float = 1.0) -> Mapping[str, ParagraphStyle]:
    """Styles by name: title, lead, heading, and those of blocks; sizes and spaces times `scale`."""

    def style(name: str, parent: ParagraphStyle | None = None, **measures: Any) -> ParagraphStyle:
        scaled: dict[str, Any] = {
            key: value * scale if isinstance(value, float) else value for key, value in measures.items()
        }
        return ParagraphStyle(name, parent, **scaled)

    text = style(
        "plain",
        fontName=REGULAR,
        fontSize=10.0,
        leading=13.4,
        textColor=INK,
        spaceAfter=4.0,
        allowWidows=0,
        allowOrphans=0,
        bulletFontName=REGULAR,
        bulletFontSize=10.0,
        bulletColor=ACCENT,
    )
    heading = style(
        "head", text, fontName=BOLD, fontSize=11.5, leading=15.0, textColor=ACCENT, spaceBefore=8.0
    )
    bullet = style("bullet", text, leftIndent=12.0, bulletIndent=2.0, spaceAfter=1.5)
    return {
        "title": style("title", heading, fontSize=16.0, leading=21.0, spaceBefore=0.0, spaceAfter=7.0),
        "lead": style("lead", text),
        "heading": style("heading", heading, spaceAfter=2.5, keepWithNext=1),
        "text": style("text", text, spaceBefore=4.0),
        "bullet": bullet,
        "short": style("short", bullet, rightIndent=6.0),
        "line": style("line", text, fontName=BOLD),
        "law": style("law", text, fontSize=8.0, leading=10.8, textColor=MUTED, spaceAfter=2.0),
    }
