"""What separates neighbouring scores: two pairs side by side, our own guidance."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.model import Item
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, Columns, Label

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
_ALL = ("1-2", "2-3", "3-4", "4-5", "1-9")


def pairs_for(score: str) -> tuple[str, str]:
    """The two pairs shown beside a score: those it is part of; the lowest two while nothing is chosen."""
    return _PAIRS[score]


def pairs_after(shown: tuple[str, str]) -> tuple[str, str]:
    """The next two of the five pairs: asked for again and again, they all come by."""
    last = max(_ALL.index(pair) for pair in shown) if shown != ("1-2", "1-9") else 0
    return _ALL[(last + 1) % len(_ALL)], _ALL[(last + 2) % len(_ALL)]


class ContrastPanel(QWidget):
    """Two contrasts beside each other, each with an everyday example of either score.

    `guide_wanted`: the person would rather be asked the deciding questions.
    """

    guide_wanted = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._item: Item | None = None
        self._pairs = pairs_for("")
        self.more = Button(
            texts("interview.contrast_more"), "quiet", texts("interview.contrast_more_key"), small=True
        )
        self.guide = Button(texts("interview.guide"), "quiet", texts("interview.guide_key"), small=True)
        self.more.clicked.connect(self.show_more)
        self.guide.clicked.connect(self.guide_wanted)
        for button in (self.more, self.guide):  # by mouse the focus stays where the keys score
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._titles: list[Label] = []
        self._lines: list[list[tuple[Label, Label]]] = []
        columns = Columns(2, NARROW)
        for button in (self.more, self.guide):
            columns.add(self._half(button))
        card = Card()
        card.body.addWidget(columns)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def show_pairs(self, item: Item, score: str) -> None:
        """Show the two contrasts that belong beside `score` (empty = nothing chosen)."""
        self._item = item
        self._show(pairs_for(score))

    def show_more(self) -> None:
        """Show the next two of the five."""
        self._show(pairs_after(self._pairs))

    def pairs(self) -> tuple[str, str]:
        """The pairs in sight."""
        return self._pairs

    def fields(self) -> list[QWidget]:
        """What Tab visits."""
        return [self.more, self.guide]

    def _show(self, pairs: tuple[str, str]) -> None:
        item, self._pairs = self._item, pairs
        if item is None:
            return
        for title, lines, pair in zip(self._titles, self._lines, pairs, strict=True):
            low, high = pair.split("-")
            found = item.contrasts[pair]
            title.setText(self._texts("interview.contrast", low=low, high=high))
            for (code, text), number, words in zip(lines, (low, high), (found.low, found.high), strict=True):
                code.setText(self._texts("interview.contrast_line", code=number))
                text.setText(words.in_(self._texts.language))

    def _half(self, button: Button) -> QWidget:
        theme = Theme.current()
        half = QWidget()
        grid = QGridLayout(half)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space("s"))
        grid.setVerticalSpacing(theme.space("xs"))
        grid.setColumnStretch(1, 1)
        title = Label(role="heading")
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(button)
        grid.addLayout(head, 0, 0, 1, 2)
        lines = [(Label(role="strong", wrap=False), Label()) for _ in range(2)]
        for row, (code, text) in enumerate(lines, start=1):
            grid.addWidget(code, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
        self._titles.append(title)
        self._lines.append(lines)
        return half
