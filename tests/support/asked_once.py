"""What the tests of one process ask for again and again: real answers, remembered, or they would take minutes more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.resources import resource
from kpr_desktop.crypto.document import SALT_BYTES
from kpr_desktop.crypto.kdf import Cost

Table = TypeVar("Table")
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


def table_once(load: Callable[..., Table]) -> Callable[..., Table]:
    """A loader of one of the program's own tables that reads it once; a path given by a test is read each time.

    Every caller gets maps of her own: nobody can change another's. What stands in them is frozen.
    """
    known: list[Table] = []

    def read(path: Path | None = None) -> Table:
        if path is not None:
            return load(path)
        if not known:
            known.append(load())
        table: Any = known[0]
        maps = {field.name: getattr(table, field.name) for field in fields(table)}
        return replace(table, **{name: dict(each) for name, each in maps.items() if isinstance(each, dict)})  # type: ignore[no-any-return]

    return read


class Salts:
    """Salts of new slots: others within a test, the same in each test, so that its questions were asked before."""

    def __init__(self) -> None:
        self.drawn = 0

    def start_over(self) -> None:
        """A new test begins."""
        self.drawn = 0

    def draw(self) -> bytes:
        """The next one."""
        self.drawn += 1
        return hashlib.sha256(b"salt %d" % self.drawn).digest()[:SALT_BYTES]
