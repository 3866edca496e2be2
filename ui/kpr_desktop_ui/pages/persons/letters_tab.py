"""The tab with what was sent to the person, and whom the person lets us ask."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop_ui.pages.consents.consents_panel import ConsentsPanel
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Label, Scroller

_LEAST = 230
"""Pixels at 100 % that each of the two parts keeps; where there is less room the tab scrolls."""


class LettersTab(Scroller):
    """Letters above, consents below, each under its own heading."""

    def __init__(self, names: tuple[str, str], letters: TableTab, consents: ConsentsPanel) -> None:
        inside = QWidget()
        super().__init__(inside)
        theme = Theme.current()
        self.letters, self.consents = letters, consents
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, theme.space("m"), 0, 0)
        column.setSpacing(0)
        for name, part in zip(names, (letters, consents), strict=True):
            heading = Label(name, "heading")
            heading.setContentsMargins(theme.space("xl"), theme.space("s"), theme.space("xl"), 0)
            column.addWidget(heading)
            part.setMinimumHeight(theme.px(_LEAST))
            column.addWidget(part, 1)
