"""Every kind of item: what it takes, what it refuses, where it says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from kpr_desktop.codebook.model import Code, Text
from kpr_desktop_ui.pages.interview.choice_editor import keys_for
from kpr_desktop_ui.pages.interview.contrast_panel import pairs_for
from kpr_desktop_ui.pages.interview.entries_editor import EntriesEditor
from kpr_desktop_ui.widgets import ComboBox
from tests.ui.interview.conftest import Desk, Key


def test_a_wrong_date_is_told_beside_the_field_and_holds(desk: Desk) -> None:
    desk.talk.show_item("doctor_date")
    desk.type("31.02.2026")
    desk.press(Key.Key_Return)
    date = desk.talk.screen_.view.date
    assert desk.talk.item == "doctor_date"
    assert date.wrong()
    assert desk.value("doctor_date") == ""
    desk.press(Key.Key_Backspace)
    assert not date.wrong()
    date.fields()[0].clear()  # type: ignore[attr-defined]
    desk.type("03.02.2026")
    desk.press(Key.Key_Return)
    assert desk.value("doctor_date") == "2026-02-03"
    assert desk.talk.item == "dentist_date"
    desk.talk.show_item("doctor_date")
    assert date.fields()[0].text() == "03.02.2026"  # type: ignore[attr-defined]
    assert date.value_text() == "03.02.2026"


def test_a_date_is_saved_when_the_page_is_left(desk: Desk) -> None:
    desk.talk.show_item("doctor_date")
    desk.type("3.2.26")
    assert desk.page.leave()
    assert desk.value("doctor_date") == "2026-02-03"


def test_a_date_refused_earlier_stands_as_typed(desk: Desk) -> None:
    date = desk.talk.screen_.view.date
    date.show_item(desk.talk.interview.item("doctor_date"), "i fjor")
    assert date.value_text() == "i fjor"


def entries(desk: Desk) -> EntriesEditor:
    return desk.talk.screen_.view.entries


def fill(desk: Desk, **values: str) -> None:
    for name, value in values.items():
        editor = entries(desk).editors()[name]
        if isinstance(editor, ComboBox):
            editor.set_key(value)
        else:
            editor.setText(value)


def test_a_row_is_added_changed_and_removed(desk: Desk) -> None:
    desk.talk.show_item("coercion")
    names = list(entries(desk).editors())
    code = desk.talk.interview.book.lists["9157"].codes[0].code
    fill(desk, **{names[0]: code, names[1]: "01.10.2026"})
    entries(desk).editors()[names[1]].setFocus()
    desk.press(Key.Key_Return)
    rows = desk.saved().entries_of("coercion")
    assert [dict(r.values) for r in rows] == [{names[0]: code, names[1]: "2026-10-01"}]
    assert not entries(desk).started()
    desk.stage.picture("interview-coercion")

    table = entries(desk).table
    table.select(rows[0].id)
    table.setFocus()
    desk.press(Key.Key_Return)
    assert entries(desk).started()
    fill(desk, **{names[1]: "02.10.2026"})
    desk.press(Key.Key_Return)
    (row,) = desk.saved().entries_of("coercion")
    assert row.id == rows[0].id
    assert row.values[names[1]] == "2026-10-02"

    table.opened.emit(row.id)
    entries(desk).remove.click()
    assert desk.saved().entries_of("coercion") == ()
    table_rows = table.model().rowCount()
    assert table_rows == 0


def test_a_removed_row_can_be_put_back(desk: Desk) -> None:
    heard: list[tuple[str, Callable[[], None] | None]] = []
    desk.page.undoable.connect(lambda text, undo: heard.append((text, undo)))
    desk.talk.show_item("coercion")
    names = list(entries(desk).editors())
    table = entries(desk).table
    fill(desk, **{names[0]: desk.talk.interview.book.lists["9157"].codes[0].code, names[1]: "01.10.2026"})
    entries(desk).save_row()
    (row,) = desk.saved().entries_of("coercion")
    table.opened.emit(row.id)
    entries(desk).remove.click()
    assert desk.saved().entries_of("coercion") == ()

    entries(desk).editors()[names[1]].setFocus()
    desk.type("05.10.2026")  # another row is begun before the first one is wanted back
    ((_, undo),) = heard
    assert undo is not None
    undo()
    assert desk.saved().entries_of("coercion") == (row,)
    assert table.model().rowCount() == 1
    assert entries(desk).editors()[names[1]].text() == "05.10.2026"  # type: ignore[union-attr]
    begun = desk.saved().unfinished_of("coercion")
    assert begun is not None
    assert begun.typed[names[1]] == "05.10.2026"
    entries(desk).editors()[names[1]].setFocus()
    for _ in "05.10.2026":
        desk.press(Key.Key_Backspace)
    table.opened.emit(row.id)
    entries(desk).remove.click()
    desk.talk.show_item("took_part")
    assert heard[-1][1] is not None
    heard[-1][1]()
    assert desk.saved().entries_of("coercion") == (row,)
    assert desk.talk.item == "took_part"
    desk.page._renew()
    assert heard[-1] == ("", None)  # what belonged to the talk before is offered no more


def test_a_row_that_lacks_something_says_so_beside_the_field(desk: Desk) -> None:
    desk.talk.show_item("coercion")
    names = list(entries(desk).editors())
    fill(desk, **{names[1]: "01.10.2026"})
    entries(desk).editors()[names[1]].setFocus()
    desk.press(Key.Key_Return)
    assert entries(desk).field(names[0]).error()
    assert desk.saved().entries_of("coercion") == ()
    assert entries(desk).editors()[names[1]].text() == "01.10.2026"  # type: ignore[union-attr]
    desk.talk.walk(1)
    assert not desk.talk.in_summary()
    entries(desk).editors()[names[1]].clear()
    fill(desk, **{names[1]: ""})
    desk.talk.walk(1)
    assert desk.talk.item == "took_part"
    desk.talk.walk(1)
    assert desk.talk.in_summary()


def test_enter_goes_on_from_an_empty_form(desk: Desk) -> None:
    desk.talk.show_item("diagnosis")
    desk.press(Key.Key_Return)
    assert desk.talk.item == "coercion"


def test_a_change_of_a_row_can_be_given_up(desk: Desk) -> None:
    desk.talk.show_item("coercion")
    names = list(entries(desk).editors())
    code = desk.talk.interview.book.lists["9157"].codes[0].code
    fill(desk, **{names[0]: code, names[1]: "01.10.2026"})
    entries(desk).save_row()
    (row,) = desk.saved().entries_of("coercion")
    entries(desk).table.opened.emit(row.id)
    entries(desk).cancel.click()
    assert not entries(desk).started()
    assert QApplication.focusWidget() is entries(desk).editors()[names[0]]


def test_who_took_part_is_told_by_part_and_name(desk: Desk) -> None:
    desk.talk.show_item("took_part")
    fill(desk, role="interpreter", name="Sindig Granskog")
    entries(desk).editors()["name"].setFocus()
    desk.press(Key.Key_Return)
    (row,) = desk.saved().entries_of("took_part")
    item = desk.talk.interview.item("took_part")
    words = desk.talk.screen_.view.entries._words
    assert words.row(item, row) == "Tolk, Sindig Granskog"
    assert words.answer(item, desk.saved()) == "Tolk, Sindig Granskog"
    fill(desk, name="Sindig Granskog")
    entries(desk).save_row()
    assert entries(desk).field("role").error()
    assert len(desk.saved().entries_of("took_part")) == 1
    desk.stage.picture("interview-took-part")


def test_a_code_is_chosen_by_its_digit(desk: Desk) -> None:
    desk.talk.show_item("household")
    desk.press(Key.Key_2)
    assert desk.value("household") == "2"
    desk.press(Key.Key_8)
    assert desk.value("household") == "2"
    desk.talk.show_item("coordinator")
    desk.press(Key.Key_1)
    assert desk.value("coordinator") == desk.talk.interview.book.lists["9188"].codes[0].code
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Space)
    assert desk.value("coordinator") == desk.talk.interview.book.lists["9188"].codes[1].code


def test_an_answer_opens_the_item_that_depends_on_it(desk: Desk) -> None:
    desk.talk.show_item("work_help_need")
    desk.press(Key.Key_1)
    assert desk.talk.interview.next("work_help_need") == "work_help_received"
    assert desk.talk.screen_.view.next.accessibleDescription() == "Arbeid: får"
    desk.press(Key.Key_2)
    assert desk.talk.screen_.view.next.accessibleDescription() == "Arbeidsreise: behov"


def test_an_answer_that_is_refused_is_told(desk: Desk) -> None:
    desk.talk.show_item("household")
    desk.talk.answer("77")
    assert desk.talk.screen_.view.choices.error()
    assert desk.value("household") == ""


def code(value: str) -> Code:
    return Code(value, "", Text("a", "b", "c"))


def test_keys_are_the_codes_or_their_places() -> None:
    assert keys_for([code("1"), code("2"), code("9")]) == ["1", "2", "9"]
    assert keys_for([code("10"), code("11")]) == ["1", "2"]
    assert keys_for([code(str(n)) for n in range(10, 20)])[-1] == ""


@pytest.mark.parametrize(
    ("score", "pairs"),
    [("", ("1-2", "2-3")), ("1", ("1-2", "1-9")), ("3", ("2-3", "3-4")), ("9", ("1-9", "1-2"))],
)
def test_the_contrasts_are_those_of_the_score(score: str, pairs: tuple[str, str]) -> None:
    assert pairs_for(score) == pairs
