"""The push button of the citizen's view."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QPainter, QPaintEvent

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button

_HEIGHT = 56
_LOW = 44
_PADDING = 24
_LINE = 3
"""Pixels at 100 %: heights of a button and of a `low` one, room beside the word, the line under the one in use."""


class LargeButton(Button):
    """A button whose word is as large as everything else in the citizen's view; it never tells a key.

    `low` is for a row of words to choose between, such as the languages: the one in use is bold and underlined.
    """

    def __init__(self, text: str, kind: str = "secondary", *, low: bool = False) -> None:
        self._low = low
        super().__init__(text, kind)
        self._strong = kind == "primary"
        self.setCheckable(low)

    def text_font(self) -> QFont:
        return Theme.current().font("large_strong" if self._strong or self.isChecked() else "large")

    def set_in_use(self, *, in_use: bool) -> None:
        """Show this as the one in use, or not."""
        if in_use != self.isChecked():
            self.setChecked(in_use)
            self._measures.forget()
            self.updateGeometry()

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name
        """Nothing: the view decides what is in use."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            theme = Theme.current()
            word = self.drawn_texts()[0].rect
            painter = QPainter(self)
            thick = theme.px(_LINE)
            line = QRect(word.left(), self.height() - theme.px(_LINE) - thick, word.width(), thick)
            painter.fillRect(line, theme.color("accent"))
            painter.end()

    def _measure_height(self) -> int:
        return Theme.current().px(_LOW if self._low else _HEIGHT)

    def _padding(self) -> int:
        return Theme.current().px(_PADDING // 2 if self._low else _PADDING)
