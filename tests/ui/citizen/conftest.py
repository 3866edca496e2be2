"""The interview page of the neighbour, and the frame around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop_ui.pages.frame import Frame
from kpr_desktop_ui.pages.interview.conversation import Conversation
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.places import InterviewPlace
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from tests.support.driver import Driver, drain
from tests.support.world import World
from tests.ui.interview import conftest as next_door

desk, draft, open_page, person = next_door.desk, next_door.draft, next_door.open_page, next_door.person


@dataclass
class House:
    """The whole window with the interview in it, and hands."""

    window: QMainWindow
    frame: Frame
    driver: Driver
    world: World

    @property
    def talk(self) -> Conversation:
        page = self.frame.page
        assert isinstance(page, InterviewPage)
        assert page.conversation is not None
        return page.conversation

    def press(self, *keys: str) -> None:
        for each in keys:
            self.driver.press(each)


@pytest.fixture
def house(world: World, texts: Texts, theme: Theme, draft: AssessmentId, tmp_path: Path) -> Iterator[House]:
    window = QMainWindow()
    frame = Frame(texts, world.services, DeskSettings(tmp_path / "desk.ini", tmp_path))
    window.setCentralWidget(frame)
    window.resize(1366, 768)
    driver = Driver(window)
    driver.show()
    frame.show_user()
    frame.navigate(InterviewPlace(draft))
    drain()
    yield House(window, frame, driver, world)
    window.hide()
    window.deleteLater()
    drain()
