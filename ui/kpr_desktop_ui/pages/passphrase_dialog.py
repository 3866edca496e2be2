"""Asking for the passphrase again, before what nobody else may do at an unlocked machine."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.session import Session
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.widgets import Field, PassphraseEdit


class PassphraseDialog(FormDialog):
    """One hidden line. A wrong passphrase keeps it open and says so."""

    def __init__(self, texts: Texts, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            texts("access.confirm_title"),
            texts("access.passphrase_needed"),
            texts("access.confirm_yes"),
            texts("access.confirm_no"),
        )
        self._texts, self._session = texts, session
        self.line = PassphraseEdit()
        self.field = Field(texts("access.confirm_label"), self.line)
        self.column.addWidget(self.field)
        self.column.addStretch(1)
        self.yes.setDefault(True)
        self.yes.clicked.connect(self._confirm)
        self.line.edited.connect(lambda _text: self.field.clear_error())
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def _confirm(self) -> None:
        secret = self.line.secret()
        self.line.forget()
        try:
            self._session.confirm_passphrase(secret)
        except Fault as fault:
            self.field.set_error(self._texts.fault(fault))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.fit()
        else:
            self.accept()


def confirm_passphrase(parent: QWidget | None, texts: Texts, session: Session) -> bool:
    """Ask, unless it was given just now. False when the person thought better of it."""
    if session.grants.confirmed(session.now()):
        return True
    dialog = PassphraseDialog(texts, session, parent)
    answered = bool(dialog.exec())
    dialog.deleteLater()
    return answered
