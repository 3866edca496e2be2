"""The door to a vault: looking at it, making one, opening it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.places import Places
from kpr_desktop.codebook.rights import Rights
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.key_age import note_key
from kpr_desktop.usecases.key_ports import SecretWords
from kpr_desktop.usecases.ports import Attempts, Clock, NewId, OpenVault, UnitOfWork, Vaults
from kpr_desktop.usecases.records import NewVault, Office, VaultInfo
from kpr_desktop.usecases.recovery import note_use
from kpr_desktop.usecases.restoring import RestoreDesk
from kpr_desktop.usecases.salvaging import SalvageDesk
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.tries import TryCounter, tries_key

LOGIN = re.compile(r"[a-zæøå0-9._-]{2,40}")


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the first-run page asks for. `passphrase` is wiped when the vault has been made."""

    path: Path
    municipality: str
    unit: str
    user_name: str
    login: str
    passphrase: bytearray
    training: bool


@dataclass(frozen=True, slots=True)
class VaultDoor:
    """Makes and opens vaults and gives a session on them."""

    vaults: Vaults
    books: CodeBooks
    places: Places
    rights: Rights
    clock: Clock
    new_id: NewId
    program_version: str
    attempts: Attempts
    restoring: RestoreDesk
    words: SecretWords
    salvaging: SalvageDesk

    def self_check(self) -> None:
        """Whether this program can be trusted with a vault at all. Raises what `Vaults.self_check` raises."""
        self.vaults.self_check()

    def look(self, path: Path) -> VaultInfo:
        """What can be told about the vault before anybody logs in, after the self-check.

        Raises what `self_check` and `Vaults.look` raise: then nobody logs in.
        """
        self.vaults.self_check()
        return self.vaults.look(path)

    def create(self, first: FirstRun) -> Session:
        """Make a vault with its first user, who holds every role. Raises UserFault beside the field at fault."""
        self.vaults.self_check()
        place = self.places.municipality(first.municipality, self.clock().year)
        if place is None:
            raise UserFault("start.municipality_unknown", "municipality")
        if not first.user_name.strip():
            raise UserFault("start.user_name_missing", "user_name")
        if not LOGIN.fullmatch(first.login):
            raise UserFault("start.login_pattern", "login")
        office = Office(
            municipality=first.municipality, name=f"{place.name} kommune", unit=first.unit.strip()
        )
        new = NewVault(
            path=first.path,
            name=f"{place.name} · {first.unit.strip()}" if first.unit.strip() else place.name,
            training=first.training,
            office=office,
            user_login=first.login,
            user_name=first.user_name.strip(),
            roles=frozenset(self.rights.roles),
            passphrase=first.passphrase,
        )
        vault = self.vaults.create(new)
        return self._session(vault, self._counter(vault.info, first.login))

    def open(self, path: Path, login: str, passphrase: bytearray, *, write: bool = True) -> Session:
        """Unlock a vault. The log-in, and how many tries were wrong since the last one, is logged before it is given.

        The try counts before it is judged. Raises UserFault vault.wait (seconds), and what `Vaults.open` raises.
        """
        counter = self._counter(self.look(path), login)
        vault = counter.judge(lambda: self.vaults.open(path, login, passphrase, write=write))
        try:
            session = self._session(vault, counter)
            tries = _let_in(session, log=write and vault.writable)
        except BaseException:
            vault.close()
            raise
        return replace(session, wrong_tries=tries)

    def recover(self, path: Path, login: str, code: str, passphrase: bytearray) -> Session:
        """Open by the recovery sheet and give an administrator a new passphrase, which is wiped.

        Logged before the passphrase is another; every administrator is told, and a new sheet is required. Raises
        UserFault vault.passphrase_* (passphrase), vault.recovery_* (code), vault.user_unknown and
        recovery.no_administrator (login); EnvironmentFault of a vault that is not whole.
        """
        try:
            info = self.look(path)
            self.words.check(passphrase, (login, info.name))
            vault = self.vaults.open_with_recovery(path, code, login)
            try:
                session = self._session(vault, self._counter(info, login))
                _let_in_by_sheet(session)
                vault.renew_slot(vault.user.id, login, passphrase)
            except BaseException:
                vault.close()
                raise
        finally:
            passphrase[:] = bytes(len(passphrase))
        session.counter.forget()
        return session

    def wait(self, info: VaultInfo, login: str) -> int:
        """Seconds until this user may try (again), after wrong tries on this machine; 0 = now."""
        return self._counter(info, login).wait()

    def _counter(self, info: VaultInfo, login: str) -> TryCounter:
        return TryCounter(self.attempts, self.clock, tries_key(info.vault_id, login))

    def _session(self, vault: OpenVault, counter: TryCounter) -> Session:
        from kpr_desktop.usecases.renewal import lay_over  # noqa: PLC0415 - not before the first window

        with vault.work() as work:
            books, places = lay_over(work.renewals.all(), self.books, self.places)
        return Session(
            vault, books, self.rights, self.clock, self.new_id, self.program_version, counter, places=places
        )


def _let_in(session: Session, *, log: bool) -> int:
    """The passphrase was right: tell the log, then let the user's count go. Gives how many were wrong before."""
    counter = session.counter
    wrong = max(0, counter.untold() - 1)
    if log:
        with session.work() as work:
            if wrong:
                session.log(work, "vault.wrong_tries", subject=str(wrong))
            session.log(work, "vault.open")
            _end_left_over(session, work)
            note_key(session, work)
            work.commit()
        counter.forget()
    else:
        counter.right()
    return wrong


def _let_in_by_sheet(session: Session) -> None:
    """Raises UserFault recovery.no_administrator (login); EnvironmentFault of a vault that can not be written."""
    if not session.may("recovery.use"):
        raise UserFault("recovery.no_administrator", "login")
    if not session.vault.writable:
        raise session.vault.trouble[0].fault()
    with session.work() as work:
        note_use(session, work)
        _end_left_over(session, work)
        work.commit()


def _end_left_over(session: Session, work: UnitOfWork) -> None:
    """Emergency access ends at the lock: what a program that stopped could not end is ended at the next log-in."""
    for each in work.access.emergencies():
        if each.user_id == session.user.id and each.ended_at is None:
            work.access.save_emergency(replace(each, ended_at=min(session.now(), each.to_time)))
