"""What stands around the text: sender, receiver, day and references, footer, practice mark."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kpr_desktop.codebook.letters import Frame
from kpr_desktop.domain.characters import visible
from kpr_desktop.domain.person import Address
from kpr_desktop.letters import styles as s
from kpr_desktop.letters.drawing import draw_lines, draw_text
from kpr_desktop.letters.fonts import BOLD, REGULAR, clean, width
from kpr_desktop.letters.logo import read_logo
from kpr_desktop.letters.tagging.canvas import TaggedCanvas
from kpr_desktop.letters.tagging.nodes import Node
from kpr_desktop.letters.wrapping import break_lines, fit, shorten
from kpr_desktop.usecases.letter_records import LetterRequest

_TOP = 13 * mm
_SIDE_TOP = 14 * mm
_REFERENCE_TOP = 54 * mm
_REFERENCE_LINES, _REFERENCE_ROOM = 6, 25.2 * mm
_EXEMPT = "lov_unntatt"
"""The reference that tells why a letter is exempt, in a frame that has it."""
_LOGO_HEIGHT = 14 * mm
_LOGO_WIDTH = 34 * mm
_PLAIN_PITCH = 4.6 * mm
_PLAIN_WIDTH = s.SIDE_LEFT - s.LEFT - 6 * mm
_PLAIN_LINES = 16
_GAP = " · "


class Footer:
    """Sender, reference and page in one line; print number, day to collect by and practice note in the next."""

    def __init__(self, request: LetterRequest, frame: Frame) -> None:
        words = frame.words
        self._frame = frame
        self._name = request.office.name
        reference = request.reference.strip()
        self._reference = f"{_GAP}{words['reference']} {reference}" if reference else ""
        number = [words["number"].format(number=request.number)] if request.number.strip() else []
        if request.collect_by is not None:
            number.append(words["collect_by"].format(day=frame.day(request.collect_by)))
        self._number = _GAP.join(number)
        self._note = words["practice_note"] if request.training else ""

    def __call__(self, canvas: Canvas, page: int, pages: int) -> None:
        """Draw at the foot of the page. What is too long is cut with a mark; nothing covers another text."""
        canvas.setStrokeColor(s.LINE)
        canvas.setLineWidth(0.6)
        canvas.line(s.LEFT, 17.5 * mm, s.PAGE_WIDTH - s.RIGHT, 17.5 * mm)
        right = clean(self._frame.page(page, pages))
        room = s.TEXT_WIDTH - width(right, REGULAR, 8) - 4 * mm
        reference = shorten(self._reference, REGULAR, 8, 60 * mm)
        name = shorten(self._name, REGULAR, 8, room - width(f" {reference}", REGULAR, 8))
        _row(canvas, 13.3 * mm, f"{name} {reference}".strip(), right, REGULAR)
        note = shorten(self._note, BOLD, 8, 80 * mm)
        room = s.TEXT_WIDTH - width(note, BOLD, 8) - 4 * mm
        _row(canvas, 9.7 * mm, shorten(self._number, REGULAR, 8, room), note, BOLD)


def _row(canvas: Canvas, y: float, left: str, right: str, font: str) -> None:
    draw_text(canvas, s.LEFT, y, left, REGULAR, 8, s.MUTED)
    x = s.PAGE_WIDTH - s.RIGHT - width(right, font, 8)
    draw_text(canvas, x, y, right, font, 8, s.AMBER if font == BOLD else s.MUTED)


class Head:
    """The head of the first page. Long texts get smaller and are at last cut; nothing leaves its place.

    Its nodes are made at once, so that it is read first. `window`: no receiver had to stand elsewhere than in the
    window. `bottom`: where the text may begin, in points below the upper edge.
    """

    def __init__(self, request: LetterRequest, frame: Frame, kind: str, document: Node) -> None:
        self._request, self._frame, self._document = request, frame, document
        self._letter = kind == "letter"
        office = request.office
        self._logo = read_logo(office.logo) if office.logo else None
        self._logo_node = (
            document.add("Figure", alt=clean(office.logo_alt or office.name)) if self._logo else None
        )
        self._sender = [document.add("P") for text in (office.name, office.unit) if text.strip()]
        self._side = self._side_texts()
        self._side_node = document.add("P") if self._side else None
        self._receiver, self.window = self._receiver_lines()
        self._receiver_node = document.add("P") if self._receiver else None
        self._references = self._reference_texts() if self._letter else []
        self._reference_node = document.add("P") if self._references else None
        self._set_places()

    def _set_places(self) -> None:
        office = self._request.office
        self._logo_width, self._logo_height = self._logo_size()
        beside = self._logo_width + 4 * mm if self._logo and not office.logo_right else 0.0
        above = self._logo_height if self._logo and office.logo_right else 0.0
        self._name_left, self._side_top = s.LEFT + beside, _SIDE_TOP + above
        limit = _PLAIN_WIDTH - beside
        self._name = fit([office.name], BOLD, (14, 12.5, 11, 10), limit, 2)
        self._unit = fit([office.unit], REGULAR, (9.5, 8.5, 7.5), limit, 2)
        self._contact = fit(self._side, REGULAR, (8.5, 8, 7.5, 7), s.SIDE_WIDTH, 6 if above else 8)
        self._about = fit(self._references, REGULAR, (9.5, 8.5, 7.5), s.SIDE_WIDTH, _REFERENCE_LINES)
        self._about_pitch = min(_PLAIN_PITCH, _REFERENCE_ROOM / max(len(self._about[1]), 1))
        ends = [s.OTHER_TOP + 9 * mm, self._side_top + len(self._contact[1]) * 4 * mm]
        ends += [_TOP + self._logo_height] if beside else []
        if self._receiver:
            ends.append(s.WINDOW_TOP + len(self._receiver) * _PLAIN_PITCH)
        if self._references:
            ends.append(_REFERENCE_TOP + len(self._about[1]) * self._about_pitch)
        self.bottom = max(ends) + s.HEAD_GAP
        if self._receiver and self._request.window and self.window:
            self.bottom = s.FIRST_TOP

    def _logo_size(self) -> tuple[float, float]:
        if self._logo is None:
            return 0.0, 0.0
        wide, tall = self._logo.size
        scale = min(_LOGO_WIDTH / wide, _LOGO_HEIGHT / tall)
        return wide * scale, tall * scale

    def _side_texts(self) -> list[str]:
        office = self._request.office
        phone = [f"{self._frame.words['phone']}: {office.phone}"] if office.phone.strip() else []
        return [
            text
            for text in (*address_lines(office.address), *phone, office.email, office.web)
            if text.strip()
        ]

    def _reference_texts(self) -> list[str]:
        request, words = self._request, self._frame.words
        rows = (
            (words["date"], self._frame.day(request.day)),
            (words["reference"], request.reference),
            (words["your_reference"], request.your_reference),
            (words["case_worker"], request.case_worker),
        )
        texts = [f"{label}: {value}" for label, value in rows if value.strip()]
        if request.exempt:
            texts.append(words["exempt"])
            if (why := self._frame.references.get(_EXEMPT)) is not None:
                texts.append(why.on(request.day))
        return texts

    def _receiver_lines(self) -> tuple[Sequence[str], bool]:
        """The lines of the receiver, and whether they stand in the window where they should."""
        request = self._request
        texts = [text for text in (request.name, *address_lines(request.address)) if text.strip()]
        if not self._letter or not texts:
            return (), request.window
        if request.window:
            lines = [
                line
                for text in texts
                for line in break_lines(" ".join(clean(text).split()), REGULAR, s.WINDOW_SIZE, s.WINDOW_WIDTH)
            ]
            if len(lines) <= s.WINDOW_LINES and all(line.whole for line in lines):
                return [line.text for line in lines], True
        return fit(texts, REGULAR, (s.WINDOW_SIZE,), _PLAIN_WIDTH, _PLAIN_LINES)[1], False

    def draw(self, canvas: TaggedCanvas) -> None:
        """In the order it is read: arms, sender, receiver, day and references."""
        self._draw_logo(canvas)
        y = _TOP
        for node, (size, lines), font, colour in zip(
            self._sender, (self._name, self._unit), (BOLD, REGULAR), (s.ACCENT, s.MUTED), strict=False
        ):
            with canvas.content(node):
                y = draw_lines(canvas, self._name_left, y, lines, font, size, size * 1.27, colour) + 0.6 * mm
        self._draw_texts(canvas, self._side_node, self._contact, s.SIDE_LEFT, self._side_top, 4 * mm, s.MUTED)
        pitch = s.WINDOW_PITCH if self.window and self._request.window else _PLAIN_PITCH
        receiver = (s.WINDOW_SIZE, self._receiver)
        self._draw_texts(canvas, self._receiver_node, receiver, s.LEFT, s.WINDOW_TOP, pitch, s.INK)
        self._draw_texts(
            canvas, self._reference_node, self._about, s.SIDE_LEFT, _REFERENCE_TOP, self._about_pitch, s.INK
        )

    @staticmethod
    def _draw_texts(
        canvas: TaggedCanvas,
        node: Node | None,
        set_: tuple[float, Sequence[str]],
        x: float,
        top: float,
        pitch: float,
        colour: Color,
    ) -> None:
        if node is not None:
            with canvas.content(node):
                draw_lines(canvas, x, top, set_[1], REGULAR, set_[0], pitch, colour)

    def _draw_logo(self, canvas: TaggedCanvas) -> None:
        if self._logo is None or self._logo_node is None:
            return
        wide, tall = self._logo_width, self._logo_height
        x = s.PAGE_WIDTH - s.RIGHT - wide if self._request.office.logo_right else s.LEFT
        y = s.PAGE_HEIGHT - _TOP + 1 * mm - tall
        self._logo_node.box = canvas.place(x, y, wide, tall)
        with canvas.content(self._logo_node):
            canvas.drawImage(ImageReader(self._logo), x, y, wide, tall)


def draw_practice_mark(canvas: TaggedCanvas, frame: Frame) -> None:
    """The word across the page, under the text."""
    word = clean(frame.words["practice"])
    size = min(130.0, 130.0 * 200 * mm / width(word, BOLD, 130))
    with canvas.artifact("Watermark"):
        canvas.saveState()
        canvas.translate(s.PAGE_WIDTH / 2, s.PAGE_HEIGHT / 2)
        canvas.rotate(52)
        draw_text(canvas, -width(word, BOLD, size) / 2, -size / 3, word, BOLD, size, s.PRACTICE)
        canvas.restoreState()


def address_lines(address: Address | None) -> list[str]:
    """An address as it is printed; a line end inside a part begins a new line. Nothing for None."""
    if address is None:
        return []
    place = f"{address.postal_code} {address.place}".strip()
    parts = visible(f"{address.line1}\n{address.line2}\n{place}", lines=True).split("\n")
    return [line.strip() for line in parts if line.strip()]
