"""Where the talk stands and where it leads: items, summary, and the ways out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.domain.ids import ServiceId
from kpr_desktop.usecases.interview import Interview
from kpr_desktop_ui.pages.interview.aside_desk import AsideDesk
from kpr_desktop_ui.pages.interview.ending import Ending
from kpr_desktop_ui.pages.interview.faces import CITIZEN, Faces
from kpr_desktop_ui.pages.interview.interview_screen import InterviewScreen, settle
from kpr_desktop_ui.pages.interview.jump_dialog import JumpDialog
from kpr_desktop_ui.pages.interview.keeper import Keeper
from kpr_desktop_ui.pages.interview.row_desk import RowDesk
from kpr_desktop_ui.pages.interview.score_desk import ScoreDesk
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.pages.places import PersonFormPlace, ServicePlace


class TalkWalk(QWidget):
    """One open interview on screen, and the ways through it; what the gestures do is the conversation's.

    `go(place)` is the page's. Leaving a place brings to an end what stands half-typed there.
    """

    go = Signal(object)

    def __init__(self, interview: Interview, words: Words, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.interview = interview
        self._words, self._texts, self._now = words, words.texts, now
        self.keeper = Keeper(interview, self)
        year = interview.assessment.assessed_on.year
        self.screen_ = InterviewScreen(
            words, year, lambda: self._now().date(), interview.previous, interview.to_confirm
        )
        view, side = self.screen_.view, self.screen_.side
        self.rows = RowDesk(interview, self.keeper, view.entries, self)
        self.scoring = ScoreDesk(interview, self.keeper, view.aids, words, self)
        self.aside = AsideDesk(interview, self.keeper, view, side, words, self)
        self.ending = Ending(interview, self.keeper, words, lambda: self._now().date(), self)
        self.item = interview.cursor.item or interview.visible()[0].item
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.faces = Faces(interview, self.keeper, self.screen_)
        self.faces.returned.connect(self._returned)
        column.addWidget(self.faces)

    # --- where one is

    def resume(self) -> None:
        """Show the item, field and caret that the interview was left at."""
        cursor = self.interview.cursor
        if self.item not in {s.item for s in self.interview.visible()}:
            self.item = self.interview.visible()[0].item
        self.show_item(self.item, keep_cursor=True)
        if cursor.field.partition(".")[0] == CITIZEN:
            self.faces.show_citizen(self.item, cursor.field, cursor.caret)
            return
        if self.aside.focus_field(cursor.field, cursor.caret):
            return
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
        self.scoring.show_item(item, resumed=keep_cursor)
        for field in (
            self.screen_.side.last.reason,
            self.screen_.side.own.words,
            self.screen_.view.note.basis.reason,
        ):
            field.set_error("")  # what could not be saved belongs to the item before
        self.aside.show_item(item)
        self._show_enter()
        self.screen_.show_item(item, steps, self.keeper.value, self.keeper.note(item), following)
        if self.interview.item(item).kind is ItemKind.ENTRIES:
            self.rows.show_rows(item)
            self.screen_.settle()
        self.screen_.view.focus_start()
        if self.scoring.is_open():
            self.screen_.view.reveal_aid()

    def show_summary(self) -> None:
        """Show what has been answered and what stands in the way."""
        if not self._settled(leave_row=True):
            return
        steps = self.interview.visible()
        self.screen_.summary.show_summary(
            steps, self.keeper.value, self._say, self.keeper.note, self.interview.problems()
        )
        self.screen_.summary.show_results(self.interview.assessment, self.interview.previous)
        self._show_steps("")
        self.screen_.frame.show_summary(shown=True)
        settle()
        self.screen_.summary.focus_start()

    def in_summary(self) -> bool:
        """Whether the summary is on screen."""
        return self.screen_.frame.summary_shown()

    def item_kind(self) -> ItemKind:
        """How the item on screen is answered."""
        return self.interview.item(self.item).kind

    def focus_again(self) -> None:
        """Put the focus back into the page."""
        if self.faces.citizen_shown():
            self.faces.focus_again()
        elif self.in_summary():
            self.screen_.summary.focus_start()
        elif not self._has_focus():
            self.screen_.view.focus_start()

    def leave(self) -> bool:
        """Save what waits. False while something can not be saved."""
        if self.ending.over:
            return True
        self._flush()
        self.faces.flush()
        if not self.in_summary() and self.item_kind() is ItemKind.DATE:
            self.screen_.view.date.tell()
        return self.keeper.retry()

    # --- where it leads

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

    def turn(self) -> None:
        """Turn the screen to the person, or back again."""
        if self.faces.citizen_shown():
            self.faces.show_assessor()
        else:
            self._flush()
            self.faces.show_citizen(self.item)

    def jump(self) -> None:
        """Let the person choose an item by name."""
        if not self._settled(leave_row=True):
            return
        home = QApplication.focusWidget()
        dialog = JumpDialog(self._words, self.interview.visible(), self._say, self.item, self)
        wanted = dialog.run()
        dialog.deleteLater()
        if wanted:
            self.show_item(wanted)
        elif home is not None and self.isAncestorOf(home):
            home.setFocus(
                Qt.FocusReason.OtherFocusReason
            )  # who was writing goes on writing; a digit is no score there
        else:
            self.focus_again()

    def jump_to(self, target: str) -> None:
        """Go to what a problem points to: an item, a text of it, the draft's day, the person, a service."""
        person = self.interview.assessment.person_id
        area, _, rest = target.partition(".")
        if area in self.interview.book.items:
            self.show_item(area)
            self.aside.focus_field(rest, 0)
        elif area == "assessment":
            self.change_head()
        elif area == "service":
            self.go.emit(ServicePlace(person, ServiceId(rest.partition(".")[0]) if rest else None))
        else:
            self.go.emit(PersonFormPlace(person))

    def finish(self) -> None:
        """Lock the assessment and go to the person; rules that stand in the way are shown."""
        self.ending.finish()

    def change_head(self) -> None:
        """Ask for another day or reason, and tell `head_changed` when there is one."""
        self.ending.change_head()

    def discard(self) -> None:
        """Throw the draft away once the person has said that it is meant, and go to the person."""
        self.ending.discard()

    def lose(self) -> bool:
        """Ask whether to go although something can not be saved. What waits is let go of when the answer is yes."""
        return self.ending.lose()

    # --- inside

    def _settled(self, *, leave_row: bool = False) -> bool:
        """Bring what stands half-typed in the fields to an end. False when it can not be taken as it is.

        `leave_row`: a row that lacks something is no reason to stay; it is kept as it stands, and the summary tells.
        """
        view = self.screen_.view
        if self.in_summary():
            return True
        self._flush()
        if self.item_kind() is ItemKind.DATE:
            view.date.tell()
            if view.date.wrong():
                view.date.fields()[0].setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        if self.item_kind() is ItemKind.ENTRIES and view.entries.started():
            view.entries.save_row()
            return leave_row or not view.entries.started()
        return not (view.note.wrong() or self.aside.wrong())

    def _returned(self, item: str) -> None:
        """The citizen's face was at `item`. Where nobody went on there, everything stands here as it was left."""
        if item != self.item and self._settled(leave_row=True):
            self.show_item(item)
            return
        if item != self.item:
            self.keeper.move(self.item)
        if self.in_summary():
            self.show_summary()
        else:
            self.aside.show_opinion()
            self.focus_again()

    def _flush(self) -> None:
        self.screen_.view.note.flush()
        self.aside.flush()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _say(self, item: str) -> str:
        found = self.interview.item(item)
        if found.kind is ItemKind.ENTRIES:
            rows = self.interview.entries(item)
            return "; ".join(self._words.row(found, row) for row in rows)
        return self._words.value(found, self.keeper.value(item))

    def _show_enter(self) -> None:
        self.screen_.view.set_enter_taken(taken=self.scoring.offers())

    def _show_steps(self, current: str) -> None:
        self.screen_.show_steps(self.interview.visible(), self.keeper.value, current)

    def _show_next_name(self) -> None:
        found = self.interview.next(self.item)
        self.screen_.view.set_next_name(
            self._words.short(found) if found else self._texts("interview.to_summary")
        )
