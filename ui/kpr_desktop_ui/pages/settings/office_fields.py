"""The municipality as sender."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.settings.fields import Fields
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, Label

NAMES = ("name", "unit", "line1", "line2", "postal_code", "place", "phone", "email", "web")


class OfficeFields(Fields):
    """Name, unit and where one is found."""

    def __init__(self, texts: Texts, number: str, parent: QWidget | None = None) -> None:
        super().__init__(texts, parent)
        card = Card()
        card.body.setSpacing(Theme.current().space("m"))
        card.body.addWidget(Label(f"{texts('settings.number')}: {number}", "muted"))
        card.body.addWidget(
            self.grid(
                *((name, f"settings.{name}") for name in NAMES), hints={"unit": texts("settings.unit_hint")}
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("m"))
        column.addWidget(Label(texts("settings.office_note"), "muted"))
        column.addWidget(card)
