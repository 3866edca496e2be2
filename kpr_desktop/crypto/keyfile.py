"""The versioned key file beside the database: one slot per user, each with a key pair of its own (4.2, 4.3).

Every slot holds the same master key, sealed to its public key; so a new master key can be given to everybody without
anybody's passphrase. All of the file is under a code that only a holder of the master key can make. Nothing here
locks: whoever writes holds the vault's writer lock.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kpr_desktop.crypto import changes, document, kdf, recovery
from kpr_desktop.crypto.copies import COPY_NAME, FILE_NAME, mend, newest_bytes, read_newest, write_both
from kpr_desktop.crypto.document import KeyDocument
from kpr_desktop.crypto.document_v1 import FirstDocument
from kpr_desktop.crypto.keyring import UnlockedKeys
from kpr_desktop.crypto.opening import opened, opened_by_code, opened_first
from kpr_desktop.crypto.passphrase import accepted, normalised, wipe
from kpr_desktop.crypto.selfcheck import self_check
from kpr_desktop.crypto.slots import Master, SlotMaker
from kpr_desktop.domain.ids import UserId, VaultId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.key_ports import Keys
from kpr_desktop.usecases.ports import Clock
from kpr_desktop.usecases.records import NewVault, RecoveryCode, VaultInfo

__all__ = ["COPY_NAME", "FILE_NAME", "JsonKeyFiles", "UnlockedKeys"]


class JsonKeyFiles:
    """KeyFiles of the ports. `cost` is what *new* slots take; reading accepts everything from floor to ceiling.

    `cost` None: measured on this machine when the first slot is made. Raises ValueError when `cost` asks for more
    memory than a weak machine has (256 MiB).
    """

    def __init__(
        self,
        clock: Clock,
        cost: kdf.Cost | None = kdf.DEFAULT_COST,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        if cost is not None and cost.m_kib > kdf.CREATE_CEILING_M_KIB:
            raise ValueError("too costly for a weak machine")
        self._clock = clock
        self._cost = cost
        self._random_bytes = random_bytes
        self._maker = SlotMaker(clock, random_bytes)
        self._sound = False

    def self_check(self) -> None:
        """Raises EnvironmentFault vault.primitive_wrong. Once a process: the library does not change under it."""
        if not self._sound:
            self_check()
            self._sound = True

    def look(self, folder: Path) -> VaultInfo:
        """Raises EnvironmentFault vault.not_ours | key_damaged | key_forged | newer (and those of the disk)."""
        found = read_newest(folder)
        if isinstance(found, FirstDocument):
            return VaultInfo(
                folder,
                found.vault_id,
                found.name,
                found.training,
                (found.login,),
                user_ids=(found.user_id,),
            )
        sheet = found.recovery()
        return VaultInfo(
            path=folder,
            vault_id=found.vault_id,
            name=found.name,
            training=found.training,
            logins=tuple(slot.head.login for slot in found.persons()),
            database=found.database,
            recovery=recovery.fingerprint(sheet.public) if sheet else "",
            rotating=found.pending.database if found.pending else "",
            user_ids=tuple(UserId(slot.head.user_id) for slot in found.persons()),
        )

    def newest(self, folder: Path) -> bytes:
        """The newer of the copies that are whole, as it stands: for a backup. Raises what `look` raises."""
        return newest_bytes(folder)

    # --- opening ----------------------------------------------------------------------------------------------------

    def create(self, new: NewVault, vault_id: VaultId, user_id: UserId) -> UnlockedKeys:
        """Write both copies into `new.path`, with one person's slot. The passphrase is wiped, also when it is refused.

        Raises UserFault vault.passphrase_*; EnvironmentFault of the disk.
        """
        normal = _accepted(new.passphrase, new.user_login, new.user_name, new.name)
        master = Master(bytearray(self._random_bytes(kdf.KEY_BYTES)), vault_id, 1)
        try:
            made = KeyDocument(
                vault_id=vault_id,
                name=new.name,
                training=new.training,
                created=self._clock().isoformat(),
                epoch=1,
                counter=1,
                salt=self._random_bytes(document.SALT_BYTES),
                database=document.DATABASE,
                slots=(self._maker.person(master, user_id, new.user_login, normal, self._new_cost()),),
            )
            write_both(new.path, master.stamped(made))
            return self._keys(made.salt, master)
        finally:
            wipe(normal, master.key)

    def unlock(self, folder: Path, login: str, passphrase: bytearray) -> tuple[UserId, UnlockedKeys]:
        """Raises what `look` raises, and UserFault vault.wrong_passphrase (also for a login that has no slot).

        The passphrase stays as it is: the caller may try again (vault.in_use), and wipes it. Nothing is written.
        """
        found = read_newest(folder)
        if isinstance(found, FirstDocument):
            with opened_first(found, login, passphrase) as master:
                return found.user_id, self._keys(found.salt, master)
        with opened(found, login, passphrase) as (slot, _private, master):
            return slot.head.user_id, self._keys(found.salt, master)

    def verify_passphrase(self, folder: Path, login: str, passphrase: bytearray) -> None:
        """The passphrase once more, before what cannot be undone; it stays as it is. Raises what `unlock` raises."""
        self.unlock(folder, login, passphrase)[1].wipe()

    def unlock_with_recovery(self, folder: Path, code: str) -> UnlockedKeys:
        """By the sheet. Raises what `look` raises, EnvironmentFault vault.older (a file of version 1), and UserFault
        on field "code": vault.recovery_length, vault.recovery_group (with its number), vault.recovery_check,
        vault.recovery_wrong (another sheet's), vault.recovery_none.
        """
        found = _second(folder)
        with opened_by_code(found, code) as master:
            return self._keys(found.salt, master)

    # --- people -----------------------------------------------------------------------------------------------------

    def refresh(self, folder: Path, keys: Keys, login: str, passphrase: bytearray) -> bool:
        """After a log-in for writing: version 1 becomes version 2, weak parameters today's, both copies alike.

        Tells whether anything was written. The passphrase stays as it is. Raises what `unlock` raises, and
        EnvironmentFault of the disk.
        """
        found = read_newest(folder)
        if isinstance(found, FirstDocument):
            self._upgrade(folder, found, passphrase, keys)
            return True
        _master(keys).check(found)
        slot = found.of_login(login)
        if slot and slot.head.cost and slot.head.cost.weaker_than(self._cost or kdf.DEFAULT_COST):
            self._rewrap(folder, login, passphrase, _normal(passphrase))
            return True
        return mend(folder, found)

    def add_user(self, folder: Path, keys: Keys, user_id: UserId, login: str, passphrase: bytearray) -> None:
        """A slot for another person. The passphrase is wiped, also when it is refused.

        Raises UserFault vault.passphrase_*, vault.login_taken (also for a user who has a slot), vault.users_full;
        EnvironmentFault vault.older, vault.key_forged and those of `look` and the disk.
        """
        normal = _accepted(passphrase, login)
        try:
            found, master = _authentic(folder, keys)
            slot = self._maker.person(master, user_id, login, normal, self._new_cost())
            self._put(folder, changes.with_user(found, slot), master)
        finally:
            wipe(normal)

    def set_passphrase(self, folder: Path, keys: Keys, user_id: UserId, passphrase: bytearray) -> None:
        """A new slot in the place of somebody's who forgot theirs. The passphrase is wiped, also when it is refused.

        Raises UserFault vault.passphrase_*, vault.user_unknown; EnvironmentFault as `add_user`.
        """
        normal = _accepted(passphrase)
        try:
            found, master = _authentic(folder, keys)
            old = changes.slot_of(found, user_id)
            slot = self._maker.person(master, user_id, old.head.login, normal, self._new_cost())
            self._put(folder, changes.with_slot(found, old, slot), master)
        finally:
            wipe(normal)

    def change_passphrase(self, folder: Path, login: str, old: bytearray, new: bytearray) -> None:
        """The same key pair under a new passphrase. `new` is wiped, also when it is refused; `old` stays.

        Raises UserFault vault.wrong_passphrase, and for `new` vault.passphrase_*; EnvironmentFault as `add_user`.
        """
        self._rewrap(folder, login, old, _accepted(new, login))

    def revoke(self, folder: Path, keys: Keys, user_id: UserId) -> None:
        """Take somebody's slot away. Copies of the file made before still open with it, until the key is rotated.

        Raises UserFault vault.user_unknown, vault.last_user; EnvironmentFault as `add_user`.
        """
        found, master = _authentic(folder, keys)
        self._put(folder, changes.without(found, user_id), master)

    def make_recovery(self, folder: Path, keys: Keys) -> RecoveryCode:
        """A new sheet; an old one opens nothing any more (but copies of the key file made before).

        Raises EnvironmentFault as `add_user`.
        """
        found, master = _authentic(folder, keys)
        slot, secret = self._maker.recovery(master)
        try:
            self._put(folder, changes.with_recovery(found, slot), master)
            return RecoveryCode(recovery.written(secret), recovery.fingerprint(slot.public), self._clock())
        finally:
            wipe(secret)

    # --- rotation ---------------------------------------------------------------------------------------------------

    def begin_rotation(self, folder: Path, keys: Keys, database: str) -> UnlockedKeys:
        """A new master key, sealed to everybody, noted in the file beside the one in force; its keys.

        `database`: the name of the file that will be encrypted with them ("data.2.kpr"). Until `finish_rotation` the
        vault opens as before; a rotation that was begun and left is replaced. Raises EnvironmentFault as `add_user`.
        """
        found, master = _authentic(folder, keys)
        salt = self._random_bytes(document.SALT_BYTES)
        fresh = Master(bytearray(self._random_bytes(kdf.KEY_BYTES)), found.vault_id, found.epoch + 1)
        try:
            self._put(folder, changes.begun(found, fresh, salt, database), master)
            return self._keys(salt, fresh)
        finally:
            wipe(fresh.key)

    def finish_rotation(self, folder: Path, keys: Keys, new_keys: Keys) -> None:
        """The new master key and its database are in force from now; when this returns, both copies say so.

        `keys` are those in force, `new_keys` what `begin_rotation` gave. Raises UserFault vault.no_rotation when none
        (or another) was begun; EnvironmentFault as `add_user`.
        """
        found, _master_of_old = _authentic(folder, keys)
        salt = bytes(new_keys.database_key[kdf.KEY_BYTES :])
        self._put(folder, changes.finished(found, salt), _master(new_keys))

    def cancel_rotation(self, folder: Path, keys: Keys) -> None:
        """Forget a rotation that was begun and left. Raises EnvironmentFault as `add_user`."""
        found, master = _authentic(folder, keys)
        self._put(folder, replace(found, pending=None), master)

    # --- inside -----------------------------------------------------------------------------------------------------

    def _rewrap(self, folder: Path, login: str, old: bytearray, new: bytearray) -> None:
        """`new` is wiped."""
        try:
            found = _second(folder)
            with opened(found, login, old) as (slot, private, master):
                made = self._maker.rewrapped(slot, private, new, self._new_cost(), master)
                self._put(folder, changes.with_slot(found, slot, made), master)
        finally:
            wipe(new)

    def _upgrade(self, folder: Path, found: FirstDocument, passphrase: bytearray, keys: Keys) -> None:
        master = _master(keys)
        with opened_first(found, found.login, passphrase):  # a slot is never made with another passphrase
            normal = _normal(passphrase)
        try:
            made = KeyDocument(
                vault_id=found.vault_id,
                name=found.name,
                training=found.training,
                created=found.created,
                epoch=1,
                counter=1,
                salt=found.salt,
                database=document.DATABASE,
                slots=(self._maker.person(master, found.user_id, found.login, normal, self._new_cost()),),
            )
            write_both(folder, master.stamped(made))
        finally:
            wipe(normal)

    def _put(self, folder: Path, changed: KeyDocument, master: Master) -> None:
        write_both(folder, master.stamped(replace(changed, counter=changed.counter + 1)))

    def _keys(self, salt: bytes, master: Master) -> UnlockedKeys:
        return UnlockedKeys(master.key, master.vault_id, salt, self._random_bytes, master.epoch)

    def _new_cost(self) -> kdf.Cost:
        if self._cost is None:
            self._cost = kdf.calibrate()
        return self._cost


def _second(folder: Path) -> KeyDocument:
    found = read_newest(folder)
    if isinstance(found, FirstDocument):
        raise EnvironmentFault("vault.older")
    return found


def _authentic(folder: Path, keys: Keys) -> tuple[KeyDocument, Master]:
    found, master = _second(folder), _master(keys)
    master.check(found)
    return found, master


def _master(keys: Keys) -> Master:
    if not isinstance(keys, UnlockedKeys):
        raise TypeError("keys of a key file expected")
    return Master(keys.master, keys.vault_id, keys.integrity.epoch)


def _accepted(passphrase: bytearray, *around: str) -> bytearray:
    try:
        return accepted(passphrase, around)
    finally:
        wipe(passphrase)


def _normal(passphrase: bytearray) -> bytearray:
    """Of a passphrase that has just opened a slot."""
    return normalised(passphrase) or bytearray()
