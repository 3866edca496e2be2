"""The tab of a person that tells who works with the person, and from whom the case is closed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.assignment_panel import AssignmentPanel
from kpr_desktop_ui.pages.access.block_panel import BlockPanel
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Label, Scroller

_LEAST = 230
"""Pixels at 100 % that each of the two parts keeps; where there is less room the tab scrolls."""


class AccessTab(Scroller):
    """Assignments above, blocks below. Read when the tab is shown. `told(text)`; `changed`: enter the person anew."""

    told = Signal(str)
    changed = Signal()

    def __init__(self, texts: Texts, services: Services, person_id: PersonId) -> None:
        inside = QWidget()
        super().__init__(inside)
        theme = Theme.current()
        self._texts = texts
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.assignments = AssignmentPanel(texts, services)
        self.blocks = BlockPanel(texts, services, person_id)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, theme.space("m"), 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        for name, part in (
            (texts("assignment.list"), self.assignments),
            (texts("blocking.list"), self.blocks),
        ):
            heading = Label(name, "heading")
            heading.setContentsMargins(theme.space("xl"), theme.space("s"), theme.space("xl"), 0)
            column.addWidget(heading)
            part.setMinimumHeight(theme.px(_LEAST))
            column.addWidget(part, 1)
            part.told.connect(self.told)
            part.changed.connect(self.changed)

    def show_person(self, person: Person) -> None:
        """Read both lists."""
        self.banner.hide()
        try:
            self.assignments.show_person(person)
            self.blocks.refresh()
        except Fault as fault:
            self.banner.set_message("stop", self._texts.fault(fault))
            self.banner.show()
