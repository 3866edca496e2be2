"""Ticking off somebody who has been told of a correction."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.rights import CorrectionNotice
from kpr_desktop.usecases.requests import DEED_LIMIT
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.rights.rights_dialog import RightsDialog, missing
from kpr_desktop_ui.pages.rights.rights_words import RightsWords
from kpr_desktop_ui.widgets import Label, LineEdit


class ToldDialog(RightsDialog):
    """How they were told, and when; or why it could not be done."""

    kept_as = "request.told"

    def __init__(
        self, texts: Texts, services: Services, notice: CorrectionNotice, parent: QWidget | None = None
    ) -> None:
        said = texts("requests.told_title"), texts("requests.told_text"), texts("requests.told_yes")
        super().__init__(texts, services, said, parent)
        self._notice = notice
        self.kept_about = notice.id
        self.column.addWidget(Label(RightsWords(texts, services).recipient(notice.recipient), "strong"))
        self.how = LineEdit(DEED_LIMIT)
        self.told_on = self.day()
        self.put("how", texts("requests.told_how"), self.how, texts("requests.told_how_hint"))
        self.put("told_on", texts("requests.told_on"), self.told_on)
        self.yes.clicked.connect(lambda: self.do(self._tell))
        self.begin()

    def _tell(self) -> None:
        day = self.told_on.date("told_on")
        if day is None:
            raise missing("told_on")
        self.services.requests.told(self._notice, day, self.how.text())
