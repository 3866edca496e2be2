"""Finding the person whom a service belongs to."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Column, DataTable, Field, Label, LineEdit, Row

TYPING_MS = 200
"""Milliseconds of rest before a search, so that a number is looked up (and logged) once."""
_TABLE = 168
"""Pixels at 100 %: a few persons, and a scroll bar for more."""


class MoveDialog(FormDialog):
    """A search, the persons found, and the reason. Accepted once a person is chosen and a reason is given."""

    def __init__(
        self, texts: Texts, services: Services, of: PersonId, back: str, parent: QWidget | None = None
    ) -> None:
        """`of`: the person it stands on now, who is not offered. `back`: what the register is asked for."""
        super().__init__(
            parent,
            texts("service.move_title"),
            texts("service.move_text"),
            texts("service.move_yes"),
            texts("service.reason_no"),
        )
        self._texts, self._services, self._of = texts, services, of
        self.search = LineEdit()
        self.search.setPlaceholderText(texts("persons.search_hint"))
        self.table = DataTable(texts("persons.list"), stacks=True)
        self.table.set_columns(
            [Column(texts("persons.column_name"), 3), Column(texts("persons.column_born"), 0)]
        )
        self.table.set_empty_text(texts("service.move_empty"))
        self.table.setMinimumHeight(Theme.current().px(_TABLE))
        self.line = LineEdit(REASON_LIMIT)
        self.person_field = Field(texts("service.move_person"), self.search)
        self.reason_field = Field(texts("service.reason_label"), self.line)
        for widget in (self.person_field, self.table, self.reason_field):
            self.column.addWidget(widget)
        self.column.addWidget(Label(back, "muted"))
        self.column.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self.look)
        self.search.edited.connect(self._typing)
        self.search.returnPressed.connect(self.look)
        self.line.edited.connect(lambda _text: self.reason_field.clear_error())
        self.table.selected.connect(lambda _key: self.person_field.clear_error())
        self.yes.clicked.connect(self._answer)
        self.yes.setAutoDefault(False)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def person(self) -> PersonId:
        """Whom it belongs to; empty while nobody is chosen."""
        return PersonId(self.table.key())

    def reason(self) -> str:
        """What was typed, without blanks around it."""
        return self.line.text().strip()

    def look(self) -> None:
        """Show who is found now."""
        self._timer.stop()
        typed = self.search.text()
        found = self._services.persons.find(typed) if typed.strip() else []
        rows = [Row(p.id, (p.name, in_table(p.birth_date))) for p in found if p.id != self._of]
        self.table.set_empty_text(
            self._texts("persons.none_title" if typed.strip() else "service.move_empty")
        )
        self.table.set_rows(rows)
        if len(rows) == 1:
            self.table.select(rows[0].key)

    def _typing(self, _text: str) -> None:
        self.person_field.clear_error()
        self._timer.start()

    def _answer(self) -> None:
        texts = self._texts
        if not self.person():
            self.person_field.set_error(texts("service.move_nobody"))
        if not self.reason():
            self.reason_field.set_error(texts("service.reason_missing"))
        if self.person() and self.reason():
            self.accept()
        else:
            (self.line if self.person() else self.search).setFocus(Qt.FocusReason.OtherFocusReason)
            self.fit()
