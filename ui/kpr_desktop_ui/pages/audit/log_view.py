"""The reader of the log: what is asked for, the lines, and one line with all it says."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.audit import AuditDesk, LogLine
from kpr_desktop.usecases.records import LogQuery
from kpr_desktop_ui.pages.audit.above_table import AboveTable
from kpr_desktop_ui.pages.audit.line_dialog import LineDialog
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import (
    Button,
    Cell,
    CheckBox,
    Column,
    ComboBox,
    DateEdit,
    EmptyState,
    Field,
    LineEdit,
    Row,
)
from kpr_desktop_ui.widgets.flow_layout import FlowLayout

_KINDS = {"denied": "stop", "emergency": "warning"}
_FIELD = 170


class LogView(QWidget):
    """Nothing is read before a person asks, because reading is logged itself."""

    refused = Signal(str)

    def __init__(self, texts: Texts, desk: AuditDesk) -> None:
        super().__init__()
        self._texts, self._desk = texts, desk
        self._lines: dict[str, LogLine] = {}
        self._more: LogQuery | None = None
        self.person = LineEdit(100)
        self.user = ComboBox()
        self.action = ComboBox()
        self.since, self.until = DateEdit(), DateEdit()
        self.denied = CheckBox(texts("audit.denied"))
        self.person_field = Field(texts("audit.person"), self.person)
        self.since_field = Field(texts("audit.since"), self.since)
        self.until_field = Field(texts("audit.until"), self.until)
        self.show_button = Button(texts("audit.show"), "primary", icon="search")
        self.older = Button(texts("audit.older"))
        columns = [
            Column(texts("audit.column_when"), 0),
            Column(texts("audit.column_who"), 2),
            Column(texts("audit.column_what"), 3),
            Column(texts("audit.column_person"), 2),
            Column(texts("audit.column_why"), 2),
        ]
        self.empty = EmptyState("eye", texts("audit.empty_title"), texts("audit.empty_text"))
        self.lines = TableTab(texts("audit.table"), columns, self.empty, "", [self.older, self.show_button])
        self._lay_out()
        self.show_button.clicked.connect(self.read)
        self.older.clicked.connect(self._read_older)
        self.lines.table.opened.connect(self._open)
        self.person.returnPressed.connect(self.read)
        for edit, field in (
            (self.person, self.person_field),
            (self.since, self.since_field),
            (self.until, self.until_field),
        ):
            edit.edited.connect(lambda _text, field=field: field.clear_error())

    def refresh(self) -> None:
        """Fill the choices; no line is read."""
        texts = self._texts
        users = [(user.id, user.name) for user in self._desk.users()]
        self.user.set_items([("", texts("audit.any_user")), *users])
        words = self._desk.words.actions
        language = texts.language
        actions = sorted(
            ((code, each.staff.in_(language)) for code, each in words.items()), key=lambda pair: pair[1]
        )
        self.action.set_items([("", texts("audit.any_action")), *actions])
        self.older.setVisible(self._more is not None)
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Read what is asked for."""
        try:
            query = self._query()
        except Fault as fault:
            self._tell(fault)
            return
        self._lines.clear()
        self._read(query)

    def _query(self) -> LogQuery:
        person = self.person.text().strip()
        action = self.action.key()
        return LogQuery(
            person_id=self._desk.find_person(person) if person else None,
            user_id=UserId(self.user.key()) if self.user.key() else None,
            actions=(action,) if action else (),
            since=self.since.date("since"),
            until=self.until.date("until"),
            denied=self.denied.isChecked(),
        )

    def _read(self, query: LogQuery) -> None:
        try:
            page = self._desk.read(query, self._texts.language)
        except Fault as fault:
            self._tell(fault)
            return
        self._more = page.more
        self._lines |= {str(line.entry.seq): line for line in page.lines}
        self.older.setVisible(page.more is not None)
        self.empty.set_text(self._texts("audit.none_title"), self._texts("audit.none_text"))
        self.lines.set_rows([self._row(key, line) for key, line in self._lines.items()])
        self.lines.hint.setText(
            self._texts("audit.hint", count=self._texts.number(len(self._lines))) if self._lines else ""
        )
        if self._lines:
            self.lines.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_older(self) -> None:
        if self._more is not None:
            self._read(self._more)

    def _tell(self, fault: Fault) -> None:
        fields = {"person": self.person_field, "since": self.since_field, "until": self.until_field}
        field = fields.get(getattr(fault, "field", None) or "")
        if field is not None:
            field.set_error(self._texts.fault(fault))
        else:
            self.refused.emit(self._texts.fault(fault))

    def _row(self, key: str, line: LogLine) -> Row:
        texts, entry = self._texts, line.entry
        what = line.what
        if line.kind == "denied":
            what = texts("audit.was_denied", what=what)
        elif line.kind == "emergency":
            what = texts("audit.was_emergency", what=what)
        when = f"{in_table(entry.at.date())} {in_clock(entry.at, texts.language)}"
        why = " – ".join(each for each in (line.basis, line.purpose) if each)
        return Row(
            key,
            (
                when,
                line.user,
                Cell(what, _KINDS.get(line.kind, "neutral")),
                person_words(texts, line.person, line.user_number),
                why,
            ),
        )

    def _open(self, key: str) -> None:
        dialog = LineDialog(self._texts, self._lines[key], self)
        dialog.exec()
        dialog.deleteLater()

    def _lay_out(self) -> None:
        texts, theme = self._texts, Theme.current()
        self._filter = QWidget()
        flow = FlowLayout(self._filter, theme.space("m"))
        fields = (
            self.person_field,
            Field(texts("audit.user"), self.user),
            Field(texts("audit.action"), self.action),
            self.since_field,
            self.until_field,
        )
        for field in fields:
            field.setMinimumWidth(theme.px(_FIELD))
            flow.addWidget(field)
        flow.addWidget(self.denied)
        edge = QWidget()
        margins = QVBoxLayout(edge)
        margins.setContentsMargins(theme.space("xl"), theme.space("m"), theme.space("xl"), 0)
        margins.addWidget(self._filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(AboveTable(edge, self.lines))


def person_words(texts: Texts, name: str, number: str) -> str:
    """A person in a list of the control: name and number, or the number alone where a block closes the name."""
    if not number:
        return ""
    if number.startswith("slettet "):
        return texts("audit.erased")
    return (
        texts("audit.person_cell", name=name, number=number)
        if name
        else texts("audit.blocked", number=number)
    )
