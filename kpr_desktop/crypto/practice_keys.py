"""Key files for training alone: what a program on a memory stick gets (kpr_desktop.stick)."""

from __future__ import annotations

from pathlib import Path

from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.crypto.keyring import UnlockedKeys
from kpr_desktop.domain.ids import UserId, VaultId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.records import NewVault, VaultInfo


class PracticeKeyFiles(JsonKeyFiles):
    """Neither makes nor opens the keys of a real vault, whichever way is tried: vault, backup or salvage.

    Raises, beside what the others raise, EnvironmentFault vault.training_only. A key file that says it is for training
    and belongs to a real vault's database does not open it: the two must agree (`store.vault`).
    """

    def look(self, folder: Path) -> VaultInfo:
        info = super().look(folder)
        if not info.training:
            raise EnvironmentFault("vault.training_only")
        return info

    def create(self, new: NewVault, vault_id: VaultId, user_id: UserId) -> UnlockedKeys:
        if not new.training:
            new.passphrase[:] = bytes(len(new.passphrase))
            raise EnvironmentFault("vault.training_only")
        return super().create(new, vault_id, user_id)

    def unlock(self, folder: Path, login: str, passphrase: bytearray) -> tuple[UserId, UnlockedKeys]:
        self.look(folder)
        return super().unlock(folder, login, passphrase)

    def unlock_with_recovery(self, folder: Path, code: str) -> UnlockedKeys:
        self.look(folder)
        return super().unlock_with_recovery(folder, code)
