"""What measures contrast on pictures: it tells faint letters, whatever stands beside them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop_ui.widgets import ComboBox, Label
from tests.support.contrast import faint
from tests.support.driver import drain

FAINT = "color: #999999; background: #dddddd;"


@pytest.mark.parametrize("kind", [Label, ComboBox])
def test_faint_letters_are_told_and_others_are_not(qtbot: QtBot, kind: type[QWidget]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    made: QWidget = Label("Bor alene") if kind is Label else ComboBox([("1", "Bor alene")])
    column.addWidget(made)
    window.show()
    window.resize(300, 80)
    drain()
    assert faint(window) == []
    made.setStyleSheet(FAINT)
    drain()
    assert [each.partition(": contrast")[0] for each in faint(window)] == [f"{kind.__name__} 'Bor alene'"]
