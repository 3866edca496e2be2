"""The two acts: a case to a file, and a file taken in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.audit.purpose_dialog import ask_purpose
from kpr_desktop_ui.pages.exchange.import_dialog import ImportDialog
from kpr_desktop_ui.widgets import tell


def save_case(parent: QWidget, texts: Texts, services: Services, person_id: PersonId) -> str:
    """Ask for folder and purpose, and write the person's finished assessments. What to tell; empty for nothing done."""
    chosen = QFileDialog.getExistingDirectory(parent, texts("exchange.choose_folder"))
    purpose = ask_purpose(parent, texts, services.written_files.risks(Path(chosen))) if chosen else ""
    if not purpose:
        return ""
    desk = services.exchange
    try:
        path, _ = with_leave(
            parent, texts, services, lambda: desk.save(person_id, Path(chosen), purpose=purpose)
        )
    except Fault as fault:
        tell(parent, texts("exchange.not_saved"), texts.fault(fault), texts("exchange.close"))
        return ""
    return texts("exchange.saved", name=path.name)


def take_in(parent: QWidget, texts: Texts, services: Services) -> PersonId | None:
    """Ask for a file, show what it would give, and take it in. Whom it was about; None for nothing done."""
    name, _ = QFileDialog.getOpenFileName(parent, texts("exchange.choose_file"), "", texts("exchange.files"))
    if not name:
        return None
    desk = services.exchange
    try:
        preview = with_leave(parent, texts, services, lambda: desk.read_file(Path(name)))
        dialog = ImportDialog(texts, preview, parent)
        answered = bool(dialog.exec())
        dialog.deleteLater()
        return desk.take(preview).person_id if answered else None
    except Fault as fault:
        tell(parent, texts("exchange.not_taken"), texts.fault(fault), texts("exchange.close"))
        return None
