"""Everything in the interview by keyboard, and nothing by accident."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from kpr_desktop.codebook.model import ItemKind
from kpr_desktop_ui.pages.interview.keys import Gesture, gesture
from kpr_desktop_ui.pages.places import PersonPlace
from tests.ui.interview.conftest import CTRL, Desk, Key


def scores(desk: Desk) -> list[str]:
    return [i.id for i in desk.talk.interview.book.variables]


def test_a_walk_through_all_items_by_keyboard_ends_finished(desk: Desk) -> None:
    seen = []
    for _ in range(80):
        if desk.talk.in_summary():
            break
        item = desk.talk.item
        seen.append(item)
        kind = desk.talk.item_kind()
        if kind is ItemKind.SCORE:
            desk.press(Key.Key_2)
        elif kind in (ItemKind.CODE, ItemKind.YESNO):
            desk.press(Key.Key_1)
        elif kind is ItemKind.DATE:
            desk.type("01.09.2026")
        desk.press(Key.Key_Return)
    assert desk.talk.in_summary()
    assert seen == [s.item for s in desk.talk.interview.visible()]
    assert len(set(seen)) == len(seen)
    assert {desk.value(item) for item in scores(desk)} == {"2"}
    assert desk.value("doctor_date") == "2026-09-01"
    assert desk.value("work_help_received") == "1"
    desk.press(Key.Key_Return, CTRL)
    assert desk.stage.went == [PersonPlace(desk.talk.interview.person.id, "assessments")]
    assert desk.stage.told
    assert desk.saved().state == "finished"
    assert desk.page.leave()


def test_a_plain_score_takes_two_key_strokes(desk: Desk) -> None:
    first = desk.talk.item
    desk.press(Key.Key_3)
    desk.press(Key.Key_Return)
    assert desk.value(first) == "3"
    assert desk.talk.item == desk.talk.interview.next(first)


def test_digits_in_a_note_are_text(desk: Desk) -> None:
    desk.press(Key.Key_N)
    desk.type("4 ganger, 2 trapper")
    assert desk.value(desk.talk.item) == ""
    assert desk.saved().note(desk.talk.item) == "4 ganger, 2 trapper"


def test_ctrl_digit_scores_from_the_note(desk: Desk) -> None:
    desk.press(Key.Key_Tab)
    assert desk.focus() is desk.talk.screen_.view.note.edit
    desk.type("ok")
    desk.press(Key.Key_4, CTRL)
    assert desk.value(desk.talk.item) == "4"
    assert desk.talk.screen_.view.note.edit.text() == "ok"
    assert desk.focus() is desk.talk.screen_.view.note.edit


def test_enter_in_the_note_is_a_new_line_and_ctrl_enter_goes_on(desk: Desk) -> None:
    first = desk.talk.item
    desk.press(Key.Key_N)
    desk.type("en")
    desk.press(Key.Key_Return)
    desk.type("to")
    assert desk.talk.item == first
    desk.press(Key.Key_Return, CTRL)
    assert desk.talk.item != first
    assert desk.saved().note(first) == "en\nto"


def test_escape_leaves_the_note_and_digits_score_again(desk: Desk) -> None:
    desk.press(Key.Key_N)
    desk.type("x")
    desk.press(Key.Key_Escape)
    assert desk.focus() is desk.talk.screen_.view.head
    desk.press(Key.Key_5)
    assert desk.value(desk.talk.item) == "5"
    with desk.world.session.work() as work:
        assert "interview.note" in [e.action for e in work.records.log_entries(limit=1000)]


def test_backspace_goes_back_but_not_in_a_note(desk: Desk) -> None:
    first = desk.talk.item
    desk.press(Key.Key_Return)
    second = desk.talk.item
    desk.press(Key.Key_N)
    desk.type("ab")
    desk.press(Key.Key_Backspace)
    desk.press(Key.Key_Backspace)
    desk.press(Key.Key_Backspace)
    assert desk.talk.item == second
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_Backspace)
    assert desk.talk.item == first
    desk.press(Key.Key_Backspace)
    assert desk.talk.item == first


def test_a_key_held_down_counts_once(desk: Desk) -> None:
    first = desk.talk.item
    for repeat in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_3, Qt.KeyboardModifier.NoModifier, "3", repeat)
        QApplication.sendEvent(desk.focus(), event)
    with desk.world.session.work() as work:
        actions = [e.action for e in work.records.log_entries(limit=1000)]
    assert actions.count("interview.answer") == 1
    for repeat in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", repeat)
        QApplication.sendEvent(desk.focus(), event)
    assert desk.talk.item == desk.talk.interview.next(first)


def test_arrow_keys_move_among_the_cards_and_space_chooses(desk: Desk) -> None:
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Right)
    assert desk.value(desk.talk.item) == ""
    desk.press(Key.Key_Space)
    assert desk.value(desk.talk.item) == "3"
    desk.press(Key.Key_Left)
    desk.press(Key.Key_Space)
    assert desk.value(desk.talk.item) == "2"
    desk.press(Key.Key_Return)
    assert desk.talk.item == desk.talk.interview.book.steps[1].item


def test_other_digits_and_letters_do_nothing(desk: Desk) -> None:
    for key in (Key.Key_0, Key.Key_6, Key.Key_7, Key.Key_8, Key.Key_X):
        desk.press(key)
    desk.press(Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert desk.value(desk.talk.item) == ""


def test_delete_takes_an_answer_back(desk: Desk) -> None:
    desk.press(Key.Key_3)
    desk.press(Key.Key_Delete)
    assert desk.value(desk.talk.item) == ""
    assert not any(card.is_selected() for card in desk.talk.screen_.view.scores.cards().values())
    desk.talk.show_item("diagnosis")
    desk.press(Key.Key_Delete)
    assert desk.saved().entries == ()


def test_the_keypad_scores_too(desk: Desk) -> None:
    desk.press(Key.Key_4, Qt.KeyboardModifier.KeypadModifier)
    assert desk.value(desk.talk.item) == "4"


def test_the_wheel_changes_nothing(desk: Desk) -> None:
    talk = desk.talk
    talk.show_item("household")
    desk.press(Key.Key_2)
    before = dict(talk.interview.values)
    for item in ("v07", "household", "doctor_date", "diagnosis"):
        talk.show_item(item)
        for widget in talk.screen_.findChildren(QWidget):
            if widget.isVisible():
                QApplication.sendEvent(widget, wheel())
    assert dict(talk.interview.values) == before
    assert dict(desk.saved().answers).keys() == {"household"}


def wheel() -> QWheelEvent:
    return QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def test_filling_tells_of_no_gesture(desk: Desk) -> None:
    told: list[Any] = []
    view = desk.talk.screen_.view
    view.answered.connect(told.append)
    for editor in (view.scores, view.choices, view.date, view.entries):
        editor.answered.connect(told.append)
    view.note.edited.connect(lambda *_: told.append("note"))
    for step in desk.talk.interview.visible():
        desk.talk.show_item(step.item)
        view.set_value("2")
        view.note.show_note("et notat")
    assert told == []


@pytest.mark.parametrize("key", [Key.Key_J, Key.Key_M])
def test_keys_with_ctrl_lead_away_and_without_it_never(key: Qt.Key) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    assert gesture(event, in_text=True) is None
    assert gesture(event, in_text=False) in (None, (Gesture.YES, ""))
    held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.ControlModifier)
    assert gesture(held, in_text=True) in ((Gesture.JUMP, ""), (Gesture.SUMMARY, ""))


def test_a_click_on_a_card_scores(desk: Desk) -> None:
    desk.talk.screen_.view.scores.cards()["3"].click()
    assert desk.value(desk.talk.item) == "3"
    desk.talk.screen_.view.next.click()
    desk.talk.screen_.view.back.click()
    assert desk.talk.screen_.view.scores.cards()["3"].is_selected()
