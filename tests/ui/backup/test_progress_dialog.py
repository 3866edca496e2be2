"""Work behind the dialog that shows how far it is, when the dialog goes before the work."""

from __future__ import annotations

import threading

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.backup_ports import Told
from kpr_desktop_ui.pages.backup.progress_dialog import ProgressDialog, watched
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.dialogs import close_dialogs, open_dialogs
from tests.support.driver import drain


def test_work_goes_on_to_its_end_when_its_dialog_is_closed(qtbot: QtBot, texts: Texts, theme: Theme) -> None:
    """As at a lock, and when an emergency access ends; half a backup is none."""
    gone, over = threading.Event(), threading.Event()

    def work(told: Told) -> str:
        told("copy", 10)
        assert gone.wait(20)
        told("check", 90)  # nobody is there to hear it
        over.set()
        return "made"

    def close() -> None:
        assert [type(each) for each in open_dialogs()] == [ProgressDialog]
        close_dialogs()

    QTimer.singleShot(50, close)
    assert watched(None, texts, "Lager sikkerhetskopi", work) == (None, None)
    drain()
    gone.set()
    qtbot.waitUntil(over.is_set, timeout=20_000)
    drain()
