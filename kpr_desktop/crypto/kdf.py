"""From passphrase to key (Argon2id) and from master key to the keys of each use (HKDF)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from kpr_desktop.crypto import primitives
from kpr_desktop.domain.ids import VaultId

KEY_BYTES = primitives.KEY_BYTES
_MIB = 1024
NAME = "argon2id"
PARTS = frozenset({"name", "m_kib", "t", "p", "salt"})
"""What a key file says of one derivation."""


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

    def fields(self, salt: bytes) -> dict[str, object]:
        """As the key file has it."""
        return {"name": NAME, "m_kib": self.m_kib, "t": self.t, "p": self.p, "salt": salt.hex()}

    def weaker_than(self, other: Cost) -> bool:
        """Memory times passes is what a guess costs an attacker."""
        return self.m_kib * self.t < other.m_kib * other.t


FLOOR_M_KIB = 64 * _MIB
CREATE_CEILING_M_KIB = 256 * _MIB
"""A vault made on a strong machine must open on a weak one."""
READ_CEILING_M_KIB = 2048 * _MIB
READ_CEILING_T = 20
READ_CEILING_P = 8
DEFAULT_COST = Cost(128 * _MIB, 3, 2)
FLOOR_COST = Cost(FLOOR_M_KIB, 1, 1)


CALIBRATED_FROM_SECONDS = 0.5
CALIBRATED_TO_SECONDS = 1.0
_LADDER = (DEFAULT_COST, *(Cost(CREATE_CEILING_M_KIB, passes, 2) for passes in range(3, 7)))
"""From what is always taken up to what a machine three to five times slower still bears."""


def passphrase_key(normal: bytearray, salt: bytes, cost: Cost) -> bytearray:
    """The 32-byte key of a slot, from a normalised passphrase. The caller wipes both."""
    return primitives.stretch(normal, salt, m_kib=cost.m_kib, t=cost.t, p=cost.p)


def sub_key(master: bytearray, vault_id: VaultId, use: str) -> bytearray:
    """The 32-byte key of one use of this vault: info "kpr/1/<use>", salt = the vault's id."""
    return primitives.expand(master, vault_id.encode(), f"kpr/1/{use}".encode())


def seconds_of(cost: Cost) -> float:
    """How long one try takes on this machine."""
    begun = time.perf_counter()
    passphrase_key(bytearray(15), bytes(16), cost)
    return time.perf_counter() - begun


def calibrate(seconds: Callable[[Cost], float] = seconds_of) -> Cost:
    """What a new slot shall cost here: 0.5 to 1.0 s a try where that can be had, within 128 to 256 MiB.

    Never less than the default, also on a slow machine; never more than 256 MiB, so that a vault made on a strong
    machine opens on a weak one. Takes one to two seconds.
    """
    chosen = _LADDER[0]
    for cost in _LADDER:
        taken = seconds(cost)
        if taken > CALIBRATED_TO_SECONDS:
            break
        chosen = cost
        if taken >= CALIBRATED_FROM_SECONDS:
            break
    return chosen
