"""The papers of a person: what was made, how it stands with each, and what can be done with the one chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.letters import settling
from kpr_desktop_ui.pages.letters.letter_words import in_language, kind_name, paper_state
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.places import LetterPlace
from kpr_desktop_ui.widgets import Button, Column, EmptyState, Row


class PapersPanel(QWidget):
    """Enter sees the letter again. `go(place)`, `told(text)`, and `changed` when a paper is other than it was."""

    go = Signal(object)
    told = Signal(str)
    changed = Signal()

    def __init__(self, texts: Texts, services: Services, person_id: PersonId) -> None:
        super().__init__()
        self._texts, self._services, self._person_id = texts, services, person_id
        self._held: dict[str, Delivery] = {}
        self._may = True
        self.see = Button(texts("letters.see"), "quiet")
        self.shred = Button(texts("letters.shred"))
        self.deliver = Button(texts("letters.deliver"))
        self.make = Button(texts("letters.make"), "primary", texts("letters.make_key"))
        columns = [
            Column(texts("letters.column_number"), 0),
            Column(texts("letters.column_kind"), 3),
            Column(texts("letters.column_made"), 0),
            Column(texts("letters.column_by"), 2),
            Column(texts("letters.column_state"), 2),
        ]
        empty = EmptyState("send", texts("letters.none_title"), texts("letters.none_text"))
        self.tab = TableTab(
            texts("letters.list"),
            columns,
            empty,
            texts("letters.hint"),
            [self.see, self.shred, self.deliver, self.make],
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tab)
        self.tab.table.opened.connect(self._see)
        self.tab.table.selected.connect(lambda _key: self._offer())
        self.see.clicked.connect(lambda: self._see(self.tab.table.key()))
        self.deliver.clicked.connect(lambda: self.record(self.tab.table.key()))
        self.shred.clicked.connect(self._shred)
        self.make.clicked.connect(lambda: self.go.emit(LetterPlace(person_id)))

    def set_papers(self, papers: Sequence[Delivery], *, may: bool) -> None:
        """Show these, the newest first. `may`: the user may make letters and see them again."""
        self._held, self._may = {each.id: each for each in papers}, may
        names = self._services.letters.makers() if papers else {}
        self.tab.set_rows([self._row(each, names) for each in papers])
        self.make.setEnabled(may)
        self._offer()

    def record(self, key: str) -> None:
        """Ask how a letter reached the person; a lock asks for this again by its id."""
        delivery = self._held.get(key)
        if delivery is not None and self._may:
            self._tell(settling.ask_delivery(self, self._texts, self._services, delivery))

    def _row(self, each: Delivery, names: dict[UserId, str]) -> Row:
        texts = self._texts
        kind = kind_name(texts, each.kind)
        if each.language != "nb":
            kind = texts("letters.kind_in", kind=kind, language=in_language(texts, each.language))
        state = paper_state(texts, each, self._services.session.today())
        number = each.number or each.id[:8].upper()
        return Row(each.id, (number, kind, in_table(each.made_at.date()), names.get(each.made_by, ""), state))

    def _offer(self) -> None:
        chosen = self._held.get(self.tab.table.key())
        lies = chosen is not None and chosen.printed_at is not None and not chosen.settled
        for button in (self.see, self.shred, self.deliver):
            button.setVisible(chosen is not None)
        self.see.setEnabled(self._may)
        self.deliver.setEnabled(self._may)
        self.shred.setEnabled(self._may and lies)

    def _see(self, key: str) -> None:
        if key in self._held and self._may:
            self.go.emit(LetterPlace(self._person_id, delivery_id=key))

    def _shred(self) -> None:
        delivery = self._held.get(self.tab.table.key())
        if delivery is not None:
            self._tell(settling.shred(self, self._texts, self._services, delivery))

    def _tell(self, told: str) -> None:
        if told:
            self.told.emit(told)
            self.changed.emit()
