"""From a damaged vault to a new one with all that can be read, before anybody has logged in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop_ui.pages.start.folder import AskFolder, ask_folder
from kpr_desktop_ui.pages.start.restore_page import RestorePage
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.label import Label

if TYPE_CHECKING:
    from kpr_desktop.usecases.backup_ports import Opening, Told
    from kpr_desktop.usecases.salvage_ports import Salvaged
    from kpr_desktop.usecases.vault import VaultDoor


class SalvagePage(RestorePage):
    """Which vault, where to, and what it is opened with; then what came of it. `path`: the vault that is damaged."""

    WORDS: Mapping[str, str] = {
        "title": "salvage.title",
        "lead": "salvage.lead",
        "name": "salvage.name",
        "way": "salvage.way_phrase",
        "from": "salvage.from",
        "to": "salvage.to",
        "phrase": "salvage.phrase",
        "yes": "salvage.yes",
        "working": "salvage.working",
    }

    def __init__(
        self, texts: Texts, home: Path, path: Path | None = None, choose: AskFolder = ask_folder
    ) -> None:
        super().__init__(texts, home, choose)
        self.salvage.hide()
        self.result = QWidget()
        self.result.hide()
        self.to_log_in = Button(texts("salvage.log_in"), "primary")
        self.card.body.addWidget(self.result)
        if path is not None:
            self.backup.setText(str(path))

    def enter(self, door: VaultDoor) -> None:
        super().enter(door)
        if self.backup.text():
            self._look()

    def _found(self, door: VaultDoor, folder: Path) -> tuple[str, tuple[str, ...]]:
        info = door.salvaging.look(folder)
        if len(info.logins) == 1:
            return self.t("salvage.facts_one", name=info.name), info.logins
        return self.t("salvage.facts", name=info.name, users=len(info.logins)), info.logins

    def _work(self, door: VaultDoor, folder: Path, target: Path, opening: Opening, told: Told) -> object:
        return door.salvaging.salvage(folder, target, opening, told)

    def _done(self, made: object, target: Path) -> None:
        """Tell what came out, in the place of the form; the user numbers are for this screen alone."""
        report = cast("Salvaged", made)
        for widget in (*self.fields.values(), self.facts, self.restore, self.back):
            widget.hide()
        column = QVBoxLayout(self.result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("s"))
        column.addWidget(Label(self.t("salvage.done"), "heading"))
        if report.expected is None:
            column.addWidget(Label(self.t("salvage.rows", rows=report.rows), "strong"))
        else:
            rows = self.t("salvage.rows_of", rows=report.rows, expected=report.expected)
            column.addWidget(Label(rows, "strong"))
        column.addWidget(Label(self.t("salvage.whole", whole=report.whole, persons=report.persons), "strong"))
        for key, count in report.lacking:
            column.addWidget(Label(self.t.fault(EnvironmentFault(key, count=count))))
        if report.incomplete:
            column.addWidget(Label(self.t("salvage.numbers"), "small"))
            column.addWidget(Label(", ".join(report.incomplete)))
        column.addWidget(Label(self.t("salvage.done_lead"), "muted"))
        column.addWidget(self.to_log_in, 0, Qt.AlignmentFlag.AlignRight)
        self.to_log_in.clicked.connect(lambda: self.log_in_wanted.emit(target))
        self.result.show()
        self.to_log_in.setFocus()
