"""Who took over a running service: a row for each new provider, and one more at a press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.service_form import TypedChange
from kpr_desktop_ui.pages.services.part_row import PartRow
from kpr_desktop_ui.pages.services.typed_rows import TypedRows
from kpr_desktop_ui.widgets import DateEdit, LineEdit


class ChangeRows(TypedRows[TypedChange]):
    """Rows of day, organisation number and name. A change keeps its id through corrections."""

    def __init__(self, texts: Texts, new_id: Callable[[], str], today: date) -> None:
        self._texts, self._today = texts, today
        super().__init__(
            texts("service.change_none"), texts("service.change_add"), lambda: TypedChange(new_id())
        )

    def make(self, typed: TypedChange, number: int, remove: Callable[[], None]) -> _ChangeRow:
        row = _ChangeRow(self._texts, typed, self._today)
        row.set_number(number)
        row.edited.connect(self.edited)
        row.removed.connect(remove)
        return row


class _ChangeRow(PartRow[TypedChange]):
    def __init__(self, texts: Texts, change: TypedChange, today: date) -> None:
        self._id = change.id
        self._since = DateEdit(texts("service.date_pattern"), lambda: today)
        self._number, self._name = LineEdit(), LineEdit()
        self._since.setText(change.since)
        self._number.setText(change.number)
        self._name.setText(change.name)
        editors = {"since": self._since, "number": self._number, "name": self._name}
        super().__init__(texts, "change", editors, [("since", "number"), ("name",)])

    def typed(self) -> TypedChange:
        return TypedChange(self._id, self._since.text(), self._number.text(), self._name.text())
