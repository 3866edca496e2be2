"""`python -m tests.prove.io_faults`: every call to the disk in a save, a copy, a key write … fails in turn.

The program runs with tests/prove/io_faults_shim.c in front of the C library. A first run counts the calls of an action;
then each of them fails, once (EIO, ENOSPC, EACCES, EROFS, EINTR, half a write) or for good from there on (EIO,
ENOSPC).
The action must either have succeeded wholly, or be told with a worded message and have left nothing by half; the next
try must work, and so must a new login. Then the same on a full disk of 3 MB (tests/prove/full_disk.py).

Control: a program that swallows errors when it commits must be caught.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault, Fault
from kpr_desktop.store.database import Database
from tests.prove import full_disk
from tests.prove.io_faults_acts import ACTS, Act
from tests.support.children import answer_of, write_line
from tests.support.crash import Ground, Hand, remember_keys

SHIM = Path(__file__).with_name("io_faults_shim.c")
NO_COMPILER = "the shim of the disk faults can not be built here"
_LOADED = "KPR_PROVE_SHIM"
_HALF_WRITE = -1
ONCE = {
    "EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EACCES": errno.EACCES, "EROFS": errno.EROFS, "EINTR": errno.EINTR,
    "half a write": _HALF_WRITE,
}  # fmt: skip
FOR_GOOD = {"EIO for good": errno.EIO, "ENOSPC for good": errno.ENOSPC}
LONGEST = 30
"""Seconds for one action with its retry."""
_FIRST_SAVES = 25


@dataclass
class Tally:
    """What was seen."""

    runs: int = 0
    calls: int = 0
    told: Counter[str] = field(default_factory=Counter)
    whole: int = 0
    wrong: list[str] = field(default_factory=list)


@cache
def _shim() -> ctypes.CDLL:
    library = ctypes.CDLL(None)
    library.kpr_fired_name.restype = ctypes.c_char_p
    return library


def why_no_shim() -> str:
    """Empty when the shim can be used."""
    if not sys.platform.startswith("linux") or shutil.which("gcc") is None:
        return f"{NO_COMPILER}: there is no gcc"
    return ""


def attempt(act: Act, ground: Ground, nth: int, fault: str, *, die: bool) -> dict[str, Any]:
    """Do the action with one call failing; what came of it. `die`: the process ends without closing anything."""
    shim = _shim()
    shim.kpr_root(str(ground.root).encode())
    doing = act.begin(ground)
    number = {**ONCE, **FOR_GOOD}.get(fault, 0)
    told, wrong = "", []
    shim.kpr_arm(nth, number, int(fault in FOR_GOOD))
    try:
        doing.act()
    except Fault as raised:
        told = raised.code
    except Exception as error:  # noqa: BLE001 - whatever it is, it is not worded
        wrong.append(f"{type(error).__name__} instead of a message")
        told = "-"
    calls, fired = shim.kpr_disarm(), shim.kpr_fired()
    name = shim.kpr_fired_name().decode()
    if told and told != "-":
        wrong += _not_worded(told)
    wrong += doing.after(succeeded=not told)
    if not die:
        wrong += doing.again()
        doing.end()
    return {"calls": calls, "fired": fired, "call": name, "told": told, "wrong": wrong}


def _not_worded(code: str) -> list[str]:
    try:
        words = Texts.load("nb").fault(EnvironmentFault(code))
    except (KeyError, LookupError):
        return [f"no words for {code}"]
    allowed = {"vault.disk_full", "vault.disk_error", "vault.no_access", "vault.damaged", "vault.open_again"}
    return [] if words and code in allowed else [f"told {code}, which the disk is not the reason of"]


def one(act: Act, template: Path, place: Path, nth: int, fault: str, *, die: bool = False) -> dict[str, Any]:
    """In a process of its own, on a copy of the template; another process then looks at what is there."""
    shutil.copytree(template, place)
    ground = Ground(place)

    def work(out: int) -> None:
        signal.alarm(LONGEST)
        write_line(out, attempt(act, ground, nth, fault, die=die))

    def look(out: int) -> None:
        signal.alarm(LONGEST)
        write_line(out, {"wrong": act.look(ground)})

    found = answer_of(work)
    if len(found) != 1 or "fault" in found[0]:
        seen: dict[str, Any] = {
            "calls": 0,
            "fired": 1,
            "call": "?",
            "told": "",
            "wrong": [f"the process ended: {found}"],
        }
    else:
        seen = found[0]
        later = answer_of(look)
        seen["wrong"] += later[0].get("wrong") or [] if later else ["the new login hung"]
        seen["wrong"] += [f"the new login: {line['fault']}" for line in later if "fault" in line]
    shutil.rmtree(place, ignore_errors=True)
    return seen


def run(acts: list[str], share: float, seed: int, root: Path) -> dict[str, Tally]:
    """All actions, or a random `share` of their calls."""
    found = {}
    random = Random(seed)
    template = make_template(root)
    for name in acts:
        act, tally = ACTS[name], Tally()
        found[name] = tally
        without = one(act, template, root / "place", 0, "")
        if without["told"] or without["wrong"]:
            raise SystemExit(f"{name} does not work on a sound disk: {without}")
        tally.calls = without["calls"]
        for nth in range(1, tally.calls + 1):
            for fault in (*ONCE, *FOR_GOOD):
                for die in (False, True) if fault == "EIO" else (False,):
                    if random.random() < share * act.share:
                        _count(
                            tally, one(act, template, root / "place", nth, fault, die=die), name, nth, fault
                        )
    return found


def _count(tally: Tally, seen: dict[str, Any], name: str, nth: int, fault: str) -> None:
    if (
        not seen["fired"] and not seen["wrong"]
    ):  # half a write where nothing is written, or fewer calls this time
        return
    tally.runs += 1
    tally.whole += not seen["told"]
    tally.told.update([seen["told"]] if seen["told"] else [])
    tally.wrong += [f"{name}, call {nth} ({seen['call']}), {fault}: {each}" for each in seen["wrong"]]


def make_template(root: Path) -> Path:
    """A vault with something in it."""
    ground = Ground(root / "template")
    ground.make()
    (ground.root / "kopi").mkdir()
    hand = Hand(ground, "template", lambda _line: None)
    for _ in range(_FIRST_SAVES):
        hand.gesture()
    hand.session.vault.close()
    with closing(ground.open().vault):
        pass  # the children inherit the passphrase's key
    return ground.root


def swallow_errors() -> None:
    """The control: what goes wrong at a commit is not told."""
    commit = Database.commit

    def swallowing(self: Database) -> None:
        with contextlib.suppress(EnvironmentFault):
            commit(self)

    Database.commit = swallowing  # type: ignore[method-assign]


def _again_with_shim(words: list[str]) -> int:
    """Build the shim, and start the proof anew with it."""
    with tempfile.TemporaryDirectory(prefix="kpr-shim-") as folder:
        library = Path(folder) / "shim.so"
        subprocess.run(
            ["gcc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SHIM), "-ldl"], check=True, timeout=60
        )
        env = {**os.environ, "LD_PRELOAD": str(library), _LOADED: "1"}
        command = [sys.executable, "-m", "tests.prove.io_faults", *words]
        return subprocess.run(command, env=env, check=False).returncode


def report(found: dict[str, Tally], began: float) -> list[str]:
    """Print the figures; gives what was wrong."""
    wrong = [line for tally in found.values() for line in tally.wrong]
    for line in wrong[:30]:
        print(f"  {line}")
    for name, tally in found.items():
        told = ", ".join(f"{code} {count}" for code, count in sorted(tally.told.items()))
        print(
            f"{name}: {tally.calls} calls, {tally.runs} faults: {tally.whole} done all the same, told: {told or '-'}"
        )
    runs, calls = sum(t.runs for t in found.values()), sum(t.calls for t in found.values())
    print(
        f"{runs} faults of the disk at {calls} calls of {len(found)} actions: {len(wrong)} came out wrong "
        f"({time.monotonic() - began:.0f} seconds)"
    )
    return wrong


def main(words: list[str]) -> int:
    """The exit code: 0 when nothing came out wrong; with --control when something did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--act", choices=tuple(ACTS), action="append")
    parser.add_argument("--share", type=float, default=1.0, help="of the faults, chosen at random")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--disks", type=int, default=100, help="full disks")
    asked = parser.parse_args(words)
    if _LOADED not in os.environ:
        if why := why_no_shim():
            print(why)
            return 1
        return _again_with_shim(words)
    os.environ.pop("LD_PRELOAD")
    remember_keys()
    if asked.control:
        swallow_errors()
    root, began = Path(tempfile.mkdtemp(prefix="kpr-faults-")), time.monotonic()
    try:
        wrong = report(run(asked.act or list(ACTS), asked.share, asked.seed, root), began)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    if asked.control:
        print(f"Control: the swallowed errors were {'caught' if wrong else 'NOT caught'}.")
        return 0 if wrong else 1
    full = full_disk.start(asked.disks, asked.seed) if asked.disks else 0
    return 1 if wrong or full else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
