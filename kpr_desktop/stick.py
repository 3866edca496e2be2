"""A program that is carried on a memory stick: it keeps everything beside itself, and is for training only.

A stick is lost sooner than any machine, and what belongs to a real vault there (settings, anchors, tries) would be lost
with it. So a real vault is neither made nor opened (`crypto.practice_keys`).
"""

from __future__ import annotations

import sys
from pathlib import Path

MARKER = "portable.txt"
"""Lies beside a built program that is carried; what is in it does not matter."""
FOLDER = "kpr-data"


def stick_folder() -> Path | None:
    """Where a carried program keeps settings and training vaults; None for one that is installed, and in a checkout."""
    if not getattr(sys, "frozen", False):
        return None
    place = Path(sys.executable).resolve().parent
    return place / FOLDER if (place / MARKER).is_file() else None
