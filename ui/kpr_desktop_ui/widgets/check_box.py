"""Yes or no."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from kpr_desktop_ui.theme import Theme


class CheckBox(QCheckBox):
    """A box with a word. `toggled_by_user` tells of a person's gesture only."""

    toggled_by_user = Signal(bool)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text)
        self.clicked.connect(self.toggled_by_user)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            from PySide6.QtWidgets import QStyle, QStyleOptionButton  # noqa: PLC0415 - slow, and no box is ticked at first

            option = QStyleOptionButton()
            self.initStyleOption(option)
            box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            painter = QPainter(self)
            Theme.current().icon("check", "on_accent").paint(painter, box)
            painter.end()
