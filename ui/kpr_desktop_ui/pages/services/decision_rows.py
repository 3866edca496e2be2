"""The rows of a decision: a small table to type in, and one more at a press."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.decision_words import DecisionWords
from kpr_desktop.usecases.decisions import TypedRow
from kpr_desktop_ui.pages.services.decision_row import DecisionRowEdit
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Field


class DecisionRows(QWidget):
    """Rows with their faults beside the cells; there is always one at least. `edited` tells of a person's gesture."""

    edited = Signal()

    def __init__(
        self, texts: Texts, words: DecisionWords, kinds: Sequence[tuple[str, str]], rows: Sequence[TypedRow]
    ) -> None:
        super().__init__()
        self._texts, self._words, self._kinds = texts, words, tuple(kinds)
        self._rows: list[DecisionRowEdit] = []
        self.add = Button(texts("decision.row_add"), icon="plus", small=True)
        self.add.clicked.connect(self._add)
        self._column = QVBoxLayout()
        self._column.setSpacing(Theme.current().space("m"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Theme.current().space("s"))
        outer.addLayout(self._column)
        outer.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        for row in rows or (TypedRow(),):
            self._put(row)

    def rows(self) -> list[TypedRow]:
        """What stands in the rows, blank ones too."""
        return [row.typed() for row in self._rows]

    def set_rows(self, rows: Sequence[TypedRow]) -> None:
        """Show these; no signal."""
        for row in list(self._rows):
            self._drop(row)
        for typed in rows or (TypedRow(),):
            self._put(typed)

    def append(self, rows: Sequence[TypedRow]) -> None:
        """Put rows after the others, in the place of blank ones."""
        for row in [each for each in self._rows if each.typed().blank] if rows else []:
            self._drop(row)
        for typed in rows:
            self._put(typed)

    def field(self, name: str) -> Field | None:
        """The field of a fault: `rows.<number>.<cell>`."""
        _, at, cell = (*name.split("."), "", "")[:3]
        return self._rows[int(at)].fields.get(cell) if at.isdecimal() and int(at) < len(self._rows) else None

    def clear_faults(self) -> None:
        """Nothing is wrong (any more)."""
        for row in self._rows:
            for field in row.fields.values():
                if field.error():
                    field.clear_error()

    def _add(self) -> None:
        row = self._put(TypedRow())
        row.fields["service" if self._kinds else "what"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _put(self, typed: TypedRow) -> DecisionRowEdit:
        row = DecisionRowEdit(self._texts, self._words, typed, self._kinds)
        row.edited.connect(self.edited)
        row.removed.connect(lambda: self._remove(row))
        self._rows.append(row)
        self._column.addWidget(row)
        row.set_number(len(self._rows))
        return row

    def _remove(self, row: DecisionRowEdit) -> None:
        self._drop(row)
        if not self._rows:
            self._put(TypedRow())
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _drop(self, row: DecisionRowEdit) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        for number, each in enumerate(self._rows, 1):
            each.set_number(number)
