from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QTabBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop_ui.widgets import (
    Button,
    ComboBox,
    DataTable,
    Label,
    LineEdit,
    NoteEdit,
    Row,
    ScoreCard,
    Scroller,
)
from kpr_desktop_ui.widgets.user_chip import UserChip
from tests.support.fits import clipped, elided, overlapping, painted, scrolling

LONG = "Hvordan går det med vask, dusj, tenner og hår?"


def shown(qtbot: QtBot, *widgets: QWidget, size: tuple[int, int] = (600, 400)) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for each in widgets:
        column.addWidget(each)
    window.resize(*size)
    window.show()
    assert QTest.qWaitForWindowActive(window)
    return window


def test_a_text_with_room_is_no_finding(qtbot: QtBot) -> None:
    table = DataTable()
    table.set_columns(["Person", "Hva"])
    table.set_rows([Row("1", ("Blid Fjellbekk", LONG))])
    window = shown(
        qtbot,
        Label(LONG),
        Button("Neste", "primary", "Enter"),
        ScoreCard("3", LONG),
        ComboBox([("1", "Risør")]),
        table,
    )
    assert clipped(window) == []
    assert scrolling(window) == []


def test_a_planted_narrow_label_is_found(qtbot: QtBot) -> None:
    narrow, low, fine = Label(LONG, wrap=False), Label(LONG), Label("kort")
    narrow.setFixedWidth(100)
    low.setFixedSize(120, 20)
    findings = clipped(shown(qtbot, narrow, low, fine))
    assert sum(LONG in each for each in findings) >= 2
    assert not any("kort" in each for each in findings)


def test_every_kind_of_narrow_control_is_found(qtbot: QtBot) -> None:
    button, card, plain, box = Button(LONG), ScoreCard("2", LONG), QPushButton(LONG), ComboBox([("1", LONG)])
    line, note, tabs = LineEdit(), NoteEdit(), QTabBar()
    line.setPlaceholderText(LONG)
    note.setPlaceholderText(LONG * 9)
    tabs.addTab(LONG)
    tabs.setElideMode(tabs.elideMode().ElideRight)
    for each in (button, plain, box, line, tabs):
        each.setFixedWidth(80)
    card.setFixedSize(100, 60)
    note.setFixedSize(100, 40)
    for each in (button, card, plain, box, line, note):
        assert clipped(shown(qtbot, each)), type(each).__name__
    tabs.setUsesScrollButtons(False)
    tabs.setExpanding(True)
    assert clipped(shown(qtbot, tabs))


def test_a_narrow_table_is_found(qtbot: QtBot) -> None:
    table = DataTable()
    table.set_columns(["Person", "Hva registeret ville gjort"])
    table.set_rows([Row("1", ("Blid Fjellbekk", LONG))])
    window = shown(qtbot, table)
    table.setColumnWidth(0, 20)
    table.setColumnWidth(1, 20)
    findings = clipped(window)
    assert any("Blid" in each for each in findings)
    assert any("registeret" in each for each in findings)


def test_what_a_holder_cuts_off_is_found(qtbot: QtBot) -> None:
    holder = QWidget()
    inner = Label("Blid Fjellbekk", wrap=False, parent=holder)
    inner.setGeometry(QRect(560, 0, 200, 30))
    assert any("outside" in each for each in clipped(shown(qtbot, holder)))


def test_what_is_scrolled_away_is_no_finding_and_the_bar_is_told(qtbot: QtBot) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    for _ in range(60):
        column.addWidget(Label("Blid Fjellbekk"))
    window = shown(qtbot, Scroller(content))
    assert clipped(window) == []
    assert scrolling(window) == ["Scroller '': vertical"]


def test_a_scroller_that_is_too_narrow_cuts_off(qtbot: QtBot) -> None:
    content = QWidget()
    row = QHBoxLayout(content)
    for _ in range(8):
        row.addWidget(Label("Blid Fjellbekk", wrap=False))
    window = shown(qtbot, Scroller(content), size=(300, 200))
    assert any("outside" in each for each in clipped(window))
    both_ways = QScrollArea()
    both_ways.setWidget(Label(LONG * 3, wrap=False))
    assert clipped(shown(qtbot, both_ways, size=(200, 100))) == []


def test_hidden_texts_do_not_count(qtbot: QtBot) -> None:
    narrow = Label(LONG, wrap=False)
    narrow.setFixedWidth(40)
    window = shown(qtbot, narrow)
    narrow.hide()
    assert clipped(window) == []


def test_a_read_only_line_counts_and_a_typed_one_does_not(qtbot: QtBot) -> None:
    line = LineEdit()
    line.setText(LONG)
    line.setFixedWidth(80)
    window = shown(qtbot, line)
    assert clipped(window) == []
    line.setReadOnly(True)
    assert clipped(window)


def test_texts_beside_each_other_are_neither_elided_nor_over_each_other(qtbot: QtBot) -> None:
    table = DataTable()
    table.set_columns(["Person", "Hva"])
    table.set_rows([Row("1", ("Blid Fjellbekk", LONG))])
    note, line = NoteEdit(), LineEdit()
    note.setPlainText(LONG * 3)
    line.setText(LONG)
    window = shown(
        qtbot,
        Label(LONG),
        Button("Neste", "primary", "Enter"),
        ScoreCard("3", LONG),
        line,
        note,
        table,
        size=(600, 900),
    )
    assert overlapping(window) == []
    assert elided(window) == []
    assert {LONG, "Neste", "Enter", "Blid Fjellbekk", "Person"} <= {each.text for each in painted(window)}


def test_a_planted_elided_label_is_found(qtbot: QtBot) -> None:
    short, own = Label(wrap=False), Label("Velg …")
    short.setText(short.fontMetrics().elidedText(LONG, Qt.TextElideMode.ElideRight, 120))
    window = shown(qtbot, short, own)
    assert len(elided(window)) == 2
    assert [each.split("…")[0] for each in elided(window, {"Velg …"})] == [
        f"Label '{short.text().split('…')[0]}"
    ]
    user = UserChip()
    user.set_name(LONG)
    user.setFixedWidth(150)
    assert len(elided(shown(qtbot, user))) == 1


def test_a_planted_overlapping_pair_is_found(qtbot: QtBot) -> None:
    holder = QWidget()
    for at, text in ((0, "Blid Fjellbekk"), (60, "Rask Bjørkedal"), (300, "Stille Steinmo")):
        Label(text, wrap=False, parent=holder).setGeometry(QRect(at, 10, 200, 30))
    findings = overlapping(shown(qtbot, holder))
    assert len(findings) == 1
    assert "Blid" in findings[0]
    assert "Rask" in findings[0]


def test_wide_labels_whose_letters_do_not_meet_are_no_finding(qtbot: QtBot) -> None:
    holder = QWidget()
    left, right = Label("Ja", wrap=False, parent=holder), Label("Nei", wrap=False, parent=holder)
    right.setAlignment(Qt.AlignmentFlag.AlignRight)
    for each in (left, right):
        each.setGeometry(QRect(0, 0, 300, 30))
    assert overlapping(shown(qtbot, holder)) == []


def test_what_is_scrolled_away_lies_over_nothing(qtbot: QtBot) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    for _ in range(60):
        column.addWidget(Label("Blid Fjellbekk"))
    window = shown(qtbot, Scroller(content), Label("Rask Bjørkedal"))
    assert overlapping(window) == []
    assert 2 < len(painted(window)) < 61
