"""The temporary stops of a service: a row for each, and one more at a press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.service_form import TypedPause
from kpr_desktop_ui.pages.services.part_row import PartRow
from kpr_desktop_ui.pages.services.typed_rows import TypedRows
from kpr_desktop_ui.widgets import ComboBox, DateEdit, LineEdit


class PauseRows(TypedRows[TypedPause]):
    """Rows of from, to, kind and reason. A pause keeps its id through corrections."""

    def __init__(
        self, texts: Texts, new_id: Callable[[], str], today: date, kinds: Sequence[tuple[str, str]]
    ) -> None:
        """`kinds`: code and text of the list pause_reason."""
        self._texts, self._today, self._kinds = texts, today, kinds
        super().__init__(
            texts("service.pause_none"), texts("service.pause_add"), lambda: TypedPause(new_id())
        )

    def make(self, typed: TypedPause, number: int, remove: Callable[[], None]) -> _PauseRow:
        row = _PauseRow(self._texts, typed, self._today, self._kinds)
        row.set_number(number)
        row.edited.connect(self.edited)
        row.removed.connect(remove)
        return row


class _PauseRow(PartRow[TypedPause]):
    def __init__(
        self, texts: Texts, pause: TypedPause, today: date, kinds: Sequence[tuple[str, str]]
    ) -> None:
        pattern = texts("service.date_pattern")
        self._id = pause.id
        self._from, self._to = DateEdit(pattern, lambda: today), DateEdit(pattern, lambda: today)
        self._kind_box, self._reason = ComboBox([("", texts("service.not_chosen")), *kinds]), LineEdit()
        self._from.setText(pause.from_date)
        self._to.setText(pause.to_date)
        self._kind_box.set_key(pause.kind)
        self._reason.setText(pause.reason)
        editors: dict[str, LineEdit | ComboBox] = {
            "from": self._from,
            "to": self._to,
            "kind": self._kind_box,
            "reason": self._reason,
        }
        super().__init__(texts, "pause", editors, [("from", "to"), ("kind", "reason")])

    def typed(self) -> TypedPause:
        kind = self._kind_box.key()
        return TypedPause(self._id, self._from.text(), self._to.text(), self._reason.text(), kind)
