"""Putting the answer to a request off, once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.rights import RightsRequest
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.rights.rights_dialog import RightsDialog, missing


class ExtendDialog(RightsDialog):
    """To when, why, and when the citizen was told so."""

    kept_as = "request.extend"

    def __init__(
        self, texts: Texts, services: Services, request: RightsRequest, parent: QWidget | None = None
    ) -> None:
        said = texts("requests.extend_title"), texts("requests.extend_text"), texts("requests.extend_yes")
        super().__init__(texts, services, said, parent)
        self._request = request
        self.kept_about = request.id
        self.to = self.day(today=False)
        self.why = self.lines()
        self.told_on = self.day()
        hint = texts("requests.extend_hint", due=in_table(request.due_on), last=in_table(request.longest))
        self.put("to", texts("requests.extend_to"), self.to, hint)
        self.put("why", texts("requests.extend_why"), self.why, texts("requests.extend_why_hint"))
        self.put("told_on", texts("requests.extend_told_on"), self.told_on)
        self.yes.clicked.connect(lambda: self.do(self._extend))
        self.begin()

    def _extend(self) -> None:
        to, told_on = self.to.date("to"), self.told_on.date("told_on")
        if to is None:
            raise missing("to")
        if told_on is None:
            raise missing("told_on")
        self.services.requests.extend(self._request.id, to, self.why.text(), told_on)
