"""The names of many parts: tabs, and a list where they have no room beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop_ui.widgets import ComboBox, TabBar


class PartSwitch(QWidget):
    """Shows one of two ways to choose a part, as the room allows; `tabs` knows which is chosen."""

    def __init__(self, name: str, parts: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`parts`: key and name of each."""
        super().__init__(parent)
        keys = [key for key, _ in parts]
        self.tabs = TabBar(name)
        self.tabs.setProperty("dense", True)
        for _, text in parts:
            self.tabs.addTab(text)
        self.tabs.setMinimumWidth(1)  # the tabs must not keep the window from becoming narrow
        self.box = ComboBox(parts)
        self.box.setAccessibleName(name)
        self.box.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.box, 1)
        self.tabs.currentChanged.connect(lambda at: self.box.set_key(keys[at]))
        self.box.chosen.connect(lambda key: self.tabs.setCurrentIndex(keys.index(key)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.box.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.tabs.minimumSizeHint().width() > event.size().width()
        held = self.tabs.hasFocus() or self.box.hasFocus()
        self.tabs.setVisible(not narrow)
        self.box.setVisible(narrow)
        if held:
            (self.box if narrow else self.tabs).setFocus()
