"""The way out of the vault: the passphrase again, a folder, and whether it is a good place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.audit.purpose_dialog import sure_of_place
from kpr_desktop_ui.pages.passphrase_dialog import confirm_passphrase


def way_out(parent: QWidget, texts: Texts, services: Services) -> Path | None:
    """The folder for a file; None when the person gave up that, or the passphrase that is asked for first."""
    session = services.session
    if not session.training and not confirm_passphrase(parent, texts, session):
        return None
    name = QFileDialog.getExistingDirectory(parent, texts("submission.choose_folder"))
    folder = Path(name) if name else None
    risks = services.written_files.risks(folder) if folder is not None else ()
    return folder if sure_of_place(parent, texts, risks) else None
