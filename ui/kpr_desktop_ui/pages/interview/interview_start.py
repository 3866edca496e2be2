"""Day and reason of a new assessment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop_ui.pages.interview.roving import Roving
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import CheckBox, ChoiceCard, DateEdit, Field, Label

REASONS = (Reason.NEW_DECISION, Reason.CHANGE, Reason.PERIODIC)


class InterviewStart(QWidget):
    """The day (today, or an earlier one for what stands on paper) and one of three reasons.

    `now` is what stands there at first; without it that is today and a new decision.
    """

    def __init__(
        self,
        texts: Texts,
        today: Callable[[], date],
        now: tuple[date, Reason] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._texts = texts
        day, self.reason = now or (today(), Reason.NEW_DECISION)
        self.day = DateEdit(texts("interview.date_hint"), today)
        self.day.set_date(day)
        self.day.setMaximumWidth(theme.px(200))
        self.field = Field(texts("interview.start_date"), self.day, texts("interview.start_date_hint"))
        self.day.edited.connect(lambda _text: self.field.clear_error())
        self.cards: dict[Reason, ChoiceCard] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(self.field)
        column.addSpacing(theme.space("s"))
        column.addWidget(Label(texts("interview.start_reason"), "strong"))
        for reason in REASONS:
            key = f"interview.reason_{reason.value}"
            card = ChoiceCard(reason.value, texts(key), texts(f"{key}_text"))
            card.chosen.connect(self._choose)
            self.cards[reason] = card
            column.addWidget(card)
        self._roving = Roving(list(self.cards.values()), self)
        self.carry = CheckBox(texts("interview.start_carry"))
        carried = texts("interview.start_carry_text")
        self.carry.setAccessibleDescription(carried)
        self._carried = Label(carried, "small")
        for part in (self.carry, self._carried):
            part.hide()
            column.addWidget(part)
        self._choose(self.reason.value)

    def read(self) -> date:
        """The day. Raises UserFault date.* or interview.start_date_missing (field assessed_on)."""
        day = self.day.date("assessed_on")
        if day is None:
            raise UserFault("interview.start_date_missing", "assessed_on")
        return day

    def offer_carry(self) -> None:
        """Offer to bring the answers of last time along; nothing is brought unless the person asks for it."""
        self.carry.show()
        self._carried.show()
        self.updateGeometry()

    def set_fault(self, fault: Fault) -> None:
        """Show what is wrong with the day beside it."""
        self.field.set_error(self._texts.fault(fault))
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, code: str) -> None:
        self.reason = Reason(code)
        for reason, card in self.cards.items():
            card.set_selected(reason is self.reason)
        self._roving.set_current(REASONS.index(self.reason))
