"""The key file's text: reading it strictly, writing it canonically. Format "kpr-nokkel", version 2 (security page 4.3).

Damage and forgery are told apart by the unkeyed checksum: chance breaks it, a hand sets it right. Who sets it right
and leaves a file out of form is told so; who keeps the form still lacks the key of `mac` (`slots.Master.check`).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from kpr_desktop.crypto import kdf, primitives
from kpr_desktop.domain.ids import UserId, VaultId
from kpr_desktop.errors import EnvironmentFault, disk_fault

FORMAT = "kpr-nokkel"
VERSION = 2
SUITE = 1
"""HPKE with X25519, HKDF-SHA256 and AES-256-GCM. Another number will mean another way to seal the master key."""
PERSON, RECOVERY = "person", "recovery"
DATABASE = "data.kpr"
MAX_BYTES = 256_000
MAX_SLOTS = 200
SALT_BYTES = 16
_DATABASE_NAME = re.compile(r"data(\.[1-9][0-9]{0,8})?\.kpr")
_MAX_NUMBER = 2**31
_WRAPPED_BYTES = primitives.KEY_BYTES + primitives.TAG_BYTES
_SEALED_BYTES = primitives.KEY_BYTES + primitives.SEALED_EXTRA_BYTES
_PARTS = frozenset(
    "format version suite vault_id name training created epoch counter salt database slots pending mac".split()
)
_SLOT_PARTS = frozenset("slot_id kind user_id login created kdf nonce wrapped public sealed".split())
_PENDING_PARTS = frozenset("epoch salt database sealed".split())


@dataclass(frozen=True, slots=True)
class SlotHead:
    """Whose slot it is and how its key is made. The recovery slot belongs to nobody and has no `cost`."""

    slot_id: str
    kind: str
    user_id: UserId
    login: str
    created: str
    cost: kdf.Cost | None
    salt: bytes


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the master key: `sealed` is the master key to `public`, `wrapped` the private key of a person's."""

    head: SlotHead
    public: bytes
    nonce: bytes
    wrapped: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Pending:
    """A rotation that was begun: the new master key for every slot (by slot id), and the database that will have it."""

    epoch: int
    salt: bytes
    database: str
    sealed: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class KeyDocument:
    """A whole key file. `salt` is SQLCipher's (16 bytes); `counter` rises at each write; `mac`: `slots.Master`."""

    vault_id: VaultId
    name: str
    training: bool
    created: str
    epoch: int
    counter: int
    salt: bytes
    database: str
    slots: tuple[Slot, ...]
    pending: Pending | None = None
    mac: bytes = bytes(32)

    def persons(self) -> tuple[Slot, ...]:
        """The slots with an owner."""
        return tuple(slot for slot in self.slots if slot.head.kind == PERSON)

    def recovery(self) -> Slot | None:
        """The slot of the recovery sheet."""
        return next((slot for slot in self.slots if slot.head.kind == RECOVERY), None)

    def of_login(self, login: str) -> Slot | None:
        """The slot somebody logs in by, however the name is written."""
        return next((s for s in self.persons() if login_form(s.head.login) == login_form(login)), None)


def login_form(login: str) -> str:
    """The form in which two ways to write a login are the same."""
    return unicodedata.normalize("NFKC", login.strip()).casefold()


def canonical(fields: Mapping[str, object]) -> bytes:
    """One way to write it: sorted keys, no blanks, UTF-8."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def bound(vault_id: VaultId, head: SlotHead, public: bytes) -> bytes:
    """The additional data of a slot's encryption: vault, owner, parameters and public key cannot be swapped."""
    return canonical(
        {
            "format": FORMAT,
            "version": VERSION,
            "suite": SUITE,
            "vault_id": vault_id,
            "public": public.hex(),
            **_head_fields(head),
        }
    )


def seal_info(vault_id: VaultId, epoch: int, slot_id: str) -> bytes:
    """What the master key's seal is bound to."""
    return canonical({"purpose": "kpr/2/master", "vault_id": vault_id, "epoch": epoch, "slot_id": slot_id})


def covered(document: KeyDocument) -> bytes:
    """What the header's code is made of: everything but the code itself and the checksum."""
    return canonical(_fields(document))


def encode(document: KeyDocument) -> bytes:
    """The file's bytes with their checksum."""
    fields = {**_fields(document), "mac": document.mac.hex()}
    return canonical({**fields, "checksum": checksum(fields)})


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


def whole(data: bytes) -> dict[str, object]:
    """The fields without the checksum, once it holds and the text is the canonical one.

    Raises EnvironmentFault vault.key_damaged | vault.not_ours (whole, but something else) | vault.newer.
    """
    try:
        fields = json.loads(data.decode())
        sound = isinstance(fields, dict) and canonical(fields) == data
        sound = sound and fields.pop("checksum", "") == checksum(fields)
    except (ValueError, RecursionError) as error:
        raise EnvironmentFault("vault.key_damaged") from error
    if not sound:
        raise EnvironmentFault("vault.key_damaged")
    if fields.get("format") != FORMAT:
        raise EnvironmentFault("vault.not_ours")
    version = fields.get("version")
    if type(version) is int and version > VERSION:
        raise EnvironmentFault("vault.newer")
    return cast("dict[str, object]", fields)


def decode(fields: Mapping[str, object]) -> KeyDocument:
    """The fields of `whole` as a document. Raises EnvironmentFault vault.key_forged | vault.newer (another suite)."""
    suite = fields.get("suite")
    if type(suite) is int and suite > SUITE:
        raise EnvironmentFault("vault.newer")
    try:
        made = _document(fields)
    except (ValueError, TypeError, KeyError) as error:
        raise EnvironmentFault("vault.key_forged") from error
    if covered(made) != canonical({key: value for key, value in fields.items() if key != "mac"}):
        raise EnvironmentFault("vault.key_forged")  # read alike, written otherwise: 2.0 for 2
    return made


def checksum(fields: Mapping[str, object]) -> str:
    """SHA-256; the rule is the same in every version, so that newer can be told from damaged."""
    return hashlib.sha256(canonical(fields)).hexdigest()


def text(fields: Mapping[str, object], key: str) -> str:
    """Raises TypeError, KeyError."""
    value = fields[key]
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def flag(fields: Mapping[str, object], key: str) -> bool:
    """Raises TypeError, KeyError."""
    value = fields[key]
    if not isinstance(value, bool):
        raise TypeError("true or false expected")
    return value


def octets(fields: Mapping[str, object], key: str, length: int) -> bytes:
    """From lower-case hexadecimal. Raises ValueError, TypeError, KeyError."""
    value = bytes.fromhex(text(fields, key))
    if len(value) != length or value.hex() != fields[key]:
        raise ValueError("wrong length or way of writing")
    return value


def _fields(document: KeyDocument) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "suite": SUITE,
        "vault_id": document.vault_id,
        "name": document.name,
        "training": document.training,
        "created": document.created,
        "epoch": document.epoch,
        "counter": document.counter,
        "salt": document.salt.hex(),
        "database": document.database,
        "slots": [
            {
                **_head_fields(slot.head),
                "nonce": slot.nonce.hex(),
                "wrapped": slot.wrapped.hex(),
                "public": slot.public.hex(),
                "sealed": slot.sealed.hex(),
            }
            for slot in document.slots
        ],
        "pending": document.pending and _pending_fields(document.pending),
    }


def _pending_fields(pending: Pending) -> dict[str, object]:
    return {
        "epoch": pending.epoch,
        "salt": pending.salt.hex(),
        "database": pending.database,
        "sealed": {slot_id: sealed.hex() for slot_id, sealed in pending.sealed.items()},
    }


def _head_fields(head: SlotHead) -> dict[str, object]:
    made = {"name": "hkdf"} if head.cost is None else head.cost.fields(head.salt)
    return {
        "slot_id": head.slot_id,
        "kind": head.kind,
        "user_id": head.user_id,
        "login": head.login,
        "created": head.created,
        "kdf": made,
    }


def _document(fields: Mapping[str, object]) -> KeyDocument:
    if fields["version"] != VERSION or fields["suite"] != SUITE or fields.keys() != _PARTS:
        raise ValueError("not a key file of this version")
    slots = _list(fields, "slots")
    if not 1 <= len(slots) <= MAX_SLOTS:
        raise ValueError("too few or too many slots")
    made = KeyDocument(
        vault_id=VaultId(text(fields, "vault_id")),
        name=text(fields, "name"),
        training=flag(fields, "training"),
        created=text(fields, "created"),
        epoch=_number(fields, "epoch"),
        counter=_number(fields, "counter"),
        salt=octets(fields, "salt", SALT_BYTES),
        database=_database(fields),
        slots=tuple(_slot(objects(slot, _SLOT_PARTS)) for slot in slots),
        pending=_pending(fields["pending"]),
        mac=octets(fields, "mac", primitives.KEY_BYTES),
    )
    _check_whole(made)
    return made


def _check_whole(made: KeyDocument) -> None:
    ids = [slot.head.slot_id for slot in made.slots]
    persons = made.persons()
    users = [slot.head.user_id for slot in persons]
    logins = [login_form(slot.head.login) for slot in persons]
    if not persons or any(len(set(each)) != len(each) for each in (ids, users, logins)):
        raise ValueError("nobody's slot, or two of the same")
    if len(made.slots) - len(persons) > 1:
        raise ValueError("two recovery slots")
    pending = made.pending
    if pending and (pending.epoch != made.epoch + 1 or pending.sealed.keys() != set(ids)):
        raise ValueError("not the next epoch, or not for these slots")
    if pending and pending.database == made.database:
        raise ValueError("the new database would take the old one's place")


def _slot(fields: Mapping[str, object]) -> Slot:
    kind = text(fields, "kind")
    if kind not in {PERSON, RECOVERY}:
        raise ValueError("unknown kind of slot")
    person = kind == PERSON
    made = objects(fields["kdf"], kdf.PARTS if person else frozenset({"name"}))
    if not person and (made["name"] != "hkdf" or fields["user_id"] or fields["login"]):
        raise ValueError("the recovery slot is nobody's")
    head = SlotHead(
        slot_id=text(fields, "slot_id"),
        kind=kind,
        user_id=UserId(text(fields, "user_id")),
        login=text(fields, "login"),
        created=text(fields, "created"),
        cost=kdf.Cost.read(made) if person else None,
        salt=octets(made, "salt", SALT_BYTES) if person else b"",
    )
    return Slot(
        head=head,
        public=octets(fields, "public", primitives.PUBLIC_BYTES),
        nonce=octets(fields, "nonce", primitives.NONCE_BYTES if person else 0),
        wrapped=octets(fields, "wrapped", _WRAPPED_BYTES if person else 0),
        sealed=octets(fields, "sealed", _SEALED_BYTES),
    )


def _pending(value: object) -> Pending | None:
    if value is None:
        return None
    fields = objects(value, _PENDING_PARTS)
    sealed = cast("Mapping[str, object]", fields["sealed"])
    return Pending(
        epoch=_number(fields, "epoch"),
        salt=octets(fields, "salt", SALT_BYTES),
        database=_database(fields),
        sealed={slot_id: octets(sealed, slot_id, _SEALED_BYTES) for slot_id in sealed},
    )


def objects(value: object, parts: frozenset[str]) -> Mapping[str, object]:
    """A JSON object with exactly these parts. Raises TypeError."""
    if not isinstance(value, dict) or value.keys() != parts:
        raise TypeError("other parts expected")
    return value


def _list(fields: Mapping[str, object], key: str) -> list[object]:
    value = fields[key]
    if not isinstance(value, list):
        raise TypeError("list expected")
    return value


def _number(fields: Mapping[str, object], key: str) -> int:
    value = fields[key]
    if type(value) is not int or not 1 <= value <= _MAX_NUMBER:
        raise ValueError("number out of range")
    return value


def _database(fields: Mapping[str, object]) -> str:
    name = text(fields, "database")
    if not _DATABASE_NAME.fullmatch(name):
        raise ValueError("not a name of ours")
    return name
