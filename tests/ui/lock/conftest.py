"""A window with somebody logged in, and a second user who can take over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpr_desktop.domain.ids import UserId
from kpr_desktop.usecases.records import User
from kpr_desktop_ui.__main__ import make_desk
from kpr_desktop_ui.main_window import MainWindow
from kpr_desktop_ui.pages.desk import Desk
from kpr_desktop_ui.pages.frame import Frame
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from tests.support.driver import drain
from tests.support.world import LOGIN, PASSPHRASE, World

OTHER, OTHER_PASSPHRASE = "ola", "ola har sine egne ord her"


@dataclass
class Office:
    """One machine, two nurses."""

    world: World
    window: MainWindow
    restarts: list[tuple[Path, int]] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        return self.window.desk

    @property
    def frame(self) -> Frame:
        assert self.desk.frame is not None
        return self.desk.frame

    @property
    def page(self) -> Page:
        assert self.desk.page is not None
        return self.desk.page

    def log_in(self, login: str = LOGIN, passphrase: str = PASSPHRASE) -> None:
        session = self.world.app.door.open(self.world.path, login, bytearray(passphrase.encode()))
        self.world.session = session
        self.desk.log_in(session)
        assert self.desk.services is not None
        self.world.services = self.desk.services
        drain()

    def again(self, login: str = LOGIN, passphrase: str = PASSPHRASE) -> None:
        """Lock, and log in."""
        assert self.desk.lock()
        self.log_in(login, passphrase)


@pytest.fixture
def office(qtbot: QtBot, world: World, tmp_path: Path) -> Iterator[Office]:
    with world.session.work() as work:
        other = User(UserId(world.ids()), OTHER, "Ola Vikar", frozenset(world.session.rights.roles))
        work.records.add_user(other)
        work.commit()
    world.session.vault.add_slot(other.id, OTHER, bytearray(OTHER_PASSPHRASE.encode()))
    world.close()
    settings = DeskSettings(tmp_path / "desk.ini", tmp_path / "home")
    settings.set_look("light", 1.0)
    settings.remember_vault(world.path)
    window = MainWindow(lambda: make_desk(settings, lambda: world.app.door, world.app.services))
    with qtbot.waitSignal(window.ready):
        window.show()
    assert QTest.qWaitForWindowActive(window)
    made = Office(world, window)
    made.log_in()
    yield made
    if made.desk.services is not None:
        made.desk.lock()
    window.close()
    window.deleteLater()
    drain()


def register(office: Office) -> str:
    """A practice person; gives the id."""
    return str(office.world.services.persons.register(office.world.form()).id)
