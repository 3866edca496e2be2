"""How the vault and what belongs to it stand: one line for each, as a word, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kpr_desktop.domain.dates import months_after
from kpr_desktop.errors import EnvironmentFault, Param
from kpr_desktop.usecases.administrators import ADMINISTRATOR
from kpr_desktop.usecases.backups import YEAR_DAYS, BackupDesk
from kpr_desktop.usecases.chain_keeping import ChainKeeping
from kpr_desktop.usecases.key_age import KEY_MONTHS, KeyCare
from kpr_desktop.usecases.machine_port import Machine
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.stations import SOON, StationDesk

Level = Literal["ok", "info", "warning", "stop"]
BACKUP_DAYS = 7
"""So old may the last backup be before somebody is asked to see to it."""
SECOND_DAYS = 31
LITTLE_ROOM, NO_ROOM = 2 * 1024**3, 300 * 1024**2
"""Bytes that should be free, and those without which work may stop."""
_MB = 1024**2


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. Its texts are `help.health_<about>` and `help.health_<about>_<state>` with these facts."""

    about: str
    state: str
    level: Level
    facts: Mapping[str, Param] = field(default_factory=dict)


class HealthDesk:
    """Everything that somebody should see to before it stops the work. Nothing of any person."""

    def __init__(
        self, session: Session, backups: BackupDesk, stations: StationDesk, machine: Machine
    ) -> None:
        self._session = session
        self._backups, self._stations, self._machine = backups, stations, machine

    def findings(self) -> list[Finding]:
        """All lines, in the order of the page. Raises UserFault rights.not_allowed."""
        session = self._session
        with session.work() as work:
            session.admit(work, "health.read")
            users = [user for user in work.records.users() if user.revoked_at is None]
        found = [self._vault(), self._room(), *self._copies(), self._log(), self._submission()]
        found += [*self._certificates(), self._key(), self._sheet()]
        if not session.training:
            found.append(_counted("administrators", sum(ADMINISTRATOR in user.roles for user in users)))
        return found

    def _vault(self) -> Finding:
        vault = self._session.vault
        if vault.trouble:
            return Finding("vault", "trouble", "stop")
        if not vault.writable:
            return Finding("vault", "reading", "warning")
        return (
            Finding("vault", "training", "info") if self._session.training else Finding("vault", "ok", "ok")
        )

    def _room(self) -> Finding:
        try:
            free = self._machine.room(self._session.vault.info.path)
        except EnvironmentFault:
            return Finding("disk", "unknown", "warning")
        facts: dict[str, Param] = {"free": free // _MB}
        if free < NO_ROOM:
            return Finding("disk", "none", "stop", facts)
        return (
            Finding("disk", "little", "warning", facts)
            if free < LITTLE_ROOM
            else Finding("disk", "ok", "ok", facts)
        )

    def _copies(self) -> list[Finding]:
        session, standing = self._session, self._backups.standing()
        if session.training:
            return [Finding("backup", "training", "info")]
        today = session.today()
        found = [_aged("backup", standing.last.made_at.date() if standing.last else None, today, BACKUP_DAYS)]
        newest = standing.second_files[0].made_at.date() if standing.second_files else None
        if standing.second is None:
            found.append(Finding("second", "none", "warning"))
        elif not standing.second_there:
            found.append(Finding("second", "away", "info"))
        else:
            found.append(_aged("second", newest, today, SECOND_DAYS))
        held = standing.last_drill
        sound = held.held_at.date() if held is not None and held.sound else None
        return [*found, _aged("drill", sound, today, YEAR_DAYS)]

    def _log(self) -> Finding:
        broken = {each.where for each in self._session.vault.trouble} & {"log", "head", "anchor", "seal"}
        return Finding("log", "broken", "stop") if broken else Finding("log", "ok", "ok")

    def _submission(self) -> Finding:
        session, chain = self._session, ChainKeeping(self._session)
        if session.training:
            return Finding("submission", "training", "info")
        with session.work() as work:
            waiting = len(work.events.waiting())
            last = work.events.last(work.records.office().municipality)[0]
        facts: dict[str, Param] = {"waiting": waiting, "last": last}
        if not chain.submits():
            return Finding("submission", "elsewhere", "info", facts)
        return Finding("submission", "ok", "ok", facts)

    def _certificates(self) -> list[Finding]:
        found = [
            Finding(
                f"certificate_{each.whose}",
                "soon" if each.days_left > 0 else "ended",
                "warning" if each.days_left > 0 else "stop",
                {"days": abs(each.days_left)},
            )
            for each in self._stations.expiring()
        ]
        return found or [Finding("certificates", "ok", "ok", {"days": SOON.days})]

    def _key(self) -> Finding:
        since = KeyCare(self._session).since()
        due = not self._session.training and months_after(since, KEY_MONTHS) <= self._session.today()
        return Finding("key", "old", "warning") if due else Finding("key", "ok", "ok")

    def _sheet(self) -> Finding:
        if self._session.training:
            return Finding("sheet", "training", "info")
        return (
            Finding("sheet", "ok", "ok")
            if self._session.vault.info.recovery
            else Finding("sheet", "none", "stop")
        )


def _aged(about: str, day: date | None, today: date, limit: int) -> Finding:
    """How many days ago it was done, and whether that is too many."""
    if day is None:
        return Finding(about, "never", "warning")
    days = max(0, (today - day).days)
    return Finding(
        about, "old" if days > limit else "ok", "warning" if days > limit else "ok", {"days": days}
    )


def _counted(about: str, count: int) -> Finding:
    return Finding(about, "ok" if count > 1 else "alone", "ok" if count > 1 else "warning", {"count": count})
