"""The window in which the long day is spent. A lock puts a new process in its place, as it does for everybody."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication

from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop_ui.__main__ import make_desk
from kpr_desktop_ui.main_window import MainWindow
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.letters.letter_page import LetterPage
from kpr_desktop_ui.pages.places import InterviewPlace, LetterPlace, Place, SubmissionPlace
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.pages.submission.submission_page import SubmissionPage
from tests.support.driver import Driver, drain
from tests.support.program import SIZE, Program, Watch, application
from tests.support.world import PASSPHRASE

P = TypeVar("P")
SCORES = "1234"
ITEM = "v01"
PER_STRETCH, LETTERS = 20, 2


@dataclass(frozen=True)
class Day:
    """What is done: so many stretches of 20 saves and 2 letters; every second ends with a rehearsal."""

    root: str
    person: str
    draft: str
    stretches: int
    locks: bool
    leak: bool = False
    at: int = 0


class Sitting:
    """One process of the day."""

    def __init__(self, day: Day) -> None:
        self.day, self.root = day, Path(day.root)
        self.kept: list[bytearray] = []
        core = Application(config=self.root / "config", cost=FLOOR_COST)
        settings = DeskSettings(self.root / "desk.ini", self.root / "data")
        vault = self.root / "hvelv"
        self.window = MainWindow(
            lambda: make_desk(
                settings, lambda: core.door, core.services, vault, self._again, locked=day.at > 0
            )
        )
        self.window.resize(*SIZE)
        self.program = Program(self.window, Driver(self.window), core)

    def log_in(self) -> None:
        """From the log-in into the program."""
        driver = self.program.driver
        driver.show()
        driver.wait_until(self.program.start_ready, "The log-in")
        driver.type(PASSPHRASE)
        driver.press("Enter")
        driver.wait_until(lambda: self.window.desk.page, "Logging in")

    def stretch(self, at: int) -> dict[str, object]:
        """Twenty saves, two letters, and every second time a rehearsal; then what the process holds."""
        saves = self._saves()
        for _ in range(LETTERS):
            self._letter()
        if at % 2:
            self._rehearse()
        if self.day.leak:
            self.kept.append(bytearray(b"x" * (1 << 20)))
        drain()
        return {
            "at": at,
            "saves": saves,
            "memory": _memory(),
            "handles": len(list(Path("/proc/self/fd").iterdir())),
        }

    def _saves(self) -> list[float]:
        page = self._go(InterviewPlace(AssessmentId(self.day.draft)), InterviewPage)
        assert page.conversation is not None
        page.conversation.show_item(ITEM)
        drain()
        took = []
        for each in range(PER_STRETCH):
            score = SCORES[each % len(SCORES)]
            began = time.perf_counter()
            self.program.driver.press(score)
            took.append(time.perf_counter() - began)
            if page.conversation.keeper.value(ITEM) != score:
                raise SystemExit("A score was not saved.")
        return took

    def _letter(self) -> None:
        page = self._go(LetterPlace(PersonId(self.day.person), "information"), LetterPage)
        self.program.driver.press("Ctrl+Enter")
        self.program.driver.wait_until(page.preview.count, "The letter")

    def _rehearse(self) -> None:
        page = self._go(SubmissionPlace(), SubmissionPage)
        wait = self.program.driver.wait_until
        wait(lambda: not page.busy, "The submission desk")
        page.show_tab("rehearsal")
        wait(lambda: not page.busy, "The rehearsal's page")
        page.rehearsal.wanted.emit(0)
        wait(lambda: not page.busy, "The rehearsal")

    def _go(self, place: Place, kind: type[P]) -> P:
        if not self.window.desk.navigate(place):
            raise SystemExit("A page would not let go.")
        drain()
        page = self.program.page
        assert isinstance(page, kind)
        return page

    def lock(self) -> None:
        """Lock; where that ends the process, the next one goes on with the day."""
        self.program.driver.press("Ctrl+L")

    def _again(self, _vault: Path, _who: int) -> None:
        following = asdict(self.day) | {"at": self.day.at + 1}
        words = [sys.executable, "-m", "tests.prove.long_day_child", json.dumps(following)]
        os.execv(words[0], words)


def _memory() -> int:
    """Bytes that this process has filled itself; pages of libraries count for it or not as others run that use them."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    return int(fields["Anonymous"].split()[0]) * 1024


def main(day: Day) -> None:
    """Spend the day, a line of JSON for each stretch."""
    application()
    with Watch() as watch:
        sitting = Sitting(day)
        sitting.log_in()
        for at in range(day.at, min(day.at + 1, day.stretches) if day.locks else day.stretches):
            print(json.dumps(sitting.stretch(at) | {"told": watch.tracebacks + watch.messages}), flush=True)
        if day.locks and day.at < day.stretches:  # after the last lock one logs in again, and goes home
            sitting.lock()
    QApplication.quit()
    os._exit(0)


if __name__ == "__main__":
    main(Day(**json.loads(sys.argv[1])))
