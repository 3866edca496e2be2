"""What separates neighbouring scores: two pairs side by side, our own guidance."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.model import Item
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, Columns, Label

NARROW = 520
"""Pixels at 100 %: below this width the two contrasts stand under each other."""
_PAIRS: dict[str, tuple[str, str]] = {
    "": ("1-2", "2-3"),
    "1": ("1-2", "1-9"),
    "2": ("1-2", "2-3"),
    "3": ("2-3", "3-4"),
    "4": ("3-4", "4-5"),
    "5": ("3-4", "4-5"),
    "9": ("1-9", "1-2"),
}


def pairs_for(score: str) -> tuple[str, str]:
    """The two pairs shown beside a score: those it is part of; the lowest two while nothing is chosen."""
    return _PAIRS[score]


class ContrastPanel(QWidget):
    """Two contrasts beside each other, each with an everyday example of either score."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._titles: list[Label] = []
        self._lines: list[list[tuple[Label, Label]]] = []
        columns = Columns(2, NARROW)
        for _ in range(2):
            columns.add(self._half())
        card = Card()
        card.body.addWidget(columns)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def show_pairs(self, item: Item, score: str) -> None:
        """Show the two contrasts that belong beside `score` (empty = nothing chosen)."""
        for title, lines, pair in zip(self._titles, self._lines, pairs_for(score), strict=True):
            low, high = pair.split("-")
            found = item.contrasts[pair]
            title.setText(self._texts("interview.contrast", low=low, high=high))
            for (code, text), number, words in zip(lines, (low, high), (found.low, found.high), strict=True):
                code.setText(self._texts("interview.contrast_line", code=number))
                text.setText(words.in_(self._texts.language))

    def _half(self) -> QWidget:
        theme = Theme.current()
        half = QWidget()
        grid = QGridLayout(half)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space("s"))
        grid.setVerticalSpacing(theme.space("xs"))
        grid.setColumnStretch(1, 1)
        title = Label(role="heading")
        grid.addWidget(title, 0, 0, 1, 2)
        lines = [(Label(role="strong", wrap=False), Label()) for _ in range(2)]
        for row, (code, text) in enumerate(lines, start=1):
            grid.addWidget(code, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
        self._titles.append(title)
        self._lines.append(lines)
        return half
