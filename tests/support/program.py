"""The whole program with its window, on folders of its own."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST, Cost
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.__main__ import make_desk
from kpr_desktop_ui.main_window import MainWindow
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from tests.support.driver import Driver

SIZE = (1366, 768)
_EXPECTED = ("This plugin does not support ", "OpenType support missing for ")
"""What the offscreen platform does not do, and scripts that no font on this machine has; nothing to do with us."""


def application() -> QApplication:
    """The one application, offscreen unless there is a display."""
    if not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in ("darwin", "win32")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["kpr-desktop"])
    app.setStyle("Fusion")
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    return app


@dataclass
class Watch:
    """Hears what must not happen: tracebacks, and messages of Qt."""

    tracebacks: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._hook = sys.excepthook
        self._handler = qInstallMessageHandler(self._message)
        sys.excepthook = self._traceback
        return self

    def __exit__(self, *_: object) -> None:
        sys.excepthook = self._hook
        qInstallMessageHandler(self._handler)

    def _traceback(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        place = ""
        while trace is not None:
            code = trace.tb_frame.f_code
            place, trace = f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}", trace.tb_next
        self.tracebacks.append(f"{kind.__name__}: {error} ({place})")

    def _message(self, kind: QtMsgType, _context: object, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not text.startswith(_EXPECTED):
            self.messages.append(text)


@dataclass
class Program:
    """A window, its hands, and where it keeps its things."""

    window: MainWindow
    driver: Driver
    core: Application

    @property
    def page(self) -> Page:
        """The page in use, after log-in."""
        page = self.window.desk.page
        assert page is not None, "nobody is logged in"
        return page

    @property
    def services(self) -> Services:
        """The use cases of the session, for reading what was saved."""
        services = self.window.desk.services
        assert services is not None, "nobody is logged in"
        return services

    def page_is(self, name: str) -> bool:
        """Whether the page in use is of this kind."""
        page = self.window.desk.page
        return page is not None and type(page).__name__ == name

    def start_ready(self) -> bool:
        """Whether the page before log-in can be used."""
        start = self.window.desk.start_page
        return start is not None and start.door is not None

    def close(self) -> None:
        """Close the window, as by its cross."""
        self.driver.close()
        self.window.deleteLater()


def start(
    root: Path,
    *,
    shots: Path | None = None,
    vault: Path | None = None,
    cost: Cost = FLOOR_COST,
    core: Application | None = None,
) -> Program:
    """Open the window with its settings and its vaults under `root`. `vault`: its log-in comes up."""
    application()
    core = core or Application(config=root / "config", cost=cost)
    settings = DeskSettings(root / "config" / "desk.ini", root / "data")
    window = MainWindow(lambda: make_desk(settings, lambda: core.door, core.services, vault))
    window.resize(*SIZE)
    driver = Driver(window, shots)
    driver.show()
    program = Program(window, driver, core)
    driver.wait_until(program.start_ready, "The first page")
    return program
