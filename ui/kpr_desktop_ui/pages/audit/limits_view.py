"""The page "Dette verner programmet ikke mot"."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.widgets import Card, Columns, Label

LIMITS = (
    "unlocked", "colleagues", "files", "deleted", "copies", "passphrase", "memory", "log", "share", "size", "numbers",
    "promise",
)  # fmt: skip
"""What is told, in this order (security page 4.12)."""


class LimitsView(QWidget):
    """Cards with a title and two sentences each; nothing to do but to read."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        cards = Columns(2, 900)
        for name in LIMITS:
            card = Card(texts(f"limits.{name}_title"))
            card.body.addWidget(Label(texts(f"limits.{name}_text")))
            cards.add(card)
        self.area = FormScroll([Label(texts("limits.intro"), "muted"), cards])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)

    def refresh(self) -> None:
        """The arrows scroll it."""
        self.area.setFocus()
