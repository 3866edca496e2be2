"""One practice case: who scores, the scoring, and the comparison."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_clock
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.pages.interview.keys import Gesture, gesture, in_text_field
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import PracticeCasePlace, PracticePlace
from kpr_desktop_ui.pages.practice.beside_story import BesideStory
from kpr_desktop_ui.pages.practice.comparison_view import ComparisonView
from kpr_desktop_ui.pages.practice.name_step import NameStep
from kpr_desktop_ui.pages.practice.score_step import ScoreStep
from kpr_desktop_ui.widgets import Label, Scroller, tell


class PracticeCasePage(Page):
    """Leads one scorer through the case, saving each score as it is given; then shows the comparison.

    Nobody sees another's scores before all of one's own are given.
    """

    def __init__(self, texts: Texts, services: Services, place: PracticeCasePlace) -> None:
        super().__init__(texts("practice.title"))
        session = services.session
        self._texts, self._desk = texts, services.practice
        self._case = services.practice.case(place.case_id)
        self._user = session.user.name
        self._book = book = session.books.for_year(session.today().year)
        self._scorer, self._at = "", 0
        self._scores: dict[str, str] = {}
        self.name = NameStep(texts)
        self.step = ScoreStep(book, texts)
        self.comparison = ComparisonView(book, texts)
        self.beside = BesideStory([self.name, self.step])
        self.beside.title.setText(self._case.title.in_(texts.language))
        self.beside.story.setText(self._case.story.in_(texts.language))
        self.scroller = Scroller(self.beside)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.scroller)
        self._stack.addWidget(self.comparison)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()

    def enter(self) -> None:
        """Ask who scores."""
        self.set_head(self._texts("practice.head", title=self._case.title.in_(self._texts.language)))
        self._ask_name(self._user)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        found = gesture(event, in_text=in_text_field(QApplication.focusWidget()))
        if found is None or not self._act(*found):
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.name.given.connect(self._begin)
        self.step.answered.connect(self._answer)
        self.step.went.connect(self._go)
        self.step.change_wanted.connect(lambda: self._ask_name(""))
        self.comparison.change_wanted.connect(lambda: self._ask_name(""))
        self.comparison.review_wanted.connect(lambda: self._show_item(0))
        self.comparison.story_wanted.connect(self._show_story)
        self.comparison.left.connect(lambda: self.go.emit(PracticePlace()))

    def _act(self, what: Gesture, detail: str) -> bool:
        if what is Gesture.ESCAPE:
            self.go.emit(PracticePlace())
            return True
        if self.name.isVisible() and what is Gesture.NEXT:
            self._begin(self.name.name.text())
            return True
        if not self.step.isVisible():
            return False
        match what:
            case Gesture.DIGIT:
                return self.step.scores.take_digit(detail)
            case Gesture.NEXT:
                self._go(1)
            case Gesture.BACK:
                self._go(-1)
            case Gesture.MORE:
                self.step.contrasts.show_more()
            case _:
                return False
        return True

    # --- the three steps

    def _ask_name(self, name: str) -> None:
        self._scorer, self._scores = "", {}
        self._stack.setCurrentWidget(self.scroller)
        self.beside.show_step(self.name)
        self.name.ask(name)
        self._bring_in_sight()

    def _begin(self, name: str) -> None:
        try:
            held = self._desk.enter(self._case.id, name)
        except Fault as fault:
            self.name.refuse(self._texts.fault(fault))
            return
        self._scorer, self._scores = held.scorer, dict(held.scores)
        if (at := self._first_open()) is None:
            self._compare()
        else:
            self._show_item(at)

    def _show_item(self, at: int) -> None:
        self._at = at
        answer = self._case.answers[at]
        self._stack.setCurrentWidget(self.scroller)
        self.beside.show_step(self.step)
        self.step.show_item(
            self._book.items[answer.item],
            self._scores.get(answer.item, ""),
            place=(at + 1, len(self._case.answers)),
            scorer=self._scorer,
        )
        self._bring_in_sight()

    def _compare(self) -> None:
        self._stack.setCurrentWidget(self.comparison)
        self.comparison.show_comparison(self._desk.compare(self._case.id), self._scorer)

    def _bring_in_sight(self) -> None:
        """Scroll to the step once it has its place; where the story stands above it, that is some way down."""
        QTimer.singleShot(
            0, self, lambda: self.scroller.verticalScrollBar().setValue(self.beside.top_of_work())
        )

    # --- gestures

    def _answer(self, score: str) -> None:
        texts, before = self._texts, dict(self._scores)
        self._scores[self._case.answers[self._at].item] = score
        try:
            saved = self._desk.save(self._case.id, self._scorer, self._scores)
        except Fault as fault:
            self._scores = before
            self._show_item(self._at)
            tell(self, texts("practice.not_saved"), texts.fault(fault), texts("practice.close"))
            return
        self.step.set_saved(texts("practice.saved", time=in_clock(saved.made_at, texts.language)))

    def _go(self, way: int) -> None:
        at = self._at + way
        if 0 <= at < len(self._case.answers):
            self._show_item(at)
        elif way > 0 and (first := self._first_open()) is not None:
            self._show_item(first)
            self.told.emit(self._texts("practice.some_left"))
        elif way > 0:
            self._compare()

    def _first_open(self) -> int | None:
        return next((at for at, a in enumerate(self._case.answers) if a.item not in self._scores), None)

    def _show_story(self) -> None:
        texts = self._texts
        title = self._case.title.in_(texts.language)
        dialog = FormDialog(self, title, "", "", texts("practice.close"))
        dialog.column.addWidget(Label(self._case.story.in_(texts.language)))
        dialog.no.setFocus(Qt.FocusReason.OtherFocusReason)
        dialog.fit()
        dialog.exec()
        dialog.deleteLater()
