"""What the store does to get out what is whole of a damaged vault; the records between it and the use cases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kpr_desktop.usecases.backup_ports import Opening, Told
from kpr_desktop.usecases.records import VaultInfo

INCOMPLETE = "salvage.incomplete"
"""The setting with the ids of the persons (one a line) whose case file is not shown until somebody accepts it."""


@dataclass(frozen=True, slots=True)
class TableSaved:
    """What came out of one table. `gaps`: places passed over; `expected`: rows by the seals (None = not told)."""

    table: str
    rows: int
    gaps: int
    expected: int | None


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came of it; `path`: the new vault's folder.

    `whole`: persons whose case file is as its seal says; `incomplete`: the user numbers of all others, for the screen
    alone. `lost`: persons of whom nothing is left but the seal. `loose`: rows left out because what they belong to is
    lost. `log_breaks`: first and last number of log lines that are missing or were changed. `saves_missing` as the
    anchors tell (None = the damaged vault does not say how far it had come). `latest`: seals and head agree, so that
    nothing of it can be of an earlier time.
    """

    path: Path
    tables: tuple[TableSaved, ...]
    whole: int
    incomplete: tuple[str, ...]
    lost: int
    loose: int
    log_breaks: tuple[tuple[int, int], ...]
    saves_missing: int | None
    latest: bool

    @property
    def rows(self) -> int:
        """Rows that were read, seals and head left out."""
        return sum(each.rows for each in self.tables)

    @property
    def expected(self) -> int | None:
        """Rows that the seals and the log's numbers tell of; None when they do not tell."""
        counts = [each.expected for each in self.tables]
        return None if None in counts else sum(each or 0 for each in counts)

    @property
    def lacking(self) -> list[tuple[str, int]]:
        """What is not as it was, each as a text's key with how many; nothing when all of it came out whole."""
        found = [
            ("salvage.incomplete", len(self.incomplete)),
            ("salvage.lost", self.lost),
            ("salvage.loose", self.loose),
            ("salvage.log_broken", sum(last - first + 1 for first, last in self.log_breaks)),
            ("salvage.saves_missing", self.saves_missing or 0),
            ("salvage.not_latest", int(not self.latest and not self.saves_missing)),
        ]
        return [(key, count) for key, count in found if count]

    @property
    def persons(self) -> int:
        """In the new vault."""
        return self.whole + len(self.incomplete)


class Salvager(Protocol):
    """From a damaged vault to a new one, with all that can be read. Needs no vault."""

    def vault(self, folder: Path) -> VaultInfo:
        """What its key file tells: name and logins. Raises what `KeyFiles.look` raises."""
        ...

    def salvage(self, folder: Path, target: Path, opening: Opening, told: Told) -> Salvaged:
        """A new vault in `target`, which must not exist or be empty; nothing of the damaged one is changed.

        For administrators: by the register, when that is whole; otherwise by the recovery sheet alone. Raises
        UserFault vault.exists (field target), vault.wrong_passphrase, vault.recovery_*, vault.revoked,
        vault.user_unknown (login), salvage.no_administrator (login), salvage.register_damaged (code); EnvironmentFault
        vault.damaged (nothing can be read), vault.in_use, backup.no_space, vault.network, those of the disk, and what
        `KeyFiles` raises.
        """
        ...
