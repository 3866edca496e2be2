"""A finished assessment, to be read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.model import CodeBook, ItemKind
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain import navigation
from kpr_desktop.domain.assessment import Assessment, State
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.interview.answers_list import AnswerLine, AnswersList
from kpr_desktop_ui.pages.interview.code_texts import CodeTexts
from kpr_desktop_ui.pages.interview.results_tabs import ResultsTabs
from kpr_desktop_ui.pages.interview.summary_view import LOW
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.pages.persons.reason_dialog import ask_reason
from kpr_desktop_ui.pages.places import InterviewPlace, PersonPlace
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, FlowLayout, Label, StateChip


class FinishedView(QWidget):
    """All items, answers and notes of one version, with who, when and why. `go(place)` asks for another place.

    Raises UserFault rights.not_allowed for somebody who may not read persons.
    """

    go = Signal(object)

    def __init__(self, texts: Texts, services: Services, assessment_id: AssessmentId) -> None:
        super().__init__()
        self._texts, self._services = texts, services
        found = services.interviews.read(assessment_id)
        self.assessment, self.person = found.assessment, found.person
        book = services.session.books.edition(self.assessment.codebook_year)
        theme = Theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(self._head())
        self.banner = Banner("warning", "")
        self.banner.hide()
        column.addWidget(self.banner)
        self.answers = AnswersList(texts)
        codes = CodeTexts(services.diagnosis_codes, self.assessment.assessed_on)
        words = Words(book, texts, codes)
        self.answers.show_lines(finished_lines(words, self.assessment))
        self.scroller = FormScroll([*self._facts(), self.answers], bar=True)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scroller.setAccessibleName(texts("interview.summary_answers"))
        self.results = ResultsTabs(words, self.scroller)
        self.results.show_results(self.assessment, found.previous)
        column.addWidget(self.results, 1)
        self.close_button = Button(texts("interview.view_close"), "primary", texts("interview.next_key"))
        self.close_button.clicked.connect(self._close)
        self.revise_button = Button(texts("interview.view_revise"), icon="pencil")
        self.revise_button.clicked.connect(self._revise)
        self.reopens = {"interview.revise": lambda _about: self._revise()}
        foot = QHBoxLayout()
        foot.addWidget(self.revise_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        may = services.session.may("interview.write")
        self.revise_button.setVisible(found.newest and may and self.assessment.state is State.FINISHED)

    def focus_start(self, item: str = "") -> None:
        """Put the focus on an item, or on the button that leads back; the day is changed in a new version."""
        if self.answers.focus_on(item):
            self.scroller.show_focus()
            return
        # A question that is hidden is not shown here either: a new version is where it is mended.
        new = bool(item) and self.revise_button.isVisibleTo(self)
        (self.revise_button if new else self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The page's own head names the day too.
        self._title.setVisible(event.size().height() >= Theme.current().px(LOW))

    def _head(self) -> QWidget:
        texts, shown = self._texts, self.assessment
        finished = shown.state is State.FINISHED
        self._title = Label(
            texts("interview.view_title", date=in_table(shown.assessed_on)), "title", wrap=False
        )
        self._title.hide()  # until it is known how high the view may be
        state = ("interview.view_locked", "ok") if finished else ("interview.view_draft", "info")
        head = QWidget()
        line = FlowLayout(head, Theme.current().space("m"))
        line.addWidget(self._title)
        line.addWidget(StateChip(texts(state[0]), state[1]))
        return head

    def _facts(self) -> list[QWidget]:
        """Who, why and when: read before the answers, and scrolled along with them."""
        texts, shown = self._texts, self.assessment
        facts = [
            texts("interview.view_by", name=shown.assessor_name),
            texts("interview.view_reason", reason=texts(f"interview.reason_{shown.reason.value}").lower()),
            texts("interview.view_version", version=shown.version),
        ]
        if shown.finished_at is not None:
            done = shown.finished_at
            facts.append(
                texts(
                    "interview.view_finished", date=in_table(done.date()), time=in_clock(done, texts.language)
                )
            )
        told: list[QWidget] = [Label(" · ".join(facts), "muted")]
        if shown.version_reason:
            told.append(Label(texts("interview.view_version_reason", reason=shown.version_reason)))
        return told

    def _close(self) -> None:
        self.go.emit(PersonPlace(self.person.id, "assessments"))

    def _revise(self) -> None:
        texts = self._texts
        words = {
            "title": texts("interview.revise_title"),
            "text": texts("interview.revise_text"),
            "label": texts("interview.revise_reason"),
            "yes": texts("interview.revise_go"),
            "no": texts("interview.revise_cancel"),
        }
        reason = ask_reason(
            self,
            words,
            missing=texts("interview.reason_missing"),
            kept=("interview.revise", self.assessment.id),
        )
        if not reason:
            return
        try:
            desk, chosen = self._services.interviews, self.assessment.id
            made = with_leave(self, texts, self._services, lambda: desk.revise(chosen, reason))
        except Fault as fault:
            self.banner.set_message("warning", texts.fault(fault))
            self.banner.show()
            return
        self.go.emit(InterviewPlace(made.assessment.id))


def finished_lines(words: Words, assessment: Assessment) -> list[AnswerLine]:
    """What an assessment says, item by item, as the skip logic showed them."""
    book: CodeBook = words.book
    values = {item: answer.value for item, answer in assessment.answers.items()}
    lines = []
    for step in navigation.visible(book.steps, values):
        item = book.items[step.item]
        lines.append(
            AnswerLine(
                words.group(step.group),
                words.short(step.item),
                words.answer(item, assessment),
                assessment.value(step.item) if item.kind is ItemKind.SCORE else "",
                assessment.note(step.item).strip(),
                step.item,
            )
        )
    return lines
