"""Entering by hand that somebody was told something about a person."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.disclosures import HOWS, NAME_LIMIT, Given
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.consents.consent_words import ConsentWords
from kpr_desktop_ui.pages.rights.rights_dialog import RightsDialog
from kpr_desktop_ui.widgets import Columns, ComboBox, LineEdit

_TWO = 400
"""Pixels at 100 % that two fields on one line need."""


class DisclosureDialog(RightsDialog):
    """Who, what, when, how, and on what ground: a consent, or another one in words.

    `mistaken`: the entry that this one takes the place of; it is kept.
    """

    kept_as = "disclosure.add"

    def __init__(
        self,
        texts: Texts,
        services: Services,
        person_id: PersonId,
        mistaken: Given | None = None,
        parent: QWidget | None = None,
    ) -> None:
        name = "correct" if mistaken is not None else "add"
        said = texts(f"given.{name}_title"), texts(f"given.{name}_text"), texts(f"given.{name}_yes")
        super().__init__(texts, services, said, parent)
        self._person_id, self._replaces = person_id, mistaken.id if mistaken is not None else ""
        self.kept_about = self._replaces or person_id
        words = ConsentWords(texts, services.consents)
        consents = [(each.id, words.short(each)) for each in services.disclosures.consents(person_id)]
        self.recipient = LineEdit(NAME_LIMIT)
        self.what = self.lines()
        self.consent = ComboBox([("", texts("given.no_consent")), *consents])
        self.basis = LineEdit(500)
        self.how = ComboBox([(each, texts(f"given.how_{each}")) for each in HOWS])
        self.when = self.day()
        self.put("recipient", texts("given.recipient"), self.recipient, texts("given.recipient_hint"))
        self.put("what", texts("given.what"), self.what)
        self.put("consent_id", texts("given.consent"), self.consent)
        self.put("basis", texts("given.basis"), self.basis, texts("given.basis_hint"))
        self.put("how", texts("given.how"), self.how)
        self.put("day", texts("given.day"), self.when)
        line = Columns(2, _TWO)
        for each in ("how", "day"):
            line.add(self.fields[each])
        self.column.addWidget(line)
        if mistaken is not None:
            self._fill(mistaken)
        self.consent.chosen.connect(lambda _key: self._turn())
        self.yes.clicked.connect(lambda: self.do(self._add))
        self._turn()
        self.begin()

    def _fill(self, mistaken: Given) -> None:
        self.recipient.setText(mistaken.to_words)
        self.what.set_text(mistaken.what_words)
        self.basis.setText(mistaken.basis_words if mistaken.basis == "words" else "")
        self.how.set_key(mistaken.how)
        self.when.set_date(mistaken.day)

    def _turn(self) -> None:
        self.fields["basis"].setVisible(not self.consent.key())
        self.fit()

    def _add(self) -> None:
        consent = self.consent.key()
        form = {
            "recipient": self.recipient.text(),
            "what": self.what.text(),
            "consent_id": consent,
            "basis": "" if consent else self.basis.text(),
            "how": self.how.key(),
            "day": self.when.text(),
        }
        self.services.disclosures.add(self._person_id, form, replaces=self._replaces)
