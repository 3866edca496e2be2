"""Golden files: what a writer gave when its format was released.

KPR_WRITE_GOLDEN=1 writes them anew, for a look at the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "golden" / "exports"


def check_golden(name: str, data: bytes) -> None:
    path = FOLDER / name
    if os.environ.get("KPR_WRITE_GOLDEN") == "1":
        path.write_bytes(data)
    assert data.decode() == path.read_bytes().decode()
