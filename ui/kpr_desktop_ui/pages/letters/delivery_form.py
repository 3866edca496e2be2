"""How and when a letter reached the person."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.letters import WAYS
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ComboBox, DateEdit, Field


class DeliveryForm(QWidget):
    """Way and date, with faults beside them. `delivered` once the delivery is recorded."""

    delivered = Signal()

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._services = texts, services
        self._today = services.session.today()
        self._delivery: Delivery | None = None
        self.way = ComboBox([(way, texts(f"letters.way_{way}")) for way in WAYS])
        self.on = DateEdit(texts("letters.date_pattern"), lambda: self._today)
        self.way_field = Field(texts("letters.way"), self.way)
        self.on_field = Field(texts("letters.on"), self.on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("m"))
        column.addWidget(self.way_field)
        column.addWidget(self.on_field)
        self.on.edited.connect(lambda _text: self.on_field.clear_error())
        self.way.chosen.connect(lambda _key: self.way_field.clear_error())

    def set_delivery(self, delivery: Delivery) -> None:
        """The letter it is about; suggests today unless it was delivered already."""
        self._delivery = delivery
        self.way.set_key(delivery.way or WAYS[0])
        self.on.set_date(delivery.delivered_on or self._today)

    def answer(self) -> tuple[str, date] | None:
        """The way and the day; None with the fault beside the day when there is none that can be."""
        self.on_field.clear_error()
        try:
            day = self.on.date("delivered_on")
        except UserFault as fault:
            self._refuse(self._texts.fault(fault))
            return None
        if day is None:
            self._refuse(self._texts("letters.date_missing"))
        elif day > self._today:
            self._refuse(self._texts("date.future"))
        else:
            return self.way.key(), day
        return None

    def record(self) -> None:
        """Record the delivery, or tell beside the field why not."""
        letter, desk = self._delivery, self._services.letters
        answer = self.answer() if letter is not None else None
        if letter is None or answer is None:
            return
        try:
            self._delivery = with_leave(
                self, self._texts, self._services, lambda: desk.deliver(letter, *answer)
            )
        except UserFault as fault:
            (self.way_field if fault.field == "way" else self.on_field).set_error(self._texts.fault(fault))
        else:
            self.delivered.emit()

    def _refuse(self, told: str) -> None:
        self.on_field.set_error(told)
        self.on.setFocus(Qt.FocusReason.OtherFocusReason)
