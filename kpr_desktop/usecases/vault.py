"""The door to a vault: looking at it, making one, opening it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.places import Places
from kpr_desktop.codebook.rights import Rights
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.ports import Clock, NewId, OpenVault, Vaults
from kpr_desktop.usecases.records import NewVault, Office, VaultInfo
from kpr_desktop.usecases.session import Session

_LOGIN = re.compile(r"[a-zæøå0-9._-]{2,40}")


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

    def look(self, path: Path) -> VaultInfo:
        """What can be told about the vault before anybody logs in."""
        return self.vaults.look(path)

    def create(self, first: FirstRun) -> Session:
        """Make a vault with its first user, who holds every role. Raises UserFault beside the field at fault."""
        place = self.places.municipality(first.municipality, self.clock().year)
        if place is None:
            raise UserFault("start.municipality_unknown", "municipality")
        if not first.user_name.strip():
            raise UserFault("start.user_name_missing", "user_name")
        if not _LOGIN.fullmatch(first.login):
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
        return self._session(self.vaults.create(new))

    def open(self, path: Path, login: str, passphrase: bytearray, *, write: bool = True) -> Session:
        """Unlock a vault. The log-in is logged before the session is given."""
        session = self._session(self.vaults.open(path, login, passphrase, write=write))
        if write:
            with session.work() as work:
                session.log(work, "vault.open")
                work.commit()
        return session

    def _session(self, vault: OpenVault) -> Session:
        return Session(vault, self.books, self.rights, self.clock, self.new_id, self.program_version)
