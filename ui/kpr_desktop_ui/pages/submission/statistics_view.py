"""Local statistics: a year, the tables as they would be saved, and two buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.statistics import Statistics, StatRow, StatTable
from kpr_desktop_ui.pages.audit.purpose_dialog import ask_purpose
from kpr_desktop_ui.tasks import Task, run
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ActionBar, Banner, Button, Column, ComboBox, DataTable, Field, Label, Row


class StatisticsView(QWidget):
    """Counts on a worker's thread when it is asked to; one table is shown at a time. `told(text)`: a file was saved."""

    told = Signal(str)

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._services = texts, services
        self.made: Statistics | None = None
        self._task: Task[Statistics] | None = None
        self.year = ComboBox([(str(year), str(year)) for year in services.statistics.years()])
        self.which = ComboBox([])
        self.which.setAccessibleName(texts("statistics.which"))
        self.count = Button(texts("statistics.count"), "primary")
        self.csv = Button(texts("statistics.save_csv"), icon="file-text")
        self.xlsx = Button(texts("statistics.save_xlsx"), icon="file-text")
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.rule = Label(texts("statistics.intro"), "muted")
        self.table = DataTable(texts("statistics.table"), stacks=True)
        self._lay_out()
        self._show_made()
        self.count.clicked.connect(self.make)
        self.which.chosen.connect(lambda _key: self._show_table())
        self.csv.clicked.connect(lambda: self._save("csv"))
        self.xlsx.clicked.connect(lambda: self._save("xlsx"))

    @property
    def busy(self) -> bool:
        """Whether it is counting."""
        return self._task is not None

    def make(self) -> None:
        """Count the chosen year."""
        if self.busy:
            return
        self.made = None
        self._show_made()
        self._tell("info", self._texts("statistics.counting"))
        self._task = run(self, self._beside(int(self.year.key())), self._counted, self._failed)

    def _beside(self, year: int) -> Callable[[], Statistics]:
        desk, session = self._services.statistics, self._services.session
        language = self._texts.language

        def work() -> Statistics:
            vault = session.vault.beside(write=True)
            try:
                return desk.on(replace(session, vault=vault)).make(year, language)
            finally:
                vault.close()

        return work

    def _counted(self, made: Statistics) -> None:
        self._task = None
        self.made = made
        self._tell("", "")
        self._show_made()

    def _failed(self, fault: Fault) -> None:
        self._task = None
        self._tell("stop", self._texts.fault(fault))

    def _show_made(self) -> None:
        texts, made = self._texts, self.made
        tables = made.tables if made is not None else ()
        self.which.set_items([(t.id, texts(f"statistics.table_{t.id}")) for t in tables])
        for widget in (self.table, self.csv, self.xlsx, self.which):
            widget.setVisible(made is not None)
        if made is not None:
            rule = texts("statistics.rule", most=made.least - 1)
            self.rule.setText(" ".join((texts("statistics.who"), rule, texts("statistics.own"))))
        self._show_table()

    def _show_table(self) -> None:
        texts = self._texts
        tables = self.made.tables if self.made is not None else ()
        found = next((t for t in tables if t.id == self.which.key()), None)
        if found is None:
            return
        names = [texts("statistics.name"), *(self._column(code) for code in found.columns)]
        self.table.set_rows([])  # rows of another table have other cells
        self.table.set_columns([Column(name, 3 if i == 0 else 1) for i, name in enumerate(names)])
        self.table.set_rows([self._row(found, row) for row in found.rows])

    def _column(self, code: str) -> str:
        key = f"statistics.column_{code}"
        return self._texts(key) if self._texts.has(key) else code

    def _row(self, of: StatTable, row: StatRow) -> Row:
        hidden = self._texts("statistics.hidden")
        cells = (hidden if cell is None else str(cell) for cell in row.cells)
        return Row(f"{of.id} {row.code}", (row.label or self._column(row.code), *cells))

    def _save(self, kind: str) -> None:
        texts, made = self._texts, self.made
        folder = QFileDialog.getExistingDirectory(self, texts("submission.choose_folder")) if made else ""
        risks = self._services.written_files.risks(Path(folder)) if folder else ()
        purpose = ask_purpose(self, texts, risks) if folder else ""
        if made is None or not purpose:
            return
        try:
            path = self._services.statistics.save(made, Path(folder), kind, purpose=purpose)
        except Fault as fault:
            self._tell("stop", texts.fault(fault))
            return
        self._tell("", "")
        self.told.emit(texts("statistics.saved", name=path.name))

    def _tell(self, kind: str, text: str) -> None:
        if text:
            self.banner.set_message(kind, text)
        self.banner.setVisible(bool(text))

    def _lay_out(self) -> None:
        theme = Theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("m"))
        column.addWidget(self.banner)
        left, low = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignBottom
        for choice, width in ((self.year, 160), (self.which, 320)):
            choice.setMinimumWidth(theme.px(width))
        row = QHBoxLayout()
        row.setSpacing(theme.space("m"))
        row.addWidget(Field(self._texts("statistics.year_field"), self.year))
        row.addWidget(self.count, 0, low)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.rule)
        column.addWidget(self.which, 0, left)
        column.addWidget(self.table, 1)
        column.addWidget(ActionBar(Label("", "small"), [self.csv, self.xlsx], 220))
        column.addStretch(0)
