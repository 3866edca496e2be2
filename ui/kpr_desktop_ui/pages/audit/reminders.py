"""What the work list reminds of: files outside the vault, and deletions that wait for somebody else."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner


class Reminders(QWidget):
    """One banner each, hidden when there is nothing to remind of. `wanted(tab)`: a tab of the control page."""

    wanted = Signal(str)

    def __init__(self, texts: Texts, services: Services) -> None:
        super().__init__()
        self._texts, self._services = texts, services
        self.files = Banner("warning", "", texts("written.remind_open"))
        self.deletions = Banner("info", "", texts("written.deletions_open"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("xs"))
        column.addWidget(self.files)
        column.addWidget(self.deletions)
        self.files.acted.connect(lambda: self.wanted.emit("files"))
        self.deletions.acted.connect(lambda: self.wanted.emit("deletion"))
        self.refresh()

    def refresh(self) -> None:
        """Count again; one's own files alone, so that nothing has to be logged."""
        texts = self._texts
        files = self._services.written_files.own_left()
        waiting = self._services.deletion.waiting()
        self.files.set_message(
            "warning", texts("written.remind_one") if files == 1 else texts("written.remind", count=files)
        )
        self.deletions.set_message(
            "info",
            texts("written.deletions_one") if waiting == 1 else texts("written.deletions", count=waiting),
        )
        self.files.setVisible(bool(files))
        self.deletions.setVisible(bool(waiting))
        self.setVisible(bool(files or waiting))
