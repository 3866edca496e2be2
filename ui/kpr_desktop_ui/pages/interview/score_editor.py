"""Answering a function variable: cards 1 to 5, and 9 set apart."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kpr_desktop.codebook.model import CodeBook, Item
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import NOT_RELEVANT
from kpr_desktop_ui.pages.interview.answer_editor import AnswerEditor
from kpr_desktop_ui.pages.interview.roving import Roving
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ScoreCard

SCORES = ("1", "2", "3", "4", "5", "9")
NARROW = 660
"""Pixels at 100 %: below this width the cards stand in two rows."""
_STRETCH = 10


class ScoreEditor(AnswerEditor):
    """Six score cards. One of them at a time is in the tab order; the arrow keys move among them.

    `nine_wanted`: 9 was chosen and is not the answer yet. It is no answer before its question has been put.
    """

    nine_wanted = Signal()

    def __init__(self, book: CodeBook, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._texts = texts
        self._theme = Theme.current()
        self._value = ""
        self._rows = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(self._theme.space("s") + 2)
        self._grid.setVerticalSpacing(self._theme.space("s"))
        self._cards = {code: ScoreCard(code, "") for code in SCORES}
        for card in self._cards.values():
            card.chosen.connect(self._chosen)
        self._roving = Roving(list(self._cards.values()), self)
        self._arrange(1)

    def show_item(self, item: Item, value: str) -> None:
        """Fill the cards from the item's scale."""
        scale = self._book.scales[item.list]
        for found in scale.values:
            self._cards[found.code].set_text(found.card.in_(self._texts.language))
        self.set_value(value)

    def set_value(self, value: str) -> None:
        """Mark the card of a score; an empty value marks none."""
        self._value = value
        for code, card in self._cards.items():
            card.set_selected(code == value)
        self._roving.set_current(SCORES.index(value) if value in self._cards else 0)

    def cards(self) -> dict[str, ScoreCard]:
        """The cards by score."""
        return dict(self._cards)

    def take_digit(self, digit: str) -> bool:
        """1 to 5 and 9 score."""
        if digit not in self._cards:
            return False
        self._chosen(digit)
        return True

    def step(self, direction: int) -> bool:
        """Move the focus to the neighbouring card."""
        return self._roving.step(direction)

    def fields(self) -> list[QWidget]:
        """The one card that stands in the tab order."""
        return [self._roving.current]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() < self._theme.px(NARROW) else 1)

    def _chosen(self, code: str) -> None:
        if code == NOT_RELEVANT:
            if self._value != NOT_RELEVANT:
                self.nine_wanted.emit()
            return
        self.set_value(code)
        self.answered.emit(code)

    def _arrange(self, rows: int) -> None:
        if rows == self._rows:
            return
        self._rows = rows
        columns = 7 if rows == 1 else 3
        for column in range(7):
            self._grid.setColumnMinimumWidth(column, 0)
            self._grid.setColumnStretch(column, _STRETCH if column < columns else 0)
        for i, code in enumerate(SCORES):
            if rows == 1:
                self._grid.addWidget(self._cards[code], 0, 6 if code == "9" else i)
            else:
                self._grid.addWidget(self._cards[code], i // 3, i % 3)
        if rows == 1:
            self._grid.setColumnStretch(5, 0)
            self._grid.setColumnMinimumWidth(5, self._theme.space("s"))
            self._grid.setColumnStretch(6, _STRETCH - 2)
