"""From passphrase to key (Argon2id) and from master key to the keys of each use (HKDF)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kpr_desktop.domain.ids import VaultId

KEY_BYTES = 32
_MIB = 1024
NAME = "argon2id"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try costs: memory in KiB, passes, lanes. Raises ValueError outside floor and reading ceiling."""

    m_kib: int
    t: int
    p: int

    def __post_init__(self) -> None:
        if not (
            FLOOR_M_KIB <= self.m_kib <= READ_CEILING_M_KIB
            and 1 <= self.t <= READ_CEILING_T
            and 1 <= self.p <= READ_CEILING_P
        ):
            raise ValueError("Argon2id parameters outside the accepted range")

    @classmethod
    def read(cls, fields: Mapping[str, object]) -> Cost:
        """From a key file; nothing is allocated for parameters out of range. Raises ValueError."""
        numbers = [fields.get(key) for key in ("m_kib", "t", "p")]
        if fields.get("name") != NAME or not all(type(number) is int for number in numbers):
            raise ValueError("not an Argon2id parameter set")
        m_kib, t, p = cast("list[int]", numbers)
        return cls(m_kib, t, p)


FLOOR_M_KIB = 64 * _MIB
CREATE_CEILING_M_KIB = 256 * _MIB
"""A vault made on a strong machine must open on a weak one."""
READ_CEILING_M_KIB = 2048 * _MIB
READ_CEILING_T = 20
READ_CEILING_P = 8
DEFAULT_COST = Cost(128 * _MIB, 3, 2)
FLOOR_COST = Cost(FLOOR_M_KIB, 1, 1)


def passphrase_key(normal: bytearray, salt: bytes, cost: Cost) -> bytearray:
    """The 32-byte key of a slot, from a normalised passphrase. The caller wipes both."""
    key = bytearray(KEY_BYTES)
    maker = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.t, lanes=cost.p, memory_cost=cost.m_kib)
    maker.derive_into(cast("bytes", normal), key)
    return key


def sub_key(master: bytearray, vault_id: VaultId, use: str) -> bytearray:
    """The 32-byte key of one use of this vault: info "kpr/1/<use>", salt = the vault's id."""
    key = bytearray(KEY_BYTES)
    HKDF(SHA256(), KEY_BYTES, salt=vault_id.encode(), info=f"kpr/1/{use}".encode()).derive_into(master, key)
    return key
