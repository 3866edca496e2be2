"""The conversation: when the next one is suggested, the order of its groups, and whose guidance it has."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.talk_settings import LONGEST, SHORTEST
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.settings.guidance_card import GuidanceCard
from kpr_desktop_ui.pages.settings.order_card import OrderCard
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Abreast, Card, ComboBox, Field, Label

_EACH = 500


class TalkTab(QWidget):
    """Every change is kept at once, in the vault. `told`: what was done."""

    told = Signal(str)

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._settings = texts, services.talk_settings
        session = services.session
        allowed = session.may("office.write")
        variables = len(session.books.for_year(session.today().year).variables)
        self.interval = ComboBox(
            [(str(count), self._months(count)) for count in range(SHORTEST, LONGEST + 1)]
        )
        self.interval.set_key(str(self._settings.interval()))
        self.interval.setEnabled(allowed)
        self.interval_field = Field(
            texts("settings.interval"), self.interval, texts("settings.interval_hint")
        )
        self.order = OrderCard(texts, services.talk_settings, allowed=allowed)
        self.guidance = GuidanceCard(texts, services.guidance, variables, allowed=allowed)
        self._lay_out(allowed=allowed)
        self.interval.chosen.connect(self._set_interval)
        self.order.told.connect(self.told)
        self.guidance.told.connect(self.told)

    def focus_work(self) -> None:
        """Put the focus where work begins."""
        (self.interval if self.interval.isEnabled() else self.order.table).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _lay_out(self, *, allowed: bool) -> None:
        texts = self._texts
        interval = Card(texts("settings.interval_card"))
        interval.body.addWidget(self.interval_field)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("l"))
        note = "settings.talk_note" if allowed else "settings.read_only"
        for widget in (Label(texts(note), "muted"), interval, self.guidance):
            column.addWidget(widget)
        column.addStretch(1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.order)
        column.addStretch(1)
        both = Abreast(_EACH)
        both.add(left, 4)
        both.add(right, 5)
        self.area = FormScroll([both])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.area)

    def _months(self, count: int) -> str:
        return (
            self._texts("settings.interval_one")
            if count == 1
            else self._texts("settings.interval_months", count=count)
        )

    def _set_interval(self, months: str) -> None:
        try:
            self._settings.set_interval(months)
        except Fault as fault:
            self.interval_field.set_error(self._texts.fault(fault))
        else:
            self.interval_field.clear_error()
            self.told.emit(self._texts("settings.told_saved"))
