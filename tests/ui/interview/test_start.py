"""Starting with the answers of last time."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop_ui.pages.interview.start_dialog import InterviewStartDialog
from tests.support import fits
from tests.support.world import World
from tests.ui.interview.conftest import finish_everything


def test_last_times_answers_come_along_only_when_asked_for(
    world: World, texts: Texts, person: PersonId, qtbot: QtBot
) -> None:
    dialog = InterviewStartDialog(texts, world.services, person)
    assert dialog.start.carry.isHidden()
    dialog.deleteLater()
    finish_everything(world, person, date(2026, 3, 14))
    dialog = InterviewStartDialog(texts, world.services, person)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.start.carry.isVisible()
    assert not dialog.start.carry.isChecked()
    assert fits.clipped(dialog) == []
    dialog.start.carry.setFocus()
    QTest.keyClick(dialog.start.carry, Qt.Key.Key_Space)
    QTest.keyClick(dialog.start.carry, Qt.Key.Key_Return)
    assert dialog.started is not None
    assert world.services.interviews.resume(dialog.started).assessment.carry
