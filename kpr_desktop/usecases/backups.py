"""Backups: when one is due, made and recorded, which ones go, and the way back (security page 4.8)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kpr_desktop.domain.generations import Generation, superfluous
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop.usecases.backup_ports import VERIFIED, BackupFile, Made, Mark, Told
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import LogEntry
from kpr_desktop.usecases.recovery import note_use
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault_records import BackupRecord, Drill

DAILY, BEFORE_RISK, MANUAL = "daily", "before_risk", "manual"
LITTLE = 1
"""So few saves since the last backup are no reason for one on another day: a log-in is one."""
MUCH = 10
"""So many saves since the last backup of the same day are a reason for another when the vault is closed."""
YEAR_DAYS = 365
_SECOND = "backup.second."
_SAVES = "backup.saves"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page shows. `second` None: no second place was chosen; `mark`: this vault was restored."""

    place: Path
    second: Path | None
    second_there: bool
    files: tuple[BackupFile, ...]
    second_files: tuple[BackupFile, ...]
    last: BackupRecord | None
    last_drill: Drill | None
    drill_due: bool
    mark: Mark | None


def nothing_told(step: str, part: int) -> None:
    """For work that nobody watches."""


class BackupDesk:
    """Backups of the session's vault."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def standing(self) -> Standing:
        """Backups in both places, the newest first, by their lists alone."""
        session, keeping = self._session, self._session.vault.keeping
        with session.work() as work:
            session.admit(work, "backup.make")
            second = self._second(work)
            last = next(iter(work.backups.newest(limit=1)), None)
            drill = next(iter(work.backups.drills(limit=1)), None)
        there = second is not None and second.is_dir()
        return Standing(
            place=keeping.default_place(),
            second=second,
            second_there=there,
            files=tuple(keeping.found(keeping.default_place())),
            second_files=tuple(keeping.found(second)) if second is not None and there else (),
            last=last,
            last_drill=drill,
            drill_due=self._drill_due(drill),
            mark=keeping.mark(),
        )

    def due(self, *, closing: bool) -> bool:
        """Whether a backup should be made by itself now: at most one a day, but when the vault is closed after much
        was saved. A training vault has none.
        """
        session = self._session
        if session.training or not session.vault.writable:
            return False
        with session.work() as work:
            last = next(iter(work.backups.newest(limit=1)), None)
            known = int(work.records.setting(_SAVES) or 0)
        since = session.vault.keeping.counts().saves - known
        if last is None or last.made_at.date() != session.today():
            return since > LITTLE
        return closing and since >= MUCH

    def make(self, kind: str, told: Told = nothing_told) -> Made:
        """A verified backup, recorded, copied to the second place; then what is superfluous goes. Any thread.

        Raises UserFault access.read_only; EnvironmentFault backup.no_space, vault.damaged, vault.tampered and those
        of the disk: then nothing was removed. What stops the second place alone stands in the answer.
        """
        if not self._session.vault.writable:
            raise UserFault("access.read_only")
        with self._beside() as session:
            with session.work() as work:
                session.admit(work, "backup.make")
                second = self._second(work)
            first = self._recorded(session, kind, told)
            removed = self._prune(session, first)
            made = Made(first, removed=removed)
            return made if second is None else self._doubled(session, made, second, told)

    def automatic(self, *, closing: bool, told: Told = nothing_told) -> Made | None:
        """The daily backup, when it is due. Raises what `make` raises."""
        return self.make(DAILY, told) if self.due(closing=closing) else None

    def before_risk(self, told: Told = nothing_told) -> Made | None:
        """A backup before what cannot be undone; none for a training vault. Raises what `make` raises."""
        return None if self._session.training else self.make(BEFORE_RISK, told)

    def set_second(self, folder: Path | None) -> None:
        """Choose a second place on this machine, such as a stick; None = no more. Raises UserFault
        backup.second_missing, backup.second_same (field second), rights.not_allowed.
        """
        session = self._session
        if folder is not None:
            if not folder.is_dir():
                raise UserFault("backup.second_missing", "second")
            if folder.resolve() in (
                session.vault.keeping.default_place().resolve(),
                session.vault.info.path.resolve(),
            ):
                raise UserFault("backup.second_same", "second")
        with session.work() as work:
            session.admit(work, "backup.place")
            work.records.save_setting(self._second_key(), str(folder.absolute()) if folder else "")
            session.log(work, "backup.place", subject="second" if folder else "none")
            work.commit()

    def confirm_restore(self, reason: str) -> None:
        """An administrator says that this older or restored vault is meant to be in use from now on; logged.

        Where the sheet restored it, every administrator is told, and a new sheet is required.

        Raises UserFault rights.not_allowed, backup.reason_missing (field reason); what `OpenVault.confirm_restore`
        raises.
        """
        session = self._session
        session.require("vault.restore")
        if not reason.strip():
            raise UserFault("backup.reason_missing", "reason")
        mark = session.vault.keeping.mark()
        count = sum(each.count for each in session.vault.trouble)
        subject = mark.backup if mark else str(count)
        session.vault.confirm_restore(entry_of(session, "vault.restored", subject, reason.strip()))
        if mark is not None and mark.way == "recovery":
            with session.work() as work:
                note_use(session, work)
                work.commit()

    # --- inside ---------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _beside(self) -> Iterator[Session]:
        """The session on a connection of its own, so that the window goes on meanwhile."""
        vault = self._session.vault.beside(write=True)
        try:
            yield replace(self._session, vault=vault)
        finally:
            vault.close()

    def _recorded(self, session: Session, kind: str, told: Told) -> BackupFile:
        keeping = session.vault.keeping
        try:
            first = keeping.back_up(keeping.default_place(), kind, told)
        except EnvironmentFault:
            # The log tells of it where it can; what is wrong is told to whoever asked.
            with contextlib.suppress(Fault), session.work() as work:
                session.log(work, "backup.make", subject=kind, result="failed")
                work.commit()
            raise
        with session.work() as work:
            work.backups.add(
                BackupRecord(
                    id=session.new_id(),
                    kind=kind,
                    made_at=first.made_at,
                    made_by=session.user.id,
                    file_name=first.name,
                    sha256=first.sha256,
                    persons=first.persons,
                    verified_at=session.now(),
                )
            )
            work.records.save_setting(_SAVES, str(first.saves + 1))
            session.log(work, "backup.make", subject=first.name)
            work.commit()
        return first

    def _doubled(self, session: Session, made: Made, second: Path, told: Told) -> Made:
        """Into the second place too. What goes wrong there leaves the first one as it is."""
        try:
            copied = session.vault.keeping.copy(made.first, second, told)
            return replace(made, second=copied, removed=made.removed + self._prune(session, copied))
        except EnvironmentFault as fault:
            return replace(made, second_fault=fault.code, second_facts=fault.params)

    def _prune(self, session: Session, new: BackupFile) -> int:
        """Take away what no generation keeps; nothing before the new one is there and holds."""
        keeping = session.vault.keeping
        good = [each for each in keeping.found(new.path.parent) if each.state == VERIFIED]
        if new.name not in {each.name for each in good}:
            return 0
        going = set(superfluous(Generation(each.name, each.made_at, each.kind == DAILY) for each in good))
        going.discard(new.name)
        removed = 0
        for each in good:
            if each.name in going:
                with contextlib.suppress(EnvironmentFault):  # next time
                    keeping.remove(each)
                    removed += 1
        return removed

    def _second(self, work: UnitOfWork) -> Path | None:
        kept = work.records.setting(self._second_key())
        return Path(kept) if kept else None

    def _second_key(self) -> str:
        return f"{_SECOND}{self._session.vault.device_id}"

    def _drill_due(self, last: Drill | None) -> bool:
        """No drill that went well within a year. A training vault needs none."""
        if self._session.training:
            return False
        held = last.held_at if last is not None and last.sound else None
        return held is None or _days(held, self._session.now()) > YEAR_DAYS


def entry_of(session: Session, action: str, subject: str, reason: str) -> LogEntry:
    """A log line of the user's own duty, for what the store writes itself."""
    user = session.user
    return LogEntry(
        session.now(),
        user.id,
        session.vault.device_id,
        action,
        None,
        subject,
        reason,
        user_name=user.name,
        roles=",".join(sorted(user.roles)),
        unit=user.unit,
        basis="duty",
        program=session.program_version,
    )


def _days(earlier: datetime, later: datetime) -> int:
    return (later - earlier).days
