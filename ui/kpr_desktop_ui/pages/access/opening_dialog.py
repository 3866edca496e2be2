"""Why somebody outside the own list is opened."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.widgets import ComboBox, LineEdit


class OpeningDialog(FieldsDialog):
    """A purpose from the table and own words. Nothing of the person is shown before the log has them."""

    kept_as = "access.opening"

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId, parent: QWidget | None = None
    ) -> None:
        words = (
            texts("access.why_title"),
            texts("access.why_text"),
            texts("access.why_yes"),
            texts("access.no"),
        )
        super().__init__(texts, words, parent)
        self._services, self._person_id = services, person_id
        self.kept_about = person_id
        purposes = services.session.rights.purposes.items()
        choices = [(code, purpose.label.in_(texts.language)) for code, purpose in purposes]
        self.purpose = ComboBox([("", texts("access.choose")), *choices])
        self.reason = LineEdit(REASON_LIMIT)
        self.put("purpose", texts("access.purpose"), self.purpose)
        self.put("reason", texts("access.reason"), self.reason, texts("access.reason_hint"))
        self.yes.clicked.connect(self._answer)
        self.begin()

    def _answer(self) -> None:
        desk = self._services.access
        self.attempt(lambda: desk.give_reason(self._person_id, self.purpose.key(), self.reason.text()))
