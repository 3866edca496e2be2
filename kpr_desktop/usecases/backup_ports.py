"""What the store does for backups, restoring and a new key; the records and interfaces between it and the use cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kpr_desktop.domain.ids import UserId, VaultId
from kpr_desktop.errors import Param
from kpr_desktop.usecases.records import LogEntry, VaultInfo
from kpr_desktop.usecases.vault_records import BackupRecord, Drill

Told = Callable[[str, int], None]
"""Told how far the work has come: a step's name and its per cent, 0 to 100. What it raises stops the work at once,
and nothing half is left behind."""

VERIFIED, OTHER_KEY, DAMAGED, UNREAD = "verified", "other_key", "damaged", "unread"
"""States of a backup: its list holds under the present key; it is of another key; something is wrong; not unlocked."""


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup in its folder `path`. `kind`: daily | before_risk | manual; `size` in bytes; `sha256` of the database.

    `saves`: how many saves the vault had seen; `log_lines` likewise.
    """

    path: Path
    vault_id: VaultId
    kind: str
    made_at: datetime
    epoch: int
    saves: int
    persons: int
    assessments: int
    log_lines: int
    size: int
    sha256: str
    state: str

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Opening:
    """How a backup is unlocked: login and passphrase of its time; or the recovery code.

    With a code, `passphrase` becomes the new one of the administrator `login`. The caller wipes it.
    """

    login: str
    passphrase: bytearray
    code: str = ""

    @property
    def way(self) -> str:
        """The log's word: passphrase | recovery."""
        return "recovery" if self.code else "passphrase"


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was restored and read through; `path`: the new vault's folder."""

    path: Path
    backup: BackupFile
    persons: int
    assessments: int
    log_lines: int


@dataclass(frozen=True, slots=True)
class Mark:
    """That this folder was restored and nobody has confirmed it yet. `salvaged`: from a damaged vault, not a backup."""

    backup: str
    made_at: datetime
    restored_at: datetime
    way: str
    salvaged: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What is in the vault now."""

    persons: int
    assessments: int
    log_lines: int
    saves: int


class Backups(Protocol):
    """The backups that were made and the drills that were held; never removed."""

    def add(self, made: BackupRecord) -> None: ...
    def newest(self, *, limit: int) -> list[BackupRecord]: ...
    def add_drill(self, held: Drill) -> None: ...
    def drills(self, *, limit: int) -> list[Drill]:
        """The newest first."""
        ...


class Keeping(Protocol):
    """The care of one unlocked vault. Every call reads on a connection of its own, so that any thread may make it."""

    def counts(self) -> Counts: ...
    def default_place(self) -> Path:
        """The folder `sikkerhetskopier` beside the vault."""
        ...

    def back_up(self, place: Path, kind: str, told: Told) -> BackupFile:
        """A new backup in `place`, read back whole. Raises EnvironmentFault backup.no_space, vault.damaged,
        vault.tampered (then the vault itself is not whole), and those of the disk; nothing is left behind then.
        """
        ...

    def copy(self, made: BackupFile, place: Path, told: Told) -> BackupFile:
        """The same backup in another place, read back there. Raises EnvironmentFault backup.place_missing,
        backup.no_space, backup.damaged and those of the disk.
        """
        ...

    def found(self, place: Path) -> list[BackupFile]:
        """This vault's backups there, the newest first, by their lists alone; no folder there = none."""
        ...

    def remove(self, made: BackupFile) -> None:
        """Raises EnvironmentFault of the disk."""
        ...

    def mark(self) -> Mark | None:
        """Whether this vault was restored and not confirmed yet."""
        ...

    def rotate(self, entry: Callable[[str], LogEntry], told: Told) -> None:
        """All of it into a new file under a new key. `entry` gives the log's line, told where the old chain ends.

        Afterwards this vault must be closed: it has the old key. Raises EnvironmentFault backup.no_space, what
        `Vault.check` finds, and those of the disk; then the vault is as it was.
        """
        ...


class Restorer(Protocol):
    """From a backup to a vault. Needs no vault."""

    def look(self, folder: Path) -> BackupFile:
        """What a backup says of itself (state unread). Raises EnvironmentFault backup.missing | damaged | newer."""
        ...

    def vault(self, folder: Path) -> VaultInfo:
        """What its key file tells: name and logins. Raises what `KeyFiles.look` raises."""
        ...

    def restore(
        self, folder: Path, target: Path, opening: Opening, told: Told, *, drill: bool = False
    ) -> Restored:
        """A new vault in `target`, which must not exist or be empty; nothing else is touched.

        A `drill` leaves the key file as it is. Raises UserFault vault.exists (field target), vault.wrong_passphrase,
        vault.recovery_*, backup.no_administrator, vault.revoked; EnvironmentFault backup.damaged, backup.forged,
        backup.no_space, vault.network and what `look` raises.
        """
        ...

    def remove(self, folder: Path) -> None:
        """Take a folder of a drill away."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """What came of making a backup: in the first place, and in the second (None = none is set, or `second_fault`)."""

    first: BackupFile
    second: BackupFile | None = None
    second_fault: str = ""
    second_facts: Mapping[str, Param] = field(default_factory=dict)
    removed: int = 0


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What a drill showed. `new_*`: how much more the vault holds now than the backup did."""

    id: str
    held_at: datetime
    held_by: UserId
    way: str
    backup: BackupFile
    seconds: int
    persons: int
    assessments: int
    log_lines: int
    new_persons: int
    new_assessments: int
    new_log_lines: int
