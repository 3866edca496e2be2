"""The letters to choose among, under the headings of their groups."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from kpr_desktop.domain.characters import visible
from kpr_desktop_ui.theme import Theme

_KEY = Qt.ItemDataRole.UserRole


class LetterList(QListWidget):
    """One Tab stop; the arrows go from letter to letter. `chosen(kind)` tells of a person's choice only."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.currentItemChanged.connect(self._tell)

    def set_groups(self, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """Headings, each with its letters: key and text."""
        self._filling = True
        self.clear()
        for heading, entries in groups:
            head = QListWidgetItem(visible(heading), self)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            for key, text in entries:
                entry = QListWidgetItem(visible(text), self)
                entry.setData(_KEY, key)
        self._dress()
        self._filling = False

    def key(self) -> str:
        """The letter that is chosen; empty for none."""
        return str(self.currentIndex().data(_KEY) or "")

    def set_key(self, key: str) -> bool:
        """Choose a letter; no signal. Tells whether it is there."""
        found = next((at for at, each in enumerate(self._items()) if each.data(_KEY) == key), -1)
        self._filling = True
        self.setCurrentRow(found)
        self._filling = False
        return found >= 0

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(at) for at in range(self.count())]

    def _dress(self) -> None:
        """Headings look like headings, in the letters and colours of now."""
        theme = Theme.current()
        for item in self._items():
            if item.data(_KEY) is None:
                item.setFont(theme.font("strong"))
                item.setForeground(theme.color("muted"))
            else:
                item.setFont(theme.font("body"))
                item.setForeground(theme.color("ink"))

    def _tell(self) -> None:
        if not self._filling and self.key():
            self.chosen.emit(self.key())
