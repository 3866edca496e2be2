from __future__ import annotations

import pytest

from kpr_desktop.crypto.passphrase import accepted, normalised
from kpr_desktop.errors import UserFault


def test_a_passphrase_is_normalised_but_not_the_callers_copy() -> None:
    typed = bytearray("blåbær i 15 ﬁne".encode())
    assert accepted(typed).decode() == "blåbær i 15 fine"
    assert typed.decode() == "blåbær i 15 ﬁne"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert normalised(bytearray("å".encode())) == normalised(bytearray("a\u030a".encode()))


def test_ascii_is_copied() -> None:
    typed = bytearray(b"plain")
    copy = normalised(typed)
    assert copy == typed
    assert copy is not typed


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        (b"fjorten tegn 4", "vault.passphrase_short", {"minimum": 15}),
        ("a\u030a".encode() * 14, "vault.passphrase_short", {"minimum": 15}),
        (b"x" * 1025, "vault.passphrase_long", {"maximum": 1024}),
        (b"\xff" * 20, "vault.passphrase_not_text", {}),
    ],
)
def test_refused(typed: bytes, code: str, params: dict[str, int]) -> None:
    with pytest.raises(UserFault) as caught:
        accepted(bytearray(typed))
    assert (caught.value.code, caught.value.field, caught.value.params) == (code, "passphrase", params)


def test_fifteen_characters_are_enough() -> None:
    assert accepted(bytearray("å".encode() * 15)) == "å".encode() * 15
