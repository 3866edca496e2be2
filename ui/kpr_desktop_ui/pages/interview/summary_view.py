"""What has been answered, what stands in the way, and the one button that locks the assessment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.navigation import Step
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.interview.answers_list import AnswerLine, AnswersList
from kpr_desktop_ui.pages.interview.question_head import QuestionHead
from kpr_desktop_ui.pages.interview.results_tabs import ResultsTabs
from kpr_desktop_ui.pages.interview.unanswered_row import UnansweredRow
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, FlowLayout, ProblemList, ProblemRow

_UNANSWERED = "assessment.answer_missing"
"""The rule that finds an item without an answer: one row tells of all of them."""
LOW = 320
"""Pixels at 100 %: in a view that is lower than this the heading is left to the tab of the same name."""


class SummaryView(QWidget):
    """The summary. `jump(target)` leads to an item or field, `finish` asks for the lock, `back` for the last item.

    `change_head` and `discard`: a person wants another day or reason, or to throw the draft away.
    """

    jump = Signal(str)
    finish = Signal()
    back = Signal()
    change_head = Signal()
    discard = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._texts = words, words.texts
        self._first = ""
        theme = Theme.current()
        self.head = QuestionHead()
        self.head.shorten(short=True)  # until it is known how high the view may be
        self._banner = Banner("ok", "")
        self.problems = ProblemList()
        self.problems.jump.connect(self.jump)
        self.unanswered = UnansweredRow(self._texts)
        self.unanswered.jump.connect(self.jump)
        self._answers = AnswersList(self._texts)
        self.scroller = FormScroll([self._first_tab(theme)], bar=True)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scroller.setAccessibleName(self._texts("interview.summary_answers"))
        self.results = ResultsTabs(words, self.scroller)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.space("m"))
        outer.addWidget(self.head)
        outer.addWidget(self.results, 1)
        outer.addLayout(self._footer(theme))

    def _first_tab(self, theme: Theme) -> QWidget:
        tab = QWidget()
        column = QVBoxLayout(tab)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        for part in (self._draft(theme), self._banner, self.problems, self.unanswered, self._answers):
            column.addWidget(part)
        return tab

    def _draft(self, theme: Theme) -> QWidget:
        """What can be done with the draft itself: seldom, and so in quiet words."""
        self.head_button = Button(self._texts("interview.head_title"), "quiet", icon="calendar", small=True)
        self.head_button.clicked.connect(self.change_head)
        self.discard_button = Button(self._texts("interview.discard"), "quiet", icon="x", small=True)
        self.discard_button.clicked.connect(self.discard)
        holder = QWidget()
        flow = FlowLayout(holder, theme.space("s"))
        flow.addWidget(self.head_button)
        flow.addWidget(self.discard_button)
        return holder

    def _footer(self, theme: Theme) -> QHBoxLayout:
        self.back_button = Button(self._texts("interview.back"))
        self.back_button.clicked.connect(self.back)
        self.finish_button = Button(
            self._texts("interview.summary_finish"),
            "primary",
            key_hint=self._texts("interview.next_key_note"),
        )
        self.finish_button.clicked.connect(self.finish)
        row = QHBoxLayout()
        row.setSpacing(theme.space("m"))
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.finish_button)
        return row

    def show_summary(
        self,
        steps: Sequence[Step],
        value: Callable[[str], str],
        say: Callable[[str], str],
        note: Callable[[str], str],
        problems: Sequence[Problem],
    ) -> None:
        """Show the answers as they stand and what the rules found, hard ones first."""
        done = sum(bool(value(step.item)) for step in steps)
        count = self._texts("interview.summary_head", done=done, total=len(steps))
        self.head.show_question(self._texts("interview.summary"), count)
        self.show_problems(problems)
        lines = [self._line(step, value, say, note) for step in steps]
        self._answers.show_lines(lines)

    def show_results(self, assessment: Assessment, previous: Assessment | None) -> None:
        """Show profile and changes of the same answers in the other tabs, and the summary itself in front."""
        self.results.show_results(assessment, previous)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what the rules found."""
        hard = [p for p in problems if p.severity is Severity.HARD]
        soft = [p for p in problems if p.severity is Severity.SOFT]
        if hard:
            self._banner.set_message("stop", self._texts("interview.summary_hard", count=len(hard)))
        elif soft:
            self._banner.set_message("info", self._texts("interview.summary_look"))
        else:
            self._banner.set_message("ok", self._texts("interview.summary_ready"))
        unanswered = [p.target for p in soft if p.code == _UNANSWERED]
        grouped = unanswered if len(unanswered) > 1 else []
        rows = [p for p in (*hard, *soft) if p.target not in grouped or p.code != _UNANSWERED]
        self._first = next(iter((*(p.target for p in rows), *grouped)), "")
        self.problems.set_problems([self._row(p) for p in rows])
        self.problems.setVisible(bool(rows))
        self.unanswered.show_items([(item, self._words.short(item)) for item in grouped])
        self.finish_button.setEnabled(not hard)
        self.scroller.verticalScrollBar().setValue(0)
        self._order()

    def focus_start(self) -> None:
        """Put the focus on the heading: from there Enter leads on, and Tab to the problems."""
        self.head.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_target(self) -> str:
        """What the first problem points to; empty when there is none."""
        return self._first

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.shorten(short=event.size().height() < Theme.current().px(LOW))

    def _order(self) -> None:
        """Tab leads from the heading to what should be looked at, and to what is seldom wanted at last."""
        mend = [*self.problems.buttons(), self.unanswered.button, self.scroller]
        leave = [
            self.back_button,
            self.finish_button,
            self.results.tabs,
            self.head_button,
            self.discard_button,
        ]
        for before, after in pairwise([self.head, *mend, *leave]):
            QWidget.setTabOrder(before, after)

    def _row(self, problem: Problem) -> ProblemRow:
        text, action = self._words.problem(problem)
        place = self._words.place(problem)
        named = not place or "item" in problem.params
        told = (
            f"{text} {action}"
            if named
            else self._texts("interview.summary_line", item=place, text=f"{text} {action}")
        )
        kind = "stop" if problem.severity is Severity.HARD else "warning"
        return ProblemRow(kind, told, self._texts("interview.summary_go"), problem.target)

    def _line(
        self, step: Step, value: Callable[[str], str], say: Callable[[str], str], note: Callable[[str], str]
    ) -> AnswerLine:
        item = self._words.book.items[step.item]
        score = value(step.item) if item.kind is ItemKind.SCORE else ""
        return AnswerLine(
            self._words.group(step.group),
            self._words.short(step.item),
            say(step.item),
            score,
            note(step.item).strip(),
        )
