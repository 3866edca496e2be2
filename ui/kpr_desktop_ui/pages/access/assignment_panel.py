"""Who works with a person: the responsible one, and those who were given the person."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.assignments import AssignmentLine
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.access_words import AccessWords
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.access.assignment_dialog import AssignmentDialog
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.widgets import Button, Cell, Column, EmptyState, Row

_RESPONSIBLE = "responsible"


class AssignmentPanel(QWidget):
    """`told(text)`; `changed`: somebody was given the person, or no longer has it."""

    told = Signal(str)
    changed = Signal()

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._services = texts, services
        self._words = AccessWords(texts, services)
        self._person: Person | None = None
        self._lines: dict[str, AssignmentLine] = {}
        self.give = Button(texts("assignment.give"), icon="plus")
        self.end = Button(texts("assignment.end"))
        columns = [
            Column(texts("assignment.column_who"), 3),
            Column(texts("assignment.column_as"), 2),
            Column(texts("assignment.column_period"), 3),
            Column(texts("assignment.column_state"), 1),
        ]
        empty = EmptyState("users", texts("assignment.none_title"), texts("assignment.none_text"))
        buttons = [self.end, self.give]
        self.tab = TableTab(texts("assignment.list"), columns, empty, texts("assignment.hint"), buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tab)
        self.give.setEnabled(services.session.may("assignment.write"))
        self.give.clicked.connect(self._give)
        self.end.clicked.connect(self._end)
        self.tab.table.selected.connect(self._choose)

    def show_person(self, person: Person) -> None:
        """Read who works with the person."""
        texts, self._person = self._texts, person
        found = self._services.assignments.of_person(person.id)
        self._lines = {line.given.id: line for line in found}
        rows = [self._row(line) for line in sorted(found, key=lambda line: not line.valid)]
        users = {user.id: user.name for user in self._services.persons.users()}
        if person.responsible is not None:
            name = users.get(person.responsible, texts("assignment.left"))
            state = Cell(texts("assignment.now"), "ok")
            rows.insert(0, Row(_RESPONSIBLE, (name, texts("assignment.responsible"), "", state)))
        self.tab.set_rows(rows)
        self._choose(self.tab.table.key())

    def _choose(self, key: str) -> None:
        line, session = self._lines.get(key), self._services.session
        over = line is None or (line.given.to_date is not None and line.given.to_date < session.today())
        own = line is not None and line.given.user_id == session.user.id
        self.end.setEnabled(not over and (own or session.may("assignment.write")))

    def give_again(self) -> None:
        """The dialog that a lock closed."""
        self._give()

    def _give(self) -> None:
        if self._person is None:
            return
        dialog = AssignmentDialog(self._texts, self._services, self._person.id, self)
        done = bool(dialog.exec())
        dialog.deleteLater()
        if done:
            self.told.emit(self._texts("assignment.told_given"))
            self.changed.emit()

    def _end(self) -> None:
        line, texts = self._lines.get(self.tab.table.key()), self._texts
        if line is None:
            return
        given = line.given
        try:
            with_leave(self, texts, self._services, lambda: self._services.assignments.end(given))
        except Fault as fault:
            self.told.emit(texts.fault(fault))
        else:
            self.told.emit(texts("assignment.told_ended"))
        self.changed.emit()

    def _row(self, line: AssignmentLine) -> Row:
        texts, given = self._texts, line.given
        coming = given.from_date > self._services.session.today()
        key, kind = ("now", "ok") if line.valid else ("coming", "info") if coming else ("over", "neutral")
        ended = given.to_date is not None and given.to_date < given.from_date
        period = (
            texts("assignment.taken_back") if ended else self._words.period(given.from_date, given.to_date)
        )
        if ended:
            key, kind = "over", "neutral"
        cells = (line.user, texts("assignment.assigned"), period, Cell(texts(f"assignment.{key}"), kind))
        return Row(given.id, cells)
