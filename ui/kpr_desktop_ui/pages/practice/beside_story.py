"""The story beside the work on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, Label

_ROOM = 1000
"""Pixels at 100 %: with less of them the story stands above."""


class BesideStory(QWidget):
    """A story at the left and the steps at the right, one of which is in sight; below each other in little room."""

    def __init__(self, steps: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.title = Label(role="heading")
        self.story = Label()
        card = Card()
        card.body.addWidget(self.title)
        card.body.addWidget(self.story)
        self._work = QWidget()
        column = QVBoxLayout(self._work)
        column.setContentsMargins(0, 0, 0, 0)
        self._steps = list(steps)
        for step in self._steps:
            step.hide()
            column.addWidget(step)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(*(theme.space("xl"),) * 4)
        self._line.setSpacing(theme.space("xl"))
        self._line.addWidget(card, 10, Qt.AlignmentFlag.AlignTop)
        self._line.addWidget(self._work, 21)

    def show_step(self, wanted: QWidget) -> None:
        """Bring one of the steps in sight."""
        for step in self._steps:
            step.setVisible(step is wanted)

    def top_of_work(self) -> int:
        """Where the steps begin, in pixels from the top; 0 beside the story."""
        beside = self._line.direction() is QBoxLayout.Direction.LeftToRight
        return 0 if beside else self._work.y() - Theme.current().space("s")

    def minimumSizeHint(self) -> QSize:
        """As narrow as it is with the story above, and as high as its texts need at the width they have."""
        edges = 2 * Theme.current().space("xl")
        shown = [step.minimumSizeHint().width() for step in self._steps if not step.isHidden()]
        width = max(shown, default=0) + edges
        return QSize(width, self._line.heightForWidth(max(width, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        narrow = event.size().width() < Theme.current().px(_ROOM)
        wanted = directions.TopToBottom if narrow else directions.LeftToRight
        if wanted is not self._line.direction():
            self._line.setDirection(wanted)
        if event.size().width() != event.oldSize().width():
            self._line.update()  # the height that is needed follows from the width
