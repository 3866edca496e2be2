"""The parts of a page, by the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop_ui.widgets import TabBar


def test_the_arrows_turn_on_though_a_part_takes_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    tabs, line = TabBar("Deler"), QLineEdit()
    column = QVBoxLayout(window)
    for each in (tabs, line):
        column.addWidget(each)
    for name in ("Én", "To", "Tre"):
        tabs.addTab(name)
    tabs.currentChanged.connect(lambda _at: line.setFocus())
    window.show()
    assert QTest.qWaitForWindowActive(window)
    tabs.setFocus()
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert tabs.currentIndex() == 2
    assert window.focusWidget() is tabs
    QTest.keyClick(tabs, Qt.Key.Key_Right)  # there is no further one
    assert window.focusWidget() is tabs
    tabs.setCurrentIndex(0)  # the control: otherwise the part has it
    assert window.focusWidget() is line
