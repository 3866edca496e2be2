"""Saving while people talk: every gesture at once, and what the disk would not take again and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from kpr_desktop.domain.assessment import NINE_ASKED, Answer, Entry, Opinion
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop.usecases.interview import Interview

RETRY_MS = 5_000
"""Milliseconds between two attempts at what could not be saved."""
_LEFT = "left"
_NO_CONTENT = ("move", _LEFT, "language")
"""The gestures that only tell where the interview stands; the others hold what somebody said or typed."""


def _as_it_is(answer: Answer) -> Answer:
    return answer


@dataclass(frozen=True, slots=True)
class _Gesture:
    item: str
    text: str
    run: Callable[[], None]
    row: Entry | None = None
    shows: Callable[[Answer], Answer] = _as_it_is
    """What the item looks like with the gesture made."""


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

    def seen(self, item: str) -> Answer:
        """Everything that stands on an item as the person left it, saved or not."""
        answer = self.interview.seen(item)
        for gesture in self._waiting.values():
            if gesture.item == item:
                answer = gesture.shows(answer)
        return replace(answer, opinion=self.opinion(item))

    def row(self, item: str) -> Entry | None:
        """The row that is being typed, saved or not."""
        waiting = self._waiting.get(("row", item))
        return waiting.row if waiting else self.interview.unfinished(item)

    def opinion(self, item: str) -> Opinion:
        """The person's own view as it was given, saved or not."""
        known = self.interview.seen(item).opinion
        parts = {part: self._waiting.get((part, item)) for part in ("own", "view", "words")}
        return replace(known, **{part: each.text for part, each in parts.items() if each is not None})

    def unsaved(self) -> list[str]:
        """The items that something is not on disk of, each once."""
        return list(
            dict.fromkeys(
                g.item for (kind, _), g in self._waiting.items() if kind.split()[0] not in _NO_CONTENT
            )
        )

    @property
    def waiting(self) -> bool:
        """Whether something is not on disk yet."""
        return bool(self._waiting)

    # --- gestures

    def answer(self, item: str, value: str) -> UserFault | None:
        """Save an answer. Gives the fault when the value can not be taken."""
        return self._keep(
            "answer",
            _Gesture(
                item,
                value,
                lambda: self.interview.answer(item, value),
                shows=lambda answer: _answered(answer, value),
            ),
        )

    def confirm(self, item: str) -> UserFault | None:
        """Take last time's answer as the answer now. Gives the fault when there is nothing to take."""
        before = self.interview.previous
        value = before.value(item) if before is not None else ""
        return self._keep(
            "answer",
            _Gesture(
                item,
                value,
                lambda: self.interview.confirm(item),
                shows=lambda answer: _answered(answer, value),
            ),
        )

    def type_note(self, item: str, text: str, caret: int) -> UserFault | None:
        """Save a note as it is typed. Gives the fault when it can not be taken."""
        return self._keep(
            "note",
            _Gesture(
                item,
                text,
                lambda: self.interview.type_note(item, text, caret),
                shows=lambda answer: replace(answer, note=text),
            ),
        )

    def keep(
        self, kind: str, item: str, run: Callable[[], None], shows: Callable[[Answer], Answer]
    ) -> UserFault | None:
        """Save a gesture beside the answer. `kind` names it: a later one of the same kind takes its place.

        `shows` tells what the item looks like with it, while it waits. Gives the fault when it can not be taken.
        """
        return self._keep(kind, _Gesture(item, "", run, shows=shows))

    def set_own(self, item: str, code: str, *, citizen: bool = False) -> UserFault | None:
        """Save the person's own answer; an empty code takes it back. Gives the fault when it can not be taken."""
        interview = self.interview
        return self._keep(
            "own", _Gesture(item, code, lambda: interview.set_opinion(item, own=code, citizen=citizen))
        )

    def set_view(self, item: str, code: str, *, citizen: bool = False) -> UserFault | None:
        """Save whether it is seen alike; an empty code takes it back. Gives the fault when it can not be taken."""
        interview = self.interview
        return self._keep(
            "view", _Gesture(item, code, lambda: interview.set_opinion(item, view=code, citizen=citizen))
        )

    def type_words(self, item: str, text: str, caret: int, *, citizen: bool = False) -> UserFault | None:
        """Save the person's own words as they are typed. Gives the fault when they can not be taken."""
        interview = self.interview
        return self._keep(
            "words", _Gesture(item, text, lambda: interview.type_words(item, text, caret, citizen=citizen))
        )

    def set_language(self, language: str) -> None:
        """Remember the language of the citizen's view."""
        self._keep("language", _Gesture("", language, lambda: self.interview.set_language(language)))

    def type_row(
        self, item: str, values: Mapping[str, str], of: str, part: str, caret: int
    ) -> UserFault | None:
        """Keep a row of a repeating item as it is typed. Gives the fault when it can not be taken."""
        row = Entry.unfinished(item, values, of) if of or any(values.values()) else None
        return self._keep(
            "row", _Gesture(item, "", lambda: self.interview.type_row(item, values, of, part, caret), row)
        )

    def drop_row(self, item: str) -> None:
        """Give up the row that is being typed."""
        self._keep("row", _Gesture(item, "", lambda: self.interview.drop_row(item)))

    def forget(self) -> None:
        """Let go of what waits: it belongs to nothing any more, or the person knows that it is lost."""
        self._waiting.clear()
        self._timer.stop()

    def row_is_saved(self, item: str) -> None:
        """The row that was being typed stands in the table now, or is gone with the row it changed."""
        if self._waiting.pop(("row", item), None) and not self._waiting:
            self._settle()

    def move(self, item: str, field: str = "score", caret: int = 0) -> None:
        """Remember where the interview stands; shown as no gesture of its own."""
        try:
            self.interview.move(item, field, caret)
        except EnvironmentFault:
            self._wait(("move", ""), _Gesture(item, "", lambda: self.interview.move(item, field, caret)))

    def leave_text(self, item: str, field: str) -> None:
        """Log that a text was written: the note, the reason, the basis or the person's own words."""
        interview = self.interview
        try:
            interview.leave_text(item, field)
        except EnvironmentFault:
            told = _Gesture(item, "", lambda: interview.leave_text(item, field))
            self._wait((f"{_LEFT} {field}", item), told)

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
            self.mended.emit()
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
        waited = self._waiting.pop(key, None) is not None
        if self._waiting:
            self.retry()  # what was done before goes first: an answer ends the question that led to it
        try:
            gesture.run()
        except UserFault as fault:
            if waited and not self._waiting:
                self._settle()
            return fault
        except EnvironmentFault:
            self._wait(key, gesture)
            return None
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
        self._waiting.pop(key, None)
        self._waiting[key] = gesture  # at the end: they are tried in the order they were made
        self._timer.start()
        self.stuck.emit()


def _answered(answer: Answer, value: str) -> Answer:
    """The item with another answer; as on disk, that ends the question before a 9."""
    deciding = "" if answer.deciding == NINE_ASKED else answer.deciding
    return replace(answer, value=value, deciding=deciding)
