"""What is in the window: the start pages, and after log-in the frame with the page in use."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.speaker import Speaker
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
LANGUAGE_MS = 200
"""So often a change of language that waits for long work looks whether it is over."""
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
        self._speaker = Speaker(self)
        self._remake: Callable[[], StartPage] | None = None
        self._carried: Mapping[str, str] = {}
        settings.changed.connect(self._dress)
        settings.language_changed.connect(self._change_language)
        settings.idle_changed.connect(self.set_idle_minutes)
        Theme.on_system_change(self._dress)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self.show_help)

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

        home, alone = self._settings.home, self._settings.training_only
        self._show_start(lambda: FirstRunPage(self.t, home, training_only=alone))

    def show_login(self, path: Path, *, who: int = -1, locked: bool = False) -> None:
        """Show the page that unlocks the vault at `path`; `who` is chosen in its list, `locked` tells why."""
        from kpr_desktop_ui.pages.start.login_page import LoginPage  # noqa: PLC0415 - only when it is needed

        self._show_start(lambda: LoginPage(self.t, path, who=who, locked=locked))

    def show_sheet(self, path: Path) -> None:
        """Show the page that opens the vault at `path` by its recovery sheet."""
        from kpr_desktop_ui.pages.recovery.recover_page import RecoverPage  # noqa: PLC0415 - only when it is needed

        page = RecoverPage(self.t, path)
        page.back_wanted.connect(lambda: self.show_login(path))
        self._show_start(lambda: page)

    def show_restore(self) -> None:
        """Show the page that makes a vault of a backup."""
        from kpr_desktop_ui.pages.start.restore_page import RestorePage  # noqa: PLC0415 - only when it is needed

        page = RestorePage(self.t, self._settings.home)
        page.back_wanted.connect(self.begin)
        self._show_start(lambda: page)

    def show_salvage(self, path: Path | None) -> None:
        """Show the page that makes a vault of what is whole of the damaged one at `path`."""
        from kpr_desktop_ui.pages.start.salvage_page import SalvagePage  # noqa: PLC0415 - only when it is needed

        page = SalvagePage(self.t, self._settings.home, path)
        page.back_wanted.connect(self.begin if path is None else lambda: self.show_login(path))
        self._show_start(lambda: page)

    def log_in(self, session: Session) -> None:
        """Work with an unlocked vault: where the user was at the lock, else the work list, comes up."""
        from kpr_desktop_ui.pages.backup.automatic import after_log_in  # noqa: PLC0415 - as the frame
        from kpr_desktop_ui.pages.lock.guardian import Guardian  # noqa: PLC0415 - as the frame

        self._settings.remember_vault(session.vault.info.path)
        self._services = self._build(session)
        if self._guardian is None:
            self._guardian = Guardian(self.t, self)
            self._guardian.lock_wanted.connect(self.lock)
            self._guardian.switch_wanted.connect(self.switch_user)
            self._guardian.help_wanted.connect(self.show_help)
        frame = self._put_frame(self._services)
        self._drop_start()
        self._guardian.guard(frame, self._services.memory.idle_minutes())
        frame.begin()
        self._tell_wrong_tries(session.wrong_tries)
        after_log_in(frame, self.t, self._services.backups, frame.tell)

    def navigate(self, place: Place) -> bool:
        """Go to a place. False before log-in, and when the page in use would not let go."""
        return self._frame is not None and self._frame.navigate(place)

    def show_help(self) -> None:
        """What F1 shows of the page in use, before log-in too; and on to the manual from there."""
        from kpr_desktop_ui.pages.help.help_dialog import show_help  # noqa: PLC0415 - only when it is asked for

        page = self.page
        if self._frame is None or page is None:
            show_help(self.t, self, None, self._start)
        elif (wanted := show_help(self.t, self, page, self._frame.place, page.help())) is not None:
            self.navigate(wanted)

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
            _silence(self._frame)
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

    def _put_frame(self, services: Services) -> Frame:
        from kpr_desktop_ui.pages.frame import Frame  # noqa: PLC0415 - not needed before log-in

        frame = self._frame = Frame(self.t, services, self._settings)
        frame.lock_wanted.connect(self.lock)
        frame.switch_wanted.connect(self.switch_user)
        frame.help_wanted.connect(self.show_help)
        self.addWidget(frame)
        self.setCurrentWidget(frame)
        return frame

    def _drop_frame(self) -> None:
        """Nothing of the session is on screen any more, dialogs neither."""
        _close_dialogs()
        if self._guardian is not None:
            self._guardian.curtain.lift()
        frame, self._frame, self._services = self._frame, None, None
        if frame is not None:
            self._discard(frame)

    def _discard(self, widget: QWidget) -> None:
        self.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _change_language(self) -> None:
        """Speak the language that was chosen, at once; while work runs that a page waits for, after it."""
        from kpr_desktop_ui.tasks import running  # noqa: PLC0415 - only when it is needed

        language = self._settings.language
        if language == self.t.language:
            return
        if running():
            QTimer.singleShot(LANGUAGE_MS, self, self._change_language)
            return
        self.t = Texts.load(language)
        self._speaker.speak(language)
        if self._guardian is not None:
            self._guardian.speak(self.t)
        if self._start is not None and self._remake is not None:
            self._carried = self._start.half_typed()
            self._show_start(self._remake)
        elif self._frame is not None and self._services is not None:
            self._change_frame(self._frame, self._services)

    def _change_frame(self, old: Frame, services: Services) -> None:
        """As a lock keeps what is half done and a log-in shows it again; nothing of it leaves the memory."""
        kept = replace(old.keep(), unfinished=old.unfinished.work)
        _silence(old)
        _close_dialogs()
        frame = self._put_frame(services)
        self._discard(old)
        if self._guardian is not None:
            self._guardian.guard_instead(frame)
        frame.begin_again(kept)
        frame.tell(self.t("settings.language_told"))

    def _tell_wrong_tries(self, count: int) -> None:
        if count and self._frame is not None:
            many = self.t("lock.wrong_tries", count=count)
            self._frame.tell(many if count > 1 else self.t("lock.wrong_tries_one"))

    def _show_start(self, make: Callable[[], StartPage]) -> None:
        self._remake, page = make, make()
        page.language_wanted.connect(self._settings.set_language)
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
            if self._carried:
                self._start.take_back(self._carried)
                self._carried = {}
            self.ready.emit()
            QTimer.singleShot(0, self, self._let_qt_speak)

    def _let_qt_speak(self) -> None:
        self._speaker.speak(self.t.language)

    def _drop_start(self) -> None:
        if self._start is not None:
            self._discard(self._start)
            self._start = None

    def _dress(self) -> None:
        """The look has been changed, here or on the desktop. The page in use stays as it is, with all that is typed."""
        now = Theme.current()
        mode = Theme.system_mode() if self._settings.mode == SYSTEM else self._settings.mode
        app = QApplication.instance()
        if (mode, self._settings.scale) == (now.mode, now.scale) or not isinstance(app, QApplication):
            return
        Theme(now.tokens, mode, self._settings.scale).apply(app)


def _silence(frame: Frame) -> None:
    """Losing the focus is no gesture: the caret stays where it was."""
    for each in frame.findChildren(QObject):
        each.blockSignals(True)


def _close_dialogs() -> None:
    from kpr_desktop_ui.widgets.dialogs import close_dialogs  # noqa: PLC0415 - only when it is needed

    close_dialogs()
