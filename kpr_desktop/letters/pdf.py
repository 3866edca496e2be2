"""Filled text to PDF. Imported when the first letter is made, not before: the PDF libraries take a while to load."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus.doctemplate import NextPageTemplate

from kpr_desktop.codebook.letters import Frame as Words
from kpr_desktop.codebook.letters import LetterText
from kpr_desktop.letters import styles as s
from kpr_desktop.letters.compose import Composer
from kpr_desktop.letters.content import Piece, fill
from kpr_desktop.letters.fonts import REGULAR, clean, field_font, register
from kpr_desktop.letters.keeping import kept
from kpr_desktop.letters.sheet import Footer, Head, draw_practice_mark
from kpr_desktop.letters.tagging.canvas import TaggedCanvas
from kpr_desktop.letters.tagging.finish import finish
from kpr_desktop.letters.tagging.nodes import Node
from kpr_desktop.letters.tagging.xmp import About
from kpr_desktop.usecases.letter_records import LetterRequest, MadePdf

_TOOL = "KPR Desktop"
_FEW, _REST, _REST_SCALES = 6, 0.2, 2
"""A last page with less than this share of it used is spared in a letter of a few pages, by so many steps smaller."""


class _Place(Frame):
    """Where the text stands on a page. `_y`, the library's own: how far down it has come, in points from below."""

    _y: float

    def used(self) -> float:
        """How much of a whole page the text reaches down over, 0-1."""
        return 1 - (self._y - s.BOTTOM) / s.WHOLE_PAGE


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A letter that is laid out and drawn, with the tree that says what everything is."""

    data: bytes
    canvas: TaggedCanvas
    document: Node
    pages: int
    window: bool
    last: float
    """How much of the last page is used, 0-1."""


def make(letter: LetterText, words: Words, request: LetterRequest) -> MadePdf:
    """The letter as PDF: the same bytes for the same request. Raises UserFault letter.field_missing | letter.logo."""
    pieces = fill(letter, words, request)
    register()
    drawn = _drawn(letter, pieces, words, request)
    about = About(
        title=clean(letter.title),
        author=clean(request.office.name),
        language=letter.language,
        tool=_TOOL,
        archival=not request.fillable,
    )
    font = field_font() if request.fillable else None
    data = finish(drawn.data, drawn.canvas.marked, drawn.document, about, font)
    return MadePdf(data, drawn.pages, drawn.window)


def _drawn(letter: LetterText, pieces: Sequence[Piece], words: Words, request: LetterRequest) -> _Drawn:
    """The letter a little smaller where it is longer than it should be, or where its last page is nearly empty."""
    drawn = whole = _draw(letter, pieces, words, request, s.SCALES[0])
    wanted = letter.pages or _without_a_rest(whole)
    for scale in s.SCALES[1 : None if letter.pages else _REST_SCALES + 1]:
        if drawn.pages <= wanted:
            break
        drawn = _draw(letter, pieces, words, request, scale)
    return drawn if letter.pages or drawn.pages <= wanted else whole


def _without_a_rest(drawn: _Drawn) -> int:
    """The pages it should have: one less where a letter of a few pages has only some lines on the last one."""
    return drawn.pages - 1 if 1 < drawn.pages <= _FEW and drawn.last < _REST else drawn.pages


def _draw(
    letter: LetterText, pieces: Iterable[Piece], words: Words, request: LetterRequest, scale: float
) -> _Drawn:
    """The letter with its running text at `scale`."""
    out, document, canvases = io.BytesIO(), Node("Document"), list[TaggedCanvas]()
    head = Head(request, words, letter.head, document)
    template = BaseDocTemplate(
        out,
        pagesize=(s.PAGE_WIDTH, s.PAGE_HEIGHT),
        pageTemplates=_templates(head, request, words),
        invariant=1,
        initialFontName=REGULAR,
    )

    def canvas(*args: object, **options: object) -> TaggedCanvas:
        made = TaggedCanvas(*args, **options)
        made.footer = Footer(request, words)
        canvases.append(made)
        return made

    composer = Composer(document, words, scale, fillable=request.fillable)
    flowables = composer.flowables(letter.title, pieces)
    template.build([NextPageTemplate("other"), *kept(flowables)], canvasmaker=canvas)
    last = cast("_Place", template.frame).used()
    return _Drawn(out.getvalue(), canvases[0], document, template.page, head.window, last)


def _templates(head: Head, request: LetterRequest, words: Words) -> list[PageTemplate]:
    def first(canvas: Canvas, template: object) -> None:
        other(canvas, template)
        head.draw(cast("TaggedCanvas", canvas))

    def other(canvas: Canvas, _template: object) -> None:
        if request.training:
            draw_practice_mark(cast("TaggedCanvas", canvas), words)

    return [
        PageTemplate("first", [_frame(head.bottom)], onPage=first),
        PageTemplate("other", [_frame(s.OTHER_TOP)], onPage=other),
    ]


def _frame(top: float) -> _Place:
    height = s.PAGE_HEIGHT - top - s.BOTTOM
    return _Place(
        s.LEFT, s.BOTTOM, s.TEXT_WIDTH, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )
