"""The ways out of a draft: finishing it, throwing it away, changing its day, or letting go of what can not be saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.interview import Interview
from kpr_desktop.usecases.refusal import RulesRefused
from kpr_desktop_ui.pages.interview.head_dialog import HeadDialog
from kpr_desktop_ui.pages.interview.keeper import Keeper
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.pages.places import PersonPlace
from kpr_desktop_ui.widgets import ask


class Ending(QObject):
    """Asks and does. `go(place)` and `told(text)` are the page's; `refused(problems)`: rules stand in the way.

    `head_changed`: day or reason are others. `stayed`: the person thought better of it. `over` tells that there is
    nothing left to save.
    """

    go = Signal(object)
    told = Signal(str)
    refused = Signal(object)
    head_changed = Signal()
    stayed = Signal()

    def __init__(
        self, interview: Interview, keeper: Keeper, words: Words, today: Callable[[], date], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._interview, self._keeper, self._words = interview, keeper, words
        self._texts, self._today, self._window = words.texts, today, parent
        self.over = False

    def finish(self) -> None:
        """Lock the assessment and go to the person; rules that stand in the way are told."""
        if not self._keeper.retry():
            return
        fault = self._keeper.run(self._interview.finish)
        if isinstance(fault, RulesRefused):
            self.refused.emit(list(fault.problems))
        elif isinstance(fault, UserFault):
            self.told.emit(self._texts.fault(fault))
        elif fault is None:
            self.over = True
            self.told.emit(self._texts("interview.finished_told"))
            self._to_person()

    def change_head(self) -> None:
        """Ask for another day or reason, and tell `head_changed` when there is one."""
        if not self._keeper.retry():
            return
        dialog = HeadDialog(self._texts, self._interview, self._today, self._window)
        changed = dialog.run()
        dialog.deleteLater()
        if changed:
            self.head_changed.emit()
        else:
            self.stayed.emit()

    def discard(self) -> None:
        """Throw the draft away once the person has said that it is meant, and go to the person."""
        texts = self._texts
        words = [texts(f"interview.discard_{name}") for name in ("title", "text", "yes", "no")]
        if not ask(self._window, *words, danger=True):
            self.stayed.emit()
            return
        fault = self._keeper.run(self._interview.discard)
        if fault is not None:
            self.told.emit(texts.fault(fault))
            return
        self.over = True
        self._keeper.forget()
        self.told.emit(texts("interview.discarded_told"))
        self._to_person()

    def lose(self) -> bool:
        """Ask whether to go although something can not be saved. What waits is let go of when the answer is yes."""
        texts = self._texts
        items = ", ".join(
            texts("common.quoted", text=self._words.short(item)) for item in self._keeper.unsaved()
        )
        text = texts("interview.lose_text", items=items) if items else texts("interview.lose_nothing")
        words = [texts(f"interview.lose_{name}") for name in ("yes", "no")]
        if not ask(self._window, texts("interview.lose_title"), text, *words, danger=True):
            return False
        self.over = True
        self._keeper.forget()
        return True

    def _to_person(self) -> None:
        self.go.emit(PersonPlace(self._interview.assessment.person_id, "assessments"))
