"""Reading a copy of a vault through, with its keys: every page, row, seal and log line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.check import whole
from kpr_desktop.store.database import Database
from kpr_desktop.store.ledger import Ledger
from kpr_desktop.store.seals import Head
from kpr_desktop.usecases.backup_ports import Counts, Told
from kpr_desktop.usecases.key_ports import Keys


@dataclass(frozen=True, slots=True)
class Seen:
    """What a database that is whole holds."""

    head: Head
    counts: Counts
    schema: int


def read_through(path: Path, keys: Keys, told: Told) -> Seen:
    """Read a database that nobody else has open; nothing of it is changed, and its -wal file is gone afterwards.

    Raises EnvironmentFault vault.damaged | tampered | references_broken | numbers_damaged.
    """
    database = Database(path, keys.database_key)
    try:
        check_pages(database)
        told("check", 20)
        ledger = Ledger(database, keys.integrity)
        for trouble in whole(database, keys.fields, ledger):
            raise trouble.fault()
        told("check", 90)
        return seen(database, ledger)
    finally:
        database.close()


def check_pages(database: Database) -> None:
    """The code of every page. Raises EnvironmentFault vault.damaged."""
    # With pages in the -wal file the check gives false alarms: security page 4.9.
    database.outside("PRAGMA wal_checkpoint(TRUNCATE)")
    if database.outside("PRAGMA cipher_integrity_check"):
        raise EnvironmentFault("vault.damaged", where="page")


def seen(database: Database, ledger: Ledger) -> Seen:
    """Head, counts and version, between transactions. Raises EnvironmentFault vault.tampered."""
    database.begin()
    try:
        head = ledger.seals.head()
        persons, assessments, lines = (
            database.rows(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - our own names
            for table in ("person", "assessment", "log")
        )
    finally:
        database.rollback()
    return Seen(head, Counts(persons, assessments, lines, head.saves), database.number("user_version"))
