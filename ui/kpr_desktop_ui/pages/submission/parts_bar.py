"""The parts of a page: tabs while they all have room, else one choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop_ui.widgets import ComboBox, TabBar


class PartsBar(QWidget):
    """`tabs` is what tells of the part; the choice follows it, and takes its place where the tabs would be cut."""

    def __init__(self, name: str, parts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = TabBar(name)
        self.tabs.setProperty("dense", True)
        for part in parts:
            self.tabs.addTab(part)
        self.choice = ComboBox([(str(at), part) for at, part in enumerate(parts)])
        self.choice.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        column.addWidget(self.choice)
        self.choice.hide()
        self.tabs.currentChanged.connect(lambda at: self.choice.set_key(str(at)))
        self.choice.chosen.connect(lambda key: self.tabs.setCurrentIndex(int(key)))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the choice."""
        return QSize(self.choice.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.tabs.minimumSizeHint().width() > event.size().width()
        if narrow is not self.tabs.isHidden():
            self.tabs.setHidden(narrow)
            self.choice.setVisible(narrow)
