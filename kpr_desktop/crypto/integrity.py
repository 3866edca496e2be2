"""Keys that show whether anything was changed behind the program's back (security page 4.5, 4.6)."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from kpr_desktop.crypto import kdf
from kpr_desktop.crypto.passphrase import wipe
from kpr_desktop.domain.ids import VaultId
from kpr_desktop.errors import EnvironmentFault

MAC_USES = ("log", "head", "anchor", "backup")
"""Each use has a key of its own, so that a code of one use is never accepted in the place of another."""
_NONCE_BYTES = 12


class VaultIntegrity:
    """IntegrityKeys of the ports, from the master key of an epoch. `wipe` ends it; later calls raise RuntimeError."""

    def __init__(
        self, master: bytearray, vault_id: VaultId, epoch: int, random_bytes: Callable[[int], bytes]
    ) -> None:
        self.epoch = epoch
        self._vault = vault_id.encode() + b"\0"
        self._random_bytes = random_bytes
        self._row_key = kdf.sub_key(master, vault_id, "row")
        self._seal_key = kdf.sub_key(master, vault_id, "seal")
        self._mac_keys: Mapping[str, bytearray] = {
            use: kdf.sub_key(master, vault_id, use) for use in MAC_USES
        }
        self._cipher: AESGCM | None = AESGCM(self._seal_key)

    def row(self, data: bytes) -> int:
        """HMAC-SHA256 of one row, as a number 0..2**256-1."""
        self._aead()
        return int.from_bytes(hmac.digest(self._row_key, data, "sha256"), "big")

    def row_of(self, pieces: Iterable[bytes]) -> int:
        """`row` of the pieces together; no more than one of them need be in memory."""
        self._aead()
        code = HMAC(self._row_key, SHA256())
        for piece in pieces:
            code.update(piece)
        return int.from_bytes(code.finalize(), "big")

    def rows(self, head: bytes, many: Iterable[bytes]) -> Iterator[int]:
        """`row(head + each)` of many: the key and the head, which all have in common, are worked in once."""
        self._aead()
        begun = HMAC(self._row_key, SHA256())
        begun.update(head)
        for data in many:
            code = begun.copy()
            code.update(data)
            yield int.from_bytes(code.finalize(), "big")

    def seal(self, about: bytes, plain: bytes) -> bytes:
        """AES-256-GCM, bound to the vault and to `about`: nonce (12 bytes), the text encrypted, its tag (16)."""
        nonce = self._random_bytes(_NONCE_BYTES)
        return nonce + self._aead().encrypt(nonce, plain, self._vault + about)

    def unseal(self, about: bytes, sealed: bytes) -> bytes:
        """Raises EnvironmentFault vault.damaged when it was changed or belongs to something else."""
        try:
            return self._aead().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], self._vault + about)
        except (InvalidTag, ValueError) as error:
            raise EnvironmentFault("vault.damaged") from error

    def mac(self, use: str, data: bytes) -> bytes:
        """HMAC-SHA256, 32 bytes. Raises KeyError for a use that has no key."""
        self._aead()
        return hmac.digest(self._mac_keys[use], data, "sha256")

    def wipe(self) -> None:
        """Overwrite the keys."""
        self._cipher = None
        wipe(self._row_key, self._seal_key, *self._mac_keys.values())

    def _aead(self) -> AESGCM:
        if self._cipher is None:
            raise RuntimeError("the keys have been wiped")
        return self._cipher
