from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable

import pytest

from kpr_desktop.crypto import kdf
from kpr_desktop.crypto.integrity import MAC_USES, VaultIntegrity
from kpr_desktop.domain.ids import VaultId
from kpr_desktop.errors import EnvironmentFault

MASTER = bytearray(range(32))


def made(vault: str = "vault", master: bytearray = MASTER) -> VaultIntegrity:
    return VaultIntegrity(master, VaultId(vault), 3, secrets.token_bytes)


def test_every_use_has_a_key_of_its_own() -> None:
    keys = made()
    codes = {keys.mac(use, b"x") for use in MAC_USES} | {keys.row(b"x").to_bytes(32, "big")}
    assert len(codes) == 5
    expected = hmac.digest(kdf.sub_key(MASTER, VaultId("vault"), "log"), b"x", "sha256")
    assert keys.mac("log", b"x") == expected
    assert keys.epoch == 3
    with pytest.raises(KeyError):
        keys.mac("row", b"x")


def test_a_row_is_a_number_of_this_vault() -> None:
    assert made().row(b"x") == made().row(b"x") < 2**256
    assert len({made().row(b"x"), made("other").row(b"x"), made(master=bytearray(32)).row(b"x")}) == 3
    expected = hmac.digest(kdf.sub_key(MASTER, VaultId("vault"), "row"), b"x", "sha256")
    assert made().row(b"x") == int.from_bytes(expected, "big")


def test_many_rows_at_once_are_the_same_numbers() -> None:
    keys = made()
    assert list(keys.rows(b"head", [b"", b"x", b"yz"])) == [
        keys.row(b"head" + each) for each in (b"", b"x", b"yz")
    ]


def test_a_row_in_pieces_is_the_same_number() -> None:
    assert made().row_of([b"he", b"", b"ad"]) == made().row(b"head")
    assert made().row_of([]) == made().row(b"")


def test_sealed_and_unsealed() -> None:
    sealed = made().seal(b"1|person", b"sum")
    assert made().unseal(b"1|person", sealed) == b"sum"
    assert sealed != made().seal(b"1|person", b"sum")
    assert len(sealed) == 12 + 3 + 16


@pytest.mark.parametrize(
    ("keys", "about"),
    [(made(), b"2|person"), (made("other"), b"1|person"), (made(master=bytearray(32)), b"1|person")],
    ids=["moved", "another vault", "another key"],
)
def test_a_seal_holds_only_where_it_was_put(keys: VaultIntegrity, about: bytes) -> None:
    sealed = made().seal(b"1|person", b"sum")
    with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
        keys.unseal(about, sealed)


def test_every_changed_bit_and_every_cut_of_a_seal_is_found() -> None:
    sealed = made().seal(b"a", b"sum")
    broken = [sealed[:length] for length in range(len(sealed))]
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        broken.append(bytes(changed))
    for each in broken:
        with pytest.raises(EnvironmentFault, match=r"^vault\.damaged$"):
            made().unseal(b"a", each)


@pytest.mark.parametrize(
    "use",
    [
        lambda keys: keys.row(b""),
        lambda keys: keys.row_of([b""]),
        lambda keys: list(keys.rows(b"", [b""])),
        lambda keys: keys.seal(b"", b""),
        lambda keys: keys.unseal(b"", bytes(28)),
        lambda keys: keys.mac("log", b""),
    ],
    ids=["row", "row_of", "rows", "seal", "unseal", "mac"],
)
def test_wiped_keys_are_gone(use: Callable[[VaultIntegrity], object]) -> None:
    keys = made()
    held = [keys._row_key, keys._seal_key, *keys._mac_keys.values()]
    keys.wipe()
    assert all(each == bytes(32) for each in held)
    with pytest.raises(RuntimeError):
        use(keys)
