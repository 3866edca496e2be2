"""The session of the proof: the tour with planted texts, ended in the middle so that the -wal is there too."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from tests.prove.leaks_care import care_missing, keep_care
from tests.prove.leaks_talk import SecondTalk, missing
from tests.prove.planted import CARE, CITIZEN, NOTES, SEARCHED, TALK, Talk
from tests.support.program import Watch, start
from tests.tour.practice_file import write_practice_file
from tests.tour.story import Story


def main(root: Path, asked: Path) -> None:
    """Take the tour, look for the person, leave the database open, and end."""
    logging.basicConfig(filename=root / "python.log", level=logging.DEBUG)
    with Watch() as watch:
        program = start(root / "desk")
        story = Story(program, root / "desk", asked, CITIZEN)
        story.notes = NOTES
        story.run()
        SecondTalk(story).run()
        driver = program.driver
        driver.press("Alt+2")
        driver.replace(SEARCHED)
        driver.press("Enter")
        driver.wait_until(lambda: program.page_is("PersonPage"), "Finding the person")
        keep_care(program.services, story.person_id)
        write_practice_file(program.services, asked)
        lost = missing(program.services, story.person_id)
        never = Talk(*(text[::-1] for text in TALK.typed().values()))
        known = len(TALK.typed()) - len(missing(program.services, story.person_id, never))
        print(f"stored {len(TALK.typed()) - len(lost)}")
        care_lost = care_missing(program.services, story.person_id)
        print(f"care {len(CARE.typed()) - len(care_lost)}")
        lost += care_lost
    for line in (*watch.tracebacks, *watch.messages):
        print(line, file=sys.stderr)
    if lost:
        raise SystemExit(f"These texts of the talk and the services are not in the vault: {lost}")
    if known:
        raise SystemExit(f"{known} texts that nobody typed were told to be in the vault.")
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    if not any((root / "desk").rglob("*-wal")):
        raise SystemExit("There is no -wal to search.")
    os._exit(
        1 if watch.tracebacks else 0
    )  # the database is left open: what lies in its -wal is searched as it is


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
