"""A row that is still being typed: on disk at every gesture, and in the form again after a lock or a crash."""

from __future__ import annotations

import pytest

from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop_ui.pages.interview.entries_editor import EntriesEditor, as_typed
from kpr_desktop_ui.widgets import ComboBox, LineEdit
from tests.ui.interview.conftest import CTRL, Desk, Key, Open
from tests.ui.interview.test_saving import Broken


def entries(desk: Desk) -> EntriesEditor:
    return desk.talk.screen_.view.entries


def line(desk: Desk, name: str) -> LineEdit:
    editor = entries(desk).editors()[name]
    assert isinstance(editor, LineEdit)
    return editor


def choose(desk: Desk, name: str) -> str:
    """Choose the first code of a list by the arrow key."""
    editor = entries(desk).editors()[name]
    assert isinstance(editor, ComboBox)
    editor.setFocus()
    desk.press(Key.Key_Down)
    return editor.key()


def typed(desk: Desk, item: str = "coercion") -> dict[str, str]:
    row = desk.saved().unfinished_of(item)
    return row.typed if row else {}


def write(desk: Desk, name: str, text: str) -> None:
    line(desk, name).setFocus()
    desk.type(text)


def test_every_gesture_in_the_form_is_on_disk_and_comes_back(
    desk: Desk, open_page: Open, draft: AssessmentId
) -> None:
    desk.talk.show_item("diagnosis")
    system = choose(desk, "system")
    assert typed(desk, "diagnosis") == {"system": system}
    for end in range(1, 4):
        write(desk, "source", "Dr."[end - 1])
        assert typed(desk, "diagnosis")["source"] == "Dr."[:end]
    write(desk, "date", "1.1")
    desk.press(Key.Key_Left)
    desk.type("0")
    desk.world.reopen()  # nobody was asked and nothing was left in order, as after kill -9
    other = open_page(draft)
    assert other.talk.item == "diagnosis"
    form = entries(other).editors()
    assert isinstance(form["system"], ComboBox)
    assert form["system"].key() == system
    assert line(other, "source").text() == "Dr."
    assert line(other, "date").text() == "1.01"
    assert other.focus() is form["date"]
    assert line(other, "date").cursorPosition() == 3
    assert other.saved().entries_of("diagnosis") == ()
    other.stage.picture("interview-half-row")


def test_leaving_the_page_keeps_the_row(desk: Desk, open_page: Open, draft: AssessmentId) -> None:
    desk.talk.show_item("coercion")
    write(desk, "from", "01.10.2026")
    assert desk.page.leave()
    other = open_page(draft)
    assert line(other, "from").text() == "01.10.2026"
    line(other, "from").setFocus()
    line(other, "from").selectAll()
    other.press(Key.Key_Backspace)
    assert other.saved().entries == ()


def test_a_row_that_is_completed_is_one_row(desk: Desk) -> None:
    desk.talk.show_item("coercion")
    write(desk, "from", "01.10.2026")
    choose(desk, "kind")
    line(desk, "from").setFocus()
    desk.press(Key.Key_Return)
    assert typed(desk) == {}
    assert len(desk.saved().entries) == 1
    assert not entries(desk).started()


def test_going_on_is_held_back_but_looking_elsewhere_is_not(desk: Desk) -> None:
    desk.talk.show_item("coercion")
    write(desk, "from", "01.10.2026")
    desk.talk.walk(-1)
    assert desk.talk.item == "coercion"
    assert entries(desk).field("kind").error()
    desk.talk.screen_.navigator.chosen.emit("v01")
    assert desk.talk.item == "v01"
    desk.talk.show_item("coercion")
    assert line(desk, "from").text() == "01.10.2026"
    desk.press(Key.Key_M, CTRL)
    assert desk.talk.in_summary()
    desk.stage.picture("interview-summary-half-row")
    assert desk.talk.screen_.summary.first_target() == "coercion"
    desk.press(Key.Key_Return)
    assert desk.talk.item == "coercion"


def test_a_change_comes_back_as_a_change(desk: Desk, open_page: Open, draft: AssessmentId) -> None:
    desk.talk.show_item("coercion")
    choose(desk, "kind")
    write(desk, "from", "01.10.2026")
    entries(desk).save_row()
    (row,) = desk.saved().entries
    entries(desk).table.opened.emit(row.id)
    write(desk, "to", "2.")
    other = open_page(draft)
    assert line(other, "to").text() == "2."
    assert entries(other).remove.isVisible()
    assert [dict(e.values) for e in other.saved().entries_of("coercion")] == [dict(row.values)]
    entries(other).cancel.click()
    assert other.saved().entries == (row,)
    entries(other).table.opened.emit(row.id)
    write(other, "to", "2.10.2026")
    other.press(Key.Key_Return)
    (changed,) = other.saved().entries
    assert (changed.id, changed.values["to"]) == (row.id, "2026-10-02")


def test_a_saved_row_is_not_opened_over_one_that_is_not(desk: Desk) -> None:
    desk.talk.show_item("coercion")
    kind = choose(desk, "kind")
    write(desk, "from", "01.10.2026")
    entries(desk).save_row()
    (row,) = desk.saved().entries
    write(desk, "from", "05.10.2026")
    entries(desk).table.opened.emit(row.id)
    assert line(desk, "from").text() == "05.10.2026"
    assert entries(desk).field("kind").error()
    assert choose(desk, "kind") == kind
    entries(desk).table.opened.emit(row.id)
    assert line(desk, "from").text() == "01.10.2026"
    assert len(desk.saved().entries_of("coercion")) == 2


def test_a_disk_that_fails_keeps_the_row_on_screen_and_tries_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.talk.show_item("coercion")
    choose(desk, "kind")
    disk = Broken(desk, monkeypatch)
    write(desk, "from", "01.10.2026")
    entries(desk).save_row()
    assert desk.talk.screen_.banner.isVisible()
    assert desk.talk.keeper.unsaved() == ["coercion"]
    desk.talk.show_item("v01")
    desk.talk.show_item("coercion")
    assert line(desk, "from").text() == "01.10.2026"
    disk.down = False
    desk.talk.screen_.banner.acted.emit()
    assert not desk.talk.screen_.banner.isVisible()
    assert typed(desk)["from"] == "01.10.2026"
    disk.down = True
    line(desk, "from").setFocus()
    desk.press(Key.Key_Backspace)
    disk.down = False
    desk.type("6")
    entries(desk).save_row()
    assert not desk.talk.screen_.banner.isVisible()
    assert [e.values["from"] for e in desk.saved().entries] == ["2026-10-01"]


def test_what_waits_is_not_put_beside_the_row_that_was_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.talk.show_item("coercion")
    choose(desk, "kind")
    disk = Broken(desk, monkeypatch)
    write(desk, "from", "01.10.2026")
    disk.down = False
    entries(desk).save_row()
    assert not desk.talk.keeper.waiting
    assert not desk.talk.screen_.banner.isVisible()
    assert [e.item for e in desk.saved().entries] == ["coercion"]


def test_a_date_stands_as_people_write_it() -> None:
    assert [as_typed(text) for text in ("2026-10-01", "1. okt", "")] == ["01.10.2026", "1. okt", ""]


def test_a_table_with_rows_gives_way_to_one_with_more_columns(desk: Desk) -> None:
    role = desk.talk.interview.book.lists["participant_role"].codes[0].code
    desk.talk.interview.save_entry("took_part", {"role": role, "name": "Rask"})
    desk.talk.show_item("took_part")
    assert entries(desk).table.model().rowCount() == 1
    desk.talk.show_item("diagnosis")
    assert entries(desk).table.model().rowCount() == 0
    assert desk.talk.item == "diagnosis"
