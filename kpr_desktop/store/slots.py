"""What an open vault does to its key file: slots of users, passphrases, the recovery sheet."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import EnvironmentFault, UserFault, disk_fault
from kpr_desktop.store.backup_folder import KEY_NAME, write_file
from kpr_desktop.store.database import Database
from kpr_desktop.usecases.key_ports import KeyFiles, Keys
from kpr_desktop.usecases.records import RecoveryCode, User, VaultInfo


class SlotHolder:
    """The part of an open vault that knows its key file. Who writes holds the writer's lock."""

    def __init__(self, info: VaultInfo, user: User, keys: Keys, key_files: KeyFiles) -> None:
        self.info = info
        self.user = user
        self._keys = keys
        self._key_files = key_files

    def verify_passphrase(self, passphrase: bytearray) -> None:
        """Raises UserFault vault.wrong_passphrase unless it opens the user's own slot; the caller wipes it."""
        self._key_files.verify_passphrase(self.info.path, self.user.login, passphrase)

    def change_passphrase(self, old: bytearray, new: bytearray) -> None:
        """The user's own. Raises UserFault vault.wrong_passphrase, vault.passphrase_*; the caller wipes both."""
        self._key_files.change_passphrase(self.info.path, self.user.login, old, new)

    def logins(self) -> tuple[str, ...]:
        """Who has a slot in the key file now. Raises EnvironmentFault vault.key_* and those of the disk."""
        return self._key_files.look(self.info.path).logins

    def add_slot(self, user_id: UserId, login: str, passphrase: bytearray) -> None:
        """A slot in the key file for another user; the caller wipes the passphrase."""
        self._key_files.add_user(self.info.path, self._keys, user_id, login, passphrase)

    def remove_slot(self, user_id: UserId) -> None:
        """Take a user's slot out of the key file; none there is fine."""
        try:
            self._key_files.revoke(self.info.path, self._keys, user_id)
        except UserFault as fault:
            if fault.code != "vault.user_unknown":
                raise

    def renew_slot(self, user_id: UserId, login: str, passphrase: bytearray) -> None:
        """Another passphrase for a user who forgot hers; a slot where there is none. The caller wipes it."""
        copy = bytearray(passphrase)
        try:
            self._key_files.set_passphrase(self.info.path, self._keys, user_id, copy)
        except UserFault as fault:
            if fault.code != "vault.user_unknown":
                raise
            self.add_slot(user_id, login, passphrase)

    def make_recovery(self) -> RecoveryCode:
        """A new recovery sheet; the one before opens nothing any more."""
        made = self._key_files.make_recovery(self.info.path, self._keys)
        self.info = replace(self.info, recovery=made.fingerprint)
        return made

    def try_recovery(self, code: str) -> None:
        """Open a copy of the vault by the sheet, and compare whose it is. The copy lies beside, and is removed.

        Raises UserFault vault.recovery_* on field "code"; EnvironmentFault vault.damaged and those of the disk.
        """
        folder = self.info.path.with_name(f".{self.info.path.name}.arkprove")
        try:
            shutil.rmtree(folder, ignore_errors=True)  # left by a program that was stopped
            folder.mkdir(mode=0o700)
            self._copy_to(folder)
            keys = self._key_files.unlock_with_recovery(folder, code)
            try:
                if _vault_id(folder / self.info.database, keys) != self.info.vault_id:
                    raise EnvironmentFault("vault.damaged")
            finally:
                keys.wipe()
        except OSError as error:
            raise disk_fault(error) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _copy_to(self, folder: Path) -> None:
        reader = Database(self.info.path / self.info.database, self._keys.database_key, writable=False)
        try:
            reader.begin()  # one view of the vault, whatever is saved meanwhile
            reader.copy_to(folder / self.info.database, self._keys.database_key)
        finally:
            reader.close()
        write_file(folder / KEY_NAME, self._key_files.newest(self.info.path))


def user_of(database: Path, keys: Keys, login: str) -> UserId:
    """Whose login it is. Raises UserFault vault.user_unknown (login)."""
    row = _one(database, keys, "SELECT id FROM user WHERE login = ?", login)
    if row is None:
        raise UserFault("vault.user_unknown", field="login")
    return UserId(row)


def _vault_id(database: Path, keys: Keys) -> str | None:
    return _one(database, keys, "SELECT vault_id FROM vault")


def _one(path: Path, keys: Keys, sql: str, *values: str) -> str | None:
    database = Database(path, keys.database_key, writable=False)
    try:
        database.begin()
        row = database.one(sql, values)
    finally:
        database.close()
    return str(row[0]) if row else None
