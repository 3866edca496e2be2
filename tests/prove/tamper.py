"""`python -m tests.prove.tamper --n 2000`: change a vault behind the program's back, and see whether it is found.

The hands have the database's key (SQL, and older pages that SQLCipher takes for good) but none of the keys of the
codes. Each tampering changes what a reader would see, and its place must be named. Controls: the same tamperings with
our verification switched off, where nothing may be found, and vaults that nobody touched, which must give no alarm.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from unittest import mock

from sqlcipher3 import dbapi2

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.vault_records import Trouble
from tests.prove import tamper_key, tamper_rows
from tests.prove.tamper_ground import Ground, build
from tests.support.tamper import behind

PAGE = 4096
TRIES = 40
UNTOUCHED = 40
KINDS = {
    "row edited": (tamper_rows.edited, 22),
    "row removed": (tamper_rows.removed, 14),
    "row added": (tamper_rows.added, 10),
    "log line edited": (tamper_rows.log_edited, 6),
    "log line removed": (tamper_rows.log_removed, 6),
    "log line added": (tamper_rows.log_added, 4),
    "log lines in another order": (tamper_rows.log_reordered, 6),
    "seal or head": (tamper_rows.seal_or_head, 8),
}
PAGES, FILE, FOLDER, KEY_FILE = "pages put back", "database put back", "folder put back", "key file"
EARLIER_KEY = "folder of an earlier key"
WEIGHTS = {
    **{kind: weight for kind, (_, weight) in KINDS.items()},
    PAGES: 12,
    FILE: 3,
    FOLDER: 3,
    EARLIER_KEY: 3,
    KEY_FILE: 6,
}


@dataclass
class Tally:
    """What was seen."""

    made: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    at_opening: int = 0


# --- looking ----------------------------------------------------------------------------------------------------------


def look(ground: Ground, *, write: bool) -> tuple[list[Trouble], int]:
    """What opening and reading everything tells, and how much of it opening alone."""
    try:
        vault = ground.open(write=write)
    except EnvironmentFault as fault:
        return [Trouble(fault.code, str(fault.params.get("where", "page")))], 1
    except ValueError:  # with verification off, a value that no program has written
        return [Trouble("vault.damaged", "page")], 1
    try:
        return vault.inspect(), len(vault.trouble)
    finally:
        vault.close()


def refused_alone(ground: Ground, done: tamper_rows.Done, random: Random) -> bool:
    """Whether the tampered case file is refused when it is opened, and another one is not."""
    whose = done.person
    if whose not in ground.persons or done.table == "person_search":  # the search belongs to nobody's file
        return True
    vault = ground.open(write=False)
    try:
        other = random.choice([each for each in ground.persons if each != whose])
        return not whole(vault, whose) and whole(vault, other)
    finally:
        vault.close()


def whole(vault: UnlockedVault, person_id: PersonId) -> bool:
    with vault.work() as work:
        try:
            work.verify(person_id)
        except EnvironmentFault:
            return False
    return True


# --- files and pages --------------------------------------------------------------------------------------------------


def pages_back(ground: Ground, random: Random) -> tamper_rows.Done | None:
    """One to three older pages into the newer file; SQLCipher takes them, for they are good pages of their place."""
    old = random.choice(ground.older).files["data.kpr"]
    place = ground.folder / "data.kpr"
    new = bytearray(place.read_bytes())
    differing = [
        at for at in range(0, min(len(old), len(new)), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]
    ]
    for at in random.sample(differing, min(len(differing), random.choice((1, 1, 1, 2, 3)))):
        new[at : at + PAGE] = old[at : at + PAGE]
    place.write_bytes(new)
    try:
        with behind(ground.folder, ground.key) as connection:
            changed = tamper_rows.differences(ground.content, tamper_rows.content(connection))
    except (dbapi2.Error, UnicodeDecodeError):
        return tamper_rows.Done("pages", places=frozenset())
    if not changed:
        return None
    return tamper_rows.Done("pages", places=changed)


def file_back(ground: Ground, random: Random, *, anchor: bool) -> tamper_rows.Done:
    """The database of an earlier day, alone or with the anchor that lies beside it."""
    old = random.choice(ground.older)
    (ground.folder / "data.kpr").write_bytes(old.files["data.kpr"])
    if anchor:
        (ground.folder / "anker.kpr").write_bytes(old.files["anker.kpr"])
    elif random.random() < 0.5:
        ground.machine.unlink()
    return tamper_rows.Done("file", missing=ground.newest.saves - old.saves)


def earlier_key(ground: Ground, random: Random) -> tamper_rows.Done:
    """After a change of key: every file of the folder as it was under the old one, key file and anchor too."""
    old = random.choice([*ground.older, ground.newest])
    for name, data in old.files.items():
        (ground.folder / name).write_bytes(data)
    ground.machine.write_bytes(ground.later_machine)
    return tamper_rows.Done("key", places=frozenset({"anchor"}))


def apply(ground: Ground, kind: str, random: Random) -> tamper_rows.Done | None:
    """Do it; None when it would have changed nothing, or broken a rule that SQLite itself keeps."""
    if kind == PAGES:
        return pages_back(ground, random)
    if kind in (FILE, FOLDER):
        return file_back(ground, random, anchor=kind == FOLDER)
    if kind == EARLIER_KEY:
        return earlier_key(ground, random)
    with behind(ground.folder, ground.key) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        try:
            return KINDS[kind][0](connection, random, ground)
        except dbapi2.IntegrityError:
            return None


def named(done: tamper_rows.Done, told: list[Trouble]) -> bool:
    """Whether the places that were tampered with are named."""
    wheres = {each.where for each in told}
    if done.missing:
        return any(each.code == "vault.saves_missing" and each.count == done.missing for each in told)
    if done.seq:
        return any(each.where == "log" and each.seq == done.seq for each in told)
    if done.table:
        return any(each.where == done.table and each.person_id == done.person for each in told)
    if any(each.code == "vault.damaged" for each in told):
        return "page" in wheres
    frame = {"seal", "head", "anchor", "log"}
    return all(place in wheres or (place in frame and wheres & frame) for place in done.places) and bool(told)


# --- the runs ---------------------------------------------------------------------------------------------------------


def run(ground: Ground, count: int, random: Random, tally: Tally) -> None:
    """`count` tamperings, each on a fresh copy."""
    kinds = random.choices(list(WEIGHTS), list(WEIGHTS.values()), k=count)
    for number, kind in enumerate(kinds):
        tally.made[kind] += 1
        label = f"{number} {kind}"
        if kind == KEY_FILE:
            ground.restore()
            code = tamper_key.told(ground, random)
            tally.found[kind] += bool(code)
            if not code:
                tally.missed.append(label)
            continue
        done = tampered(ground, kind, random)
        told, at_opening = look(ground, write=random.random() < 0.5)
        tally.at_opening += bool(at_opening)
        tally.found[kind] += bool(told)
        if not told:
            tally.missed.append(f"{label} {done}")
        elif not named(done, told):
            tally.unnamed.append(f"{label} {done} {told[:4]}")
        elif not refused_alone(ground, done, random):
            tally.unnamed.append(f"{label} {done}: not when the case file was opened")


def tampered(ground: Ground, kind: str, random: Random) -> tamper_rows.Done:
    for _ in range(TRIES):
        ground.restore()
        done = apply(ground, kind, random)
        if done is not None:
            return done
    raise RuntimeError(f"nothing to tamper with: {kind}")


@contextlib.contextmanager
def verification_off() -> Iterator[None]:
    with (
        mock.patch("kpr_desktop.store.vault.register"),
        mock.patch("kpr_desktop.store.vault.frame", return_value=[]),
        mock.patch("kpr_desktop.store.check.sealed_rows", return_value=()),
        mock.patch("kpr_desktop.store.anchors.Anchors.later_key", return_value=False),
    ):
        yield


def control(ground: Ground, count: int, random: Random) -> tuple[int, int, int]:
    """Tampered with, found, and seen by SQLite's own checks: the last are no proof of ours and are set aside."""
    kinds = [kind for kind in WEIGHTS if kind != KEY_FILE]
    made = found = by_sqlite = 0
    for kind in random.choices(kinds, [WEIGHTS[kind] for kind in kinds], k=count):
        tampered(ground, kind, random)
        with verification_off():
            told, _ = look(ground, write=False)
        own = {each.code for each in told} & {"vault.damaged", "vault.references_broken"}
        by_sqlite += bool(own)
        made += not own
        found += bool(told) and not own
    return made, found, by_sqlite


def untouched(ground: Ground, count: int, random: Random) -> int:
    """Alarms from vaults that were only worked in."""
    alarms = 0
    ground.restore()
    for _ in range(count):
        with contextlib.closing(ground.open(write=True)) as vault:
            alarms += bool(vault.inspect())
            for _ in range(random.randint(0, 3)):
                ground.work_a_little(vault, random)
    return alarms


def main() -> int:
    """Run, print, and exit 1 when anything was missed, unnamed, or alarmed for nothing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    random = Random(options.seed)
    tally, start = Tally(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        ground = build(Path(folder), random)
        run(ground, options.n, random, tally)
        made, found, by_sqlite = control(ground, max(20, options.n // 10), random)
        alarms = untouched(ground, min(UNTOUCHED, max(5, options.n // 10)), random)
    for kind in WEIGHTS:
        print(f"  {kind:28} {tally.found[kind]:5} of {tally.made[kind]:5}")
    total = sum(tally.found.values())
    print(
        f"{total} of {options.n} tamperings found, {len(tally.unnamed)} without their place;"
        f" {tally.at_opening} already when the vault was opened"
    )
    print(
        f"Control, verification switched off: {found} of {made} found"
        f" ({by_sqlite} more were seen by SQLite's own checks)"
    )
    print(f"Control, untouched vaults: {alarms} alarms; {time.monotonic() - start:.0f} s")
    for line in (tally.missed + tally.unnamed)[:20]:
        print("MISSED", line)
    return 1 if tally.missed or tally.unnamed or found or alarms or total != options.n else 0


if __name__ == "__main__":
    sys.exit(main())
