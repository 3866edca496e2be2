"""Who has signed a code book package. The program only judges signatures; it has no key to sign with."""

from __future__ import annotations

import hashlib

from kpr_desktop.crypto import primitives


class Ed25519Signatures:
    """Signatures of the ports: Ed25519 as in RFC 8032."""

    def holds(self, key: bytes, signature: bytes, data: bytes) -> bool:
        """False for whatever is not this key's signature of these very bytes, lengths that cannot be included."""
        return primitives.signed(key, signature, data)

    def fingerprint(self, key: bytes) -> str:
        """SHA-256 of the 32 bytes, in hex."""
        return hashlib.sha256(key).hexdigest()
