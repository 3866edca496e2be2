"""Another passphrase for the one who is logged in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.passphrases import PassphraseDesk
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.pages.new_passphrase import NewPassphrase
from kpr_desktop_ui.tasks import run
from kpr_desktop_ui.widgets import Field, Label, PassphraseEdit


class ChangePassphraseDialog(FormDialog):
    """The old one, and the new one twice. What is wrong stands beside its line and keeps the dialog open."""

    def __init__(
        self, texts: Texts, desk: PassphraseDesk, *, strong: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            parent,
            texts("passphrase.title"),
            texts("passphrase.text"),
            texts("passphrase.yes"),
            texts("passphrase.no"),
        )
        self._texts, self._desk = texts, desk
        self.old = PassphraseEdit()
        self.old_field = Field(texts("passphrase.old"), self.old)
        self.phrase = NewPassphrase(texts, texts("passphrase.new"), strong=strong)
        self.phrase.use(desk.check, desk.suggest)
        self.said = Label("", "error")
        self.said.hide()
        for widget in (self.old_field, self.phrase, self.said):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.yes.setDefault(True)
        self.yes.clicked.connect(self._change)
        self.old.edited.connect(lambda _text: self.old_field.clear_error())
        self.phrase.show_box.toggled_by_user.connect(lambda on: self.old.set_shown(shown=on))
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def _change(self) -> None:
        if not self.yes.isEnabled():
            return
        self.said.hide()
        if not self.old.text():
            self._wrong_old(self._texts("start.passphrase_missing"))
        elif not self.phrase.show_faults(self.phrase.faults()):
            old, new, desk = self.old.secret(), self.phrase.secret(), self._desk
            self._busy(busy=True)
            run(self, lambda: desk.change(old, new), lambda _none: self._done(), self._refused)
        self.fit()

    def _done(self) -> None:
        self.old.forget()
        self.phrase.forget()
        self.accept()

    def _refused(self, fault: Fault) -> None:
        self._busy(busy=False)
        if isinstance(fault, UserFault) and fault.field == "old":
            self._wrong_old(self._texts.fault(fault))
        elif not (isinstance(fault, UserFault) and self.phrase.show_faults([fault])):
            self.said.setText(self._texts.fault(fault))
            self.said.show()
        self.fit()

    def _wrong_old(self, text: str) -> None:
        self.old_field.set_error(text)
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)

    def _busy(self, *, busy: bool) -> None:
        for widget in (self.old_field, self.phrase, self.yes, self.no):
            widget.setEnabled(not busy)
        self.yes.setText(self._texts("passphrase.changing" if busy else "passphrase.yes"))
