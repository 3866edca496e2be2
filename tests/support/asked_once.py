"""What the tests of one process ask for again and again: real answers, remembered, or they would take minutes more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.resources import resource
from kpr_desktop.crypto.document import SALT_BYTES
from kpr_desktop.crypto.kdf import Cost

WorkOut = Callable[[bytearray, bytes, Cost], bytearray]


def remembering(work_out: WorkOut) -> WorkOut:
    """`kdf.passphrase_key` that works each passphrase, salt and cost out once. The answer is new: it will be wiped."""
    known: dict[tuple[bytes, bytes, Cost], bytes] = {}

    def remembered(normal: bytearray, salt: bytes, cost: Cost) -> bytearray:
        question = (bytes(normal), bytes(salt), cost)
        if question not in known:
            known[question] = bytes(work_out(normal, salt, cost))
        return bytearray(known[question])

    return remembered


def read_once(load: Callable[[Path], CodeBook]) -> Callable[[Path], CodeBook]:
    """`load_book` that reads the program's own editions once; those that a test has made are read each time."""
    known: dict[Path, CodeBook] = {}
    shipped = resource("codebook")

    def read(folder: Path) -> CodeBook:
        if folder.parent != shipped:
            return load(folder)
        if folder not in known:
            known[folder] = load(folder)
        return known[folder]

    return read


class Salts:
    """Salts of new slots: others within a test, the same in each test, so that its questions were asked before."""

    def __init__(self) -> None:
        self._drawn = 0

    def start_over(self) -> None:
        """A new test begins."""
        self._drawn = 0

    def draw(self) -> bytes:
        """The next one."""
        self._drawn += 1
        return hashlib.sha256(b"salt %d" % self._drawn).digest()[:SALT_BYTES]
