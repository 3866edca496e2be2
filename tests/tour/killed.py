"""The part of the talk that ends with kill -9: a program of its own that goes on with the draft until it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.driver import Stuck
from tests.support.program import Program, Watch, start

SCORE, NOTE = "2", "Kler på seg selv, men det tar l"
"""What is done before the kill: a score, and a note that stops in the middle of a word."""
READY = "typed"
_SECONDS = 60
_HERE = Path(__file__).resolve().parents[2]


def killed(root: Path, vault: Path, family_name: str) -> None:
    """Let another program type into the draft of `vault`, and kill it. Raises Stuck when it did not get that far."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.tour.killed", str(root), str(vault), family_name],
        cwd=_HERE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        if child.stdout.readline().strip() != READY:
            raise Stuck("The program that was to be killed did not come to the interview.")
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait(_SECONDS)


def go_on(root: Path, vault: Path, open_draft: Callable[[Program], None]) -> None:
    """Open the draft, score, type half a note, tell that it is typed, and wait for the end."""
    with Watch():
        program = start(root, vault=vault)
        open_draft(program)
        program.driver.press(SCORE)
        program.driver.press("N")
        program.driver.type(NOTE)
        print(READY, flush=True)
        time.sleep(_SECONDS)


if __name__ == "__main__":
    from tests.tour.story import open_draft

    go_on(Path(sys.argv[1]), Path(sys.argv[2]), lambda program: open_draft(program, sys.argv[3]))
