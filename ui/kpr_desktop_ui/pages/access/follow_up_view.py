"""Emergency accesses that a leader has to decide."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.usecases.emergency import FollowUp
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.decision_dialog import DecisionDialog
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.widgets import Button, Cell, Column, EmptyState, Row


class FollowUpView(QWidget):
    """A list that empties as it is decided; one's own waits for another leader. `told(text)`; `changed`: read again."""

    told = Signal(str)
    changed = Signal()

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._services = texts, services
        self._lines: dict[str, FollowUp] = {}
        self.decide = Button(texts("emergency.decide"), "primary")
        columns = [
            Column(texts("emergency.column_when"), 2),
            Column(texts("emergency.column_who"), 2),
            Column(texts("emergency.column_person"), 1),
            Column(texts("emergency.column_purpose"), 2),
            Column(texts("emergency.column_why"), 4),
        ]
        empty = EmptyState("check", texts("emergency.none_title"), texts("emergency.none_text"))
        self.tab = TableTab(texts("emergency.list"), columns, empty, texts("emergency.hint"), [self.decide])
        self.reopens = {"emergency.decide": self._decide_again}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tab)
        self.decide.clicked.connect(lambda: self._decide(self.tab.table.key()))
        self.tab.table.opened.connect(self._decide)
        self.tab.table.selected.connect(self._choose)

    def refresh(self) -> None:
        """Read the list."""
        found = self._services.emergencies.follow_up()
        self._lines = {line.emergency.id: line for line in found}
        self.tab.set_rows([self._row(line) for line in found])
        self._choose(self.tab.table.key())

    def purpose(self, line: FollowUp) -> str:
        """What it was used for, in words."""
        code = line.emergency.purpose
        purpose = self._services.session.rights.purposes.get(code)
        return purpose.label.in_(self._texts.language) if purpose is not None else code

    def _choose(self, key: str) -> None:
        line = self._lines.get(key)
        self.decide.setEnabled(line is not None and not line.own)

    def _decide_again(self, key: str) -> None:
        self.tab.table.select(key)
        self._decide(key)

    def _decide(self, key: str) -> None:
        line = self._lines.get(key)
        if line is None or not self.decide.isEnabled():
            return
        dialog = DecisionDialog(self._texts, self._services, line, self.purpose(line), self)
        done = bool(dialog.exec())
        dialog.deleteLater()
        if done:
            self.told.emit(self._texts("emergency.told_decided"))
        self.changed.emit()

    def _row(self, line: FollowUp) -> Row:
        texts, each = self._texts, line.emergency
        end = each.ended_at or each.to_time
        begun = each.from_time
        when = texts(
            "emergency.when",
            date=in_table(begun.date()),
            first=in_clock(begun, texts.language),
            last=in_clock(end, texts.language),
        )
        who = Cell(texts("emergency.own_line", name=line.user), "info") if line.own else line.user
        return Row(each.id, (when, who, line.user_number, self.purpose(line), each.why))
