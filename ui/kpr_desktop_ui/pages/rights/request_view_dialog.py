"""One request, to be read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.rights import RightsRequest
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.pages.persons.fact_list import FactList
from kpr_desktop_ui.pages.rights.rights_words import RightsWords


class RequestViewDialog(FormDialog):
    """Everything that was recorded. Accepted when the letter with the answer is wanted."""

    def __init__(
        self,
        texts: Texts,
        services: Services,
        request: RightsRequest,
        letter: Delivery | None,
        parent: QWidget | None = None,
    ) -> None:
        """`letter`: the one that carries the answer."""
        see = texts("requests.see_letter") if letter is not None else ""
        super().__init__(parent, texts("requests.view_title"), "", see, texts("requests.close"))
        words = RightsWords(texts, services)
        facts = FactList()
        facts.set_facts(
            [
                (texts("requests.kind"), words.kind(request)),
                (texts("requests.column_state"), words.state(request, services.session.today()).text),
                (texts("requests.asked_by"), words.asker(request)),
                (texts("requests.received_on"), in_table(request.received_on)),
                (texts("requests.words"), request.words),
                (texts("requests.column_due"), in_table(request.due_on)),
                (texts("requests.extend_to"), in_table(request.extended_to)),
                (texts("requests.extend_why"), request.extended_why),
                (texts("requests.extend_told_on"), in_table(request.extended_on)),
                (texts("requests.outcome"), words.outcome(request)),
                (texts("requests.answer_words"), request.answer),
                (texts("requests.letter"), words.delivery(letter) if letter is not None else ""),
            ]
        )
        self.column.addWidget(facts)
        self.column.addStretch(1)
        self.yes.clicked.connect(self.accept)
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()
