"""A picture across the text, with a thin line around it."""

from __future__ import annotations

import io

from PIL.PngImagePlugin import PngImageFile
from reportlab.lib.utils import ImageReader

from kpr_desktop.letters import styles as s
from kpr_desktop.letters.tagging.nodes import Node
from kpr_desktop.letters.text import TaggedFlowable
from kpr_desktop.usecases.letter_records import Picture


class PictureBox(TaggedFlowable):
    """As wide as the text, never cut."""

    def __init__(self, picture: Picture, node: Node) -> None:
        super().__init__(5.0, 8.0)
        self._node, self._picture = node, PngImageFile(io.BytesIO(picture.png)).convert("RGB")

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Width and height it takes, in points."""
        wide, tall = self._picture.size
        self.width, self.height = width, width * tall / wide
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        self._node.box = canvas.place(0, 0, self.width, self.height)
        with canvas.content(self._node):
            canvas.drawImage(ImageReader(self._picture), 0, 0, self.width, self.height)
        with canvas.artifact():
            canvas.setStrokeColor(s.LINE)
            canvas.setLineWidth(0.6)
            canvas.rect(0, 0, self.width, self.height)
