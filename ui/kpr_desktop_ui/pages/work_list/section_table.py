"""The rows of one section."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpr_desktop_ui.widgets import Column, DataTable, Row

_FRAME = 4
"""Pixels of the border above and below, when it is thickest."""
_KEEPS = frozenset(
    (
        Qt.FocusReason.ActiveWindowFocusReason,
        Qt.FocusReason.PopupFocusReason,
        Qt.FocusReason.MenuBarFocusReason,
    )
)


class SectionTable(DataTable):
    """A table as tall as its rows, with the same columns as the tables of its `family`; the page scrolls them all.

    `past_end` and `past_start`: an arrow key wants to leave the table. Only the table in use has a selected row.
    """

    past_end = Signal()
    past_start = Signal()

    def __init__(self, name: str, family: list[SectionTable], parent: QWidget | None = None) -> None:
        self._family = family
        self._needs: dict[int, int] = {}
        super().__init__(name, parent)
        family.append(self)
        self.horizontalHeader().hide()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().sectionResized.connect(self.updateGeometry)

    def set_columns(self, columns: Sequence[str | Column]) -> None:
        """Name the columns."""
        self._needs.clear()
        super().set_columns(columns)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self._needs.clear()
        super().set_rows(rows)

    def refit(self) -> None:
        """Another table of the family has other rows."""
        self._fit()
        self.updateGeometry()

    def count(self) -> int:
        """How many rows there are."""
        return self.model().rowCount()

    def select_row(self, row: int) -> None:
        """Take the focus, on this row; from the end when it is negative."""
        self.selectRow(row % self.count())
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.verticalHeader().length() + _FRAME)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._needs.clear()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() == Qt.Key.Key_Down and row == self.count() - 1:
            self.past_end.emit()
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.past_start.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason and not self.key() and self.count():
            self.selectRow(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _KEEPS:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())

    def need(self, column: int) -> int:
        """The narrowest width for this table's own words, in pixels; measured once for its rows and look."""
        if column not in self._needs:
            self._needs[column] = super()._least(column)
        return self._needs[column]

    def _least(self, column: int) -> int:
        return max(each.need(column) for each in self._family)
