"""Small figures: what is drawn is as long as it is much, and told without its colour."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.figure_card import FigureCard
from kpr_desktop_ui.widgets.figure_drawing import Bar, Drawing, Series, lay_out, least_width

ONE = (Series("accent"),)


def test_bars_are_as_long_as_they_are_much(theme: Theme) -> None:
    laid = lay_out(
        Drawing("bars", ONE, (Bar("a", (10,), "10"), Bar("b", (5,), "5"), Bar("c", (0,), "0"))), 0, 0, 400
    )
    (long, _), (half, _) = laid.boxes  # nothing is no bar
    assert abs(long.width() - 2 * half.width()) <= 1
    assert [each.text for each in laid.texts] == ["a", "10", "b", "5", "c", "0"]


def test_shares_fill_the_whole_and_little_is_seen(theme: Theme) -> None:
    series = tuple(Series(f"score_{code}", code) for code in "12")
    drawing = Drawing("shares", series, (Bar("a", (1, 999)), Bar("b", (0, 0))))
    laid = lay_out(drawing, 0, 0, 300)
    first, second, *signs = laid.boxes
    assert first[0].width() >= 3
    assert second[0].width() > 50
    assert [style for _, style in signs] == ["score_1", "score_2"]
    assert [each.text for each in laid.texts][-2:] == ["1", "2"]  # the sign says what it is


def test_columns_leave_out_the_numbers_that_have_no_room(theme: Theme) -> None:
    bars = tuple(Bar("J", (n,), f"{n}", strong=n == 12345) for n in (12345, 0, 12345, 12345, 7))
    drawing = Drawing("columns", ONE, bars)
    narrow, wide = lay_out(drawing, 0, 0, 60), lay_out(drawing, 0, 0, 600)
    told = [each.text for each in narrow.texts if each.text != "J"]
    assert set(told) == {"12345"}
    assert len(told) < 3  # never over each other
    assert [each.text for each in wide.texts].count("12345") == 3
    assert [style for _, style in wide.boxes].count("soft") == 1
    assert all(each.rect.left() >= 0 and each.rect.right() < 60 for each in narrow.texts)
    assert lay_out(Drawing("columns", ONE, ()), 0, 0, 60).boxes


def test_a_long_legend_and_a_note_go_below(theme: Theme) -> None:
    series = Series("accent", "Besvart"), Series("open", "Mangler svar")
    drawing = Drawing("shares", series, (Bar("a", (1, 1), "50 %"),), "Flere i tabellen: 12")
    narrow, wide = lay_out(drawing, 0, 0, least_width(drawing)), lay_out(drawing, 0, 0, 600)
    assert narrow.bottom > wide.bottom
    assert wide.texts[-1].text == "Flere i tabellen: 12"


def test_a_card_with_and_without_a_drawing(theme: Theme, qtbot: QtBot) -> None:
    card = FigureCard("a", "Tittel")
    qtbot.addWidget(card)
    assert card.drawn_texts()[0].text == "Tittel"
    bare = card.heightForWidth(300)
    hatched = tuple(Series(f"score_{code}", code) for code in "19")
    card.set_figure("En setning.", Drawing("shares", hatched, (Bar("a", (1, 3)),)))
    assert card.heightForWidth(300) > bare
    card.resize(300, card.heightForWidth(300))
    assert (card.accessibleName(), card.accessibleDescription()) == ("Tittel", "En setning.")
    picture: QImage = card.grab().toImage()
    laid = card._laid(300)
    assert laid is not None
    nine = next(rect for rect, style in laid.boxes if style == "score_9")
    seen = {
        picture.pixelColor(x, y).name()
        for x in range(nine.left(), nine.right())
        for y in (nine.center().y(),)
    }
    assert theme.color("control").name() in seen  # lines over it
    assert QColor(theme.color("score_1")).name() in seen | {
        picture.pixelColor(rect.center()).name() for rect, style in laid.boxes if style == "score_1"
    }
    for scale in (1.0, 2.0):
        assert card.least_width() > 0, scale
