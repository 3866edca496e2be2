"""The profile chart: what is painted where, at every width and in every palette."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ProfileChart
from kpr_desktop_ui.widgets.profile_chart import ChartGroup, ChartRow, ChartWords
from tests.support.fits import clipped

GROUPS = (
    ChartGroup("Egenomsorg", (ChartRow("Personlig hygiene", "4", "1"), ChartRow("Spise", "2", "2"))),
    ChartGroup("Syn og hørsel", (ChartRow("Syn", "9", "3", "ikke relevant"), ChartRow("Hørsel", "", ""))),
    ChartGroup("Hukommelse", (ChartRow("Hukommelse", "5", "9", "sist: ikke relevant"),)),
)
WORDS = ChartWords("Nå", "Sist, 14.03.2026", "Skala 1–5")


Put = Callable[..., ProfileChart]


@pytest.fixture
def put(qtbot: QtBot, theme: Theme) -> Put:
    """Puts a chart on screen, in a window of some width."""
    kept: list[QWidget] = []

    def put(
        groups: tuple[ChartGroup, ...] = GROUPS, words: ChartWords = WORDS, width: int = 900
    ) -> ProfileChart:
        holder = QWidget()
        kept.append(holder)
        qtbot.addWidget(holder)
        column = QVBoxLayout(holder)
        chart = ProfileChart("Profil", words)
        column.addWidget(chart)
        column.addStretch(1)
        chart.set_groups(groups, "Personlig hygiene: Sist 1. Nå 4.")
        holder.resize(width, 700)
        holder.show()
        QTest.qWaitForWindowExposed(holder)
        return chart

    return put


def colours(chart: ProfileChart) -> set[str]:
    image = chart.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_it_tells_the_same_in_words(put: Put) -> None:
    chart = put()
    assert chart.accessibleName() == "Profil"
    assert chart.accessibleDescription() == "Personlig hygiene: Sist 1. Nå 4."
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    assert chart.focusPolicy() & Qt.FocusPolicy.TabFocus
    before = colours(chart)
    assert Theme.current().color("accent").name() in before


def test_a_dot_a_ring_and_a_line_lie_where_the_scores_are(put: Put) -> None:
    chart = put((ChartGroup("En", (ChartRow("Spise", "5", "1"),)),))
    digits = {each.text: each.rect.center().x() for each in chart.drawn_texts() if each.text in "12345"}
    row = next(each.rect.center().y() for each in chart.drawn_texts() if each.text == "Spise")
    image = chart.grab().toImage()
    accent, panel = Theme.current().color("accent").lightness(), Theme.current().color("panel").lightness()

    def lightness(score: str, across: int = 0) -> int:
        return min(image.pixelColor(digits[score] + across, row + down).lightness() for down in (0, 1))

    assert abs(lightness("5") - accent) < 12
    assert abs(lightness("1") - panel) < 12
    assert abs(lightness("1", -9) - accent) < 30
    assert abs(lightness("3", 8) - accent) < 30
    assert lightness("5", 10) > 200
    assert list(digits.values()) == sorted(digits.values())


def test_without_a_last_time_there_is_no_ring(put: Put) -> None:
    chart = put((ChartGroup("En", (ChartRow("Spise", "2"),)),), ChartWords("Nå", "", "Skala"))
    assert {each.text for each in chart.drawn_texts()} == {
        "Nå",
        "Skala",
        "1",
        "2",
        "3",
        "4",
        "5",
        "En",
        "Spise",
    }


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
@pytest.mark.parametrize(("width", "scale"), [(340, 1.0), (560, 1.0), (900, 1.0), (700, 2.0), (1700, 2.0)])
def test_everything_has_room(
    put: Put, dress: Callable[..., Theme], mode: str, width: int, scale: float
) -> None:
    dress(mode, scale)
    chart = put(width=width)
    assert chart.width() == width - 2 * chart.x()
    assert clipped(chart) == []
    texts = chart.drawn_texts()
    for at, one in enumerate(texts):
        for other in texts[at + 1 :]:
            assert not one.rect.intersects(other.rect), (one.text, other.text)
    chart.parentWidget().grab().save(f"build/ui/profile-chart-{mode}-{width}-{round(scale * 100)}.png")


def test_nothing_to_show(put: Put) -> None:
    chart = put(())
    assert [each.text for each in chart.drawn_texts()][:3] == ["Nå", "Sist, 14.03.2026", "Skala 1–5"]
    assert chart.sizeHint().height() > 0
