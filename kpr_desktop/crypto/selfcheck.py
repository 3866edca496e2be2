"""Known answers for every algorithm in use, before anybody logs in (security page 4.11). Takes some milliseconds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from kpr_desktop.crypto import primitives
from kpr_desktop.errors import EnvironmentFault

_h = bytes.fromhex


def self_check() -> None:
    """Raises EnvironmentFault vault.primitive_wrong, with the algorithm's name, when the library answers wrongly."""
    for name, holds in CHECKS.items():
        try:
            right = holds()
        except Exception as error:  # whatever a broken library raises
            raise EnvironmentFault("vault.primitive_wrong", name=name) from error
        if not right:
            raise EnvironmentFault("vault.primitive_wrong", name=name)


def _sha256() -> bool:  # FIPS 180-4, "abc"
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    return hashlib.sha256(b"abc").hexdigest() == known


def _aes() -> bool:  # NIST SP 800-38D's submission, test case 14; and what was changed is refused
    sealed = _h("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")
    key, nonce, plain = bytes(32), bytes(12), bytes(16)
    if (
        primitives.encrypt(key, nonce, plain, b"") != sealed
        or primitives.decrypt(key, nonce, sealed, b"") != plain
    ):
        return False
    return _refused(lambda: primitives.decrypt(key, nonce, sealed, b"x"))


def _hmac() -> bool:  # RFC 4231, case 2
    known = _h("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    return primitives.code(b"Jefe", b"what do ya want for nothing?") == known


def _hkdf() -> bool:  # RFC 5869, case 1
    known = _h("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
    made = primitives.expand(b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), len(known))
    return made == known


def _argon2id() -> bool:  # RFC 9106, section 5.3
    known = _h("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659")
    made = primitives.stretch(
        b"\x01" * 32, b"\x02" * 16, m_kib=32, t=3, p=4, key=b"\x03" * 8, data=b"\x04" * 12
    )
    return made == known


def _x25519() -> bool:  # RFC 7748, section 5.2
    private = _h("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4")
    public = _h("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")
    known = _h("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")
    return primitives.agree(private, public) == known


def _hpke() -> (
    bool
):  # test vector of RFC 9180 for this suite (its key and nonce), for a text without bound data
    private = _h("497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d")
    sealed = _h(
        "6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256"
        "cccd5fa41253027a949e5c94a03b9c09aa4183"
    )
    info = b"Ode on a Grecian Urn"
    if primitives.unseal(private, sealed, info) != b"kpr":
        return False
    return _refused(lambda: primitives.unseal(private, sealed, b"another"))


def _ed25519() -> bool:  # RFC 8032, section 7.1, test 2; and another text is refused
    public = _h("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = _h(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    return primitives.signed(public, signature, b"\x72") and not primitives.signed(public, signature, b"\x73")


def _refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except primitives.NotAuthentic:
        return True
    return False


CHECKS: dict[str, Callable[[], bool]] = {
    "SHA-256": _sha256,
    "AES-256-GCM": _aes,
    "HMAC-SHA256": _hmac,
    "HKDF-SHA256": _hkdf,
    "Argon2id": _argon2id,
    "X25519": _x25519,
    "HPKE": _hpke,
    "Ed25519": _ed25519,
}
