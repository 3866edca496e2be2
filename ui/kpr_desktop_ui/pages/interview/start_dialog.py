"""Starting an assessment of a person."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason, valid_on
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.interview.day_dialog import DayDialog
from kpr_desktop_ui.widgets import Button


class InterviewStartDialog(DayDialog):
    """Asks for day and reason, and whether the answers of last time are brought along to be confirmed.

    `started` is the new draft (or the one the person already has); None when given up. `on_paper`: the blank form is
    wanted instead.
    """

    kept_as = "interview.start"

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId, parent: QWidget | None = None
    ) -> None:
        words = (
            texts("interview.start_title"),
            texts("interview.start_text"),
            texts("interview.start_go"),
            texts("interview.start_cancel"),
        )
        super().__init__(texts, words, services.session.today, parent=parent)
        self._texts, self._services, self._person_id = texts, services, person_id
        self.kept_about = person_id
        self.started: AssessmentId | None = None
        self.on_paper = False
        self.paper = Button(texts("sheet.blank_open"), "quiet", icon="file-text", small=True)
        self.paper.clicked.connect(self._take_paper)
        self.column.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignLeft)
        if valid_on(services.interviews.of_person(person_id), services.session.today()) is not None:
            self.start.offer_carry()
        self.fit()

    def _take_paper(self) -> None:
        """The conversation is to be held on paper: nothing is begun here."""
        self.on_paper = True
        self.reject()

    def run(self) -> AssessmentId | None:
        """Ask and wait. Gives the assessment to go on with."""
        self.exec()
        return self.started

    def take(self, day: date, reason: Reason) -> None:
        """Begin the assessment."""
        carry = self.start.carry.isChecked()
        begin = self._services.interviews.start
        begun = with_leave(
            self,
            self._texts,
            self._services,
            lambda: begin(self._person_id, day, reason, carry=carry),
        )
        self.started = begun.assessment.id
