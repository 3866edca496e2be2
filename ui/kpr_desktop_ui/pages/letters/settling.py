"""The two ways in which a paper ends: it reached the person, or it was destroyed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.letters.delivery_dialog import DeliveryDialog
from kpr_desktop_ui.widgets import tell


def ask_delivery(parent: QWidget, texts: Texts, services: Services, delivery: Delivery) -> str:
    """Ask how and when it reached the person. What to tell then; empty when nothing was recorded."""
    dialog = DeliveryDialog(texts, services, delivery, parent)
    recorded = bool(dialog.exec())
    dialog.deleteLater()
    return texts("letters.delivered_told") if recorded else ""


def shred(parent: QWidget, texts: Texts, services: Services, delivery: Delivery) -> str:
    """Record that the paper was destroyed today. What to tell then; empty when it could not be recorded."""
    today = services.session.today()
    try:
        with_leave(parent, texts, services, lambda: services.letters.shredded(delivery, today))
    except Fault as fault:
        tell(parent, texts("letters.not_recorded"), texts.fault(fault), texts("letters.close"))
        return ""
    return texts("letters.shredded_told")
