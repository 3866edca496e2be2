"""Nothing is lost: autosave, resuming, and a disk that fails."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtTest import QTest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.interview_values import NOTE_LIMIT
from kpr_desktop_ui.pages.interview.keeper import Keeper
from kpr_desktop_ui.pages.interview.talk_edit import CARET_MS
from tests.support.world import TODAY, World
from tests.ui.interview.conftest import CTRL, Desk, Key, Open


def test_every_key_stroke_of_a_note_is_on_disk(desk: Desk) -> None:
    desk.press(Key.Key_N)
    typed = ""
    for letter in "Går ute æøå č":
        desk.type(letter)
        typed += letter
        assert desk.saved().note(desk.talk.item) == typed
    assert desk.saved().cursor.caret == len(typed)
    assert "09.05" in desk.talk.screen_.view.saved_text()


def test_it_resumes_at_the_same_field_and_caret(desk: Desk, open_page: Open, draft: AssessmentId) -> None:
    desk.press(Key.Key_2)
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Return)
    desk.press(Key.Key_N)
    desk.type("Bruker rullator ute")
    for _ in range(4):
        desk.press(Key.Key_Left)
    QTest.qWait(CARET_MS + 50)
    item = desk.talk.item
    desk.world.reopen()
    other = open_page(draft)
    note = other.talk.screen_.view.note.edit
    assert other.talk.item == item
    assert other.focus() is note
    assert note.text() == "Bruker rullator ute"
    assert note.caret() == len("Bruker rullator ute") - 4


def test_it_resumes_on_the_question_when_no_note_was_open(
    desk: Desk, open_page: Open, draft: AssessmentId
) -> None:
    desk.press(Key.Key_3)
    desk.press(Key.Key_Return)
    other = open_page(draft)
    assert other.talk.item == desk.talk.item
    assert other.focus() is other.talk.screen_.view.head


def test_entering_again_keeps_the_place(desk: Desk) -> None:
    desk.press(Key.Key_N)
    desk.page.enter()
    assert desk.focus() is desk.talk.screen_.view.note.edit
    desk.talk.show_summary()
    desk.page.enter()
    assert desk.talk.in_summary()


class Broken:
    """A disk that takes nothing until it is mended."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.down = True
        real = desk.world.session.vault.work

        def work() -> object:
            if self.down:
                raise EnvironmentFault("vault.disk_full")
            return real()

        monkeypatch.setattr(type(desk.world.session), "work", lambda _session: work())


def test_a_failing_disk_clears_nothing_and_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Broken(desk, monkeypatch)
    view, banner = desk.talk.screen_.view, desk.talk.screen_.banner
    first = desk.talk.item
    desk.press(Key.Key_4)
    assert banner.isVisible()
    assert view.scores.cards()["4"].is_selected()
    desk.press(Key.Key_N)
    desk.type("abc")
    desk.press(Key.Key_Return, CTRL)
    desk.press(Key.Key_Backspace)
    assert desk.talk.item == first
    assert view.note.edit.text() == "abc"
    assert view.scores.cards()["4"].is_selected()
    assert not desk.page.leave()
    assert not desk.talk.keeper.retry()
    disk.down = False
    banner.acted.emit()
    assert not banner.isVisible()
    assert desk.value(first) == "4"
    assert desk.saved().note(first) == "abc"
    assert desk.page.leave()


def test_the_next_gesture_saves_what_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Broken(desk, monkeypatch)
    first = desk.talk.item
    desk.press(Key.Key_4)
    disk.down = False
    desk.press(Key.Key_N)
    desk.type("x")
    assert desk.value(first) == "4"
    assert not desk.talk.keeper.waiting
    disk.down = True
    desk.type("y")
    disk.down = False
    desk.type("z")
    assert desk.saved().note(first) == "xyz"
    assert not desk.talk.screen_.banner.isVisible()


def test_finishing_waits_for_the_disk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    Broken(desk, monkeypatch)
    desk.talk.finish()
    assert desk.stage.went == []
    desk.talk.keeper.answer("v01", "1")
    desk.talk.finish()
    assert desk.stage.went == []


def test_a_gesture_that_waited_can_be_refused_later(
    world: World, person: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = world.services.interviews.start(person, TODAY, Reason.CHANGE)
    keeper = Keeper(interview)
    refused: list[object] = []
    keeper.refused.connect(lambda item, fault: refused.append((item, fault.code)))
    answers = iter([EnvironmentFault("vault.disk_full"), UserFault("interview.value_not_allowed", "v01")])

    def answer(_item: str, _value: str) -> None:
        raise next(answers)

    monkeypatch.setattr(interview, "answer", answer)
    assert keeper.answer("v01", "7") is None
    assert keeper.value("v01") == "7"
    assert keeper.retry()
    assert refused == [("v01", "interview.value_not_allowed")]
    assert keeper.value("v01") == ""


def test_a_waiting_gesture_can_be_replaced_by_a_refused_one(
    world: World, person: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = world.services.interviews.start(person, TODAY, Reason.CHANGE)
    keeper = Keeper(interview)
    answers = iter([EnvironmentFault("vault.disk_full"), UserFault("interview.value_not_allowed", "v01")])

    def answer(_item: str, _value: str) -> None:
        raise next(answers)

    monkeypatch.setattr(interview, "answer", answer)
    keeper.answer("v01", "7")
    fault = keeper.answer("v01", "8")
    assert fault is not None
    assert not keeper.waiting


def test_a_note_too_long_is_told_and_kept_on_screen(desk: Desk) -> None:
    desk.press(Key.Key_N)
    note = desk.talk.screen_.view.note
    note.edit.insertPlainText("x" * NOTE_LIMIT)
    desk.type("y")
    assert note.wrong()
    item = desk.talk.item
    desk.press(Key.Key_Return, CTRL)
    assert desk.talk.item == item
    desk.press(Key.Key_Backspace)
    assert not note.wrong()
    assert len(desk.saved().note(item)) == NOTE_LIMIT


def test_a_draft_in_the_past_knows_what_was_said_before(
    world: World, person: PersonId, open_page: Open
) -> None:
    from tests.ui.interview.conftest import finish_everything

    finish_everything(world, person, date(2026, 3, 14))
    made = world.services.interviews.start(person, TODAY, Reason.CHANGE)
    desk = open_page(made.assessment.id)
    desk.talk.show_item("v07")
    texts = "\n".join(desk.talk.screen_.side.texts())
    assert "14.03.2026" in texts
    assert "Bruker dusjkrakk." in texts
    desk.talk.show_item("v08")
    assert "Bruker dusjkrakk." not in "\n".join(desk.talk.screen_.side.texts())
    desk.talk.show_item("diagnosis")
    assert "Ikke vurdert da" in "\n".join(desk.talk.screen_.side.texts())
    desk.stage.picture("interview-last-time")
