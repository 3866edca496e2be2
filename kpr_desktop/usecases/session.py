"""Who is working, on which vault, with which rules: what every use case is built from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.places import Places
from kpr_desktop.codebook.rights import Rights
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import AccessDesk, Admission, Grants, admit
from kpr_desktop.usecases.ports import Clock, NewId, OpenVault, UnitOfWork
from kpr_desktop.usecases.records import LogEntry, User
from kpr_desktop.usecases.tries import TryCounter


@dataclass(frozen=True, slots=True)
class Session:
    """One user's work on one unlocked vault."""

    vault: OpenVault
    books: CodeBooks
    rights: Rights
    clock: Clock
    new_id: NewId
    program_version: str
    counter: TryCounter
    grants: Grants = field(default_factory=Grants, compare=False)
    places: Places = field(default_factory=Places, compare=False)
    """As `books`: with what was read into this vault over ours."""
    wrong_tries: int = 0
    """Wrong tries to log in as this user since the last time, as the log tells of them."""

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
        """Raises UserFault rights.not_allowed unless one of the user's roles may do `action`, with anybody's data.

        Raises access.passphrase_needed for an action that asks for the passphrase again.
        """
        self.require_role(action)
        if self.rights.actions[action].confirm and not self.grants.confirmed(self.now()):
            raise UserFault("access.passphrase_needed")

    def require_role(self, action: str) -> None:
        """The first half of `require`: to tell beforehand what a user can not do, passphrase or not."""
        if not self.may(action):
            raise UserFault("rights.not_allowed")

    def may(self, action: str) -> bool:
        """Whether one of the user's roles may do `action`."""
        return self.rights.allows(self.user.roles, action)

    def work(self) -> UnitOfWork:
        """A new unit of work."""
        return self.vault.work()

    def admit(self, work: UnitOfWork, action: str, person_id: PersonId | None = None) -> Admission:
        """Let the user in to do `action` with a person's data, or refuse; the first thing in a unit of work.

        Raises what `usecases.access.admit` raises.
        """
        return admit(self, work, action, person_id)

    def shown(
        self,
        work: UnitOfWork,
        action: str,
        person_id: PersonId,
        *,
        subject: str = "",
        reason: str = "",
        covered: bool = False,
    ) -> None:
        """Put into the log, on disk, that the person's data are about to be shown; the last thing in a unit of work.

        The case file is compared with its seal first. With `covered` neither is done when this session has opened the
        person already. Raises EnvironmentFault vault.case_damaged; UserFault access.read_only where nothing can be
        written, and whatever the disk says: then nothing is shown.
        """
        if covered and person_id in self.grants.opened:
            return
        if not self.vault.writable:
            raise UserFault("access.read_only")
        work.verify(person_id)
        self.log(work, action, person=person_id, subject=subject, reason=reason)
        work.commit()
        self.grants.opened.add(person_id)

    def give_reason(self, person_id: PersonId, purpose: str, text: str) -> None:
        """What `AccessDesk.give_reason` does."""
        AccessDesk(self).give_reason(person_id, purpose, text)

    def confirm_passphrase(self, passphrase: bytearray) -> None:
        """What `AccessDesk.confirm_passphrase` does."""
        AccessDesk(self).confirm_passphrase(passphrase)

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
        """Write one log entry in the same transaction as the action it tells of.

        On what ground a person's data were used is what `admit` answered last; without a person it is the user's duty.
        """
        user = self.user
        ground = self.grants.admissions.get(person) if person is not None else None
        if result != "ok":
            ground = Admission("")
        elif ground is None:
            ground = Admission("duty")
        work.records.log(
            LogEntry(
                self.now(),
                user.id,
                self.vault.device_id,
                action,
                person,
                subject,
                reason,
                result,
                user_name=user.name,
                roles=",".join(sorted(user.roles)),
                unit=user.unit,
                basis=ground.basis,
                purpose=ground.purpose,
                decision_ref=ground.decision_ref,
                program=self.program_version,
            )
        )
