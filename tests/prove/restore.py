"""`python -m tests.prove.restore --persons 100000`: from a backup and the recovery sheet to a vault on a clean machine.

A vault is made and backed up, and its recovery code written down. Then, with a settings folder that has never seen it,
the backup is restored by the code with a new passphrase, taken into use, and read through once more. The machine's
seconds are printed, the counts and the log's chain compared. Control: one flipped byte, wherever it is, is refused.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.backup_ports import BackupFile, Opening
from kpr_desktop.usecases.demo import PASSPHRASE, DemoPlan, fill
from kpr_desktop.usecases.vault import FirstRun

LOGIN, NEW_PHRASE = "ovelse", "en helt ny lang frase"
MOST_SECONDS = 120
FLIPS = 40
AFTER = ["recovery.use", "vault.restored"]
"""What the log holds beyond the backup's own, the newest first: the use of the sheet and the confirmation before it."""


def prepare(root: Path, persons: int) -> tuple[BackupFile, str, str]:
    """A vault with its backup: the backup, the recovery code, and where its log ends."""
    app = Application(config=root / "config", cost=FLOOR_COST)
    path = root / "hvelv"
    secret = bytearray(PASSPHRASE.encode())
    session = app.door.create(
        FirstRun(path, "4201", "Hjemmetjenesten", "Øvingsbruker", LOGIN, secret, training=True)
    )
    began = time.perf_counter()
    fill(session, app.demo_words(), DemoPlan(persons, 1))
    vault: Any = session.vault
    print(f"made {persons:,} persons in {time.perf_counter() - began:.0f} s", flush=True)
    code = " ".join(vault._key_files.make_recovery(path, vault._keys).groups)
    began = time.perf_counter()
    made = app.services(session).backups.make("manual").first
    print(
        f"backup made and read back in {time.perf_counter() - began:.1f} s, {made.size / 1e6:.0f} MB",
        flush=True,
    )
    mark = vault.log_check().lines
    vault.close()
    return made, code, str(mark)


def restored(root: Path, backup: BackupFile, code: str) -> tuple[float, list[str]]:
    """Restore on a clean machine; seconds, and what is wrong with it."""
    app = Application(config=root / "ren" / "config", cost=FLOOR_COST)
    target = root / "ren" / "hvelv"
    began = time.perf_counter()
    made = app.restoring.restore(backup.path, target, Opening(LOGIN, bytearray(NEW_PHRASE.encode()), code))
    session = app.door.open(target, LOGIN, bytearray(NEW_PHRASE.encode()))
    app.services(session).backups.confirm_restore("prøve")
    seconds = time.perf_counter() - began
    try:
        wrong = [each.code for each in session.vault.inspect()]
        counts = session.vault.keeping.counts()
        if (made.persons, made.assessments) != (backup.persons, backup.assessments):
            wrong.append("counts of the restore")
        if (counts.persons, counts.assessments) != (backup.persons, backup.assessments):
            wrong.append("counts of the vault")
        report = session.vault.log_check()
        with session.work() as work:
            came = [each.action for each in work.records.log_entries(limit=report.lines - backup.log_lines)]
        if report.first_bad is not None or came != AFTER:
            wrong.append("log")
        print(
            f"counts: {counts.persons:,} persons, {counts.assessments:,} assessments, {report.lines:,} log lines"
        )
    finally:
        session.vault.close()
    return seconds, wrong


def flipped(root: Path, backup: BackupFile, code: str, random: Random) -> int:
    """Flip one byte of the backup, many times; how many were refused."""
    app = Application(config=root / "flip" / "config", cost=FLOOR_COST)
    files = sorted(backup.path.iterdir())
    refused = 0
    for turn in range(FLIPS):
        path = files[turn % len(files)]
        at, bit = random.randrange(path.stat().st_size), 1 << random.randrange(8)
        turned(path, at, bit)
        try:
            app.restoring.restore(
                backup.path, root / "flip" / "hvelv", Opening(LOGIN, bytearray(NEW_PHRASE.encode()), code)
            )
        except Fault:
            refused += 1
        shutil.rmtree(root / "flip" / "hvelv", ignore_errors=True)
        turned(path, at, bit)
    return refused


def turned(path: Path, at: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ bit]))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        backup, code, lines = prepare(root, options.persons)
        seconds, wrong = restored(root, backup, code)
        print(
            f"restored from backup and recovery sheet in {seconds:.1f} s of machine time (at most {MOST_SECONDS})"
        )
        print(f"log: {lines} lines in the vault when the backup had been recorded; faults: {wrong or 'none'}")
        refused = flipped(root, backup, code, Random(options.seed))
        print(f"Control: {refused} of {FLIPS} flipped bytes refused")
    return 0 if not wrong and seconds <= MOST_SECONDS and refused == FLIPS else 1


if __name__ == "__main__":
    sys.exit(main())
