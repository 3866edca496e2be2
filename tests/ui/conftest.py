"""The look that every window test wears."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.main_window import MainWindow
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.theme import Theme, Tokens, load_tokens
from tests.support.dressed import dress_what_stands_alone
from tests.support.driver import drain
from tests.support.stage import Show, Stage, put_on_screen
from tests.support.world import World, make_world


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    return load_tokens()


@pytest.fixture
def dress(qapp: QApplication, tokens: Tokens) -> Callable[..., Theme]:
    """Dress the application in a palette and a text scale."""

    def dress(mode: str = "light", scale: float = 1.0) -> Theme:
        theme = Theme(tokens, mode, scale)
        qapp.setStyle("Fusion")
        theme.apply(qapp)
        return theme

    return dress


@pytest.fixture(autouse=True)
def theme(dress: Callable[..., Theme]) -> Iterator[Theme]:
    """Light, at 100 %. No window outlives its test: what it has told Qt to speak would hold for the next one."""
    yield dress()
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow):
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def dressed_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test shows without the program's window looks as it does in there."""
    dress_what_stands_alone(monkeypatch)


@pytest.fixture
def texts() -> Texts:
    """The texts in bokmål."""
    return Texts.load("nb")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A training vault of its own, open, with one user who holds every role."""
    made = make_world(tmp_path)
    yield made
    made.close()


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Iterator[Show]:
    """Puts a page on screen, enters it and listens to it; takes it away before the vault closes."""
    shown: list[Page] = []

    def put(page: Page, size: tuple[int, int] = (1366, 768)) -> Stage:
        shown.append(page)
        return put_on_screen(page, size)

    yield put
    for page in shown:
        page.hide()
        page.deleteLater()
    drain()
