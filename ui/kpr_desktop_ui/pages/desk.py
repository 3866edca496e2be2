"""What is in the window: the start pages, and after log-in the frame with the page in use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QStackedWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.start.desk_settings import SYSTEM, DeskSettings
from kpr_desktop_ui.pages.start.start_page import StartPage
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.theme.theme import load_fonts

if TYPE_CHECKING:
    from kpr_desktop.usecases.services import Services
    from kpr_desktop.usecases.session import Session
    from kpr_desktop.usecases.vault import VaultDoor
    from kpr_desktop_ui.pages.frame import Frame
    from kpr_desktop_ui.pages.page import Page
    from kpr_desktop_ui.pages.places import Place


class Desk(QStackedWidget):
    """Shows the log-in or the first run, then the frame; locks, and dresses the window as the settings say.

    `door` and `build` are called when they are first needed: once the start page has been painted, and after log-in.
    `ready` tells that a start page can be used.
    """

    ready = Signal()

    def __init__(
        self,
        texts: Texts,
        door: Callable[[], VaultDoor],
        build: Callable[[Session], Services],
        settings: DeskSettings,
        vault: Path | None = None,
    ) -> None:
        super().__init__()
        self.t = texts
        self._door, self._build, self._settings, self._vault = door, build, settings, vault
        self._services: Services | None = None
        self._start: StartPage | None = None
        self._frame: Frame | None = None
        settings.changed.connect(self._dress)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)

    @property
    def page(self) -> Page | None:
        """The page in use; None before log-in."""
        return self._frame.page if self._frame is not None else None

    @property
    def frame(self) -> Frame | None:
        """The frame around the page; None before log-in."""
        return self._frame

    @property
    def start_page(self) -> StartPage | None:
        """The page before log-in; None after it."""
        return self._start

    @property
    def services(self) -> Services | None:
        """The use cases of the session; None before log-in."""
        return self._services

    def begin(self) -> None:
        """Show the log-in of the vault that was used last, or the first run."""
        if (vault := self._vault or self._settings.last_vault) is None:
            self.show_first_run()
        else:
            self.show_login(vault)

    def show_first_run(self) -> None:
        """Show the page that makes a vault."""
        from kpr_desktop_ui.pages.start.first_run_page import FirstRunPage  # noqa: PLC0415 - only when it is needed

        self._show_start(FirstRunPage(self.t, self._settings.home))

    def show_login(self, path: Path) -> None:
        """Show the page that unlocks the vault at `path`."""
        from kpr_desktop_ui.pages.start.login_page import LoginPage  # noqa: PLC0415 - only when it is needed

        self._show_start(LoginPage(self.t, path))

    def log_in(self, session: Session) -> None:
        """Work with an unlocked vault: the work list comes up."""
        from kpr_desktop_ui.pages.frame import Frame  # noqa: PLC0415 - not needed before log-in

        self._settings.remember_vault(session.vault.info.path)
        self._services = self._build(session)
        self._frame = Frame(self.t, self._services, self._settings)
        self._frame.lock_wanted.connect(self.lock)
        self.addWidget(self._frame)
        self.setCurrentWidget(self._frame)
        self._drop_start()
        self._frame.begin()

    def navigate(self, place: Place) -> bool:
        """Go to a place. False before log-in, and when the page in use would not let go."""
        return self._frame is not None and self._frame.navigate(place)

    def lock(self) -> bool:
        """Close the vault and show its log-in. False before log-in, and when the page in use would not let go."""
        if self._services is None:
            return False
        path = self._services.session.vault.info.path
        if not self.close_vault():
            return False
        self.show_login(path)
        return True

    def close_vault(self) -> bool:
        """Close the vault, if one is open. False when the page in use would not let go."""
        if self._frame is None or self._services is None:
            return True
        if not self._frame.let_go():
            return False
        vault = self._services.session.vault
        frame, self._frame, self._services = self._frame, None, None
        self.removeWidget(frame)
        frame.hide()
        frame.deleteLater()
        vault.close()
        return True

    def _show_start(self, page: StartPage) -> None:
        page.opened.connect(self.log_in)
        page.log_in_wanted.connect(self.show_login)
        page.vault_wanted.connect(self.show_first_run)
        page.painted.connect(self._enter_start, Qt.ConnectionType.QueuedConnection)  # others hear of it first
        self.addWidget(page)
        self.setCurrentWidget(page)
        self._drop_start()
        self._start = page
        page.begin()

    def _enter_start(self) -> None:
        load_fonts()
        if self._start is not None and self._start.door is None:
            self._start.enter(self._door())
            self.ready.emit()

    def _drop_start(self) -> None:
        if self._start is not None:
            self.removeWidget(self._start)
            self._start.hide()
            self._start.deleteLater()
            self._start = None

    def _dress(self) -> None:
        """The look has been changed, here or on the desktop. The page in use stays as it is, with all that is typed."""
        now = Theme.current()
        mode = Theme.system_mode() if self._settings.mode == SYSTEM else self._settings.mode
        app = QApplication.instance()
        if (mode, self._settings.scale) == (now.mode, now.scale) or not isinstance(app, QApplication):
            return
        Theme(now.tokens, mode, self._settings.scale).apply(app)
