"""The programs whose disk is looked at: `python -m tests.prove.power_child <scenario> <folder> <seed>`, under strace.

Each works on a vault in `<folder>` and writes a line before a save (`going`) and after it (`done`).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.store import database
from kpr_desktop.usecases.backups import entry_of, nothing_told
from tests.support.children import write_line
from tests.support.crash import LOGIN, Ground, Hand, facts, secret
from tests.support.steady import StandingClock

CONTROL = "KPR_PROVE_CONTROL"
"""In the environment: "off" or "delete" sets the database as it must not be set."""
_SAVES, _SAVES_PER_LOGIN, _COPIES, _KEY_WRITES, _ROTATIONS = 40, 15, 4, 6, 2


def tell(line: dict[str, Any]) -> None:
    """To the standard output, at once."""
    write_line(1, line)


def save(ground: Ground, seed: str) -> None:
    """Saves, with a new log-in now and then."""
    hand = Hand(ground, seed, tell)
    for number in range(_SAVES):
        hand.gesture()
        if number % _SAVES_PER_LOGIN == _SAVES_PER_LOGIN - 1:
            hand.reopen()
    hand.session.vault.close()


def create(ground: Ground, _seed: str) -> None:
    """A new vault."""
    tell({"going": {"vault": "there"}})
    ground.make()
    tell({"done": True})


def migration(ground: Ground, _seed: str) -> None:
    """The first opening of a vault of an older form; the passphrase of the samples."""
    with closing(ground.open().vault):
        tell({"migrated": True})


def backup(ground: Ground, seed: str) -> None:
    """Backups, with saves between them."""
    hand = Hand(ground, seed, tell)
    vault = hand.session.vault
    for _ in range(_COPIES):
        hand.gesture()
        tell({"copying": facts(hand.session)})
        made = vault.keeping.back_up(ground.root / "kopi", "manual", nothing_told)
        tell({"copied": made.name})
    vault.close()


def rotation(ground: Ground, seed: str) -> None:
    """A new key for the vault, twice, with saves between."""
    hand = Hand(ground, seed, tell)
    for _ in range(_ROTATIONS):
        for _ in range(3):
            hand.gesture()
        session = hand.session
        session.vault.keeping.rotate(
            lambda end, s=session: entry_of(s, "vault.rotate", end, "prove"),  # type: ignore[misc]
            nothing_told,
        )
        tell({"rotated": True})
        hand.reopen()
    hand.session.vault.close()


def key(ground: Ground, seed: str) -> None:
    """New passphrases and new recovery sheets."""
    random = Random(f"key/{seed}")
    files = JsonKeyFiles(StandingClock(), FLOOR_COST)
    now = ground.passphrase
    _, keys = files.unlock(ground.vault, LOGIN, secret())
    for number in range(_KEY_WRITES):
        if number % 3 == 2:
            tell({"going": {}})
            code = "-".join(files.make_recovery(ground.vault, keys).groups)
            tell({"done": True, "recovery": code})
        else:
            new = "".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=24))
            tell({"going": {"passphrase": new}})
            files.change_passphrase(ground.vault, LOGIN, bytearray(now.encode()), bytearray(new.encode()))
            tell({"done": True})
            now = new
    keys.wipe()


SCENARIOS: dict[str, Callable[[Ground, str], None]] = {
    "save": save,
    "create": create,
    "migration": migration,
    "backup": backup,
    "rotation": rotation,
    "key": key,
}


def set_wrongly(control: str) -> None:
    """The controls: settings under which a power cut is known to lose saves."""
    wrong = {"off": {"synchronous": "OFF"}, "delete": {"journal_mode": "DELETE"}}[control]
    settings = (setting.split(" = ") for setting in database._SETTINGS)
    made = tuple(f"{name} = {wrong.get(name, value)}" for name, value in settings)
    setattr(database, "_SETTINGS", made)  # noqa: B010 - a constant, for all but this control


def main(scenario: str, folder: str, seed: str, rest: str = "{}") -> None:
    """Run one scenario; `rest`: more fields of the ground, as JSON."""
    if control := os.environ.get(CONTROL):
        set_wrongly(control)
    SCENARIOS[scenario](Ground(Path(folder), **json.loads(rest)), seed)


if __name__ == "__main__":
    main(*sys.argv[1:])
