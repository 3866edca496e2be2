"""Places to write and to sign on paper. On a copy for the screen they are fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from kpr_desktop.letters import styles as s
from kpr_desktop.letters.fonts import width
from kpr_desktop.letters.tagging.canvas import TaggedCanvas
from kpr_desktop.letters.tagging.nodes import Node
from kpr_desktop.letters.text import TaggedFlowable, Text
from kpr_desktop.usecases.letter_records import Stroke

PITCH = 8 * mm
"""Between lines to write on by hand."""
_FIELD = 6.2 * mm
_SIGN_WIDTH, _SIGN_HEIGHT = 69 * mm, 19 * mm


def _rule(canvas: TaggedCanvas, left: float, right: float, y: float) -> None:
    with canvas.artifact():
        canvas.setStrokeColor(s.MUTED)
        canvas.setLineWidth(0.6)
        canvas.line(left, y, right, y)


def _fill_in(
    canvas: TaggedCanvas,
    node: Node,
    name: str,
    label: str,
    place: tuple[float, float, float, float],
    lines: int,
) -> None:
    """A field with its frame. `place`: left, bottom, width and height."""
    with canvas.artifact():
        canvas.setStrokeColor(s.MUTED)
        canvas.setLineWidth(0.6)
        canvas.rect(*place)
    canvas.field(
        node.add("Form", alt=label), "text" if lines == 1 else "lines", name, label, canvas.place(*place)
    )


class WritingLines(TaggedFlowable):
    """Lines to write on under each other, or one beside its label.

    On the screen a field called `field`, read in `node`; on paper there is neither.
    """

    def __init__(
        self, label: str, lines: int, node: Node | None, field: str, *, beside: Text | None = None
    ) -> None:
        super().__init__(0.0, 6.0)
        self._label, self._count, self._node, self._field, self._beside = label, lines, node, field, beside

    def wrap(self, width_: float, _height: float) -> tuple[float, float]:
        """Width and height it takes, in points."""
        self.width, self.height = width_, self._count * PITCH
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """The lines that fit and the rest, two at least of each."""
        fitting = min(int(height / PITCH), self._count - 2)
        if fitting < 2:
            return []
        parts = (fitting, self._count - fitting)
        return [WritingLines(self._label, count, self._node, self._field) for count in parts]

    def draw(self) -> None:
        """Called by the library, with the lower left corner at nought."""
        canvas, left = self.canv, 0.0
        if (beside := self._beside) is not None:
            beside.wrap(self.width, self.height)
            base = 5.5 if self._field else 2.5
            beside.drawOn(canvas, 0, base - (beside.look.leading - beside.look.size))
            left = width(beside.text, beside.look.font, beside.look.size) + 3 * mm
        if self._node is not None:
            place = (left, 1.0, self.width - left, self.height - 1.6 * mm)
            _fill_in(canvas, self._node, self._field, self._label, place, self._count)
            return
        for line in range(self._count):
            _rule(canvas, left, self.width, line * PITCH + 1.0)


@dataclass(frozen=True, slots=True)
class Place:
    """A line with what belongs there under it: from `left`, `wide` points.

    On the screen a field called `field`, read in `node`; without a node it is signed by hand.
    """

    under: Text
    left: float
    wide: float
    field: str = ""
    node: Node | None = None


class SignLine(TaggedFlowable):
    """Places beside each other to write by hand."""

    def __init__(self, places: Sequence[Place], *, keep: bool = False) -> None:
        super().__init__(4.0, 3.0, keep=keep)
        self._places = places

    def wrap(self, width_: float, _height: float) -> tuple[float, float]:
        """Width and height it takes, in points."""
        self._under = max(place.under.wrap(place.wide, 0)[1] for place in self._places)
        self.width, self.height = width_, 11 * mm + self._under
        return self.width, self.height

    def draw(self) -> None:
        """Called by the library, with the lower left corner at nought."""
        canvas, line = self.canv, self._under + 2
        for place in self._places:
            place.under.drawOn(canvas, place.left, self._under - place.under.height)
            if place.node is not None:
                box = (place.left, line, place.wide, _FIELD)
                _fill_in(canvas, place.node, place.field, place.under.text, box, 1)
            else:
                _rule(canvas, place.left, place.left + place.wide, line)


class DrawnSignature(TaggedFlowable):
    """What was drawn on the screen, over a line. `node` is a Figure that tells who signed, and when."""

    def __init__(self, strokes: Sequence[Stroke], node: Node) -> None:
        super().__init__(4.0, 2.0, keep=True)
        self._strokes, self._node = strokes, node

    def wrap(self, width_: float, _height: float) -> tuple[float, float]:
        """Width and height it takes, in points."""
        self.width, self.height = width_, _SIGN_HEIGHT + 2
        return self.width, self.height

    def draw(self) -> None:
        """Called by the library, with the lower left corner at nought."""
        canvas = self.canv
        self._node.box = canvas.place(0, 2, _SIGN_WIDTH, _SIGN_HEIGHT)
        with canvas.content(self._node):
            canvas.setStrokeColor(s.INK)
            canvas.setLineWidth(1.3)
            canvas.setLineCap(1)
            canvas.setLineJoin(1)
            path = canvas.beginPath()
            for stroke in self._strokes:
                points = [_point(x, y) for x, y in stroke]
                if not points:
                    continue
                path.moveTo(*points[0])
                for point in points[1:] or points:
                    path.lineTo(*point)
            canvas.drawPath(path)
        _rule(canvas, 0, _SIGN_WIDTH, 1)


def _point(x: float, y: float) -> tuple[float, float]:
    """On the page; the pen's y grows downwards. Nothing leaves the place to sign."""
    across, down = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
    return across * _SIGN_WIDTH, 2 + (1 - down) * _SIGN_HEIGHT


class Options(TaggedFlowable):
    """Short entries with their boxes, side by side."""

    def __init__(self, entries: Sequence[Text], before: float, after: float) -> None:
        super().__init__(before, after)
        self._entries = entries

    def wrap(self, width_: float, _height: float) -> tuple[float, float]:
        """Width and height it takes, in points."""
        self._places: list[tuple[Text, float, int]] = []
        left, row = 0.0, 0
        for entry in self._entries:
            wide = entry_width(entry)
            entry.wrap(width_, 0)
            if left and left + wide > width_:
                left, row = 0.0, row + 1
            self._places.append((entry, left, row))
            left += wide + 6 * mm
        self._rows = row + 1
        self.width, self.height = width_, self._rows * self._pitch
        return self.width, self.height

    @property
    def _pitch(self) -> float:
        return self._entries[0].look.leading * 1.3

    def draw(self) -> None:
        """Called by the library, with the lower left corner at nought."""
        for entry, left, row in self._places:
            entry.drawOn(self.canv, left, self.height - row * self._pitch - entry.height)


def entry_width(entry: Text) -> float:
    """Of an entry on one line, with its box."""
    return entry.look.left + width(entry.text, entry.look.font, entry.look.size) + 0.01
