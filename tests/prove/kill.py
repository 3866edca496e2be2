"""`python -m tests.prove.kill --n 1000`: kill -9 in the middle of saves, and see what is there afterwards.

A child opens a real vault and saves by the use cases: persons, assessments, answers, notes, services, finishing. It
says before each save what it leads to, and after the call has returned that it is done. The parent kills it at a random
moment, also while it opens or closes; a new process opens the vault. Everything acknowledged must be there, the save
under way wholly or not at all (rows and log line), and the check of the whole database must find nothing.

Controls: `--control early` acknowledges before the save; `--control half` commits the rows before their line in the
log. Both must be found.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session
from tests.support.children import answer_of, read_lines, rest_of, spawn, write_line
from tests.support.crash import Facts, Ground, Hand, judge, remember_keys, told_by

LONGEST = 0.25
"""Seconds from the beginning to the latest kill."""
START = 60.0
ROUNDS_PER_VAULT = 100
SAVES_PER_LOGIN = 12
HALF_DONE = 0.01
"""Seconds that the control `half` leaves an act half done."""


@dataclass
class Tally:
    """What was seen over all rounds."""

    kills: int = 0
    acknowledged: int = 0
    under_way: int = 0
    came_in: int = 0
    outside: int = 0
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)

    def told(self) -> bool:
        return bool(self.lost or self.half or self.unsound)


def drive(ground: Ground, seed: object, out: int, control: str) -> None:
    """Save for ever."""
    if control == "half":
        _part_rows_from_log()
    write_line(out, {"opening": True})
    hand = Hand(ground, seed, lambda line: write_line(out, line), early=control == "early")
    write_line(out, {"open": True})
    while True:
        for _ in range(SAVES_PER_LOGIN):
            hand.gesture()
        write_line(out, {"closing": True})
        hand.reopen()
        write_line(out, {"open": True})


def look(ground: Ground, out: int) -> None:
    """Open the vault again, tell what is there and what the check says."""
    found, faults = ground.found()
    write_line(out, {"facts": found, "check": faults})


def one_round(ground: Ground, seed: object, before: Facts, tally: Tally, control: str) -> Facts:
    """Let a child work, kill it, look. Gives what is there then."""
    random = Random(f"kill/{seed}")
    child, pipe = spawn(lambda out: drive(ground, seed, out, control))
    wait = random.uniform(0, LONGEST)
    lines: list[dict[str, Any]] = []
    if random.random() < 0.9:  # else the time runs from the start, so that opening is hit too
        if not select.select([pipe], [], [], START)[0]:
            os.kill(child, signal.SIGKILL)
            raise SystemExit("A child did not begin.")
        closed = False
        while not closed and not any("open" in line for line in lines):
            more, closed = read_lines(pipe, time.monotonic() + 0.002)
            lines += more
    lines += read_lines(pipe, time.monotonic() + wait)[0]
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    lines += rest_of(pipe)
    os.close(pipe)
    faults = [line["fault"] for line in lines if "fault" in line]
    if faults or not os.WIFSIGNALED(status):
        raise SystemExit(f"A child ended by itself. {faults}")
    tally.kills += 1
    return _compare(ground, lines, before, tally)


def _compare(ground: Ground, lines: list[dict[str, Any]], before: Facts, tally: Tally) -> Facts:
    told, going, count = told_by(lines, before)
    tally.acknowledged += count
    tally.under_way += bool(going)
    tally.outside += not lines or any(word in lines[-1] for word in ("opening", "closing"))
    found = answer_of(lambda out: look(ground, out))
    if len(found) != 1 or "fault" in found[0]:
        raise SystemExit(f"The vault could not be opened after kill {tally.kills}. {found}")
    there: Facts = found[0]["facts"]
    lost, half = judge(told, going, there)
    tally.came_in += bool(going) and not lost and not half and there != told
    if lost:
        tally.lost.append(f"kill {tally.kills}: an acknowledged save is not there")
    if half:
        tally.half.append(f"kill {tally.kills}: a save is there by half ({', '.join(_kinds(going))})")
    tally.unsound += [f"kill {tally.kills}: {code}" for code in found[0]["check"]]
    return there


def _kinds(going: Facts) -> list[str]:
    return sorted({"/".join(key.split("/")[: 1 + key.startswith("log/")]) for key in going})


def _part_rows_from_log() -> None:
    """The control `half`: two transactions where there is one."""
    log = Session.log

    def parted(self: Session, work: UnitOfWork, *args: Any, **more: Any) -> None:
        database = work._database  # type: ignore[attr-defined]
        database.commit()
        time.sleep(HALF_DONE)  # between two commits in memory a kill would nearly never fall
        database.begin()
        log(self, work, *args, **more)

    Session.log = parted  # type: ignore[method-assign]


def run(rounds: int, seed: int, control: str) -> Tally:
    """All rounds, on a new vault every now and then."""
    tally = Tally()
    remember_keys()
    root = Path(tempfile.mkdtemp(prefix="kpr-kill-"))
    try:
        Ground(root / "new").make()
        ground, there = Ground(root / "new"), Facts()
        Ground(root / "new").open().vault.close()  # the children inherit the passphrase's key
        for number in range(rounds):
            if number % ROUNDS_PER_VAULT == 0:
                ground, there = Ground(root / f"vault-{number}"), Facts()
                shutil.copytree(root / "new", ground.root)
            there = one_round(ground, f"{seed}/{number}", there, tally, control)
            if control and (tally.lost if control == "early" else tally.half):
                break  # it has been found; how soon is chance
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(root)
    return tally


def main(words: list[str]) -> int:
    """The exit code: 0 when nothing was lost; with --control when something was told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--control", choices=("early", "half"), default="")
    asked = parser.parse_args(words)
    began = time.monotonic()
    tally = run(asked.n, asked.seed, asked.control)
    for line in [*tally.lost, *tally.half, *tally.unsound][:20]:
        print(f"  {line}")
    print(
        f"{tally.kills} kills: {len(tally.lost)} with an acknowledged save lost, {len(tally.half)} half actions, "
        f"{len(tally.unsound)} unsound vaults ({tally.acknowledged} acknowledged saves; {tally.under_way} kills during "
        f"a save, {tally.came_in} of these had come in; {tally.outside} while opening or closing; "
        f"{time.monotonic() - began:.0f} seconds)"
    )
    if asked.control:
        found = tally.lost if asked.control == "early" else tally.half
        print(f"Control {asked.control}: {'found' if found else 'NOT found'}.")
        return 0 if found else 1
    return 1 if tally.told() or not tally.acknowledged else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
