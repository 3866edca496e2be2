from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest

from kpr_desktop.crypto import kdf
from kpr_desktop.domain.ids import VaultId


def test_argon2id_gives_the_known_answer() -> None:
    # Made with the reference implementation: argon2-cffi 25.1, hash_secret_raw(…, 1, 65536, 1, 32, Type.ID)
    key = kdf.passphrase_key(bytearray(b"password"), b"somesalt" * 2, kdf.FLOOR_COST)
    assert key.hex() == KNOWN


KNOWN = "ec2b46acb6f8aec6804bf8df88feeca36a4412df3bea8d2cc99c08a9e8977a72"


def test_sub_keys_follow_rfc_5869_and_differ_by_use_and_vault() -> None:
    master = bytearray(range(32))
    vault = VaultId("vault")
    extracted = hmac.digest(b"vault", bytes(master), hashlib.sha256)
    assert kdf.sub_key(master, vault, "field") == hmac.digest(extracted, b"kpr/1/field\x01", hashlib.sha256)
    assert len({bytes(kdf.sub_key(master, VaultId(v), u)) for v in "ab" for u in ("field", "index")}) == 4


@pytest.mark.parametrize(
    ("m_kib", "t", "p"),
    [
        (64 * 1024 - 1, 1, 1),
        (2048 * 1024 + 1, 1, 1),
        (64 * 1024, 0, 1),
        (64 * 1024, 21, 1),
        (64 * 1024, 1, 0),
        (64 * 1024, 1, 9),
    ],
)
def test_costs_outside_floor_and_ceiling_are_refused(m_kib: int, t: int, p: int) -> None:
    with pytest.raises(ValueError, match="range"):
        kdf.Cost(m_kib, t, p)


def test_the_ceiling_itself_is_read() -> None:
    cost = kdf.Cost(2048 * 1024, 20, 8)
    assert kdf.Cost.read({"name": "argon2id", "m_kib": cost.m_kib, "t": cost.t, "p": cost.p}) == cost


@pytest.mark.parametrize(
    "change", [{"name": "scrypt"}, {"m_kib": "65536"}, {"t": True}, {"p": None}, {"m_kib": 64.0 * 1024}]
)
def test_parameters_of_another_kind_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="parameter set"):
        kdf.Cost.read({"name": "argon2id", "m_kib": 65536, "t": 1, "p": 1} | change)
