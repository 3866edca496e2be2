"""How old the vault's key is, and the backups that are still under an earlier one (security page 4.9)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kpr_desktop.domain.dates import months_after
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.backup_ports import OTHER_KEY, VERIFIED, BackupFile
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session

KEY_MONTHS = 24
"""After so many months the key should be changed, also where nothing has happened."""
_SINCE = "key.since"


class KeyCare:
    """What an administrator is reminded of, and can do about what an earlier key has left."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def since(self) -> date:
        """The day the key came in force: of the first log-in with it."""
        with self._session.work() as work:
            return _since(self._session, work)

    def due(self) -> bool:
        """Whether an administrator should change it by now. Never in a training vault."""
        session = self._session
        if session.training or not session.may("key.change"):
            return False
        return months_after(self.since(), KEY_MONTHS) <= session.today()

    def old_copies(self, places: tuple[Path, ...]) -> list[BackupFile]:
        """Backups under an earlier key in these places; none where no verified one of the present key is there.

        Raises EnvironmentFault of the disk.
        """
        found = [each for place in places for each in self._session.vault.keeping.found(place)]
        present = max((each.epoch for each in found if each.state == VERIFIED), default=0)
        return [each for each in found if each.state == OTHER_KEY and each.epoch < present]

    def remove_old_copies(self, places: tuple[Path, ...]) -> int:
        """Remove them, each with its line in the log before it goes. Gives how many.

        The newest verified backup is never touched: it is of the present key, and without one nothing is removed.
        Raises UserFault rights.not_allowed, access.passphrase_needed, access.read_only, backup.no_new_copy;
        EnvironmentFault of the disk: then those before it are gone.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "key.change")
        if not session.vault.writable:
            raise UserFault("access.read_only")
        going = self.old_copies(places)
        if not going:
            raise UserFault("backup.no_new_copy")
        for each in going:
            self._log(each, "ok")
            try:
                session.vault.keeping.remove(each)
            except Fault:
                self._log(each, "failed")
                raise
        return len(going)

    def _log(self, each: BackupFile, result: str) -> None:
        with self._session.work() as work:
            self._session.log(work, "backup.old_removed", subject=each.name, result=result)
            work.commit()


def note_key(session: Session, work: UnitOfWork) -> None:
    """At a log-in: a key that was not there before is from today; the first one is as old as the log."""
    if _kept(session, work) is None:
        day = _since(session, work)
        work.records.save_setting(_SINCE, f"{session.vault.info.database} {day.isoformat()}")


def _since(session: Session, work: UnitOfWork) -> date:
    kept = _kept(session, work)
    if kept is not None:
        return kept
    return work.records.log_first() if work.records.setting(_SINCE) is None else session.today()


def _kept(session: Session, work: UnitOfWork) -> date | None:
    """Each key has a database file of its own name."""
    name, _, day = (work.records.setting(_SINCE) or "").partition(" ")
    return date.fromisoformat(day) if name == session.vault.info.database else None
