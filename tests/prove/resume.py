"""`python -m tests.prove.resume --n 100`: kill -9 in the middle of an interview, and see what is there afterwards.

A child opens a real vault and answers in the real window by keys. After each key has been processed it writes a line:
what now stands on the screen. The parent kills it at a random moment; a new process opens the vault again. Every line
that was written must still be true. With `--control` the child's saves are dropped, and the check must tell so.
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

from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.usecases.vault import FirstRun
from kpr_desktop_ui.pages import catalogue  # noqa: F401 - imported once, before the children are made
from tests.prove.resume_child import PASSPHRASE, Ground, drive, look
from tests.support.children import read_lines, rest_of, spawn
from tests.support.world import LOGIN

LONGEST = 1.0
"""Seconds from the first line to the latest kill."""
START = 60.0
"""Seconds within which a child must have begun."""


@dataclass
class Tally:
    """What was seen over all rounds."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    told: dict[str, list[str]] = field(default_factory=dict)


def prepare(root: Path) -> Ground:
    """A vault with one practice person and a draft."""
    core = Application(config=root / "config", cost=FLOOR_COST)
    path = root / "hvelv"
    first = FirstRun(
        path, "4201", "Hjemmetjenesten", "Kari Saksbehandler", LOGIN, bytearray(PASSPHRASE.encode()), True
    )
    session = core.door.create(first)
    services = core.services(session)
    form = {"given_name": "Blid", "family_name": "Fjellbekk", "birth_date": "14.03.1942"}
    person = services.persons.register(services.persons.blank() | form)
    draft = services.interviews.start(person.id, session.today(), Reason.PERIODIC).assessment.id
    session.vault.close()
    return Ground(root, core, path, draft)


def one_round(ground: Ground, seed: int, tally: Tally, *, control: bool) -> None:
    """Let a child work, kill it, look."""
    child, pipe = spawn(lambda out: drive(ground, seed, out, control=control))
    # The first line comes when the interview is on the screen.
    if not select.select([pipe], [], [], START)[0]:
        os.kill(child, signal.SIGKILL)
        raise SystemExit("A child did not begin.")
    lines, _ = read_lines(pipe, time.monotonic() + Random(f"kill/{seed}").uniform(0.02, LONGEST))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    lines += rest_of(pipe)
    os.close(pipe)
    faults = [line["fault"] for line in lines if "fault" in line]
    if faults or not os.WIFSIGNALED(status):
        raise SystemExit(f"A child ended by itself. {faults}")
    tally.kills += 1
    child, pipe = spawn(lambda out: look(ground, out))
    found = rest_of(pipe)
    os.waitpid(child, 0)
    os.close(pipe)
    if len(found) != 1 or "fault" in found[0]:
        raise SystemExit(f"The vault could not be opened after kill {tally.kills}. {found}")
    judge(lines, found[0], tally)


def judge(lines: list[dict[str, Any]], found: dict[str, Any], tally: Tally) -> None:
    """Compare what was acknowledged with what is there."""
    place: list[Any] = []
    going: dict[str, Any] = {}
    for line in lines:
        if "going" in line:
            going = line["going"]
            continue
        going = {}
        place = line["place"]
        tally.told[line["item"]] = line["held"]
        tally.acknowledged += 1
    for item, held in tally.told.items():
        there = found["held"].get(item, ["", ""])
        # What was under way when the child died may be there already, or not yet.
        allowed = [held, going["held"]] if going.get("item") == item else [held]
        if there not in allowed:
            tally.lost.append(f"kill {tally.kills}: {item} is {there}, acknowledged was {held}")
    allowed_places = [place, going["place"]] if going else [place]
    if place and found["place"] not in allowed_places:
        tally.places.append(
            f"kill {tally.kills}: resumed at {found['place']}, acknowledged was {allowed_places}"
        )
    tally.told = {item: list(held) for item, held in found["held"].items()}


def main(words: list[str]) -> int:
    """The exit code: 0 when nothing was lost; with --control when a loss was told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--control", action="store_true")
    asked = parser.parse_args(words)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    root = Path(tempfile.mkdtemp(prefix="kpr-resume-"))
    began = time.monotonic()
    tally = Tally()
    try:
        ground = prepare(root)
        for number in range(asked.n):
            one_round(ground, asked.seed + number, tally, control=asked.control)
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(root)
    for line in [*tally.lost, *tally.places][:20]:
        print(f"  {line}")
    print(
        f"{tally.kills} kills: {len(tally.lost)} acknowledged answers lost, {len(tally.places)} wrong places "
        f"({tally.acknowledged} acknowledgements, {time.monotonic() - began:.0f} seconds)"
    )
    if asked.control:
        print(
            "Control: the dropped saves were found."
            if tally.lost
            else "Control: the dropped saves were NOT found."
        )
        return 0 if tally.lost else 1
    return 1 if tally.lost or tally.places or not tally.acknowledged else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
