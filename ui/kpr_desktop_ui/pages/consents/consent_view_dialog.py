"""One consent, and taking it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.dates import in_table
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.consents.consent_words import ConsentWords
from kpr_desktop_ui.pages.consents.resting import resting_on
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.pages.persons.fact_list import FactList
from kpr_desktop_ui.widgets import Banner, DateEdit, Field


class ConsentViewDialog(FormDialog):
    """Everything that was recorded; while it holds, the day it is taken back. Accepted once that is recorded."""

    kept_as = "consent.withdraw"

    def __init__(
        self, texts: Texts, services: Services, consent: Consent, parent: QWidget | None = None
    ) -> None:
        desk = services.consents
        words = ConsentWords(texts, desk)
        held = desk.state(consent) == "holds" and consent.withdrawn_on is None and desk.may_write()
        super().__init__(
            parent,
            texts("consent.view_title"),
            texts("consent.withdraw_text") if held else "",
            texts("consent.withdraw_yes") if held else "",
            texts("consent.close"),
        )
        self._texts, self._services, self._consent = texts, services, consent
        self.kept_about = consent.id
        facts = FactList()
        facts.set_facts(
            [
                (texts("consent.state"), words.state(consent).text),
                (texts("consent.given_by"), words.given_by(consent)),
                (texts("consent.sources"), consent.sources),
                (texts("consent.purpose"), consent.purpose),
                (texts("consent.way"), dict(words.ways())[consent.way.value]),
                (texts("consent.given_on"), in_table(consent.given_on)),
                (texts("consent.expires_on"), words.until(consent)),
                (texts("consent.signed"), words.signed(consent)),
            ]
        )
        self.column.addWidget(facts)
        self.rests = Banner("warning", "")
        self._tell_rests(held=held)
        self.column.addWidget(self.rests)
        self.day = DateEdit(texts("consent.date_pattern"), desk.today)
        self.day.set_date(desk.today())
        self.field = Field(texts("consent.withdrawn_on"), self.day)
        self.column.addWidget(self.field)
        self.field.setVisible(held)
        self.column.addStretch(1)
        self.yes.clicked.connect(self._withdraw)
        self.day.edited.connect(lambda _text: self.field.clear_error())
        self.yes.setDefault(held)
        (self.day if held else self.no).setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def _tell_rests(self, *, held: bool) -> None:
        """What the withdrawal stops, or what has stopped because the consent holds no more."""
        texts = self._texts
        told = resting_on(texts, self._services, self._consent)
        text = " ".join([*told, texts("consent.rests_stop" if held else "consent.rests_stopped")])
        if told or not held:
            self.rests.set_message("warning", text)
        else:
            self.rests.set_message("info", texts("consent.rests_none"))
        self.rests.setVisible(held or bool(told))

    def _withdraw(self) -> None:
        try:
            day = self.day.date("withdrawn_on")
            if day is None:
                self.field.set_error(self._texts("consent.withdrawn_on_missing"))
            else:
                consent, desk = self._consent, self._services.consents
                with_leave(self, self._texts, self._services, lambda: desk.withdraw(consent, day))
                self.accept()
                return
        except Fault as fault:
            self.field.set_error(self._texts.fault(fault))
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()
