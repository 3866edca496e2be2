"""Signals tell of a person's gesture, and never of a page that fills its widgets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop.errors import UserFault
from kpr_desktop_ui.widgets import (
    Button,
    CheckBox,
    ChoiceCard,
    ComboBox,
    DateEdit,
    Field,
    LineEdit,
    NoteEdit,
    PassphraseEdit,
    ScoreCard,
    TextEdit,
)


def heard(signal: object) -> list[tuple[object, ...]]:
    told: list[tuple[object, ...]] = []
    signal.connect(lambda *values: told.append(values))  # type: ignore[attr-defined]
    return told


def show(qtbot: QtBot, widget: QWidget) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    vars(qtbot).setdefault("windows", []).append(window)  # the robot itself would let it go
    QVBoxLayout(window).addWidget(widget)
    window.resize(500, 300)
    window.show()
    assert QTest.qWaitForWindowActive(window)
    widget.setFocus()
    return window


def wheel(widget: QWidget) -> QWheelEvent:
    event = QWheelEvent(
        QPointF(5, 5), QPointF(widget.mapToGlobal(QPoint(5, 5))), QPoint(0, 0), QPoint(0, -240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event


def test_a_line_tells_what_is_typed_only(qtbot: QtBot) -> None:
    line = LineEdit(5)
    show(qtbot, line)
    told = heard(line.edited)
    line.setText("abc")
    assert told == []
    QTest.keyClicks(line, "def")
    assert told[-1] == ("abcde",)


def test_a_passphrase_is_hidden_and_can_be_taken_and_forgotten(qtbot: QtBot) -> None:
    edit = PassphraseEdit()
    show(qtbot, edit)
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(edit, "blåbær")
    assert edit.secret() == bytearray("blåbær".encode())
    QGuiApplication.clipboard().setText(" fra en kvelv")  # of a keeper of passphrases
    edit.paste()
    assert edit.text() == "blåbær fra en kvelv"
    QGuiApplication.clipboard().clear()
    edit.set_shown(shown=True)
    assert edit.echoMode() is QLineEdit.EchoMode.Normal
    edit.forget()
    assert edit.secret() == b""
    edit.undo()
    assert edit.text() == ""


@pytest.mark.parametrize("make", [NoteEdit, TextEdit])
def test_a_note_tells_what_is_typed_only(qtbot: QtBot, make: Callable[[], NoteEdit | TextEdit]) -> None:
    note = make()
    show(qtbot, note)
    told = heard(note.edited)
    note.set_text("første\nlinje")
    note.set_text("første\nlinje")
    assert told == []
    assert note.text() == "første\nlinje"
    QTest.keyClicks(note, "!")
    assert told[0][0] == "første\nlinje!"
    note.undo()
    assert len(told) == 2


@pytest.mark.parametrize("make", [NoteEdit, TextEdit])
@pytest.mark.parametrize("key", ["Ctrl+Z", "Ctrl+Y"])
def test_nothing_of_one_text_comes_back_in_the_next(
    qtbot: QtBot, make: Callable[[], NoteEdit | TextEdit], key: str
) -> None:
    note = make()
    show(qtbot, note)
    QTest.keyClicks(note, "bare her")
    note.undo()
    if key == "Ctrl+Z":
        note.redo()
        QTest.keyClick(note, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(note, Qt.Key.Key_Delete)
    assert note.text() == ""
    note.set_text("")
    QTest.keySequence(note, QKeySequence(key))
    assert note.text() == ""


def test_a_note_tells_where_the_caret_is_and_that_it_was_left(qtbot: QtBot) -> None:
    note = NoteEdit()
    show(qtbot, note)
    told, left = heard(note.edited), heard(note.left)
    note.set_text("abcd")
    note.set_caret(2)
    QTest.keyClicks(note, "x")
    assert told == [("abxcd", 3)]
    QTest.keyClick(note, Qt.Key.Key_Escape)
    assert left == [()]
    note.set_caret(99)
    assert note.caret() == 5


def test_a_note_keeps_hard_blanks_and_takes_plain_text_only(qtbot: QtBot) -> None:
    note = NoteEdit()
    show(qtbot, note)
    note.set_text("10\u00a0000")
    assert note.text() == "10\u00a0000"
    rich = QMimeData()
    rich.setHtml("<b>fet</b>")
    rich.setText("<b>fet</b>")
    note.insertFromMimeData(rich)
    assert note.text() == "10\u00a0000<b>fet</b>"
    note.insertFromMimeData(QMimeData())
    assert note.text() == "10\u00a0000<b>fet</b>"


def test_tab_leaves_a_note(qtbot: QtBot) -> None:
    note, after = NoteEdit(), LineEdit()
    window = show(qtbot, note)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(after)
    qtbot.waitUntil(after.isVisible)
    QTest.keyClick(note, Qt.Key.Key_Tab)
    assert after.hasFocus()
    assert note.text() == ""


def test_a_box_tells_of_a_click_only(qtbot: QtBot) -> None:
    box = CheckBox("Trenger tolk")
    show(qtbot, box)
    told = heard(box.toggled_by_user)
    box.setChecked(True)
    assert told == []
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert told == [(False,)]


def test_a_list_tells_of_a_choice_only_and_the_wheel_changes_nothing(qtbot: QtBot) -> None:
    box = ComboBox([("1", "Bor alene"), ("2", "Bor sammen med andre")])
    show(qtbot, box)
    told = heard(box.chosen)
    assert box.set_key("2")
    assert box.key() == "2"
    assert not wheel(box).isAccepted()
    assert (box.key(), told) == ("2", [])
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert told == [("1",)]
    assert not box.set_key("7")
    assert box.key() == ""
    assert box.changed_by_user is not None


def test_other_items_keep_the_key_when_they_have_it(qtbot: QtBot) -> None:
    box = ComboBox([("1", "a"), ("2", "b")])
    qtbot.addWidget(box)
    box.set_key("2")
    box.set_items([("2", "b"), ("3", "c")])
    assert box.key() == "2"
    box.set_items([("4", "d")])
    assert box.key() == "4"
    box.set_items([])
    assert box.key() == ""


def test_a_searchable_list_finds_what_is_typed(qtbot: QtBot) -> None:
    box = ComboBox(
        [("1818", "Herøy (Nordland)"), ("1515", "Herøy (Møre og Romsdal)"), ("4201", "Risør")],
        searchable=True,
    )
    show(qtbot, box)
    told = heard(box.chosen)
    assert box.key() == ""
    line = box.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "herøy")
    assert (box.key(), told) == ("", [])
    QTest.keyClicks(line, " (n")
    assert box.key() == "1818"
    assert told[-1] == ("1818",)
    line.clear()
    assert box.key() == ""
    QTest.keyClicks(line, "ingensteds")
    assert box.key() == ""
    assert box.set_key("4201")
    assert box.key() == "4201"
    assert not box.set_key("9999")
    assert line.text() == ""


@pytest.mark.parametrize(
    "make", [lambda: ScoreCard("3", "Klarer deler", "offisiell"), lambda: ChoiceCard("3", "Bor alene", "mer")]
)
def test_a_card_tells_of_a_choice_and_leaves_the_selecting_to_the_page(
    qtbot: QtBot, make: Callable[[], ScoreCard | ChoiceCard]
) -> None:
    card = make()
    show(qtbot, card)
    told = heard(card.chosen)
    card.set_selected(True)
    card.set_selected(False)
    assert told == []
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert told == [("3",), ("3",)]
    assert not card.is_selected()
    card.set_selected(True)
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert card.is_selected()
    card.set_text("Noe annet")
    assert "Noe annet" in card.accessibleName()


def test_enter_on_a_card_is_left_to_the_page(qtbot: QtBot) -> None:
    card = ScoreCard("1", "Går greit")
    show(qtbot, card)
    told = heard(card.chosen)
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert told == []
    card.set_official("Ingen problem")
    assert card.accessibleDescription() == "Ingen problem"


def test_enter_presses_a_button(qtbot: QtBot) -> None:
    button = Button("Neste", "primary", "Enter")
    show(qtbot, button)
    told = heard(button.clicked)
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert len(told) == 2
    button.setText("Ferdig")
    assert (button.accessibleName(), button.accessibleDescription()) == ("Ferdig", "Enter")
    with pytest.raises(ValueError, match="kind"):
        Button("x", "huge")


def test_a_date_is_tidied_and_refused_with_a_code(qtbot: QtBot) -> None:
    edit = DateEdit("dd.mm.åååå", lambda: date(2026, 11, 23))
    show(qtbot, edit)
    QTest.keyClicks(edit, "140342")
    edit.editingFinished.emit()
    assert edit.text() == "14.03.1942"
    assert edit.date() == date(1942, 3, 14)
    edit.setText("31.02.2026")
    edit.editingFinished.emit()
    assert edit.text() == "31.02.2026"
    with pytest.raises(UserFault) as refusal:
        edit.date("birth_date")
    assert (refusal.value.code, refusal.value.field) == ("date.impossible", "birth_date")
    edit.set_date(None)
    assert DateEdit().date() is None


def test_a_field_shows_what_is_wrong_and_tells_screen_readers(qtbot: QtBot) -> None:
    field = Field("Navn", LineEdit(), "Slik det står i Folkeregisteret.", "Kan sendes")
    show(qtbot, field)
    assert field.editor.accessibleName() == "Navn"
    assert field.editor.accessibleDescription() == "Slik det står i Folkeregisteret."
    field.set_error("Skriv navnet.")
    assert field.error() == "Skriv navnet."
    assert "Skriv navnet." in field.editor.accessibleDescription()
    field.set_hint("Et annet hint")
    field.clear_error()
    assert field.error() == ""
    field.set_label("Fullt navn")
    assert field.editor.accessibleName() == "Fullt navn"
