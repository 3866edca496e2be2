"""Pages of a letter to the printer, drawn from their pixels. Nothing is written to the disk here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from kpr_desktop.usecases.records import PageImage

PRINT_WIDTH = 2480
"""Pixels across an A4 page at 300 dots an inch."""


def choose_printer(parent: QWidget) -> QPrinter | None:
    """Ask which printer; None when the person thought better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setDocName("KPR Desktop")
    dialog = QPrintDialog(printer, parent)
    for option in (QPrintDialog.PrintDialogOption.PrintToFile, QPrintDialog.PrintDialogOption.PrintPageRange):
        dialog.setOption(
            option, on=False
        )  # a file is saved with its purpose; a paper is on record as a whole
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def print_pages(printer: QPrinter, pages: Sequence[PageImage]) -> bool:
    """Draw the pages, each over a whole sheet. Tells whether the printer took them."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for at, page in enumerate(pages):
        if at:
            printer.newPage()
        image = QImage(page.data, page.width, page.height, page.stride, QImage.Format.Format_BGR888)
        painter.drawImage(painter.viewport(), image)
    return painter.end()
