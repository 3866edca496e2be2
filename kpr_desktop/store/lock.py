"""One writer at a time: a lock of the operating system on a file in the vault, gone with the process that holds it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kpr_desktop.errors import EnvironmentFault, disk_fault

FILE_NAME = "skriver.laas"


class WriterLock:
    """Held from construction until `release`. Raises EnvironmentFault vault.in_use when somebody else holds it."""

    def __init__(self, folder: Path) -> None:
        try:
            self._handle = os.open(folder / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise disk_fault(error) from error
        try:
            _lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise EnvironmentFault("vault.in_use") from error

    def release(self) -> None:
        """Let the next one write."""
        os.close(self._handle)


if sys.platform == "win32":  # pragma: no cover - Windows has its own kind of lock
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
