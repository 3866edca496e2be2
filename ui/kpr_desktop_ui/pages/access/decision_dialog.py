"""Deciding whether an emergency access was justified."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.emergency import OUTCOMES, FollowUp
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.widgets import ComboBox, Label, LineEdit


class DecisionDialog(FieldsDialog):
    """What was written then, a choice, and what the decision rests on."""

    kept_as = "emergency.decide"

    def __init__(
        self, texts: Texts, services: Services, line: FollowUp, purpose: str, parent: QWidget | None = None
    ) -> None:
        words = (
            texts("emergency.decide_title"),
            texts("emergency.decide_text"),
            texts("emergency.decide_yes"),
            texts("access.no"),
        )
        super().__init__(texts, words, parent)
        self._services, self._line = services, line
        self.kept_about = line.emergency.id
        told = texts("emergency.told_then", name=line.user, purpose=purpose, why=line.emergency.why)
        self.column.addWidget(Label(told))
        outcomes = [(each, texts(f"emergency.outcome_{each}")) for each in OUTCOMES]
        self.outcome = ComboBox([("", texts("access.choose")), *outcomes])
        self.why = LineEdit(REASON_LIMIT)
        self.put("outcome", texts("emergency.outcome"), self.outcome)
        self.put("why", texts("emergency.decided_why"), self.why)
        self.yes.clicked.connect(self._answer)
        self.begin()

    def _answer(self) -> None:
        desk, each = self._services.emergencies, self._line.emergency
        self.attempt(lambda: desk.decide(each.id, self.outcome.key(), self.why.text()))
