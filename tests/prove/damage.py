"""`python -m tests.prove.damage --n 10000`: random damage to a vault and its backup, and what the program makes of it.

Bits turned over, ends cut off, stretches of zeros and noise, pages that changed places, garbage behind the end: in the
database, its -wal file, the key file (one copy or both) and a backup. The real program then opens what is left. It must
neither fall over nor hang (5 s), and never show as whole what is not. What is told of as damaged is read around the
damage into a new vault (`kpr salvage`), and restored from the backup.

Control: a program that takes every vault for whole must be caught.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType

from kpr_desktop.errors import EnvironmentFault, Fault
from kpr_desktop.store import vault as vault_module
from kpr_desktop.store.vault import UnlockedVault
from tests.prove.damage_base import Base, restored_facts, salvaged
from tests.support.crash import Facts, Ground, facts, remember_keys

LONGEST = 5.0
"""Seconds that the program may take for one vault."""
TARGETS = {"database": 8, "wal": 5, "key": 2, "both keys": 1, "backup": 4}
_PAGE = 4096
_RESTORED = 0.2
"""Of the vaults that are told of, so many are restored from their backup too."""
_MANY = 250
"""Cases a job."""


class Hung(Exception):
    """The program took longer than LONGEST."""


@dataclass
class Tally:
    """What came of the damages."""

    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    restored: int = 0
    salvaged: int = 0
    rows: int = 0
    rows_of: int = 0
    slowest: float = 0.0

    def add(self, other: Tally) -> None:
        self.cases += other.cases
        self.outcomes.update(other.outcomes)
        self.wrong += other.wrong
        self.restored += other.restored
        self.salvaged += other.salvaged
        self.rows += other.rows
        self.rows_of += other.rows_of
        self.slowest = max(self.slowest, other.slowest)


def damaged(data: bytes, random: Random) -> tuple[bytes, str]:
    """The bytes with one kind of damage; never the same bytes."""
    while True:
        kind = random.choice(("bits", "cut", "zeros", "noise", "swap", "garbage"))
        made = bytes(_KINDS[kind](bytearray(data), random))
        if made != data:
            return made, kind


def _bits(data: bytearray, random: Random) -> bytearray:
    for _ in range(random.choice((1, 1, 2, 8))):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return data


def _cut(data: bytearray, random: Random) -> bytearray:
    return data[
        : random.choice((0, random.randrange(len(data)), len(data) // _PAGE // 2 * _PAGE, len(data) - 1))
    ]


def _stretch(data: bytearray, random: Random) -> slice:
    at = random.randrange(len(data))
    if random.random() < 0.5:
        at -= at % _PAGE
    return slice(at, min(at + random.choice((1, 16, 512, _PAGE, random.randrange(1, 9 * _PAGE))), len(data)))


def _zeros(data: bytearray, random: Random) -> bytearray:
    part = _stretch(data, random)
    data[part] = bytes(part.stop - part.start)
    return data


def _noise(data: bytearray, random: Random) -> bytearray:
    part = _stretch(data, random)
    data[part] = random.randbytes(part.stop - part.start)
    return data


def _swap(data: bytearray, random: Random) -> bytearray:
    size = _PAGE if len(data) > 4 * _PAGE else 32
    one, other = (random.randrange(len(data) // size) * size for _ in range(2))
    data[one : one + size], data[other : other + size] = data[other : other + size], data[one : one + size]
    return data


def _garbage(data: bytearray, random: Random) -> bytearray:
    return data + random.randbytes(random.choice((1, 512, _PAGE, 10_000)))


_KINDS = {"bits": _bits, "cut": _cut, "zeros": _zeros, "noise": _noise, "swap": _swap, "garbage": _garbage}


def files_of(base: Base, target: str, random: Random) -> list[str]:
    """Which files of the vault (or of the backup) are damaged, relative to the ground."""
    if target == "backup":
        return [f"{base.backup}/{random.choice(base.backup_files)}"]
    names = {"database": [base.database], "wal": [base.database + "-wal"]}
    keys = ["nokkel.kpr", "nokkel.kpr.kopi"]
    chosen = names.get(target) or (keys if target == "both keys" else [random.choice(keys)])
    return [f"hvelv/{name}" for name in chosen]


def one(base: Base, place: Path, random: Random, tally: Tally) -> None:
    """Damage, open, judge."""
    target = random.choices(list(TARGETS), list(TARGETS.values()))[0]
    shutil.copytree(base.ground.root, place)
    kind = ""
    for name in files_of(base, target, random):
        made, kind = damaged((place / name).read_bytes(), random)
        (place / name).write_bytes(made)
    began = time.monotonic()
    try:
        with _at_most(LONGEST):
            if target == "backup":
                outcome, wrong = _judge_backup(base, Ground(place))
            else:
                outcome, wrong = _judge_vault(base, Ground(place), random, tally)
    except Hung:
        outcome, wrong = "hung", ["it hung"]
    except Exception as error:  # noqa: BLE001 - whatever it is, the program fell over
        outcome, wrong = "fell over", [f"{type(error).__name__}: {error}"]
    tally.slowest = max(tally.slowest, time.monotonic() - began)
    tally.cases += 1
    tally.outcomes[f"{target}: {outcome}"] += 1
    tally.wrong += [f"{target}, {kind}: {each}" for each in wrong]
    shutil.rmtree(place, ignore_errors=True)


def _judge_vault(base: Base, ground: Ground, random: Random, tally: Tally) -> tuple[str, list[str]]:
    """First around the damage (nothing of the vault is changed by that), then by the door."""
    rows, wrong = _salvaged(base, ground)
    told, there, codes = _opened(ground)
    if told:
        outcome = "refused"
        wrong += [f"told {told}"] * (told.startswith("vault.wrong") or told == "vault.wait")
    elif not codes:
        outcome = "opened whole"
        wrong += ["shown as whole, and is not"] * (there != base.facts)
    elif codes == ["vault.saves_missing"]:
        outcome = "told of missing saves"
        wrong += ["what is left was never there"] * (there not in base.history)
    else:
        outcome = f"told of damage ({', '.join(sorted(codes))})"
        wrong += ["a value that was never there"] * (not base.were_there(there or {}))
    if outcome != "opened whole":
        if rows is not None:
            tally.salvaged += 1
            tally.rows += rows
            tally.rows_of += base.rows
        if random.random() < _RESTORED:
            tally.restored += 1
            wrong += ["the backup gives something else"] * (
                restored_facts(ground, base.backup) != base.backup_facts
            )
    return outcome, wrong


def _opened(ground: Ground) -> tuple[str, Facts | None, list[str]]:
    """The fault's code, or what is there (None when it can not be read) and what the program tells of it."""
    try:
        session = ground.open()
    except Fault as fault:
        return fault.code, None, []
    vault = session.vault
    assert isinstance(vault, UnlockedVault)
    there: Facts | None = None
    try:
        codes = vault.check()
        with contextlib.suppress(EnvironmentFault):
            there = facts(session)
    finally:
        with contextlib.suppress(EnvironmentFault):
            vault.close()
    return "", there, codes


def _salvaged(base: Base, ground: Ground) -> tuple[int | None, list[str]]:
    """How many rows a user gets out around the damage (None = nothing at all), and what is wrong with them."""
    try:
        return salvaged(base, ground)
    except EnvironmentFault:
        return None, []


def _judge_backup(base: Base, ground: Ground) -> tuple[str, list[str]]:
    try:
        there = restored_facts(ground, base.backup)
    except EnvironmentFault as fault:
        return f"refused ({fault.code})", []
    return "restored whole", ["restored as whole, and is not"] * (there != base.backup_facts)


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def hung(_number: int, _frame: FrameType | None) -> None:
        raise Hung

    signal.signal(signal.SIGALRM, hung)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def job(root: Path, number: int, cases: int, seed: int, control: bool) -> Tally:
    """Some damages, in a process of its own."""
    remember_keys()
    base = Base.kept(root)
    if control:
        believe_everything()
    tally, random = Tally(), Random(f"{seed}/{number}")
    for _ in range(cases):
        one(base, root / f"place-{number}", random, tally)
    return tally


def believe_everything() -> None:
    """The control: nothing is compared."""
    for name in ("frame", "whole"):
        setattr(vault_module, name, lambda *_args, **_more: [])


def run(cases: int, seed: int, *, control: bool, processes: int) -> Tally:
    """All damages."""
    root, tally = Path(tempfile.mkdtemp(prefix="kpr-damage-")), Tally()
    parts = [min(_MANY, cases - done) for done in range(0, cases, _MANY)]
    try:
        remember_keys()
        Base.make(root, seed)
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, mp_context=fork) as pool:
            asked = [pool.submit(job, root, n, count, seed, control) for n, count in enumerate(parts)]
            for each in asked:
                try:
                    tally.add(each.result())
                except BrokenProcessPool:
                    tally.wrong.append("the process died")
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return tally


def report(tally: Tally) -> None:
    """The figures."""
    for line in tally.wrong[:20]:
        print(f"  {line}")
    for outcome, count in sorted(tally.outcomes.items()):
        print(f"{outcome}: {count}")
    told = tally.cases - sum(n for name, n in tally.outcomes.items() if name.endswith(" whole"))
    print(
        f"Around the damage: {tally.salvaged} vaults gave {tally.rows} of {tally.rows_of} rows; {tally.restored} were "
        f"restored from their backup; "
        f"the slowest vault took {tally.slowest:.1f} s."
    )
    print(
        f"{tally.cases} damages: {tally.cases - told} opened or restored whole, {told} told of; "
        f"{len(tally.wrong)} came out wrong (fell over, hung, or shown as whole and not)"
    )


def main(words: list[str]) -> int:
    """The exit code: 0 when nothing came out wrong; with --control when something did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args(words)
    began = time.monotonic()
    tally = run(asked.n, asked.seed, control=asked.control, processes=asked.processes)
    report(tally)
    print(f"{time.monotonic() - began:.0f} seconds")
    if asked.control:
        print(f"Control: {'caught' if tally.wrong else 'NOT caught'}.")
        return 0 if tally.wrong else 1
    return 1 if tally.wrong or not tally.cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
