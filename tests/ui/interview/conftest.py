"""A person with a draft, and the interview page on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Assessment, Reason
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop_ui.pages.interview.conversation import Conversation
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.places import InterviewPlace
from tests.support.driver import drain
from tests.support.stage import Show, Stage
from tests.support.world import TODAY, World

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@dataclass
class Desk:
    """One interview on screen, the world it is saved in, and hands."""

    world: World
    stage: Stage
    page: InterviewPage

    @property
    def talk(self) -> Conversation:
        assert self.page.conversation is not None
        return self.page.conversation

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """A key to whatever has the focus, as a person would."""
        QTest.keyClick(self.focus(), key, held)
        drain()

    def type(self, text: str) -> None:
        for letter in text:
            key = Qt.Key(ord(letter.upper())) if letter.isascii() else Key.Key_unknown
            QTest.sendKeyEvent(QTest.KeyAction.Click, self.focus(), key, letter, NONE)

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def saved(self) -> Assessment:
        """What is on disk now."""
        with self.world.session.work() as work:
            return work.assessments.get(self.talk.interview.assessment.id)

    def value(self, item: str) -> str:
        return self.saved().value(item)


Open = Callable[..., Desk]


@pytest.fixture
def person(world: World) -> PersonId:
    return world.services.persons.register(world.form()).id


@pytest.fixture
def draft(world: World, person: PersonId) -> AssessmentId:
    return world.services.interviews.start(person, TODAY, Reason.NEW_DECISION).assessment.id


@pytest.fixture
def open_page(world: World, texts: Texts, show: Show) -> Open:
    """Opens an assessment on a page of its own."""

    def put(
        assessment: AssessmentId, size: tuple[int, int] = (1366, 768), world_: World | None = None
    ) -> Desk:
        here = world_ or world
        page = InterviewPage(texts, here.services, InterviewPlace(assessment))
        return Desk(here, show(page, size), page)

    return put


@pytest.fixture
def desk(open_page: Open, draft: AssessmentId) -> Desk:
    return open_page(draft)


def finish_everything(
    world: World, person: PersonId, day: date, score: str = "2", note: str = "Bruker dusjkrakk."
) -> AssessmentId:
    """A finished assessment with every visible item that is a choice answered."""
    interview = world.services.interviews.start(person, day, Reason.PERIODIC)
    for step in interview.book.steps:
        item = interview.book.items[step.item]
        if step.item not in {s.item for s in interview.visible()}:
            continue
        if item.kind == "score":
            interview.answer(item.id, score)
        elif item.list:
            interview.answer(item.id, interview.book.lists[item.list].codes[0].code)
    interview.type_note("v07", note, len(note))
    return interview.finish().id
