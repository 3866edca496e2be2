"""What stands around the text: sender, receiver in the window, day and reference, footer, practice mark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kpr_desktop.codebook.letters import Frame
from kpr_desktop.domain.characters import visible
from kpr_desktop.domain.person import Address
from kpr_desktop.letters import styles as s
from kpr_desktop.letters.fonts import BOLD, REGULAR, ascent, clean, runs, width
from kpr_desktop.letters.wrapping import fit, shorten
from kpr_desktop.usecases.records import LetterRequest


class CountedCanvas(Canvas):
    """Holds its pages back until their number is known, then gives each its footer. `footer` is set by the maker."""

    footer: Footer

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._held: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - the library's name
        self._held.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined] # the library's own step, missing in its stubs

    def save(self) -> None:
        held = self._held
        for number, page in enumerate(held, start=1):
            self.__dict__.update(page)
            self.footer.draw(self, number, len(held))
            super().showPage()
        super().save()


class Footer:
    """Sender and reference at the left, page n of m at the right, and on practice letters what they are."""

    def __init__(self, request: LetterRequest, frame: Frame) -> None:
        self._frame = frame
        self._name = request.office.name
        self._reference = (
            f" · {frame.words['reference']} {request.reference}" if request.reference.strip() else ""
        )
        self._training = request.training

    def draw(self, canvas: Canvas, page: int, pages: int) -> None:
        """Draw at the foot of the page."""
        canvas.setStrokeColor(s.LINE)
        canvas.setLineWidth(0.6)
        canvas.line(s.LEFT, 15 * mm, s.PAGE_WIDTH - s.RIGHT, 15 * mm)
        reference = shorten(self._reference, REGULAR, 8, 40 * mm)
        name = shorten(self._name, REGULAR, 8, 75 * mm - width(reference, REGULAR, 8))
        left = f"{name} {reference}".strip()
        draw_text(canvas, s.LEFT, 10.5 * mm, left, REGULAR, 8, s.MUTED)
        if self._training:
            note = shorten(self._frame.words["practice_note"], BOLD, 8, 60 * mm)
            x = (s.PAGE_WIDTH - width(note, BOLD, 8)) / 2 + 12 * mm
            draw_text(canvas, x, 10.5 * mm, note, BOLD, 8, s.AMBER)
        right = clean(self._frame.page(page, pages))
        draw_text(
            canvas, s.PAGE_WIDTH - s.RIGHT - width(right, REGULAR, 8), 10.5 * mm, right, REGULAR, 8, s.MUTED
        )


def draw_head(canvas: Canvas, request: LetterRequest, frame: Frame) -> None:
    """The head of the first page. Long texts get smaller and are at last cut; nothing leaves its place."""
    _draw_sender(canvas, request)
    _draw_receiver(canvas, request)
    _draw_side(canvas, request, frame)


def draw_practice_mark(canvas: Canvas, frame: Frame) -> None:
    """The word across the page, under the text."""
    word = clean(frame.words["practice"])
    size = min(130.0, 130.0 * 200 * mm / width(word, BOLD, 130))
    canvas.saveState()
    canvas.translate(s.PAGE_WIDTH / 2, s.PAGE_HEIGHT / 2)
    canvas.rotate(52)
    draw_text(canvas, -width(word, BOLD, size) / 2, -size / 3, word, BOLD, size, s.PRACTICE)
    canvas.restoreState()


def _draw_sender(canvas: Canvas, request: LetterRequest) -> None:
    limit = s.SIDE_LEFT - s.LEFT - 6 * mm
    size, lines = fit([request.office.name], BOLD, (14, 12.5, 11, 10), limit, 2)
    y = _draw_lines(canvas, s.LEFT, 13 * mm, lines, BOLD, size, size * 1.25, s.ACCENT)
    size, lines = fit([request.office.unit], REGULAR, (9.5, 8.5, 7.5), limit, 2)
    _draw_lines(canvas, s.LEFT, y + 0.6 * mm, lines, REGULAR, size, size * 1.3, s.MUTED)


def _draw_receiver(canvas: Canvas, request: LetterRequest) -> None:
    lines = [request.name, *address_lines(request.address)]
    size, lines = fit(lines, REGULAR, s.WINDOW_SIZES, s.WINDOW_WIDTH, s.WINDOW_LINES)
    _draw_lines(canvas, s.LEFT, s.WINDOW_TOP, lines, REGULAR, size, s.WINDOW_PITCH, s.INK)


def _draw_side(canvas: Canvas, request: LetterRequest, frame: Frame) -> None:
    office, words = request.office, frame.words
    lines = [*address_lines(office.address)]
    lines += [f"{words['phone']}: {office.phone}"] if office.phone.strip() else []
    lines += [office.email, office.web]
    size, lines = fit(lines, REGULAR, (8.5, 8, 7.5, 7), s.SIDE_WIDTH, 8)
    _draw_lines(canvas, s.SIDE_LEFT, 14 * mm, lines, REGULAR, size, 4 * mm, s.MUTED)
    rows = ((words["date"], frame.day(request.day)), (words["reference"], request.reference))
    texts = [f"{label}: {value}" for label, value in rows if value.strip()]
    size, lines = fit(texts, REGULAR, (9.5, 8.5, 7.5), s.SIDE_WIDTH, 4)
    _draw_lines(canvas, s.SIDE_LEFT, 57 * mm, lines, REGULAR, size, 4.6 * mm, s.INK)


def address_lines(address: Address | None) -> list[str]:
    """An address as it is printed; a line end inside a part begins a new line. Nothing for None."""
    if address is None:
        return []
    place = f"{address.postal_code} {address.place}".strip()
    parts = visible(f"{address.line1}\n{address.line2}\n{place}", lines=True).split("\n")
    return [line.strip() for line in parts if line.strip()]


def _draw_lines(
    canvas: Canvas,
    x: float,
    top: float,
    lines: Iterable[str],
    font: str,
    size: float,
    pitch: float,
    colour: Color,
) -> float:
    """Draw lines from `top` (points below the upper edge); returns where the next line would begin."""
    for line in lines:
        draw_text(canvas, x, s.PAGE_HEIGHT - top - ascent(font, size), line, font, size, colour)
        top += pitch
    return top


def draw_text(canvas: Canvas, x: float, y: float, text: str, font: str, size: float, colour: Color) -> None:
    """One clean line at its place."""
    canvas.setFillColor(colour)
    for name, part in runs(text, font):
        canvas.setFont(name, size)
        canvas.drawString(x, y, part)
        x += width(part, name, size)
