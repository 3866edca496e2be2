"""What an unlocked key file gives: the keys of each use, from the master key of one epoch."""

from __future__ import annotations

from collections.abc import Callable

from kpr_desktop.crypto import kdf
from kpr_desktop.crypto.fields import NumberCipher
from kpr_desktop.crypto.integrity import VaultIntegrity
from kpr_desktop.crypto.passphrase import wipe
from kpr_desktop.domain.ids import VaultId
from kpr_desktop.usecases.key_ports import FieldCipher, IntegrityKeys


class UnlockedKeys:
    """Keys of the ports. Holds bytearrays only, which `wipe` overwrites; takes a copy of `master`."""

    def __init__(
        self,
        master: bytearray,
        vault_id: VaultId,
        salt: bytes,
        random_bytes: Callable[[int], bytes],
        epoch: int = 1,
    ) -> None:
        self.master = bytearray(master)
        self.vault_id = vault_id
        raw = kdf.sub_key(master, vault_id, "database")
        self.database_key = raw + salt
        wipe(raw)
        self._cipher = NumberCipher(
            vault_id,
            kdf.sub_key(master, vault_id, "field"),
            kdf.sub_key(master, vault_id, "index"),
            random_bytes,
        )
        self._integrity = VaultIntegrity(master, vault_id, epoch, random_bytes)
        self.fields: FieldCipher = self._cipher
        self.integrity: IntegrityKeys = self._integrity

    def wipe(self) -> None:
        """Overwrite the key bytes; the object is of no use afterwards."""
        wipe(self.master, self.database_key)
        self._cipher.wipe()
        self._integrity.wipe()
