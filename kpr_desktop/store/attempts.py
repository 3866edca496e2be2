"""The wrong tries of this machine, in one small file that a restart, a kill or a power cut does not empty."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kpr_desktop.domain.attempts import Book, Tries
from kpr_desktop.errors import disk_fault

FILE_NAME = "attempts.json"
LOCK_NAME = "attempts.lock"


class AttemptFile:
    """Attempts of the ports. A file that can not be read counts as none: whoever can spoil it could remove it too."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._lock = folder / LOCK_NAME

    def change(self, how: Callable[[Book], Book]) -> Book:
        """Read, change and write durably, with nobody in between; gives the new book. Raises EnvironmentFault."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _wait_for(handle)
                before = self._read()
                after = how(before)
                if after != before:
                    self._write(after)
            finally:
                os.close(handle)
        except OSError as error:
            raise disk_fault(error) from error
        return after

    def _read(self) -> Book:
        try:
            held = json.loads(self._path.read_bytes())
            return {
                str(key): Tries(int(wrong), int(untold), datetime.fromisoformat(last))
                for key, (wrong, untold, last) in held.items()
                if datetime.fromisoformat(last).tzinfo is not None
            }
        except (FileNotFoundError, ValueError, TypeError, AttributeError):
            return {}

    def _write(self, book: Book) -> None:
        data = json.dumps({key: [t.wrong, t.untold, t.last.isoformat()] for key, t in book.items()}).encode()
        beside = self._path.with_name(FILE_NAME + ".ny")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
        _flush_folder(self._path.parent)


if (
    sys.platform == "win32"
):  # pragma: no cover - Windows has its own kind of lock, and journals its names itself
    import msvcrt

    def _wait_for(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

    def _flush_folder(_folder: Path) -> None:
        pass

else:
    import fcntl

    def _wait_for(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _flush_folder(folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
