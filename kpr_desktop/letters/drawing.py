"""Lines of text at their place. Everything here takes clean text and knows nothing of nodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from kpr_desktop.letters import styles as s
from kpr_desktop.letters.fonts import ascent, runs, width
from kpr_desktop.letters.styles import Look
from kpr_desktop.letters.wrapping import Line


def draw_text(canvas: Canvas, x: float, y: float, text: str, font: str, size: float, colour: Color) -> None:
    """One clean line at its place."""
    canvas.setFillColor(colour)
    for name, part in runs(text, font):
        canvas.setFont(name, size)
        canvas.drawString(x, y, part)
        x += width(part, font, size)


def draw_block(canvas: Canvas, x: float, y: float, lines: Sequence[Line], look: Look) -> None:
    """Lines under each other, the first on the base line `y`. A blank ends each line but the last, for who listens."""
    text = canvas.beginText(x, y)
    text.setFillColor(look.colour)
    for at, line in enumerate(lines):
        text.setTextOrigin(x, y - at * look.leading)
        blank = " " if line.whole and at < len(lines) - 1 else ""
        for name, part in runs(line.text + blank, look.font):
            text.setFont(name, look.size)
            text.textOut(part)
    canvas.drawText(text)


def draw_lines(
    canvas: Canvas,
    x: float,
    top: float,
    lines: Iterable[str],
    font: str,
    size: float,
    pitch: float,
    colour: Color,
) -> float:
    """Draw lines from `top` (points below the upper edge of the page); returns where the next line would begin."""
    whole = [Line(line, whole=True) for line in lines]
    look = Look(font, float(size), pitch, colour)
    draw_block(canvas, x, s.PAGE_HEIGHT - top - ascent(font, size), whole, look)
    return top + len(whole) * pitch
