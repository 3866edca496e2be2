"""The daily backup: beside the window after the log-in, or in front of it when the vault is closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.backup_ports import Made
from kpr_desktop.usecases.backups import DAILY, BackupDesk
from kpr_desktop_ui.pages.backup.progress_dialog import watched
from kpr_desktop_ui.tasks import run
from kpr_desktop_ui.widgets import tell

_STOPPED = "backup.stopped"


def after_log_in(owner: QObject, texts: Texts, desk: BackupDesk, told: Callable[[str], None]) -> bool:
    """Make it when it is due, while the user works; a word of it is told. Gives whether it was begun."""
    if not _due(desk, closing=False):
        return False

    def done(made: Made | None) -> None:
        if made is not None:
            told(texts("backup.second_failed" if made.second_fault else "backup.made"))

    run(owner, lambda: desk.automatic(closing=False), done, lambda fault: told(texts.fault(fault)))
    return True


def at_close(parent: QWidget, texts: Texts, desk: BackupDesk) -> None:
    """Make it when it is due, with a way to skip it. What goes wrong is told, and keeps nobody from closing."""
    if not _due(desk, closing=True):
        return
    made, fault = watched(
        parent, texts, texts("backup.closing"), lambda told: desk.make(DAILY, told), texts("backup.skip")
    )
    trouble = ""
    if fault is not None and fault.code != _STOPPED:
        trouble = texts.fault(fault)
    elif made is not None and made.second_fault:
        trouble = texts("backup.second_failed")
    if trouble:
        tell(parent, texts("backup.close_trouble"), trouble, texts("backup.close"))


def _due(desk: BackupDesk, *, closing: bool) -> bool:
    try:
        return desk.due(closing=closing)
    except Fault:  # told where the vault is used
        return False
