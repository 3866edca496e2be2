"""The end of the process, and a new one at the log-in: the only lock whose claim about memory can be tested."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

MODULE = "kpr_desktop_ui"


def command(vault: Path, who: int = -1, extra: Sequence[str] = ()) -> list[str]:
    """What starts the program at the log-in of a vault. `who`: place of the user in its list, -1 = nobody chosen.

    A user is told by number: the words of a command can be read by everybody on the machine.
    """
    frozen = bool(getattr(sys, "frozen", False))
    program = [sys.executable] if frozen else [sys.executable, "-m", MODULE]
    chosen = ["--who", str(who)] if who >= 0 else []
    return [*program, "--vault", str(vault), "--locked", *chosen, *extra]


def start_again(vault: Path, who: int = -1, extra: Sequence[str] = ()) -> None:
    """Put a new program in the place of this one. Never comes back: where no new one can be started, this one ends."""
    words = command(vault, who, extra)
    try:
        if sys.platform == "win32":  # pragma: no cover - Windows starts a second process instead
            from PySide6.QtCore import QProcess  # noqa: PLC0415 - Windows alone

            QProcess.startDetached(words[0], words[1:])
        else:
            os.execv(words[0], words)  # noqa: S606 - our own program, no shell
    finally:
        os._exit(0)
