"""Cards in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.option_card import OptionCard

_EACH = 330
"""Pixels at 100 % that a card wants."""
_MOST = 3


class CardGrid(QWidget):
    """Cards beside and below each other; those of a row are as high as the highest of them."""

    def __init__(self, cards: Sequence[OptionCard], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = tuple(cards)
        self._now = 0
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Theme.current().space("m"))
        self._put(1)

    def columns(self) -> int:
        """How many columns there are now."""
        return self._now

    def refit(self) -> None:
        """The cards show something else: as high as that needs."""
        columns, gap = self._now, self._grid.horizontalSpacing()
        each = (self.width() - (columns - 1) * gap) // columns
        for first in range(0, len(self._cards), columns):
            row = self._cards[first : first + columns]
            self._grid.setRowMinimumHeight(first // columns, max(card.heightForWidth(each) for card in row))
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column."""
        narrow = max(card.minimumSizeHint().width() for card in self._cards)
        return QSize(narrow, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width()
        need = max(Theme.current().px(_EACH), *(card.least_width() for card in self._cards))
        self._put(max(1, min(_MOST, wide // need)))
        self.refit()

    def _put(self, columns: int) -> None:
        if columns == self._now:
            return
        self._now = columns
        for card in self._cards:
            self._grid.removeWidget(card)
        for at in range(len(self._cards)):
            self._grid.setRowMinimumHeight(at, 0)
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(_MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
