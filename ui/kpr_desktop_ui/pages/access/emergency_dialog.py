"""Emergency access: whom, what for, why, and the passphrase."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.emergency import SHORTEST_REASON
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.vault_records import Emergency
from kpr_desktop_ui.pages.access.blocked_dialog import BlockedDialog
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.widgets import ComboBox, LineEdit, PassphraseEdit

_FIELD_OF = {
    "vault.wrong_passphrase": "passphrase",
    "vault.wait": "passphrase",
    "emergency.not_needed": "number",
}
"""Faults that name no field, and the field they are about."""


class EmergencyDialog(FieldsDialog):
    """`begun`: the emergency access, once the log and the leader's list have it."""

    kept_as = "emergency.begin"

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        words = (
            texts("emergency.title"),
            texts("emergency.text"),
            texts("emergency.yes"),
            texts("access.no"),
        )
        super().__init__(texts, words, parent)
        self._services = services
        self.begun: Emergency | None = None
        self.number = LineEdit(20)
        purposes = services.emergencies.purposes().items()
        choices = [(code, purpose.label.in_(texts.language)) for code, purpose in purposes]
        self.purpose = ComboBox([("", texts("access.choose")), *choices])
        self.reason = LineEdit(REASON_LIMIT)
        self.passphrase = PassphraseEdit()
        self.put("number", texts("emergency.number"), self.number, texts("emergency.number_hint"))
        self.put("purpose", texts("emergency.purpose"), self.purpose)
        self.put(
            "reason",
            texts("emergency.reason"),
            self.reason,
            texts("emergency.reason_hint", minimum=SHORTEST_REASON),
        )
        self.put("passphrase", texts("access.confirm_label"), self.passphrase)
        self.yes.clicked.connect(self._answer)
        self.begin()

    def refuse(self, fault: Fault) -> None:
        self.passphrase.forget()
        name = _FIELD_OF.get(fault.code)
        super().refuse(UserFault(fault.code, name, **fault.params) if name else fault)

    def _answer(self) -> None:
        self.attempt(self._begin)
        self.passphrase.forget()

    def _begin(self) -> None:
        self.begun = self._services.emergencies.begin(
            self.number.text(), self.purpose.key(), self.reason.text(), self.passphrase.secret()
        )


def begin_emergency(parent: QWidget | None, texts: Texts, services: Services) -> PersonId | None:
    """Ask; whom it opened, or None when the user thought better of it."""
    dialog = EmergencyDialog(texts, services, parent)
    dialog.exec()
    begun = dialog.begun
    dialog.deleteLater()
    return begun.person_id if begun is not None else None


def offer_emergency(
    parent: QWidget | None, texts: Texts, services: Services, *, possible: bool
) -> PersonId | None:
    """Tell that somebody is closed; whom an emergency access opened, when that is what the user wanted."""
    dialog = BlockedDialog(texts, emergency=possible, parent=parent)
    wanted = bool(dialog.exec())
    dialog.deleteLater()
    if parent is not None:
        parent.setFocus(Qt.FocusReason.OtherFocusReason)
    return begin_emergency(parent, texts, services) if wanted else None
