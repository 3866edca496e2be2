"""Making and opening vaults: a folder with the key file, the encrypted database and the writer's lock."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import platformdirs

from kpr_desktop.domain.ids import DeviceId, UserId, VaultId
from kpr_desktop.errors import EnvironmentFault, UserFault, disk_fault
from kpr_desktop.store import restore_mark
from kpr_desktop.store.anchors import FILE_NAME as ANCHOR_NAME
from kpr_desktop.store.anchors import MACHINE_FOLDER, Anchor, Anchors
from kpr_desktop.store.backup import VaultKeeping
from kpr_desktop.store.chain import walked
from kpr_desktop.store.check import frame, register, whole
from kpr_desktop.store.database import PAGE_BYTES, Database, check_header, check_library
from kpr_desktop.store.device import device_id
from kpr_desktop.store.flush import flush_folder
from kpr_desktop.store.fresh_folder import is_free
from kpr_desktop.store.ledger import Ledger
from kpr_desktop.store.lock import WriterLock
from kpr_desktop.store.migrate import Step, migrate, shipped
from kpr_desktop.store.place import check_place, check_room
from kpr_desktop.store.records import user_named
from kpr_desktop.store.resealing import Resealing
from kpr_desktop.store.rotation import tidy
from kpr_desktop.store.rows import Hand
from kpr_desktop.store.seals import Head
from kpr_desktop.store.slots import SlotHolder, user_of
from kpr_desktop.store.unit_of_work import Work
from kpr_desktop.usecases.key_ports import KeyFiles, Keys
from kpr_desktop.usecases.ports import Clock, NewId, OpenVault
from kpr_desktop.usecases.records import LogEntry, NewVault, User, VaultInfo
from kpr_desktop.usecases.vault_records import LogReport, Trouble

DATABASE_NAME = "data.kpr"
_CONFIRMABLE = frozenset(
    ("vault.saves_missing", "vault.anchor_missing", "vault.key_older", "vault.restored", "vault.salvaged")
)
"""Troubles that an administrator may know the reason of; what was tampered with is restored from a backup."""


class UnlockedVault(SlotHolder):
    """OpenVault of the ports. One connection, used by the thread that opened it (`beside` gives another)."""

    def __init__(
        self,
        info: VaultInfo,
        hand: Hand,
        user: User,
        ledger: Ledger,
        keys: Keys,
        lock: WriterLock | None,
        key_files: KeyFiles,
        trouble: tuple[Trouble, ...] = (),
    ) -> None:
        super().__init__(info, user, keys, key_files)
        database = ledger.database
        self.device_id = hand.device_id
        self.writable = database.writable
        self.trouble = trouble
        self._hand = hand
        self._database = database
        self._lock = lock
        self._ledger = ledger
        self._work = Work(database, hand, ledger)
        self._closed = False

    @property
    def keeping(self) -> VaultKeeping:
        """Backups of this vault, and a new key for it."""
        anchors = self._ledger.anchors
        return VaultKeeping(self.info, self._database, self._keys, self._key_files, self._hand.clock, anchors)

    def work(self) -> Work:
        """A unit of work on this vault's connection; only one at a time is entered."""
        return self._work

    def beside(self, *, write: bool = False) -> OpenVault:
        """The same vault on a connection of its own: made, used and closed by a worker's thread, while this is open."""
        database = Database(self._database.path, self._keys.database_key, writable=write and self.writable)
        ledger = Ledger(database, self._keys.integrity, self._ledger.anchors)
        if database.writable:
            ledger.watch()
        return UnlockedVault(
            self.info,
            self._hand,
            self.user,
            ledger,
            _BorrowedKeys(self._keys),
            None,
            self._key_files,
            self.trouble,
        )

    def check(self) -> list[str]:
        """Read the whole database and tell what is not whole, as fault codes; an empty list = sound."""
        return list(dict.fromkeys(each.code for each in self.inspect()))

    def inspect(self) -> list[Trouble]:
        """As `check`, with the places named; what was found at opening comes first."""
        found = whole(self._database, self._hand.fields, self._ledger)
        return [*(each for each in self.trouble if each not in found), *found]

    def log_check(self) -> LogReport:
        """Follow the log's chain from its first line to its last. Raises EnvironmentFault vault.tampered (head)."""
        self._database.begin()
        try:
            return walked(self._database, self._ledger.keys, self._ledger.seals.head())
        finally:
            self._database.rollback()

    def confirm_restore(self, entry: LogEntry) -> None:
        """An older database is meant to be here: log `entry`, begin new anchors, and let the vault write.

        The next save gets a higher number than any anchor has seen. Raises EnvironmentFault with the first trouble's
        code when it is any other than vault.saves_missing, anchor_missing, key_older, restored or salvaged, and
        vault.no_access on a connection that was opened to read.
        """
        for trouble in self.trouble:
            if trouble.code not in _CONFIRMABLE:
                raise trouble.fault()
        if self._lock is None:
            raise EnvironmentFault("vault.no_access")
        self._ledger.at_least = max((each.count for each in self.trouble), default=0) + self._head().saves
        self._database.set_writable(writable=True)
        try:
            with self._work as work:
                work.records.log(entry)
                work.commit()
            self._ledger.begin_anchors()
            restore_mark.remove(self.info.path)
        except BaseException:
            self._database.set_writable(writable=False)
            raise
        self.writable, self.trouble = True, ()

    def _head(self) -> Head:
        self._database.begin()
        try:
            return self._ledger.seals.head()
        finally:
            self._database.rollback()

    def close(self) -> None:
        """Close the database, overwrite the keys, let the next one write. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            self._database.close()
        finally:
            if self._lock is not None:
                self._ledger.close_anchors()
                self._lock.release()
            self._keys.wipe()


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
        self._settings = settings or settings_folder()
        self._steps = tuple(steps or shipped())

    def self_check(self) -> None:
        """Before anything is opened (4.11). Raises EnvironmentFault vault.old_library | primitive_wrong."""
        check_library()
        self._key_files.self_check()

    def look(self, path: Path) -> VaultInfo:
        """What the key file tells, when the database beside it can be one of ours.

        Raises EnvironmentFault vault.missing | not_ours | key_damaged | key_forged | newer | network | plain | damaged.
        """
        folder = vault_folder(path)
        if not folder.is_dir():
            raise EnvironmentFault("vault.missing")
        check_place(folder)
        info = self._key_files.look(folder)
        database = folder / info.database
        if not database.is_file():
            raise EnvironmentFault("vault.missing")
        check_header(database)
        if (
            database.stat().st_size < PAGE_BYTES
        ):  # SQLite would take it for a new one, and throw its -wal file away
            raise EnvironmentFault("vault.damaged", where="page")
        return info

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
            check_room(place)
            unfinished.mkdir(mode=0o700, parents=True)
            user_id, keys = self._fill(replace(new, path=unfinished))
            try:
                if place.exists():
                    place.rmdir()
                unfinished.rename(place)
                flush_folder(place.parent)
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
        if write:
            check_room(folder)
            WriterLock(folder).release()  # tells at once that somebody else writes, before the slow part
        user_id, keys = self._key_files.unlock(folder, login, passphrase)
        try:
            opened = self._unlocked(info, user_id, keys, write=write)
            if opened.writable:
                # What can be put right at the next log-in must not keep anybody out now.
                with contextlib.suppress(EnvironmentFault):
                    self._key_files.refresh(folder, keys, login, passphrase)
                    tidy(info, keys, self._key_files)
        except BaseException:
            keys.wipe()
            raise
        return opened

    def open_with_recovery(self, path: Path, code: str, login: str) -> UnlockedVault:
        """Open for writing as `login`, by the sheet. Raises what `open` raises, UserFault vault.recovery_*."""
        folder = vault_folder(path)
        info = self.look(folder)
        check_room(folder)
        WriterLock(folder).release()
        keys = self._key_files.unlock_with_recovery(folder, code)
        try:
            user_id = user_of(folder / info.database, keys, login)
            return self._unlocked(info, user_id, keys, write=True)
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
                migrate(database, keys.database_key, self._steps, Resealing(keys.integrity))
                ledger = Ledger(
                    database, keys.integrity, Anchors(keys.integrity, new.path / ANCHOR_NAME, None)
                )
                ledger.watch()
                hand = Hand(user_id, device, self._clock, keys.fields)
                with Work(database, hand, ledger) as work:
                    database.run(
                        "INSERT INTO vault (one, vault_id, training, created_at, device_id) VALUES (1, ?, ?, ?, ?)",
                        (vault_id, int(new.training), hand.now(), device),
                    )
                    work.records.add_user(User(user_id, new.user_login, new.user_name, new.roles))
                    work.records.save_office(new.office)
                    work.commit()
                ledger.close_anchors()
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
            machine = self._settings / MACHINE_FOLDER / info.vault_id
            anchors = Anchors(keys.integrity, info.path / ANCHOR_NAME, machine)
            anchor, older = anchors.newest(), anchors.later_key(rotating=bool(info.rotating))
            database = Database(info.path / info.database, keys.database_key, writable=write)
            undo.callback(database.close)
            migrate(database, keys.database_key, self._steps, Resealing(keys.integrity))
            ledger = Ledger(database, keys.integrity, anchors)
            if write:
                ledger.watch()
            device = device_id(self._settings, self._new_id)
            user, trouble = self._greet(database, info, user_id, ledger, anchor)
            trouble += [Trouble("vault.key_older", "anchor")] if older else []
            trouble += restore_mark.trouble(info.path, keys.integrity)
            if trouble:
                database.set_writable(writable=False)
            elif write:
                ledger.begin_anchors()  # durable before the first save: a power cut must not leave saves without one
                self._note_device(database, device)
            undo.pop_all()
        return UnlockedVault(
            info,
            Hand(user_id, device, self._clock, keys.fields),
            user,
            ledger,
            keys,
            lock,
            self._key_files,
            tuple(trouble),
        )

    def _greet(
        self, database: Database, info: VaultInfo, user_id: UserId, ledger: Ledger, anchor: Anchor | None
    ) -> tuple[User, list[Trouble]]:
        """The user's record and what is not whole; the database must be the key file's own.

        Raises EnvironmentFault vault.damaged, and vault.tampered when the register of users is not as it was written.
        """
        database.begin()
        try:
            register(database, ledger)
            vault = database.one("SELECT vault_id, training FROM vault")
            user = user_named(database, user_id, self._clock().date())
            trouble = frame(database, ledger, anchor)
        finally:
            database.rollback()
        if vault != (info.vault_id, int(info.training)) or user is None:
            raise EnvironmentFault("vault.damaged")
        if user.revoked_at is not None:  # an older key file still opens: the register says no
            raise UserFault("vault.revoked")
        return user, trouble

    def _note_device(self, database: Database, device: DeviceId) -> None:
        """A writer's machine, once."""
        database.begin()
        try:
            database.run(
                "INSERT INTO device (id, first_seen) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
                (device, self._clock().isoformat()),
            )
            database.commit()
        finally:
            database.rollback()


class _BorrowedKeys:
    """Keys for a connection beside: it may not wipe what the first one still uses."""

    def __init__(self, keys: Keys) -> None:
        self.database_key = keys.database_key
        self.fields = keys.fields
        self.integrity = keys.integrity

    def wipe(self) -> None:
        """Nothing: the vault that unlocked them wipes them."""


def settings_folder() -> Path:
    """Where this user's own settings of the program lie on this machine."""
    return platformdirs.user_config_path("kpr-desktop", appauthor=False)


def vault_folder(path: Path) -> Path:
    """The vault's folder, also when somebody pointed at a file in it."""
    return path.parent if path.is_file() else path


def _check_free(place: Path) -> None:
    if not is_free(place):
        raise UserFault("vault.exists", field="path")
