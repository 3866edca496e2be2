"""The contact persons towards the register."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.office import CONTACT_KINDS
from kpr_desktop_ui.pages.settings.fields import Fields
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, Columns, Label

PARTS = ("name", "email", "phone")


class ContactFields(Fields):
    """One card for each kind of contact person."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts, parent)
        cards = Columns(2, 760)
        for kind in CONTACT_KINDS:
            card = Card(texts(f"settings.contact{kind}"))
            card.body.addWidget(Label(texts(f"settings.contact{kind}_note"), "small"))
            for part in PARTS:
                name = f"contact{kind}_{part}"
                hint = texts("settings.contact_phone_hint") if part == "phone" else ""
                card.body.addWidget(self.grid((name, f"settings.contact_{part}"), hints={name: hint}))
            cards.add(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("m"))
        column.addWidget(Label(texts("settings.contacts_note"), "muted"))
        column.addWidget(cards)
