"""The user's passphrase, and the vault's recovery sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.widgets import Button, Card, FlowLayout, Label


class KeysCard(Card):
    """Two buttons; the second is for administrators of a real vault."""

    def __init__(self, texts: Texts, *, sheet: bool, parent: QWidget | None = None) -> None:
        super().__init__(texts("settings.keys"), parent)
        self.change = Button(texts("settings.keys_change"))
        self.sheet = Button(texts("settings.keys_sheet"))
        self.sheet.setVisible(sheet)
        self.body.addWidget(Label(texts("settings.keys_text"), "muted"))
        row = QWidget()
        flow = FlowLayout(row)
        flow.addWidget(self.change)
        flow.addWidget(self.sheet)
        self.body.addWidget(row)
        if sheet:
            self.body.addWidget(Label(texts("settings.keys_sheet_text"), "small"))
