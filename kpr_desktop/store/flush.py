"""Making what was written outlast a power cut."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def flush_file(path: Path) -> None:
    """All that was written into a file is on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":  # pragma: no cover - Windows has no such call: NTFS journals its names itself

    def flush_folder(folder: Path) -> None:
        """Nothing to do."""

else:

    def flush_folder(folder: Path) -> None:
        """New, moved and removed names are on the disk. Raises OSError."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
