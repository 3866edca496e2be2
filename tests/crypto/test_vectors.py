"""Published test vectors through our wrappers: RFC and NIST ones from `tests/data/vectors`, Wycheproof's when at hand.

Wycheproof's files (https://github.com/C2SP/wycheproof, Apache-2.0) are not kept here: `KPR_WYCHEPROOF` names the folder
`testvectors_v1` of a copy.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.crypto import primitives

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "vectors" / "standards.json").read_text(encoding="utf-8")
)
WYCHEPROOF = os.environ.get("KPR_WYCHEPROOF", "")
wycheproof = pytest.mark.skipif(not WYCHEPROOF, reason="KPR_WYCHEPROOF names no folder")
h = bytes.fromhex


def each(name: str) -> pytest.MarkDecorator:
    assert len(VECTORS[name]) >= 1
    return pytest.mark.parametrize("vector", VECTORS[name])


@each("aes-256-gcm")
def test_aes(vector: dict[str, str]) -> None:
    key, nonce, plain, bound, sealed = (h(vector[k]) for k in ("key", "nonce", "plain", "bound", "sealed"))
    assert primitives.encrypt(key, nonce, plain, bound) == sealed
    assert primitives.decrypt(bytearray(key), nonce, sealed, bound) == plain
    with pytest.raises(primitives.NotAuthentic):
        primitives.decrypt(key, nonce, sealed[:-1] + bytes([sealed[-1] ^ 1]), bound)


@each("hmac")
def test_hmac(vector: dict[str, str]) -> None:
    code = h(vector["code"])  # one of them is cut by the RFC
    assert primitives.code(h(vector["key"]), h(vector["data"]))[: len(code)] == code


@each("hkdf")
def test_hkdf(vector: dict[str, str]) -> None:
    made = primitives.expand(h(vector["secret"]), h(vector["salt"]), h(vector["info"]), int(vector["length"]))
    assert made == h(vector["key"])


@each("argon2id")
def test_argon2id(vector: dict[str, str]) -> None:
    made = primitives.stretch(
        h(vector["secret"]),
        h(vector["salt"]),
        m_kib=int(vector["m_kib"]),
        t=int(vector["t"]),
        p=int(vector["p"]),
        key=h(vector["key"]) or None,
        data=h(vector["data"]) or None,
    )
    assert made == h(vector["made"])


@each("x25519")
def test_x25519(vector: dict[str, str]) -> None:
    assert primitives.agree(h(vector["private"]), h(vector["public"])) == h(vector["shared"])


@each("hpke")
def test_hpke(vector: dict[str, str]) -> None:
    """The RFC's texts have bound data, which our use has not: its key and nonce seal a text without any."""
    private, info = h(vector["private"]), h(vector["info"])
    assert primitives.public_of(private) == h(vector["public"])
    sealed = h(vector["enc"]) + primitives.encrypt(h(vector["key"]), h(vector["base_nonce"]), b"plain", b"")
    assert primitives.unseal(private, sealed, info) == b"plain"
    again = primitives.seal(h(vector["public"]), b"plain", info)
    assert again != sealed
    assert primitives.unseal(private, again, info) == b"plain"
    for wrong in (sealed[:-1], sealed[1:], b"", bytes(32) + sealed[32:]):
        with pytest.raises(primitives.NotAuthentic):
            primitives.unseal(private, wrong, info)


# --- Wycheproof -----------------------------------------------------------------------------------------------------


def cases(name: str) -> list[dict[str, Any]]:
    """Every test with its group's sizes beside."""
    groups = json.loads((Path(WYCHEPROOF) / name).read_text(encoding="utf-8"))["testGroups"]
    return [{**group, **test} for group in groups for test in group["tests"]]


@wycheproof
def test_wycheproof_aes() -> None:
    tried = 0
    for case in cases("aes_gcm_test.json"):
        if (case["keySize"], case["ivSize"], case["tagSize"]) != (256, 96, 128):
            continue
        key, nonce, bound = h(case["key"]), h(case["iv"]), h(case["aad"])
        sealed, plain = h(case["ct"]) + h(case["tag"]), h(case["msg"])
        if case["result"] == "valid":
            assert primitives.encrypt(key, nonce, plain, bound) == sealed
            assert primitives.decrypt(key, nonce, sealed, bound) == plain
        else:
            with pytest.raises(primitives.NotAuthentic):
                primitives.decrypt(key, nonce, sealed, bound)
        tried += 1
    assert tried == 66


@wycheproof
def test_wycheproof_hmac() -> None:
    tried = 0
    for case in cases("hmac_sha256_test.json"):
        cut = case["tagSize"] // 8
        right = primitives.code(h(case["key"]), h(case["msg"]))[:cut] == h(case["tag"])
        assert right == (case["result"] == "valid")
        tried += 1
    assert tried == 174


@wycheproof
def test_wycheproof_hkdf() -> None:
    tried = 0
    for case in cases("hkdf_sha256_test.json"):
        given = h(case["ikm"]), h(case["salt"]), h(case["info"]), case["size"]
        if case["result"] == "valid":
            assert primitives.expand(*given) == h(case["okm"])
        else:
            with pytest.raises(ValueError, match="derive"):
                primitives.expand(*given)
        tried += 1
    assert tried == 86


@wycheproof
def test_wycheproof_x25519() -> None:
    """An "acceptable" case may be refused (a shared secret of zeros), but never answered otherwise."""
    tried = refused = 0
    for case in cases("x25519_test.json"):
        try:
            assert primitives.agree(h(case["private"]), h(case["public"])) == h(case["shared"])
        except ValueError:
            assert case["result"] == "acceptable"
            assert set(case["shared"]) == {"0"}
            refused += 1
        tried += 1
    assert tried == 518
    assert refused > 0
