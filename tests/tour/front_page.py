"""`python -m tests.tour.front_page docs/pictures`: the pictures of the README, from a made-up person's second talk."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from kpr_desktop.usecases.interview import Interview
from kpr_desktop_ui.pages.overview.overview_page import OverviewPage
from kpr_desktop_ui.pages.places import LetterPlace, OverviewPlace, SubmissionPlace
from kpr_desktop_ui.pages.submission.submission_page import SubmissionPage
from tests.prove.sitting import Look, Sitting
from tests.support.driver import drain
from tests.support.program import application

LOOK = Look("light", 1.0, 1366)
ITEM = "v08"
"""The variable on the picture of the interview."""
SCORES = {
    "v01": "2", "v02": "2", "v03": "1", "v04": "3", "v05": "3", "v06": "4", "v07": "3", "v08": "3", "v09": "2",
    "v10": "2", "v11": "2", "v12": "3", "v13": "2", "v14": "3", "v15": "2", "v16": "1", "v17": "1", "v18": "2",
    "v19": "2", "v20": "2",
}  # fmt: skip
NOTE = "Datteren tar på strømpene de dagene hjemmetjenesten ikke kommer."
WORDS = "Knapper og sokker er verst. Resten tar jeg selv."
OWN = "2"


class FrontPage:
    """One sitting at the demo vault, and the pictures in `folder`."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._folder = folder
        self._sitting = Sitting(root, LOOK, root / "looked-at")
        self._sitting.log_in()

    def take(self) -> list[str]:
        """Take all pictures. Gives what was seen to be wrong on them."""
        s = self._sitting
        self._score(until=ITEM)
        self._said()
        s.talk(ITEM)
        self._keep("interview")
        s.press("F6")
        self._keep("citizen")
        s.press("F6")
        s.go(LetterPlace(s.demo.person))
        s.press("Ctrl+Enter")
        self._keep("letter")
        s.go(SubmissionPlace())
        page = s.program.page
        assert isinstance(page, SubmissionPage)
        s.wait(lambda: not page.busy)
        self._keep("submission")
        s.go(OverviewPlace())
        overview = s.program.page
        assert isinstance(overview, OverviewPage)
        s.wait(lambda: not overview.busy)
        self._keep("overview")
        self._score()
        s.talk(ITEM, "Ctrl+M").screen_.summary.results.tabs.setFocus()
        s.press("Right")
        self._keep("profile")
        s.close()
        return s.faults

    def _score(self, until: str = "") -> None:
        """Score in the draft that carries last time on, while no page has it open: all, or as far as an item."""
        interview = self._draft()
        for step in interview.book.steps:
            if step.item in SCORES:
                interview.answer(step.item, SCORES[step.item])
            if step.item == until:
                break

    def _said(self) -> None:
        """What stands beside the one score, and what the person says of it."""
        interview = self._draft()
        interview.type_note(ITEM, NOTE, len(NOTE))
        interview.set_evidence(ITEM, {"seen", "told"})
        interview.set_opinion(ITEM, own=OWN, view="differs")
        interview.type_words(ITEM, WORDS, len(WORDS))

    def _draft(self) -> Interview:
        return self._sitting.program.services.interviews.resume(self._sitting.demo.draft)

    def _keep(self, name: str) -> None:
        drain()
        self._sitting.name = name
        self._sitting.see()
        picture = self._sitting.program.driver.picture()
        if not picture.save(str(self._folder / f"{name}.png")):
            raise SystemExit(f"The picture {name} could not be written.")


def main(words: list[str]) -> int:
    """The exit code: 0 when nothing was wrong on the pictures."""
    folder = Path(words[0] if words else "docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    application()
    with tempfile.TemporaryDirectory(prefix="kpr-front-") as root:
        faults = FrontPage(Path(root), folder).take()
    for line in faults:
        print(line, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
