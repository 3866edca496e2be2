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


def test_a_cost_is_written_as_it_is_read() -> None:
    cost = kdf.Cost(65536, 2, 3)
    fields = cost.fields(b"s" * 16)
    assert kdf.Cost.read(fields) == cost
    assert fields["salt"] == (b"s" * 16).hex()
    assert fields.keys() == kdf.PARTS


def test_weaker_is_less_memory_and_passes() -> None:
    assert kdf.FLOOR_COST.weaker_than(kdf.DEFAULT_COST)
    assert not kdf.DEFAULT_COST.weaker_than(kdf.DEFAULT_COST)
    assert not kdf.Cost(256 * 1024, 3, 1).weaker_than(kdf.DEFAULT_COST)


@pytest.mark.parametrize(
    ("speed", "m_mib", "t"),
    [
        (20.0, 128, 3),  # a slow machine takes the default all the same
        (1.0, 128, 3),
        (0.9, 128, 3),
        (0.4, 256, 3),
        (0.26, 256, 3),
        (0.2, 256, 4),
        (0.01, 256, 6),
    ],
)
def test_calibration_aims_at_half_a_second_to_one(speed: float, m_mib: int, t: int) -> None:
    """`speed`: seconds for the default; the rest in proportion to memory and passes."""
    unit = speed / (kdf.DEFAULT_COST.m_kib * kdf.DEFAULT_COST.t)
    chosen = kdf.calibrate(lambda cost: cost.m_kib * cost.t * unit)
    assert (chosen.m_kib, chosen.t, chosen.p) == (m_mib * 1024, t, 2)


def test_calibration_never_passes_over_a_second() -> None:
    taken = {128: 0.49, 256: 1.01}
    assert kdf.calibrate(lambda cost: taken[cost.m_kib // 1024]) == kdf.DEFAULT_COST


def test_time_is_measured_for_real() -> None:
    assert 0.001 < kdf.seconds_of(kdf.FLOOR_COST) < 30
