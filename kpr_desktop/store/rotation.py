"""A new key: everything is written into a new file, and the key file says last which of the two is in force (4.9).

Whenever the machine stops, the key file names one database, and that one is whole: the old one until
`finish_rotation`, the new one from then on. What is left over is taken away when the vault is opened next.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from kpr_desktop.errors import EnvironmentFault, disk_fault
from kpr_desktop.store import chain, resealed_fields
from kpr_desktop.store.anchors import Anchors
from kpr_desktop.store.backup_check import check_pages
from kpr_desktop.store.backup_folder import check_space
from kpr_desktop.store.check import sealed_rows, whole
from kpr_desktop.store.database import Database
from kpr_desktop.store.flush import flush_file, flush_folder
from kpr_desktop.store.ledger import Ledger, renew
from kpr_desktop.store.rows import marks
from kpr_desktop.store.seals import NO_MAC, Head, Seals
from kpr_desktop.usecases.backup_ports import Told
from kpr_desktop.usecases.key_ports import KeyFiles, Keys
from kpr_desktop.usecases.records import LogEntry, VaultInfo

_NAME = re.compile(r"data(?:\.(?P<number>[1-9][0-9]{0,8}))?\.kpr")
_BESIDE = ("", "-wal", "-shm", "-journal")
_LOG = f"INSERT INTO log ({chain.NAMES}, mac) VALUES ({marks(len(chain.COLUMNS) + 1)})"  # noqa: S608 - our own names


class Rotation:
    """One rotation of the vault whose writing connection is `database`, under `keys`."""

    def __init__(
        self, info: VaultInfo, database: Database, keys: Keys, key_files: KeyFiles, anchors: Anchors | None
    ) -> None:
        self._info = info
        self._database = database
        self._keys = keys
        self._key_files = key_files
        self._anchors = anchors

    def run(self, entry: Callable[[str], LogEntry], told: Told) -> None:
        """Rotate; see `Keeping.rotate`."""
        folder = self._info.path
        fresh = folder / f"data.{self._keys.integrity.epoch + 1}.kpr"
        try:
            check_space(folder, self._database.path.stat().st_size)
            _unlink(fresh)
            self._database.begin()  # nobody saves into the old file from now on
            try:
                self._rotated(fresh, entry, told)
            finally:
                self._database.rollback()
        except OSError as error:
            raise disk_fault(error) from error

    def _rotated(self, fresh: Path, entry: Callable[[str], LogEntry], told: Told) -> None:
        for trouble in sealed_rows(self._database, Ledger(self._database, self._keys.integrity)):
            raise trouble.fault()  # a new seal would hide it
        old = Seals(self._database, self._keys.integrity).head()
        told("rotate", 10)
        new_keys = self._key_files.begin_rotation(self._info.path, self._keys, fresh.name)
        try:
            try:
                head = self._written(fresh, new_keys, entry(chain.short(old)), told)
                self._announced(old, head, new_keys)
            except BaseException:
                self._given_up(fresh, old)
                raise
            self._key_files.finish_rotation(self._info.path, self._keys, new_keys)
            self._settled(head, new_keys)
        finally:
            new_keys.wipe()
        told("done", 100)

    def _written(self, fresh: Path, new_keys: Keys, entry: LogEntry, told: Told) -> Head:
        """The new file, whole and on the disk."""
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL, 0o600))
        exporter = Database(self._database.path, self._keys.database_key, writable=False)
        try:
            exporter.outside("PRAGMA query_only = OFF")  # it writes into the other file alone
            exporter.export_to(fresh, new_keys.database_key)
        finally:
            exporter.close()
        told("rotate", 40)
        database = Database(fresh, new_keys.database_key)
        try:
            database.begin()
            resealed_fields.reseal(database, self._keys.fields, new_keys.fields)
            database.run(_LOG, (*_values(entry), NO_MAC))
            renew(database, new_keys.integrity)
            database.commit()
            told("rotate", 60)
            head = self._compared(database, new_keys)
            check_pages(database)
        finally:
            database.close()
        flush_file(fresh)
        flush_folder(fresh.parent)
        told("rotate", 95)
        return head

    def _compared(self, database: Database, new_keys: Keys) -> Head:
        """Every row of the old file is in the new one, and nothing more than the one line. Raises vault.damaged."""
        ledger = Ledger(database, new_keys.integrity)
        for trouble in whole(database, new_keys.fields, ledger):
            raise trouble.fault()
        database.begin()
        try:
            lines = "SELECT count(*), max(seq) FROM log"
            (count, last), (new_count, _) = self._database.rows(lines)[0], database.rows(lines)[0]
            before = resealed_fields.content(self._database, ledger.hasher, self._keys.fields, last)
            after = resealed_fields.content(database, ledger.hasher, new_keys.fields, last)
            if before != after or new_count != count + 1:
                raise EnvironmentFault("vault.damaged", where="page")
            return ledger.seals.head()
        finally:
            database.rollback()

    def _announced(self, old: Head, head: Head, new_keys: Keys) -> None:
        """An anchor of each key, so that either of them opens."""
        if self._anchors is not None:
            self._anchors.begin(old)
            following = self._anchors.under(new_keys.integrity)
            try:
                following.announce(head)
            finally:
                following.close()

    def _settled(self, head: Head, new_keys: Keys) -> None:
        """The new key is in force. What fails here is put right when the vault is opened next."""
        self._database.rollback()
        with contextlib.suppress(EnvironmentFault):
            self._database.set_writable(writable=False)
        with contextlib.suppress(OSError, EnvironmentFault):
            if self._anchors is not None:
                following = self._anchors.under(new_keys.integrity)
                following.begin(head)
                following.close()
            _unlink(self._database.path)
            flush_folder(self._info.path)

    def _given_up(self, fresh: Path, old: Head) -> None:
        """The anchors first, while the key file tells of the rotation, or the new record looks like a later key."""
        with contextlib.suppress(OSError, EnvironmentFault):
            _unlink(fresh)
            if self._anchors is not None:
                self._anchors.begin(old)
            self._key_files.cancel_rotation(self._info.path, self._keys)


def tidy(info: VaultInfo, keys: Keys, key_files: KeyFiles) -> None:
    """Take away what a rotation left: its own file when it never came in force, and files of earlier keys.

    The caller has unlocked the vault and holds the writer's lock.
    """
    with contextlib.suppress(OSError, EnvironmentFault):
        if info.rotating:
            _unlink(info.path / info.rotating)
            key_files.cancel_rotation(info.path, keys)
        for path in _older(info):
            _unlink(path)


def _older(info: VaultInfo) -> Iterator[Path]:
    present = _number(info.database)
    for each in list(info.path.iterdir()):
        if _NAME.fullmatch(each.name) and _number(each.name) < present:
            yield each


def _number(name: str) -> int:
    found = _NAME.fullmatch(name)
    return int(found["number"] or 1) if found else 0


def _unlink(path: Path) -> None:
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _values(entry: LogEntry) -> tuple[str | None, ...]:
    return (
        entry.at.isoformat(), entry.user_id, entry.device_id, entry.action, entry.person_id, entry.subject,
        entry.reason, entry.result, entry.user_name, entry.roles, entry.unit, entry.basis, entry.purpose,
        entry.decision_ref, entry.program,
    )  # fmt: skip
