"""The questions that a saved service raises: why it is corrected, why it goes, whose it is."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.persons.reason_dialog import ReasonDialog
from kpr_desktop_ui.pages.services.move_dialog import MoveDialog


class ServiceActs:
    """Asks, and does what is answered. Every fault is the caller's to tell.

    `kept` is a reason as it stood at a lock; `asking` gives what stands in the open question, for the next lock.
    """

    def __init__(self, owner: QWidget, texts: Texts, services: Services) -> None:
        self._owner, self._texts, self._services = owner, texts, services
        self._open: tuple[str, ReasonDialog | MoveDialog] | None = None

    def asking(self) -> list[str]:
        """Which question is open (save, annul or move) and what is typed in it; empty for none."""
        return [] if self._open is None else [self._open[0], self._open[1].reason()]

    def why(self, act: str, text: str, kept: str = "", *, yes: str, danger: bool = False) -> str:
        """Ask for a reason; empty when the person thought better of it."""
        texts = self._texts
        words = {
            "title": texts(f"service.{act}_title"),
            "text": text,
            "label": texts("service.reason_label"),
            "yes": yes,
            "no": texts("service.reason_no"),
        }
        dialog = ReasonDialog(
            self._owner,
            words,
            missing=texts("service.reason_missing"),
            kept=("", ""),  # the page keeps it, with the form it belongs to
            text=kept,
            limit=REASON_LIMIT,
            danger=danger,
        )
        answered = self._run(act, dialog)
        reason = dialog.reason() if answered else ""
        dialog.deleteLater()
        return reason

    def save(self, service: CareService, kept: str) -> CareService | None:
        """Save; a correction asks for its reason first. None: not saved, as the person wished."""
        save, texts, services = self._services.care_services.save, self._texts, self._services
        try:
            return with_leave(self._owner, texts, services, lambda: save(service))
        except UserFault as fault:
            if fault.code != "service.reason_missing":
                raise
        reason = self.why("save", texts("service.save_text"), kept, yes=texts("service.save_yes"))
        if not reason:
            return None
        return with_leave(self._owner, texts, services, lambda: save(service, reason))

    def annul(self, service: CareService, kept: str) -> CareService | None:
        """Registered by mistake, once the reason is given."""
        texts, care = self._texts, self._services.care_services
        text = texts("service.annul_text", register=self._back(service))
        reason = self.why("annul", text, kept, yes=texts("service.annul_yes"), danger=True)
        if not reason:
            return None
        return with_leave(self._owner, texts, self._services, lambda: care.annul(service.id, reason))

    def move(self, service: CareService, kept: str) -> CareService | None:
        """To the right person, once it is told who that is, and why."""
        texts, care = self._texts, self._services.care_services
        dialog = MoveDialog(texts, self._services, service.person_id, self._back(service), self._owner)
        dialog.line.setText(kept)
        answered = self._run("move", dialog)
        to, reason = dialog.person(), dialog.reason()
        dialog.deleteLater()
        if not answered:
            return None
        return with_leave(self._owner, texts, self._services, lambda: care.move(service.id, to, reason))

    def _run(self, act: str, dialog: ReasonDialog | MoveDialog) -> bool:
        self._open = act, dialog
        answered = dialog.exec() == QDialog.DialogCode.Accepted
        self._open = None
        return answered

    def _back(self, service: CareService) -> str:
        """What the register will be asked."""
        count = self._services.care_services.story(service.id).in_force
        if not count:
            return self._texts("service.back_none")
        return self._texts("service.back", count=count) if count > 1 else self._texts("service.back_one")
