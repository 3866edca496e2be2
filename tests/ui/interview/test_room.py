"""Room: nothing is clipped or scrolls at 1366x768, and 960 pixels or 200 % still show every word."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop_ui.theme import Theme, load_tokens
from tests.support import fits
from tests.support.driver import drain
from tests.support.stage import Show
from tests.support.world import World
from tests.ui.interview.conftest import Desk, Key, Open

SHOWN = (
    "v07",
    "v15",
    "household",
    "work_help_received",
    "private_help",
    "doctor_date",
    "diagnosis",
    "coercion",
)


def walk(desk: Desk, check: object) -> None:
    """Every item, every score."""
    talk = desk.talk
    for item in ("work_help_need", "work_transport_need", "leisure_help_need", "leisure_transport_need"):
        talk.keeper.answer(item, "1")
    for step in talk.interview.visible():
        talk.show_item(step.item)
        values = ("", "1", "2", "3", "4", "5", "9") if talk.item_kind() is ItemKind.SCORE else ("",)
        for value in values:
            if value:
                talk.screen_.view.editor.take_digit(value)
            drain()
            check(f"{step.item} {value}")  # type: ignore[operator]


def test_every_item_fits_at_1366x768(desk: Desk) -> None:
    found: list[str] = []

    def check(where: str) -> None:
        found.extend(f"{where}: {line}" for line in fits.clipped(desk.page) + fits.scrolling(desk.page))
        if where.split(maxsplit=1)[0] in SHOWN and where.rsplit(maxsplit=1)[-1] in ("3", *SHOWN):
            desk.stage.picture(f"interview-{where.split(maxsplit=1)[0]}")

    walk(desk, check)
    assert desk.talk.screen_.frame.columns() == 3
    assert found == []


@pytest.mark.parametrize(("width", "columns"), [(960, 2), (760, 1)])
def test_nothing_is_clipped_in_a_narrow_window(
    open_page: Open, draft: AssessmentId, width: int, columns: int
) -> None:
    desk = open_page(draft, (width, 768))
    found: list[str] = []
    walk(desk, lambda where: found.extend(f"{where}: {line}" for line in fits.clipped(desk.page)))
    assert desk.talk.screen_.frame.columns() == columns
    assert found == []
    desk.talk.show_item("v07")
    desk.stage.picture(f"interview-{width}")
    desk.page.resize(1290, 720)
    drain()
    assert desk.talk.screen_.frame.columns() == 3
    assert fits.clipped(desk.page) == []
    assert desk.talk.screen_.view.scroller.verticalScrollBar().maximum() == 0


def test_nothing_is_clipped_at_200_per_cent(
    world: World, texts: Texts, draft: AssessmentId, show: Show, open_page: Open, qapp: QApplication
) -> None:
    Theme(load_tokens(), "dark", 2.0).apply(qapp)
    desk = open_page(draft)
    found: list[str] = []
    walk(desk, lambda where: found.extend(f"{where}: {line}" for line in fits.clipped(desk.page)))
    desk.talk.show_item("v07")
    desk.stage.picture("interview-200")
    assert found == []


def test_the_summary_fits(desk: Desk) -> None:
    for step in desk.talk.interview.visible():
        desk.talk.show_item(step.item)
        desk.talk.screen_.view.editor.take_digit("1")
    desk.talk.show_summary()
    drain()
    desk.stage.picture("interview-summary")
    assert fits.clipped(desk.page) == []


def test_everything_that_takes_the_focus_has_a_name(desk: Desk) -> None:
    from PySide6.QtCore import Qt

    for item in SHOWN:
        if item == "work_help_received":
            continue
        desk.talk.show_item(item)
        for widget in desk.page.findChildren(QWidget):
            if (
                widget.isVisible()
                and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
                and not widget.focusProxy()
            ):
                assert widget.accessibleName(), (item, widget)
    assert desk.talk.screen_.view.head.accessibleName()


def test_tab_reaches_the_note_and_the_buttons(desk: Desk) -> None:
    view = desk.talk.screen_.view
    side = desk.talk.screen_.side
    reached = []
    for _ in range(16):
        desk.press(Key.Key_Tab)
        reached.append(desk.focus())
    chips = list(view.note.evidence.chips().values())
    agreed = list(side.own.chips().values())
    wanted = [chips[0], agreed[0], side.own.words.edit, view.contrasts.more, view.contrasts.guide]
    assert reached[:7] == [view.note.edit, *wanted, view.next]
    assert any(widget in desk.talk.screen_.navigator.lines() for widget in reached)
