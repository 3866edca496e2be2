"""`python -m tests.tour.manual_pictures`: the pictures of the manuals, in every language, into the resources.

The same made-up person as on the front page. A palette of 128 colours keeps each at some tens of kilobytes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image

from kpr_desktop.codebook.languages import LANGUAGES, Language
from kpr_desktop.codebook.manual import picture_path
from kpr_desktop_ui.pages.places import (
    LetterPlace,
    PersonPlace,
    SubmissionPlace,
    WorkListPlace,
)
from kpr_desktop_ui.pages.submission.submission_page import SubmissionPage
from tests.prove.sitting import Look, Sitting
from tests.support.driver import drain
from tests.support.program import application
from tests.tour.front_page import ITEM, NOTE, OWN, SCORES, WORDS

COLOURS = 128
NAMES = ("work_list", "person", "services", "interview", "citizen", "letter", "rehearsal", "summary")


class ManualPictures:
    """One sitting in one language; `put` gives where a picture goes."""

    def __init__(self, root: Path, language: Language) -> None:
        self._language: Language = language
        self._root = root
        self._sitting = Sitting(root, Look("light", 1.0, 1366, language), root / "looked-at")
        self._sitting.log_in()

    def take(self) -> list[str]:
        """Take all pictures. Gives what was seen to be wrong on them."""
        s = self._sitting
        s.go(WorkListPlace())
        self._keep("work_list")
        s.go(PersonPlace(s.demo.person))
        self._keep("person")
        s.go(PersonPlace(s.demo.person, "services"))
        self._keep("services")
        self._fill(until=ITEM)
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
        self._keep("rehearsal")
        self._fill()
        s.talk(ITEM, "Ctrl+M").screen_.summary.results.tabs.setFocus()
        s.press("Right")
        self._keep("summary")
        s.close()
        return s.faults

    def _fill(self, until: str = "") -> None:
        s = self._sitting
        interview = s.program.services.interviews.resume(s.demo.draft)
        for step in interview.book.steps:
            if step.item in SCORES:
                interview.answer(step.item, SCORES[step.item])
            if step.item == until:
                break
        if until:
            interview.type_note(ITEM, NOTE, len(NOTE))
            interview.set_evidence(ITEM, {"seen", "told"})
            interview.set_opinion(ITEM, own=OWN, view="differs")
            interview.type_words(ITEM, WORDS, len(WORDS))

    def _keep(self, name: str) -> None:
        drain()
        self._sitting.name = name
        self._sitting.see()
        whole = self._root / f"{name}.png"
        if not self._sitting.program.driver.picture().save(str(whole)):
            raise SystemExit(f"The picture {name} could not be written.")
        path = picture_path(name, self._language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(whole) as picture:
            small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(path, optimize=True)


def main(words: list[str]) -> int:
    """The exit code: 0 when nothing was wrong on the pictures. `words`: languages, all when none."""
    application()
    faults = []
    for language in LANGUAGES:
        if not words or language in words:
            with tempfile.TemporaryDirectory(prefix="kpr-manual-") as root:
                faults += ManualPictures(Path(root), language).take()
    for line in faults:
        print(line, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
