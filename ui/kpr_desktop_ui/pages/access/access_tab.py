"""The tab of a person about access: who has seen or been given the case, what is asked for, and who works with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.assignment_panel import AssignmentPanel
from kpr_desktop_ui.pages.access.block_panel import BlockPanel
from kpr_desktop_ui.pages.access.part_switch import PartSwitch
from kpr_desktop_ui.pages.audit.seen_tab import SeenTab
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.rights.disclosures_panel import DisclosuresPanel
from kpr_desktop_ui.pages.rights.requests_panel import RequestsPanel
from kpr_desktop_ui.pages.rights.reservation_panel import ReservationPanel
from kpr_desktop_ui.pages.rights.rights_panel import RightsPanel
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Scroller

_LEAST = 215
"""Pixels at 100 % that a list with its buttons keeps; where there is less room the tab scrolls."""
PARTS = ("seen", "requests", "given", "reservation", "assignments", "blocks")


class AccessTab(QWidget):
    """Lists under names of their own, each read when it is shown.

    `told(text)`; `go(place)`; `changed`: what one sees of the person may be another now.
    """

    told = Signal(str)
    go = Signal(object)
    changed = Signal()

    def __init__(self, texts: Texts, services: Services, person_id: PersonId) -> None:
        super().__init__()
        theme = Theme.current()
        self._texts = texts
        self._person: Person | None = None
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.seen = SeenTab(texts, services, person_id)
        self.assignments = AssignmentPanel(texts, services)
        self.blocks = BlockPanel(texts, services, person_id)
        self.requests = RequestsPanel(texts, services, person_id)
        self.given = DisclosuresPanel(texts, services, person_id)
        self.reservation = ReservationPanel(texts, services, person_id)
        names = [(name, texts(f"access.part_{name}")) for name in PARTS]
        self.switch = PartSwitch(texts("person.tab_seen"), names)
        self.parts = self.switch.tabs
        self._stack = QStackedWidget()
        self._stack.addWidget(self.seen)
        self.seen.told.connect(self.told)
        for right in (self.requests, self.given, self.reservation):
            self._stack.addWidget(right)
            right.told.connect(self.told)
            right.go.connect(self.go)
        for panel in (self.assignments, self.blocks):
            self._stack.addWidget(panel)
            panel.told.connect(self.told)
            panel.changed.connect(self.changed)
        head = QHBoxLayout()
        head.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), 0)
        head.addWidget(self.switch, 1)
        inside = QWidget()
        self._stack.setMinimumHeight(theme.px(_LEAST))
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(self.banner)
        rows.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Scroller(inside))
        self.parts.currentChanged.connect(self._turn)
        self.reopens = {
            "assignment.give": lambda _about: self._again("assignments", self.assignments.give_again),
            "block.set": lambda _about: self._again("blocks", self.blocks.set_again),
        }

    def part(self) -> str:
        """The part in sight."""
        return PARTS[self.parts.currentIndex()]

    def show_part(self, name: str) -> None:
        """Show a part, if there is one of that name."""
        if name in PARTS:
            self.parts.setCurrentIndex(PARTS.index(name))

    def _again(self, part: str, act: Callable[[], None]) -> None:
        self.show_part(part)
        act()

    def lines(self) -> TableTab:
        """The list in sight."""
        panels = self.requests, self.given, self.reservation, self.assignments, self.blocks
        return (self.seen.lines, *(each.tab for each in panels))[self.parts.currentIndex()]

    def show_person(self, person: Person) -> None:
        """Read the list in sight; who has seen the person is read when the user asks for it."""
        self._person = person
        self.banner.hide()
        part = self._stack.currentWidget()
        try:
            if part is self.assignments:
                self.assignments.show_person(person)
            elif isinstance(part, BlockPanel | RightsPanel):
                part.refresh()
        except Fault as fault:
            self.banner.set_message("stop", self._texts.fault(fault))
            self.banner.show()

    def _turn(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        if self._person is not None:
            self.show_person(self._person)
