"""How the vault and what belongs to it stand, and the report for whoever helps."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.numbers import room
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Param
from kpr_desktop.usecases.health import Finding, Level
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.models import Cell, Column, Row
from kpr_desktop_ui.pages.help.report_dialog import ReportDialog
from kpr_desktop_ui.pages.places import BackupPlace
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, DataTable, FlowLayout, Label

_WORST: tuple[Level, ...] = ("stop", "warning", "info", "ok")


class HealthView(QWidget):
    """A line for each thing: how it stands as a word with a sign, and what to do. `go(place)`, `told(text)`."""

    go = Signal(object)
    told = Signal(str)

    def __init__(self, texts: Texts, services: Services, settings: DeskSettings) -> None:
        super().__init__()
        self._texts, self._services, self._settings = texts, services, settings
        self.lead = Label("", "muted")
        self.table = DataTable(texts("help.health"), stacks=True)
        self.table.set_columns(
            [
                Column(texts("help.health_what"), 0),
                Column(texts("help.health_state"), 0),
                Column(texts("help.health_do"), 1),
            ]
        )
        self.report = Button(texts("help.report"), "primary", icon="file-text")
        self.backup = Button(texts("backup.open"))
        self.backup.setVisible(services.session.may("backup.place"))
        self.again = Button(texts("help.health_again"), "quiet")
        self.report.clicked.connect(self._report)
        self.backup.clicked.connect(lambda: self.go.emit(BackupPlace()))
        self.again.clicked.connect(self.refresh)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (self.report, self.backup, self.again):
            flow.addWidget(button)
        edge = Theme.current().space("xl")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(edge,) * 4)
        column.setSpacing(Theme.current().space("m"))
        column.addWidget(self.lead)
        column.addWidget(self.table, 1)
        column.addWidget(buttons)

    def refresh(self) -> None:
        """Look anew. Raises UserFault rights.not_allowed."""
        found = self._services.health.findings()
        found = sorted(found, key=lambda each: _WORST.index(each.level))
        self.table.set_rows([self._row(each) for each in found])
        bad = sum(each.level in ("stop", "warning") for each in found)
        texts = self._texts
        several = texts("help.health_bad", count=bad) if bad else texts("help.health_fine")
        self.lead.setText(texts("help.health_bad_one") if bad == 1 else several)
        self.table.select(found[0].about)
        self.table.setFocus()

    def _row(self, each: Finding) -> Row:
        texts = self._texts
        key = f"help.health_{each.about}_{each.state}"
        facts = {
            name: self._fact(name, value) for name, value in each.facts.items() if name in texts.gaps(key)
        }
        kind = each.level
        return Row(
            each.about,
            (
                texts(f"help.health_{each.about}"),
                Cell(texts(f"help.level_{kind}"), kind),
                texts(key, **facts),
            ),
        )

    def _fact(self, name: str, value: Param) -> Param:
        if not isinstance(value, int):
            return value
        return room(value, self._texts.language) if name == "free" else self._texts.number(value)

    def _report(self) -> None:
        settings = self._settings
        look = {
            self._texts("help.report_language"): settings.language,
            self._texts("help.report_mode"): settings.mode,
            self._texts("help.report_scale"): self._texts.number(Fraction(round(settings.scale * 100), 100)),
            self._texts("help.report_window"): f"{self.window().width()}x{self.window().height()}",
        }
        dialog = ReportDialog(self._texts, self._services.support, look, self)
        dialog.exec()
        if dialog.saved:
            self.told.emit(self._texts("help.report_saved", name=dialog.saved))
        dialog.deleteLater()
