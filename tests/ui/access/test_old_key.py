"""An administrator is reminded of a key that has become old."""

from __future__ import annotations

from pathlib import Path

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.access.access_reminders import AccessReminders
from kpr_desktop_ui.pages.places import BackupPlace, WorkListPlace
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage
from tests.support.stage import Show
from tests.support.world import make_world


def test_an_old_key_is_told_on_the_work_list(texts: Texts, show: Show, tmp_path: Path) -> None:
    world = make_world(tmp_path, training=False)
    world.reopen()
    reminders = AccessReminders(texts, world.services)
    reminders.refresh()
    assert reminders.key.isHidden()
    reminders.deleteLater()  # by itself it is a window, which later tests would meet
    world.clock.forward(days=740)
    page = WorkListPage(texts, world.services, WorkListPlace())
    stage = show(page)
    stage.picture("work-list-old-key")
    assert not page.access.key.isHidden()
    page.access.key.acted.emit()
    assert stage.went == [BackupPlace()]
    world.close()
