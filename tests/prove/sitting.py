"""A demo vault with one person who has all there is to see, the window on it, and an eye on each screen."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QPlainTextEdit,
    QWidget,
)

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.languages import Language
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop_ui.pages.interview.conversation import Conversation
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.interview.question_head import QuestionHead
from kpr_desktop_ui.pages.places import InterviewPlace, Place
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.widgets import DataTable
from tests.prove.furnished import dotted, furnish
from tests.support.contrast import faint
from tests.support.dressed import undressed
from tests.support.driver import Stuck, drain
from tests.support.fits import clipped, elided, overlapping, painted
from tests.support.program import Program, start
from tests.support.steady import Ids, StandingClock
from tests.support.world import PASSPHRASE, make_world

HEIGHT = 768
_ACTIVE = 3.0
"""Seconds that a window system may take to make a window the active one; a key sent before goes nowhere."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the window is dressed, how wide it is, and what it speaks."""

    mode: str
    scale: float
    width: int
    language: Language = "nb"

    @property
    def folder(self) -> str:
        """The name of the folder with its pictures."""
        return f"{self.language}-{self.mode}-{self.width}-{self.scale * 100:.0f}"


def unseen(window: QWidget) -> list[str]:
    """One line when what has the focus is scrolled out of sight, wholly or for the most part."""
    focus = QApplication.focusWidget()
    if focus is None or focus is window or not window.isAncestorOf(focus):
        return []
    if isinstance(focus, QuestionHead):
        return []  # it holds the focus while no field does; what is asked at the time stands in sight instead
    if isinstance(focus, QAbstractScrollArea) and not isinstance(focus, QAbstractItemView | QPlainTextEdit):
        return []  # a page that is scrolled by the keys is as high as it is
    seen = focus.visibleRegion().boundingRect()
    if 2 * seen.height() > min(focus.height(), window.height() // 4) and 2 * seen.width() > focus.width():
        return []
    name = focus.accessibleName()
    return [
        f"{type(focus).__name__} {name!r}: has the focus, but only {seen.width()}x{seen.height()} is seen"
    ]


def bare(window: QWidget) -> list[str]:
    """One line for each table or list in sight with nothing in it: a sentence ought to stand there instead."""
    return [
        f"{type(each).__name__} {each.accessibleName()!r}: no row and no word"
        for each in window.findChildren(QAbstractItemView)
        if each.isVisible() and not isinstance(each, QHeaderView)
        if each.model() is None or each.model().rowCount() == 0
        if not (isinstance(each, DataTable) and each.empty_text())
    ]


@dataclass
class Sitting:
    """One window on the demo vault. `faults`: what was seen to be wrong, as `screen: what`."""

    root: Path
    look: Look
    pictures: Path
    faults: list[str] = field(default_factory=list)
    texts: int = 0
    shots: int = 0
    screens: int = 0
    name: str = ""

    def __post_init__(self) -> None:
        self.folder = self.pictures / self.look.folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.t = Texts.load(self.look.language)
        self._known = dotted(self.look.language)
        self._program: Program | None = None
        self._seen = False
        self._ids = Ids(Random(11))  # one for all windows: ids of one vault are never given twice
        world = make_world(self.root / "world")
        try:
            self.demo = furnish(world)
        finally:
            world.close()
        self.vault = world.path

    # --- the window

    @property
    def program(self) -> Program:
        """The program with its window."""
        assert self._program is not None, "no window is open"
        return self._program

    def open(self, vault: Path | None) -> None:
        """Open a window: on the log-in of `vault`, or on the first run."""
        self.close()
        root = self.root / ("login" if vault else "first")
        settings = DeskSettings(root / "config" / "desk.ini", root / "data")
        settings.set_look(self.look.mode, self.look.scale)
        settings.set_language(self.look.language)
        core = Application(
            clock=StandingClock(), new_id=self._ids, config=self.root / "world" / "config", cost=FLOOR_COST
        )
        self._program = start(root, vault=vault, core=core)
        self._program.window.resize(self.look.width, HEIGHT)
        drain()

    def close(self) -> None:
        """Close the window, if one is open."""
        if self._program is not None:
            self._program.close()
            self._program = None

    def log_in(self) -> None:
        """Open the vault, unless it is open."""
        if self._program is None or self._program.window.desk.services is None:
            self.open(self.vault)
            driver = self.program.driver
            driver.fill(self.t("start.passphrase"), PASSPHRASE)
            driver.press("Enter")
            driver.wait_until(lambda: self.program.page_is("WorkListPage"), "Logging in")

    # --- the ways to a screen

    def go(self, place: Place) -> None:
        """Go to a place of the program."""
        self.log_in()
        if not self.program.window.desk.navigate(place):
            raise Stuck(f"{self.name}: the page before would not let go.")
        drain()
        self._to_front()

    def talk(self, item: str, *keys: str) -> Conversation:
        """Go to an item of the draft that is open, and press keys there."""
        open_now = self._conversation()
        if open_now is None or open_now.interview.assessment.id != self.demo.draft:
            self.go(InterviewPlace(self.demo.draft))
            open_now = self._conversation()
        assert open_now is not None, "the draft can not be opened"
        open_now.show_item(item)
        drain()
        self.press(*keys)
        return open_now

    def _conversation(self) -> Conversation | None:
        desk = self._program.window.desk if self._program is not None else None
        page = desk.page if desk is not None else None
        return page.conversation if isinstance(page, InterviewPage) else None

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        self._to_front()
        for each in keys:
            self.program.driver.press(each)

    def click(self, widget: QWidget) -> None:
        """Click a button, bringing it in sight first by the focus."""
        self._focus(widget)
        self.program.driver.click(widget)

    def dialog(self, keys: str, *inside: str) -> None:
        """Press the keys that bring up a dialog, press more in it, look at it, and close it again."""
        self._to_front()
        self.program.driver.press(keys, lambda: self._in_dialog(inside))
        self._to_front()

    def dialog_of(self, widget: QWidget, *inside: str) -> None:
        """Press the button that brings up a dialog, look at it, and close it again."""
        self._focus(widget)
        self.program.driver.press("Space", lambda: self._in_dialog(inside))
        self._to_front()

    def _focus(self, widget: QWidget) -> None:
        """Give it the focus, again where a page that has just come gives it to something of its own."""
        self._to_front()
        end = time.monotonic() + _ACTIVE
        widget.setFocus()
        drain()
        while not widget.hasFocus() and time.monotonic() < end:
            widget.setFocus()
            drain()

    def look_into(self, *keys: str) -> None:
        """Press keys in the dialog that stands open, look at it, and close it."""
        drain()
        self._in_dialog(keys)

    def wait(self, condition: Callable[[], object]) -> None:
        """Wait until what the screen shows is there."""
        self.program.driver.wait_until(condition, f"The screen {self.name}")

    # --- the eye

    def visit(self, name: str, reach: Callable[[Sitting], object]) -> None:
        """Go to a screen and look at it; a screen that looked for itself (a dialog) is not looked at twice."""
        self.name, self._seen = name, False
        try:
            reach(self)
            if not self._seen:
                self.see()
        except Exception as fault:  # noqa: BLE001 - a screen that can not be reached is a fault of its own; the others count
            where = traceback.extract_tb(fault.__traceback__)[-1]
            self.faults.append(
                f"{self.look.folder}/{name}: not reached: {type(fault).__name__} {fault}"
                f" ({Path(where.filename).name}:{where.lineno})"
            )
            self._give_up()
        self.screens += 1

    def _give_up(self) -> None:
        """Close the window and what lies over it; the next screen begins with a new one."""
        while (dialog := QApplication.activeModalWidget()) is not None:
            dialog.close()
        self.close()
        drain()

    def see(self, *, keep: bool = True) -> None:
        """Measure what stands on the screen now; `keep` its picture."""
        self._seen = self._seen or keep
        drain()
        frame = self.program.window.desk.frame
        if frame is not None and frame.toast.text():
            frame.toast.tell("")
            drain()
        front = self._to_front()
        self.texts += len(painted(front))
        found = [
            *clipped(front),
            *elided(front, self._known),
            *bare(front),
            *overlapping(front),
            *unseen(front),
            *faint(front),
            *(f"{type(each).__name__}: a window without the style sheet" for each in undressed()),
        ]
        if front.width() > self.program.window.width() or front.height() > self.program.window.height():
            found.append(f"the dialog is larger than the window: {front.width()}x{front.height()}")
        lines = [f"{self.look.folder}/{self.name}: {line}" for line in dict.fromkeys(found)]
        self.faults += [line for line in lines if line not in self.faults]
        if keep:
            self.program.driver.picture().save(str(self.folder / f"{self.name}.png"))
            self.shots += 1

    def _to_front(self) -> QWidget:
        """The window in front, with the focus: where no desktop is, nobody gives it back after a dialog."""
        front = self.program.driver.front()
        if not front.isActiveWindow():
            front.activateWindow()
            end = time.monotonic() + _ACTIVE
            drain()
            while not front.isActiveWindow() and time.monotonic() < end:
                time.sleep(0.01)
                drain()
        return front

    def _in_dialog(self, keys: tuple[str, ...]) -> None:
        self.press(*keys)
        self.see()
        front = self.program.driver.front()
        front.close()
        drain()
