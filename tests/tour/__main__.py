"""`python -m tests.tour build/tour`: the whole job in the real window, by keyboard alone; leaves pictures and files."""

from __future__ import annotations

import faulthandler
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from kpr_desktop.crypto.kdf import DEFAULT_COST, Cost
from tests.support.driver import Stuck
from tests.support.program import Watch, start
from tests.tour.practice_file import schemas, write_practice_file
from tests.tour.story import Story

LIMIT = 300
"""Seconds after which the tour gives up with a stack, so that it can not hang for ever."""


def tour(folder: Path, say: Callable[[str], None] = print, cost: Cost = DEFAULT_COST) -> Story:
    """Take the tour. Old results in `folder` are removed first. Raises Stuck with a plain sentence."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob("*.png"), *folder.glob("*.pdf"), *folder.glob("*.xml")]:
        old.unlink()
    root = Path(tempfile.mkdtemp(prefix="kpr-tour-"))
    try:
        with Watch() as watch:
            program = start(root, shots=folder, cost=cost)
            story = Story(program, root, folder)
            try:
                story.run(say)
                practice = write_practice_file(program.services, folder)
            except Stuck as fault:
                raise Stuck(f"{fault} {' '.join(watch.tracebacks)}".strip()) from None
            finally:
                program.close()
        for item, what in story.unfit.items():
            raise Stuck(f"At «{item}» something is clipped or scrolls: {what}.")
        if watch.tracebacks or watch.messages:
            raise Stuck(f"The program complained on the way: {(watch.tracebacks + watch.messages)[0]}")
    finally:
        shutil.rmtree(root, ignore_errors=True)
    assert story.letter is not None
    say(f"The practice message {practice.name} is accepted by {len(schemas())} schema(s).")
    say(f"{len(program.driver.pictures)} pictures, {story.letter.name} and {practice.name} are in {folder}")
    return story


def main(words: list[str]) -> int:
    """The exit code: 0 when the whole tour came off."""
    folder = Path(words[0] if words else "build/tour").resolve()
    faulthandler.dump_traceback_later(LIMIT, exit=True)
    try:
        tour(folder)
    except Stuck as fault:
        print(f"The tour did not come off. {fault}", file=sys.stderr)
        return 1
    except Exception as fault:  # noqa: BLE001 - whatever it is, the answer is one plain sentence
        traceback.print_exc()
        print(f"The tour did not come off: {type(fault).__name__}: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
