"""A person's services: the list, the stay in hospital, and what the assessment says of plan, coordinator and force."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Assessment, valid_on
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.submission_records import HospitalStay
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.pages.persons.reason_dialog import ask_reason
from kpr_desktop_ui.pages.persons.tab_rows import service_rows
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.services.assessed_line import AssessedLine
from kpr_desktop_ui.pages.services.discharge_dialog import DischargeDialog
from kpr_desktop_ui.pages.services.hospital_dialog import HospitalDialog
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ActionBar, Button, Column, EmptyState, Label, Scroller, key_sequence, tell

_LOW = 420
"""Pixels at 100 %."""
_LEAST = 190
"""Pixels at 100 % that the list and its buttons keep; where there is less room the tab scrolls."""


class ServicesTab(QWidget):
    """`changed(text)`: something was recorded, and what to say of it. `assessment_asked(id)`: the way to it."""

    changed = Signal(str)
    assessment_asked = Signal(str)

    def __init__(self, texts: Texts, services: Services, words: PersonWords, person_id: PersonId) -> None:
        super().__init__()
        self._texts, self._services, self._words, self._person_id = texts, services, words, person_id
        self._stay: HospitalStay | None = None
        self.add = Button(texts("services.add"), "primary", texts("services.add_key"), icon="plus")
        self.work_out = Button(texts("decision.title"), key_hint=texts("decision.open_key"))
        self.hospital = Button(texts("hospital.open"), key_hint=texts("hospital.open_key"), small=True)
        columns = [
            Column(texts("services.column_type"), 3),
            Column(texts("services.column_extent"), 1),
            Column(texts("services.column_from"), 0),
            Column(texts("services.column_to"), 0),
            Column(texts("services.column_state"), 1),
        ]
        empty = EmptyState("heart-handshake", texts("services.none_title"), texts("services.none_text"))
        buttons = [self.work_out, self.add]
        self.list = TableTab(texts("services.list"), columns, empty, texts("services.hint"), buttons)
        self.table = self.list.table
        self.stay_text = Label("", "strong")
        self.discharge = Button(texts("hospital.discharge"), small=True)
        self.withdraw = Button(texts("hospital.withdraw"), "quiet", small=True)
        self.stay_line = ActionBar(self.stay_text, [self.withdraw, self.discharge], 260)
        self.assessed = AssessedLine(texts, words, self.hospital)
        self._lay_out()
        self.hospital.clicked.connect(self._admit)
        self.discharge.clicked.connect(self._discharge)
        self.withdraw.clicked.connect(self._withdraw)
        self.reopens = {
            "hospital.admit": lambda _about: self._admit(),
            "hospital.discharge": lambda about: self._of_stay(about, self.discharge, self._discharge),
            "hospital.withdraw": lambda about: self._of_stay(about, self.withdraw, self._withdraw),
        }
        self.assessed.asked.connect(self.assessment_asked)
        QShortcut(
            key_sequence("Ctrl+I"), self, self._admit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    def show_services(self, held: Sequence[CareService], assessments: Sequence[Assessment]) -> None:
        """Fill the tab; stays in hospital are read here."""
        self.list.set_rows(service_rows(self._words, held))
        self.assessed.show_assessment(valid_on(list(assessments), self._words.today))
        stays = self._services.breaks.stays(self._person_id)
        self._stay = stays[0] if stays else None
        self.stay_line.setVisible(self._stay is not None)
        if self._stay is not None:
            self._show_stay(self._stay, held)

    def allow(self, *, write: bool) -> None:
        """Whether the user may write."""
        self.list.set_hint(self._texts("services.hint" if write else "services.hint_reading"))
        for button in (self.add, self.work_out, self.hospital, self.discharge, self.withdraw):
            button.setEnabled(write)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Low, or with large letters, the list needs the room; the way to the assessment stays.
        self.assessed.line.setVisible(event.size().height() >= Theme.current().px(_LOW))

    def _show_stay(self, stay: HospitalStay, held: Sequence[CareService]) -> None:
        texts = self._texts
        place = " " + texts("hospital.place", name=stay.name) if stay.name else ""
        start, end = in_table(stay.from_date), in_table(stay.to_date)
        if stay.to_date is not None:
            self.stay_text.setText(texts("hospital.was_in", start=start, end=end, place=place))
        else:
            count = sum(1 for s in held if not s.annulled and any(p.id in stay.pauses for p in s.pauses))
            many = {0: "hospital.stopped_none", 1: "hospital.stopped_one"}.get(count)
            stopped = texts(many) if many else texts("hospital.stopped", count=count)
            self.stay_text.setText(texts("hospital.in_now", start=start, place=place, stopped=stopped))
        self.discharge.setVisible(stay.to_date is None)

    def _lay_out(self) -> None:
        theme = Theme.current()
        lines = QVBoxLayout()
        lines.setContentsMargins(theme.space("xl"), theme.space("m"), theme.space("xl"), 0)
        lines.setSpacing(theme.space("s"))
        lines.addWidget(self.stay_line)
        lines.addWidget(self.assessed)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(lines)
        column.addWidget(self.list, 1)
        self.list.setMinimumHeight(theme.px(_LEAST))
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(Scroller(inside))

    def _admit(self) -> None:
        if not self.hospital.isEnabled():
            return
        dialog = HospitalDialog(self._texts, self._services, self._person_id, self)
        if dialog.exec():
            self.changed.emit(self._texts("hospital.told"))
        dialog.deleteLater()

    def _of_stay(self, about: str, button: Button, act: Callable[[], None]) -> None:
        """Open what a lock kept open, if it is still about the stay that stands here and may be done."""
        if self._stay is not None and self._stay.id == about and button.isEnabled() and not button.isHidden():
            act()

    def _discharge(self) -> None:
        if self._stay is None:
            return
        dialog = DischargeDialog(self._texts, self._services, self._stay, self)
        if dialog.exec():
            self.changed.emit(self._texts("hospital.discharge_told"))
        dialog.deleteLater()

    def _withdraw(self) -> None:
        texts, services, stay = self._texts, self._services, self._stay
        if stay is None:
            return
        words = {
            "title": texts("hospital.withdraw_title"),
            "text": texts("hospital.withdraw_text"),
            "label": texts("service.reason_label"),
            "yes": texts("hospital.withdraw_yes"),
            "no": texts("hospital.no"),
        }
        reason = ask_reason(
            self, words, missing=texts("service.reason_missing"), kept=("hospital.withdraw", stay.id)
        )
        if not reason:
            return
        try:
            with_leave(self, texts, services, lambda: services.breaks.withdraw(stay, reason))
        except Fault as fault:
            tell(self, texts("hospital.not_done"), self._words.fault(fault), texts("hospital.close"))
        else:
            self.changed.emit(texts("hospital.withdraw_told"))
