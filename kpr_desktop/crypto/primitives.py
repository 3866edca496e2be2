"""The only calls of the library's algorithms, one function each. Inventory: docs/kryptoinventar.md."""

from __future__ import annotations

import hmac
from typing import cast

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
PUBLIC_BYTES = 32
SEALED_EXTRA_BYTES = PUBLIC_BYTES + TAG_BYTES
"""What HPKE adds: the sender's key of this one message, and the tag."""


class NotAuthentic(Exception):
    """A key, a text or its bound data is not the one that was used when it was encrypted."""


def encrypt(key: bytes | bytearray, nonce: bytes, plain: bytes | bytearray, bound: bytes) -> bytes:
    """AES-256-GCM: the text encrypted and its tag (16 bytes). `nonce` is 12 bytes and never used twice with a key."""
    return AESGCM(key).encrypt(nonce, plain, bound)


def decrypt(key: bytes | bytearray, nonce: bytes, sealed: bytes, bound: bytes) -> bytearray:
    """AES-256-GCM. Raises NotAuthentic; ValueError for lengths that cannot be."""
    plain = bytearray(max(0, len(sealed) - TAG_BYTES))
    try:
        AESGCM(key).decrypt_into(nonce, sealed, bound, plain)
    except InvalidTag as error:
        raise NotAuthentic from error
    return plain


def code(key: bytes | bytearray, data: bytes) -> bytes:
    """HMAC-SHA256, 32 bytes."""
    return hmac.digest(key, data, "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Compared in a time that tells nothing."""
    return hmac.compare_digest(one, other)


def expand(secret: bytes | bytearray, salt: bytes, info: bytes, length: int = KEY_BYTES) -> bytearray:
    """HKDF-SHA256 (RFC 5869)."""
    key = bytearray(length)
    HKDF(SHA256(), length, salt=salt, info=info).derive_into(secret, key)
    return key


def stretch(
    secret: bytes | bytearray,
    salt: bytes,
    *,
    m_kib: int,
    t: int,
    p: int,
    key: bytes | None = None,
    data: bytes | None = None,
) -> bytearray:
    """Argon2id version 1.3 (RFC 9106), 32 bytes. `key` and `data` are the RFC's secret value and associated data."""
    made = bytearray(KEY_BYTES)
    maker = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=t, lanes=p, memory_cost=m_kib, secret=key, ad=data
    )
    maker.derive_into(cast("bytes", secret), made)  # any buffer will do; the library's types say less
    return made


def public_of(private: bytes | bytearray) -> bytes:
    """The X25519 public key (32 bytes) of a private one (any 32 bytes; RFC 7748)."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def agree(private: bytes | bytearray, public: bytes) -> bytes:
    """X25519. Raises ValueError for a public key of small order. Used by the check of the library alone."""
    return X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))


def seal(public: bytes, plain: bytes | bytearray, info: bytes) -> bytes:
    """HPKE base mode (RFC 9180): X25519, HKDF-SHA256, AES-256-GCM; 48 bytes longer than `plain`.

    Raises ValueError for a public key of small order. It tells nothing of who sealed it.
    """
    return _suite().encrypt(bytes(plain), X25519PublicKey.from_public_bytes(public), info)


def unseal(private: bytes | bytearray, sealed: bytes, info: bytes) -> bytearray:
    """HPKE. Raises NotAuthentic."""
    try:
        plain = _suite().decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info)
    except (InvalidTag, ValueError) as error:
        raise NotAuthentic from error
    return bytearray(plain)


def signed(public: bytes, signature: bytes, data: bytes) -> bool:
    """Ed25519 (RFC 8032): whether `signature` (64 bytes) is that of the key (32 bytes) on these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _suite() -> hpke.Suite:
    return hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
