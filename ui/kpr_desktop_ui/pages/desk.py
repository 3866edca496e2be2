"""What is in the window: the start pages, and after log-in the frame with the page in use."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget

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
    from kpr_desktop_ui.pages.lock.guardian import Guardian
    from kpr_desktop_ui.pages.page import Page
    from kpr_desktop_ui.pages.places import Place

SWITCH = "switch"
STOP_SECONDS = 0.4
"""How long a lock waits for long work to come to the end of a unit."""
Restart = Callable[[Path, int], None]
"""Ends the process and begins a new one at the log-in of the vault; the number is the user's in its list, or -1."""


class Desk(QStackedWidget):
    """Shows the log-in or the first run, then the frame; locks, and dresses the window as the settings say.

    `door` and `build` are called when they are first needed: once the start page has been painted, and after log-in.
    `ready` tells that a start page can be used. A lock calls `restart`, which does not come back; without one (in a
    test) the log-in is shown by this process. `locked`: this is the process after a lock; `who` was logged in.
    """

    ready = Signal()

    def __init__(
        self,
        texts: Texts,
        door: Callable[[], VaultDoor],
        build: Callable[[Session], Services],
        settings: DeskSettings,
        vault: Path | None = None,
        restart: Restart | None = None,
        *,
        locked: bool = False,
        who: int = -1,
    ) -> None:
        super().__init__()
        self.t = texts
        self._door, self._build, self._settings, self._vault = door, build, settings, vault
        self._services: Services | None = None
        self._start: StartPage | None = None
        self._frame: Frame | None = None
        self._guardian: Guardian | None = None
        self._restart, self._locked, self._who = restart, locked, who
        settings.changed.connect(self._dress)
        settings.idle_changed.connect(self.set_idle_minutes)
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
            self.show_login(vault, who=self._who, locked=self._locked)

    def show_first_run(self) -> None:
        """Show the page that makes a vault."""
        from kpr_desktop_ui.pages.start.first_run_page import FirstRunPage  # noqa: PLC0415 - only when it is needed

        self._show_start(FirstRunPage(self.t, self._settings.home))

    def show_login(self, path: Path, *, who: int = -1, locked: bool = False) -> None:
        """Show the page that unlocks the vault at `path`; `who` is chosen in its list, `locked` tells why."""
        from kpr_desktop_ui.pages.start.login_page import LoginPage  # noqa: PLC0415 - only when it is needed

        self._show_start(LoginPage(self.t, path, who=who, locked=locked))

    def show_sheet(self, path: Path) -> None:
        """Show the page that opens the vault at `path` by its recovery sheet."""
        from kpr_desktop_ui.pages.recovery.recover_page import RecoverPage  # noqa: PLC0415 - only when it is needed

        page = RecoverPage(self.t, path)
        page.back_wanted.connect(lambda: self.show_login(path))
        self._show_start(page)

    def show_restore(self) -> None:
        """Show the page that makes a vault of a backup."""
        from kpr_desktop_ui.pages.start.restore_page import RestorePage  # noqa: PLC0415 - only when it is needed

        page = RestorePage(self.t, self._settings.home)
        page.back_wanted.connect(self.begin)
        self._show_start(page)

    def show_salvage(self, path: Path | None) -> None:
        """Show the page that makes a vault of what is whole of the damaged one at `path`."""
        from kpr_desktop_ui.pages.start.salvage_page import SalvagePage  # noqa: PLC0415 - only when it is needed

        page = SalvagePage(self.t, self._settings.home, path)
        page.back_wanted.connect(self.begin if path is None else lambda: self.show_login(path))
        self._show_start(page)

    def log_in(self, session: Session) -> None:
        """Work with an unlocked vault: where the user was at the lock, else the work list, comes up."""
        from kpr_desktop_ui.pages.backup.automatic import after_log_in  # noqa: PLC0415 - as the frame
        from kpr_desktop_ui.pages.frame import Frame  # noqa: PLC0415 - not needed before log-in
        from kpr_desktop_ui.pages.lock.guardian import Guardian  # noqa: PLC0415 - as the frame

        self._settings.remember_vault(session.vault.info.path)
        self._services = self._build(session)
        self._frame = Frame(self.t, self._services, self._settings)
        if self._guardian is None:
            self._guardian = Guardian(self.t, self)
            self._guardian.lock_wanted.connect(self.lock)
            self._guardian.switch_wanted.connect(self.switch_user)
        self._frame.lock_wanted.connect(self.lock)
        self._frame.switch_wanted.connect(self.switch_user)
        self.addWidget(self._frame)
        self.setCurrentWidget(self._frame)
        self._drop_start()
        self._guardian.guard(self._frame, self._services.memory.idle_minutes())
        self._frame.begin()
        self._tell_wrong_tries(session.wrong_tries)
        after_log_in(self._frame, self.t, self._services.backups, self._frame.tell)

    def navigate(self, place: Place) -> bool:
        """Go to a place. False before log-in, and when the page in use would not let go."""
        return self._frame is not None and self._frame.navigate(place)

    def lock(self, reason: str = "key") -> bool:
        """Keep what is half done, close the vault, and end the process at its log-in. False before log-in.

        Always locks and asks nothing: what can not be kept is lost with the disk that would not take it.
        """
        services, guardian = self._services, self._guardian
        if services is None or guardian is None:
            return False
        guardian.end()
        session = services.session
        info, login = session.vault.info, session.user.login
        with contextlib.suppress(Exception):
            self._keep(reason)
        with contextlib.suppress(Exception):
            services.emergencies.end()
        with contextlib.suppress(Exception):
            guardian.clipboard.clear()
        if self._frame is not None:
            for each in self._frame.findChildren(QObject):
                each.blockSignals(True)  # losing the focus is no gesture: the caret stays where it was
        with contextlib.suppress(Exception):
            session.vault.close()
        who = info.logins.index(login) if login in info.logins and reason != SWITCH else -1
        if self._restart is not None:
            self._restart(info.path, who)
        self._drop_frame()
        self.show_login(info.path, who=who, locked=True)
        return True

    def switch_user(self) -> bool:
        """Lock, and let somebody else choose their name."""
        return self.lock(SWITCH)

    def close_vault(self) -> bool:
        """Close the vault, if one is open. False when the page in use would not let go."""
        if self._frame is None or self._services is None or self._guardian is None:
            return True
        self._guardian.curtain.lift()
        if not self._frame.let_go():
            return False
        from kpr_desktop_ui.pages.backup.automatic import at_close  # noqa: PLC0415 - only after log-in

        at_close(self, self.t, self._services.backups)
        self._guardian.end()
        self._guardian.clipboard.clear()
        vault = self._services.session.vault
        with contextlib.suppress(Exception):
            self._services.emergencies.end()
        self._drop_frame()
        vault.close()
        return True

    def set_idle_minutes(self, minutes: int) -> None:
        """Another time without a gesture until the lock, from now on."""
        if self._guardian is not None:
            self._guardian.set_minutes(minutes)

    def _keep(self, reason: str) -> None:
        """Stop what runs, save what can be saved, and remember where the user was."""
        from kpr_desktop_ui.tasks import stop_all  # noqa: PLC0415 - only after log-in

        if self._frame is None or self._services is None:
            return
        kept = self._frame.keep()
        unfinished = stop_all(STOP_SECONDS)
        self._services.memory.keep(replace(kept, unfinished=unfinished), reason)

    def _drop_frame(self) -> None:
        """Nothing of the session is on screen any more, dialogs neither."""
        for top in QApplication.topLevelWidgets():
            if isinstance(top, QDialog) and top.isVisible():
                top.done(0)  # not `reject`: that may ask first
        if self._guardian is not None:
            self._guardian.curtain.lift()
        frame, self._frame, self._services = self._frame, None, None
        if frame is not None:
            self.removeWidget(frame)
            frame.hide()
            frame.deleteLater()

    def _tell_wrong_tries(self, count: int) -> None:
        if count and self._frame is not None:
            many = self.t("lock.wrong_tries", count=count)
            self._frame.tell(many if count > 1 else self.t("lock.wrong_tries_one"))

    def _show_start(self, page: StartPage) -> None:
        page.opened.connect(self.log_in)
        page.log_in_wanted.connect(self.show_login)
        page.vault_wanted.connect(self.show_first_run)
        page.restore_wanted.connect(self.show_restore)
        page.sheet_wanted.connect(self.show_sheet)
        page.salvage_wanted.connect(self.show_salvage)
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
