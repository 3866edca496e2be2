"""Every contrast text stands whole on its card: in every language, at 100 %, 150 % and 200 %, in a window of 1366."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import LANGUAGES, Contrast, Item, Text
from kpr_desktop.codebook.parts import CONTRASTS
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import AssessmentId
from kpr_desktop_ui.pages.interview.contrast_panel import ContrastPanel, pairs_for
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Label
from tests.support.driver import drain
from tests.support.fits import clipped
from tests.ui.interview.conftest import Open

BOOK = CodeBooks().edition(2026)
SCORES = ("", "1", "2", "3", "4", "5", "9")
MOST_LINES = {1.0: 4, 1.5: 5, 2.0: 5}
"""Lines that one example may take on its card, by text scale: what a window of 1366 by 768 has room for beside the
scores at 100 %, and half a screen at 200 %."""


def too_long(panel: ContrastPanel) -> list[str]:
    """Each text that is painted outside its rectangle, by font metrics; and what `clipped` finds besides."""
    found = []
    for label in panel.findChildren(Label):
        room = label.contentsRect()
        flags = int(Qt.TextFlag.TextWordWrap.value) if label.wordWrap() else 0
        metrics = QFontMetrics(label.font())
        need = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), flags, label.text())
        if label.text() and (need.width() > room.width() + 1 or need.height() > room.height() + 1):
            found.append(label.content())
        if need.height() > MOST_LINES[Theme.current().scale] * metrics.lineSpacing():
            found.append(label.content())
        if label.visibleRegion().boundingRect().height() < need.height():
            found.append(label.content())
    return found + clipped(panel)


def show(panel: ContrastPanel, item: Item, score: str) -> list[str]:
    """The panel as it stands beside `score`, no higher than it asks for."""
    panel.show_pairs(item, score)
    drain()
    panel.resize(panel.width(), panel.heightForWidth(panel.width()))
    drain()
    return too_long(panel)


@pytest.fixture
def panel_in(
    qtbot: QtBot, dress: Callable[..., Theme], open_page: Open, draft: AssessmentId
) -> Callable[[str, float], ContrastPanel]:
    """A panel on its own, as wide as the one in a real interview in a window of 1366 pixels."""

    def make(language: str, scale: float) -> ContrastPanel:
        dress("light", scale)
        desk = open_page(draft, (1366, 768))
        desk.talk.show_item("v07")
        drain()
        real = desk.page.findChild(ContrastPanel)
        assert real is not None
        panel = ContrastPanel(Texts.load(language))
        qtbot.addWidget(panel)
        panel.resize(real.width(), real.height())
        panel.show()
        drain()
        return panel

    return make


def test_the_scores_show_every_pair() -> None:
    assert {pair for score in SCORES for pair in pairs_for(score)} == set(CONTRASTS)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_longer_than_its_card(
    panel_in: Callable[[str, float], ContrastPanel], language: str, scale: float
) -> None:
    panel = panel_in(language, scale)
    found = {}
    shown = 0
    for item in BOOK.variables:
        for score in SCORES:
            if long := show(panel, item, score):
                found[f"{item.id} {score}"] = long
            pairs = [item.contrasts[pair] for pair in pairs_for(score)]
            texts = {t.in_(language) for c in pairs for t in (c.low, c.high)}
            held = {label.content() for label in panel.findChildren(Label) if label.isVisible()}
            assert texts <= held
            shown += len(texts)
    assert shown == 20 * len(SCORES) * 4
    assert found == {}


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_text_of_400_characters_without_a_break_is_caught(
    panel_in: Callable[[str, float], ContrastPanel], scale: float
) -> None:
    panel = panel_in("nb", scale)
    item = BOOK.items["v07"]
    long = Text("x" * 400, "x" * 400, "x" * 400)
    planted = replace(item, contrasts={**item.contrasts, "1-2": Contrast(long, item.contrasts["1-2"].high)})
    assert show(panel, item, "1") == []
    assert any("xxx" in each for each in show(panel, planted, "1"))
