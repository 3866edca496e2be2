"""The line that tells what has happened, and offers to take it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop_ui.widgets import Toast
from tests.support.driver import drain

UNDO = Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier


class Room(QWidget):
    """A window with fields and a toast."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.note, self.list, self.button = (
            QLineEdit(),
            QPlainTextEdit(),
            QComboBox(),
            QPushButton(),
        )
        self.list.setEditable(True)
        column = QVBoxLayout(self)
        for each in (self.line, self.note, self.list, self.button):
            column.addWidget(each)
        self.toast = Toast(self, "Angre", "Ctrl+Z")
        self.undone: list[int] = []
        self.resize(700, 400)

    def tell(self) -> None:
        self.toast.tell("Raden er fjernet.", lambda: self.undone.append(1))


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    made = Room()
    qtbot.addWidget(made)
    made.show()
    assert QTest.qWaitForWindowActive(made)
    return made


def test_the_key_takes_it_back_once(room: Room) -> None:
    room.button.setFocus()
    room.tell()
    assert room.toast.undo.isVisible()
    QTest.keyClick(room.windowHandle(), *UNDO)
    assert room.undone == [1]
    assert room.toast.text() == ""
    QTest.keyClick(room.windowHandle(), *UNDO)
    assert room.undone == [1]


def test_the_button_takes_it_back(room: Room) -> None:
    room.tell()
    QTest.mouseClick(room.toast.undo, Qt.MouseButton.LeftButton)
    assert room.undone == [1]
    assert room.toast.text() == ""


def test_it_stays_while_the_person_works_on(room: Room) -> None:
    room.tell()
    room.line.setFocus()
    QTest.keyClick(room.windowHandle(), Qt.Key.Key_A)
    assert room.toast._timer.remainingTime() > 10_000
    room.toast.tell("Lagret")  # the control: without a way back it goes soon
    assert not room.toast.undo.isVisible()
    QTest.keyClick(room.windowHandle(), Qt.Key.Key_A)
    assert room.toast._timer.remainingTime() < 2000


@pytest.mark.parametrize("name", ["line", "note", "list"])
def test_in_a_field_with_something_typed_the_key_is_the_fields(room: Room, name: str) -> None:
    field: QWidget = getattr(room, name)
    field.setFocus()
    room.tell()
    for key in (Qt.Key.Key_A, Qt.Key.Key_B):
        QTest.keyClick(room.windowHandle(), key)
    QTest.keyClick(room.windowHandle(), *UNDO)
    assert room.undone == []
    text = field.toPlainText() if isinstance(field, QPlainTextEdit) else ""
    text += field.text() if isinstance(field, QLineEdit) else ""
    text += field.currentText() if isinstance(field, QComboBox) else ""
    assert text != "ab"
    for _ in range(3):
        QTest.keyClick(room.windowHandle(), *UNDO)
    assert room.undone == [1]  # nothing more to undo in the field: now it is the act


def test_nothing_is_taken_back_behind_a_dialog(room: Room) -> None:
    room.tell()
    dialog = QDialog(room)

    def press() -> None:
        QTest.keyClick(dialog, *UNDO)
        dialog.reject()

    QTimer.singleShot(50, press)
    dialog.exec()
    assert room.undone == []
    assert room.toast.text() == "Raden er fjernet."


def test_what_can_not_be_taken_back_any_more_is_offered_no_more(room: Room) -> None:
    room.tell()
    room.toast.forget_undo()
    assert room.toast.text() == ""
    room.toast.tell("Lagret")
    room.toast.forget_undo()  # the control: a word without a way back stays
    assert room.toast.text() == "Lagret"
    QTest.keyClick(room.windowHandle(), *UNDO)
    drain()
    assert room.undone == []


def test_it_waits_for_whoever_points_at_it(room: Room) -> None:
    room.tell()
    room.toast.undo.setFocus()
    room.toast._timer.timeout.emit()
    assert room.toast.text() == "Raden er fjernet."
    room.button.setFocus()
    room.toast._timer.timeout.emit()
    assert room.toast.text() == ""
