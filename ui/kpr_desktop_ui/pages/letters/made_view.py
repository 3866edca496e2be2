"""A letter that is made: its pages, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.usecases.letters import MadeLetter
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.letters.delivery_form import DeliveryForm
from kpr_desktop_ui.pages.letters.letter_words import kind_name, language_name
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Card, Label, PageView, Scroller

PREVIEW_WIDTH = 1000
"""Pixels across a previewed page."""
_BESIDE = 600
_ANY = 16_777_215
"""Qt's word for no limit to a width."""


class MadeView(QWidget):
    """The pages beside the acts. The page that has it does what the buttons say."""

    def __init__(self, texts: Texts, services: Services) -> None:
        super().__init__()
        self._texts, self._services = texts, services
        self.letter: MadeLetter | None = None
        self.preview = PageView(texts("letters.preview"))
        self.notice = Banner("warning", "")
        self.print_button = Button(
            texts("letters.print"), "primary", key_hint=texts("letters.print_key"), icon="printer"
        )
        self.save_button = Button(texts("letters.save"), key_hint=texts("letters.save_key"), icon="file-text")
        self.delivery = DeliveryForm(texts, services)
        self.deliver_button = Button(texts("letters.deliver"))
        self.shred_button = Button(texts("letters.shred"))
        self.back = Button(texts("letters.back"), "quiet", texts("letters.back_key"), icon="arrow-left")
        self._kind = Label("", "heading")
        self._facts = Label("", "muted")
        self._lay_out()

    def show_letter(self, letter: MadeLetter, notices: Sequence[str]) -> None:
        """Show it. `notices`: what must be known before it goes into an envelope."""
        texts, made = self._texts, letter.delivery
        self.letter = letter
        self.preview.set_pages(self._services.letters.pages(letter, Theme.current().px(PREVIEW_WIDTH)))
        count = self.preview.count()
        facts = [
            language_name(texts, made.language),
            texts("letters.pages", count=count) if count != 1 else texts("letters.pages_one"),
            texts("letters.number", number=made.number) if made.number else "",
            texts("letters.collect_by", day=in_table(made.collect_by)) if made.collect_by else "",
        ]
        self._kind.setText(kind_name(texts, made.kind))
        self._facts.setText("\n".join(each for each in facts if each))
        self.notice.set_message("warning", " ".join(notices))
        self.notice.setVisible(bool(notices))
        self.delivery.set_delivery(made)
        self.set_printed(printed=made.printed_at is not None and not made.settled)

    def set_printed(self, *, printed: bool) -> None:
        """Whether there is a paper that can be shredded."""
        self.shred_button.setVisible(printed)

    def _lay_out(self) -> None:
        texts, theme = self._texts, Theme.current()
        what = Card()
        for widget in (self._kind, self._facts, self.notice, Label(texts("letters.explained"), "small")):
            what.body.addWidget(widget)
        if self._services.session.training:
            what.body.addWidget(Label(texts("letters.training"), "small"))
        what.body.addWidget(self.print_button)
        what.body.addWidget(self.save_button)
        delivery = Card(texts("letters.delivery"))
        delivery.body.addWidget(self.delivery)
        delivery.body.addWidget(self.deliver_button)
        delivery.body.addWidget(self.shred_button)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, theme.space("s"), 0)
        column.setSpacing(theme.space("l"))
        column.addWidget(what)
        column.addWidget(delivery)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._side = Scroller(side)
        row = self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setContentsMargins(*(theme.space("xl"),) * 4)
        row.setSpacing(theme.space("xl"))
        row.addWidget(self.preview, 1)
        row.addWidget(self._side, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row)
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """The letter goes below what is said about it when there is no room beside each other."""
        theme = Theme.current()
        beside = self.width() >= theme.px(_BESIDE)
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if beside else directions.BottomToTop)
        self._side.setMinimumWidth(theme.px(330) if beside else 0)
        self._side.setMaximumWidth(theme.px(380) if beside else _ANY)
