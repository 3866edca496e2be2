"""The walk through one interview: what a gesture does, where it leads, and what is saved on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.domain.ids import ServiceId
from kpr_desktop.domain.problems import Problem
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.interview import Interview
from kpr_desktop.usecases.refusal import RulesRefused
from kpr_desktop_ui.pages.interview.head_dialog import HeadDialog
from kpr_desktop_ui.pages.interview.interview_screen import InterviewScreen, settle
from kpr_desktop_ui.pages.interview.jump_dialog import JumpDialog
from kpr_desktop_ui.pages.interview.keeper import Keeper
from kpr_desktop_ui.pages.interview.keys import CTRL, Gesture
from kpr_desktop_ui.pages.interview.row_desk import RowDesk
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.pages.places import PersonFormPlace, PersonPlace, ServicePlace
from kpr_desktop_ui.widgets import ask


class Conversation(QWidget):
    """One open interview on screen. `go(place)` and `told(text)` are the page's.

    `head_changed`: day or reason are others, and with them what last time was; the page shows the interview anew.
    Every gesture is saved by the keeper before the next one is taken.
    """

    go = Signal(object)
    told = Signal(str)
    head_changed = Signal()

    def __init__(self, interview: Interview, words: Words, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.interview = interview
        self._words, self._texts, self._now = words, words.texts, now
        self.keeper = Keeper(interview, self)
        assessed_on = interview.assessment.assessed_on
        self.screen_ = InterviewScreen(
            words, assessed_on.year, lambda: self._now().date(), interview.previous
        )
        self.rows = RowDesk(interview, self.keeper, self.screen_.view.entries, self)
        self.item = interview.cursor.item or interview.visible()[0].item
        self._finished = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.screen_)
        self._connect()

    def _connect(self) -> None:
        view, summary = self.screen_.view, self.screen_.summary
        view.answered.connect(self.answer)
        view.went.connect(self.walk)
        view.note.edited.connect(self._type_note)
        view.note.moved.connect(lambda caret: self.keeper.move(self.item, "note", caret))
        view.note.left.connect(self._left_note)
        view.note.escaped.connect(lambda: view.head.setFocus(Qt.FocusReason.OtherFocusReason))
        self.rows.changed.connect(lambda: self._show_steps(self.item))
        summary.jump.connect(self.jump_to)
        summary.finish.connect(self.finish)
        summary.back.connect(lambda: self.show_item(self.item))
        summary.change_head.connect(self.change_head)
        summary.discard.connect(self.discard)
        self.screen_.navigator.chosen.connect(self._choose)
        self.screen_.jump.clicked.connect(self.jump)
        self.screen_.sum_up.clicked.connect(self.show_summary)
        self.screen_.banner.acted.connect(self.keeper.retry)
        self.keeper.saved.connect(self._saved)
        self.keeper.stuck.connect(self._stuck)
        self.keeper.mended.connect(self.screen_.banner.hide)
        self.keeper.refused.connect(self._refused_later)

    # --- where one is

    def resume(self) -> None:
        """Show the item, field and caret that the interview was left at."""
        cursor = self.interview.cursor
        if self.item not in {s.item for s in self.interview.visible()}:
            self.item = self.interview.visible()[0].item
        self.show_item(self.item, keep_cursor=True)
        field, _, part = cursor.field.partition(".")
        if field == "note":
            self.screen_.view.note.focus_at(cursor.caret)
        elif field == "row" and self.item_kind() is ItemKind.ENTRIES:
            self.screen_.view.entries.focus_at(part, cursor.caret)

    def show_item(self, item: str, *, keep_cursor: bool = False) -> None:
        """Show an item and put the focus where its work begins."""
        self.item = item
        if not keep_cursor:
            self.keeper.move(item)
        if self.screen_.view.isAncestorOf(QApplication.focusWidget() or self):
            # A field that is about to be hidden would hand the focus on to the note, and that place would be kept.
            self.screen_.view.head.setFocus(Qt.FocusReason.OtherFocusReason)
        steps = self.interview.visible()
        following = self.interview.next(item)
        self.screen_.show_item(item, steps, self.keeper.value, self.keeper.note(item), following)
        if self.interview.item(item).kind is ItemKind.ENTRIES:
            self.rows.show_rows(item)
            settle()
        self.screen_.view.focus_start()

    def show_summary(self) -> None:
        """Show what has been answered and what stands in the way."""
        if not self._settled(leave_row=True):
            return
        steps = self.interview.visible()
        self.screen_.summary.show_summary(
            steps, self.keeper.value, self._say, self.keeper.note, self.interview.problems()
        )
        self._show_steps("")
        self.screen_.frame.show_summary(shown=True)
        settle()
        self.screen_.summary.focus_start()

    def in_summary(self) -> bool:
        """Whether the summary is on screen."""
        return self.screen_.frame.summary_shown()

    def focus_again(self) -> None:
        """Put the focus back into the page."""
        if self.in_summary():
            self.screen_.summary.focus_start()
        elif not self._has_focus():
            self.screen_.view.focus_start()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def leave(self) -> bool:
        """Save what waits. False while something can not be saved."""
        if self._finished:
            return True
        self.screen_.view.note.flush()
        if not self.in_summary() and self.item_kind() is ItemKind.DATE:
            self.screen_.view.date.tell()
        return self.keeper.retry()

    def item_kind(self) -> ItemKind:
        """How the item on screen is answered."""
        return self.interview.item(self.item).kind

    # --- gestures

    def take(self, what: Gesture, detail: str) -> None:
        """Do what a key asks for."""
        view = self.screen_.view
        if what is Gesture.NEXT:
            self._enter(sure=detail == CTRL)
        elif what is Gesture.JUMP:
            self.jump()
        elif what is Gesture.SUMMARY:
            self.show_summary()
        elif what is Gesture.BACK:
            self.walk(-1)
        elif self.in_summary():
            return
        elif what is Gesture.DIGIT:
            view.editor.take_digit(detail)
        elif what is Gesture.CLEAR:
            self._clear()
        else:
            view.note.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def answer(self, value: str) -> None:
        """Save an answer to the item on screen."""
        fault = self.keeper.answer(self.item, value)
        view = self.screen_.view
        view.editor.set_error(self._texts.fault(fault) if fault else "")
        if fault is None:
            self.screen_.show_value(self.item, self.interview.visible(), self.keeper.value)
            self._show_next_name()

    def walk(self, direction: int) -> None:
        """Go to the next (+1) or the previous (-1) item; after the last one comes the summary."""
        if self.in_summary():
            if direction < 0:
                self.show_item(self.item)
            return
        if not self._settled():
            return
        found = self.interview.next(self.item) if direction > 0 else self.interview.back(self.item)
        if found is not None:
            self.show_item(found)
        elif direction > 0:
            self.show_summary()

    def jump(self) -> None:
        """Let the person choose an item by name."""
        if not self._settled(leave_row=True):
            return
        dialog = JumpDialog(self._words, self.interview.visible(), self._say, self.item, self)
        wanted = dialog.run()
        dialog.deleteLater()
        if wanted:
            self.show_item(wanted)
        else:
            self.focus_again()

    def jump_to(self, target: str) -> None:
        """Go to what a problem points to: an item, the draft's day, a field of the person or a care service."""
        person = self.interview.assessment.person_id
        area, _, rest = target.partition(".")
        if area in self.interview.book.items:
            self.show_item(area)
        elif area == "assessment":
            self.change_head()
        elif area == "service":
            self.go.emit(ServicePlace(person, ServiceId(rest.partition(".")[0]) if rest else None))
        else:
            self.go.emit(PersonFormPlace(person))

    def finish(self) -> None:
        """Lock the assessment and go to the person; rules that stand in the way are shown."""
        if not self.keeper.retry():
            return
        fault = self.keeper.run(self.interview.finish)
        if isinstance(fault, RulesRefused):
            self._show_problems(list(fault.problems))
        elif isinstance(fault, UserFault):
            self.told.emit(self._texts.fault(fault))
        elif fault is None:
            self._finished = True
            self.told.emit(self._texts("interview.finished_told"))
            self.go.emit(PersonPlace(self.interview.assessment.person_id, "assessments"))

    def change_head(self) -> None:
        """Ask for another day or reason, and tell `head_changed` when there is one."""
        if not self.keeper.retry():
            return
        dialog = HeadDialog(self._texts, self.interview, lambda: self._now().date(), self)
        changed = dialog.run()
        dialog.deleteLater()
        if changed:
            self.head_changed.emit()
        else:
            self.screen_.summary.focus_start()

    def discard(self) -> None:
        """Throw the draft away once the person has said that it is meant, and go to the person."""
        texts = self._texts
        words = [texts(f"interview.discard_{name}") for name in ("title", "text", "yes", "no")]
        if not ask(self, *words, danger=True):
            self.screen_.summary.focus_start()
            return
        fault = self.keeper.run(self.interview.discard)
        if fault is not None:
            self.told.emit(texts.fault(fault))
            return
        self._finished = True
        self.keeper.forget()
        self.told.emit(texts("interview.discarded_told"))
        self.go.emit(PersonPlace(self.interview.assessment.person_id, "assessments"))

    def lose(self) -> bool:
        """Ask whether to go although something can not be saved. What waits is let go of when the answer is yes."""
        texts = self._texts
        items = ", ".join(f"«{self._words.short(item)}»" for item in self.keeper.unsaved())
        text = texts("interview.lose_text", items=items) if items else texts("interview.lose_nothing")
        if not ask(
            self,
            texts("interview.lose_title"),
            text,
            texts("interview.lose_yes"),
            texts("interview.lose_no"),
            danger=True,
        ):
            return False
        self._finished = True
        self.keeper.forget()
        return True

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

    def _settled(self, *, leave_row: bool = False) -> bool:
        """Bring what stands half-typed in the fields to an end. False when it can not be taken as it is.

        `leave_row`: a row that lacks something is no reason to stay; it is kept as it stands, and the summary tells.
        """
        view = self.screen_.view
        if self.in_summary():
            return True
        view.note.flush()
        if self.item_kind() is ItemKind.DATE:
            view.date.tell()
            if view.date.wrong():
                view.date.fields()[0].setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        if self.item_kind() is ItemKind.ENTRIES and view.entries.started():
            view.entries.save_row()
            return leave_row or not view.entries.started()
        return not view.note.wrong()

    def _say(self, item: str) -> str:
        found = self.interview.item(item)
        if found.kind is ItemKind.ENTRIES:
            rows = self.interview.entries(item)
            return "; ".join(self._words.row(found, row) for row in rows)
        return self._words.value(found, self.keeper.value(item))

    def _type_note(self, text: str, caret: int) -> None:
        fault = self.keeper.type_note(self.item, text, caret)
        self.screen_.view.note.set_error(self._texts.fault(fault) if fault else "")

    def _left_note(self, written: bool) -> None:  # noqa: FBT001 - a slot
        if written:
            self.keeper.leave_note(self.item)
        if not self.screen_.view.note.has_focus():
            self.keeper.move(self.item)

    def _show_steps(self, current: str) -> None:
        self.screen_.show_steps(self.interview.visible(), self.keeper.value, current)

    def _show_next_name(self) -> None:
        found = self.interview.next(self.item)
        self.screen_.view.set_next_name(
            self._words.short(found) if found else self._texts("interview.to_summary")
        )

    def _show_problems(self, problems: list[Problem]) -> None:
        self.screen_.summary.show_problems(problems)
        self.screen_.summary.focus_start()

    def _saved(self) -> None:
        time = self._now().strftime("%H.%M")
        self.screen_.view.set_saved(self._texts("interview.saved", time=time))

    def _stuck(self) -> None:
        self.screen_.view.set_saved(self._texts("interview.not_saved"))
        self.screen_.banner.show()

    def _refused_later(self, item: str, fault: UserFault) -> None:
        if item == self.item and not self.in_summary():
            self.screen_.view.editor.set_error(self._texts.fault(fault))
