"""From a passphrase or a recovery code to the master key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kpr_desktop.crypto import primitives, recovery
from kpr_desktop.crypto.document import KeyDocument, Slot, login_form
from kpr_desktop.crypto.document_v1 import FirstDocument
from kpr_desktop.crypto.passphrase import MAX_BYTES, normalised, wipe
from kpr_desktop.crypto.slots import Master, master_of, master_of_first, private_key
from kpr_desktop.errors import UserFault


@contextmanager
def opened_first(found: FirstDocument, login: str, passphrase: bytearray) -> Iterator[Master]:
    """The master key of a file of version 1; wiped at the end. Raises UserFault vault.wrong_passphrase."""
    if login_form(found.login) != login_form(login):
        raise _wrong()
    normal = _tried(passphrase)
    try:
        master = master_of_first(found, normal)
    finally:
        wipe(normal)
    try:
        yield master
    finally:
        wipe(master.key)


@contextmanager
def opened(found: KeyDocument, login: str, passphrase: bytearray) -> Iterator[tuple[Slot, bytearray, Master]]:
    """A person's slot, private key and the master key, proved; the keys are wiped at the end.

    Raises UserFault vault.wrong_passphrase; EnvironmentFault vault.key_forged.
    """
    slot = found.of_login(login)
    if slot is None:
        raise _wrong()
    normal = _tried(passphrase)
    try:
        private = private_key(slot, found.vault_id, normal)
    finally:
        wipe(normal)
    with _proved(found, slot, private) as master:
        yield slot, private, master


@contextmanager
def opened_by_code(found: KeyDocument, code: str) -> Iterator[Master]:
    """The master key by the sheet; wiped at the end.

    Raises UserFault on field "code": vault.recovery_none, vault.recovery_wrong, and those of `recovery.read`;
    EnvironmentFault vault.key_forged.
    """
    slot = found.recovery()
    if slot is None:
        raise UserFault("vault.recovery_none", field="code")
    secret = recovery.read(code)
    private = recovery.private_key(secret, found.vault_id)
    wipe(secret)
    if not primitives.same(primitives.public_of(private), slot.public):
        wipe(private)
        raise UserFault("vault.recovery_wrong", field="code")
    with _proved(found, slot, private) as master:
        yield master


@contextmanager
def _proved(found: KeyDocument, slot: Slot, private: bytearray) -> Iterator[Master]:
    try:
        master = master_of(found, slot, private)
        try:
            yield master
        finally:
            wipe(master.key)
    finally:
        wipe(private)


def _tried(passphrase: bytearray) -> bytearray:
    normal = normalised(passphrase) if len(passphrase) <= MAX_BYTES else None
    if normal is None:
        raise _wrong()
    return normal


def _wrong() -> UserFault:
    return UserFault("vault.wrong_passphrase", field="passphrase")
