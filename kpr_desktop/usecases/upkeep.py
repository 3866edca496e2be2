"""What the headless commands look at, with the line they leave in the log before anything of it is told."""

from __future__ import annotations

from dataclasses import dataclass

from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.administrators import administrators, too_few
from kpr_desktop.usecases.key_age import KeyCare
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault_records import LogReport, Trouble


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the whole vault found. `logged`: False where nothing could be written.

    `administrators`: how many persons can open the vault as one; `few`: too few of them. `key_due`: the key should
    be changed by now, for somebody who may.
    """

    persons: int
    administrators: int
    few: bool
    key_due: bool
    found: tuple[Trouble, ...]
    logged: bool


class Upkeep:
    """Looks for damage also where nothing can be written, and says so; what shows persons does not."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self) -> Checked:
        """Read the whole vault. Raises UserFault rights.not_allowed; EnvironmentFault of a database not to be read."""
        session = self._session
        logged = self._note("vault.check", "vault.checked")
        found = session.vault.inspect()
        with session.work() as work:
            held = administrators(session, work)
            persons, few = work.persons.count(hidden=True), too_few(session, held)
        return Checked(persons, held, few, KeyCare(session).due(), tuple(found), logged)

    def verify_log(self) -> tuple[LogReport, bool]:
        """Follow the log's chain; and whether the log has it that it was. Raises what `check` raises."""
        logged = self._note("log.read", "log.verified")
        return self._session.vault.log_check(), logged

    def rehearsing(self) -> None:
        """Note that a rehearsal will be told. Raises UserFault rights.not_allowed, access.read_only."""
        if not self._note("export.rehearse", "export.rehearsed"):
            raise UserFault("access.read_only")

    def _note(self, right: str, action: str) -> bool:
        session = self._session
        with session.work() as work:
            session.admit(work, right)
            if not session.vault.writable:
                return False
            session.log(work, action)
            work.commit()
        return True
