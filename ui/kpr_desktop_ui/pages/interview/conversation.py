"""The talk through one interview: what a gesture does, and what is saved by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication

from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.domain.assessment import NOT_RELEVANT
from kpr_desktop.domain.dates import in_clock
from kpr_desktop.domain.problems import Problem
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.interview import Interview
from kpr_desktop_ui.pages.interview.keys import CTRL, Gesture, in_text_field
from kpr_desktop_ui.pages.interview.talk_walk import TalkWalk
from kpr_desktop_ui.pages.interview.words import Words


class Conversation(TalkWalk):
    """What a gesture does: every one is saved by the keeper before the next one is taken. `told` and `undoable` are the
    page's.

    `head_changed`: day or reason are others, and with them what last time was; the page shows the interview anew.
    `consent_wanted(given_by)`: a consent is to be recorded; the page hands it to `aside.rest_on`. With `one_key` a
    score leads on by itself.
    """

    told = Signal(str)
    undoable = Signal(str, object)
    head_changed = Signal()
    consent_wanted = Signal(str)

    def __init__(
        self, interview: Interview, words: Words, now: Callable[[], datetime], *, one_key: bool = False
    ) -> None:
        super().__init__(interview, words, now)
        self._one_key = one_key
        self._connect()

    def _connect(self) -> None:
        view, summary = self.screen_.view, self.screen_.summary
        view.answered.connect(self.answer)
        view.went.connect(self.walk)
        view.note.edited.connect(self._type_note)
        view.note.moved.connect(lambda caret: self.keeper.move(self.item, "note", caret))
        view.note.left.connect(self._left_note)
        for field in (
            view.note,
            view.note.basis.reason,
            self.screen_.side.last.reason,
            self.screen_.side.own.words,
        ):
            field.escaped.connect(self._to_question)
        view.scores.nine_wanted.connect(self.scoring.nine)
        self.scoring.scored.connect(self._score)
        self.scoring.changed.connect(self._show_aid)
        self.aside.settled.connect(self.screen_.settle)
        self.aside.consent_wanted.connect(self.consent_wanted)
        self.screen_.side.last.confirmed.connect(self.confirm)
        self.ending.go.connect(self.go)
        self.ending.told.connect(self.told)
        self.ending.head_changed.connect(self.head_changed)
        self.ending.refused.connect(self._show_problems)
        self.ending.stayed.connect(summary.focus_start)
        self.rows.changed.connect(lambda: self._show_steps(self.item))
        removed = self._texts("interview.entries_removed")
        self.rows.removed.connect(lambda undo: self.undoable.emit(removed, undo))
        summary.jump.connect(self.jump_to)
        summary.finish.connect(self.finish)
        summary.back.connect(lambda: self.show_item(self.item))
        summary.change_head.connect(self.change_head)
        summary.discard.connect(self.discard)
        self.screen_.navigator.chosen.connect(self._choose)
        self.screen_.jump.clicked.connect(self.jump)
        self.screen_.sum_up.clicked.connect(self.show_summary)
        self.screen_.turn.clicked.connect(self.turn)
        self.screen_.banner.acted.connect(self.keeper.retry)
        self.keeper.saved.connect(self._saved)
        self.keeper.stuck.connect(self._stuck)
        self.keeper.mended.connect(self.screen_.banner.hide)
        self.keeper.refused.connect(self._refused_later)

    # --- gestures

    def take(self, what: Gesture, detail: str) -> None:
        """Do what a key asks for."""
        if what is Gesture.FACE:
            self.turn()
        elif self.faces.citizen_shown():
            self.faces.take(what)
        elif what is Gesture.NEXT:
            self._enter(sure=detail == CTRL)
        elif what is Gesture.JUMP:
            self.jump()
        elif what is Gesture.SUMMARY:
            self.show_summary()
        elif what is Gesture.BACK:
            self.walk(-1)
        elif not self.in_summary():
            self._take_at_item(what, detail)

    def _take_at_item(self, what: Gesture, detail: str) -> None:
        """Do what a key asks for that means something at an item only."""
        view = self.screen_.view
        if what is Gesture.DIGIT:
            view.editor.take_digit(detail)
        elif what is Gesture.EVIDENCE:
            self.aside.turn_evidence(int(detail))
        elif what is Gesture.CLEAR:
            self._clear()
        elif what is Gesture.CONFIRM:
            self.confirm()
        elif what is Gesture.ESCAPE:
            self._escape()
        elif self.item_kind() is ItemKind.SCORE and self._help(what):
            return
        elif what is Gesture.NOTE:
            view.note.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def answer(self, value: str) -> None:
        """Save an answer to the item on screen."""
        fault = self.keeper.answer(self.item, value)
        view = self.screen_.view
        view.editor.set_error(self._texts.fault(fault) if fault else "")
        if fault is None:
            self._show_answer()
            if self._one_key and value and self._leads_on(value):
                self.walk(1)

    def confirm(self) -> None:
        """Say that the item on screen is as it was last time."""
        if not self.screen_.side.last.same.isVisibleTo(self.screen_.side):
            return
        if self.aside.confirms_nine():
            self.scoring.ask_nine()
            return
        fault = self.aside.confirm()
        if fault is not None:
            self.screen_.view.editor.set_error(self._texts.fault(fault))
            return
        if self.item_kind() is ItemKind.ENTRIES:
            self.rows.show_rows(self.item)
        self.screen_.view.set_value(self.keeper.value(self.item))
        self._show_answer()

    # --- inside

    def _clear(self) -> None:
        """Take the answer back: the item is not asked yet again."""
        if self.item_kind() is not ItemKind.ENTRIES and self.keeper.value(self.item):
            self.screen_.view.set_value("")
            self.answer("")

    def _enter(self, *, sure: bool) -> None:
        if self.in_summary():
            self._enter_summary(sure=sure)
            return
        entries = self.screen_.view.entries
        focused = QApplication.focusWidget()
        if self.item_kind() is ItemKind.ENTRIES and entries.has_field(focused) and entries.started():
            entries.save_row()
            return
        if sure or not self.scoring.take():
            self.walk(1)

    def _enter_summary(self, *, sure: bool) -> None:
        """Enter leads to the first thing to look at and locks when there is none; Ctrl+Enter locks when it may."""
        first = self.screen_.summary.first_target()
        if self.screen_.summary.finish_button.isEnabled() and (sure or not first):
            self.finish()
        else:
            self.jump_to(first)

    def _choose(self, item: str) -> None:
        if item != self.item or self.in_summary():
            if self.in_summary() or self._settled(leave_row=True):
                self.show_item(item)
        else:
            self.screen_.view.focus_start()

    def _help(self, what: Gesture) -> bool:
        """What the letters mean at a score. Gives whether the key meant something; N may be a note."""
        if what is Gesture.GUIDE:
            self.scoring.open_guide()
        elif what is Gesture.MORE:
            self.scoring.more()
        elif what in (Gesture.YES, Gesture.NOTE):
            return self.scoring.say(given=what is Gesture.YES)
        else:
            return False
        return True

    def _score(self, value: str) -> None:
        """A score that was arrived at with help."""
        self.screen_.view.set_value(value)
        self.answer(value)

    def _show_answer(self) -> None:
        """Show what follows from an answer that is saved."""
        if self.scoring.is_open():
            self.scoring.close()
        self.aside.show_change()
        self.screen_.show_value(self.item, self.interview.visible(), self.keeper.value)
        self._show_next_name()

    def _leads_on(self, value: str) -> bool:
        """Whether a score needs nothing more: 9 and a great change do, and a text that is being typed is not left."""
        return (
            self.item_kind() is ItemKind.SCORE
            and value != NOT_RELEVANT
            and not self.aside.asks_reason()
            and not in_text_field(QApplication.focusWidget())
        )

    def _escape(self) -> None:
        if in_text_field(QApplication.focusWidget()) or not self.scoring.escape():
            self._to_question()

    def _to_question(self) -> None:
        self.screen_.view.head.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_aid(self) -> None:
        """Another help is open below the scores: Enter and Tab lead elsewhere."""
        self._show_enter()
        self.screen_.view.reorder()
        self.screen_.settle()
        if self.scoring.is_open():
            self.screen_.view.reveal_aid()

    def _type_note(self, text: str, caret: int) -> None:
        fault = self.keeper.type_note(self.item, text, caret)
        self.screen_.view.note.set_error(self._texts.fault(fault) if fault else "")

    def _left_note(self, written: bool) -> None:  # noqa: FBT001 - a slot
        if written:
            self.keeper.leave_text(self.item, "note")
        if not self.screen_.view.note.has_focus():
            self.keeper.move(self.item)

    def _show_problems(self, problems: list[Problem]) -> None:
        self.screen_.summary.show_problems(problems)
        self.screen_.summary.focus_start()

    def _saved(self) -> None:
        time = in_clock(self._now(), self._texts.language)
        self.screen_.view.set_saved(self._texts("interview.saved", time=time))

    def _stuck(self) -> None:
        self.screen_.view.set_saved(self._texts("interview.not_saved"))
        self.screen_.banner.show()

    def _refused_later(self, item: str, fault: UserFault) -> None:
        if item == self.item and not self.in_summary():
            self.screen_.view.editor.set_error(self._texts.fault(fault))
