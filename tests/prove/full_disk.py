"""`python -m tests.prove.full_disk`: saves on a disk of 3 MB until it is full; told, nothing by half, and on it goes.

The disk is a tmpfs in a mount namespace of its own, which takes root or a user namespace.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from kpr_desktop.errors import Fault
from kpr_desktop.store import place
from tests.support.crash import Facts, Ground, Hand, facts, judge, remember_keys, told_by

SIZE = "3m"
NO_MOUNT = "a small disk can not be mounted here"
_MOST_SAVES = 3000
_BALLAST = 3 * 1024 * 1024
_CHUNK = 4096


def command(words: list[str]) -> list[str]:
    """Run something where it may mount."""
    own = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-Urm"]
    return [*own, *words]


def why_no_mount() -> str:
    """Empty when a disk can be mounted."""
    if shutil.which("unshare") is None:
        return f"{NO_MOUNT}: there is no unshare"
    with tempfile.TemporaryDirectory(prefix="kpr-disk-") as place:
        tried = subprocess.run(
            command(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "kpr", place]),
            capture_output=True,
            check=False,
        )
    return f"{NO_MOUNT}: not allowed" if tried.returncode else ""


def start(rounds: int, seed: int) -> int:
    """Run this module where it may mount; 1 when something came out wrong, 0 also where it can not be run (told)."""
    if why := why_no_mount():
        print(f"Full disk: not run, {why}.")
        return 0
    with tempfile.TemporaryDirectory(prefix="kpr-disk-") as place:
        script = f'mount -t tmpfs -o size={SIZE} kpr "$0" && exec "$@"'
        words = [
            sys.executable,
            "-m",
            "tests.prove.full_disk",
            place,
            "--n",
            str(rounds),
            "--seed",
            str(seed),
        ]
        return subprocess.run(command(["sh", "-c", script, place, *words]), check=False).returncode


def one(template: Path, disk: Path, random: Random, told: Counter[str]) -> list[str]:
    """Fill the disk up to some free space, save until it is full, make room, go on."""
    ground, ballast = Ground(disk / "ground"), disk / "ballast"
    shutil.copytree(template, ground.root)
    free = shutil.disk_usage(disk).free
    ballast.write_bytes(bytes(max(0, free - random.randrange(0, 1_500_000) // _CHUNK * _CHUNK)))
    lines: list[dict[str, Any]] = []
    try:
        try:
            hand = Hand(ground, random.random(), lines.append)
        except Fault as fault:
            told[f"open: {fault.code}"] += 1
            ballast.unlink()
            return _words(fault) + [f"after room was made: {code}" for code in ground.found()[1]]
        before = facts(hand.session)
        wrong = _fill(hand, lines, before, told)
        with suppress(OSError):
            ballast.unlink()
        wrong += _go_on(ground, hand, lines, before)
        return wrong
    finally:
        shutil.rmtree(ground.root, ignore_errors=True)
        ballast.unlink(missing_ok=True)


def _fill(hand: Hand, lines: list[dict[str, Any]], before: Facts, told: Counter[str]) -> list[str]:
    for _ in range(_MOST_SAVES):
        try:
            hand.gesture()
        except Fault as fault:
            told[f"save: {fault.code}"] += 1
            expected, going, _ = told_by(lines, before)
            lost, half = judge(expected, going, facts(hand.session))
            return _words(fault) + ["an acknowledged save is not there"] * lost + ["a save by half"] * half
    return ["the disk never became full"]


def _go_on(ground: Ground, hand: Hand, lines: list[dict[str, Any]], before: Facts) -> list[str]:
    """With room again: the next save works, and a new login finds everything."""
    wrong = []
    expected, _, _ = told_by(lines, before)
    there = facts(hand.session)
    if there == expected:
        lines.append({"going": {}})  # the save that failed came to nothing
    else:
        lines.append({"going": {key: text for key, text in there.items() if expected.get(key) != text}})
        lines.append({"done": True})
    try:
        hand.look_again()
        hand.act("register")
    except Fault as fault:
        return [f"with room again a save says {fault.code}"]
    hand.session.vault.close()
    expected, _, _ = told_by(lines, before)
    found, check = ground.found()
    wrong += ["not all is there after a new login"] * (found != expected)
    return wrong + [f"after a new login: {code}" for code in check]


def _words(fault: Fault) -> list[str]:
    return [] if fault.code == "vault.disk_full" else [f"told {fault.code} when the disk was full"]


def main(words: list[str]) -> int:
    """The exit code: 0 when nothing came out wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("disk", type=Path)
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(words)
    remember_keys()
    setattr(place, "LEAST_FREE", 0)  # noqa: B010 - else such a small disk is refused at the door, before anything is full
    began, told, wrong = time.monotonic(), Counter[str](), []
    with tempfile.TemporaryDirectory(prefix="kpr-template-") as folder:
        ground = Ground(Path(folder) / "ground")
        ground.make()
        ground.open().vault.close()
        for number in range(asked.n):
            found = one(ground.root, asked.disk, Random(f"{asked.seed}/{number}"), told)
            wrong += [f"disk {number}: {each}" for each in found]
    for line in wrong[:20]:
        print(f"  {line}")
    seen = ", ".join(f"{code} {count}" for code, count in sorted(told.items()))
    print(
        f"{asked.n} full disks of 3 MB: {len(wrong)} came out wrong ({seen}; {time.monotonic() - began:.0f} seconds)"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
