"""Where the shipped data lies: the same in a checkout, a wheel and a frozen program."""

from __future__ import annotations

from pathlib import Path

import kpr_desktop_resources


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder. The package is a plain folder in all three forms.

    `importlib.resources` would give the same path, for 10 ms more before the first window.
    """
    return Path(kpr_desktop_resources.__path__[0], *parts)
