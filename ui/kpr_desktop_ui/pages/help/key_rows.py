"""Keys and what they do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kpr_desktop.codebook.shortcuts import Shortcut
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Label


class KeyRows(QWidget):
    """A row for each: the keys, and the words of what they do."""

    def __init__(self, texts: Texts, rows: Sequence[Shortcut], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space("l"))
        grid.setVerticalSpacing(theme.space("s"))
        grid.setColumnStretch(1, 1)
        for at, row in enumerate(rows):
            keys = Label(row.shown, "strong", wrap=False)
            keys.setMinimumWidth(theme.px(110))
            grid.addWidget(keys, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(words(texts, row)), at, 1)


def words(texts: Texts, row: Shortcut) -> str:
    """What the key does, as the button beside it says."""
    return texts(row.does).removesuffix("…").rstrip()
