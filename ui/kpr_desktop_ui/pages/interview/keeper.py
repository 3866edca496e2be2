"""Saving while people talk: every gesture at once, and what the disk would not take again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop.usecases.interview import Interview

RETRY_MS = 5_000
"""Milliseconds between two attempts at what could not be saved."""


@dataclass(frozen=True, slots=True)
class _Gesture:
    item: str
    text: str
    run: Callable[[], None]


class Keeper(QObject):
    """Saves gestures of one interview. What the disk refused stays here, is shown as if saved, and is tried again.

    `saved` after each gesture that reached the disk; `stuck` when one did not; `mended` when all that waited got there;
    `refused(item, fault)` when a gesture that waited turned out to be one that can not be taken.
    """

    saved = Signal()
    stuck = Signal()
    mended = Signal()
    refused = Signal(str, object)

    def __init__(self, interview: Interview, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.interview = interview
        self._waiting: dict[tuple[str, str], _Gesture] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(RETRY_MS)
        self._timer.timeout.connect(self.retry)

    # --- what the screen shows, waiting gestures included

    def value(self, item: str) -> str:
        """The answer as the person gave it, saved or not."""
        waiting = self._waiting.get(("answer", item))
        return waiting.text if waiting else self.interview.values.get(item, "")

    def note(self, item: str) -> str:
        """The note as the person typed it, saved or not."""
        waiting = self._waiting.get(("note", item))
        return waiting.text if waiting else self.interview.note(item)

    @property
    def waiting(self) -> bool:
        """Whether something is not on disk yet."""
        return bool(self._waiting)

    # --- gestures

    def answer(self, item: str, value: str) -> UserFault | None:
        """Save an answer. Gives the fault when the value can not be taken."""
        return self._keep("answer", _Gesture(item, value, lambda: self.interview.answer(item, value)))

    def type_note(self, item: str, text: str, caret: int) -> UserFault | None:
        """Save a note as it is typed. Gives the fault when it can not be taken."""
        return self._keep("note", _Gesture(item, text, lambda: self.interview.type_note(item, text, caret)))

    def move(self, item: str, field: str = "score", caret: int = 0) -> None:
        """Remember where the interview stands; shown as no gesture of its own."""
        try:
            self.interview.move(item, field, caret)
        except EnvironmentFault:
            self._wait(("move", ""), _Gesture(item, "", lambda: self.interview.move(item, field, caret)))

    def leave_note(self, item: str) -> None:
        """Log that a note was written."""
        try:
            self.interview.leave_note(item)
        except EnvironmentFault:
            self._wait(("left", item), _Gesture(item, "", lambda: self.interview.leave_note(item)))

    def run(self, work: Callable[[], object]) -> Fault | None:
        """Do something that is not kept for later (a row of a table, finishing). Gives the fault, if any."""
        try:
            work()
        except EnvironmentFault as fault:
            self.stuck.emit()
            return fault
        except UserFault as fault:
            return fault
        self.saved.emit()
        self.retry()
        return None

    def retry(self) -> bool:
        """Try what waits. Gives whether nothing waits any more."""
        if not self._waiting:
            return True
        for key, gesture in list(self._waiting.items()):
            try:
                gesture.run()
            except EnvironmentFault:
                self.stuck.emit()
                return False
            except UserFault as fault:
                self.refused.emit(gesture.item, fault)
            del self._waiting[key]
        self._settle()
        return True

    def _keep(self, kind: str, gesture: _Gesture) -> UserFault | None:
        key = (kind, gesture.item)
        try:
            gesture.run()
        except UserFault as fault:
            if self._waiting.pop(key, None) and not self._waiting:
                self._settle()
            return fault
        except EnvironmentFault:
            self._wait(key, gesture)
            return None
        waited = self._waiting.pop(key, None) is not None
        if self._waiting:
            self.retry()
        elif waited:
            self._settle()
        else:
            self.saved.emit()
        return None

    def _settle(self) -> None:
        self._timer.stop()
        self.mended.emit()
        self.saved.emit()

    def _wait(self, key: tuple[str, str], gesture: _Gesture) -> None:
        self._waiting[key] = gesture
        self._timer.start()
        self.stuck.emit()
