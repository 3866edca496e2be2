"""The command `kpr-desktop`: opens the window. Everything heavy waits until it has been painted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kpr_desktop_ui.main_window import MainWindow

if TYPE_CHECKING:
    from pathlib import Path

    from kpr_desktop.bootstrap import Application
    from kpr_desktop.usecases.services import Services
    from kpr_desktop.usecases.session import Session
    from kpr_desktop.usecases.vault import VaultDoor
    from kpr_desktop_ui.pages.desk import Desk
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
            from kpr_desktop.bootstrap import application  # noqa: PLC0415 - not before the log-in has been painted

            self._application = application()
        return self._application


def desk_settings() -> DeskSettings:
    """What this desk remembers, where the system keeps such things."""
    from pathlib import Path  # noqa: PLC0415 - not before the window has been painted

    import platformdirs  # noqa: PLC0415 - as above

    from kpr_desktop_ui.pages.start.desk_settings import DeskSettings  # noqa: PLC0415 - as above

    file = Path(platformdirs.user_config_path(_NAME, appauthor=False)) / "desk.ini"
    return DeskSettings(file, Path(platformdirs.user_data_path(_NAME, appauthor=False)))


def make_desk(
    settings: DeskSettings,
    door: Callable[[], VaultDoor],
    build: Callable[[Session], Services],
    vault: Path | None = None,
) -> Desk:
    """Dress the application and make the window's content. `vault`: begin with the log-in of this one."""
    from kpr_desktop.codebook.texts import Texts  # noqa: PLC0415 - not before the window has been painted
    from kpr_desktop_ui.pages.desk import Desk  # noqa: PLC0415 - as above
    from kpr_desktop_ui.pages.start.desk_settings import SYSTEM  # noqa: PLC0415 - as above
    from kpr_desktop_ui.theme import Theme, load_tokens  # noqa: PLC0415 - as above

    app = QApplication.instance()
    if isinstance(app, QApplication):
        mode = Theme.system_mode() if settings.mode == SYSTEM else settings.mode
        Theme(load_tokens(), mode, settings.scale).apply(app)
    return Desk(Texts.load("nb"), door, build, settings, vault)


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window; with `--smoke` close it again once its first page can be used. Gives the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    smoke = "--smoke" in words
    words = [word for word in words if word != "--smoke"]
    if words and (len(words) != 2 or words[0] != "--vault"):
        sys.stderr.write(f"{_USAGE}\n")
        return 2
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([_NAME])
    app.setStyle("Fusion")
    window = open_window(words[1] if words else "")
    if smoke:
        window.ready.connect(lambda: QTimer.singleShot(0, window.close))
    window.show()
    return app.exec()


def open_window(vault: str = "") -> MainWindow:
    """The window, with nothing in it yet; it fills itself once it has been painted."""
    core = _Core()

    def prepare() -> Desk:
        from pathlib import Path  # noqa: PLC0415 - not before the window has been painted

        return make_desk(desk_settings(), core.door, core.build, Path(vault) if vault else None)

    return MainWindow(prepare)


if __name__ == "__main__":
    sys.exit(main())
