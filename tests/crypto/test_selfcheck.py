from __future__ import annotations

import hashlib
import time
from typing import Any

import pytest

from kpr_desktop.crypto import primitives
from kpr_desktop.crypto.selfcheck import CHECKS, self_check
from kpr_desktop.errors import EnvironmentFault


def test_the_library_answers_rightly_and_quickly() -> None:
    self_check()
    begun = time.perf_counter()
    self_check()
    assert time.perf_counter() - begun < 0.25


def broken(*_args: object, **_more: object) -> bytearray:
    return bytearray(32)


class WrongHash:
    def hexdigest(self) -> str:
        return ""


@pytest.mark.parametrize(
    ("module", "name", "wrong", "told"),
    [
        (hashlib, "sha256", lambda _data: WrongHash(), "SHA-256"),
        (primitives, "encrypt", broken, "AES-256-GCM"),
        (primitives, "decrypt", broken, "AES-256-GCM"),
        (primitives, "decrypt", lambda *_args: bytearray(16), "AES-256-GCM"),  # refuses nothing
        (primitives, "code", broken, "HMAC-SHA256"),
        (primitives, "expand", broken, "HKDF-SHA256"),
        (primitives, "stretch", broken, "Argon2id"),
        (primitives, "agree", broken, "X25519"),
        (primitives, "unseal", broken, "HPKE"),
        (primitives, "unseal", lambda *_args: bytearray(b"kpr"), "HPKE"),  # refuses nothing
        (primitives, "agree", lambda *_args: 1 // 0, "X25519"),
        (primitives, "signed", lambda *_args: True, "Ed25519"),
        (primitives, "signed", lambda *_args: False, "Ed25519"),
    ],
)
def test_a_wrong_answer_is_told_by_name(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, wrong: Any, told: str
) -> None:
    monkeypatch.setattr(module, name, wrong)
    with pytest.raises(EnvironmentFault) as caught:
        self_check()
    assert (caught.value.code, caught.value.params) == ("vault.primitive_wrong", {"name": told})


def test_every_algorithm_of_the_inventory_is_checked() -> None:
    assert list(CHECKS) == [
        "SHA-256",
        "AES-256-GCM",
        "HMAC-SHA256",
        "HKDF-SHA256",
        "Argon2id",
        "X25519",
        "HPKE",
        "Ed25519",
    ]
