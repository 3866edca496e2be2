"""The answers to choose between."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kpr_desktop_ui.pages.citizen.citizen_card import CitizenCard
from kpr_desktop_ui.pages.interview.roving import Roving
from kpr_desktop_ui.theme import Theme


class CitizenCards(QWidget):
    """Cards of which one is chosen at most; one is in the tab order, the arrow keys move among them.

    `chosen(code)` tells of a gesture only. `most` cards is the most that are shown.
    """

    chosen = Signal(str)

    def __init__(self, most: int) -> None:
        super().__init__()
        self._columns = 0
        self._cards = [CitizenCard("", "", self) for _ in range(most)]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Theme.current().space("m"))
        for card in self._cards:
            card.chosen.connect(self._choose)
        self._roving = Roving(self._cards, self)
        self.arrange(1)

    def show_choices(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Show (code, words), and which code is chosen; emits nothing."""
        for card, (code, words) in zip(self._cards, choices, strict=True):
            card.code = code
            card.set_text(words)
        self.mark(chosen)

    def mark(self, chosen: str) -> None:
        """Show which code is chosen; an empty one marks none."""
        for at, card in enumerate(self._cards):
            card.set_selected(bool(chosen) and card.code == chosen)
            if card.is_selected():
                self._roving.set_current(at)
        if not chosen:
            self._roving.set_current(0)

    def cards(self) -> list[CitizenCard]:
        """The cards in their order."""
        return list(self._cards)

    def focused(self) -> CitizenCard | None:
        """The card that has the focus."""
        return next((card for card in self._cards if card.hasFocus()), None)

    def step(self, direction: int) -> None:
        """Give the focus to the neighbouring card."""
        self._roving.step(direction)

    def arrange(self, columns: int) -> None:
        """Stand in so many columns."""
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // columns, at % columns)

    def _choose(self, code: str) -> None:
        self.mark(code)
        self.chosen.emit(code)
