"""A letter or a sheet to the printer, or as a copy to a folder, asked for in the same way everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.records import PageImage
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.audit.purpose_dialog import ask_purpose


def choose_folder(parent: QWidget, texts: Texts) -> Path | None:
    """Ask where the copy goes; None when the person thought better of it."""
    folder = QFileDialog.getExistingDirectory(parent, texts("letters.save_where"))
    return Path(folder) if folder else None


def save(parent: QWidget, texts: Texts, services: Services, put: Callable[[Path, str], Path]) -> Path | None:
    """Ask for a folder and a purpose, and `put` the copy there; None when the person thought better of it.

    Raises what `put` raises.
    """
    folder = choose_folder(parent, texts)
    purpose = ask_purpose(parent, texts, services.written_files.risks(folder)) if folder is not None else ""
    if folder is None or not purpose:
        return None
    return with_leave(parent, texts, services, lambda: put(folder, purpose))


def print_out(
    parent: QWidget,
    texts: Texts,
    services: Services,
    log: Callable[[], None],
    pages: Callable[[int], Sequence[PageImage]],
) -> bool | None:
    """Ask for a printer, log, and print. None when the person thought better of it, False when the printer refused.

    Raises what `log` raises.
    """
    # QtPrintSupport asks the system for its printers; no page but these needs it.
    from kpr_desktop_ui.pages.letters import printing  # noqa: PLC0415

    printer = printing.choose_printer(parent)
    if printer is None:
        return None
    with_leave(parent, texts, services, log)
    return printing.print_pages(printer, pages(printing.PRINT_WIDTH))
