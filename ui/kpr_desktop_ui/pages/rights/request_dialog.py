"""Recording what a citizen asks for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.consent import Giver
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.rights import RequestKind, RightsRequest
from kpr_desktop.usecases.requests import NAME_LIMIT
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.rights.rights_dialog import RightsDialog
from kpr_desktop_ui.pages.rights.rights_words import RightsWords
from kpr_desktop_ui.widgets import ComboBox, LineEdit


class RequestDialog(RightsDialog):
    """What, from whom, when it came, and in their own words. `made`: the request, once it is recorded."""

    kept_as = "request.new"

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId, parent: QWidget | None = None
    ) -> None:
        said = texts("requests.new_title"), texts("requests.new_text"), texts("requests.new_yes")
        super().__init__(texts, services, said, parent)
        self._person_id = person_id
        self.kept_about = person_id
        self.made: RightsRequest | None = None
        self.kind = ComboBox([(each.value, texts(f"requests.kind_{each.value}")) for each in RequestKind])
        self.asked_by = ComboBox(RightsWords(texts, services).askers())
        self.asker_name = LineEdit(NAME_LIMIT)
        self.received_on = self.day()
        self.words = self.lines()
        form = services.requests.blank()
        self.kind.set_key(form["kind"])
        self.asked_by.set_key(form["asked_by"])
        self.put("kind", texts("requests.kind"), self.kind, texts(f"requests.about_{form['kind']}"))
        self.put("asked_by", texts("requests.asked_by"), self.asked_by)
        self.put("asker_name", texts("requests.asker_name"), self.asker_name)
        self.put("received_on", texts("requests.received_on"), self.received_on, texts("requests.due_hint"))
        self.put("words", texts("requests.words"), self.words, texts("requests.words_hint"))
        self.kind.chosen.connect(self._explain)
        self.asked_by.chosen.connect(lambda _key: self._turn())
        self.yes.clicked.connect(lambda: self.do(self._add))
        self._turn()
        self.begin()

    def _explain(self, kind: str) -> None:
        self.fields["kind"].set_hint(self.texts(f"requests.about_{kind}"))
        self.fit()

    def _turn(self) -> None:
        self.fields["asker_name"].setVisible(self.asked_by.key() != Giver.PERSON.value)
        self.fit()

    def _add(self) -> None:
        form = {
            "kind": self.kind.key(),
            "asked_by": self.asked_by.key(),
            "asker_name": self.asker_name.text(),
            "received_on": self.received_on.text(),
            "words": self.words.text(),
        }
        self.made = self.services.requests.add(self._person_id, form)
