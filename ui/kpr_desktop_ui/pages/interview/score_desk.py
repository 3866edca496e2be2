"""Scoring with help: the deciding questions, and the question before a 9."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from kpr_desktop.codebook.model import Text
from kpr_desktop.domain.assessment import NINE_ASKED, NOT_RELEVANT
from kpr_desktop.domain.guide import Guide, Suggestion
from kpr_desktop.usecases.interview import Interview
from kpr_desktop_ui.pages.interview.aid_panel import AidPanel
from kpr_desktop_ui.pages.interview.keeper import Keeper
from kpr_desktop_ui.pages.interview.words import Words

_DECIDING = "deciding"


class ScoreDesk(QObject):
    """Between the place below the scores and the interview. `scored(value)`: a score was arrived at, and is wanted.

    `changed`: another help is open, and with it Enter and Tab lead elsewhere. Whatever is answered here is on disk at
    once; the person may score straight at any time, and that closes what is open.
    """

    scored = Signal(str)
    changed = Signal()

    def __init__(
        self, interview: Interview, keeper: Keeper, panel: AidPanel, words: Words, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._interview, self._keeper, self._panel, self._words = interview, keeper, panel, words
        self._item = ""
        self._before_nine = ""
        panel.contrasts.guide_wanted.connect(self.open_guide)
        panel.guide.answered.connect(self._answer)
        panel.guide.taken.connect(self.scored)
        panel.guide.closed.connect(self.close)
        panel.nine.answered.connect(self._answer_nine)
        panel.nine.unknown.connect(self.leave_nine)

    def show_item(self, item: str, *, resumed: bool = False) -> None:
        """Show the help that the item was left with: the question before a 9, the guide half way, or the contrasts.

        `resumed`: the interview is opened again here, and so a suggestion that was not taken stands there again too.
        """
        self._item, self._before_nine = item, ""
        answer = self._keeper.seen(item)
        guide = self._guide()
        if guide is None:
            self._panel.show_contrasts()
        elif answer.deciding == NINE_ASKED:
            self._show_nine(guide)
        elif answer.deciding and (not answer.value or (resumed and self._untaken(guide))):
            self._show_guide(guide)
        else:
            self._panel.show_contrasts()

    # --- gestures

    def open_guide(self) -> None:
        """Ask the deciding questions; the contrasts come back when they are asked already."""
        guide = self._guide()
        if guide is None:
            return
        if self._panel.guiding:
            self.close()
            return
        if self._panel.asking_nine:
            self._decide(self._before_nine)
        self._show_guide(guide)
        self.changed.emit()

    def more(self) -> None:
        """Show the next two contrasts, whatever else is open."""
        if self._panel.guiding:
            self.close()
        elif not self._panel.asking_nine:
            self._panel.contrasts.show_more()

    def say(self, *, given: bool) -> bool:
        """Answer the question that is open by a key. Gives whether there is one."""
        if self._panel.asking_nine:
            self._answer_nine(given)
            return True
        question = self._panel.guide.open_question() if self._panel.guiding else ""
        if question:
            self._answer(question, given)
        return bool(question)

    def take(self) -> bool:
        """Take the suggestion that is open. Gives whether there is one."""
        score = self._panel.guide.suggested() if self._panel.guiding else ""
        if score:
            self.scored.emit(score)
        return bool(score)

    def nine(self) -> None:
        """9 was chosen: put its question. 9 again answers it."""
        guide = self._guide()
        if guide is None or self._panel.asking_nine:
            self.scored.emit(NOT_RELEVANT)
            return
        self._before_nine = self._keeper.seen(self._item).deciding
        self._decide(NINE_ASKED)
        self._show_nine(guide)
        self.changed.emit()

    def ask_nine(self) -> None:
        """Last time's 9 is wanted again: put its question. Where it stands already, it waits for its own answer."""
        if not self._panel.asking_nine:
            self.nine()

    def leave_nine(self) -> None:
        """Nobody knows yet: the item stays as it was before 9 was chosen."""
        self._decide(self._before_nine)
        self.close()

    def escape(self) -> bool:
        """Close what is open. Gives whether something was."""
        if self._panel.asking_nine:
            self.leave_nine()
            return True
        if self._panel.guiding:
            self.close()
            return True
        return False

    def close(self) -> None:
        """Back to the contrasts."""
        self._panel.show_contrasts()
        self.changed.emit()

    def offers(self) -> bool:
        """Whether Enter takes a suggestion now."""
        return self._panel.guiding and bool(self._panel.guide.suggested())

    def is_open(self) -> bool:
        """Whether there is a question, or a suggestion, in place of the contrasts."""
        return self._panel.guiding or self._panel.asking_nine

    # --- inside

    def _answer(self, question: str, given: bool) -> None:  # noqa: FBT001 - a slot
        guide = self._guide()
        if guide is None:
            return
        by_button = self._panel.guide.isAncestorOf(QApplication.focusWidget() or self._panel)
        known = guide.parse(self._keeper.seen(self._item).deciding)
        self._decide(guide.format({**known, question: given}))
        self._show_guide(guide)
        self.changed.emit()
        if by_button:
            self._panel.guide.next_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer_nine(self, matters: bool) -> None:  # noqa: FBT001 - a slot
        guide = self._guide()
        if guide is not None:
            self.scored.emit(guide.answer_nine(matters=matters).score)

    def _decide(self, deciding: str) -> None:
        item, interview = self._item, self._interview
        self._keeper.keep(
            _DECIDING,
            item,
            lambda: interview.decide(item, deciding),
            lambda answer: replace(answer, deciding=deciding),
        )

    def _guide(self) -> Guide[Text] | None:
        return self._interview.book.guides.get(self._interview.item(self._item).list)

    def _untaken(self, guide: Guide[Text]) -> bool:
        answer = self._keeper.seen(self._item)
        step = guide.walk(guide.parse(answer.deciding))
        return not isinstance(step, Suggestion) or step.score != answer.value

    def _activity(self) -> str:
        found = self._interview.book.activities.get(self._item)
        return found.in_(self._words.language) if found is not None else ""

    def _show_guide(self, guide: Guide[Text]) -> None:
        answer = self._keeper.seen(self._item)
        self._panel.guide.show_walk(guide, self._activity(), guide.parse(answer.deciding), answer.value)
        self._panel.show_guide()

    def _show_nine(self, guide: Guide[Text]) -> None:
        self._panel.nine.show_question(guide, self._activity())
        self._panel.show_nine()
