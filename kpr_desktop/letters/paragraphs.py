"""The only place that makes the PDF library's paragraphs. Text is text here, never markup."""

from __future__ import annotations

from html import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from kpr_desktop.letters.fonts import clean, runs


def paragraph(text: str, style: ParagraphStyle, *, bullet: str = "") -> Paragraph:
    """A paragraph that shows `text` literally: `<b>` is three characters, unseen characters are a visible mark."""
    marked = "".join(_markup(part, font, style.fontName) for font, part in runs(clean(text), style.fontName))
    return Paragraph(marked, style, bulletText=bullet or None)


def _markup(text: str, font: str, plain: str) -> str:
    literal = escape(text, quote=False)
    return literal if font == plain else f'<font name="{font}">{literal}</font>'
