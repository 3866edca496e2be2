"""Showing the next variable: from the key press to the painted window, at a person with a long history."""

from __future__ import annotations

import statistics
import sys
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.interview.conversation import Conversation
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.places import InterviewPlace
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from tests.bench.measure import Report, milliseconds
from tests.support.driver import drain
from tests.support.program import Program, application, start
from tests.support.world import PASSPHRASE, TODAY, make_world

EARLIER = 20
ROUNDS = 11
AIM = 16.0
"""Milliseconds: one picture at 60 a second."""
_NOTE = "Bruker rullator ute. Trenger følge når det er glatt. "


def measure(folder: Path, report: Report) -> None:
    """Median and 95th percentile over all 20 variables, 220 presses."""
    application()
    taken, presses = _times(folder)
    cuts = statistics.quantiles(taken, n=20)
    told = f"p95 {cuts[-1]:.1f} ms, slowest {max(taken):.1f} ms; {presses} presses, {EARLIER} earlier assessments"
    report.aim("next variable shown after the key press, median", statistics.median(taken), AIM, detail=told)


def _times(folder: Path) -> tuple[list[float], int]:
    world = make_world(folder / "world")
    draft = _history(world.services, world.form())
    world.close()
    settings = DeskSettings(folder / "config" / "desk.ini", folder / "data")
    settings.set_look("light", 1.0)
    core = Application(clock=world.clock, config=folder / "world" / "config", cost=FLOOR_COST)
    program = start(folder, vault=world.path, core=core)
    try:
        talk = _talk(program, draft)
        taken = [time for _ in range(ROUNDS + 1) for time in _round(program, talk)]
        counted = taken[len(taken) // (ROUNDS + 1) :]  # the first round loads what is loaded once
        return counted, len(counted)
    finally:
        program.close()


def _round(program: Program, talk: Conversation) -> list[float]:
    """Back to the first variable with Backspace, then on with Enter through all the others."""
    variables = [v.id for v in talk.interview.book.variables]
    order = [s.item for s in talk.interview.visible() if s.item in variables]
    talk.show_item(order[1])
    drain()
    taken = [_press(program, Qt.Key.Key_Backspace)]
    for item in order[1:]:
        taken.append(_press(program, Qt.Key.Key_Return))
        if talk.item != item:
            raise AssertionError("the key did not lead to the next variable")
    return taken


def _press(program: Program, key: Qt.Key) -> float:
    """One key to what has the focus, until the whole window has been painted once. What waits is done before and after.

    The key goes to the widget: one to the window's handle would paint on its way, and the window be painted twice.
    """
    window, focus = program.window, QApplication.focusWidget()
    if focus is None:
        raise AssertionError("nothing in the window has the focus")

    def press() -> None:
        QTest.keyPress(focus, key)
        window.repaint()

    taken = milliseconds(press)
    drain()
    return taken


def _talk(program: Program, draft: AssessmentId) -> Conversation:
    driver = program.driver
    driver.type(PASSPHRASE)
    driver.press("Enter")
    driver.wait_until(lambda: program.page_is("WorkListPage"), "Logging in")
    program.window.desk.navigate(InterviewPlace(draft))
    drain()
    page = program.page
    if not isinstance(page, InterviewPage) or page.conversation is None:
        raise AssertionError("the interview did not come up")
    return page.conversation


def _history(services: Services, form: dict[str, str]) -> AssessmentId:
    """One person, twenty finished assessments with notes, and a draft that is answered half way."""
    person = services.persons.register(form).id
    first: date = TODAY - timedelta(days=30 * (EARLIER + 1))
    for number in range(EARLIER):
        interview = services.interviews.start(person, first + timedelta(days=30 * number), Reason.PERIODIC)
        for at, variable in enumerate(interview.book.variables):
            interview.answer(variable.id, str((at + number) % 5 + 1))
            interview.type_note(variable.id, _NOTE * 3, 0)
        interview.finish()
    draft = services.interviews.start(person, TODAY, Reason.PERIODIC)
    for variable in draft.book.variables[::2]:
        draft.answer(variable.id, "3")
        draft.type_note(variable.id, _NOTE, 0)
    return draft.assessment.id


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        report = Report()
        measure(Path(place), report)
        sys.exit(report.end())
