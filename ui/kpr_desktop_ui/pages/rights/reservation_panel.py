"""Guidance on reservation that a person was given."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.rights import ReservationTalk
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.places import LetterPlace
from kpr_desktop_ui.pages.rights.reservation_dialog import ReservationDialog
from kpr_desktop_ui.pages.rights.rights_panel import RightsPanel
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Column, Row


class ReservationPanel(RightsPanel):
    """The talks, the newest first. One reserves at the register: nothing changes here, and the panel says so."""

    def __init__(self, texts: Texts, services: Services, person_id: PersonId) -> None:
        none = "info", texts("reservation.none_title"), texts("reservation.none_text")
        super().__init__(texts, services, person_id, ("person.read", "request.write"), none)
        self.letter = Button(texts("reservation.letter"), icon="file-text")
        self.add = Button(texts("reservation.add_yes"), "primary", icon="plus")
        columns = [
            Column(texts("reservation.day"), 0),
            Column(texts("reservation.column_what"), 2),
            Column(texts("reservation.words"), 4),
            Column(texts("reservation.by"), 1),
        ]
        buttons = [self.letter, self.add]
        hint = self.hint("reservation.hint")
        self.tab = TableTab(texts("reservation.list"), columns, self.empty, hint, buttons)
        edge = Theme.current().space("xl")
        above = QVBoxLayout()
        above.setContentsMargins(edge, edge // 2, edge, 0)
        above.addWidget(Banner("info", texts("reservation.nothing_dropped")))
        self.column.addLayout(above)
        self.column.addWidget(self.tab, 1)
        self.add.setEnabled(self.may_write)
        self.letter.setEnabled(services.session.may("letter.make"))
        self.add.clicked.connect(self._add)
        self.letter.clicked.connect(lambda: self.go.emit(LetterPlace(person_id, "reservation")))
        self.reopens = {"reservation.add": lambda _about: self._add()}

    def refresh(self) -> None:
        """Read the talks."""
        desk = self.services.reservations
        found = self.fetch(lambda: desk.of_person(self.person_id))
        names = {user.id: user.name for user in self.services.persons.users()}
        self.tab.set_rows([self._row(each, names.get(each.made_by, "")) for each in found])

    def _row(self, talk: ReservationTalk, name: str) -> Row:
        what = self.texts(f"reservation.what_{talk.what}")
        return Row(talk.id, (in_table(talk.day), what, talk.words, name))

    def _add(self) -> None:
        if self.asked(ReservationDialog(self.texts, self.services, self.person_id, self)):
            self.refresh()
            self.told.emit(self.texts("reservation.told"))
