"""Recording a consent."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.consents.consent_form import ConsentForm
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.widgets import tell


class ConsentDialog(FormDialog):
    """The form of a new consent. Closes once it is recorded; a wrong field keeps it open with all that was typed.

    `given_by_hint` is a code of the list `consent_giver`, or empty. Enter records, outside the fields of many lines.
    """

    kept_as = "consent.new"

    def __init__(
        self,
        texts: Texts,
        services: Services,
        person_id: PersonId,
        given_by_hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            parent,
            texts("consent.add_title"),
            texts("consent.add_text"),
            texts("consent.add_yes"),
            texts("consent.add_no"),
        )
        desk = services.consents
        self._texts, self._services, self._person_id = texts, services, person_id
        self.kept_about = person_id
        self._made: Consent | None = None
        self.form = ConsentForm(texts, desk)
        self.form.fill(desk.blank(given_by_hint) | {"purpose": texts("consent.purpose_others")})
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.yes.setDefault(True)
        self.yes.clicked.connect(self._record)
        self.form.given_by.chosen.connect(lambda _key: self.fit())
        self.form.sources.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def run(self) -> Consent | None:
        """Ask and wait. Gives the recorded consent; None when the person thought better of it."""
        self.exec()
        self.deleteLater()
        return self._made

    def _add(self) -> Consent:
        return self._services.consents.add(self._person_id, self.form.read())

    def _record(self) -> None:
        try:
            self._made = with_leave(self, self._texts, self._services, self._add)
        except FormRefused as refused:
            self.form.refuse(refused.faults)
            self.fit()
        except Fault as fault:
            texts = self._texts
            tell(self, texts("consent.not_done"), texts.fault(fault), texts("consent.close"))
        else:
            self.accept()
