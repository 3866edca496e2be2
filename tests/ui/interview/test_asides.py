"""What stands beside a score: last time, the reason, evidence and its basis, the person's own view. By keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.interview_values import NOTE_LIMIT
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.interview.talk_edit import CARET_MS
from kpr_desktop_ui.pages.places import InterviewPlace
from tests.support import fits
from tests.support.driver import drain
from tests.support.stage import put_on_screen
from tests.support.world import TODAY, World
from tests.ui.interview.conftest import CTRL, Desk, Key, Open, finish_everything
from tests.ui.interview.test_keys import wheel
from tests.ui.interview.test_saving import Broken


@pytest.fixture
def again(world: World, person: PersonId, open_page: Open) -> Desk:
    """A second assessment, every score of the first (2) to be confirmed."""
    finish_everything(world, person, date(2026, 3, 14))
    made = world.services.interviews.start(person, TODAY, Reason.CHANGE, carry=True)
    desk = open_page(made.assessment.id)
    desk.talk.show_item("v07")
    return desk


def fill(desk: Desk, field: str) -> QWidget:
    """Opens the field and puts the caret in it."""
    side, note = desk.talk.screen_.side, desk.talk.screen_.view.note
    if field == "reason":
        desk.press(Key.Key_5)
        found = side.last.reason.edit
    elif field == "basis":
        desk.press(Key.Key_F4)
        box = note.basis.basis
        while box.key() != "other":
            desk.press(Key.Key_Down)
        found = note.basis.reason.edit
    else:
        found = side.own.words.edit
    for _ in range(40):
        if desk.focus() is found:
            break
        desk.press(Key.Key_Tab)
    assert desk.focus() is found
    return found


# --- last time


def test_u_says_that_it_is_as_last_time(again: Desk) -> None:
    talk = again.talk
    lines = {line.key: line for line in talk.screen_.navigator.lines()}
    assert lines["v07"].badge() == "↺"
    assert "2" in lines["v07"].accessibleDescription()
    before = len(talk.interview.to_confirm())
    again.press(Key.Key_U)
    assert again.value("v07") == "2"
    assert len(talk.interview.to_confirm()) == before - 1
    assert talk.screen_.view.scores.cards()["2"].is_selected()
    assert talk.screen_.side.last.same.isHidden()
    assert {line.key: line for line in talk.screen_.navigator.lines()}["v07"].badge() == "2"
    again.press(Key.Key_U)
    again.press(Key.Key_Return)
    assert again.value(talk.item) == ""


def test_the_button_says_it_too_and_the_focus_comes_home(again: Desk) -> None:
    same = again.talk.screen_.side.last.same
    for _ in range(20):
        if again.focus() is same:
            break
        again.press(Key.Key_Tab)
    again.press(Key.Key_Space)
    assert again.value("v07") == "2"
    assert again.focus() is again.talk.screen_.view.head


def test_rows_and_choices_are_confirmed_too(world: World, person: PersonId, open_page: Open) -> None:
    first = world.services.interviews.start(person, date(2026, 3, 14), Reason.PERIODIC)
    item = next(i for i in first.book.items.values() if i.kind is ItemKind.ENTRIES and i.id == "diagnosis")
    code = first.book.lists[next(f.list for f in item.fields if f.id == "system")].codes[0].code
    first.save_entry("diagnosis", {"system": code, "code": "A01"})
    first.answer("household", "2")
    first.finish()
    made = world.services.interviews.start(person, TODAY, Reason.CHANGE)
    desk = open_page(made.assessment.id)
    for name in ("household", "diagnosis"):
        desk.talk.show_item(name)
        desk.talk.screen_.view.head.setFocus()
        desk.press(Key.Key_U)
    assert desk.value("household") == "2"
    assert len(desk.saved().entries_of("diagnosis")) == 1
    assert desk.talk.screen_.side.last.same.isHidden()


def test_a_confirmation_that_can_not_be_taken_is_told(again: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_item: str) -> None:
        raise UserFault("interview.nothing_to_confirm", "v07")

    monkeypatch.setattr(again.talk.interview, "confirm", refuse)
    again.press(Key.Key_U)
    assert again.value("v07") == ""


def test_a_great_change_asks_why_and_blocks_nothing(again: Desk) -> None:
    last = again.talk.screen_.side.last
    again.press(Key.Key_3)
    assert last.reason.isHidden()
    again.press(Key.Key_5)
    assert last.reason.isVisible()
    assert again.focus() is again.talk.screen_.view.head
    again.press(Key.Key_Return)
    assert again.talk.item != "v07"


def test_the_reason_goes_when_the_change_does_unless_it_is_written(again: Desk) -> None:
    last = again.talk.screen_.side.last
    fill(again, "reason")
    again.press(Key.Key_2, CTRL)
    assert last.reason.isHidden()
    assert again.focus() is again.talk.screen_.view.head
    fill(again, "reason")
    again.type("falt i mai")
    again.press(Key.Key_2, CTRL)
    assert last.reason.isVisible()
    assert again.saved().answer("v07").reason == "falt i mai"


# --- texts: saved as typed, resumed with the caret


@pytest.mark.parametrize("field", ["reason", "basis", "words"])
def test_each_field_is_saved_as_typed_and_resumes_at_its_caret(
    again: Desk, open_page: Open, field: str
) -> None:
    fill(again, field)
    typed = "vujn 19 fordi"
    for count, letter in enumerate(typed, start=1):
        again.type(letter)
        answer = again.saved().answer("v07")
        assert {"reason": answer.reason, "basis": answer.evidence.reason, "words": answer.opinion.words}[
            field
        ] == typed[:count]
    assert again.value("v07") == ("5" if field == "reason" else "")
    for _ in range(3):
        again.press(Key.Key_Left)
    QTest.qWait(CARET_MS + 60)
    again.world.reopen()
    other = open_page(again.talk.interview.assessment.id)
    assert other.talk.item == "v07"
    edit = other.focus()
    assert edit.accessibleName() == other.talk.aside._fields[field].edit.accessibleName()
    assert edit.caret() == len(typed) - 3  # type: ignore[attr-defined]
    other.press(Key.Key_Escape)
    assert other.focus() is other.talk.screen_.view.head
    assert other.saved().cursor.field == "score"


def test_enter_leads_on_from_the_short_fields(again: Desk) -> None:
    fill(again, "words")
    again.type("Jeg vil dusje selv")
    again.press(Key.Key_Return)
    assert again.talk.item == again.talk.interview.next("v07")
    assert again.saved().answer("v07").opinion.words == "Jeg vil dusje selv"


def test_a_short_field_grows_with_its_text(again: Desk) -> None:
    edit = fill(again, "words")
    low = edit.height()
    again.type("Jeg klarer det meste selv bare det får ta den tid det tar om morgenen")
    drain()
    assert edit.height() > low
    assert fits.scrolling(again.page) == []


def test_a_text_too_long_is_told_beside_its_field(again: Desk) -> None:
    edit = fill(again, "words")
    words = again.talk.screen_.side.own.words
    edit.insertPlainText("x" * NOTE_LIMIT)  # type: ignore[attr-defined]
    again.type("y")
    assert words.wrong()
    again.press(Key.Key_Return)
    assert again.talk.item == "v07"
    again.press(Key.Key_Backspace)
    assert not words.wrong()


@pytest.mark.parametrize("field", ["reason", "basis", "words"])
def test_what_the_disk_refuses_waits(again: Desk, monkeypatch: pytest.MonkeyPatch, field: str) -> None:
    disk = Broken(again, monkeypatch)
    fill(again, field)
    again.type("abc")
    again.press(Key.Key_Return)
    again.talk.show_item("v07")
    assert again.talk.aside._fields[field].edit.text() == "abc"
    assert again.talk.keeper.unsaved()
    disk.down = False
    assert again.talk.keeper.retry()
    answer = again.saved().answer("v07")
    assert "abc" in (answer.reason, answer.evidence.reason, answer.opinion.words)


# --- the person's own view


def test_seen_alike_or_not_is_one_key_and_can_be_taken_back(desk: Desk) -> None:
    own = desk.talk.screen_.side.own
    item = desk.talk.item
    for _ in range(40):
        if desk.focus() is own.chips()["same"]:
            break
        desk.press(Key.Key_Tab)
    desk.press(Key.Key_Right)
    desk.press(Key.Key_Space)
    assert desk.saved().answer(item).opinion.view == "differs"
    desk.press(Key.Key_Left)
    desk.press(Key.Key_Space)
    assert desk.saved().answer(item).opinion.view == "same"
    desk.press(Key.Key_Space)
    assert desk.saved().answer(item).opinion.view == ""
    desk.press(Key.Key_Return)
    assert desk.talk.item != item


def test_the_persons_own_answer_is_shown_in_the_persons_words(desk: Desk) -> None:
    item = desk.talk.item
    desk.talk.interview.set_opinion(item, own="3")
    desk.talk.show_item(item)
    book = desk.talk.interview.book
    found = book.scales[book.items[item].list].get("3")
    assert found is not None
    assert found.citizen.nb in desk.talk.screen_.side.own.own_text()
    desk.talk.show_item("household")
    assert not desk.talk.screen_.side.own.isVisible()


# --- the wheel, and room


def test_the_wheel_changes_nothing_here(again: Desk) -> None:
    again.press(Key.Key_5)
    again.press(Key.Key_F4)
    before = again.saved()
    for widget in again.talk.screen_.findChildren(QWidget):
        if widget.isVisible():
            QApplication.sendEvent(widget, wheel())
    assert dict(again.saved().answers) == dict(before.answers)


def test_everything_fits_with_each_part_open(again: Desk) -> None:
    found: list[str] = []
    talk = again.talk

    def look(where: str) -> None:
        drain()
        found.extend(f"{where}: {line}" for line in fits.clipped(again.page) + fits.scrolling(again.page))

    for item in [i.id for i in talk.interview.book.variables]:
        talk.show_item(item)
        again.press(Key.Key_V)
        look(f"{item} guide")
        for key in ("yes", "no"):
            talk.interview.decide(item, "")
            talk.scoring.show_item(item)
            talk.scoring.open_guide()
            for _ in range(3):
                again.press(Key.Key_J if key == "yes" else Key.Key_N)
                look(f"{item} guide {key}")
                talk.screen_.view.head.setFocus()
        again.press(Key.Key_9)
        look(f"{item} nine")
        again.press(Key.Key_5)
        look(f"{item} reason")
        again.press(Key.Key_F4)
        talk.aside._set_basis("other")
        look(f"{item} basis")
    assert found == []


def test_nothing_is_clipped_with_each_part_open_in_a_narrow_window(
    world: World, person: PersonId, open_page: Open
) -> None:
    finish_everything(world, person, date(2026, 3, 14))
    made = world.services.interviews.start(person, TODAY, Reason.CHANGE)
    desk = open_page(made.assessment.id, (960, 768))
    talk, found = desk.talk, []
    for item in ("v01", "v04", "v13"):
        talk.show_item(item)
        for key in (Key.Key_V, Key.Key_J, Key.Key_J, Key.Key_J, Key.Key_9, Key.Key_5):
            talk.screen_.view.head.setFocus()
            desk.press(key)
            drain()
            found += fits.clipped(desk.page)
            if talk.scoring.is_open():
                aids = talk.screen_.view.aids
                top = aids.mapTo(talk.screen_.view.scroller.viewport(), aids.rect().topLeft()).y()
                assert 0 <= top <= talk.screen_.view.scroller.viewport().height() - 60
        desk.press(Key.Key_F4)
        for basis in ("representative", "other"):
            talk.aside._set_basis(basis)
            drain()
            found += fits.clipped(desk.page)
    assert found == []


# --- one key a score


def test_with_one_key_a_score_leads_on_but_not_every_one(again: Desk) -> None:
    page = InterviewPage(
        again.talk._texts,
        again.world.services,
        InterviewPlace(again.talk.interview.assessment.id),
        one_key=True,
    )
    desk = Desk(again.world, put_on_screen(page), page)
    desk.talk.show_item("v07")
    desk.press(Key.Key_5)
    assert desk.talk.item == "v07"
    desk.press(Key.Key_9)
    desk.press(Key.Key_9)
    assert desk.talk.item == "v07"
    desk.press(Key.Key_Delete)
    assert desk.talk.item == "v07"
    desk.press(Key.Key_N)
    desk.press(Key.Key_2, CTRL)
    assert desk.talk.item == "v07"
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_3)
    assert desk.talk.item == desk.talk.interview.next("v07")
    assert desk.value("v07") == "3"
    desk.talk.show_item("household")
    desk.press(Key.Key_1)
    assert desk.talk.item == "household"
    page.hide()
    page.deleteLater()


# --- whose guidance


def test_the_footer_tells_whose_guidance_it_is(desk: Desk) -> None:
    words = desk.talk._words
    item = words.book.items["v07"]
    assert "FHI" in words.guidance(item)
    assert "Fjellvik" in words.guidance(replace(item, guidance="Fjellvik"))
