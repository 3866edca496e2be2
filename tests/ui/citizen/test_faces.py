"""Turning the screen: what the person does is saved, what the assessor does is out of sight, and nothing is lost."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from kpr_desktop.domain.assessment import Cursor, Opinion
from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.interview_values import NOTE_LIMIT
from kpr_desktop_ui.pages.citizen.citizen_view import CitizenView
from kpr_desktop_ui.pages.interview.faces import Faces
from kpr_desktop_ui.pages.places import InterviewPlace
from kpr_desktop_ui.widgets import Label
from tests.prove.faces_eye import Eye, hidden_nodes
from tests.support.driver import drain
from tests.ui.citizen.conftest import House
from tests.ui.interview.conftest import Desk, Key, Open

SECRET = "Datteren sier noe annet."


def face(house: House) -> Faces:
    return house.talk.faces


def saved(house: House, item: str) -> Opinion:
    return house.talk.interview.assessment.answer(item).opinion


def on_disk(house: House, draft: AssessmentId) -> Cursor:
    with house.world.session.work() as work:
        return work.assessments.get(draft).cursor


def at(house: House, item: str) -> CitizenView:
    """The citizen's face at an item."""
    house.talk.show_item(item)
    house.press("F6")
    assert face(house).citizen_shown()
    return face(house).view


def test_the_whole_window_is_the_persons(house: House) -> None:
    house.talk.show_item("v07")
    house.press("N")
    house.driver.type(SECRET)
    house.press("F6")
    assert not house.frame.rail.isVisible()
    assert not house.frame.top_bar.isVisible()
    assert house.window.windowTitle() in ("", "KPR Desktop")
    secrets = [SECRET, "Kari", "Fjellbekk", "Hjemmetjenesten"]
    eye = Eye()
    assert eye.search(secrets) == []
    assert eye.widgets > 20
    count, seen = hidden_nodes(house.talk.screen_)
    assert count > 100
    assert seen == 0
    house.press("F6")
    assert house.frame.rail.isVisible()
    assert house.frame.top_bar.isVisible()
    assert len(eye.search(secrets)) > 3


def test_a_planted_leak_is_seen_by_eye_and_by_screen_reader(house: House) -> None:
    view = at(house, "v07")
    leak = Label(SECRET, parent=view)
    leak.show()
    assert len(Eye().search([SECRET])) >= 2
    leak.hide()
    view.next.setAccessibleDescription(SECRET)
    assert len(Eye().search([SECRET])) >= 2


def test_a_half_typed_note_stands_with_its_caret(house: House) -> None:
    house.talk.show_item("v07")
    house.press("N")
    house.driver.type(SECRET)
    house.press("Left", "Left", "Left")
    note = house.talk.screen_.view.note.edit
    for _ in range(3):
        house.press("F6", "F7", "F6")
        assert QApplication.focusWidget() is note
        assert (note.text(), note.caret()) == (SECRET, len(SECRET) - 3)
    assert house.talk.interview.cursor == Cursor("v07", "note", len(SECRET) - 3)


def test_choosing_and_own_words_are_saved_at_once(house: House, draft: AssessmentId) -> None:
    view = at(house, "v07")
    assert QApplication.focusWidget() is view.head
    house.press("Right", "Right", "Right", "Space")
    assert saved(house, "v07") == Opinion("3")
    assert house.talk.interview.cursor == Cursor("v07", "citizen")
    house.press("Tab")
    for typed in ("G", "Gå", "Går"):
        house.driver.type(typed[-1])
        assert saved(house, "v07").words == typed
        assert on_disk(house, draft) == Cursor("v07", "citizen.words", len(typed))
    house.press("Tab", "Down", "Space")
    assert saved(house, "v07") == Opinion("3", "differs", "Går")
    assert house.talk.interview.values.get("v07", "") == ""
    house.press("F6")
    own = house.talk.screen_.side.own
    assert own.words.edit.text() == "Går"
    assert own.chips()["differs"].is_on()


def test_enter_chooses_the_card_it_is_on_and_then_goes_on(house: House) -> None:
    view = at(house, "v07")
    house.press("Right", "Enter")
    assert saved(house, "v07").own == "1"
    assert face(house).item == "v07"
    house.press("Enter")
    assert face(house).item == house.talk.interview.next("v07")
    assert QApplication.focusWidget() is view.head
    house.press("Enter", "Backspace", "Backspace")
    assert face(house).item == "v07"


def test_one_may_change_ones_mind_and_take_it_back(house: House) -> None:
    view = at(house, "v07")
    house.press("Right", "Space", "Right", "Space")
    assert saved(house, "v07").own == "2"
    view.own.views.cards()[0].click()
    assert saved(house, "v07") == Opinion("2", "same")
    view.focus_start()
    house.press("Delete")
    assert saved(house, "v07") == Opinion()
    assert not view.own.views.isVisible()
    house.press("Enter", "Backspace")
    assert not any(card.is_selected() for card in view.cards.cards())


def test_the_assessors_keys_mean_nothing(house: House) -> None:
    house.talk.keeper.answer("v07", "4")
    at(house, "v07")
    for keys in ("1", "9", "Ctrl+2", "Ctrl+J", "Ctrl+M", "N", "U", "V", "J", "F", "Alt+1", "Alt+2"):
        house.press(keys)
        assert face(house).citizen_shown()
        assert QApplication.activeModalWidget() is None
    assert house.talk.interview.values["v07"] == "4"
    assert saved(house, "v07") == Opinion()
    assert house.frame.place == InterviewPlace(house.talk.interview.assessment.id)


def test_the_language_is_kept(house: House, draft: AssessmentId) -> None:
    view = at(house, "v07")
    house.press("F7")
    assert house.talk.interview.assessment.citizen_language == "nn"
    view.languages.buttons["en"].click()
    drain()
    assert view.next.text() == "Next"
    house.frame.navigate(InterviewPlace(draft))
    drain()
    assert face(house).citizen_shown()
    assert face(house).view.next.text() == "Next"
    house.press("F7")
    assert house.talk.interview.assessment.citizen_language == "nb"


def test_in_another_language_what_is_typed_can_still_be_undone_and_elsewhere_not(house: House) -> None:
    view = at(house, "v07")
    house.press("Tab", "Tab")
    house.driver.type("Går")
    house.press("F7", "Ctrl+Z")
    assert view.words.text() == ""
    assert saved(house, "v07").words == ""
    house.press("Esc", "Enter", "Tab", "Tab", "Ctrl+Y")
    assert QApplication.focusWidget() is view.words
    assert view.words.text() == ""
    assert saved(house, face(house).item).words == ""


@pytest.mark.parametrize("way", ["Esc", "F6"])
def test_the_log_tells_that_own_words_were_written(house: House, way: str) -> None:
    at(house, "v07")
    house.press("Tab", "Tab")
    house.driver.type("Går")
    house.press(way)
    with house.world.session.work() as work:
        newest = work.records.log_entries(limit=2)
    assert (newest[0].action, newest[0].subject, newest[0].reason) == ("interview.opinion", "v07", "")
    assert newest[1].action != "interview.opinion"
    assert "Går" not in repr(newest)


def test_f7_means_nothing_to_the_assessor(house: House) -> None:
    house.talk.show_item("v07")
    house.press("F7")
    assert house.talk.interview.assessment.citizen_language == "nb"


def test_walking_there_is_walking_here(house: House) -> None:
    at(house, "v07")
    house.press("Enter", "Enter")
    there = face(house).item
    house.press("F6")
    assert house.talk.item == there != "v07"
    assert house.talk.interview.cursor == Cursor(there)
    assert QApplication.focusWidget() is house.talk.screen_.view.head


def test_rows_are_talked_of_and_plain_items_are_asked_aloud(house: House) -> None:
    texts = face(house)._words
    house.talk.show_item("household")
    house.press("F6")
    view = face(house).view
    assert not view.cards.isVisible()
    assert not view.words.isVisible()
    assert view.head.accessibleName() == house.talk.interview.item("household").citizen.question.nb
    for item in ("diagnosis", "coercion"):
        house.press("F6")
        at(house, item)
        assert view.head.accessibleName() == texts()("citizen.together")
        assert not view.shows_question()
        house.press("Delete")
        assert saved(house, item) == Opinion()
    house.press("F6")
    at(house, "took_part")
    assert view.head.accessibleName() == house.talk.interview.item("took_part").citizen.question.nb


def test_after_the_last_item_come_thanks(house: House) -> None:
    last = house.talk.interview.visible()[-1].item
    view = at(house, last)
    house.press("Enter")
    assert view.head.accessibleName() == face(house)._words()("citizen.end")
    assert not view.next.isVisible()
    assert view.progress.part() == 1
    house.press("Enter", "F7")
    assert view.head.accessibleName() == face(house)._words()("citizen.end")
    house.press("Backspace")
    assert face(house).item == last
    assert view.next.isVisible()
    first = house.talk.interview.visible()[0].item
    house.press("F6")
    at(house, first)
    house.press("Backspace")
    assert face(house).item == first
    assert view.progress.part() == 1 / len(house.talk.interview.visible())
    assert not view.back.isEnabled()


def test_the_cross_the_buttons_and_esc(house: House) -> None:
    view = at(house, "v07")
    view.next.click()
    view.back.click()
    assert face(house).item == "v07"
    view.words.setFocus()
    house.press("Escape")
    assert QApplication.focusWidget() is view.head
    view.next.setFocus()
    house.press("Escape")
    assert QApplication.focusWidget() is view.head
    view.close_button.click()
    drain()
    assert not face(house).citizen_shown()
    house.talk.screen_.turn.click()
    assert face(house).citizen_shown()


def test_words_that_are_too_long_stay_until_they_are_shorter(house: House) -> None:
    view = at(house, "v07")
    view.words.setFocus()
    view.words.insertPlainText("a" * NOTE_LIMIT)
    house.driver.type("bc")
    assert view.own.is_wrong()
    assert saved(house, "v07").words == "a" * NOTE_LIMIT
    house.press("F7")
    assert view.words.text().endswith("bc")
    house.press("Ctrl+Enter")
    assert face(house).item == "v07"
    assert QApplication.focusWidget() is view.words
    house.press("Ctrl+End", "Backspace", "Backspace")
    assert not view.own.is_wrong()
    house.press("Ctrl+Enter")
    assert face(house).item != "v07"


def test_a_word_of_what_has_happened_waits(house: House) -> None:
    page = house.frame.page
    assert page is not None
    at(house, "v07")
    page.told.emit("Lagret hos Blid Fjellbekk")
    assert house.frame.toast.text() == ""
    house.press("F6")
    assert house.frame.toast.text() == "Lagret hos Blid Fjellbekk"
    house.press("F6")
    assert house.frame.toast.text() == ""
    house.press("F6")
    assert house.frame.toast.text() == ""


def test_another_page_has_its_frame_again(house: House) -> None:
    from kpr_desktop_ui.pages.places import WorkListPlace

    at(house, "v07")
    house.frame.navigate(WorkListPlace())
    assert house.frame.rail.isVisible()
    assert house.frame.top_bar.isVisible()


def test_from_the_summary_and_back_to_it(house: House) -> None:
    house.talk.show_item("v07")
    house.press("Ctrl+M", "F6")
    assert face(house).item == "v07"
    house.press("F6")
    assert house.talk.in_summary()
    house.press("F6", "Enter", "F6")
    assert not house.talk.in_summary()
    assert house.talk.item == house.talk.interview.next("v07")


def test_a_date_that_is_none_is_gone_back_to(house: House) -> None:
    dates = [i for i in house.talk.interview.visible() if house.talk.interview.item(i.item).kind == "date"]
    item = dates[0].item
    house.talk.show_item(item)
    house.driver.type("41.13.2026")
    house.press("F6", "Enter", "F6")
    assert house.talk.item == item
    assert house.talk.screen_.view.date.value_text() == "41.13.2026"
    assert house.talk.interview.cursor.item == item


def test_it_resumes_in_the_same_face_at_the_same_place(
    desk: Desk, open_page: Open, draft: AssessmentId
) -> None:
    desk.talk.show_item("v07")
    desk.press(Key.Key_F6)
    desk.talk.faces.view.words.setFocus()
    desk.type("Selv")
    desk.press(Key.Key_Left)
    assert desk.page.leave()
    plain: list[bool] = []
    desk.world.reopen()
    other = open_page(draft)
    other.page.plain_wanted.connect(plain.append)
    view = other.talk.faces.view
    assert other.talk.faces.citizen_shown()
    assert other.focus() is view.words
    assert (view.words.text(), view.words.caret()) == ("Selv", 3)
    other.page.enter()
    assert other.focus() is view.words
    view.next.setFocus()
    other.page.enter()
    assert other.focus() is view.next
    other.press(Key.Key_F6)
    assert plain == [False]


def test_a_disk_that_fails_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.talk.show_item("v07")
    desk.press(Key.Key_F6)
    view, real, down = desk.talk.faces.view, desk.world.session.vault.work, [True]

    def work() -> object:
        if down[0]:
            raise EnvironmentFault("vault.disk_full")
        return real()

    monkeypatch.setattr(desk.world.session.vault, "work", work)
    view.cards.cards()[1].click()
    view.own.views.cards()[1].click()
    view.words.setFocus()
    desk.type("Ja")
    desk.press(Key.Key_F7)
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Backspace)
    assert view.words.text() == "Ja"
    assert view.cards.cards()[1].is_selected()
    assert view.languages.buttons["nn"].isChecked()
    assert desk.talk.keeper.unsaved() == ["v07"]
    down[0] = False
    assert desk.page.leave()
    assert desk.saved().answer("v07").opinion == Opinion("2", "differs", "Ja")
    assert desk.saved().citizen_language == "nn"
