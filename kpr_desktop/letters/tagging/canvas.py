"""A canvas that says what everything drawn on it is: content of a node, or an artifact that no reader speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from reportlab.pdfgen.canvas import Canvas

from kpr_desktop.letters.tagging.nodes import Box, Field, Mark, Node

Kind = Literal["Layout", "Background", "Footer", "Watermark"]
_ARTIFACT = {
    "Layout": "<</Type /Layout>>",
    "Background": "<</Type /Background>>",
    "Footer": "<</Type /Pagination /Subtype /Footer>>",
    "Watermark": "<</Type /Pagination /Subtype /Watermark>>",
}


class TaggedCanvas(Canvas):
    """Holds its pages back until their number is known, then gives each its footer. `footer` is set by the maker.

    `marked[page][number]` is the node that a piece of content belongs to.
    """

    footer: Callable[[TaggedCanvas, int, int], None]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._held: list[dict[str, Any]] = []
        self._inside = False
        self.marked: list[list[Node]] = [[]]

    @contextmanager
    def content(self, node: Node) -> Iterator[None]:
        """What is drawn meanwhile belongs to `node`. Raises RuntimeError inside another mark."""
        marked = self.marked[-1]
        mark = Mark(len(self.marked) - 1, len(marked))
        with self._mark(f"/{node.role} <</MCID {mark.number}>> BDC"):
            marked.append(node)
            node.kids.append(mark)
            yield

    @contextmanager
    def artifact(self, kind: Kind = "Layout") -> Iterator[None]:
        """What is drawn meanwhile is decoration. Raises RuntimeError inside another mark."""
        with self._mark(f"/Artifact {_ARTIFACT[kind]} BDC"):
            yield

    @contextmanager
    def _mark(self, begin: str) -> Iterator[None]:
        if self._inside:
            raise RuntimeError("a piece of content is one thing only")
        self._inside = True
        self._code.append(begin)  # type: ignore[attr-defined] # the page's content, missing in the stubs
        yield
        self._code.append("EMC")  # type: ignore[attr-defined] # as above
        self._inside = False

    def place(self, x: float, y: float, width: float, height: float) -> Box:
        """The box of what stands at x, y of the current coordinates, which are never turned where this is asked."""
        left, bottom = self.absolutePosition(x, y)
        return left, bottom, left + width, bottom + height

    def field(
        self, node: Node, kind: Literal["text", "lines", "tick"], name: str, label: str, box: Box
    ) -> None:
        """A field to fill in, at `box` of this page; `node` is its Form."""
        node.kids.append(Field(kind, name, label, len(self.marked) - 1, box))

    def showPage(self) -> None:  # noqa: N802 - the library's name
        self._held.append(dict(self.__dict__))
        self.marked.append([])
        self._startPage()  # type: ignore[attr-defined] # the library's own step, missing in its stubs

    def save(self) -> None:
        held = self._held
        for number, page in enumerate(held, start=1):
            self.__dict__.update(page)
            with self.artifact("Footer"):
                self.footer(self, number, len(held))
            super().showPage()
        super().save()
