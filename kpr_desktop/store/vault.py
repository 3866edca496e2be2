"""Making and opening vaults: a folder with the key file, the encrypted database and the writer's lock."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import platformdirs

from kpr_desktop.domain.ids import DeviceId, UserId, VaultId
from kpr_desktop.errors import EnvironmentFault, UserFault, disk_fault
from kpr_desktop.store.check import whole
from kpr_desktop.store.database import Database, check_header
from kpr_desktop.store.device import device_id
from kpr_desktop.store.lock import WriterLock
from kpr_desktop.store.migrate import Step, migrate, shipped
from kpr_desktop.store.place import check_place
from kpr_desktop.store.rows import Hand
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.usecases.ports import Clock, KeyFiles, Keys, NewId, OpenVault
from kpr_desktop.usecases.records import NewVault, User, VaultInfo

DATABASE_NAME = "data.kpr"


class UnlockedVault:
    """OpenVault of the ports. One connection, used by the thread that opened it (`beside` gives another)."""

    def __init__(
        self, info: VaultInfo, hand: Hand, user: User, database: Database, keys: Keys, lock: WriterLock | None
    ) -> None:
        self.info = info
        self.device_id = hand.device_id
        self.user = user
        self.writable = database.writable
        self._hand = hand
        self._database = database
        self._keys = keys
        self._lock = lock
        self._work = Work(database, hand)
        self._closed = False

    def work(self) -> Work:
        """A unit of work on this vault's connection; only one at a time is entered."""
        return self._work

    def beside(self, *, write: bool = False) -> OpenVault:
        """The same vault on a connection of its own: made, used and closed by a worker's thread, while this is open."""
        database = Database(self._database.path, self._keys.database_key, writable=write and self.writable)
        return UnlockedVault(self.info, self._hand, self.user, database, _BorrowedKeys(self._keys), None)

    def check(self) -> list[str]:
        """Read the whole database and tell what is not whole, as fault codes; an empty list = sound."""
        return whole(self._database, self._hand.fields)

    def close(self) -> None:
        """Close the database, overwrite the keys, let the next one write. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            self._database.close()
        finally:
            self._keys.wipe()
            if self._lock is not None:
                self._lock.release()


class SqlCipherVaults:
    """Vaults of the ports. `settings`: folder for the machine's id; None = the user's own settings."""

    def __init__(
        self,
        key_files: KeyFiles,
        clock: Clock,
        new_id: NewId,
        settings: Path | None = None,
        steps: Sequence[Step] | None = None,
    ) -> None:
        self._key_files = key_files
        self._clock = clock
        self._new_id = new_id
        self._settings = settings or platformdirs.user_config_path("kpr-desktop", appauthor=False)
        self._steps = tuple(steps or shipped())

    def look(self, path: Path) -> VaultInfo:
        """What the key file tells. Raises EnvironmentFault vault.missing | not_ours | key_damaged | newer | network."""
        folder = vault_folder(path)
        if not folder.is_dir():
            raise EnvironmentFault("vault.missing")
        check_place(folder)
        return self._key_files.look(folder)

    def create(self, new: NewVault) -> UnlockedVault:
        """Make the vault in a folder beside and move it into its place when it is whole.

        Raises UserFault vault.exists when something lies there, vault.passphrase_*; EnvironmentFault vault.network,
        vault.no_access, vault.disk_full, vault.disk_error. The passphrase is wiped.
        """
        place = new.path.absolute()
        unfinished = place.with_name(f".{place.name}.{self._new_id()}")
        try:
            _check_free(place)
            check_place(place)
            unfinished.mkdir(mode=0o700, parents=True)
            user_id, keys = self._fill(replace(new, path=unfinished))
            try:
                if place.exists():
                    place.rmdir()
                unfinished.rename(place)
                return self._unlocked(self._key_files.look(place), user_id, keys, write=True)
            except BaseException:
                keys.wipe()
                raise
        except OSError as error:
            raise disk_fault(error) from error
        finally:
            new.passphrase[:] = bytes(len(new.passphrase))
            shutil.rmtree(unfinished, ignore_errors=True)

    def open(self, path: Path, login: str, passphrase: bytearray, *, write: bool = True) -> UnlockedVault:
        """Open for writing (waits for no one) or for reading beside a writer. The caller wipes the passphrase."""
        folder = vault_folder(path)
        info = self.look(folder)
        database = folder / DATABASE_NAME
        if not database.is_file():
            raise EnvironmentFault("vault.missing")
        check_header(database)
        if write:
            WriterLock(folder).release()  # tells at once that somebody else writes, before the slow part
        user_id, keys = self._key_files.unlock(folder, login, passphrase)
        try:
            return self._unlocked(info, user_id, keys, write=write)
        except BaseException:
            keys.wipe()
            raise

    def _fill(self, new: NewVault) -> tuple[UserId, Keys]:
        """The key file, and the empty database with its first user and the office, in the folder `new.path`."""
        vault_id, user_id = VaultId(self._new_id()), UserId(self._new_id())
        device = device_id(self._settings, self._new_id)
        keys = self._key_files.create(new, vault_id, user_id)
        path = new.path / DATABASE_NAME
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
            database = Database(path, keys.database_key)
            try:
                migrate(database, keys.database_key, self._steps)
                hand = Hand(user_id, device, self._clock, keys.fields)
                with Work(database, hand) as work:
                    database.run(
                        "INSERT INTO vault (one, vault_id, training, created_at, device_id) VALUES (1, ?, ?, ?, ?)",
                        (vault_id, int(new.training), hand.now(), device),
                    )
                    work.records.add_user(User(user_id, new.user_login, new.user_name, new.roles))
                    work.records.save_office(new.office)
                    work.commit()
            finally:
                database.close()
        except BaseException:
            keys.wipe()
            raise
        return user_id, keys

    def _unlocked(self, info: VaultInfo, user_id: UserId, keys: Keys, *, write: bool) -> UnlockedVault:
        with contextlib.ExitStack() as undo:
            lock = WriterLock(info.path) if write else None
            if lock is not None:
                undo.callback(lock.release)
            database = Database(info.path / DATABASE_NAME, keys.database_key, writable=write)
            undo.callback(database.close)
            migrate(database, keys.database_key, self._steps)
            device = device_id(self._settings, self._new_id)
            user = self._greet(database, info, user_id, device)
            undo.pop_all()
        return UnlockedVault(
            info, Hand(user_id, device, self._clock, keys.fields), user, database, keys, lock
        )

    def _greet(self, database: Database, info: VaultInfo, user_id: UserId, device: DeviceId) -> User:
        """The user's record; the database must be the key file's own. A writer's machine is noted once."""
        database.begin()
        try:
            vault = database.one("SELECT vault_id, training FROM vault")
            user = database.one("SELECT login, name, roles FROM user WHERE id = ?", (user_id,))
            if vault != (info.vault_id, int(info.training)) or user is None:
                raise EnvironmentFault("vault.damaged")
            if database.writable:
                database.run(
                    "INSERT INTO device (id, first_seen) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
                    (device, self._clock().isoformat()),
                )
            database.commit()
        finally:
            database.rollback()
        return User(user_id, user[0], user[1], frozenset(json.loads(user[2])))


class _BorrowedKeys:
    """Keys for a connection beside: it may not wipe what the first one still uses."""

    def __init__(self, keys: Keys) -> None:
        self.database_key = keys.database_key
        self.fields = keys.fields

    def wipe(self) -> None:
        """Nothing: the vault that unlocked them wipes them."""


def vault_folder(path: Path) -> Path:
    """The vault's folder, also when somebody pointed at a file in it."""
    return path.parent if path.is_file() else path


def _check_free(place: Path) -> None:
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise UserFault("vault.exists", field="path")
