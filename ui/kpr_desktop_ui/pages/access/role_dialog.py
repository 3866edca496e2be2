"""Giving a user a role."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.authorisations import NAME_LIMIT, WHY_LIMIT
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.access_words import AccessWords
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.widgets import ComboBox, DateEdit, LineEdit


class RoleDialog(FieldsDialog):
    """Role, unit, days and why. Asks for the passphrase, and closes once the role is given."""

    kept_as = "access.role"

    def __init__(self, texts: Texts, services: Services, user: User, parent: QWidget | None = None) -> None:
        words = (
            texts("authorisation.give_title"),
            texts("authorisation.give_text", name=user.name),
            texts("authorisation.give"),
            texts("access.no"),
        )
        super().__init__(texts, words, parent)
        self._services, self._user = services, user
        self.kept_about = user.id
        today = services.session.today
        self.role = ComboBox([("", texts("access.choose")), *AccessWords(texts, services).roles()])
        self.unit = LineEdit(NAME_LIMIT)
        self.unit.setText(user.unit)
        self.first = DateEdit(texts("access.date_pattern"), today)
        self.first.set_date(today())
        self.last = DateEdit(texts("access.date_pattern"), today)
        self.why = LineEdit(WHY_LIMIT)
        self.put("role", texts("authorisation.role"), self.role)
        self.put("unit", texts("authorisation.unit"), self.unit)
        self.put("from_date", texts("access.first_day"), self.first)
        self.put("to_date", texts("access.last_day"), self.last, texts("access.last_hint"))
        self.put("why", texts("access.reason"), self.why)
        self.yes.clicked.connect(self._answer)
        self.begin()

    def _answer(self) -> None:
        self.attempt(lambda: with_leave(self, self.texts, self._services, self._give))

    def _give(self) -> None:
        self._services.authorisations.give(
            self._user.id,
            self.role.key(),
            why=self.why.text(),
            unit=self.unit.text(),
            from_date=self.first.date("from_date"),
            to_date=self.last.date("to_date"),
        )
