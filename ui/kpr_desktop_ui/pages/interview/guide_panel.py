"""Guided scoring: the deciding questions one after another, and the score they lead to."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.model import Text
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.guide import MOST_QUESTIONS, Guide, Question, Suggestion
from kpr_desktop_ui.pages.interview.score_badge import ScoreBadge
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, Label, ToggleChip

YES, NO = "yes", "no"
_ACTIVITY = "{activity}"


class _Row:
    """One question with its two answers. `answered(given)`: a person chose one."""

    def __init__(self, texts: Texts, grid: QGridLayout, place: int) -> None:
        self.question = Label()
        self.hint = Label(role="small")
        self.id = ""
        self.chips = {
            YES: ToggleChip(YES, texts("interview.guide_yes")),
            NO: ToggleChip(NO, texts("interview.guide_no")),
        }
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.question)
        words.addWidget(self.hint)
        middle = Qt.AlignmentFlag.AlignTop
        grid.addLayout(words, place, 0)
        grid.addWidget(self.chips[YES], place, 1, middle)
        grid.addWidget(self.chips[NO], place, 2, middle)
        for chip in self.chips.values():  # by mouse the keys stay with the question: J and N go on working
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def widgets(self) -> list[QWidget]:
        return [self.question, self.hint, *self.chips.values()]

    def hide(self) -> None:
        for widget in self.widgets():
            widget.hide()

    def show(self, question: str, hint: str, given: bool | None) -> None:  # noqa: FBT001 - the answer itself
        self.question.setText(question)
        self.hint.setText(hint)
        for code, chip in self.chips.items():
            chip.set_on(given is (code == YES))
            chip.setAccessibleDescription(question)
        for widget in self.widgets():
            widget.setVisible(widget is not self.hint or (bool(hint) and given is None))


class GuidePanel(QWidget):
    """The questions of a scale, asked about one variable. Answers given stay in sight and can be changed.

    `answered(question, given)`: a person answered. `taken(score)`: the suggestion is wanted. `closed`: back to the
    contrasts.
    """

    answered = Signal(str, bool)
    taken = Signal(str)
    closed = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._score = ""
        theme = Theme.current()
        card = Card()
        head = QHBoxLayout()
        self.close_button = Button(
            texts("interview.guide_close"), "quiet", texts("interview.guide_key"), small=True
        )
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.closed)
        head.addWidget(Label(texts("interview.guide_title"), "heading"), 1)
        head.addWidget(self.close_button)
        card.body.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space("s"))
        grid.setVerticalSpacing(theme.space("xs"))
        grid.setColumnStretch(0, 1)
        self.rows = [_Row(texts, grid, place) for place in range(MOST_QUESTIONS)]
        for row in self.rows:
            for code, chip in row.chips.items():
                chip.toggled_by_user.connect(
                    lambda _code, row=row, given=code == YES: self.answered.emit(row.id, given)
                )
        card.body.addLayout(grid)
        card.body.addWidget(self._suggestion(theme))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def _suggestion(self, theme: Theme) -> QWidget:
        self._found = QWidget()
        self._badge = ScoreBadge()
        self._reason = Label(role="strong")
        self.take = Button(
            self._texts("interview.guide_take", score="0"),
            "primary",
            self._texts("interview.next_key"),
            small=True,
        )
        self.take.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.take.clicked.connect(lambda: self.taken.emit(self._score))
        line = QHBoxLayout(self._found)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("s"))
        line.addWidget(self._badge)
        line.addWidget(self._reason, 1)
        line.addWidget(self.take)
        return self._found

    def show_walk(self, guide: Guide[Text], activity: str, given: Mapping[str, bool], value: str) -> None:
        """Show the questions up to the first that has no answer, or all with the suggestion they lead to."""
        language = self._texts.language
        asked: list[tuple[Question[Text], bool | None]] = []
        path: dict[str, bool] = {}
        step = guide.walk(path)
        while isinstance(step, Question):
            answer = given.get(step.id)
            asked.append((step, answer))
            if answer is None:
                break
            path[step.id] = answer
            step = guide.walk(path)
        for place, row in enumerate(self.rows):
            if place < len(asked):
                question, answer = asked[place]
                row.id = question.id
                hint = question.hint.in_(language) if question.hint is not None else ""
                row.show(about(question.text.in_(language), activity), about(hint, activity), answer)
            else:
                row.hide()
        self._score = step.score if isinstance(step, Suggestion) else ""
        self._found.setVisible(bool(self._score))
        if isinstance(step, Suggestion):
            self._badge.set_code(step.score)
            reason = about(step.reason.in_(language), activity)
            self._reason.setText(self._texts("interview.guide_suggestion", score=step.score, reason=reason))
            self.take.setText(self._texts("interview.guide_take", score=step.score))
            self.take.setEnabled(step.score != value)

    def open_question(self) -> str:
        """The id of the question that waits for an answer; empty when there is none."""
        return next(
            (row.id for row in self.rows if row.question.isVisibleTo(self) and not _answered(row)), ""
        )

    def suggested(self) -> str:
        """The suggested score that is not taken yet; empty when there is none."""
        return self._score if self.take.isEnabled() else ""

    def next_field(self) -> QWidget:
        """Where a person goes on who answers by the buttons."""
        asked = self.open_question()
        return next((row.chips[YES] for row in self.rows if asked and row.id == asked), self.take)

    def fields(self) -> list[QWidget]:
        """What Tab visits."""
        chips = [chip for row in self.rows for chip in row.chips.values()]
        return [*chips, self.take, self.close_button]


def _answered(row: _Row) -> bool:
    return any(chip.is_on() for chip in row.chips.values())


def about(text: str, activity: str) -> str:
    """A text of the guide with what the variable is about in it."""
    return text.replace(_ACTIVITY, activity)
