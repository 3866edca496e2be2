"""Hands of somebody who has the database's key but not the keys of the codes: SQL behind the program's back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.records import LogEntry
from kpr_desktop.usecases.vault_records import Trouble
from tests.support.steady import NOW
from tests.support.vaults import DEVICE, USER, opened, uid

FIRST = PersonId(uid(1))


def key_of(vault: UnlockedVault) -> bytes:
    """The database key, kept for later."""
    return bytes(vault._keys.database_key)


@contextlib.contextmanager
def behind(folder: Path, key: bytes) -> Iterator[dbapi2.Connection]:
    """A bare connection to a closed vault's database; all is in the database file afterwards."""
    connection = dbapi2.connect(folder / "data.kpr", isolation_level=None)
    try:
        connection.set_key(b"x'" + key.hex().encode() + b"'")
        connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
        yield connection
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def tamper(folder: Path, key: bytes, *statements: str) -> int:
    """Run statements; gives how many rows they touched."""
    with behind(folder, key) as connection:
        return sum(connection.execute(each).rowcount for each in statements)


def entry(action: str, of: PersonId | None = None) -> LogEntry:
    return LogEntry(NOW, USER, DEVICE, action, of, user_name="Kari Saksbehandler")


def say(vault: UnlockedVault, action: str) -> None:
    with vault.work() as work:
        work.records.log(entry(action))
        work.commit()


def found_in(folder: Path) -> tuple[list[Trouble], list[Trouble]]:
    """What opening tells, and what the whole reading tells."""
    vault = opened(folder)
    assert vault.writable == (not vault.trouble)
    told = list(vault.trouble), [each for each in vault.inspect() if each not in vault.trouble]
    vault.close()
    return told


def head_of(vault: UnlockedVault) -> tuple[int, bytes]:
    vault._database.begin()
    head = vault._ledger.seals.head()
    vault._database.rollback()
    return head.saves, head.mac


def verified(vault: UnlockedVault, person_id: PersonId = FIRST) -> bool:
    with vault.work() as work:
        try:
            work.verify(person_id)
        except EnvironmentFault as fault:
            assert (fault.code, fault.params) == ("vault.case_damaged", {})
            return False
    return True
