"""The key file's text: reading it strictly, writing it canonically. Format "kpr-nokkel", version 1."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from kpr_desktop.crypto import kdf
from kpr_desktop.domain.ids import UserId, VaultId
from kpr_desktop.errors import EnvironmentFault, disk_fault

FORMAT = "kpr-nokkel"
VERSION = 1
MAX_BYTES = 256_000
MAX_SLOTS = 200
_WRAPPED_BYTES = kdf.KEY_BYTES + 16


@dataclass(frozen=True, slots=True)
class SlotHead:
    """What a slot binds into its encryption: none of it can be swapped."""

    slot_id: str
    user_id: UserId
    login: str
    cost: kdf.Cost
    salt: bytes


@dataclass(frozen=True, slots=True)
class Slot:
    """One user's way to the master key."""

    head: SlotHead
    created: str
    nonce: bytes
    wrapped: bytes

    @property
    def login(self) -> str:
        """The name the user logs in by."""
        return self.head.login

    @property
    def user_id(self) -> UserId:
        """Whose slot it is."""
        return self.head.user_id


@dataclass(frozen=True, slots=True)
class KeyDocument:
    """A whole key file. `salt` is SQLCipher's (16 bytes)."""

    vault_id: VaultId
    name: str
    training: bool
    created: str
    salt: bytes
    slots: tuple[Slot, ...]


def canonical(fields: Mapping[str, object]) -> bytes:
    """One way to write it: sorted keys, no blanks, UTF-8."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def bound(vault_id: VaultId, head: SlotHead) -> bytes:
    """The additional data of a slot's encryption."""
    return canonical({"format": FORMAT, "version": VERSION, "vault_id": vault_id, **_head_fields(head)})


def encode(document: KeyDocument) -> bytes:
    """The file's bytes with their checksum."""
    fields: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "vault_id": document.vault_id,
        "name": document.name,
        "training": document.training,
        "created": document.created,
        "salt": document.salt.hex(),
        "slots": [
            {
                **_head_fields(slot.head),
                "created": slot.created,
                "nonce": slot.nonce.hex(),
                "wrapped": slot.wrapped.hex(),
            }
            for slot in document.slots
        ],
    }
    return canonical({**fields, "checksum": _checksum(fields)})


def load(path: Path) -> bytes:
    """Raises EnvironmentFault vault.not_ours when there is no such file; vault.key_damaged when it is too long."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise EnvironmentFault("vault.not_ours") from error
    except OSError as error:
        raise disk_fault(error) from error
    if len(data) > MAX_BYTES:
        raise EnvironmentFault("vault.key_damaged")
    return data


def decode(data: bytes) -> KeyDocument:
    """Raises EnvironmentFault vault.key_damaged | vault.not_ours (whole, but something else) | vault.newer."""
    fields = _whole(data)
    if fields.get("format") != FORMAT:
        raise EnvironmentFault("vault.not_ours")
    version = fields.get("version")
    if type(version) is int and version > VERSION:
        raise EnvironmentFault("vault.newer")
    try:
        return _document(fields)
    except (ValueError, TypeError, KeyError) as error:
        raise EnvironmentFault("vault.key_damaged") from error


def _whole(data: bytes) -> dict[str, object]:
    """The fields without the checksum, once it holds and the text is the canonical one."""
    try:
        fields = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise EnvironmentFault("vault.key_damaged") from error
    if not isinstance(fields, dict) or canonical(fields) != data:
        raise EnvironmentFault("vault.key_damaged")
    if fields.pop("checksum", "") != _checksum(fields):
        raise EnvironmentFault("vault.key_damaged")
    return cast("dict[str, object]", fields)


def _checksum(fields: Mapping[str, object]) -> str:
    return hashlib.sha256(canonical(fields)).hexdigest()


def _document(fields: Mapping[str, object]) -> KeyDocument:
    slots = fields["slots"]
    if fields["version"] != VERSION or not isinstance(slots, list) or not 1 <= len(slots) <= MAX_SLOTS:
        raise ValueError("not a key file of this version")
    return KeyDocument(
        vault_id=VaultId(_text(fields, "vault_id")),
        name=_text(fields, "name"),
        training=_flag(fields, "training"),
        created=_text(fields, "created"),
        salt=_octets(fields, "salt", 16),
        slots=tuple(_slot(slot) for slot in slots),
    )


def _slot(fields: Mapping[str, object]) -> Slot:
    kdf_fields = cast("Mapping[str, object]", fields["kdf"])
    head = SlotHead(
        slot_id=_text(fields, "slot_id"),
        user_id=UserId(_text(fields, "user_id")),
        login=_text(fields, "login"),
        cost=kdf.Cost.read(kdf_fields),
        salt=_octets(kdf_fields, "salt", 16),
    )
    return Slot(
        head=head,
        created=_text(fields, "created"),
        nonce=_octets(fields, "nonce", 12),
        wrapped=_octets(fields, "wrapped", _WRAPPED_BYTES),
    )


def _head_fields(head: SlotHead) -> dict[str, object]:
    return {
        "slot_id": head.slot_id,
        "user_id": head.user_id,
        "login": head.login,
        "kdf": {
            "name": kdf.NAME,
            "m_kib": head.cost.m_kib,
            "t": head.cost.t,
            "p": head.cost.p,
            "salt": head.salt.hex(),
        },
    }


def _text(fields: Mapping[str, object], key: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _flag(fields: Mapping[str, object], key: str) -> bool:
    value = fields[key]
    if not isinstance(value, bool):
        raise TypeError("true or false expected")
    return value


def _octets(fields: Mapping[str, object], key: str, length: int) -> bytes:
    value = bytes.fromhex(_text(fields, key))
    if len(value) != length:
        raise ValueError("wrong length")
    return value
