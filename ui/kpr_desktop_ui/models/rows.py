"""Rows of text as an item model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from kpr_desktop.domain.characters import visible
from kpr_desktop_ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
SIGNS = {"info": "●", "ok": "✓", "warning": "▲", "stop": "■", "corrected": "↻"}
_TONES = {"info": "accent", "ok": "green", "warning": "amber", "stop": "red", "corrected": "accent"}
SIGN_ROLE = Qt.ItemDataRole.UserRole + 1
"""The sign before a cell's text; its colour is the foreground's."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how much of the free room it takes (0 = as narrow as its content)."""

    title: str
    stretch: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with the sign of its kind (neutral has none)."""

    text: str
    kind: str = "neutral"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the key that `opened` tells, and its cells."""

    key: str
    cells: tuple[str | Cell, ...]


class RowsModel(QAbstractTableModel):
    """Rows that can be read and not changed. Every text is plain, with control characters made visible."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[Column, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._stacked = False

    def set_stacked(self, stacked: bool) -> None:  # noqa: FBT001 - a setter, as Qt's
        """Give the first column the texts of all: its own, and below it each other one after its heading."""
        self._stacked = stacked
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def set_row(self, row: Row) -> None:
        """Another row in the place of the one with its key, if there is one."""
        if (at := self.find(row.key)) >= 0:
            self._rows = (*self._rows[:at], row, *self._rows[at + 1 :])
            self.dataChanged.emit(self.index(at, 0), self.index(at, self.columnCount() - 1))

    def row_at(self, index: int) -> Row:
        """The row at `index`, from 0."""
        return self._rows[index]

    def find(self, key: str) -> int:
        """The place of the row with this key; -1 when there is none."""
        return next((at for at, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def cell(self, row: int, column: int) -> Cell:
        """One cell as it was set, whether stacked or not."""
        cell = self._rows[row].cells[column]
        return Cell(cell) if isinstance(cell, str) else cell

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._all_texts(index.row()) if self._stacked else visible(cell.text)
        if role == SIGN_ROLE:
            return SIGNS.get(cell.kind, "")
        if role == Qt.ItemDataRole.ForegroundRole and cell.kind in _TONES:
            return Theme.current().color(_TONES[cell.kind])
        return None

    def _all_texts(self, row: int) -> str:
        first, *others = (self.cell(row, at) for at in range(len(self._columns)))
        told = [
            f"{column.title}: {f'{SIGNS[cell.kind]} ' if cell.kind in SIGNS else ''}{visible(cell.text)}"
            for column, cell in zip(self._columns[1:], others, strict=True)
            if cell.text
        ]
        return "\n".join((visible(first.text), *told))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
