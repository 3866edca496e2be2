"""The consents of a person, in a list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.consent import Consent, Way
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.consents.consent_dialog import ConsentDialog
from kpr_desktop_ui.pages.consents.consent_view_dialog import ConsentViewDialog
from kpr_desktop_ui.pages.consents.consent_words import ConsentWords
from kpr_desktop_ui.pages.consents.signing import sign_consent
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.places import LetterPlace
from kpr_desktop_ui.widgets import Button, Column, ComboBox, EmptyState

_KIND = 26
"""Letters that the name of a letter needs."""


class ConsentsPanel(QWidget):
    """Lists the consents with the word for how each stands; adds one, has it signed, leads to its letters and its end.

    `told(text)`; `go(place)`: a letter is to be made.
    """

    told = Signal(str)
    go = Signal(object)

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        desk = services.consents
        self._texts, self._services, self._person_id = texts, services, person_id
        self._words = ConsentWords(texts, desk)
        self._consents: list[Consent] = []
        self._name = ""
        self._may = desk.may_write() and services.session.vault.writable
        self.kind = ComboBox()
        self.kind.setAccessibleName(texts("consent.kind"))
        self.kind.setMinimumContentsLength(_KIND)
        self.letter = Button(texts("consent.make_letter"), icon="file-text")
        self.sign = Button(texts("consent.sign"), icon="pencil")
        self.add = Button(texts("consent.add"), icon="plus")
        self.add.setEnabled(self._may)
        columns = [
            Column(texts("consent.column_giver"), 2),
            Column(texts("consent.column_sources"), 3),
            Column(texts("consent.given_on"), 0),
            Column(texts("consent.expires_on"), 1),
            Column(texts("consent.state"), 2),
        ]
        empty = EmptyState("heart-handshake", texts("consent.none_title"), texts("consent.none_text"))
        hint = texts("consent.hint" if self._may else "consent.hint_reading")
        buttons = [self.kind, self.letter, self.sign, self.add]
        self.tab = TableTab(texts("consent.list"), columns, empty, hint, buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tab)
        self.reopens = {
            "consent.new": lambda _about: self._add(),
            "consent.withdraw": self._open,
            "consent.sign": self._sign_again,
        }
        self.add.clicked.connect(self._add)
        self.sign.clicked.connect(lambda: self._sign(self.tab.table.key()))
        self.letter.clicked.connect(lambda: self._make_letter(self.tab.table.key(), self.kind.key()))
        self.tab.table.opened.connect(self._open)
        self.tab.table.selected.connect(self._choose)
        self._choose("")

    def set_name(self, name: str) -> None:
        """The person's name, who signs unless somebody else consented."""
        self._name = name

    def refresh(self) -> None:
        """Read the consents and show them."""
        self._consents = self._services.consents.of_person(self._person_id)
        self.tab.set_rows([self._words.row(each) for each in self._consents])
        self._choose(self.tab.table.key())

    def _found(self, key: str) -> Consent | None:
        return next((each for each in self._consents if each.id == key), None)

    def _choose(self, key: str) -> None:
        """What can be done with the consent that is chosen."""
        consent = self._found(key)
        letters = self._words.letters(consent) if consent is not None else []
        self.kind.set_items(letters)
        self.kind.setVisible(len(letters) > 1)
        self.letter.setText(
            self._texts("consent.make_withdrawn" if len(letters) == 1 else "consent.make_letter")
        )
        self.letter.setVisible(consent is not None)
        self.letter.setEnabled(bool(letters) and self._services.session.may("letter.make"))
        signs = consent is not None and consent.signature is None
        self.sign.setVisible(consent is not None)
        self.sign.setEnabled(
            self._may and signs and consent is not None and self._services.consents.state(consent) == "holds"
        )

    def _add(self) -> None:
        made = ConsentDialog(self._texts, self._services, self._person_id, "", self).run()
        if made is None:
            return
        self.refresh()
        self.tab.table.select(made.id)
        self.told.emit(self._texts("consent.told_added"))
        if made.way is Way.WRITTEN:
            self._sign(made.id)

    def _sign_again(self, key: str) -> None:
        """After a lock; it may have been signed or withdrawn since."""
        self.tab.table.select(key)
        if self.tab.table.key() == key and self.sign.isEnabled():
            self._sign(key)

    def _sign(self, key: str) -> None:
        """Whoever wants paper is led to the letter."""
        consent = self._found(key)
        if consent is None:
            return
        done = sign_consent(self, self._texts, self._services, consent, self._name)
        if done.signed is not None:
            self.refresh()
            self.tab.table.select(key)
            self.told.emit(self._texts("consent.told_signed"))
        elif done.paper:
            self._make_letter(key, self._words.letters(consent)[0][0])

    def _make_letter(self, key: str, kind: str) -> None:
        self.go.emit(LetterPlace(self._person_id, kind, key))

    def _open(self, key: str) -> None:
        consent = self._found(key)
        if consent is None:  # a lock kept it open, and it is not there any more
            return
        dialog = ConsentViewDialog(self._texts, self._services, consent, self)
        done = bool(dialog.exec())
        dialog.deleteLater()
        if not done:
            return
        self.refresh()
        self.told.emit(self._texts("consent.told_withdrawn"))
