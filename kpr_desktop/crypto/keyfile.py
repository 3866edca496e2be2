"""The versioned key file beside the database: one slot per user, each wrapping the same master key (4.3).

Canonical JSON. `checksum` (SHA-256 over the rest) is there to tell a damaged file from a wrong passphrase and proves
nothing; what proves is the slot's AES-256-GCM, which binds vault, slot, user and the parameters of the derivation.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kpr_desktop.crypto import document, kdf
from kpr_desktop.crypto.durable import write_durably
from kpr_desktop.crypto.fields import NONCE_BYTES, NumberCipher
from kpr_desktop.crypto.passphrase import MAX_BYTES, accepted, normalised, wipe
from kpr_desktop.domain.ids import UserId, VaultId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.ports import Clock, FieldCipher, NewId
from kpr_desktop.usecases.records import NewVault, VaultInfo

FILE_NAME = "nokkel.kpr"
COPY_NAME = "nokkel.kpr.kopi"
SALT_BYTES = 16


class UnlockedKeys:
    """Keys of the ports: what the master key gives. Holds bytearrays only, which `wipe` overwrites."""

    def __init__(
        self, master: bytearray, vault_id: VaultId, salt: bytes, random_bytes: Callable[[int], bytes]
    ) -> None:
        raw = kdf.sub_key(master, vault_id, "database")
        self.database_key = raw + salt
        wipe(raw)
        self._cipher = NumberCipher(
            vault_id,
            kdf.sub_key(master, vault_id, "field"),
            kdf.sub_key(master, vault_id, "index"),
            random_bytes,
        )
        self.fields: FieldCipher = self._cipher

    def wipe(self) -> None:
        """Overwrite the key bytes; the object is of no use afterwards."""
        wipe(self.database_key)
        self._cipher.wipe()


class JsonKeyFiles:
    """KeyFiles of the ports. `cost` is what *new* slots take; reading accepts everything from floor to ceiling.

    Raises ValueError when `cost` asks for more memory than a weak machine has (256 MiB).
    """

    def __init__(
        self,
        clock: Clock,
        new_id: NewId,
        cost: kdf.Cost = kdf.DEFAULT_COST,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        if cost.m_kib > kdf.CREATE_CEILING_M_KIB:
            raise ValueError("too costly for a weak machine")
        self._clock = clock
        self._new_id = new_id
        self._cost = cost
        self._random_bytes = random_bytes

    def look(self, folder: Path) -> VaultInfo:
        """Raises EnvironmentFault vault.not_ours | vault.key_damaged | vault.newer (and those of the disk)."""
        found = _read(folder)
        return VaultInfo(
            path=folder,
            vault_id=found.vault_id,
            name=found.name,
            training=found.training,
            logins=tuple(slot.login for slot in found.slots),
        )

    def create(self, new: NewVault, vault_id: VaultId, user_id: UserId) -> UnlockedKeys:
        """Write both copies into `new.path`. The passphrase is wiped, also when it is refused.

        Raises UserFault vault.passphrase_short | passphrase_long | passphrase_not_text; EnvironmentFault of the disk.
        """
        try:
            normal = accepted(new.passphrase)
        finally:
            wipe(new.passphrase)
        master = bytearray(self._random_bytes(kdf.KEY_BYTES))
        try:
            slot = self._wrap(master, normal, vault_id, user_id, new.user_login)
            made = document.KeyDocument(
                vault_id=vault_id,
                name=new.name,
                training=new.training,
                created=self._clock().isoformat(),
                salt=self._random_bytes(SALT_BYTES),
                slots=(slot,),
            )
            data = document.encode(made)
            write_durably(new.path / FILE_NAME, data)
            write_durably(new.path / COPY_NAME, data)
            return UnlockedKeys(master, vault_id, made.salt, self._random_bytes)
        finally:
            wipe(normal, master)

    def unlock(self, folder: Path, login: str, passphrase: bytearray) -> tuple[UserId, UnlockedKeys]:
        """Raises what `look` raises, and UserFault vault.wrong_passphrase (also for a login that has no slot).

        The passphrase stays as it is: the caller may try again (vault.in_use), and wipes it.
        """
        found = _read(folder)
        slot = next((slot for slot in found.slots if _same_login(slot.login, login)), None)
        normal = normalised(passphrase) if len(passphrase) <= MAX_BYTES else None
        if slot is None or normal is None:
            raise UserFault("vault.wrong_passphrase", field="passphrase")
        master = _unwrap(slot, normal, found.vault_id)
        try:
            return slot.user_id, UnlockedKeys(master, found.vault_id, found.salt, self._random_bytes)
        finally:
            wipe(master)

    def _wrap(
        self, master: bytearray, normal: bytearray, vault_id: VaultId, user_id: UserId, login: str
    ) -> document.Slot:
        head = document.SlotHead(
            slot_id=self._new_id(),
            user_id=user_id,
            login=login,
            cost=self._cost,
            salt=self._random_bytes(SALT_BYTES),
        )
        key = kdf.passphrase_key(normal, head.salt, head.cost)
        nonce = self._random_bytes(NONCE_BYTES)
        wrapped = AESGCM(key).encrypt(nonce, master, document.bound(vault_id, head))
        wipe(key)
        return document.Slot(head=head, created=self._clock().isoformat(), nonce=nonce, wrapped=wrapped)


def _unwrap(slot: document.Slot, normal: bytearray, vault_id: VaultId) -> bytearray:
    """The master key; wipes the passphrase's normal form."""
    key = kdf.passphrase_key(normal, slot.head.salt, slot.head.cost)
    master = bytearray(kdf.KEY_BYTES)
    try:
        AESGCM(key).decrypt_into(slot.nonce, slot.wrapped, document.bound(vault_id, slot.head), master)
    except InvalidTag as error:
        raise UserFault("vault.wrong_passphrase", field="passphrase") from error
    finally:
        wipe(key, normal)
    return master


def _read(folder: Path) -> document.KeyDocument:
    """The first of the two copies that is whole; what is wrong with the first one when neither is."""
    faults: list[EnvironmentFault] = []
    for name in (FILE_NAME, COPY_NAME):
        try:
            return document.decode(document.load(folder / name))
        except EnvironmentFault as fault:
            if fault.code == "vault.newer":  # an older copy beside it must not be worked on
                raise
            faults.append(fault)
    # A missing file says least: of a missing first and a damaged second file, the damage is told.
    raise next((fault for fault in faults if fault.code != "vault.not_ours"), faults[0])


def _same_login(one: str, other: str) -> bool:
    return _login_form(one) == _login_form(other)


def _login_form(login: str) -> str:
    return unicodedata.normalize("NFKC", login.strip()).casefold()
