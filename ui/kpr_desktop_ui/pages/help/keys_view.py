"""All keys, page by page."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.shortcuts import load_shortcuts
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.help.key_rows import KeyRows
from kpr_desktop_ui.widgets import Card, Columns, Label


class KeysView(QWidget):
    """A card for each page. Nothing to do but to read; the arrows scroll."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        cards = Columns(2, 900)
        for group in load_shortcuts():
            card = Card(texts(group.title))
            card.body.addWidget(KeyRows(texts, group.rows))
            cards.add(card)
        self.area = FormScroll([Label(texts("help.keys_lead"), "muted"), cards])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)

    def refresh(self) -> None:
        """The arrows scroll it."""
        self.area.setFocus()
