"""Writing a small file so that after a crash or a power cut there is the old one or the new one, never a half."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from kpr_desktop.errors import EnvironmentFault, disk_fault


def write_durably(path: Path, data: bytes) -> None:
    """Write beside, flush, rename, flush the folder, read back. Readable by the owner only.

    Raises EnvironmentFault vault.disk_full | vault.no_access | vault.disk_error.
    """
    beside = path.with_name(path.name + ".ny")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        flush_folder(path.parent)
        written = path.read_bytes()
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise disk_fault(error) from error
    if written != data:
        raise EnvironmentFault("vault.disk_error")


def flush_folder(folder: Path) -> None:
    """Make a rename in `folder` durable. Windows has no such call: NTFS journals its names itself."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
