"""Protects the identity number inside the database (security page 4.5): own keys, bound to vault and person."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kpr_desktop.domain.ids import PersonId, VaultId
from kpr_desktop.errors import EnvironmentFault

NONCE_BYTES = 12
INDEX_BYTES = 16
_PURPOSE = b"fnr/1"


class NumberCipher:
    """FieldCipher of the ports: AES-256-GCM for the number, HMAC-SHA256 (first 16 bytes) for the look-up.

    `field_key` and `index_key` are 32 bytes each; `wipe` overwrites the caller's copies too.
    """

    def __init__(
        self,
        vault_id: VaultId,
        field_key: bytearray,
        index_key: bytearray,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._bound = _PURPOSE + b"\0" + vault_id.encode() + b"\0"
        self._field_key = field_key
        self._index_key = index_key
        self._cipher: AESGCM | None = AESGCM(field_key)
        self._random_bytes = random_bytes

    def seal(self, person_id: PersonId, number: str) -> bytes:
        """A new nonce (12 bytes), the number encrypted, and its tag (16 bytes)."""
        nonce = self._random_bytes(NONCE_BYTES)
        return nonce + self._aead().encrypt(nonce, number.encode(), self._bound + person_id.encode())

    def open(self, person_id: PersonId, sealed: bytes) -> str:
        """Raises EnvironmentFault vault.damaged when the value was moved or changed."""
        try:
            plain = self._aead().decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._bound + person_id.encode()
            )
        except (InvalidTag, ValueError) as error:
            raise EnvironmentFault("vault.damaged") from error
        return plain.decode()

    def index(self, number: str) -> bytes:
        """16 bytes, the same for the same number in this vault."""
        self._aead()
        return hmac.digest(self._index_key, _PURPOSE + b"\0" + number.encode(), "sha256")[:INDEX_BYTES]

    def wipe(self) -> None:
        """Overwrite the keys; every later call raises RuntimeError."""
        self._cipher = None
        for key in (self._field_key, self._index_key):
            key[:] = bytes(len(key))

    def _aead(self) -> AESGCM:
        if self._cipher is None:
            raise RuntimeError("the keys have been wiped")
        return self._cipher
