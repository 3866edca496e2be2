"""The yearly review: roles that nobody has looked at for a year."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.authorisations import AuthorisationLine
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.access_words import AccessWords
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.widgets import Button, Cell, Column, EmptyState, Row


class ReviewView(QWidget):
    """Enter on a row, or the button, says that the role is still right. `told(text)`; `changed`: read it again."""

    told = Signal(str)
    changed = Signal()

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._services = texts, services
        self._words = AccessWords(texts, services)
        self.done = Button(texts("authorisation.reviewed"), "primary", icon="check")
        columns = [
            Column(texts("authorisation.column_user"), 3),
            Column(texts("authorisation.column_role"), 2),
            Column(texts("authorisation.column_unit"), 2),
            Column(texts("authorisation.column_given"), 3),
            Column(texts("authorisation.column_why"), 3),
            Column(texts("authorisation.column_reviewed"), 1),
        ]
        empty = EmptyState(
            "check", texts("authorisation.due_none_title"), texts("authorisation.due_none_text")
        )
        hint = texts("authorisation.review_hint")
        self.tab = TableTab(texts("authorisation.tab_review"), columns, empty, hint, [self.done])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tab)
        self.done.clicked.connect(lambda: self._reviewed(self.tab.table.key()))
        self.tab.table.opened.connect(self._reviewed)

    def refresh(self) -> None:
        """Read the list."""
        found = self._services.authorisations.due()
        self.tab.set_rows([self._row(line) for line in found])
        self.done.setEnabled(bool(found))

    def _reviewed(self, key: str) -> None:
        if not key:
            return
        try:
            self._services.authorisations.reviewed(key)
        except Fault as fault:
            self.told.emit(self._texts.fault(fault))
        else:
            self.told.emit(self._texts("authorisation.told_reviewed"))
        self.changed.emit()

    def _row(self, line: AuthorisationLine) -> Row:
        texts, given = self._texts, line.given
        words = {"date": in_table(given.given_at.date()), "name": line.given_by}
        by = Cell(texts("authorisation.given_line", **words))
        if line.own:
            by = Cell(texts("authorisation.given_own", date=words["date"]), "warning")
        cells = (
            self._words.user(line.user),
            self._words.role(given.role),
            given.unit,
            by,
            given.why,
            in_table(given.reviewed_on) or texts("authorisation.never"),
        )
        return Row(given.id, cells)
