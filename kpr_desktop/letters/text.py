"""A paragraph that knows what it is. Text is text here, never markup."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from kpr_desktop.letters.drawing import draw_block
from kpr_desktop.letters.fonts import clean
from kpr_desktop.letters.styles import MUTED, Look
from kpr_desktop.letters.tagging.canvas import TaggedCanvas
from kpr_desktop.letters.tagging.nodes import Node
from kpr_desktop.letters.wrapping import Line, break_lines

_LEAST = 2
"""Lines of a paragraph that stand together on a page."""


class TaggedFlowable(Flowable):
    """What is drawn on a tagged canvas, with space before and after it."""

    canv: TaggedCanvas

    def __init__(self, before: float = 0.0, after: float = 0.0, *, keep: bool = False) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter, self.keepWithNext = before, after, int(keep)


class Label:
    """What stands before the first line of a text: a bullet, a number, a box to tick or to fill in."""

    def __init__(self, node: Node, text: str, *, field: str = "", says: str = "") -> None:
        self.node, self.text, self.field, self.says = node, text, field, says

    def draw(self, canvas: TaggedCanvas, x: float, y: float, look: Look) -> None:
        """On the base line `y`."""
        if self.field:
            side = look.size * 1.05
            with canvas.artifact():
                canvas.setStrokeColor(MUTED)
                canvas.setLineWidth(0.8)
                canvas.rect(x, y - side * 0.15, side, side)
            box = canvas.place(x, y - side * 0.15, side, side)
            canvas.field(self.node.add("Form", alt=self.says), "tick", self.field, self.says, box)
            return
        with canvas.content(self.node):
            draw_block(canvas, x, y, [Line(self.text, whole=True)], look)


class Text(TaggedFlowable):
    """A paragraph, list entry or cell: `text` literally, with unseen characters as a visible mark.

    `lines`: ends of lines in the text are kept. It splits between pages, two lines at least on each. Without a node it
    is decoration. `heads`: it is a heading; `whole`: what stands under it is not cut by the end of a page.
    """

    heads = whole = False

    def __init__(
        self, text: str, look: Look, node: Node | None, *, label: Label | None = None, lines: bool = False
    ) -> None:
        super().__init__(look.before, look.after, keep=look.keep)
        self.text = clean(text, lines=lines)
        self.look, self.node, self.label = look, node, label
        self._lines: Sequence[Line] = ()
        self._wide = -1.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Width and height it takes, in points."""
        look = self.look
        if width != self._wide:
            self._wide = width
            self._lines = break_lines(self.text, look.font, look.size, width - look.left - look.right)
        self.width, self.height = width, len(self._lines) * look.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Text]:  # type: ignore[override] # never another kind
        """The part that fits and the rest; nothing when none of it should stand here."""
        self.wrap(width, height)
        fitting = int((height + 1e-6) / self.look.leading)
        if fitting >= len(self._lines):
            return [self]
        fitting = min(fitting, len(self._lines) - _LEAST)
        if fitting < _LEAST:
            return []
        return [self._part(self._lines[:fitting], first=True), self._part(self._lines[fitting:], first=False)]

    def _part(self, lines: Sequence[Line], *, first: bool) -> Text:
        text = "".join(line.text + " " * line.whole for line in lines)
        part = Text(text, self.look, self.node, label=self.label if first else None)
        part._lines, part._wide = lines, self._wide
        part.spaceBefore, part.spaceAfter = (self.spaceBefore, 0.0) if first else (0.0, self.spaceAfter)
        part.keepWithNext = 0
        return part

    def draw(self) -> None:
        """Called by the library, with the lower left corner at nought."""
        look, canvas = self.look, self.canv
        base = self.height - look.size
        if self.label is not None:
            self.label.draw(canvas, look.label_at, base, look)
        if self._lines:
            with canvas.artifact() if self.node is None else canvas.content(self.node):
                draw_block(canvas, look.left, base, self._lines, look)
