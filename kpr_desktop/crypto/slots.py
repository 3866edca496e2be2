"""Making and opening slots, and the code over the whole header (security page 4.2, 4.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from kpr_desktop.crypto import document, kdf, primitives, recovery
from kpr_desktop.crypto.document import KeyDocument, Slot, SlotHead, bound, seal_info
from kpr_desktop.crypto.document_v1 import FirstDocument
from kpr_desktop.crypto.passphrase import wipe
from kpr_desktop.domain.ids import UserId, VaultId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.ports import Clock

SLOT_ID_BYTES = 16


class SlotMaker:
    """Makes slots with fresh ids, salts, nonces and key pairs."""

    def __init__(self, clock: Clock, random_bytes: Callable[[int], bytes]) -> None:
        self._clock = clock
        self._random_bytes = random_bytes

    def person(self, keys: Master, user_id: UserId, login: str, normal: bytearray, cost: kdf.Cost) -> Slot:
        """A slot with a new key pair. `normal`: the normalised passphrase; the caller wipes it."""
        head = self._head(document.PERSON, user_id, login, cost)
        private = bytearray(self._random_bytes(primitives.KEY_BYTES))
        try:
            return self._wrapped(
                head, private, normal, keys.sealed(primitives.public_of(private), head.slot_id), keys
            )
        finally:
            wipe(private)

    def recovery(self, keys: Master) -> tuple[Slot, bytearray]:
        """The slot of a new sheet and the sheet's 20 secret bytes, which the caller wipes."""
        secret = bytearray(self._random_bytes(recovery.SECRET_BYTES))
        private = recovery.private_key(secret, keys.vault_id)
        head = self._head(document.RECOVERY, UserId(""), "", None)
        public = primitives.public_of(private)
        wipe(private)
        return Slot(head, public, b"", b"", keys.sealed(public, head.slot_id)), secret

    def rewrapped(
        self, slot: Slot, private: bytearray, normal: bytearray, cost: kdf.Cost, keys: Master
    ) -> Slot:
        """The same slot and key pair under another passphrase, salt or cost."""
        head = replace(slot.head, cost=cost, salt=self._random_bytes(document.SALT_BYTES))
        return self._wrapped(head, private, normal, slot.sealed, keys)

    def _head(self, kind: str, user_id: UserId, login: str, cost: kdf.Cost | None) -> SlotHead:
        salt = self._random_bytes(document.SALT_BYTES) if cost else b""
        slot_id = self._random_bytes(SLOT_ID_BYTES).hex()
        return SlotHead(slot_id, kind, user_id, login, self._clock().isoformat(), cost, salt)

    def _wrapped(
        self, head: SlotHead, private: bytearray, normal: bytearray, sealed: bytes, keys: Master
    ) -> Slot:
        public = primitives.public_of(private)
        nonce = self._random_bytes(primitives.NONCE_BYTES)
        key = _passphrase_key(head, normal)
        wrapped = primitives.encrypt(key, nonce, private, bound(keys.vault_id, head, public))
        wipe(key)
        return Slot(head, public, nonce, wrapped, sealed)


class Master:
    """The master key of one epoch, on loan from whoever holds it."""

    def __init__(self, key: bytearray, vault_id: VaultId, epoch: int) -> None:
        self.key = key
        self.vault_id = vault_id
        self.epoch = epoch

    def sealed(self, public: bytes, slot_id: str) -> bytes:
        """The master key for the holder of `public`."""
        return primitives.seal(public, self.key, seal_info(self.vault_id, self.epoch, slot_id))

    def stamped(self, made: KeyDocument) -> KeyDocument:
        """With the header's code."""
        return replace(made, mac=self._code(made))

    def check(self, read: KeyDocument) -> None:
        """Raises EnvironmentFault vault.key_forged when anything in the header is not as it was written."""
        if not primitives.same(self._code(read), read.mac):
            raise EnvironmentFault("vault.key_forged")

    def _code(self, made: KeyDocument) -> bytes:
        key = kdf.sub_key(self.key, self.vault_id, "header")
        try:
            return primitives.code(key, document.covered(made))
        finally:
            wipe(key)


def private_key(slot: Slot, vault_id: VaultId, normal: bytearray) -> bytearray:
    """A person's private key. Raises UserFault vault.wrong_passphrase, also when the slot's head was changed."""
    key = _passphrase_key(slot.head, normal)
    try:
        return primitives.decrypt(key, slot.nonce, slot.wrapped, bound(vault_id, slot.head, slot.public))
    except primitives.NotAuthentic as error:
        raise UserFault("vault.wrong_passphrase", field="passphrase") from error
    finally:
        wipe(key)


def master_of(read: KeyDocument, slot: Slot, private: bytearray) -> Master:
    """The master key of a slot, once it has proved the whole header. Raises EnvironmentFault vault.key_forged."""
    try:
        key = primitives.unseal(private, slot.sealed, seal_info(read.vault_id, read.epoch, slot.head.slot_id))
    except primitives.NotAuthentic as error:
        raise EnvironmentFault("vault.key_forged") from error
    master = Master(key, read.vault_id, read.epoch)
    try:
        master.check(read)
    except EnvironmentFault:
        wipe(key)
        raise
    return master


def master_of_first(read: FirstDocument, normal: bytearray) -> Master:
    """The master key of a key file of version 1. Raises UserFault vault.wrong_passphrase."""
    key = kdf.passphrase_key(normal, read.kdf_salt, read.cost)
    try:
        master = primitives.decrypt(key, read.nonce, read.wrapped, read.bound())
    except primitives.NotAuthentic as error:
        raise UserFault("vault.wrong_passphrase", field="passphrase") from error
    finally:
        wipe(key)
    return Master(master, read.vault_id, 1)


def _passphrase_key(head: SlotHead, normal: bytearray) -> bytearray:
    return kdf.passphrase_key(normal, head.salt, cast("kdf.Cost", head.cost))
