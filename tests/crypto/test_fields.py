from __future__ import annotations

import secrets

import pytest

from kpr_desktop.crypto.fields import NumberCipher
from kpr_desktop.domain.ids import PersonId, VaultId
from kpr_desktop.errors import EnvironmentFault

ONE, TWO = PersonId("one"), PersonId("two")
NUMBER = "00000000000"


def cipher(vault: str = "vault", field: int = 1, index: int = 2) -> NumberCipher:
    return NumberCipher(VaultId(vault), bytearray([field]) * 32, bytearray([index]) * 32, secrets.token_bytes)


def test_a_sealed_number_opens_for_its_person() -> None:
    sealed = cipher().seal(ONE, NUMBER)
    assert cipher().open(ONE, sealed) == NUMBER
    assert NUMBER.encode() not in sealed
    assert len(sealed) == 12 + 11 + 16


def test_the_same_number_is_sealed_differently_each_time() -> None:
    assert cipher().seal(ONE, NUMBER) != cipher().seal(ONE, NUMBER)


@pytest.mark.parametrize(
    ("other", "person"),
    [(cipher(), TWO), (cipher(vault="elsewhere"), ONE), (cipher(field=3), ONE)],
    ids=["another person", "another vault", "another key"],
)
def test_a_moved_number_does_not_open(other: NumberCipher, person: PersonId) -> None:
    with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
        other.open(person, cipher().seal(ONE, NUMBER))


def test_every_changed_bit_is_found() -> None:
    sealed = cipher().seal(ONE, NUMBER)
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(EnvironmentFault):
            cipher().open(ONE, bytes(changed))


@pytest.mark.parametrize("length", [0, 5, 12, 20])
def test_a_cut_number_is_damage(length: int) -> None:
    with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
        cipher().open(ONE, cipher().seal(ONE, NUMBER)[:length])


def test_the_index_is_keyed_and_stable() -> None:
    assert cipher().index(NUMBER) == cipher(field=9).index(NUMBER)
    assert len(cipher().index(NUMBER)) == 16
    assert cipher().index(NUMBER) != cipher(index=9).index(NUMBER)
    assert cipher().index(NUMBER) != cipher().index(NUMBER[:-1] + "1")


def test_wiped_keys_are_gone() -> None:
    field, index = bytearray(b"f" * 32), bytearray(b"i" * 32)
    made = NumberCipher(VaultId("vault"), field, index, secrets.token_bytes)
    made.wipe()
    assert field == index == bytes(32)
    for use in (lambda: made.seal(ONE, NUMBER), lambda: made.open(ONE, b""), lambda: made.index(NUMBER)):
        with pytest.raises(RuntimeError):
            use()
