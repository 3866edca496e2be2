"""A person's assessments: the list, and what can be done with the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Assessment, State
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.exchange.exchanging import save_case
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.pages.persons.reason_dialog import ask_reason
from kpr_desktop_ui.pages.persons.tab_rows import assessment_rows, newest_versions
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.places import InterviewPlace
from kpr_desktop_ui.widgets import Button, Column, EmptyState, tell

_COLUMNS = (("date", 0), ("version", 2), ("reason", 1), ("by", 2), ("state", 1))


class AssessmentsTab(TableTab):
    """`go(place)`: an assessment was opened, or a new version of one was made. `told(text)`: a file was saved."""

    go = Signal(object)
    told = Signal(str)

    def __init__(self, texts: Texts, services: Services, words: PersonWords, person_id: PersonId) -> None:
        self._texts, self._services, self._words, self._person_id = texts, services, words, person_id
        self._assessments: Sequence[Assessment] = ()
        self.start = Button(texts("person.start"), "primary", texts("person.start_key"))
        self.revise = Button(texts("person.revise"))
        self.save_case = Button(texts("exchange.save"), "quiet", icon="file-text")
        super().__init__(
            texts("person.assessments"),
            [Column(texts(f"person.column_{name}"), share) for name, share in _COLUMNS],
            EmptyState("file-text", texts("person.assessments_none"), texts("person.assessed_none_text")),
            texts("person.assessments_hint"),
            [self.save_case, self.revise, self.start],
        )
        self.reopens = {"person.revise": self._revise_again}
        self.revise.clicked.connect(self._revise)
        self.save_case.clicked.connect(self._save_case)
        self.table.opened.connect(lambda key: self.go.emit(InterviewPlace(AssessmentId(key))))
        self.table.selected.connect(self._choose)

    def show_assessments(self, assessments: Sequence[Assessment]) -> None:
        """Fill the tab."""
        self._assessments = assessments
        self.set_rows(assessment_rows(self._words, list(assessments)))
        self._choose(self.table.key())

    def draft(self) -> Assessment | None:
        """The one that is under way."""
        return next((a for a in self._assessments if a.state is State.DRAFT), None)

    def _choose(self, key: str) -> None:
        may = self._services.session.may("interview.write") and self.draft() is None
        self.revise.setEnabled(may and key in newest_versions(list(self._assessments)))

    def _save_case(self) -> None:
        told = save_case(self, self._texts, self._services, self._person_id)
        if told:
            self.told.emit(told)

    def _revise_again(self, key: str) -> None:
        self.table.select(key)
        if self.revise.isEnabled() and self.table.key() == key:
            self._revise()

    def _revise(self) -> None:
        texts, services = self._texts, self._services
        words = {
            "title": texts("person.revise_title"),
            "text": texts("person.revise_text"),
            "label": texts("person.revise_reason"),
            "yes": texts("person.revise_yes"),
            "no": texts("person.reason_no"),
        }
        chosen = AssessmentId(self.table.key())
        reason = ask_reason(
            self, words, missing=texts("person.reason_missing"), kept=("person.revise", chosen)
        )
        if not reason:
            return
        try:
            made = with_leave(self, texts, services, lambda: services.interviews.revise(chosen, reason))
        except Fault as fault:
            tell(self, texts("person.not_done"), texts.fault(fault), texts("person.close"))
        else:
            self.go.emit(InterviewPlace(made.assessment.id))
