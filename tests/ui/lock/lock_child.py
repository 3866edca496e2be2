"""A real process with the real window: logs in, types, locks, and becomes the process that asks for the passphrase."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kpr_desktop_ui import __main__ as program
from kpr_desktop_ui.pages.lock import again
from tests.support.driver import drain
from tests.support.world import PASSPHRASE


def main(vault: str) -> None:
    """Lock half a minute after nothing at all: the window is up, somebody is logged in."""
    app = QApplication(["kpr-desktop", "-style", "fusion"])
    real = again.command
    again.command = lambda path, who, extra: real(
        path, who, [*extra, "--smoke"]
    )  # ends once the log-in can be used
    window = program.open_window(vault)
    window.show()
    start = _wait(lambda: (page := window.desk.start_page) and page.door and page)
    QTest.keyClicks(start.passphrase, PASSPHRASE)
    QTest.keyClick(start.passphrase, Qt.Key.Key_Return)
    _wait(lambda: window.desk.page)
    drain()
    print(f"locking {time.time()}", flush=True)
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    app.exec()
    print("the process goes on", flush=True)
    os._exit(3)


def _wait(found: object) -> object:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        drain()
        if result := found():
            return result
        time.sleep(0.005)
    raise SystemExit("it did not come")


if __name__ == "__main__":
    main(str(Path(sys.argv[1])))
