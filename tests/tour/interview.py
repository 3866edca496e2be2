"""The interview by keys: every item answered, every screen measured."""

from __future__ import annotations

from datetime import date, timedelta

from kpr_desktop.codebook.model import Item, ItemKind
from kpr_desktop_ui.pages.interview.conversation import Conversation
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from tests.support.driver import Stuck
from tests.support.fits import clipped, scrolling
from tests.support.program import Program
from tests.tour.practice import DIGITS, NOTES, OPINIONS, SCORES

PLAIN_STROKES = 2
"""The most that a score may cost, with the key that leads on (issue: no more than two)."""

_PICTURES = {
    "v01": "kartlegging-foerste",
    "v05": "kartlegging-midtveis",
    "household": "kartlegging-liste",
    "doctor_date": "kartlegging-dato",
    "diagnosis": "kartlegging-diagnoser",
}


class InterviewTour:
    """Walks one interview. `walked` are the items in the order they came, `unfit` those that did not fit."""

    def __init__(self, program: Program, today: date, notes: dict[str, str] = NOTES) -> None:
        self._program, self._driver, self._today = program, program.driver, today
        self._t = program.window.desk.t
        self._notes = notes
        self.walked: list[str] = []
        self.unfit: dict[str, str] = {}
        self.opinions: list[str] = []
        self.strokes: dict[str, int] = {}

    @property
    def conversation(self) -> Conversation:
        """What stands on the screen, to be read."""
        page = self._program.page
        if not isinstance(page, InterviewPage) or page.conversation is None:
            raise Stuck("The interview is not on the screen.")
        return page.conversation

    def walk(self, until: str = "") -> None:
        """Answer every item from where the screen stands to the summary, or to the item `until`."""
        while not self.conversation.in_summary() and self.conversation.item != until:
            item = self.conversation.item
            if item in self.walked:
                raise Stuck(f"Enter did not lead on from «{item}».")
            self.walked.append(item)
            spec = self.conversation.interview.item(item)
            self._fits(item)
            self._answer(spec)
            if item in self._notes:
                self._note(self._notes[item])
            if item in OPINIONS:
                self._opinion(item, OPINIONS[item])
            self._fits(item)
            if item in _PICTURES:
                self._driver.shot(_PICTURES[item])
            self._driver.press("Enter")
            if spec.kind is ItemKind.SCORE:
                self.strokes[item] += 1

    def _answer(self, item: Item) -> None:
        driver = self._driver
        if item.kind is ItemKind.SCORE:
            driver.press(SCORES[item.id])
            self.strokes[item.id] = 1
            self._expect(item.id, SCORES[item.id])
        elif item.kind in (ItemKind.CODE, ItemKind.YESNO):
            driver.press(DIGITS[item.id])
            self._expect(item.id, "")
        elif item.kind is ItemKind.DATE:
            driver.replace(f"{self._today - timedelta(days=40):%d%m%Y}")
        elif item.id == "diagnosis":
            self._diagnosis(item)

    def _diagnosis(self, item: Item) -> None:
        driver, language = self._driver, self._t.language
        labels = {part.id: part.label.in_(language) for part in item.fields}
        driver.tab_to(labels["system"])
        driver.press("Down")
        driver.fill(labels["code"], "P70")
        driver.fill(labels["source"], "Fastlegen")
        driver.press("Enter")
        if not self.conversation.interview.entries(item.id):
            raise Stuck("The diagnosis that was typed is not in the list.")
        driver.tab_to(self.conversation.screen_.view.head.accessibleName(), back=True)

    def _opinion(self, item: str, steps: int) -> None:
        """Turn the screen to the person, who chooses a card and says that we see it alike."""
        driver = self._driver
        driver.press("F6")
        if not self.conversation.faces.citizen_shown():
            raise Stuck("F6 did not show the citizen's view.")
        for _ in range(steps + 1):
            driver.press("Right")
        driver.press("Space")
        if not self.opinions:
            driver.shot("for-bruker")
        driver.press("F6")
        if not self.conversation.interview.seen(item).opinion.own:
            raise Stuck("What the person chose was not kept.")
        self.opinions.append(item)

    def _note(self, text: str) -> None:
        self._driver.press("N")
        self._driver.type(text)
        self._driver.press("Escape")

    def _expect(self, item: str, value: str) -> None:
        saved = self.conversation.interview.values.get(item, "")
        if not saved or (value and saved != value):
            raise Stuck(f"The key pressed at «{item}» was not saved.")

    def _fits(self, item: str) -> None:
        window = self._program.window
        found = [*clipped(window), *scrolling(window)]
        if found:
            if item not in self.unfit:
                self._driver.shot(f"passer-ikke-{item}")
            self.unfit[item] = "; ".join(found[:5])
