"""Recording the answer to a request."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.rights import Outcome, RightsRequest
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.rights.rights_dialog import RightsDialog, missing
from kpr_desktop_ui.pages.rights.rights_words import RightsWords
from kpr_desktop_ui.widgets import ComboBox, Label


class AnswerDialog(RightsDialog):
    """Granted, partly or refused, in words, when, and the letter that carries it."""

    kept_as = "request.answer"

    def __init__(
        self,
        texts: Texts,
        services: Services,
        request: RightsRequest,
        letters: Sequence[Delivery],
        parent: QWidget | None = None,
    ) -> None:
        """`letters`: those made for the person, newest first."""
        said = texts("requests.answer_title"), texts("requests.answer_text"), texts("requests.answer_yes")
        super().__init__(texts, services, said, parent)
        self._request = request
        self.kept_about = request.id
        words = RightsWords(texts, services)
        self.column.addWidget(Label(texts(f"requests.do_{request.kind.value}"), "muted"))
        chosen = [(each.value, texts(f"requests.outcome_{each.value}")) for each in Outcome]
        self.outcome = ComboBox([("", texts("access.choose")), *chosen])
        self.words = self.lines()
        self.answered_on = self.day()
        since = [each for each in letters if each.made_at.date() >= request.received_on]
        self.letter = ComboBox(
            [("", texts("requests.letter_none")), *((each.id, words.delivery(each)) for each in since)]
        )
        self.put("outcome", texts("requests.outcome"), self.outcome)
        self.put("words", texts("requests.answer_words"), self.words, texts("requests.answer_hint"))
        self.put("answered_on", texts("requests.answered_on"), self.answered_on)
        self.put("delivery_id", texts("requests.letter"), self.letter, texts("requests.letter_hint"))
        self.yes.clicked.connect(lambda: self.do(self._answer))
        self.begin()

    def _answer(self) -> None:
        day = self.answered_on.date("answered_on")
        if day is None:
            raise missing("answered_on")
        self.services.requests.answer(
            self._request.id, self.outcome.key(), self.words.text(), day, self.letter.key()
        )
