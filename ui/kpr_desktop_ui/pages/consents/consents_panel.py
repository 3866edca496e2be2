"""The consents of a person, in a list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.consents.consent_dialog import ConsentDialog
from kpr_desktop_ui.pages.consents.consent_view_dialog import ConsentViewDialog
from kpr_desktop_ui.pages.consents.consent_words import ConsentWords
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.widgets import Button, Column, EmptyState


class ConsentsPanel(QWidget):
    """Lists the consents with the word for how each stands; adds one, and leads to taking one back. `told(text)`."""

    told = Signal(str)

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        desk = services.consents
        self._texts, self._services, self._person_id = texts, services, person_id
        self._words = ConsentWords(texts, desk)
        self._consents: list[Consent] = []
        self.add = Button(texts("consent.add"), icon="plus")
        self.add.setEnabled(desk.may_write())
        columns = [
            Column(texts("consent.column_giver"), 2),
            Column(texts("consent.column_sources"), 3),
            Column(texts("consent.given_on"), 0),
            Column(texts("consent.expires_on"), 1),
            Column(texts("consent.state"), 2),
        ]
        empty = EmptyState("heart-handshake", texts("consent.none_title"), texts("consent.none_text"))
        self.tab = TableTab(texts("consent.list"), columns, empty, texts("consent.hint"), [self.add])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tab)
        self.reopens = {"consent.new": lambda _about: self._add(), "consent.withdraw": self._open}
        self.add.clicked.connect(self._add)
        self.tab.table.opened.connect(self._open)

    def refresh(self) -> None:
        """Read the consents and show them."""
        self._consents = self._services.consents.of_person(self._person_id)
        self.tab.set_rows([self._words.row(each) for each in self._consents])

    def _add(self) -> None:
        made = ConsentDialog(self._texts, self._services, self._person_id, "", self).run()
        if made is not None:
            self.refresh()
            self.tab.table.select(made.id)
            self.told.emit(self._texts("consent.told_added"))

    def _open(self, key: str) -> None:
        consent = next((each for each in self._consents if each.id == key), None)
        if consent is None:  # a lock kept it open, and it is not there any more
            return
        dialog = ConsentViewDialog(self._texts, self._services, consent, self)
        done = bool(dialog.exec())
        dialog.deleteLater()
        if done:
            self.refresh()
            self.told.emit(self._texts("consent.told_withdrawn"))
