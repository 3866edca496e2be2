"""What is whole of a damaged vault, in a new one; and the case files that are not, until somebody accepts them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.backup_ports import Opening, Told
from kpr_desktop.usecases.backups import nothing_told
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.ports import Attempts, Clock, UnitOfWork
from kpr_desktop.usecases.records import VaultInfo
from kpr_desktop.usecases.salvage_ports import INCOMPLETE, Salvaged, Salvager
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.tries import let_in


@dataclass(frozen=True, slots=True)
class Unproved:
    """A person whose case file came incomplete out of a damaged vault, for the administrator's screen alone."""

    person_id: PersonId
    user_number: str


class SalvageDesk:
    """From a damaged vault to a new one, before anybody has logged in."""

    def __init__(self, salvager: Salvager, attempts: Attempts, clock: Clock) -> None:
        self._salvager = salvager
        self._attempts = attempts
        self._clock = clock

    def look(self, folder: Path) -> VaultInfo:
        """Whose vault it is, and who could open it. Raises what `Salvager.vault` raises."""
        return self._salvager.vault(folder)

    def salvage(self, folder: Path, target: Path, opening: Opening, told: Told = nothing_told) -> Salvaged:
        """A new vault; it is read only until an administrator confirms it (`BackupDesk.confirm_restore`).

        The passphrase is wiped; a wrong one counts as at the log-in. Raises UserFault vault.wait (seconds), and what
        `Salvager.salvage` raises.
        """
        return let_in(
            self._attempts,
            self._clock,
            lambda: self._salvager.vault(folder),
            opening,
            lambda: self._salvager.salvage(folder, target, opening, told),
        )


class IncompleteDesk:
    """The case files that a salvage could not prove whole. They are not shown before an administrator accepts them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self) -> int:
        """How many there are; 0 for whoever may not accept them."""
        if not self._session.may("vault.restore"):
            return 0
        with self._session.work() as work:
            return len(_ids(work))

    def all(self) -> list[Unproved]:
        """By their row in the register. Raises UserFault rights.not_allowed."""
        session = self._session
        with session.work() as work:
            session.admit(work, "vault.restore")
            return [Unproved(each, work.persons.get(each).user_number) for each in _ids(work)]

    def accept(self, reason: str, only: Collection[str] | None = None) -> int:
        """Let them be shown from now on as they are, each with a line in the log; how many. `only`: user numbers.

        Raises UserFault rights.not_allowed, backup.reason_missing and form.too_long (field reason), access.read_only,
        salvage.unknown_number (a number that is not among them: then none is accepted).
        """
        session, words = self._session, reason.strip()
        chosen = [each for each in self.all() if only is None or each.user_number in only]
        if not words:
            raise UserFault("backup.reason_missing", "reason")
        if len(words) > REASON_LIMIT:
            raise UserFault("form.too_long", "reason", limit=REASON_LIMIT)
        if only is not None and len(chosen) != len(set(only)):
            raise UserFault("salvage.unknown_number")
        if not session.vault.writable:
            raise UserFault("access.read_only")
        accepted = {each.person_id for each in chosen}
        with session.work() as work:
            left = [each for each in _ids(work) if each not in accepted]
            work.records.save_setting(INCOMPLETE, "\n".join(left))
            for each in chosen:
                session.log(work, "vault.case_accepted", person=each.person_id, reason=words)
            work.commit()
        return len(chosen)


def _ids(work: UnitOfWork) -> list[PersonId]:
    return [PersonId(each) for each in (work.records.setting(INCOMPLETE) or "").split()]
