"""Keys and the key file, as the store and the use cases know them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from kpr_desktop.domain.ids import PersonId, UserId, VaultId
from kpr_desktop.usecases.records import NewVault, RecoveryCode, VaultInfo


class FieldCipher(Protocol):
    """Protects the identity number inside the database, bound to its person."""

    def seal(self, person_id: PersonId, number: str) -> bytes: ...
    def open(self, person_id: PersonId, sealed: bytes) -> str:
        """Raises EnvironmentFault vault.damaged when the value was moved or changed."""
        ...

    def index(self, number: str) -> bytes:
        """16 bytes, the same for the same number in this vault: a keyed hash for look-up."""
        ...


class IntegrityKeys(Protocol):
    """Keys that tell whether anything was changed behind the program's back; each use has a key of its own."""

    epoch: int

    def row(self, data: bytes) -> int:
        """HMAC-SHA256 of one row, as a number 0..2**256-1."""
        ...

    def row_of(self, pieces: Iterable[bytes]) -> int:
        """`row` of the pieces together; no more than one of them need be in memory."""
        ...

    def rows(self, head: bytes, many: Iterable[bytes]) -> Iterator[int]:
        """`row(head + each)` of many."""
        ...

    def seal(self, about: bytes, plain: bytes) -> bytes:
        """Encrypted and bound to `about`; the nonce stands in front."""
        ...

    def unseal(self, about: bytes, sealed: bytes) -> bytes:
        """Raises EnvironmentFault vault.damaged when it was changed or belongs to something else."""
        ...

    def mac(self, use: str, data: bytes) -> bytes:
        """HMAC-SHA256, 32 bytes. `use`: log | head | anchor | backup; KeyError for another."""
        ...


class Keys(Protocol):
    """What an unlocked key file gives. `database_key` is 48 bytes: the raw key (32) and SQLCipher's salt (16)."""

    database_key: bytearray
    fields: FieldCipher
    integrity: IntegrityKeys

    def wipe(self) -> None:
        """Overwrite the key bytes; the object is of no use afterwards."""
        ...


class SecretWords(Protocol):
    """What can be told of a secret before a key file has it. Nothing is kept."""

    def suggest(self, *, strong: bool) -> str:
        """A passphrase of generated words: five, or six (`strong`) for who administers the vault."""
        ...

    def check(self, passphrase: bytearray, around: Iterable[str] = ()) -> None:
        """Whether it would be taken; it stays as it is. Raises UserFault vault.passphrase_* (field passphrase)."""
        ...

    def check_group(self, number: int, typed: str) -> None:
        """One group of a recovery code, 1 to 9. Raises UserFault vault.recovery_group (with its number)."""
        ...


class KeyFiles(Protocol):
    """The versioned key file beside the database, with one slot per user. Who writes holds the writer's lock.

    Every call raises EnvironmentFault vault.not_ours | vault.key_damaged (by chance) | vault.key_forged (by hand) |
    vault.newer, and those of the disk. What changes a file of version 1 (but `refresh`) raises vault.older.
    A *new* passphrase is wiped, also when it is refused (UserFault vault.passphrase_*); one that is tried stays.
    """

    def self_check(self) -> None:
        """Known answers of every algorithm in use. Raises EnvironmentFault vault.primitive_wrong (name)."""
        ...

    def look(self, folder: Path) -> VaultInfo: ...
    def newest(self, folder: Path) -> bytes:
        """The newest whole copy as it stands, for a backup."""
        ...

    def create(self, new: NewVault, vault_id: VaultId, user_id: UserId) -> Keys: ...
    def unlock(self, folder: Path, login: str, passphrase: bytearray) -> tuple[UserId, Keys]:
        """Raises UserFault vault.wrong_passphrase (also for a login that has no slot). Nothing is written."""
        ...

    def verify_passphrase(self, folder: Path, login: str, passphrase: bytearray) -> None:
        """The passphrase once more, before what cannot be undone. Raises UserFault vault.wrong_passphrase."""
        ...

    def unlock_with_recovery(self, folder: Path, code: str) -> Keys:
        """By the sheet. Raises UserFault on "code": vault.recovery_length | _group (with its number) | _check |
        _wrong (another sheet's) | _none.
        """
        ...

    def refresh(self, folder: Path, keys: Keys, login: str, passphrase: bytearray) -> bool:
        """After each log-in for writing, the lock held: old format, weak parameters and unlike copies are put right.

        Tells whether anything was written.
        """
        ...

    def add_user(self, folder: Path, keys: Keys, user_id: UserId, login: str, passphrase: bytearray) -> None:
        """Raises UserFault vault.login_taken | vault.users_full."""
        ...

    def set_passphrase(self, folder: Path, keys: Keys, user_id: UserId, passphrase: bytearray) -> None:
        """A new slot for somebody who forgot the passphrase. Raises UserFault vault.user_unknown."""
        ...

    def change_passphrase(self, folder: Path, login: str, old: bytearray, new: bytearray) -> None:
        """Raises UserFault vault.wrong_passphrase."""
        ...

    def revoke(self, folder: Path, keys: Keys, user_id: UserId) -> None:
        """Raises UserFault vault.user_unknown | vault.last_user."""
        ...

    def make_recovery(self, folder: Path, keys: Keys) -> RecoveryCode:
        """A new sheet; the one before opens nothing any more."""
        ...

    def begin_rotation(self, folder: Path, keys: Keys, database: str) -> Keys:
        """The keys of the next epoch, for the new database file of that name ("data.2.kpr"); not yet in force."""
        ...

    def finish_rotation(self, folder: Path, keys: Keys, new_keys: Keys) -> None:
        """The new keys and database are in force when this returns. Raises UserFault vault.no_rotation."""
        ...

    def cancel_rotation(self, folder: Path, keys: Keys) -> None:
        """Forget a rotation that was begun and left."""
        ...
