"""Who has been given something about a person."""

from __future__ import annotations

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.disclosures import Given
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.rights.disclosure_dialog import DisclosureDialog
from kpr_desktop_ui.pages.rights.rights_panel import RightsPanel
from kpr_desktop_ui.widgets import Button, Column

_BY_HAND = "told"


class DisclosuresPanel(RightsPanel):
    """The register, the newest first; what was told by hand is entered here, and a mistake in it is mended."""

    def __init__(self, texts: Texts, services: Services, person_id: PersonId) -> None:
        none = "send", texts("given.none_title"), texts("given.none_text")
        super().__init__(texts, services, person_id, ("disclosure.read", "disclosure.write"), none)
        self._given: dict[str, Given] = {}
        self.correct = Button(texts("given.correct_yes"))
        self.add = Button(texts("given.add_yes"), "primary", icon="plus")
        columns = [
            Column(texts("given.day"), 0),
            Column(texts("given.column_recipient"), 2),
            Column(texts("given.column_what"), 2),
            Column(texts("given.column_why"), 2),
            Column(texts("given.column_how"), 2),
        ]
        buttons = [self.correct, self.add]
        self.tab = TableTab(texts("given.list"), columns, self.empty, self.hint("given.hint"), buttons)
        self.column.addWidget(self.tab)
        self.add.setEnabled(self.may_write)
        self.add.clicked.connect(lambda: self._enter(None))
        self.correct.clicked.connect(lambda: self._enter(self._given.get(self.tab.table.key())))
        self.tab.table.selected.connect(self._choose)
        self.reopens = {"disclosure.add": self._again}
        self._choose("")

    def refresh(self) -> None:
        """Read the register (the log has it)."""
        desk = self.services.disclosures
        self._given = {}
        found = self.fetch(lambda: desk.of_person(self.person_id))
        self._given = {str(at): each for at, each in enumerate(reversed(found))}
        self.tab.set_rows([self.words.given_row(key, each) for key, each in self._given.items()])
        self._choose(self.tab.table.key())

    def _choose(self, key: str) -> None:
        given = self._given.get(key)
        self.correct.setEnabled(self.may_write and given is not None and given.source == _BY_HAND)

    def _again(self, about: str) -> None:
        """After a lock: an entry that was being mended may have been mended by somebody else since."""
        mistaken = next((each for each in self._given.values() if each.id == about), None)
        if mistaken is not None or about == self.person_id:
            self._enter(mistaken)

    def _enter(self, mistaken: Given | None) -> None:
        if self.asked(DisclosureDialog(self.texts, self.services, self.person_id, mistaken, self)):
            self.refresh()
            self.told.emit(self.texts("given.told"))
