"""Another passphrase for a user who forgot hers, or who never got one; she types it herself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.administrators import ADMINISTRATOR
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.pages.new_passphrase import NewPassphrase
from kpr_desktop_ui.pages.passphrase_dialog import confirm_passphrase


class SlotDialog(FieldsDialog):
    """Asks for the administrator's passphrase before the key file is changed."""

    def __init__(self, texts: Texts, services: Services, user: User, parent: QWidget | None = None) -> None:
        words = (
            texts("authorisation.slot_title"),
            texts("authorisation.slot_text", name=user.name),
            texts("authorisation.slot_yes"),
            texts("access.no"),
        )
        super().__init__(texts, words, parent)
        self._services, self._user = services, user
        self.phrase = NewPassphrase(texts, texts("passphrase.new"), strong=ADMINISTRATOR in user.roles)
        self.phrase.use(self._check, services.passphrases.suggest)
        self.column.addWidget(self.phrase)
        self.yes.clicked.connect(self._answer)
        self.begin()
        self.phrase.passphrase.setFocus()

    def _check(self, passphrase: bytearray) -> None:
        self._services.passphrases.check_for(passphrase, self._user.login, self._user.name)

    def _answer(self) -> None:
        if self.phrase.show_faults(self.phrase.faults()):
            self.fit()
            return
        if confirm_passphrase(self, self.texts, self._services.session):
            desk = self._services.authorisations
            if self.attempt(lambda: desk.give_slot(self._user.id, self.phrase.secret())):
                self.phrase.forget()
