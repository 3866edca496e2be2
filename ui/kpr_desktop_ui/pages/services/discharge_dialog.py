"""Somebody comes home from hospital."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.hospital_form import read_day
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.submission_records import HospitalStay
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.widgets import DateEdit, Field


class DischargeDialog(FormDialog):
    """Asks for the day. Accepted once it is recorded."""

    kept_as = "hospital.discharge"

    def __init__(
        self, texts: Texts, services: Services, stay: HospitalStay, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            parent,
            texts("hospital.discharge_title"),
            texts("hospital.discharge_text"),
            texts("hospital.discharge_yes"),
            texts("hospital.no"),
        )
        self._texts, self._services, self._stay = texts, services, stay
        self.kept_about = stay.id
        self._words = PersonWords(texts, services)
        today = services.session.today()
        self.day = DateEdit(texts("hospital.date_pattern"), lambda: today)
        self.day.setText(in_table(today))
        self.field = Field(texts("hospital.discharge_day"), self.day)
        self.column.addWidget(self.field)
        self.column.addStretch(1)
        self.yes.setDefault(True)
        self.yes.clicked.connect(self._record)
        self.day.edited.connect(lambda _text: self.field.clear_error())
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def _record(self) -> None:
        services = self._services
        try:
            day = read_day(self.day.text(), services.session.today())
            with_leave(self, self._texts, services, lambda: services.breaks.discharge(self._stay, day))
        except Fault as fault:
            self.field.set_error(self._words.fault(fault))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            self.fit()
        else:
            self.accept()
