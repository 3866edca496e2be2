"""The list of groups in the order of the interview."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpr_desktop_ui.widgets import DataTable

_FRAME = 4
"""Pixels of the border above and below, when it is thickest."""


class OrderTable(DataTable):
    """A table as tall as its rows, without headings; the page scrolls it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.horizontalHeader().hide()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().sectionResized.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.verticalHeader().length() + _FRAME)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())
