"""A screen of its own (Xvfb), looked at from outside: what stands in its memory, not what a program says of itself."""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

WIDTH, HEIGHT = 1366, 768
_HEADER = struct.Struct(">25I")
_BLOCK = 256


class Screen:
    """`display`: its name for programs. Pictures are the raw bytes of the screen, row by row."""

    def __init__(self, display: str, memory: mmap.mmap) -> None:
        self.display = display
        self._memory = memory
        head = _HEADER.unpack(memory[: _HEADER.size])
        self._start = head[0] + head[19] * 12  # after the header and its colours (XWDFile.h)
        self.row_bytes = head[12]
        self._length = self.row_bytes * HEIGHT

    def picture(self) -> bytes:
        """What is to be seen now."""
        return self._memory[self._start : self._start + self._length]

    def save(self, picture: bytes, path: Path) -> None:
        """As a PNG."""
        from PySide6.QtGui import QImage

        QImage(picture, WIDTH, HEIGHT, self.row_bytes, QImage.Format.Format_RGB32).save(str(path))

    def wait_for_change(self, before: bytes, seconds: float, share: float = 0.02, rest: float = 1.5) -> bytes:
        """The picture when more than `share` of it is another and nothing but a caret has changed for `rest` seconds.

        Raises TimeoutError.
        """
        end = time.monotonic() + seconds
        last, since = b"", time.monotonic()
        while time.monotonic() < end:
            now = self.picture()
            if different(now, last) > 0.002:
                last, since = now, time.monotonic()
            elif time.monotonic() - since > rest and different(now, before) > share:
                return now
            time.sleep(0.05)
        raise TimeoutError("the screen did not change")


def different(one: bytes, other: bytes) -> float:
    """The share of the screen that differs, 0 to 1, in pieces of 64 pixels."""
    if len(one) != len(other):
        return 1.0
    pieces = range(0, len(one), _BLOCK)
    return sum(one[at : at + _BLOCK] != other[at : at + _BLOCK] for at in pieces) / len(pieces)


@contextlib.contextmanager
def screen(width: int = WIDTH, height: int = HEIGHT) -> Iterator[Screen]:
    """An empty screen without a window manager; taken away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        reading, writing = os.pipe()
        words = [
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            f"{width}x{height}x24",
            "-fbdir",
            folder,
            "-ac",
            "-nolisten",
            "tcp",
        ]
        server = subprocess.Popen(["Xvfb", *words], pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                number = told.readline().strip()
            with (Path(folder) / "Xvfb_screen0").open("rb") as file:
                memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
            try:
                yield Screen(f":{number}", memory)
            finally:
                memory.close()
        finally:
            server.terminate()
            server.wait(10)
