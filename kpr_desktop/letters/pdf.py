"""Filled text to PDF. Imported when the first letter is made, not before: the PDF library takes a while to load."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import groupby

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table, TableStyle
from reportlab.platypus.doctemplate import NextPageTemplate

from kpr_desktop.codebook.letters import Frame as Words
from kpr_desktop.codebook.letters import LetterText
from kpr_desktop.letters import styles as s
from kpr_desktop.letters.code_grid import CodeGrid
from kpr_desktop.letters.content import Piece, fill
from kpr_desktop.letters.fonts import REGULAR, clean, register
from kpr_desktop.letters.paragraphs import paragraph
from kpr_desktop.letters.sheet import CountedCanvas, Footer, draw_head, draw_practice_mark
from kpr_desktop.usecases.records import LetterRequest

_PRODUCER = "KPR Desktop"


def make(letter: LetterText, words: Words, request: LetterRequest) -> bytes:
    """The letter as PDF: the same bytes for the same request. Raises UserFault letter.field_missing."""
    pieces = fill(letter, words, request)
    register()
    made = b""
    for scale in s.SCALES:
        made, pages = _set(letter, pieces, words, request, scale)
        if not letter.pages or pages <= letter.pages:
            break
    return made


def _set(
    letter: LetterText, pieces: Iterable[Piece], words: Words, request: LetterRequest, scale: float
) -> tuple[bytes, int]:
    """The letter with its running text at `scale`, and its number of pages."""
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=(s.PAGE_WIDTH, s.PAGE_HEIGHT),
        pageTemplates=_templates(request, words),
        title=clean(letter.title),
        author=clean(request.office.name),
        creator=_PRODUCER,
        producer=_PRODUCER,
        lang=letter.language,
        invariant=1,
        displayDocTitle=1,
        initialFontName=REGULAR,
    )

    def canvas(*args: object, **options: object) -> CountedCanvas:
        made = CountedCanvas(*args, **options)
        made.footer = Footer(request, words)
        return made

    document.build([NextPageTemplate("other"), *flowables(letter.title, pieces, scale)], canvasmaker=canvas)
    return out.getvalue(), document.page


def flowables(title: str, pieces: Iterable[Piece], scale: float) -> Iterator[Flowable]:
    """Title and pieces as they are laid out."""
    styles = s.styles(scale)
    yield paragraph(title, styles["title"])
    for style, group in groupby(pieces, lambda piece: piece.style):
        if style == "code":
            yield from (CodeGrid(piece.text.split(), scale) for piece in group)
            continue
        bullet = "•" if style in {"bullet", "short"} else ""
        made = [paragraph(piece.text, styles[style], bullet=bullet) for piece in group]
        if style == "short":
            yield _columns(made)
        else:
            yield from made


def _columns(entries: list[Paragraph]) -> Table:
    """Two columns, read down the first and then down the second."""
    half = (len(entries) + 1) // 2
    plain = TableStyle(
        [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    )
    plain.add("VALIGN", (0, 0), (-1, -1), "TOP")
    plain.add("FONTNAME", (0, 0), (-1, -1), REGULAR)  # or the library names one that is not embedded
    return Table([[entries[:half], entries[half:]]], colWidths=[s.TEXT_WIDTH / 2] * 2, style=plain)


def _templates(request: LetterRequest, words: Words) -> list[PageTemplate]:
    def first(canvas: Canvas, _document: BaseDocTemplate) -> None:
        other(canvas, _document)
        draw_head(canvas, request, words)

    def other(canvas: Canvas, _document: BaseDocTemplate) -> None:
        if request.training:
            draw_practice_mark(canvas, words)

    return [
        PageTemplate("first", [_frame(s.FIRST_TOP)], onPage=first),
        PageTemplate("other", [_frame(s.OTHER_TOP)], onPage=other),
    ]


def _frame(top: float) -> Frame:
    height = s.PAGE_HEIGHT - top - s.BOTTOM
    return Frame(
        s.LEFT, s.BOTTOM, s.TEXT_WIDTH, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )
