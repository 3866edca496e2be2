"""The vault that is damaged: with a backup, and as a program leaves it that is killed (saves in the -wal file)."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.errors import UserFault
from kpr_desktop.store.backup import VaultKeeping
from kpr_desktop.store.database import Database
from kpr_desktop.store.restore import BackupRestorer
from kpr_desktop.store.salvage_mend import NAME
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.backup_ports import Opening
from kpr_desktop.usecases.key_ports import Keys
from tests.support.crash import LOGIN, Facts, Ground, Hand, database_facts, facts, secret
from tests.support.steady import Ids, StandingClock

_BEFORE_BACKUP, _MORE, _UNTIL_KILLED = 60, 15, 30
_KEPT = "base.pickle"
DERIVED = frozenset(("seal", "head", "tally", "person_search"))
"""Made anew by a salvage, and not counted."""
_MENDED = frozenset(("log", "setting", "vault", "office", "user", "authorisation"))
"""Here a salvage may write rows of its own, or give them other codes."""


@dataclass
class Base:
    """Where it lies, and everything that ever stood in it."""

    ground: Ground
    database: str
    backup: str
    backup_files: list[str]
    facts: Facts
    history: list[Facts]
    backup_facts: Facts
    row_hashes: set[int]
    rows: int
    code: str
    keys: Keys | None = None

    def were_there(self, there: Facts) -> bool:
        """Whether each value is one that stood there at some time."""
        return all(any(then.get(key) == text for then in self.history) for key, text in there.items())

    @classmethod
    def make(cls, root: Path, seed: int) -> None:
        """Make it under `root`, for `kept` in the processes that are forked later."""
        work = Ground(root / "work")
        work.make()
        told: list[dict[str, Any]] = []
        hand = Hand(work, f"damage/{seed}", told.append)
        code = " ".join(hand.session.vault.make_recovery().groups)
        for _ in range(_BEFORE_BACKUP):
            hand.gesture()
        backup = _keeping(hand).back_up(work.root / "kopi", "manual", lambda *_told: None)
        backup_facts = facts(hand.session)
        history: list[Facts] = []
        hashes: set[int] = set()
        with _seen_after_each_commit(history, hashes):
            for _ in range(_MORE):
                hand.gesture()
            hand.reopen()
            for _ in range(_UNTIL_KILLED):
                hand.gesture()
        rows = sum(table not in DERIVED for table, _ in _rows(_database(hand)))
        base = cls(
            ground=Ground(root / "base"),
            database=hand.session.vault.info.database,
            backup=str(backup.path.relative_to(work.root)),
            backup_files=sorted(each.name for each in backup.path.iterdir()),
            facts=history[-1],
            history=history,
            backup_facts=backup_facts,
            row_hashes=hashes,
            rows=rows,
            code=code,
        )
        # As a kill leaves it: the program has not closed anything.
        shutil.copytree(work.root, base.ground.root, ignore=shutil.ignore_patterns("*-shm"))
        hand.session.vault.close()
        (root / _KEPT).write_bytes(pickle.dumps(base))
        with closing(Ground(work.root).open().vault):
            pass  # the forked processes inherit the passphrase's key

    @classmethod
    def kept(cls, root: Path) -> Base:
        """The one that was made, with its keys."""
        base: Base = pickle.loads((root / _KEPT).read_bytes())
        base.keys = _key_files().unlock(base.ground.vault, LOGIN, secret())[1]
        return base


def restored_facts(ground: Ground, backup: str) -> Facts:
    """Restore a backup into a folder beside; what stands in it. Raises EnvironmentFault."""
    target = ground.root / "hentet"
    files = _key_files()
    made = BackupRestorer(files, StandingClock(), Ids()).restore(
        ground.root / backup, target, Opening(LOGIN, secret()), lambda *_told: None
    )
    _, keys = files.unlock(target, LOGIN, secret())
    with closing(
        Database(made.path / files.look(target).database, keys.database_key, writable=False)
    ) as database:
        return database_facts(database)


def salvaged(base: Base, ground: Ground) -> tuple[int, list[str]]:
    """By the use case, as a user does it: how many rows came out, and what is wrong. Raises EnvironmentFault."""
    desk, target = ground.program().salvaging, ground.root / "berget"
    try:
        made = desk.salvage(ground.vault, target, Opening(LOGIN, secret()))
    except UserFault as fault:
        if fault.code != "salvage.register_damaged":
            raise
        made = desk.salvage(ground.vault, target, Opening(LOGIN, secret(), base.code))
    files = _key_files()
    _, keys = files.unlock(target, LOGIN, secret())
    path = target / files.look(target).database
    with closing(Database(path, keys.database_key, writable=False)) as database:
        rows, there = _rows(database), database_facts(database)
    strange = [
        row
        for table, row in rows
        if table not in DERIVED | _MENDED
        and hash((table, row)) not in base.row_hashes
        and not (table == "person" and str(row[4]).startswith(NAME))
    ]
    wrong = ["a salvaged row that was never there"] * bool(strange)
    if not made.lacking and not any(each.gaps for each in made.tables):
        told = {key: text for key, text in base.facts.items() if there.get(key) != text}
        wrong += ["salvaged as whole, and is not"] * bool(told)
    return made.rows, wrong


def _keeping(hand: Hand) -> VaultKeeping:
    vault = hand.session.vault
    assert isinstance(vault, UnlockedVault)
    return vault.keeping


def _database(hand: Hand) -> Database:
    vault = hand.session.vault
    assert isinstance(vault, UnlockedVault)
    return vault._database


@contextmanager
def _seen_after_each_commit(history: list[Facts], hashes: set[int]) -> Iterator[None]:
    """Note every state that a power cut may lead back to, and every row that ever stood there."""
    commit = Database.commit

    def seen(self: Database) -> None:
        commit(self)
        history.append(database_facts(self))
        hashes.update(hash(each) for each in _rows(self))

    Database.commit = seen  # type: ignore[method-assign]
    try:
        yield
    finally:
        Database.commit = commit  # type: ignore[method-assign]


def _rows(database: Database) -> list[tuple[str, tuple[object, ...]]]:
    """All rows of all tables as they stand now."""
    names = [
        row[0]
        for row in database.outside(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    database.begin()
    try:
        return [(name, row) for name in names for row in database.rows(f'SELECT * FROM "{name}"')]
    finally:
        database.rollback()


def _key_files() -> JsonKeyFiles:
    return JsonKeyFiles(StandingClock(), FLOOR_COST)
