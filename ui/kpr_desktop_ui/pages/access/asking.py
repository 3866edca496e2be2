"""The one place that answers when an act asks for a reason or for the passphrase again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import BlockedFault, ReasonFault
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.session import Session
from kpr_desktop_ui.pages.access.opening_dialog import OpeningDialog
from kpr_desktop_ui.pages.passphrase_dialog import confirm_passphrase

_T = TypeVar("_T")


def given(parent: QWidget | None, texts: Texts, services: Services, fault: UserFault) -> bool:
    """Ask for what the fault asks for. Whether it was given, so that the act may be done again."""
    if isinstance(fault, ReasonFault):
        dialog = OpeningDialog(texts, services, fault.person_id, parent)
        answered = bool(dialog.exec())
        dialog.deleteLater()
        return answered
    if fault.code == "access.passphrase_needed":
        return confirm_passphrase(parent, texts, services.session)
    return False


def may_write(session: Session, action: str, person_id: PersonId) -> bool:
    """Whether the user may do this with the person who is open: an emergency access only reads."""
    admitted = session.grants.admissions.get(person_id)
    return session.may(action) and not (admitted is not None and admitted.basis == "emergency")


def with_leave(parent: QWidget | None, texts: Texts, services: Services, act: Callable[[], _T]) -> _T:
    """Do the act, and once more when what it asked for was given. Raises what it raises else.

    What an emergency access does not open is told as such: UserFault emergency.only_reading.
    """
    while True:
        try:
            return act()
        except BlockedFault as fault:
            if any(each.person_id == fault.person_id for each in services.emergencies.running()):
                raise UserFault("emergency.only_reading") from fault
            raise
        except UserFault as fault:
            if not given(parent, texts, services, fault):
                raise
