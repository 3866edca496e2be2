"""Reading key files of version 1 (program 1.0): one slot, which holds the master key itself. Never written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from kpr_desktop.crypto import kdf, primitives
from kpr_desktop.crypto.document import FORMAT, SALT_BYTES, canonical, flag, objects, octets, text
from kpr_desktop.domain.ids import UserId, VaultId
from kpr_desktop.errors import EnvironmentFault

VERSION = 1
_PARTS = frozenset("format version vault_id name training created salt slots".split())
_SLOT_PARTS = frozenset("slot_id user_id login created kdf nonce wrapped".split())


@dataclass(frozen=True, slots=True)
class FirstDocument:
    """A whole key file of version 1. `wrapped` is the master key under the key of the passphrase."""

    vault_id: VaultId
    name: str
    training: bool
    created: str
    salt: bytes
    slot_id: str
    user_id: UserId
    login: str
    slot_created: str
    cost: kdf.Cost
    kdf_salt: bytes
    nonce: bytes
    wrapped: bytes

    def bound(self) -> bytes:
        """The additional data of the slot's encryption."""
        return canonical(
            {
                "format": FORMAT,
                "version": VERSION,
                "vault_id": self.vault_id,
                "slot_id": self.slot_id,
                "user_id": self.user_id,
                "login": self.login,
                "kdf": self.cost.fields(self.kdf_salt),
            }
        )


def decode(fields: Mapping[str, object]) -> FirstDocument:
    """The fields of `document.whole` of a file of version 1. Raises EnvironmentFault vault.key_forged.

    Version 1 of the program made vaults of one user only; a file with more slots is not its work.
    """
    try:
        return _document(fields)
    except (ValueError, TypeError, KeyError) as error:
        raise EnvironmentFault("vault.key_forged") from error


def _document(fields: Mapping[str, object]) -> FirstDocument:
    (first,) = cast("list[object]", objects(fields, _PARTS)["slots"])
    slot = objects(first, _SLOT_PARTS)
    made = objects(slot["kdf"], kdf.PARTS)
    return FirstDocument(
        vault_id=VaultId(text(fields, "vault_id")),
        name=text(fields, "name"),
        training=flag(fields, "training"),
        created=text(fields, "created"),
        salt=octets(fields, "salt", SALT_BYTES),
        slot_id=text(slot, "slot_id"),
        user_id=UserId(text(slot, "user_id")),
        login=text(slot, "login"),
        slot_created=text(slot, "created"),
        cost=kdf.Cost.read(made),
        kdf_salt=octets(made, "salt", SALT_BYTES),
        nonce=octets(slot, "nonce", primitives.NONCE_BYTES),
        wrapped=octets(slot, "wrapped", primitives.KEY_BYTES + primitives.TAG_BYTES),
    )
