"""What nobody may lose: texts that can not be saved yet, gestures that wait in their order, last time's long note."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtTest import QTest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.interview_values import NOTE_LIMIT
from kpr_desktop_ui.pages.interview.jump_dialog import JumpDialog
from kpr_desktop_ui.pages.interview.note_dialog import NoteDialog
from kpr_desktop_ui.pages.interview.talk_field import TalkField
from tests.support import fits
from tests.support.driver import drain
from tests.support.world import TODAY, World
from tests.ui.interview.conftest import CTRL, Desk, Key, Open, finish_everything
from tests.ui.interview.test_draft import in_dialog
from tests.ui.interview.test_saving import Broken

NOTE = "Går med rullator til postkassen. Vil gjerne lenger, men er redd for å falle når det er glatt."


def second(world: World, person: PersonId, open_page: Open, note: str, height: int = 768) -> Desk:
    """A second assessment of someone who had scores of 2 and a note at v07 last time."""
    finish_everything(world, person, date(2026, 3, 14), note=note)
    made = world.services.interviews.start(person, TODAY, Reason.CHANGE, carry=True)
    desk = open_page(made.assessment.id, (1366, height))
    desk.talk.show_item("v07")
    drain()
    return desk


def overfill(desk: Desk, field: TalkField) -> str:
    """Types more than can be saved."""
    field.edit.setFocus()
    field.edit.insertPlainText("x" * NOTE_LIMIT)
    desk.type("y")
    assert field.wrong()
    return field.edit.text()


def test_own_words_too_long_survive_the_other_face(desk: Desk) -> None:
    words = desk.talk.screen_.side.own.words
    typed = overfill(desk, words)
    desk.press(Key.Key_F6)
    assert desk.talk.faces.citizen_shown()
    desk.press(Key.Key_F6)
    assert words.edit.text() == typed
    assert words.wrong()


def test_a_reason_too_long_survives_another_score(world: World, person: PersonId, open_page: Open) -> None:
    desk = second(world, person, open_page, "")
    desk.press(Key.Key_5)
    reason = desk.talk.screen_.side.last.reason
    typed = overfill(desk, reason)
    desk.press(Key.Key_4, CTRL)
    assert desk.value("v07") == "4"
    assert reason.edit.text() == typed
    assert reason.wrong()


def test_a_basis_reason_too_long_survives_another_way_of_knowing(desk: Desk) -> None:
    desk.press(Key.Key_F4)
    desk.talk.aside._set_basis("other")
    drain()
    reason = desk.talk.screen_.view.note.basis.reason
    typed = overfill(desk, reason)
    desk.press(Key.Key_F2)
    assert desk.saved().answer(desk.talk.item).evidence.ways == frozenset({"others", "seen"})
    assert reason.edit.text() == typed
    assert reason.wrong()


@pytest.mark.parametrize("comes_back", ["before the answer", "after all of it"])
def test_gestures_that_wait_reach_the_disk_in_their_order(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, comes_back: str
) -> None:
    item = desk.talk.item
    disk = Broken(desk, monkeypatch)
    desk.press(Key.Key_3)
    desk.press(Key.Key_9)
    disk.down = comes_back != "before the answer"
    desk.press(Key.Key_9)
    disk.down = False
    assert desk.talk.keeper.retry()
    assert desk.value(item) == "9"
    assert desk.saved().answer(item).deciding == ""
    desk.talk.show_item(item)
    assert not desk.talk.scoring.is_open()


# --- last time's note


def test_a_note_of_last_time_is_never_cut_by_a_line(world: World, person: PersonId, open_page: Open) -> None:
    desk = second(world, person, open_page, NOTE)
    last, found = desk.talk.screen_.side.last, []
    for key in (Key.Key_3, Key.Key_4, Key.Key_5):
        desk.press(key)
        found += fits.clipped(desk.page)
        assert NOTE in "".join(desk.talk.screen_.side.texts())
    assert found == []
    assert last.reason.isVisible()


def test_where_there_is_room_the_note_stands_in_full_while_it_waits_to_be_confirmed(
    world: World, person: PersonId, open_page: Open
) -> None:
    desk = second(world, person, open_page, NOTE)
    assert "v07" in desk.talk.interview.to_confirm()
    assert NOTE in "".join(desk.talk.screen_.side.texts())
    assert desk.talk.screen_.side.last.whole.isHidden()


def test_a_long_note_is_read_as_a_whole_by_keyboard(world: World, person: PersonId, open_page: Open) -> None:
    whole = " ".join(f"Linje {number} om morgenstellet." for number in range(400))
    desk = second(world, person, open_page, whole)
    last, read = desk.talk.screen_.side.last, []
    assert whole not in "".join(desk.talk.screen_.side.texts())
    for _ in range(40):
        if desk.focus() is last.whole:
            break
        desk.press(Key.Key_Tab)

    def look(dialog: NoteDialog) -> None:
        read.append(dialog.note.text())
        read.extend(fits.clipped(dialog))
        QTest.keyClick(dialog.note, Key.Key_9)
        read.append(dialog.note.text())
        QTest.keyClick(dialog.note, Key.Key_Escape)

    in_dialog(NoteDialog, look)
    desk.press(Key.Key_Return)
    assert read == [whole, whole]
    desk.stage.come_back()
    desk.talk.show_item("household")
    assert last.whole.isHidden()


def test_what_goes_away_hands_the_keys_to_the_question(
    world: World, person: PersonId, open_page: Open
) -> None:
    desk = second(world, person, open_page, "Lang tekst her. " * 12, height=640)
    last = desk.talk.screen_.side.last
    desk.press(Key.Key_5)
    last.whole.setFocus()
    assert desk.focus() is last.whole
    desk.press(Key.Key_2)
    assert last.whole.isHidden()
    assert desk.focus() is desk.talk.screen_.view.head


def test_who_looks_at_the_list_and_stays_goes_on_writing(desk: Desk) -> None:
    edit = desk.talk.screen_.view.note.edit
    desk.press(Key.Key_N)
    desk.type("Dusjer ")
    in_dialog(JumpDialog, lambda dialog: QTest.keyClick(dialog.search, Key.Key_Escape))
    desk.press(Key.Key_J, CTRL)
    desk.stage.come_back()
    assert desk.focus() is edit
    desk.type("2 ganger")
    assert edit.text() == "Dusjer 2 ganger"
    assert desk.saved().note(desk.talk.item) == "Dusjer 2 ganger"
    assert desk.value(desk.talk.item) == ""
