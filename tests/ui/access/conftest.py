"""Somebody else's person, the window's frame, and answering dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.records import User
from kpr_desktop_ui.pages.frame import Frame
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from tests.support.colleagues import colleague
from tests.support.driver import drain
from tests.support.world import World

Answer = Callable[[type[QDialog], Callable[[QDialog], object]], list[QDialog]]


@pytest.fixture
def olav(world: World) -> User:
    return colleague(world, "Olav Li", "case_worker", "leader")


@pytest.fixture
def others(world: World, olav: User) -> PersonId:
    """A person whom Olav is responsible for."""
    return world.services.persons.register(world.form(responsible=olav.id)).id


@pytest.fixture
def make_frame(world: World, texts: Texts, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Frame]]:
    """The frame of whoever works in the world now, at its first page."""
    made: list[Frame] = []

    def make() -> Frame:
        frame = Frame(texts, world.services, DeskSettings(tmp_path / "desk.ini", tmp_path / "home"))
        made.append(frame)
        frame.resize(1366, 768)
        frame.show()
        qtbot.waitExposed(frame)
        frame.begin()
        drain()
        return frame

    yield make
    for frame in made:
        frame.hide()
        frame.deleteLater()
    drain()


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Do something in each dialog of a class that comes up; gives the list of those that did."""

    def answer(kind: type[QDialog], act: Callable[[QDialog], object]) -> list[QDialog]:
        seen: list[QDialog] = []

        def exec_(dialog: QDialog) -> int:
            seen.append(dialog)
            act(dialog)
            return dialog.result()

        monkeypatch.setattr(kind, "exec", exec_)
        return seen

    return answer
