"""One small figure with the sentence that says the main thing."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.figure_drawing import Drawing, Laid, lay_out, least_width, paint_boxes
from kpr_desktop_ui.widgets.option_card import OptionCard
from kpr_desktop_ui.widgets.painting import DrawnText, longest_word, text_size

_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_PAD = 14


class FigureCard(OptionCard):
    """One of several figures that a person chooses between: a title, a sentence, and a drawing of the same.

    A screen reader meets the title as its name and the sentence as its description; the numbers stand in a table.
    """

    def __init__(self, code: str, title: str, parent: QWidget | None = None) -> None:
        self._sentence = ""
        self._drawing: Drawing | None = None
        super().__init__(code, title, parent)
        self.name_it()

    def set_figure(self, sentence: str, drawing: Drawing | None) -> None:
        """Another sentence and drawing; None where there is nothing to draw."""
        self._sentence, self._drawing = sentence, drawing
        self.reword()

    def sentence(self) -> str:
        """The sentence shown."""
        return self._sentence

    def name_it(self) -> None:
        self.setAccessibleName(self._text)
        self.setAccessibleDescription(self._sentence)

    def measure_width(self) -> int:
        theme = Theme.current()
        words = max(
            longest_word(self._text, theme.font("heading")), longest_word(self._sentence, theme.font("body"))
        )
        drawn = least_width(self._drawing) if self._drawing is not None else 0
        return max(words, drawn) + 2 * self._pad() + 2

    def measure_height(self, width: int) -> int:
        laid = self._laid(width)
        bottom = laid.bottom if laid is not None else self._below_words(width)
        return bottom + self._pad()

    def drawn_texts(self) -> list[DrawnText]:
        theme = Theme.current()
        laid = self._laid(self.width())
        title, told = self._places(self.width())
        return [
            DrawnText(self._text, title, theme.font("heading"), theme.color("ink"), wrap=True, align=_TOP),
            DrawnText(self._sentence, told, theme.font("body"), theme.color("muted"), wrap=True, align=_TOP),
            *(laid.texts if laid is not None else ()),
        ]

    def paint_mark(self, painter: QPainter) -> None:
        laid = self._laid(self.width())
        if laid is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            paint_boxes(painter, laid.boxes)

    def _places(self, width: int) -> tuple[QRect, QRect]:
        """Where the title and the sentence stand."""
        theme, pad = Theme.current(), self._pad()
        inner = max(1, width - 2 * pad)
        high = text_size(self._text, theme.font("heading"), inner).height()
        title = QRect(pad, pad, inner, high)
        below = text_size(self._sentence, theme.font("body"), inner).height() if self._sentence else 0
        return title, QRect(pad, title.bottom() + theme.px(4), inner, below)

    def _below_words(self, width: int) -> int:
        return self._places(width)[1].bottom()

    def _laid(self, width: int) -> Laid | None:
        if self._drawing is None:
            return None
        pad = self._pad()
        top = self._below_words(width) + Theme.current().px(10)
        return lay_out(self._drawing, pad, top, max(1, width - 2 * pad))

    def _pad(self) -> int:
        return Theme.current().px(_PAD)
