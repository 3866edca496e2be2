"""A low window at 200 per cent: what must be read and pressed is in sight, and the rest can be scrolled to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop_ui.pages.interview.head_dialog import HeadDialog
from kpr_desktop_ui.pages.interview.start_dialog import InterviewStartDialog
from kpr_desktop_ui.theme import Theme
from tests.support import fits
from tests.support.driver import drain
from tests.support.stage import RAIL, TOP_BAR
from tests.support.world import World
from tests.ui.interview.conftest import Desk, Key, Open, finish_everything

NARROW = (960, 768)
PAGE = (864, 554)
"""What a page has of that window: the rail and a head of three lines take the rest."""
WINDOW = (PAGE[0] + RAIL, PAGE[1] + TOP_BAR)
"""Such that the stage leaves it that."""
Dress = Callable[..., Theme]


def seen(widget: QWidget) -> bool:
    """Whether all of it is in sight."""
    return widget.visibleRegion().boundingRect().size() == widget.size()


@pytest.fixture
def low(draft: AssessmentId, open_page: Open, dress: Dress) -> Desk:
    dress("light", 2.0)
    return open_page(draft, WINDOW)


def test_the_summary_scrolls_and_shows_what_has_the_focus(low: Desk) -> None:
    low.talk.show_summary()
    drain()
    summary = low.talk.screen_.summary
    assert low.page.height() == PAGE[1]
    assert fits.clipped(low.page) == []
    assert seen(summary.finish_button)
    assert seen(summary.back_button)
    assert "Oppsummering" not in [each.text for each in fits.painted(summary.head)]
    assert summary.head.accessibleName() == "Oppsummering"
    assert summary.head.hasFocus()
    low.press(Key.Key_Tab)
    assert low.focus() is summary.unanswered.button
    assert seen(summary.unanswered.button)
    for _ in range(20):
        low.press(Key.Key_Tab)
        if low.focus() is summary.discard_button:
            break
    assert seen(summary.discard_button)
    low.stage.picture("interview-summary-low")


def test_a_finished_assessment_scrolls(world: World, person: PersonId, open_page: Open, dress: Dress) -> None:
    made = finish_everything(world, person, date(2026, 3, 14))
    dress("light", 2.0)
    desk = open_page(made, WINDOW)
    view = desk.page.finished
    assert view is not None
    drain()
    assert desk.page.height() == PAGE[1]
    assert fits.clipped(desk.page) == []
    assert fits.overlapping(desk.page) == []
    assert seen(view.close_button)
    assert view.scroller.viewport().height() > 150
    assert "Fullført og låst" in " ".join(each.text for each in fits.painted(desk.page))


def test_the_dialogs_about_the_day_stay_inside_the_window(low: Desk) -> None:
    low.talk.show_summary()
    found: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, HeadDialog)
        drain()
        cards = list(dialog.start.cards.values())
        found.extend(fits.clipped(dialog))
        found.append(f"scrolls: {not seen(cards[-1])}")
        found.append(f"inside: {dialog.height() <= PAGE[1] and dialog.width() <= PAGE[0]}")
        for each in (dialog.start.day, cards[0]):
            each.setFocus()
            drain()
            found.append(f"seen: {seen(each) and seen(dialog.yes) and seen(dialog.no)}")
        dialog.reject()

    QTimer.singleShot(0, look)
    low.talk.change_head()
    assert found == ["scrolls: True", "inside: True", "seen: True", "seen: True"]


def test_the_offer_of_last_times_answers_has_room(
    world: World, person: PersonId, texts: Texts, dress: Dress
) -> None:
    finish_everything(world, person, date(2026, 3, 14))
    dress("light", 2.0)
    window = QWidget()
    window.resize(*NARROW)
    dialog = InterviewStartDialog(texts, world.services, person, window)
    dialog.show()
    drain()
    assert dialog.height() <= NARROW[1]
    assert fits.clipped(dialog) == []
    assert dialog.start.carry.accessibleDescription()
    window.deleteLater()


def test_the_longest_basis_has_room_in_small_letters(low: Desk) -> None:
    low.talk.show_item("v12")
    note = low.talk.screen_.view.note
    low.press(Key.Key_F4)
    drain()
    box = note.basis.basis
    assert low.focus() is box
    assert seen(box)
    for index in range(box.count()):
        box.setCurrentIndex(index)
        drain()
        assert fits.clipped(low.page) == []
    assert box.property("dense")
    low.page.resize(1900, 768)
    drain()
    assert not box.property("dense")
    assert fits.clipped(low.page) == []
