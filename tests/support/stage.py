"""A page on its own, as large as the window leaves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtTest import QTest

from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.theme import Theme
from tests.support.driver import drain

RAIL, TOP_BAR = 76, 48
"""Pixels that the window's frame takes from a page (look-and-words.md)."""
PICTURES = Path(__file__).parents[2] / "build" / "ui"


@dataclass
class Stage:
    """A page on screen, with the places it asked for and the words it told."""

    page: Page
    went: list[object] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def come_back(self) -> None:
        """Give the page the keys again after a dialog; the offscreen platform is slow to do so by itself."""
        self.page.activateWindow()
        QTest.qWaitForWindowActive(self.page)
        drain()

    def picture(self, name: str) -> None:
        """Keep a picture under build/ui."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        assert self.page.grab().save(str(PICTURES / f"{name}.png"))


Show = Callable[..., Stage]
"""Puts a page on screen in a window of `size` (1366x768 unless given), enters it and listens to it."""


def put_on_screen(page: Page, size: tuple[int, int] = (1366, 768)) -> Stage:
    """Show the page, enter it, and listen to it."""
    stage = Stage(page)
    page.go.connect(stage.went.append)
    page.told.connect(stage.told.append)
    Theme.current().dress(page)
    page.resize(size[0] - RAIL, size[1] - TOP_BAR)
    page.show()
    page.activateWindow()
    QTest.qWaitForWindowExposed(page)
    QTest.qWaitForWindowActive(page)
    page.enter()
    drain()
    return stage
