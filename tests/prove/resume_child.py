"""The two processes of the proof: one that answers until it is killed, one that looks afterwards."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.domain.assessment import Answer, Cursor
from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop.usecases.interview import Interview
from kpr_desktop_ui.pages.interview.conversation import Conversation
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.places import InterviewPlace
from tests.support.program import Program, Watch, start
from tests.support.world import LOGIN

PASSPHRASE = "femten tegn og mer"
_LETTERS = "abcdefghijklmnoprstuvyæøåš ,."
_LONG_NOTE = 60


@dataclass(frozen=True)
class Ground:
    """Where the proof takes place: folder, program, vault, draft."""

    root: Path
    core: Application
    vault: Path
    draft: AssessmentId


def _open(ground: Ground) -> tuple[Program, Conversation]:
    """The interview on the screen."""
    Watch().__enter__()  # for as long as the process lives: what the offscreen platform does not do is not told
    program = start(ground.root, vault=ground.vault, core=ground.core)
    desk = program.window.desk
    desk.log_in(program.core.door.open(ground.vault, LOGIN, bytearray(PASSPHRASE.encode())))
    desk.navigate(InterviewPlace(ground.draft))
    program.driver.wait_until(lambda: program.page_is("InterviewPage"), "The interview")
    page = program.page
    assert isinstance(page, InterviewPage)
    assert page.conversation is not None
    return program, page.conversation


def look(ground: Ground, out: int) -> None:
    """Open the vault again and tell everything that is there, and where the interview stands."""
    _program, shown = _open(ground)
    answers = shown.interview.assessment.answers
    held = {item: [each.value, each.note] for item, each in answers.items()}
    _write(out, {"held": held, "place": _place(shown)})


def drive(ground: Ground, seed: int, out: int, *, control: bool) -> None:
    """Answer by keys for ever, and write a line after each key."""
    if control:
        _drop_saves()
    program, shown = _open(ground)
    hands = _Hands(program, shown, Random(seed), out)
    while True:
        hands.gesture()


class _Hands:
    def __init__(self, program: Program, shown: Conversation, random: Random, out: int) -> None:
        self._driver, self._shown, self._random, self._out = program.driver, shown, random, out
        self._tell()

    def gesture(self) -> None:
        """One thing a person does."""
        shown = self._shown
        if _place(shown)[1] == "note":  # where the killed one was writing
            self._do("Escape", [shown.item, "score", 0])
            return
        if shown.in_summary():
            self._do("Backspace", [shown.item, "score", 0])
            return
        kind = shown.item_kind()
        if kind is ItemKind.DATE or kind is ItemKind.ENTRIES:
            self._next()
            return
        acts = (self._digit, self._nine, self._next, self._note, self._back, self._jump)
        self._random.choices(acts, weights=(5, 1, 4, 2, 2, 2))[0]()

    def _digit(self) -> None:
        shown = self._shown
        score = shown.item_kind() is ItemKind.SCORE
        digit = self._random.choice("12345" if score else "12")
        value = digit if score else shown.screen_.view.choices._by_key.get(digit, "")
        if value:
            # Ctrl with the digit works in the note too, and the interview then stands at the answer.
            held = [value, shown.keeper.note(shown.item)]
            self._do(self._random.choice(("", "Ctrl+")) + digit, [shown.item, "score", 0], held)

    def _nine(self) -> None:
        """9 asks before it is stored: the first key leaves the answer as it was, the second answers the question."""
        shown = self._shown
        if shown.item_kind() is ItemKind.SCORE:
            here, note = [shown.item, "score", 0], shown.keeper.note(shown.item)
            self._do("9", here, [shown.keeper.value(shown.item), note])
            self._do("9", here, ["9", note])

    def _next(self) -> None:
        following = self._shown.interview.next(self._shown.item)
        if following is None:
            self._jump()
        else:
            self._do("Enter", [following, "score", 0])

    def _back(self) -> None:
        before = self._shown.interview.back(self._shown.item)
        if before is not None:
            self._do("Backspace", [before, "score", 0])

    def _jump(self) -> None:
        shown, random = self._shown, self._random
        wanted = random.choice([step.item for step in shown.interview.visible()])
        name = shown.interview.item(wanted).short.in_("nb")

        def inside() -> None:
            self._driver.type(name)
            # The search looks at groups too: what Enter leads to is what is chosen in the list.
            self._going([self._driver.front().table.key(), "score", 0], None)  # type: ignore[attr-defined]
            self._driver.press("Enter")

        self._going(_place(shown), None)
        self._driver.press("Ctrl+J", inside)
        self._tell()

    def _note(self) -> None:
        shown, random = self._shown, self._random
        view = shown.screen_.view
        note = shown.keeper.note(shown.item)
        self._do("N", [shown.item, "note", view.note.edit.caret()])
        if len(note) > _LONG_NOTE:
            self._do("Ctrl+A", [shown.item, "note", len(note)])
            self._do("Delete", [shown.item, "note", 0], [shown.keeper.value(shown.item), ""])
        for _ in range(random.randrange(1, 12)):
            char, caret, note = random.choice(_LETTERS), view.note.edit.caret(), shown.keeper.note(shown.item)
            held = [shown.keeper.value(shown.item), note[:caret] + char + note[caret:]]
            self._going([shown.item, "note", caret + 1], held)
            self._driver.type(char)
            self._tell()
        self._do("Escape", [shown.item, "score", 0])

    def _do(self, keys: str, place: list[Any], held: list[str] | None = None) -> None:
        self._going(place, held)
        self._driver.press(keys)
        self._tell()

    def _going(self, place: list[Any], held: list[str] | None) -> None:
        """Tell what is about to be done, and what it would lead to."""
        item = self._shown.item
        _write(self._out, {"going": {"item": item, "held": held or self._held(item), "place": place}})

    def _tell(self) -> None:
        """Acknowledge: this stands on the screen now."""
        item = self._shown.item
        _write(self._out, {"item": item, "held": self._held(item), "place": _place(self._shown)})

    def _held(self, item: str) -> list[str]:
        shown = self._shown
        written = shown.screen_.view.note.edit.text() if item == shown.item else shown.keeper.note(item)
        return [shown.keeper.value(item), written]


def _place(shown: Conversation) -> list[Any]:
    note = shown.screen_.view.note
    return [shown.item, "note", note.edit.caret()] if note.has_focus() else [shown.item, "score", 0]


def _write(out: int, line: dict[str, Any]) -> None:
    os.write(out, (json.dumps(line, ensure_ascii=False) + "\n").encode())


def _drop_saves() -> None:
    """The control: answers and notes are shown as if they were saved, and are not."""

    def answer(self: Interview, item: str, value: str) -> None:
        old = self._answers.get(item) or Answer(item)
        self._answers[item] = Answer(item, value, old.note)
        self._cursor = Cursor(item, "score")

    def type_note(self: Interview, item: str, text: str, caret: int) -> None:
        old = self._answers.get(item) or Answer(item)
        self._answers[item] = Answer(item, old.value, text)
        self._cursor = Cursor(item, "note", caret)

    Interview.answer = answer  # type: ignore[method-assign]
    Interview.type_note = type_note  # type: ignore[method-assign]
