"""The recovery code on paper: 160 bits in Crockford's base32, every group checked, every typo located (4.4).

Eight groups of four characters and a check character each, and a ninth group of four that checks the whole.
The check character is the group, with its number in front, modulo 37: every changed character and every two groups
that changed places are found. Crockford's check characters are "*~$=U"; ours have "+" for "~", which is a dead key on
a Norwegian keyboard.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from kpr_desktop.crypto import primitives
from kpr_desktop.domain.ids import VaultId
from kpr_desktop.errors import UserFault

SECRET_BYTES = 20
GROUPS = 8
_GROUP = 4
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = _DIGITS + "*+$=U"
_READ_AS = str.maketrans("ILO", "110")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015.,/_|]+")
CHARACTERS = GROUPS * (_GROUP + 1) + _GROUP


def written(secret: bytes | bytearray) -> tuple[str, ...]:
    """The nine groups of 20 secret bytes, as they are printed."""
    digits = _base32(int.from_bytes(secret, "big"), SECRET_BYTES * 8 // 5)
    groups = [digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP)]
    return (*(group + _check(number, group) for number, group in enumerate(groups, 1)), _check_all(secret))


def read(code: str) -> bytearray:
    """The 20 secret bytes of a typed code; the caller wipes them. Case, blanks and hyphens do not count.

    I and L are read as 1, O as 0. Raises UserFault on field "code": vault.recovery_length, vault.recovery_group (with
    the number of the first group that is wrong, 1 to 8), vault.recovery_check (each group holds, the whole does not).
    """
    parts = _parts(code)
    joined = "".join(parts)
    if len(joined) != CHARACTERS:
        raise _length_fault(parts, len(joined))
    groups = [joined[at : at + _GROUP + 1] for at in range(0, GROUPS * (_GROUP + 1), _GROUP + 1)]
    value = 0
    for number, group in enumerate(groups, 1):
        value = value << 5 * _GROUP | _group_value(number, group)
    secret = bytearray(value.to_bytes(SECRET_BYTES, "big"))
    if joined[-_GROUP:].translate(_READ_AS) != _check_all(secret):
        raise UserFault("vault.recovery_check", field="code")
    return secret


def check_group(number: int, typed: str) -> None:
    """One group alone, while a code is being typed. Of the ninth only the characters can be told.

    Raises UserFault vault.recovery_group (field code, with its number).
    """
    group = "".join(_parts(typed))
    if number <= GROUPS and len(group) == _GROUP + 1:
        _group_value(number, group)
    elif number <= GROUPS or len(group) != _GROUP or not set(group.translate(_READ_AS)) <= set(_DIGITS):
        raise UserFault("vault.recovery_group", field="code", group=number)


def private_key(secret: bytes | bytearray, vault_id: VaultId) -> bytearray:
    """The X25519 private key of the sheet's slot. No stretching: 160 random bits need none."""
    return primitives.expand(secret, vault_id.encode(), b"kpr/2/recovery")


def fingerprint(public: bytes) -> str:
    """What tells one sheet from another without telling anything of its code: 7F3A-91C2-08DD-41AB."""
    text = hashlib.sha256(public).hexdigest()[:16].upper()
    return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def _parts(code: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", code).upper().strip()
    return [part for part in _BETWEEN.split(plain) if part]


def _group_value(number: int, group: str) -> int:
    digits = group[:_GROUP].translate(_READ_AS)
    if not set(digits) <= set(_DIGITS) or _check(number, digits) != _check_read(group[_GROUP]):
        raise UserFault("vault.recovery_group", field="code", group=number)
    return _value(digits)


def _length_fault(parts: list[str], found: int) -> UserFault:
    if len(parts) == GROUPS + 1:
        sizes = [_GROUP + 1] * GROUPS
        for number, (part, size) in enumerate(zip(parts, sizes, strict=False), 1):
            if len(part) != size:
                return UserFault("vault.recovery_group", field="code", group=number)
        return UserFault("vault.recovery_check", field="code")
    return UserFault("vault.recovery_length", field="code", expected=CHARACTERS, found=found)


def _base32(value: int, length: int) -> str:
    return "".join(_DIGITS[value >> 5 * place & 31] for place in reversed(range(length)))


def _value(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value << 5 | _DIGITS.index(digit)
    return value


def _check(number: int, group: str) -> str:
    return _CHECKS[(number << 5 * _GROUP | _value(group)) % len(_CHECKS)]


def _check_read(character: str) -> str:
    return character.translate(_READ_AS)


def _check_all(secret: bytes | bytearray) -> str:
    first = int.from_bytes(hashlib.sha256(secret).digest()[:3], "big") >> 4
    return _base32(first, _GROUP)
