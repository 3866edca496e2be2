"""The second talk of the proof: the texts that only the vault may hold, typed where people type them."""

from __future__ import annotations

from collections.abc import Iterator

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.widgets import TabBar
from tests.prove.planted import TALK, Talk
from tests.support.driver import Stuck
from tests.tour.story import Story

_ITEM, _FAR = "v01", "5"
"""Where the talk begins, and a score that is so far from the tour's that a reason is asked for."""
_OTHERS = "F4"


class SecondTalk:
    """A consent, a corrected version, a new draft that is left open, and a practice case: by keyboard."""

    def __init__(self, story: Story, talk: Talk = TALK) -> None:
        self._story, self._talk = story, talk
        self._program, self._driver = story.program, story.driver
        self._t = story.program.window.desk.t

    def run(self) -> None:
        """Type every text of the talk. Raises Stuck with a plain sentence when one can not be typed."""
        self._driver.press("Alt+2")
        self._driver.type(self._story.citizen.family_name[:5])
        self._driver.press("Enter")
        self._wait("PersonPage")
        self._correct()
        self._consent()
        self._draft()
        self._practice()

    def _correct(self) -> None:
        """The finished assessment, corrected in a new version with a reason."""
        driver, t = self._driver, self._t
        self._tab(t("person.tab_assessments"))
        driver.tab_to(t("person.revise"))
        driver.press("Enter", lambda: self._enter(self._talk.version))
        self._wait("InterviewPage")
        driver.press("Ctrl+M")
        driver.press("Ctrl+Enter")
        self._wait("PersonPage")

    def _consent(self) -> None:
        driver, t = self._driver, self._t
        self._tab(t("person.tab_letters"))
        driver.tab_to(t("consent.add"))
        driver.press("Enter", self._fill_consent)

    def _fill_consent(self) -> None:
        driver, t, talk = self._driver, self._t, self._talk
        driver.tab_to(t("consent.given_by"))
        driver.choose(self._word("consent_giver", "guardian"))
        driver.fill(t("consent.giver_name"), talk.giver)
        driver.fill(t("consent.sources"), talk.sources)
        driver.fill(t("consent.purpose"), talk.purpose)
        driver.tab_to(t("consent.add_yes"))
        driver.press("Enter")

    def _draft(self) -> None:
        driver, t, talk = self._driver, self._t, self._talk
        driver.press("Ctrl+K", lambda: self._enter("3"))
        self._wait("InterviewPage")
        page = self._program.page
        if (
            not isinstance(page, InterviewPage)
            or page.conversation is None
            or page.conversation.item != _ITEM
        ):
            raise Stuck(f"The second interview does not begin at «{_ITEM}».")
        driver.press(_FAR)
        driver.fill(t("interview.change_reason"), talk.reason)
        driver.press(_OTHERS)
        driver.tab_to(t("interview.basis"))
        driver.choose(self._word("basis", "other"))
        driver.fill(t("interview.basis_reason"), talk.basis)
        driver.press("F6")
        driver.fill(t("citizen.words"), talk.words)
        driver.press("F6")
        item = page.conversation.interview.item("took_part")
        label = {part.id: part.label.in_(t.language) for part in item.fields}
        driver.press("Ctrl+J", lambda: self._enter(item.short.in_(t.language)))
        driver.tab_to(label["role"])
        driver.choose(self._word("participant_role", "interpreter"))
        driver.fill(label["name"], talk.took_part)
        driver.press("Enter")

    def _practice(self) -> None:
        driver = self._driver
        driver.press("Alt+6")
        driver.press("Enter")
        self._wait("PracticeCasePage")
        driver.replace(self._talk.scorer)
        driver.press("Enter")
        driver.press("3")

    def _enter(self, text: str) -> None:
        self._driver.type(text)
        self._driver.press("Enter")

    def _tab(self, wanted: str) -> None:
        """To a part of the person that stands to the right of the one in sight."""
        bar = self._driver.tab_to(self._t("person.tabs"))
        assert isinstance(bar, TabBar)
        for _ in range(bar.count()):
            if bar.tabText(bar.currentIndex()) == wanted:
                return
            self._driver.press("Right")
        raise Stuck(f"The arrow keys did not lead to the tab «{wanted}».")

    def _word(self, name: str, code: str) -> str:
        """What stands on the screen for a code of the code book."""
        services = self._program.services
        book = services.session.books.for_year(services.session.today().year)
        return next(c.label.in_(self._t.language) for c in book.lists[name].codes if c.code == code)

    def _wait(self, page: str) -> None:
        self._driver.wait_until(lambda: self._program.page_is(page), f"Coming to the {page}")


def missing(services: Services, person_id: PersonId, talk: Talk = TALK) -> list[int]:
    """The places in the talk of the texts that the use cases do not give back, each from its own field."""
    held = set(_held(services, person_id))
    return [at for at, each in enumerate(talk.typed().items()) if each not in held]


def _held(services: Services, person_id: PersonId) -> Iterator[tuple[str, str]]:
    for each in services.interviews.of_person(person_id):
        yield "version", each.version_reason
        for answer in each.answers.values():
            yield "reason", answer.reason
            yield "basis", answer.evidence.reason
            yield "words", answer.opinion.words
        for row in each.entries_of("took_part"):
            yield "took_part", row.values.get("name", "")
    for consent in services.consents.of_person(person_id):
        yield "giver", consent.giver_name
        yield "sources", consent.sources
        yield "purpose", consent.purpose
    for standing in services.practice.cases():
        for name, _count in standing.scorers:
            yield "scorer", name
