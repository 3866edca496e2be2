"""One variable of a practice case, with the interview's cards and contrasts."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.model import CodeBook, Item
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import NOT_RELEVANT
from kpr_desktop_ui.pages.interview.contrast_panel import ContrastPanel
from kpr_desktop_ui.pages.interview.question_head import QuestionHead
from kpr_desktop_ui.pages.interview.score_editor import ScoreEditor
from kpr_desktop_ui.pages.practice.at_left import at_left
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ActionBar, Button, Label


class ScoreStep(QWidget):
    """Scores one variable at a time. `answered(score)`, `went(±1)`, `change_wanted`: another person sits down."""

    answered = Signal(str)
    went = Signal(int)
    change_wanted = Signal()

    def __init__(self, book: CodeBook, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._texts = texts
        self._item: Item | None = None
        self._above = Label(role="small")
        self._saved = Label(role="small", wrap=False)
        self.head = QuestionHead()
        self.scores = ScoreEditor(book, texts)
        self.contrasts = ContrastPanel(texts)
        _hide(self.contrasts.guide)  # practice is to find the way oneself
        self.back = Button(texts("practice.back"))
        self.change = Button(texts("practice.change"), "quiet", icon="users")
        self.next = Button(texts("practice.next"), "primary", texts("practice.enter_key"))
        line = QHBoxLayout()
        line.addWidget(self._above, 1)
        line.addWidget(self._saved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addLayout(line)
        for widget in (self.head, self.scores, self.contrasts):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(ActionBar(at_left(self.back), [self.change, self.next], 60))
        self.head.stepped.connect(self.scores.step)
        self.scores.answered.connect(self._tell)
        self.scores.nine_wanted.connect(self._nine)
        self.back.clicked.connect(lambda: self.went.emit(-1))
        self.next.clicked.connect(lambda: self.went.emit(1))
        self.change.clicked.connect(self.change_wanted)

    def show_item(self, item: Item, score: str, *, place: tuple[int, int], scorer: str) -> None:
        """Ask for an item. `place` is its number and how many there are; emits nothing."""
        texts = self._texts
        self._item = item
        at, total = place
        label = item.label.in_(texts.language)
        self._above.setText(texts("practice.place", label=label, at=at, total=total, name=scorer))
        self._saved.setText("")
        self.head.show_question(item.question.in_(texts.language), item.covers.in_(texts.language))
        self.scores.show_item(item, score)
        self.contrasts.show_pairs(item, score)
        self.back.setEnabled(at > 1)
        chain = [*self.scores.fields(), self.head, self.contrasts.more, self.back, self.change, self.next]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        self.head.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_saved(self, text: str) -> None:
        """The quiet word at the upper right."""
        self._saved.setText(text)

    def _nine(self) -> None:
        self.scores.set_value(NOT_RELEVANT)
        self._tell(NOT_RELEVANT)

    def _tell(self, score: str) -> None:
        if self._item is not None:
            self.contrasts.show_pairs(self._item, score)
            self.answered.emit(score)


def _hide(button: Button) -> None:
    """Take a button away and leave its room, so that what stands beside it stays in line."""
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    button.hide()
