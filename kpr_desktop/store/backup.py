"""Backups of an unlocked vault: made, read back whole, and only then given a name (security page 4.8)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kpr_desktop import __version__
from kpr_desktop.errors import EnvironmentFault, disk_fault
from kpr_desktop.store import backup_folder, restore_mark
from kpr_desktop.store.anchors import Anchors
from kpr_desktop.store.backup_check import Seen, read_through, seen
from kpr_desktop.store.backup_folder import KEY_NAME, LIST_NAME, UNFINISHED, Manifest
from kpr_desktop.store.database import Database
from kpr_desktop.store.ledger import Ledger
from kpr_desktop.store.rotation import Rotation
from kpr_desktop.usecases.backup_ports import BackupFile, Counts, Mark, Told
from kpr_desktop.usecases.key_ports import KeyFiles, Keys
from kpr_desktop.usecases.ports import Clock
from kpr_desktop.usecases.records import LogEntry, VaultInfo

PLACE = "sikkerhetskopier"
_COPYING, _CHECKING = 50, 45
"""Per cent of the whole work."""


class VaultKeeping:
    """Keeping of the ports. `database` is the vault's own connection; only `rotate` touches it."""

    def __init__(
        self,
        info: VaultInfo,
        database: Database,
        keys: Keys,
        key_files: KeyFiles,
        clock: Clock,
        anchors: Anchors | None,
    ) -> None:
        self._info = info
        self._database = database
        self._keys = keys
        self._key_files = key_files
        self._clock = clock
        self._anchors = anchors

    def counts(self) -> Counts:
        """What is in the vault now. Raises EnvironmentFault vault.tampered (head)."""
        database = self._reader()
        try:
            return seen(database, Ledger(database, self._keys.integrity)).counts
        finally:
            database.close()

    def default_place(self) -> Path:
        """Beside the vault, so that moving or losing the vault's folder leaves them."""
        return self._info.path.absolute().parent / PLACE

    def back_up(self, place: Path, kind: str, told: Told) -> BackupFile:
        """A new backup. A place that is not there is made."""
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            backup_folder.check_space(place, self._database.path.stat().st_size)
            backup_folder.clear_unfinished(place, self._info.vault_id)
            at = self._clock()
            name = backup_folder.new_name(place, self._info.vault_id, at, kind)
            unfinished = place / f"{UNFINISHED}{name}"
            unfinished.mkdir(mode=0o700)
            try:
                made = self._filled(unfinished, kind, at, told)
                backup_folder.publish(unfinished, place / name)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
        except OSError as error:
            raise disk_fault(error) from error
        told("done", 100)
        return backup_folder.described(place / name, made, self._keys.integrity)

    def copy(self, made: BackupFile, place: Path, told: Told) -> BackupFile:
        """The same backup in another place."""
        if not place.is_dir():
            raise EnvironmentFault("backup.place_missing")
        backup_folder.check_space(place, made.size)
        backup_folder.clear_unfinished(place, self._info.vault_id)
        listed = backup_folder.read(made.path)
        unfinished = place / f"{UNFINISHED}{made.name}"
        try:
            unfinished.mkdir(mode=0o700)
            try:
                _copied(made.path, unfinished, listed, told)
                backup_folder.publish(unfinished, place / made.name)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
        except OSError as error:
            raise disk_fault(error) from error
        told("done", 100)
        return backup_folder.described(place / made.name, listed, self._keys.integrity)

    def found(self, place: Path) -> list[BackupFile]:
        """This vault's backups in a place."""
        return backup_folder.found(place, self._info.vault_id, self._keys.integrity)

    def remove(self, made: BackupFile) -> None:
        """Take a backup away."""
        backup_folder.remove(made.path)

    def mark(self) -> Mark | None:
        """Whether this vault was restored and nobody has confirmed it yet."""
        return restore_mark.read(self._info.path, self._keys.integrity)

    def rotate(self, entry: Callable[[str], LogEntry], told: Told) -> None:
        """A new key, a new file."""
        Rotation(self._info, self._database, self._keys, self._key_files, self._anchors).run(entry, told)

    def _reader(self) -> Database:
        return Database(self._database.path, self._keys.database_key, writable=False)

    def _filled(self, folder: Path, kind: str, at: datetime, told: Told) -> Manifest:
        database = folder / self._info.database
        reader = self._reader()
        try:
            reader.begin()  # one view of the vault, whatever is saved meanwhile
            told("copy", 0)
            reader.copy_to(
                database,
                self._keys.database_key,
                lambda left, all_: told("copy", _COPYING * (all_ - left) // max(all_, 1)),
                read_back=False,  # read_through does, and more
            )
        finally:
            reader.close()
        found = read_through(
            database, self._keys, lambda step, part: told(step, _COPYING + _CHECKING * part // 100)
        )
        backup_folder.write_file(folder / KEY_NAME, self._key_files.newest(self._info.path))
        made = self._listed(folder, kind, at, found)
        backup_folder.write_file(folder / LIST_NAME, backup_folder.written(made, self._keys.integrity))
        return backup_folder.read(folder)

    def _listed(self, folder: Path, kind: str, at: datetime, found: Seen) -> Manifest:
        size, sha256 = backup_folder.finish_file(folder / self._info.database)
        key_size, key_sha256 = backup_folder.finish_file(folder / KEY_NAME)
        return Manifest(
            vault_id=self._info.vault_id,
            kind=kind,
            made_at=at.isoformat(),
            program=__version__,
            schema=found.schema,
            epoch=self._keys.integrity.epoch,
            saves=found.head.saves,
            log_seq=found.head.log_seq,
            log_mac=found.head.log_mac.hex(),
            head_mac=found.head.mac.hex(),
            persons=found.counts.persons,
            assessments=found.counts.assessments,
            log_lines=found.counts.log_lines,
            database=self._info.database,
            database_bytes=size,
            database_sha256=sha256,
            key_bytes=key_size,
            key_sha256=key_sha256,
        )


def _copied(source: Path, target: Path, listed: Manifest, told: Told) -> None:
    """Copy the three files and read them back. Raises OSError; EnvironmentFault backup.damaged."""

    def copying(done: int) -> None:
        told("copy", 80 * min(done, listed.database_bytes) // max(listed.database_bytes, 1))

    for name in (listed.database, KEY_NAME, LIST_NAME):
        backup_folder.copy_file(source / name, target / name, copying if name == listed.database else None)
    told("check", 85)
    if (
        backup_folder.digest_of(target / listed.database) != listed.database_sha256
        or backup_folder.digest_of(target / KEY_NAME) != listed.key_sha256
        or backup_folder.read(target) != listed
    ):
        raise EnvironmentFault("backup.damaged")
