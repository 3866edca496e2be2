"""A panel."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.label import Label


class Card(QFrame):
    """A white panel with an optional heading. Add content to `body`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.setProperty("panel", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.space("l"), theme.space("m"), theme.space("l"), theme.space("m"))
        self.body.setSpacing(theme.space("s"))
        if title:
            self.body.addWidget(Label(title, "heading"))
