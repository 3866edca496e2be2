"""What screen readers are told of our own widgets, asked for in the process as the platform's bridge asks."""

from __future__ import annotations

import gc
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop_ui.widgets import Button, ChoiceCard, ComboBox, EmptyState, Field, Label, LineEdit
from kpr_desktop_ui.widgets.spoken import teach

Role = QAccessible.Role
NAME = QAccessible.Text.Name
LONG = "Gjenopprettingsnøkkelsikkerhetskopien"


@pytest.fixture(autouse=True)
def _taught() -> None:
    teach()
    teach()  # once is enough; twice does no harm


LATE = """
import sys
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton
from kpr_desktop_ui.theme import Theme, load_tokens
from kpr_desktop_ui.widgets import ChoiceCard, spoken
app = QApplication([])
Theme(load_tokens(), "light", 1.0).apply(app)
first = QPushButton("x")
QAccessible.queryAccessibleInterface(first)
spoken.teach()
if "forget" in sys.argv:
    class Forgetful(list):
        def append(self, made):
            self[:] = [made]
    spoken._made = Forgetful()
print("begun", flush=True)
cards = [ChoiceCard(str(each), "A") for each in range(300)]
roles = {QAccessible.queryAccessibleInterface(each).role() for each in cards}
for each in cards:
    each.deleteLater()
print(*roles)
"""
"""A reader was at work before the program taught Qt, and widgets wait to be deleted when the application ends."""


def asked(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def test_a_card_is_one_of_several_that_can_be_chosen(qtbot: QtBot) -> None:
    card = ChoiceCard("a", "Alene", "bor alene")
    qtbot.addWidget(card)
    gc.collect()
    told = asked(card)
    assert (told.role(), told.text(NAME)) == (Role.RadioButton, "Alene")
    assert told.text(QAccessible.Text.Description) == "bor alene"
    assert not told.state().checked
    card.set_selected(True)
    assert told.state().checked
    assert told.state().checkable


def test_a_card_can_be_chosen_by_the_action_of_the_tree(qtbot: QtBot) -> None:
    card = ChoiceCard("a", "Alene")
    qtbot.addWidget(card)
    acts, press = asked(card).actionInterface(), QAccessibleActionInterface.pressAction()
    assert press in acts.actionNames()
    with qtbot.waitSignal(card.chosen):
        acts.doAction(press)
    card.setEnabled(False)
    assert press not in acts.actionNames()
    acts.doAction(QAccessibleActionInterface.setFocusAction())


def test_a_heading_is_one_and_a_text_is_none(qtbot: QtBot) -> None:
    for role, wanted in (("title", Role.Heading), ("heading", Role.Heading), ("body", Role.StaticText)):
        label = Label("Personer", role)
        qtbot.addWidget(label)
        assert (asked(label).role(), asked(label).text(NAME)) == (wanted, "Personer")


def test_the_places_where_a_long_word_may_break_are_not_spoken(qtbot: QtBot) -> None:
    label = Label(LONG)
    qtbot.addWidget(label)
    assert label.text() != LONG
    assert asked(label).text(NAME) == LONG
    label.setText("kort")
    assert asked(label).text(NAME) == "kort"


def test_a_text_that_is_scrolled_by_the_keys_is_a_section(qtbot: QtBot) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert asked(area).role() is not Role.Section
    read = QScrollArea()
    qtbot.addWidget(read)
    read.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    read.setAccessibleName("Svarene")
    assert (asked(read).role(), asked(read).text(NAME)) == (Role.Section, "Svarene")


def test_an_ornament_is_no_picture(qtbot: QtBot) -> None:
    empty = EmptyState("users", "Ingen", "Ingen er registrert")
    qtbot.addWidget(empty)
    roles = {asked(each).role() for each in empty.findChildren(QLabel)}
    assert Role.Graphic not in roles


def test_a_list_without_a_label_in_sight_gets_one_that_is_only_heard(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    column = QVBoxLayout(around)
    alone, labelled = ComboBox([("a", "A")]), ComboBox([("b", "B")])
    alone.setAccessibleName("Måned")
    column.addWidget(alone)
    column.addWidget(Field("Hvordan", labelled))
    around.show()
    tied = [each for each in around.findChildren(QLabel) if each.buddy() is alone]
    assert [each.text() for each in tied] == ["Måned"]
    assert not tied[0].isVisible()
    assert len([each for each in around.findChildren(QLabel) if each.buddy() is labelled]) == 1
    alone.setAccessibleName("År")
    assert tied[0].text() == "År"
    around.hide()
    around.show()
    assert len([each for each in around.findChildren(QLabel) if each.buddy() is alone]) == 1


def test_a_line_with_a_button_beside_it_bears_name_and_error_itself(qtbot: QtBot) -> None:
    holder, line = QWidget(), LineEdit()
    column = QVBoxLayout(holder)
    column.addWidget(line)
    column.addWidget(Button("Velg"))
    holder.setFocusProxy(line)
    field = Field("Mappe", holder, "Der kopien ligger")
    qtbot.addWidget(field)
    assert line.accessibleName() == "Mappe"
    field.set_error("Mappen finnes ikke")
    assert line.accessibleDescription() == "Mappen finnes ikke Der kopien ligger"
    assert line.property("wrong")


@pytest.mark.parametrize(
    ("more", "whole"), [((), True), *([(("forget",), False)] if sys.platform == "linux" else [])]
)
def test_the_program_ends_in_order_where_a_reader_came_before_it(
    more: tuple[str, ...], *, whole: bool
) -> None:
    scrambled = os.environ | {
        "MALLOC_PERTURB_": "165"
    }  # what is freed is overwritten at once: the control must fall
    ended = subprocess.run(
        [sys.executable, "-c", LATE, *more],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        env=scrambled,
    )
    assert ended.stdout.startswith("begun")  # the control may fall as early as when it asks for the roles
    assert ("RadioButton" in ended.stdout and ended.returncode == 0) is whole, ended.stderr


def test_an_error_is_said_where_somebody_listens(qtbot: QtBot) -> None:
    field = Field("Navn", LineEdit())
    qtbot.addWidget(field)
    QAccessible.setActive(True)
    try:
        field.set_error("Skriv navnet")
    finally:
        QAccessible.setActive(False)
    assert field.error() == "Skriv navnet"
