"""The place to sign: mouse, pen and finger give points from 0 to 1, and the keys empty it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent, QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import SignaturePad
from tests.support.driver import drain

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
Kind = QEvent.Type


@pytest.fixture
def pad(qtbot: QtBot, theme: Theme) -> Iterator[SignaturePad]:
    made = SignaturePad()
    made.resize(400, made.heightForWidth(400))
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.hide()
    made.deleteLater()
    drain()


def tablet(pad: SignaturePad, kind: Kind, x: float, y: float) -> bool:
    pen = QPointingDevice.primaryPointingDevice()
    where = QPointF(x, y)
    event = QTabletEvent(kind, pen, where, where, 0.5, 0, 0, 0, 0, 0, NONE, LEFT, LEFT)
    event.setAccepted(False)
    QApplication.sendEvent(pad, event)
    return event.isAccepted()


def test_the_mouse_draws_and_stays_inside(pad: SignaturePad) -> None:
    high = pad.height()
    QTest.mousePress(pad, LEFT, pos=QPoint(40, high // 2))
    QTest.mouseMove(pad, QPoint(200, high // 4))
    QTest.mouseMove(pad, QPoint(200, high // 4))
    QTest.mouseMove(pad, QPoint(4000, -4000))
    QTest.mouseRelease(pad, LEFT, pos=QPoint(4000, -4000))
    QTest.mouseMove(pad, QPoint(10, 10))
    (stroke,) = pad.strokes()
    assert stroke[0] == (0.1, pytest.approx(0.5, abs=0.01))
    assert stroke[-1] == (1.0, 0.0)
    assert all(before != after for before, after in pairwise(stroke)), "no point is there twice"
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in stroke)
    QTest.mousePress(pad, Qt.MouseButton.RightButton, pos=QPoint(5, 5))
    QTest.mouseRelease(pad, Qt.MouseButton.RightButton, pos=QPoint(5, 5))
    assert len(pad.strokes()) == 1


def test_a_pen_draws_finely_and_is_taken(pad: SignaturePad) -> None:
    assert tablet(pad, Kind.TabletMove, 10, 10), "a pen that hovers moves no mouse either"
    assert pad.strokes() == ()
    tablet(pad, Kind.TabletPress, 100, 20)
    tablet(pad, Kind.TabletMove, 101.5, 20.5)
    assert tablet(pad, Kind.TabletRelease, 120, 30)
    (stroke,) = pad.strokes()
    assert stroke[0] == pytest.approx((0.25, 20 / pad.height()), abs=0.001)
    assert stroke[1] == pytest.approx((101.5 / 400, 20.5 / pad.height()), abs=0.001), "between two pixels"
    assert len(stroke) == 3


def test_a_finger_draws_and_the_hand_beside_it_does_not(pad: SignaturePad) -> None:
    screen = QTest.createTouchDevice()

    def touch(what: str, finger: tuple[int, int], hand: tuple[int, int] | None = None) -> None:
        event = QTest.touchEvent(pad, screen)
        getattr(event, what)(0, QPoint(*finger), pad)
        if hand is not None:
            getattr(event, what)(1, QPoint(*hand), pad)
        event.commit()
        drain()

    touch("press", (40, 20), (300, 100))
    touch("move", (80, 40), (310, 100))
    touch("release", (120, 60), (320, 100))
    nothing = QTouchEvent(Kind.TouchBegin, screen, NONE, [])
    QApplication.sendEvent(pad, nothing)
    (stroke,) = pad.strokes()
    assert [x for x, _ in stroke] == [0.1, 0.2, 0.3]


def test_the_keys_take_away_and_what_is_drawn_is_said(pad: SignaturePad) -> None:
    told: list[int] = []
    pad.set_told("Tomt.", "Signert.")
    pad.drawn.connect(lambda: told.append(len(pad.strokes())))
    pad.setAccessibleDescription("Skriv navnet.")
    assert pad.accessibleDescription() == "Tomt. Skriv navnet."
    for y in (10, 30):
        QTest.mouseClick(pad, LEFT, pos=QPoint(40, y))
    assert (len(pad.strokes()), pad.accessibleDescription()) == (2, "Signert. Skriv navnet.")
    assert pad.hasFocus()
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert len(pad.strokes()) == 1
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert (pad.strokes(), pad.accessibleDescription()) == ((), "Tomt. Skriv navnet.")
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    QTest.keyClick(pad, Qt.Key.Key_A)
    assert told == [1, 2, 1, 0]


def test_scribbling_on_for_ever_ends(pad: SignaturePad) -> None:
    pad._strokes = [[(0.0, 0.0)] * 18_000]
    QTest.mouseClick(pad, LEFT, pos=QPoint(40, 10))
    assert sum(map(len, pad.strokes())) == 18_000


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
def test_what_is_drawn_is_seen_in_its_shape(pad: SignaturePad, dress: object, mode: str) -> None:
    dress(mode)  # type: ignore[operator]
    assert pad.heightForWidth(800) == 220, "as the place in the letter, 80 by 22 mm"
    assert pad.sizeHint().width() > pad.minimumSizeHint().width()
    pad.setProperty("wrong", True)
    before = pad.grab().toImage()
    pad._strokes = [[(0.2, 0.2), (0.6, 0.6)], [(0.8, 0.3)]]
    pad.update()
    after = pad.grab().toImage()
    middle = QPoint(int(before.width() * 0.4), int(before.height() * 0.4))
    assert after.pixelColor(middle) != before.pixelColor(middle)
    assert after.pixelColor(middle) == Theme.current().color("ink")


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_what_is_emptied_under_the_pen_ends_its_stroke(pad: SignaturePad, key: Qt.Key) -> None:
    QTest.mousePress(pad, LEFT, pos=QPoint(40, 20))
    QTest.keyClick(pad, key)
    pad._go_on(QPointF(80, 30))
    QTest.mouseRelease(pad, LEFT, pos=QPoint(120, 40))
    assert pad.strokes() == ()
    QTest.mouseClick(pad, LEFT, pos=QPoint(40, 20))
    assert len(pad.strokes()) == 1
