"""The panel at the right: last time, the person's own view, and the register's word for what is chosen now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.model import Item, ItemKind
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop_ui.pages.interview.last_card import LastCard
from kpr_desktop_ui.pages.interview.own_view_card import OwnViewCard
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, Label

_STEPS = 3
"""What can be left out for want of room: the score's meaning, the register's word, most of last time's note."""


class SidePanel(QWidget):
    """Cards beside the question. While it stands beside the work it never asks for more height than there is.

    What gives way then are explanations of what is read elsewhere too; never a field, a button or last time's score.
    """

    def __init__(self, words: Words, previous: Assessment | None, buttons: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self._words, self._texts = words, words.texts
        self._beside = True
        self._official_text = ""
        theme = Theme.current()
        self.last = LastCard(words, previous)
        self.own = OwnViewCard(self._texts)
        self._chosen = Card(self._texts("interview.chosen"))
        self._official = Label()
        self._meaning = Label(role="muted")
        self._chosen.body.addWidget(self._official)
        self._chosen.body.addWidget(self._meaning)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("m"))
        self._cards = (self.last, self.own, self._chosen)
        for card in self._cards:
            self._column.addWidget(card)
        self._column.addStretch(1)
        self._buttons = list(buttons)
        for button in buttons:
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_item(self, item: Item, value: str) -> None:
        """Show what was said of the item last time, and what the register calls the score chosen now."""
        self.last.show_item(item)
        self.own.setVisible(item.kind is ItemKind.SCORE)
        self.set_value(item, value)

    def set_value(self, item: Item, value: str) -> None:
        """Show the register's word for the score chosen now."""
        self._official_text = self._words.official(item, value)
        self._official.setText(self._official_text)
        self._meaning.setText(self._words.meaning(item, value))
        self._leave_out(0)

    def stand_beside(self, *, beside: bool) -> None:
        """Whether the panel stands beside the work, where its height is given, or below it, where it scrolls along."""
        self._beside = beside
        self.fit()

    def fit(self) -> None:
        """Leave out as little as makes the rest fit."""
        for steps in range(_STEPS + 1):
            self._leave_out(steps)
            if not self._beside or self._need() <= self.height():
                return

    def texts(self) -> list[str]:
        """Every text in sight."""
        return [label.content() for label in self.findChildren(Label) if label.isVisible()]

    def fields(self) -> list[QWidget]:
        """What Tab visits, but for the buttons."""
        return [*self.last.fields(), *self.own.fields()]

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self._beside else least

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.fit()

    def _leave_out(self, steps: int) -> None:
        self._meaning.setVisible(bool(self._meaning.content()) and steps < 1)
        self._chosen.setVisible(bool(self._official_text) and steps < 2)
        self.last.shorten(short=steps >= _STEPS)

    def _need(self) -> int:
        """Pixels that everything in sight takes at the width there is."""
        heights = [_height(card, self.width()) for card in self._cards if not card.isHidden()]
        heights += [button.sizeHint().height() for button in self._buttons if not button.isHidden()]
        return sum(heights) + self._column.spacing() * (len(heights) - 1)


def _height(card: Card, width: int) -> int:
    """The height of a card as its content is now: layouts pass it on later, one level a turn of the event loop."""
    body, frame = card.body, card.contentsMargins()
    margins = body.contentsMargins() + frame  # a frame of a pixel can be what makes a text wrap once more
    inner = width - margins.left() - margins.right()
    heights = []
    for place in range(body.count()):
        each = body.itemAt(place)
        if each is None or each.isEmpty():
            continue
        widget = each.widget()
        nested = widget.layout() if widget is not None else each.layout()
        if nested is not None:
            nested.invalidate()
        each.invalidate()
        heights.append(each.heightForWidth(inner) if each.hasHeightForWidth() else each.sizeHint().height())
    return margins.top() + margins.bottom() + sum(heights) + body.spacing() * max(0, len(heights) - 1)
