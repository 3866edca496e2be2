"""The command `kpr-desktop`: opens the window. Until it has been painted, only what it shows is loaded."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kpr_desktop.bootstrap import Application
    from kpr_desktop.usecases.services import Services
    from kpr_desktop.usecases.session import Session
    from kpr_desktop.usecases.vault import VaultDoor
    from kpr_desktop_ui.main_window import MainWindow
    from kpr_desktop_ui.pages.desk import Desk, Restart
    from kpr_desktop_ui.pages.start.desk_settings import DeskSettings

_NAME = "kpr-desktop"
_USAGE = "kpr-desktop [--vault PATH] [--smoke]"


class _Core:
    """The program without a window, imported when it is first asked for something."""

    def __init__(self) -> None:
        self._application: Application | None = None

    def door(self) -> VaultDoor:
        return self._get().door

    def build(self, session: Session) -> Services:
        return self._get().services(session)

    def _get(self) -> Application:
        if self._application is None:
            from kpr_desktop.bootstrap import application

            self._application = application()
        return self._application


def desk_settings() -> DeskSettings:
    """What this desk remembers, where the system keeps such things."""
    from pathlib import Path

    from PySide6.QtCore import QStandardPaths

    from kpr_desktop_ui.pages.start.desk_settings import DeskSettings

    places = QStandardPaths.StandardLocation
    config, data = (
        Path(QStandardPaths.writableLocation(place)) / _NAME
        for place in (places.GenericConfigLocation, places.GenericDataLocation)
    )
    return DeskSettings(config / "desk.ini", data)


def make_desk(
    settings: DeskSettings,
    door: Callable[[], VaultDoor],
    build: Callable[[Session], Services],
    vault: Path | None = None,
    restart: Restart | None = None,
    *,
    locked: bool = False,
    who: int = -1,
) -> Desk:
    """Dress the application and make the window's content. `vault`: begin with the log-in of this one; see `Desk`."""
    from PySide6.QtWidgets import QApplication

    from kpr_desktop.codebook.texts import Texts
    from kpr_desktop_ui.pages.desk import Desk
    from kpr_desktop_ui.pages.start.desk_settings import SYSTEM
    from kpr_desktop_ui.theme import Theme, load_tokens

    app = QApplication.instance()
    if isinstance(app, QApplication):
        mode = Theme.system_mode() if settings.mode == SYSTEM else settings.mode
        Theme(load_tokens(), mode, settings.scale).apply(app)
    return Desk(Texts.load("nb"), door, build, settings, vault, restart, locked=locked, who=who)


class _Words:
    """The words of the command. The last three are said by a lock to the process that follows it."""

    def __init__(self, words: Sequence[str]) -> None:
        self.known = True
        self.smoke = self.locked = False
        self.vault = self.geometry = ""
        self.who = -1
        left = list(words)
        while left:
            word = left.pop(0)
            if word in ("--smoke", "--locked"):
                setattr(self, word[2:], True)
            elif word in ("--vault", "--geometry", "--who") and left:
                value = left.pop(0)
                if word != "--who":
                    setattr(self, word[2:], value)
                elif value.isdecimal():
                    self.who = int(value)
            else:
                self.known = False


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window; with `--smoke` close it again once its first page can be used. Gives the exit code."""
    if argv is None:
        from kpr_desktop.process import guard

        guard()
    words = _Words(sys.argv[1:] if argv is None else argv)
    if not words.known:
        sys.stderr.write(f"{_USAGE}\n")
        return 2
    gc.disable()  # nothing that is loaded here becomes garbage; looking for it would take a fifth of the start
    try:
        return _run(words)
    finally:
        gc.enable()


def _run(words: _Words) -> int:
    from PySide6.QtCore import QByteArray, QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([_NAME, "-style", "fusion"])
    window = open_window(words.vault, locked=words.locked, who=words.who)
    window.ready.connect(gc.enable)
    if words.geometry:
        window.restoreGeometry(QByteArray.fromHex(words.geometry.encode()))

    def leave() -> None:
        window.close()
        if any(each.isVisible() for each in app.topLevelWidgets()):
            app.exit()  # the last window's closing would have done it

    if words.smoke:
        window.ready.connect(lambda: QTimer.singleShot(0, leave))
    window.show()
    return app.exec()


def open_window(vault: str = "", *, locked: bool = False, who: int = -1) -> MainWindow:
    """The window, with nothing in it yet; it fills itself once it has been painted."""
    from kpr_desktop_ui.main_window import MainWindow

    core = _Core()

    def restart(path: Path, user: int) -> None:
        from kpr_desktop_ui.pages.lock.again import start_again

        start_again(path, user, ["--geometry", window.saveGeometry().toHex().toStdString()])

    def prepare() -> Desk:
        from pathlib import Path

        place = Path(vault) if vault else None
        return make_desk(desk_settings(), core.door, core.build, place, restart, locked=locked, who=who)

    window = MainWindow(prepare)
    return window


if __name__ == "__main__":
    sys.exit(main())
