"""Answering by a code list or yes/no: one card a code, chosen by its number key."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from kpr_desktop.codebook.model import Code, CodeBook, Item
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.interview.answer_editor import AnswerEditor
from kpr_desktop_ui.pages.interview.roving import Roving
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ChoiceCard, Label

ONE_COLUMN = 6
"""So many choices stand under each other; more stand in two columns."""


def keys_for(codes: list[Code]) -> list[str]:
    """The digit for each code: the code itself where all have one digit, otherwise its place. The tenth has none."""
    if all(len(c.code) == 1 and c.code.isdigit() for c in codes):
        return [c.code for c in codes]
    return [str(i) if i < 10 else "" for i in range(1, len(codes) + 1)]


class ChoiceEditor(AnswerEditor):
    """Cards for the codes that are valid in the year of the assessment."""

    def __init__(self, book: CodeBook, texts: Texts, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._texts = texts
        self._year = year
        self._cards: dict[str, ChoiceCard] = {}
        self._by_key: dict[str, str] = {}
        self._roving = Roving([], self)
        theme = Theme.current()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.space("s"))
        self._error = Label(role="error")
        self._error.hide()

    def show_item(self, item: Item, value: str) -> None:
        """Make the cards of the item's list."""
        for card in self._cards.values():
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        codes = [c for c in self._book.lists[item.list].codes if c.valid_in(self._year)]
        keys = keys_for(codes)
        self._by_key = {key: code.code for key, code in zip(keys, codes, strict=True) if key}
        self._cards = {}
        columns = 1 if len(codes) <= ONE_COLUMN else 2
        rows = -(-len(codes) // columns)
        for i, (key, code) in enumerate(zip(keys, codes, strict=True)):
            label = code.label.in_(self._texts.language)
            card = ChoiceCard(
                code.code, self._texts("interview.choice", key=key, label=label) if key else label
            )
            card.chosen.connect(self._chosen)
            self._cards[code.code] = card
            self._grid.addWidget(card, i % rows, i // rows)
            card.show()
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        self._grid.addWidget(self._error, rows, 0, 1, columns)
        self._grid.setRowStretch(rows + 1, 1)
        self._roving.deleteLater()
        self._roving = Roving(list(self._cards.values()), self)
        self.set_error("")
        self.set_value(value)

    def set_value(self, value: str) -> None:
        """Mark the card of a code."""
        for code, card in self._cards.items():
            card.set_selected(code == value)
        self._roving.set_current(list(self._cards).index(value) if value in self._cards else 0)

    def take_digit(self, digit: str) -> bool:
        """The digit on the card chooses it."""
        code = self._by_key.get(digit)
        if code is None:
            return False
        self._chosen(code)
        return True

    def step(self, direction: int) -> bool:
        """Move the focus to the neighbouring card."""
        return self._roving.step(direction)

    def fields(self) -> list[QWidget]:
        """The one card that stands in the tab order."""
        return [self._roving.current]

    def set_error(self, text: str) -> None:
        """Show what is wrong with the answer under the cards."""
        self._error.setText(text)
        self._error.setVisible(bool(text))

    def error(self) -> str:
        """What is shown as wrong."""
        return self._error.content()

    def _chosen(self, code: str) -> None:
        self.set_value(code)
        self.answered.emit(code)
