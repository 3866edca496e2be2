"""The process that is looked into: a window with somebody logged in, then, after its lock, the process that follows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop_ui.__main__ import make_desk
from kpr_desktop_ui.main_window import MainWindow
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from tests.support.driver import Driver
from tests.support.program import application


def main(root: Path, passphrase_at: str, *, locked: bool) -> None:
    """Say «open» when somebody is logged in, lock when told to, say «locked» when the log-in is up again."""
    application()
    core = Application(config=root / "config", cost=FLOOR_COST)
    settings = DeskSettings(root / "desk.ini", root / "data")

    def restart(path: Path, _who: int) -> None:
        words = [sys.executable, "-m", "tests.prove.memory_child", str(path.parent), "", "locked"]
        os.execv(words[0], words)

    window = MainWindow(
        lambda: make_desk(settings, lambda: core.door, core.services, root / "hvelv", restart, locked=locked)
    )
    driver = Driver(window)
    driver.show()
    driver.wait_until(lambda: window.desk.start_page and window.desk.start_page.door, "The log-in")
    if not locked:
        driver.type(Path(passphrase_at).read_text(encoding="utf-8"))
        driver.press("Enter")
        driver.wait_until(lambda: window.desk.page, "Logging in")
        driver.press("Alt+2")
    print("locked" if locked else "open", flush=True)
    sys.stdin.readline()
    if not locked:
        driver.press("Ctrl+L")
    QApplication.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], locked=sys.argv[3:] == ["locked"])
