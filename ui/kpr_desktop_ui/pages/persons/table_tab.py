"""A tab that is a table with its buttons below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ActionBar, Column, DataTable, EmptyState, Label, Row, Scroller

_LOW = 240
"""Pixels at 100 %: in a lower tab the hint gives its room to the table."""


class TableTab(QWidget):
    """Rows or an empty state, a hint, buttons. The last button is the primary one."""

    def __init__(
        self, name: str, columns: Sequence[Column], empty: EmptyState, hint: str, buttons: Sequence[QWidget]
    ) -> None:
        super().__init__()
        theme = Theme.current()
        self.table = DataTable(name, stacks=True)
        self.table.set_columns(columns)
        self.hint = Label(hint, "small")
        self._hint_text = hint
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(Scroller(empty))
        self._stack.setCurrentIndex(1)  # until there are rows
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space("xl"), theme.space("l"), theme.space("xl"), theme.space("l"))
        column.setSpacing(theme.space("m"))
        column.addWidget(self._stack, 1)
        column.addWidget(ActionBar(self.hint, buttons, 220))

    def set_hint(self, hint: str) -> None:
        """Another hint."""
        self._hint_text = hint
        self._tell()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the first is selected unless another was."""
        self.table.set_rows(rows)
        if rows:
            self.table.select(self.table.key() or rows[0].key)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._tell()

    def _tell(self) -> None:
        self.hint.setText(self._hint_text if self.table.model().rowCount() else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.hint.setVisible(event.size().height() >= Theme.current().px(_LOW))
