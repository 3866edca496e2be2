"""Giving somebody a person to work with."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.access_words import AccessWords
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.widgets import ComboBox, DateEdit


class AssignmentDialog(FieldsDialog):
    """Who, from and to. Closes once it is given."""

    kept_as = "assignment.give"

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId, parent: QWidget | None = None
    ) -> None:
        words = (
            texts("assignment.give_title"),
            texts("assignment.give_text"),
            texts("assignment.give"),
            texts("access.no"),
        )
        super().__init__(texts, words, parent)
        self._services, self._person_id = services, person_id
        self.kept_about = person_id
        today = services.session.today
        users = AccessWords(texts, services).users()
        self.user = ComboBox([("", texts("access.choose")), *users])
        self.first = DateEdit(texts("access.date_pattern"), today)
        self.last = DateEdit(texts("access.date_pattern"), today)
        self.first.set_date(today())
        self.put("user", texts("assignment.user"), self.user)
        self.put("from_date", texts("access.first_day"), self.first)
        self.put("to_date", texts("access.last_day"), self.last, texts("access.last_hint"))
        self.yes.clicked.connect(lambda: self.attempt(self._give))
        self.begin()

    def _give(self) -> None:
        if not self.user.key():
            raise UserFault("assignment.user_missing", "user")
        self._services.assignments.give(
            self._person_id,
            UserId(self.user.key()),
            from_date=self.first.date("from_date"),
            to_date=self.last.date("to_date"),
        )
