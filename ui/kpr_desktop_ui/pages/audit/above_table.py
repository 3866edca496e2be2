"""Fields above a table, which scroll together where the window is too low for both."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme

_LEAST = 270
"""Pixels (at 100 % text) that the table and the buttons below it keep."""


class AboveTable(QScrollArea):
    """The table takes the room that the fields leave, and never less than it needs to be read."""

    def __init__(self, above: QWidget, table: QWidget) -> None:
        super().__init__()
        table.setMinimumHeight(Theme.current().px(_LEAST))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(above)
        column.addWidget(table, 1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
