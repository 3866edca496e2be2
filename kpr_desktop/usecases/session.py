"""Who is working, on which vault, with which rules: what every use case is built from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.rights import Rights
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.ports import Clock, NewId, OpenVault, UnitOfWork
from kpr_desktop.usecases.records import LogEntry, User


@dataclass(frozen=True, slots=True)
class Session:
    """One user's work on one unlocked vault."""

    vault: OpenVault
    books: CodeBooks
    rights: Rights
    clock: Clock
    new_id: NewId
    program_version: str

    @property
    def user(self) -> User:
        """Who is logged in."""
        return self.vault.user

    @property
    def training(self) -> bool:
        """Whether this is a training vault: its persons are made up and nothing in it can reach the register."""
        return self.vault.info.training

    def now(self) -> datetime:
        """The time now, with its zone."""
        return self.clock()

    def today(self) -> date:
        """Today's date where the user is."""
        return self.clock().date()

    def require(self, action: str) -> None:
        """Raises UserFault rights.not_allowed unless one of the user's roles may do `action`."""
        if not self.may(action):
            raise UserFault("rights.not_allowed")

    def may(self, action: str) -> bool:
        """Whether one of the user's roles may do `action`."""
        return self.rights.allows(self.user.roles, action)

    def work(self) -> UnitOfWork:
        """A new unit of work."""
        return self.vault.work()

    def log(
        self,
        work: UnitOfWork,
        action: str,
        *,
        person: PersonId | None = None,
        subject: str = "",
        reason: str = "",
        result: str = "ok",
    ) -> None:
        """Write one log entry in the same transaction as the action it tells of."""
        entry = LogEntry(
            self.now(), self.user.id, self.vault.device_id, action, person, subject, reason, result
        )
        work.records.log(entry)
