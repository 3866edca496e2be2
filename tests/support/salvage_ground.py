"""A closed vault that tests damage behind its back, and its salvage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.store.database import Database
from kpr_desktop.store.salvaging import VaultSalvager
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.backup_ports import Opening
from kpr_desktop.usecases.salvage_ports import Salvaged
from tests.store.test_backup import code_of, quiet
from tests.support.steady import Ids, StandingClock
from tests.support.vaults import (
    LOGIN,
    fill_conversation,
    fill_sample,
    fill_watched,
    make_vaults,
    new_vault,
    passphrase,
)

NEW_PHRASE = "en helt ny frase her"


class Ground:
    """A closed vault of an administrator; its keys and its sheet."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "hvelv"
        vault = make_vaults(folder).create(new_vault(self.path, roles=frozenset({"administrator"})))
        self.user = vault.user.id
        fill_sample(vault)
        fill_conversation(vault)
        fill_watched(vault)
        self.code = " ".join(vault.make_recovery().groups)
        self.key = bytearray(vault._keys.database_key)
        vault.close()

    @contextmanager
    def behind(self) -> Iterator[Database]:
        """A hand that has the key and no codes: what it does is as when pages are lost."""
        with closing(Database(self.path / "data.kpr", self.key)) as database:
            database.outside("PRAGMA foreign_keys = OFF")
            database.begin()
            yield database
            database.commit()

    def without(self, *sql: str) -> None:
        with self.behind() as database:
            for each in sql:
                database.run(each)

    def salvager(self, **more: Any) -> VaultSalvager:
        clock = StandingClock()
        return VaultSalvager(JsonKeyFiles(clock, FLOOR_COST), clock, Ids(), self.folder / "config", **more)

    def salvaged(self, name: str = "ny", told: Callable[..., None] = quiet, **opening: Any) -> Salvaged:
        how = Opening(**({"login": LOGIN, "passphrase": passphrase()} | opening))
        return self.salvager().salvage(self.path, self.folder / name, how, told)

    def by_sheet(self, **more: Any) -> Salvaged:
        return self.salvaged(passphrase=bytearray(NEW_PHRASE.encode()), code=self.code, **more)

    def refused(self, **opening: Any) -> str:
        code = code_of(lambda: self.salvaged(**opening))
        assert [each.name for each in self.folder.iterdir() if "ny" in each.name] == []
        return code

    def opened(self, name: str = "ny", words: str = "") -> UnlockedVault:
        secret = bytearray(words.encode()) if words else passphrase()
        return make_vaults(self.folder).open(self.folder / name, LOGIN, secret)
