"""A new user: who, with which roles, and a first passphrase that the new user types."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.administrators import ADMINISTRATOR
from kpr_desktop.usecases.authorisations import NAME_LIMIT, WHY_LIMIT, NewUser
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.access_words import AccessWords
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.pages.new_passphrase import NewPassphrase
from kpr_desktop_ui.pages.passphrase_dialog import confirm_passphrase
from kpr_desktop_ui.widgets import CheckBox, Columns, DateEdit, Field, Label, LineEdit


class NewUserDialog(FieldsDialog):
    """Asks for the administrator's passphrase before anything is kept, and closes once the user can log in."""

    kept_as = "access.user"

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        words = (
            texts("authorisation.new_title"),
            texts("authorisation.new_text"),
            texts("authorisation.new_yes"),
            texts("access.no"),
        )
        super().__init__(texts, words, parent)
        self._services = services
        self.name, self.login = LineEdit(NAME_LIMIT), LineEdit(40)
        self.hpr, self.unit = LineEdit(20), LineEdit(NAME_LIMIT)
        self.roles = {code: CheckBox(word) for code, word in AccessWords(texts, services).roles()}
        self.last = DateEdit(texts("access.date_pattern"), services.session.today)
        self.why = LineEdit(WHY_LIMIT)
        self._pair(("name", self.name), ("login", self.login))
        self._pair(("hpr", self.hpr), ("unit", self.unit))
        boxes = Columns(2, 0)
        for box in self.roles.values():
            boxes.add(box)
            box.toggled_by_user.connect(lambda _on: self._roles_changed())
        self.put("roles", texts("authorisation.roles"), boxes)
        self.put("to_date", texts("access.last_day"), self.last, texts("access.last_hint"))
        self.put("why", texts("access.reason"), self.why)
        self.column.addWidget(Label(texts("authorisation.passphrase_text"), "muted"))
        self.phrase = NewPassphrase(texts, texts("authorisation.first_passphrase"), strong=False)
        self.phrase.use(self._check, services.passphrases.suggest)
        self.column.addWidget(self.phrase)
        self.yes.clicked.connect(self._answer)
        self.begin()

    def refuse(self, fault: Fault) -> None:
        super().refuse(fault)
        if self.fields["roles"].error() and fault.code == "authorisation.no_roles":
            next(iter(self.roles.values())).setFocus()

    def _pair(self, *members: tuple[str, LineEdit]) -> None:
        pair = Columns(2, 0)
        for name, editor in members:
            field = self.fields[name] = Field(self.texts(f"authorisation.{name}"), editor)
            pair.add(field)
        self.column.addWidget(pair)

    def _roles_changed(self) -> None:
        self.fields["roles"].clear_error()
        self.phrase.set_strong(strong=self.roles[ADMINISTRATOR].isChecked())

    def _check(self, passphrase: bytearray) -> None:
        self._services.passphrases.check_for(passphrase, self.login.text(), self.name.text())

    def _answer(self) -> None:
        if self.phrase.show_faults(self.phrase.faults()):
            self.fit()
            return
        if confirm_passphrase(self, self.texts, self._services.session):
            self.attempt(self._add)

    def _add(self) -> None:
        new = NewUser(
            login=self.login.text(),
            name=self.name.text(),
            hpr=self.hpr.text(),
            unit=self.unit.text(),
            roles=frozenset(code for code, box in self.roles.items() if box.isChecked()),
            why=self.why.text(),
            passphrase=self.phrase.secret(),
            to_date=self.last.date("to_date"),
        )
        self._services.authorisations.add_user(new)
        self.phrase.forget()
