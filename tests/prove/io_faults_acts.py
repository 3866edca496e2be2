"""The actions whose disk fails: what each does, and what must be there afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.store.database import Database
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.backups import nothing_told
from kpr_desktop.usecases.records import LogEntry
from tests.prove.damage_base import restored_facts
from tests.support.crash import (
    LOGIN,
    PASSPHRASE,
    Facts,
    Ground,
    Hand,
    database_facts,
    facts,
    judge,
    told_by,
)
from tests.support.steady import StandingClock

NEW_PASSPHRASES = ("glad ulv hopper over bekk", "stille fjell under blå himmel")
COPY = "kopi/0.kpr"
NEW_LOGIN = frozenset(("vault.damaged", "vault.open_again"))
"""What a connection says that could not read a page once: SQLCipher then does nothing more, and a new login helps."""


class Doing(Protocol):
    """One action under way."""

    def act(self) -> None: ...
    def after(self, *, succeeded: bool) -> list[str]:
        """What is wrong in the same process."""
        ...

    def again(self) -> list[str]:
        """The next try; what is wrong with it."""
        ...

    def end(self) -> None: ...


@dataclass(frozen=True)
class Act:
    """`begin` makes ready on a copy of the template; `look` tells what a new login finds wrong.

    `share`: of its faults that are tried, for a long action.
    """

    begin: Callable[[Ground], Doing]
    look: Callable[[Ground], list[str]]
    share: float = 1.0


class _Save:
    """One kind of save, by the use cases."""

    def __init__(self, ground: Ground, kind: str) -> None:
        self._lines: list[dict[str, Any]] = []
        self._hand = Hand(ground, kind, self._lines.append)
        self._before = facts(self._hand.session)
        self._kind = kind
        if kind == "finish":
            self._hand.act("start")
            self._settle()

    def act(self) -> None:
        self._hand.act(self._kind)

    def after(self, *, succeeded: bool) -> list[str]:
        told, going, _ = told_by(self._lines, self._before)
        try:
            there = facts(self._hand.session)
            self._hand.look_again()
        except Fault:  # after a page that could not be read, a new login is needed
            with suppress(Fault):
                self._hand.session.vault.close()
            self._hand.log_in()
            there = facts(self._hand.session)
        lost, half = judge(told, {} if succeeded else going, there)
        self._settle()
        return ["what was there before is not there"] * (lost and not succeeded) + (
            ["told as saved and is not there"] * (lost and succeeded) + ["there by half"] * half
        )

    def again(self) -> list[str]:
        try:
            if self._kind == "finish" and not self._hand.has_drafts():
                return []
            self.act()
        except Fault as fault:
            return [f"the retry says {fault.code}"]
        return [f"after the retry: {each}" for each in self.after(succeeded=True)]

    def end(self) -> None:
        self._hand.session.vault.close()

    def _settle(self) -> None:
        self._lines.clear()
        self._before = facts(self._hand.session)


class _Copy:
    """A copy of the database."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._path = ground.root / COPY
        self._vault = self._opened()
        self._facts = database_facts(self._vault._database)

    def _opened(self) -> UnlockedVault:
        vault = self._ground.open().vault
        assert isinstance(vault, UnlockedVault)
        return vault

    def act(self) -> None:
        self._vault._database.copy_to(self._path, self._vault._keys.database_key)

    def after(self, *, succeeded: bool) -> list[str]:
        if not self._path.exists():
            return ["told as copied and is not there"] if succeeded else []
        return _copy_wrong(self._path, self._vault._keys.database_key, self._facts)

    def again(self) -> list[str]:
        try:
            self.act()
        except Fault as fault:
            if fault.code not in NEW_LOGIN:
                return [f"the retry says {fault.code}"]
            with suppress(Fault):
                self._vault.close()
            self._vault = self._opened()
            self._facts = database_facts(self._vault._database)
            self.act()
        return self.after(succeeded=True)

    def end(self) -> None:
        self._vault.close()


class _Backup(_Copy):
    """A backup as the program makes it."""

    def act(self) -> None:
        self._vault.keeping.back_up(self._place, "manual", nothing_told)

    def after(self, *, succeeded: bool) -> list[str]:
        made = [each.name for each in self._place.iterdir() if not each.name.startswith(".")]
        if succeeded and not made:
            return ["told as made and is not there"]
        wrong = []
        for name in made:
            if restored_facts(self._ground, f"{self._place.name}/{name}") != self._facts:
                wrong.append("the backup is not whole")
            shutil.rmtree(self._ground.root / "hentet")
        return wrong

    @property
    def _place(self) -> Path:
        return self._path.parent


class _Rotate(_Copy):
    """A new key for the vault; a new login after it, as the program does."""

    def act(self) -> None:
        self._vault.keeping.rotate(self._entry, nothing_told)

    def after(self, *, succeeded: bool) -> list[str]:
        epoch = self._vault._keys.integrity.epoch
        with suppress(Fault):
            self._vault.close()
        self._vault = self._opened()
        turned = self._vault._keys.integrity.epoch > epoch
        wrong = ["told as rotated and is not"] * (succeeded and not turned)
        return wrong + ["not everything is there"] * (database_facts(self._vault._database) != self._facts)

    def _entry(self, end: str) -> LogEntry:
        return LogEntry(
            StandingClock()(), self._vault.user.id, self._vault.device_id, "vault.rotate", reason=end
        )


class _Key:
    """A new passphrase."""

    def __init__(self, ground: Ground) -> None:
        self._folder = ground.vault
        self._known = PASSPHRASE
        self._turn = 0

    def act(self) -> None:
        old, new = bytearray(self._known.encode()), bytearray(NEW_PASSPHRASES[self._turn].encode())
        _key_files().change_passphrase(self._folder, LOGIN, old, new)

    def after(self, *, succeeded: bool) -> list[str]:
        allowed = [NEW_PASSPHRASES[self._turn]] if succeeded else [self._known, NEW_PASSPHRASES[self._turn]]
        for passphrase in allowed:
            if _unlocks(self._folder, passphrase):
                self._known = passphrase
                self._turn += passphrase == NEW_PASSPHRASES[self._turn]
                return []
        return ["no passphrase opens"]

    def again(self) -> list[str]:
        try:
            self.act()
        except Fault as fault:
            return [f"the retry says {fault.code}"]
        return self.after(succeeded=True)

    def end(self) -> None:
        pass


class _Open:
    """A login for writing, and the closing of the vault."""

    def __init__(self, ground: Ground, *, closing_too: bool) -> None:
        self._ground = ground
        self._closing = closing_too
        self._vault = ground.open().vault if closing_too else None

    def act(self) -> None:
        if self._closing:
            assert self._vault is not None
            self._vault.close()
            self._vault = None
        else:
            self._vault = self._ground.open().vault

    def after(self, *, succeeded: bool) -> list[str]:
        if not succeeded or self._vault is None:
            return []
        found = self._vault.check()
        with suppress(Fault):
            self._vault.close()
        return [f"opened, and says {code}" for code in found if code not in NEW_LOGIN]

    def again(self) -> list[str]:
        try:
            with closing(self._ground.open().vault) as vault:
                return [f"opened again, and says {code}" for code in vault.check()]
        except Fault as fault:
            return [f"the retry says {fault.code}"]

    def end(self) -> None:
        pass


class _Create:
    """A new vault."""

    def __init__(self, ground: Ground) -> None:
        self._new = Ground(ground.root / "ny")
        self._new.root.mkdir()

    def act(self) -> None:
        self._new.make()

    def after(self, *, succeeded: bool) -> list[str]:
        if succeeded or self._new.vault.exists():
            return [f"the new vault says {code}" for code in self._new.found()[1]]
        return []

    def again(self) -> list[str]:
        if self._new.vault.exists():
            return []
        try:
            self.act()
        except Fault as fault:
            return [f"the retry says {fault.code}"]
        return self.after(succeeded=True)

    def end(self) -> None:
        pass


def _copy_wrong(path: Path, key: bytearray, expected: Facts) -> list[str]:
    copy = Database(path, key, writable=False)
    try:
        whole = copy.outside("PRAGMA integrity_check(1)") == [("ok",)] and database_facts(copy) == expected
    except Fault:
        whole = False
    finally:
        copy.close()
    return [] if whole else ["the copy is not whole"]


def _key_files() -> JsonKeyFiles:
    return JsonKeyFiles(StandingClock(), FLOOR_COST)


def _unlocks(folder: Path, passphrase: str) -> bool:
    try:
        _key_files().unlock(folder, LOGIN, bytearray(passphrase.encode()))[1].wipe()
    except UserFault:
        return False
    else:
        return True


def _sound(ground: Ground) -> list[str]:
    return [f"the new login: {code}" for code in ground.found()[1]]


def _one_opens(ground: Ground) -> list[str]:
    known = (PASSPHRASE, *NEW_PASSPHRASES)
    return [] if any(_unlocks(ground.vault, each) for each in known) else ["no passphrase opens"]


ACTS: dict[str, Act] = {
    **{
        kind: Act(partial(_Save, kind=kind), _sound)
        for kind in ("register", "start", "answer", "note", "service", "finish")
    },
    "copy": Act(_Copy, _sound),
    "backup": Act(_Backup, _sound, share=0.2),
    "rotate": Act(_Rotate, _sound, share=0.1),
    "key": Act(_Key, _one_opens),
    "open": Act(partial(_Open, closing_too=False), _sound),
    "close": Act(partial(_Open, closing_too=True), _sound),
    "create": Act(_Create, _sound, share=0.1),
}
"""One entry for each thing that writes."""
