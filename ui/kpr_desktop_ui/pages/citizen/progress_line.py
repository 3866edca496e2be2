"""How far the talk has come."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kpr_desktop_ui.theme import Theme

_HEIGHT = 6


class ProgressLine(QWidget):
    """A quiet line that fills. It says no number: in the citizen's view none stands anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self._done, self._total = 0, 1
        self.setFixedHeight(Theme.current().px(_HEIGHT))

    def show_progress(self, done: int, total: int) -> None:
        """Show `done` of `total`, at least 1."""
        self._done, self._total = done, total
        self.update()

    def part(self) -> float:
        """How much of the line is filled, 0 to 1."""
        return self._done / self._total

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("line"))
        painter.fillRect(QRect(0, 0, round(self.width() * self.part()), self.height()), theme.color("accent"))
        painter.end()
