"""Widgets that give way when there is little room, and take it back when there is more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import kpr_desktop_ui.widgets
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import (
    Abreast,
    ActionBar,
    Button,
    Cell,
    Column,
    Columns,
    DataTable,
    Label,
    LineEdit,
    Row,
    TabBar,
    TopBar,
)
from kpr_desktop_ui.widgets.measures import Measures
from kpr_desktop_ui.widgets.painting import text_size
from kpr_desktop_ui.widgets.restyle import restyle
from kpr_desktop_ui.widgets.user_chip import UserChip
from tests.support.fits import clipped, elided


def show(qtbot: QtBot, widget: QWidget, width: int = 900) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(widget)
    column.addStretch(1)
    window.setMinimumWidth(100)
    window.resize(width, 500)
    window.show()
    qtbot.waitExposed(window)
    qtbot.wait(20)
    return window


def resize(qtbot: QtBot, window: QWidget, width: int) -> None:
    window.resize(width, 500)
    qtbot.wait(20)


def test_every_name_of_the_package_is_there() -> None:
    for name in kpr_desktop_ui.widgets.__all__:
        assert getattr(kpr_desktop_ui.widgets, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'Unicorn'"):
        _ = kpr_desktop_ui.widgets.Unicorn  # type: ignore[attr-defined]


def test_buttons_go_below_what_has_no_room_beside_them(qtbot: QtBot) -> None:
    hint, yes, no = Label("Enter åpner. En fullført kartlegging er låst."), Button("Lagre"), Button("Avbryt")
    bar = ActionBar(hint, [no, yes], 220)
    window = show(qtbot, bar)
    assert not bar.is_stacked()
    right = yes.mapTo(bar, yes.rect().bottomRight())
    assert right.x() == bar.rect().right()
    resize(qtbot, window, 300)
    assert bar.is_stacked()
    assert clipped(window) == []
    assert yes.mapTo(bar, yes.rect().bottomRight()).x() == bar.rect().right()
    assert no.mapTo(bar, no.rect().topLeft()).y() > hint.geometry().bottom()
    resize(qtbot, window, 900)
    assert not bar.is_stacked()


def test_fields_abreast_stand_below_each_other_when_narrow(qtbot: QtBot) -> None:
    one, two, gone = LineEdit(), LineEdit(), LineEdit()
    line = Abreast(200)
    for each in (one, two, gone):
        line.add(each)
    gone.hide()
    window = show(qtbot, line, 500)
    assert one.y() == two.y()
    resize(qtbot, window, 350)
    assert one.y() < two.y()
    assert line.minimumSizeHint().width() <= 350


def test_columns_become_one_in_a_place_that_cannot_scroll_sideways(qtbot: QtBot) -> None:
    columns = Columns(2, 400)
    for _ in range(2):
        line = LineEdit()
        line.setMinimumWidth(250)
        columns.add(line)
    window = show(qtbot, columns, 700)
    assert columns.columns() == 2
    resize(qtbot, window, 320)
    assert columns.columns() == 1
    assert columns.width() <= 320


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_tabs_move_together_and_never_hide(qtbot: QtBot, dress: Callable[..., Theme], scale: float) -> None:
    dress("light", scale)
    tabs = TabBar("Deler av innstillingene")
    for word in ("Kommunen", "Kontakter", "Kodeverk", "Utseende", "Om"):
        tabs.addTab(word)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(tabs, 1)
    window = show(qtbot, holder, 1400)
    wide = tabs.tabRect(0).width()
    resize(qtbot, window, tabs.minimumSizeHint().width() + 22)
    assert tabs.tabRect(0).width() < wide
    assert tabs.tabRect(4).right() <= tabs.rect().right()
    assert clipped(window) == []


def said(chip: UserChip) -> str:
    """What is painted of the name."""
    return chip.drawn_texts()[0].text


def test_a_name_loses_its_middle_and_gets_it_back(qtbot: QtBot) -> None:
    chip = UserChip()
    chip.set_name("Kari Saksbehandler · Hjemmetjenesten vest\u202e")
    window = show(qtbot, chip, 600)
    assert said(chip).startswith("Kari Saksbehandler · Hjemmetjenesten vest")
    assert "\u202e" not in said(chip)
    resize(qtbot, window, 180)
    assert said(chip).startswith("Kari")
    assert "…" in said(chip)
    assert clipped(window) == []
    assert chip.accessibleName().startswith("Kari Saksbehandler · Hjemmetjenesten")
    resize(qtbot, window, 600)
    assert "…" not in said(chip)


def test_a_name_takes_its_shorter_wording_before_it_loses_anything(qtbot: QtBot) -> None:
    chip = UserChip()
    chip.set_name("Kari Saksbehandler · Hjemmetjenesten vest", "Kari Saksbehandler")
    window = show(qtbot, chip, 600)
    assert said(chip) == "Kari Saksbehandler · Hjemmetjenesten vest"
    resize(qtbot, window, chip.minimumSizeHint().width() + 22)
    assert said(chip) == "Kari Saksbehandler"
    assert elided(window) == []
    assert chip.accessibleName() == "Kari Saksbehandler · Hjemmetjenesten vest"
    chip.setFixedWidth(60)
    QTest.qWait(1)
    assert "…" in said(chip)


def test_a_name_is_pressed_by_mouse_and_keys(qtbot: QtBot) -> None:
    chip = UserChip("Bytt bruker", "Ctrl+Shift+L")
    chip.set_name("Kari Saksbehandler")
    window = show(qtbot, chip, 300)
    chip.setFocus()
    pressed: list[bool] = []
    chip.clicked.connect(lambda: pressed.append(True))
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_A):
        QTest.keyClick(chip, key)
    assert len(pressed) == 3
    assert chip.accessibleDescription() == chip.toolTip() == "Bytt bruker Ctrl+Shift+L"
    assert window.isAncestorOf(chip)
    assert chip.grab().width() == chip.width()


def test_the_user_stands_on_one_line_in_the_top_bar(qtbot: QtBot) -> None:
    bar = TopBar("Lås", "Ctrl+L")
    bar.offer_help("Hjelp", "F1")
    bar.set_user("Kari Saksbehandler · Hjemmetjenesten vest", "Øvingshvelv")
    bar.set_head("Blid Fjellbekk", ["84 år", "14.03.42 •••••"])
    window = show(qtbot, bar, 1290)
    user, buttons = bar.user, [each for each in bar.findChildren(Button) if each.isVisible()]
    assert said(user) == user.content() == "Kari Saksbehandler · Hjemmetjenesten vest"
    assert [each.text() for each in buttons] == ["Hjelp", "Lås"]
    one_row = bar.height()
    for each in buttons:
        assert abs(user.mapTo(bar, user.rect().center()).y() - each.mapTo(bar, each.rect().center()).y()) <= 1
    resize(qtbot, window, 480)
    assert bar.height() > one_row
    assert clipped(window) == []
    resize(qtbot, window, 1290)
    assert bar.height() == one_row


def test_a_table_stacks_its_columns_when_they_have_no_room(qtbot: QtBot) -> None:
    table = DataTable("Personer", stacks=True)
    table.set_columns([Column("Navn", 2), Column("Født", 0), Column("Tilstand", 1), Column("Merknad", 1)])
    table.set_rows(
        [
            Row("a", ("Blid Fjellbekk", "14.03.1942", Cell("Løper", "ok"), "")),
            Row("b", ("Stø Solstripe", "01.01.1950", Cell("Kladd"), "Første\nandre")),
        ]
    )
    window = show(qtbot, table, 800)
    assert not table.is_stacked()
    opened: list[str] = []
    table.opened.connect(opened.append)
    table.select("b")
    resize(qtbot, window, 300)
    assert table.is_stacked()
    assert table.key() == "b"
    assert [each.text for each in table.drawn_texts()] == [
        "Blid Fjellbekk\nFødt: 14.03.1942\nTilstand: ✓ Løper",
        "Stø Solstripe\nFødt: 01.01.1950\nTilstand: Kladd\nMerknad: Første\ufffdandre",
    ]
    assert clipped(window) == []
    assert table.horizontalHeader().isHidden()
    resize(qtbot, window, 800)
    assert not table.is_stacked()
    assert len(table.drawn_texts()) == 9
    table.set_columns(["Navn", "Født", "Tilstand", "Merknad"])
    assert table.key() == ""


def test_a_sign_stands_beside_the_first_line_of_its_text(qtbot: QtBot) -> None:
    table = DataTable("Funn", stacks=True)
    table.setMinimumHeight(450)
    table.set_columns([Column("Funn", 1), Column("Hva", 1)])
    told = "Et langt funn " * 4
    table.set_rows([Row(kind, (Cell(told, kind), "Kort")) for kind in ("stop", "warning")])
    window = show(qtbot, table, 500)
    for width in (500, 220):
        resize(qtbot, window, width)
        drawn = table.drawn_texts()
        texts = [each for each in drawn if each.text.startswith(told.strip())]
        signs = [each for each in drawn if each.text in "■▲●"]
        assert len(texts) == len(signs) == 2
        line = QFontMetrics(texts[0].font).height()
        for text, sign in zip(texts, signs, strict=True):
            high = text_size(text.text, text.font, text.rect.width()).height()
            assert high >= 2 * line
            assert abs(sign.rect.top() - (text.rect.center().y() - high // 2)) <= 2
            assert sign.rect.height() <= line + 1
            assert sign.rect.right() < text.rect.left()  # every line of the text begins right of it
        assert len({each.rect.left() for each in texts}) == 1


def test_a_table_without_rows_says_so(qtbot: QtBot) -> None:
    table = DataTable("Funn")
    table.set_columns([Column("Funn", 1)])
    assert table.drawn_texts() == []
    table.set_empty_text("Her kommer funnene.")
    window = show(qtbot, table, 500)
    assert [each.text for each in table.drawn_texts()] == ["Her kommer funnene."]
    assert table.accessibleDescription() == "Her kommer funnene."
    assert clipped(window) == []
    blank, empty = table.viewport().grab().toImage(), DataTable("Funn")
    empty.resize(table.size())
    empty.set_columns([Column("Funn", 1)])
    assert blank != empty.viewport().grab().toImage()
    table.set_rows([Row("a", ("Et funn",))])
    assert [each.text for each in table.drawn_texts()] == ["Et funn"]


def test_lengths_are_measured_once_for_a_theme(dress: Callable[..., Theme]) -> None:
    asked: list[int] = []
    measures = Measures()

    def measure() -> int:
        asked.append(1)
        return Theme.current().px(10)

    assert [measures.get("a", measure) for _ in range(3)] == [10, 10, 10]
    assert len(asked) == 1
    dress("light", 2.0)
    assert measures.get("a", measure) == 20
    measures.forget()
    measures.get("a", measure)
    assert len(asked) == 3


def test_a_widget_is_restyled_only_once_it_has_been_styled(qtbot: QtBot) -> None:
    label = Label("Feil", "body")
    qtbot.addWidget(label)
    label.set_tone("stop")
    restyle(label)
    label.ensurePolished()
    assert label.palette().windowText().color() == Theme.current().color("red")
    label.set_tone("ok")
    assert label.palette().windowText().color() == Theme.current().color("green")
