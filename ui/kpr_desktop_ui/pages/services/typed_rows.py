"""Rows in a form: as many as are needed, one more at a press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop_ui.pages.services.part_row import PartRow
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Field, Label

_T = TypeVar("_T")


class TypedRows(QWidget, Generic[_T]):
    """The rows of a form with a button below, and what is wrong with them together.

    `none` is said when there is no row; `make` makes the widget of one. `edited` tells of a person's gesture.
    `removed(undo)`: one with something in it was taken away; `undo()` puts it back.
    """

    edited = Signal()
    removed = Signal(object)

    def __init__(self, none: str, add: str, new: Callable[[], _T]) -> None:
        super().__init__()
        self._new = new
        self._rows: list[PartRow[_T]] = []
        self._none = Label(none, "muted")
        self._error = Label("", "error")
        self._error.hide()
        self.add = Button(add, icon="plus", small=True)
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

    def make(self, typed: _T, number: int, remove: Callable[[], None]) -> PartRow[_T]:
        """The widget of one row; `remove` is called when the person wants it away."""
        raise NotImplementedError  # pragma: no cover - every kind of rows makes its own

    def set_typed(self, rows: Sequence[_T]) -> None:
        """Show these; no signal."""
        for row in list(self._rows):
            self._drop(row)
        for each in rows:
            self._put(each)

    def typed(self) -> list[_T]:
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
        """Tell what is wrong with the rows together; an empty text takes it away."""
        self._error.setText(f"■ {text}" if text else "")
        self._error.setVisible(bool(text))

    def error(self) -> str:
        """What is told about the rows together."""
        return self._error.content().removeprefix("■ ")

    def _add(self) -> None:
        self._begin(self._put(self._new()))

    def _begin(self, row: PartRow[_T]) -> None:
        """The person works in this row now."""
        next(iter(row.fields.values())).editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _put(self, typed: _T, at: int | None = None) -> PartRow[_T]:
        """A row at a place, else after the others."""
        place = len(self._rows) if at is None else min(at, len(self._rows))
        row: PartRow[_T] = self.make(typed, place + 1, lambda: self._remove(row))
        self._rows.insert(place, row)
        self._column.insertWidget(place, row)
        self._none.hide()
        return row

    def _remove(self, row: PartRow[_T]) -> None:
        at, typed, blank = self._rows.index(row), row.typed(), row.blank()
        self._drop(row)
        self._number()
        self.set_error("")
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
        if not blank:
            self.removed.emit(lambda: self._put_back(typed, at))

    def _put_back(self, typed: _T, at: int) -> None:
        row = self._put(typed, at)
        self._number()
        self._begin(row)

    def _number(self) -> None:
        for number, each in enumerate(self._rows, 1):
            each.set_number(number)

    def _drop(self, row: PartRow[_T]) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._none.setVisible(not self._rows)
