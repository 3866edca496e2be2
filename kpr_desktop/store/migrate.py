"""Bringing a database to the present form: numbered SQL steps in one transaction, and a copy before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Protocol

from sqlcipher3 import dbapi2

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.database import Database

APPLICATION_ID = 0x4B505244
"""ASCII "KPRD" in the database header."""


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: the `user_version` it leads to, and its SQL statements."""

    version: int
    sql: str


class Guard(Protocol):
    """Who sees to it that nothing is hidden by a new form (store.resealing)."""

    def before(self, database: Database, version: int) -> None: ...
    def after(self, database: Database) -> None: ...


def shipped() -> tuple[Step, ...]:
    """The steps in kpr_desktop/store/migrations, in their order; file names begin with the version."""
    folder = files("kpr_desktop.store").joinpath("migrations")
    texts = sorted(
        (each.name, each.read_text("utf-8")) for each in folder.iterdir() if each.name.endswith(".sql")
    )
    return tuple(Step(int(name.split("_")[0]), text) for name, text in texts)


def migrate(
    database: Database,
    key: bytearray,
    steps: Sequence[Step],
    guard: Guard | None = None,
) -> bool:
    """Run the steps that are missing, all in one transaction, and tell whether there were any.

    A database with content is copied first (`<name>-v<version>.kopi`). `guard` looks at it before the
    first step and after the last, in their transaction. Raises EnvironmentFault vault.newer; vault.damaged when it is
    some other program's; vault.older when this connection only reads.
    """
    version = database.number("user_version")
    newest = max(step.version for step in steps)
    if version > newest:
        raise EnvironmentFault("vault.newer")
    if version and database.number("application_id") != APPLICATION_ID:
        raise EnvironmentFault("vault.damaged")
    if version == newest:
        return False
    if not database.writable:
        raise EnvironmentFault("vault.older")
    if version:
        database.copy_to(database.path.with_name(f"{database.path.stem}-v{version}.kopi"), key)
    database.begin()
    try:
        if guard is not None:
            guard.before(database, version)
        for step in steps:
            if step.version > version:
                _run(database, step)
        if guard is not None:
            guard.after(database)
        database.commit()
    finally:
        database.rollback()
    return True


def _run(database: Database, step: Step) -> None:
    for statement in statements(step.sql):
        database.run(statement)
    database.run(f"PRAGMA application_id = {APPLICATION_ID}")
    database.run(f"PRAGMA user_version = {step.version}")


def statements(sql: str) -> list[str]:
    """The single statements of a script; a trigger's inner semicolons do not part it."""
    found: list[str] = []
    text = ""
    for line in sql.splitlines():
        text += line + "\n"
        if dbapi2.complete_statement(text):
            found.append(text.strip())
            text = ""
    return found


def dumped(database: Database) -> str:
    """The schema as one text, for schema.sql; the caller has a transaction open."""
    rows = database.rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name")
    return "".join(f"{row[0]};\n\n" for row in rows)
