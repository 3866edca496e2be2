"""What a PDF says, read by poppler: not by the library that made it."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path


def text_of(pdf: bytes, *options: str) -> str:
    """The text in reading order."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(pdf)
        command = ["pdftotext", "-enc", "UTF-8", *options, str(path), "-"]
        return subprocess.run(command, check=True, capture_output=True, timeout=30).stdout.decode()


def info_of(pdf: bytes) -> str:
    """What `pdfinfo` tells of it."""
    command = ["pdfinfo", "-"]
    return subprocess.run(command, input=pdf, check=True, capture_output=True, timeout=30).stdout.decode()
