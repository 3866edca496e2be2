"""From a backup to a vault in a fresh folder. Nothing that is there already is touched (security page 4.8)."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import EnvironmentFault, UserFault, disk_fault
from kpr_desktop.store import backup_folder, restore_mark
from kpr_desktop.store.backup_check import Seen, read_through
from kpr_desktop.store.backup_folder import KEY_NAME, Manifest
from kpr_desktop.store.database import Database
from kpr_desktop.store.flush import flush_folder
from kpr_desktop.store.fresh_folder import fresh_folder
from kpr_desktop.store.records import user_named
from kpr_desktop.usecases.administrators import ADMINISTRATOR
from kpr_desktop.usecases.backup_ports import BackupFile, Mark, Opening, Restored, Told
from kpr_desktop.usecases.key_ports import KeyFiles, Keys
from kpr_desktop.usecases.ports import Clock, NewId
from kpr_desktop.usecases.records import VaultInfo


class BackupRestorer:
    """Restorer of the ports."""

    def __init__(self, key_files: KeyFiles, clock: Clock, new_id: NewId) -> None:
        self._key_files = key_files
        self._clock = clock
        self._new_id = new_id

    def look(self, folder: Path) -> BackupFile:
        """What a backup says of itself."""
        return backup_folder.described(folder, backup_folder.read(folder), None)

    def vault(self, folder: Path) -> VaultInfo:
        """What its key file tells."""
        return self._key_files.look(folder)

    def restore(
        self, folder: Path, target: Path, opening: Opening, told: Told, *, drill: bool = False
    ) -> Restored:
        """A new vault, made in a folder beside and given its name when all of it has been read."""
        listed = backup_folder.read(folder)
        with fresh_folder(target.absolute(), self._new_id()) as unfinished:
            backup_folder.check_space(unfinished, listed.database_bytes)
            _fetched(folder, unfinished, listed, told)
            with self._unlocked(unfinished, listed, opening) as keys:
                found = read_through(
                    unfinished / listed.database, keys, lambda step, part: told(step, 40 + part // 2)
                )
                _compared(listed, found)
                user_id = self._user(unfinished, listed, keys, opening)
                if not drill:
                    self._settle(unfinished, folder, keys, opening, user_id)
        told("done", 100)
        counts = found.counts
        made = backup_folder.described(folder, listed, None)
        return Restored(target, made, counts.persons, counts.assessments, counts.log_lines)

    def remove(self, folder: Path) -> None:
        """Take a folder of a drill away. Raises EnvironmentFault of the disk."""
        try:
            shutil.rmtree(folder)
            flush_folder(folder.absolute().parent)
        except OSError as error:
            raise disk_fault(error) from error

    @contextlib.contextmanager
    def _unlocked(self, folder: Path, listed: Manifest, opening: Opening) -> Iterator[Keys]:
        """The keys of the backup, once they have vouched for its list."""
        info = self._key_files.look(folder)
        if info.vault_id != listed.vault_id or info.database != listed.database:
            raise EnvironmentFault("backup.forged")
        if opening.code:
            keys = self._key_files.unlock_with_recovery(folder, opening.code)
        else:
            keys = self._key_files.unlock(folder, opening.login, opening.passphrase)[1]
        try:
            if keys.integrity.epoch != listed.epoch or not backup_folder.holds(listed, keys.integrity):
                raise EnvironmentFault("backup.forged")
            yield keys
        finally:
            keys.wipe()

    def _user(self, folder: Path, listed: Manifest, keys: Keys, opening: Opening) -> UserId:
        """Who restores. Raises UserFault backup.no_administrator (by code), vault.revoked."""
        database = Database(folder / listed.database, keys.database_key)
        try:
            database.begin()
            row = database.one("SELECT id FROM user WHERE login = ?", (opening.login,))
            user = user_named(database, UserId(row[0]), self._clock().date()) if row else None
        finally:
            database.close()
        if user is None or (opening.code and ADMINISTRATOR not in user.roles):
            raise UserFault("backup.no_administrator", field="login")
        if user.revoked_at is not None:
            raise UserFault("vault.revoked")
        return user.id

    def _settle(self, folder: Path, source: Path, keys: Keys, opening: Opening, user_id: UserId) -> None:
        """What makes a vault of it: the new passphrase after a code, and the mark until somebody confirms."""
        if opening.code:
            self._key_files.set_passphrase(folder, keys, user_id, opening.passphrase)
        made_at = backup_folder.described(source, backup_folder.read(source), None).made_at
        mark = Mark(source.absolute().name, made_at, self._clock(), opening.way)
        restore_mark.write(folder, keys.integrity, mark)


def _fetched(folder: Path, target: Path, listed: Manifest, told: Told) -> None:
    """Copy both files. Raises EnvironmentFault backup.damaged when one is not as the list says."""
    total = max(listed.database_bytes, 1)
    try:
        data = backup_folder.copy_file(
            folder / listed.database,
            target / listed.database,
            lambda done: told("copy", 40 * min(done, total) // total),
        )
        key = backup_folder.copy_file(folder / KEY_NAME, target / KEY_NAME)
    except FileNotFoundError as error:
        raise EnvironmentFault("backup.damaged") from error
    if (data, key) != (listed.database_sha256, listed.key_sha256):
        raise EnvironmentFault("backup.damaged")


def _compared(listed: Manifest, found: Seen) -> None:
    """The database must be the one that the list was made of. Raises EnvironmentFault backup.forged."""
    head, counts = found.head, found.counts
    if (listed.saves, listed.log_seq, listed.log_mac, listed.head_mac) != (
        head.saves, head.log_seq, head.log_mac.hex(), head.mac.hex(),
    ) or (listed.persons, listed.assessments, listed.log_lines) != (
        counts.persons, counts.assessments, counts.log_lines,
    ):  # fmt: skip
        raise EnvironmentFault("backup.forged")
