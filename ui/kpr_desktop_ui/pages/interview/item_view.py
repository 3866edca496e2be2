"""The middle of the interview screen: one item with its question, its answer, its note and the way on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kpr_desktop.codebook.model import Item, ItemKind
from kpr_desktop_ui.pages.interview.aid_panel import AidPanel
from kpr_desktop_ui.pages.interview.answer_editor import AnswerEditor
from kpr_desktop_ui.pages.interview.choice_editor import ChoiceEditor
from kpr_desktop_ui.pages.interview.date_answer import DateAnswer
from kpr_desktop_ui.pages.interview.entries_editor import EntriesEditor
from kpr_desktop_ui.pages.interview.note_panel import NotePanel
from kpr_desktop_ui.pages.interview.question_head import QuestionHead
from kpr_desktop_ui.pages.interview.score_editor import ScoreEditor
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Label
from kpr_desktop_ui.widgets.focus_follower import FocusFollower
from kpr_desktop_ui.widgets.sheet import Sheet

_ALL = 1000
"""The note takes what room there is, up to its most."""

_AROUND = 40
"""Pixels at 100 % above and below what has the focus: its label, and the edge of what comes next."""

NEXT_NAME_ROOM = 560
"""Pixels at 100 %: narrower than this, the name of the next item is left out."""


class ItemView(QWidget):
    """Shows one item at a time. Every editor is made once; showing the next item fills it anew.

    `answered(value)` on a person's gesture; `went(±1)` for Tilbake and Neste. Filling emits nothing.
    """

    answered = Signal(str)
    went = Signal(int)

    def __init__(
        self, words: Words, year: int, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._texts = words, words.texts
        theme = Theme.current()
        self._above = Label(role="small")
        self._saved = Label(role="small", wrap=False)
        self.head = QuestionHead()
        self.aids = AidPanel(self._texts, self.head)
        self.contrasts = self.aids.contrasts
        self.note = NotePanel(self._texts)
        self.scores = ScoreEditor(words.book, self._texts)
        self.choices = ChoiceEditor(words.book, self._texts, year)
        self.date = DateAnswer(self._texts, today)
        self.entries = EntriesEditor(words, year, today)
        self._editors: dict[ItemKind, AnswerEditor] = {
            ItemKind.SCORE: self.scores,
            ItemKind.CODE: self.choices,
            ItemKind.YESNO: self.choices,
            ItemKind.DATE: self.date,
            ItemKind.ENTRIES: self.entries,
        }
        self.editor: AnswerEditor = self.scores
        self.item: Item | None = None
        self._aside: Callable[[], list[QWidget]] = list
        for editor in (self.scores, self.choices, self.date, self.entries):
            editor.answered.connect(self._tell)
            editor.hide()
        self.head.stepped.connect(self._step)
        self._build(theme)

    def _build(self, theme: Theme) -> None:
        inside = Sheet()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space("m"))
        line = QHBoxLayout()
        line.addWidget(self._above, 1)
        line.addWidget(self._saved)
        top = QVBoxLayout()
        top.setSpacing(theme.space("xs"))
        top.addLayout(line)
        top.addWidget(self.head)
        self.column.addLayout(top)
        for editor in (self.scores, self.choices, self.date, self.entries):
            self.column.addWidget(editor)
        self.column.addWidget(self.aids)
        self.column.addWidget(self.note, _ALL)
        self.column.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.space("m"))
        outer.addWidget(self.scroller, 1)
        outer.addLayout(self._footer(theme))
        FocusFollower(self.scroller, _AROUND)

    def _footer(self, theme: Theme) -> QHBoxLayout:
        self.back = Button(self._texts("interview.back"))
        self.back.clicked.connect(lambda: self.went.emit(-1))
        self.next = Button(
            self._texts("interview.next"), "primary", key_hint=self._texts("interview.next_key")
        )
        self.next.clicked.connect(lambda: self.went.emit(1))
        self._guidance = Label(self._texts("interview.guidance"), "small")
        self._next_name = Label(role="small", wrap=False)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("m"))
        row.addWidget(self.back)
        row.addWidget(self._guidance, 1)
        row.addWidget(self._next_name)
        row.addWidget(self.next)
        return row

    # --- filling

    def show_item(
        self, item: Item, value: str, note: str, *, above: str, next_name: str, first: bool
    ) -> None:
        """Show an item with its answer and note; emits nothing."""
        language = self._words.language
        self.item = item
        self._above.setText(above)
        self.head.show_question(item.question.in_(language), item.covers.in_(language))
        wanted = self._editors[item.kind]
        wanted.show_item(item, value)
        wanted.set_error("")
        if wanted is not self.editor or wanted.isHidden():
            self.editor.hide()
            self.editor = wanted
            wanted.show()
        self._show_contrasts(item, value)
        self.note.show_note(note)
        self.back.setEnabled(not first)
        self.set_next_name(next_name)
        self.scroller.verticalScrollBar().setValue(0)
        self._order()

    def set_value(self, value: str) -> None:
        """Show another answer to the same item; emits nothing."""
        if self.item is None:
            return
        self.editor.set_value(value)
        self._show_contrasts(self.item, value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A screen reader hears the name with the button; the eye can do without it where there is no room.
        self._next_name.setVisible(event.size().width() >= Theme.current().px(NEXT_NAME_ROOM))

    def set_next_name(self, name: str) -> None:
        """What Neste leads to."""
        self._next_name.setText(name)
        self.next.setAccessibleDescription(name)

    def set_saved(self, text: str) -> None:
        """The quiet word at the upper right."""
        self._saved.setText(text)

    def saved_text(self) -> str:
        """What stands at the upper right."""
        return self._saved.content()

    def set_enter_taken(self, *, taken: bool) -> None:
        """Whether Enter does something else than lead on just now."""
        key = "interview.next_key_note" if taken else "interview.next_key"
        self.next.set_key_hint(self._texts(key))

    def focus_start(self) -> None:
        """Put the focus where the item's work begins: in its first text field, or on the question."""
        field = self.editor.first_field() or self.head
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def reorder(self) -> None:
        """Let Tab visit what is open now, in the order of the screen."""
        self._order()

    def reveal_aid(self) -> None:
        """Bring the question that is open into sight where the screen scrolls; the scores come along when they can."""
        self.scroller.ensureWidgetVisible(self.aids, 0, 0)

    def set_aside(self, fields: Callable[[], list[QWidget]]) -> None:
        """What Tab visits between the note and the way on: the fields of the side panel."""
        self._aside = fields

    def _show_contrasts(self, item: Item, value: str) -> None:
        shown = item.kind is ItemKind.SCORE
        self.aids.setVisible(shown)
        self._guidance.setText(self._words.guidance(item) if shown else "")
        if shown:
            self.contrasts.show_pairs(item, value)

    def _order(self) -> None:
        chain = [self.head, *self.editor.fields()]
        if self.editor in (self.scores, self.choices):
            # Tab leads from the question straight to the note; the cards are reached by the arrow keys.
            chain.reverse()
        after = self.contrasts.fields() if self.editor is self.scores else []
        chain += [*self.aids.fields(), *self.note.fields(), *self._aside(), *after, self.back, self.next]
        for before, behind in pairwise(chain):
            QWidget.setTabOrder(before, behind)

    def _step(self, direction: int) -> None:
        self.editor.step(direction)

    def _tell(self, value: str) -> None:
        if self.item is not None and self.item.kind is not ItemKind.DATE:
            self._show_contrasts(self.item, value)
        self.answered.emit(value)
