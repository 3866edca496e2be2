"""A tick box whose words may be longer than the line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import CheckBox, Label


class TickLine(QWidget):
    """The box and its words, which wrap. A press anywhere on the line turns it."""

    def __init__(self, text: str, *, ticked: bool) -> None:
        super().__init__()
        self.box = CheckBox("")
        self.box.setAccessibleName(text)
        self.box.setChecked(ticked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Theme.current().space("s"))
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(text), 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.box.click()
