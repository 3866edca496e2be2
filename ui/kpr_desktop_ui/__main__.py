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
_USAGE = "kpr-desktop [--smoke] [--vault PATH | PATH]"


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
    """What this desk remembers, where the system keeps such things; on a memory stick, beside the program."""
    from pathlib import Path

    from PySide6.QtCore import QStandardPaths

    from kpr_desktop.stick import stick_folder
    from kpr_desktop_ui.pages.start.desk_settings import DeskSettings

    stick = stick_folder()
    if stick is not None:
        return DeskSettings(stick / "config" / "desk.ini", stick, training_only=True)
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
    from kpr_desktop_ui.widgets.spoken import teach

    app = QApplication.instance()
    if isinstance(app, QApplication):
        mode = Theme.system_mode() if settings.mode == SYSTEM else settings.mode
        Theme(load_tokens(), mode, settings.scale).apply(app)
    teach()
    return Desk(Texts.load(settings.language), door, build, settings, vault, restart, locked=locked, who=who)


class _Words:
    """The words of the command; a file manager gives a vault's file alone. A lock says more to the process after it."""

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
            elif not word.startswith("-") and not self.vault:
                self.vault = word
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
        if place is not None and place.is_file():  # a file manager gives a file of the vault
            place = place.parent
        return make_desk(desk_settings(), core.door, core.build, place, restart, locked=locked, who=who)

    def wear_icon() -> None:
        from PySide6.QtGui import QIcon

        from kpr_desktop.codebook.resources import resource

        window.setWindowIcon(QIcon(str(resource("theme", "kpr-desktop.svg"))))

    window = MainWindow(prepare)
    window.ready.connect(wear_icon)  # drawing it takes time that nobody has before the first page
    return window


if __name__ == "__main__":
    sys.exit(main())
