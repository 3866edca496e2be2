"""Where the book ended, told outside the database: an older database is known by it.

Two records of 512 bytes, written in turn in place: a disk sector is written whole or not at all, so one of them is
always whole. A database newer than its anchor is fine (the program ended before the anchor was written).
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.errors import disk_fault
from kpr_desktop.store.flush import flush_folder
from kpr_desktop.store.seals import Head, canonical
from kpr_desktop.usecases.key_ports import IntegrityKeys

FILE_NAME = "anker.kpr"
MACHINE_FOLDER = "anchors"
RECORD_BYTES = 512
FLUSH_EVERY = 200
"""Saves between two flushes: about as often as SQLite moves its -wal file into the database."""

MACHINE_EVERY = 8
"""The machine's anchor is written at so many saves, and at the end: it costs each save its time."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a record says."""

    saves: int
    epoch: int
    log_seq: int
    head: bytes


class AnchorFile:
    """One file with the two records. It is opened at the first writing, and made then when it is missing."""

    def __init__(self, path: Path, keys: IntegrityKeys) -> None:
        self.path = path
        self._keys = keys
        self._handle = -1
        self._slot = 0

    def read(self) -> Anchor | None:
        """The newest record that is whole and of the present key; None when there is none."""
        try:
            with self.path.open("rb") as file:
                data = file.read(2 * RECORD_BYTES)
        except OSError:
            return None
        found = [self._record(data[:RECORD_BYTES]), self._record(data[RECORD_BYTES:])]
        return max((each for each in found if each), key=lambda each: each.saves, default=None)

    def later(self) -> int:
        """How many of the two records tell of a later key. This key cannot check their codes; no hand gains by a lie
        here, because it only makes the vault ask.
        """
        try:
            data = self.path.read_bytes()
        except OSError:
            return 0
        found = (_epoch(data[:RECORD_BYTES]), _epoch(data[RECORD_BYTES : 2 * RECORD_BYTES]))
        return sum(epoch > self._keys.epoch for epoch in found)

    def write(self, record: bytes) -> None:
        """In place, over the older of the two. Raises OSError."""
        if self._handle < 0:
            self._open()
        self._slot ^= 1
        os.lseek(self._handle, self._slot * RECORD_BYTES, os.SEEK_SET)
        os.write(self._handle, record)

    def flush(self) -> None:
        """Make durable what was written. Raises OSError."""
        os.fsync(self._handle)

    def close(self) -> None:
        """Let the file go."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _open(self) -> None:
        new = not self.path.exists()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            if new:
                os.write(handle, b" " * (2 * RECORD_BYTES))
                os.fsync(handle)
                flush_folder(self.path.parent)
        except OSError:
            os.close(handle)
            raise
        self._handle = handle

    def _record(self, data: bytes) -> Anchor | None:
        body, _, mac = data.rstrip().rpartition(b" ")
        if self._keys.mac("anchor", body).hex().encode() != mac:
            return None
        saves, epoch, log_seq, head = json.loads(body)
        return Anchor(saves, epoch, log_seq, bytes.fromhex(head)) if epoch == self._keys.epoch else None


class Anchors:
    """The anchor in the vault and the one of this machine (None = not kept). Shared by all connections."""

    def __init__(self, keys: IntegrityKeys, vault: Path, machine: Path | None) -> None:
        self._keys = keys
        self._vault = AnchorFile(vault, keys)
        self._machine = AnchorFile(machine, keys) if machine else None
        self._newest = 0
        self._last = b""
        self._turn = threading.Lock()

    def newest(self) -> Anchor | None:
        """The one that has seen most. Read it before the database: a writer may go on meanwhile."""
        found = [self._vault.read(), self._machine.read() if self._machine else None]
        return max((each for each in found if each), key=lambda each: each.saves, default=None)

    def later_key(self, *, rotating: bool) -> bool:
        """Whether this machine has seen the vault under a later key. While a rotation stands open (`rotating`), the
        one record that was announced is no sign of it.
        """
        return self._machine is not None and self._machine.later() > int(rotating)

    def begin(self, head: Head) -> None:
        """Tell where the book ends now, durably, whatever was told before. Raises EnvironmentFault of the disk."""
        with self._turn:
            self._newest, self._last = head.saves, self.record(head)
            try:
                _twice(self._vault, self._last)
            except OSError as error:
                raise disk_fault(error) from error
            if self._machine:
                with contextlib.suppress(OSError):  # a machine's settings may be out of reach
                    _twice(self._machine, self._last)

    def under(self, keys: IntegrityKeys) -> Anchors:
        """The same files under another key."""
        return Anchors(keys, self._vault.path, self._machine.path if self._machine else None)

    def announce(self, head: Head) -> None:
        """One record, durably, leaving the other one as it is: of a key that is not in force yet. Raises OSError."""
        record = self.record(head)
        self._vault.write(record)
        self._vault.flush()
        if self._machine:
            with contextlib.suppress(OSError):
                self._machine.write(record)
                self._machine.flush()

    def forward(self, saves: int, record: bytes) -> None:
        """After a commit. What was saved is saved: a disk that fails here leaves an older anchor, which is fine."""
        with self._turn:
            if saves <= self._newest:  # another connection was quicker
                return
            self._newest, self._last = saves, record
            with contextlib.suppress(OSError):
                self._vault.write(record)
                if saves % FLUSH_EVERY == 0:
                    self._vault.flush()
            if self._machine and saves % MACHINE_EVERY == 0:
                with contextlib.suppress(OSError):
                    self._machine.write(self._last)

    def close(self) -> None:
        """Make them durable and let them go."""
        with self._turn:
            for each in (self._vault, self._machine):
                if each and self._last:
                    with contextlib.suppress(OSError):
                        each.write(self._last)
                        each.flush()
                    each.close()

    def record(self, head: Head) -> bytes:
        """What `forward` writes; made before the commit, while everything is at hand."""
        body = canonical((head.saves, self._keys.epoch, head.log_seq, head.mac.hex()))
        return (body + b" " + self._keys.mac("anchor", body).hex().encode()).ljust(RECORD_BYTES - 1) + b"\n"


def _epoch(data: bytes) -> int:
    """What a record says of its key's number, unchecked; 0 where it says nothing."""
    try:
        epoch = json.loads(data.rstrip().rpartition(b" ")[0])[1]
    except (ValueError, IndexError, KeyError, TypeError):
        return 0
    return epoch if isinstance(epoch, int) else 0


def _twice(file: AnchorFile, record: bytes) -> None:
    file.write(record)
    file.write(record)
    file.flush()
