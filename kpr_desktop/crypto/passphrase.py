"""What counts as a passphrase, and the one form of it that keys are made from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from kpr_desktop.crypto.weak import weak
from kpr_desktop.errors import UserFault

MIN_CHARACTERS = 15
"""NIST SP 800-63B-4: a secret used alone has at least 15 characters."""
MAX_BYTES = 1024


def normalised(passphrase: bytearray) -> bytearray | None:
    """The passphrase (UTF-8) in Unicode's form NFKC, as a copy that the caller wipes; None when it is no text."""
    if passphrase.isascii():
        return bytearray(passphrase)
    try:
        return bytearray(unicodedata.normalize("NFKC", passphrase.decode()).encode())
    except UnicodeDecodeError:
        return None


def accepted(passphrase: bytearray, around: Iterable[str] = ()) -> bytearray:
    """The normalised form of a *new* passphrase. Strength is not scored: length, and not on the block list.

    `around`: words that guessers try first: the login, the user's and the vault's name. Raises UserFault on field
    "passphrase": vault.passphrase_short, vault.passphrase_long, vault.passphrase_not_text, vault.passphrase_weak.
    """
    normal = normalised(passphrase)
    if normal is None:
        raise UserFault("vault.passphrase_not_text", field="passphrase")
    fault = _fault(normal, around)
    if fault is not None:
        wipe(normal)
        raise fault
    return normal


def _fault(normal: bytearray, around: Iterable[str]) -> UserFault | None:
    text = normal.decode()
    if len(text) < MIN_CHARACTERS:
        return UserFault("vault.passphrase_short", field="passphrase", minimum=MIN_CHARACTERS)
    if len(normal) > MAX_BYTES:
        return UserFault("vault.passphrase_long", field="passphrase", maximum=MAX_BYTES)
    return UserFault("vault.passphrase_weak", field="passphrase") if weak(text, around) else None


def wipe(*secrets: bytearray) -> None:
    """Overwrite with zeros, in place."""
    for secret in secrets:
        secret[:] = bytes(len(secret))
