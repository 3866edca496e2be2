"""What has the focus is in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop_ui.widgets import Button, LineEdit, Scroller

ROWS = 30


def scroller(qtbot: QtBot, first: int = 0) -> tuple[QWidget, Scroller, list[LineEdit]]:
    """A low window with more fields than it has room for; `first` has the focus before it is shown."""
    content, window = QWidget(), QWidget()
    qtbot.addWidget(window)
    fields = [LineEdit() for _ in range(ROWS)]
    column = QVBoxLayout(content)
    for each in fields:
        column.addWidget(each)
    area, below = Scroller(content), Button("Neste")
    around = QVBoxLayout(window)
    around.addWidget(area, 1)
    around.addWidget(below)
    fields[first].setFocus()
    window.resize(300, 200)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return window, area, fields


def seen(field: QWidget) -> bool:
    return field.visibleRegion().boundingRect().height() == field.height()


def test_the_focus_is_followed_wherever_it_comes_from(qtbot: QtBot) -> None:
    window, _, fields = scroller(qtbot)
    assert not seen(fields[-1])
    fields[-1].setFocus(Qt.FocusReason.OtherFocusReason)
    assert seen(fields[-1])
    window.findChildren(Button)[0].setFocus()
    assert seen(fields[-1])
    fields[0].setFocus(Qt.FocusReason.OtherFocusReason)
    assert seen(fields[0])


def test_a_field_that_has_the_focus_from_the_start_is_shown(qtbot: QtBot) -> None:
    window, area, fields = scroller(qtbot, ROWS - 1)
    qtbot.waitUntil(lambda: seen(fields[-1]))
    assert area.verticalScrollBar().value() > 0
    window.close()


def test_nothing_moves_away_under_the_mouse(qtbot: QtBot) -> None:
    window, area, fields = scroller(qtbot)
    bar = area.verticalScrollBar()
    qtbot.wait(20)
    half = next(each for each in fields if 0 < each.visibleRegion().boundingRect().height() < each.height())
    at = half.mapTo(window, half.visibleRegion().boundingRect().center())
    assert bar.value() == 0
    handle = window.windowHandle()
    assert handle is not None
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert half.hasFocus()
    assert bar.value() == 0
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
