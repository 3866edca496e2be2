"""What decision 20 says of targets and of the focus, measured on every widget that there is: those of the gallery."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QMargins, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ChoiceCard, ScoreCard
from kpr_desktop_ui.widgets.nav_row import NavLine
from tests.support.contrast import contrast
from tests.support.driver import drain
from tests.ui.widgets.gallery import gallery

WCAG = 24
"""Pixels each way that a target must have at 100 % (WCAG 2.2, 2.5.8)."""
RING = 2
"""Pixels that the ring is thick."""


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[], QWidget]:
    def make() -> QWidget:
        page = gallery()
        qtbot.addWidget(page)
        page.show()
        page.resize(page.sizeHint())
        page.activateWindow()
        drain()
        return page

    return make


def controls(page: QWidget) -> Iterator[QWidget]:
    """What is clicked or takes the keys, less pages that only scroll."""
    for each in page.findChildren(QWidget):
        scrolls = isinstance(each, QAbstractScrollArea)
        if scrolls and not isinstance(each, QAbstractItemView | QPlainTextEdit):
            continue
        acts = isinstance(each, QAbstractButton) or each.focusPolicy() & Qt.FocusPolicy.TabFocus
        if acts and each.isVisible() and each.isEnabled():
            yield each


def test_every_target_is_large_enough(shown: Callable[[], QWidget]) -> None:
    target = Theme.current().tokens.target
    own = {ScoreCard: target["interview"], ChoiceCard: target["interview"], NavLine: WCAG}
    page = shown()
    found = list(controls(page))
    assert len({type(each).__name__ for each in found}) > 15
    few = []
    for each in found:
        # A line to type in is as high as its frame, or inside one.
        least = own.get(type(each), target["small"])
        if each.height() < least or each.width() < WCAG:
            few.append(
                f"{type(each).__name__} {each.accessibleName()!r}: {each.width()}x{each.height()}, not {least}"
            )
    assert few == []
    tabs = [each for each in found if isinstance(each, QTabBar)]
    assert tabs
    assert all(bar.tabRect(at).height() >= target["small"] for bar in tabs for at in range(bar.count()))


def test_every_control_shows_that_it_has_the_focus(
    shown: Callable[[], QWidget], dress: Callable[..., Theme]
) -> None:
    for mode in ("light", "dark", "contrast"):
        dress(mode)
        page = shown()
        kinds, seen = set(), set()
        for each in controls(page):
            if not each.focusPolicy():
                continue
            kinds.add(type(each).__name__)
            if type(each).__name__ not in seen and ringed(page, each):
                seen.add(type(each).__name__)
        assert len(kinds) > 15
        assert sorted(kinds - seen) == [], mode
        bare = QLabel("Takes the keys and does not show it", page)
        bare.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        bare.setGeometry(0, 0, 200, 40)
        bare.show()
        assert not ringed(page, bare)


def ringed(page: QWidget, control: QWidget) -> bool:
    """Whether at least a ring's worth of pixels stand out against what was there without the focus, 3:1 or more."""
    place = QRect(control.mapTo(page, QPoint()), control.size()).marginsAdded(QMargins(4, 4, 4, 4))
    place = place.intersected(page.rect())
    if (other := page.focusWidget()) is not None:
        other.clearFocus()
    drain()
    before = page.grab(place).toImage().convertToFormat(QImage.Format.Format_RGB32)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    drain()
    after = page.grab(place).toImage().convertToFormat(QImage.Format.Format_RGB32)
    one, two = (memoryview(each.constBits()).cast("I").tolist() for each in (before, after))
    changed = {pair: 0 for pair in zip(one, two, strict=True) if pair[0] != pair[1]}
    for pair in zip(one, two, strict=True):
        if pair in changed:
            changed[pair] += 1
    return sum(count for pair, count in changed.items() if ratio(*pair) >= 3) >= RING * min(
        80, control.width()
    )


def ratio(one: int, other: int) -> float:
    """The contrast of two colours."""
    image = QImage(2, 1, QImage.Format.Format_RGB32)
    image.setPixel(0, 0, one)
    image.setPixel(1, 0, other)
    return contrast(image, image.rect())
