"""The way back out of the citizen's view."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button
from kpr_desktop_ui.widgets.painting import DrawnText

_ICON = 24


class CloseButton(Button):
    """A quiet cross. It has no word, for whom it is for knows it; screen readers are told one."""

    def __init__(self) -> None:
        super().__init__("", "quiet")

    def drawn_texts(self) -> list[DrawnText]:
        return []

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        self._paint_frame(painter)
        size = theme.px(_ICON)
        at = QRect((self.width() - size) // 2, (self.height() - size) // 2, size, size)
        theme.icon("x", "muted").paint(painter, at)
        painter.end()

    def _measure_width(self) -> int:
        return self._measure_height()

    def _measure_height(self) -> int:
        return Theme.current().px(Theme.current().tokens.target["interview"])
