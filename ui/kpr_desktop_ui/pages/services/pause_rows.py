"""The temporary stops of a service: a row for each, and one more at a press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.service_form import TypedPause
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, DateEdit, Field, Label, LineEdit


class PauseRows(QWidget):
    """Rows of from, to and reason. A pause keeps its id through corrections. `edited` tells of a person's gesture."""

    edited = Signal()

    def __init__(self, texts: Texts, new_id: Callable[[], str], today: date) -> None:
        super().__init__()
        self._texts, self._new_id, self._today = texts, new_id, today
        self._rows: list[_PauseRow] = []
        self._none = Label(texts("service.pause_none"), "muted")
        self._error = Label("", "error")
        self._error.hide()
        self.add = Button(texts("service.pause_add"), icon="plus", small=True)
        self.add.clicked.connect(self._add)
        self._column = QVBoxLayout()
        self._column.setSpacing(Theme.current().space("m"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Theme.current().space("s"))
        outer.addWidget(self._none)
        outer.addLayout(self._column)
        outer.addWidget(self._error)
        outer.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def set_pauses(self, pauses: Sequence[TypedPause]) -> None:
        """Show these; no signal."""
        for row in list(self._rows):
            self._drop(row)
        for pause in pauses:
            self._put(pause)

    def pauses(self) -> list[TypedPause]:
        """What stands in the rows."""
        return [row.typed() for row in self._rows]

    def field(self, name: str) -> Field | None:
        """The field of a fault: `<row>.<part>`."""
        at, _, part = name.partition(".")
        return self._rows[int(at)].fields.get(part) if at.isdecimal() and int(at) < len(self._rows) else None

    def fields(self) -> list[Field]:
        """All fields, from top to bottom."""
        return [field for row in self._rows for field in row.fields.values()]

    def set_error(self, text: str) -> None:
        """Tell what is wrong with the pauses together; an empty text takes it away."""
        self._error.setText(f"■ {text}" if text else "")
        self._error.setVisible(bool(text))

    def error(self) -> str:
        """What is told about the pauses together."""
        return self._error.content().removeprefix("■ ")

    def _add(self) -> None:
        row = self._put(TypedPause(self._new_id()))
        row.fields["from"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _put(self, pause: TypedPause) -> _PauseRow:
        row = _PauseRow(self._texts, pause, len(self._rows) + 1, self._today)
        row.edited.connect(self.edited)
        row.removed.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._column.addWidget(row)
        self._none.hide()
        return row

    def _remove(self, row: _PauseRow) -> None:
        self._drop(row)
        for number, each in enumerate(self._rows, 1):
            each.set_number(number)
        self.set_error("")
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _drop(self, row: _PauseRow) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._none.setVisible(not self._rows)


class _PauseRow(QWidget):
    edited = Signal()
    removed = Signal()

    def __init__(self, texts: Texts, pause: TypedPause, number: int, today: date) -> None:
        super().__init__()
        self._texts, self._id = texts, pause.id
        pattern = texts("service.date_pattern")
        self._from, self._to = DateEdit(pattern, lambda: today), DateEdit(pattern, lambda: today)
        self._reason = LineEdit()
        self._from.setText(pause.from_date)
        self._to.setText(pause.to_date)
        self._reason.setText(pause.reason)
        self.fields = {
            "from": Field(texts("service.pause_from"), self._from),
            "to": Field(texts("service.pause_to"), self._to),
            "reason": Field(texts("service.pause_reason"), self._reason),
        }
        remove = Button(texts("service.pause_remove"), "quiet", icon="x", small=True)
        remove.clicked.connect(self.removed)
        dates = QHBoxLayout()
        dates.setSpacing(Theme.current().space("m"))
        for name in ("from", "to"):
            dates.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
        last = QHBoxLayout()
        last.setSpacing(Theme.current().space("m"))
        last.addWidget(self.fields["reason"], 1)
        last.addWidget(remove, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("s"))
        column.addLayout(dates)
        column.addLayout(last)
        for editor, field in zip((self._from, self._to, self._reason), self.fields.values(), strict=True):
            editor.edited.connect(lambda _text, told=field: self._tell(told))
        self.set_number(number)

    def set_number(self, number: int) -> None:
        """Name the row's editors for screen readers."""
        for name, field in self.fields.items():
            part = self._texts(f"service.pause_{name}")
            field.editor.setAccessibleName(self._texts("service.pause_numbered", number=number, part=part))

    def typed(self) -> TypedPause:
        return TypedPause(self._id, self._from.text(), self._to.text(), self._reason.text())

    def _tell(self, field: Field) -> None:
        field.clear_error()
        self.edited.emit()
