from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop.domain.characters import MARK
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import (
    Banner,
    Button,
    Cell,
    Column,
    Columns,
    DataTable,
    EmptyState,
    FlowLayout,
    Label,
    LineEdit,
    NavGroup,
    Navigator,
    NavRow,
    PageView,
    PersonHead,
    ProblemList,
    ProblemRow,
    QuestionDialog,
    Rail,
    RailEntry,
    Row,
    ScoreCard,
    StateChip,
    Toast,
    TopBar,
    ask,
    tell,
)
from kpr_desktop_ui.widgets.painting import breakable
from tests.support.fits import clipped
from tests.ui.widgets.gallery import gallery
from tests.ui.widgets.test_gestures import heard, show


def test_a_label_shows_markup_literally_and_the_unseen_as_a_mark(qtbot: QtBot) -> None:
    label = Label("<b>Blid</b> <img src=/etc/passwd>\u202e\x07")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == f"<b>Blid</b> <img src=/etc/passwd>{MARK}{MARK}".replace("\u200b", "")
    assert label.content().endswith("\x07")
    with pytest.raises(ValueError, match="role"):
        Label("x", "huge")


def test_a_long_word_can_be_broken(qtbot: QtBot) -> None:
    assert breakable("Blid Fjellbekk") == "Blid Fjellbekk"
    assert breakable("å" * 60).count("\u200b") == 2
    assert breakable("to ord " + "å" * 30).replace("\u200b", "") == "to ord " + "å" * 30
    label = Label("å" * 2000)
    window = show(qtbot, label)
    assert window.minimumSizeHint().width() < 500


def test_a_chip_tells_by_word_and_sign(qtbot: QtBot) -> None:
    chip = StateChip("Stopper", "stop")
    qtbot.addWidget(chip)
    assert (chip.text(), chip.word(), chip.accessibleName()) == ("■ Stopper", "Stopper", "Stopper")
    chip.set_state("Kladd")
    assert chip.text() == "Kladd"


def test_a_banner_and_an_empty_state_offer_one_button(qtbot: QtBot) -> None:
    banner, empty = (
        Banner("warning", "Endret ett steg.", "Forstått"),
        EmptyState("users", "Ingen", "ennå", "Ny person"),
    )
    for each in (banner, empty):
        show(qtbot, each)
        told = heard(each.acted)
        each.findChildren(Button)[0].click()
        assert told == [()]
    banner.set_message("stop", "Stopp")
    assert (banner.text(), banner.accessibleName()) == ("Stopp", "Stopp")


def test_problems_lead_to_their_places(qtbot: QtBot) -> None:
    problems = ProblemList()
    show(qtbot, problems)
    told = heard(problems.jump)
    problems.set_problems(
        [ProblemRow("stop", "Mangler", "Gå til feltet", "v01"), ProblemRow("info", "Bare til opplysning")]
    )
    problems.buttons()[0].click()
    assert told == [("v01",)]
    problems.set_problems([ProblemRow("warning", "Se over", "Gå", "v02")])
    problems.buttons()[0].click()
    assert told[-1] == ("v02",)


def groups() -> list[NavGroup]:
    return [
        NavGroup(
            "a",
            "Sosial fungering",
            (NavRow("v1", "Sosial deltakelse", "answered", "1"), NavRow("v2", "Beslutninger")),
        ),
        NavGroup(
            "b", "Egenomsorg", (NavRow("v3", "Spise", "warning", "9"), NavRow("v4", "Toalett", "stop", "–"))
        ),
        NavGroup("c", "Annet", ()),
    ]


def test_the_navigator_unfolds_the_current_group_and_counts_the_others(qtbot: QtBot) -> None:
    navigator = Navigator("Kartlegging")
    window = show(qtbot, navigator)
    navigator.set_groups(groups(), "v2")
    assert [line.key for line in navigator.lines()] == ["group a", "v1", "v2", "group b", "group c"]
    assert [line.count() for line in navigator.lines()] == ["1/2", "", "", "2/2", "0/0"]
    assert [line.badge() for line in navigator.lines()] == ["", "1", "–", "", ""]
    assert [line.is_current() for line in navigator.lines()] == [False, False, True, False, False]
    assert clipped(window) == []


def test_the_navigator_tells_where_a_person_wants_to_go(qtbot: QtBot) -> None:
    navigator = Navigator()
    show(qtbot, navigator)
    navigator.set_groups(groups(), "v1")
    told = heard(navigator.chosen)
    lines = {line.key: line for line in navigator.lines()}
    QTest.mouseClick(lines["v2"], Qt.MouseButton.LeftButton)
    lines["group b"].click()
    lines["group a"].click()
    lines["group c"].click()
    assert told == [("v2",), ("v3",), ("v2",)]


def test_the_navigator_is_one_tab_stop_with_arrows_inside(qtbot: QtBot) -> None:
    navigator = Navigator()
    show(qtbot, navigator)
    navigator.set_groups(groups(), "v1")
    stops = [line for line in navigator.lines() if line.focusPolicy() == Qt.FocusPolicy.StrongFocus]
    assert [line.key for line in stops] == ["v1"]
    told = heard(navigator.chosen)
    stops[0].setFocus()
    QTest.keyClick(stops[0], Qt.Key.Key_Return)
    assert told == []
    QTest.keyClick(stops[0], Qt.Key.Key_Down)
    second = navigator.lines()[2]
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert told == [("v2",)]
    navigator.set_groups(groups(), "v2")
    assert navigator.lines()[2].hasFocus()
    navigator.set_groups(groups(), "v3")
    assert [line.key for line in navigator.lines()] == ["group a", "group b", "v3", "v4", "group c"]
    QTest.keyClick(navigator.lines()[0], Qt.Key.Key_Up)
    navigator.set_groups(groups(), "")
    assert [line.key for line in navigator.lines()] == ["group a", "group b", "group c"]


def test_a_table_opens_by_key_and_by_double_click(qtbot: QtBot) -> None:
    table = DataTable("Personer")
    window = show(qtbot, table)
    table.set_columns(["Person", Column("Frist", 0)])
    table.set_rows([Row("a", ("<b>Blid</b>", Cell("23.11.2026", "stop"))), Row("b", ("Lun\u202e", ""))])
    opened, selected = heard(table.opened), heard(table.selected)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == []
    table.select("b")
    assert (table.key(), selected) == ("b", [("b",)])
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        QTest.keyClick(table, key)
    QTest.keyClick(table, Qt.Key.Key_Up)
    place = table.visualRect(table.model().index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [("b",), ("b",), ("a",)]
    assert [each.text for each in table.drawn_texts()] == ["<b>Blid</b>", "23.11.2026", "■", f"Lun{MARK}", ""]
    table.set_rows([Row("a", ("Blid", ""))])
    assert table.key() == "a"
    table.select("z")
    table.set_rows([])
    assert table.key() == ""
    assert clipped(window) == []
    assert table.model().headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.DisplayRole) is None


def test_a_question_is_answered_by_keys(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = QuestionDialog(
        None, "Forkaste kladden?", "Svarene blir borte.", "Forkast", "Behold", danger=True
    )
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.windowTitle() == "KPR Desktop"
    assert dialog.no.hasFocus() or dialog.focusWidget() is dialog.no
    answers = iter([Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Return])

    def press(self: QuestionDialog) -> int:
        self.show()
        QTest.keyClick(self.focusWidget() or self, next(answers))
        return self.result()

    monkeypatch.setattr(QuestionDialog, "exec", press)
    assert ask(None, "Gå videre?", "Tekst", "Ja", "Nei")
    assert not ask(None, "Gå videre?", "Tekst", "Ja", "Nei")
    tell(None, "Ferdig", "Tekst", "Lukk")


def test_a_person_head_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    head = PersonHead()
    window = show(qtbot, head)
    head.set_person(
        "Blid Fjellbekk", ["84 år", "14.03.42 •••••"], [("Øvingshvelv", "neutral"), ("Skjermet", "warning")]
    )
    head.set_person(
        "Lun Granbar", ["84 år", "14.03.42 •••••"], [("Øvingshvelv", "neutral"), ("Skjermet", "warning")]
    )
    wide = head.heightForWidth(900)
    assert head.heightForWidth(300) > wide
    window.resize(320, 300)
    assert clipped(window) == []


def test_a_flow_places_all_of_its_items() -> None:
    holder = QWidget()
    flow = FlowLayout(holder, 10, middle=True)
    for _ in range(4):
        each = QWidget()
        each.setFixedSize(100, 20)
        flow.addWidget(each)
    hidden = QWidget(holder)
    hidden.hide()
    flow.addWidget(hidden)
    assert (flow.count(), flow.itemAt(9), flow.takeAt(9)) == (5, None, None)
    assert flow.heightForWidth(210) == 50
    assert flow.sizeHint().height() == 20
    assert flow.expandingDirections() == Qt.Orientation(0)
    holder.resize(210, 90)
    flow.setGeometry(holder.rect())
    places = [item.geometry().topLeft() for item in (flow.itemAt(at) for at in range(4)) if item is not None]
    assert places == [QPoint(0, 20), QPoint(110, 20), QPoint(0, 50), QPoint(110, 50)]


def test_columns_become_one(qtbot: QtBot) -> None:
    columns = Columns(2, 600)
    qtbot.addWidget(columns)
    first, second = LineEdit(), LineEdit()
    columns.add(first)
    columns.add(second)
    columns.resize(700, 300)
    columns.show()
    assert (columns.columns(), first.y() == second.y()) == (2, True)
    columns.resize(500, 300)
    qtbot.waitUntil(lambda: second.y() > first.y())
    assert columns.columns() == 1


@dataclass
class Picture:
    width: int = 20
    height: int = 30
    stride: int = 60
    data: bytes = b"\x00\x00\xff" * 600


def test_pages_are_shown_as_wide_as_there_is_room(qtbot: QtBot) -> None:
    view = PageView("Brevet")
    show(qtbot, view)
    view.set_pages([Picture(), Picture()])
    assert view.count() == 2
    view.set_pages([Picture()])
    assert view.count() == 1
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)
    picture = view.grab().toImage()
    middle = picture.pixelColor(picture.width() // 2, picture.height() // 2)
    assert middle == QColor("red")


def test_the_rail_tells_where_to_go_and_can_do_without_words(qtbot: QtBot) -> None:
    rail = Rail("Hoveddeler")
    window = show(qtbot, rail)
    rail.set_entries([RailEntry("x", "list", "X")])
    rail.set_entries([RailEntry("a", "list", "Arbeidsliste", "Alt+1"), RailEntry("b", "users", "Personer")])
    told = heard(rail.chosen)
    qtbot.waitUntil(lambda: sum(each.isVisible() for each in rail.findChildren(QPushButton)) == 2)
    buttons = [each for each in rail.findChildren(QPushButton) if each.isVisible()]
    QTest.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert told == [("b",)]
    rail.set_current("b")
    wide = rail.sizeHint().width()
    assert clipped(window) == []
    window.grab()
    buttons[1].setFocus()
    rail.set_compact(True)
    window.grab()
    assert rail.sizeHint().width() < wide
    assert buttons[1].accessibleName() == "Personer"


def test_the_top_bar_grows_when_it_must(qtbot: QtBot) -> None:
    bar = TopBar("Lås", "Ctrl+L")
    window = show(qtbot, bar)
    layout = window.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addStretch(1)
    told, helped = heard(bar.locked), heard(bar.helped)
    next(each for each in bar.findChildren(Button) if each.text() == "Lås").click()
    assert told == [()]
    bar.offer_help("Hjelp", "F1")
    next(each for each in bar.findChildren(Button) if each.accessibleName() == "Hjelp").click()
    assert helped == [()]
    assert bar.title() == ""
    bar.set_user("Øvingsbruker · Hjemmetjenesten vest", "Øvingshvelv")
    bar.set_head("Personer")
    bar.set_head("Blid Fjellbekk", ["84 år", "14.03.42 •••••"], [("Kartlegging 23.11.2026", "neutral")])
    assert bar.title() == "Blid Fjellbekk"
    for width in (1200, 520):
        window.resize(width, 400)
        qtbot.wait(20)
        assert clipped(window) == []


def test_a_toast_comes_and_goes(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    toast = Toast(window)
    window.resize(600, 300)
    window.show()
    assert toast.text() == ""
    toast.tell("Lagret")
    assert toast.text() == "Lagret"
    assert toast.geometry().top() < 20
    QTest.keyClick(window, Qt.Key.Key_A)
    assert toast._timer.remainingTime() < 2000
    window.resize(500, 250)
    qtbot.waitUntil(lambda: toast.geometry().bottom() < 250)
    toast.tell("En lang beskjed som ikke får plass på én linje i et så smalt vindu, og som derfor må brytes")
    assert toast.width() <= 500
    toast.tell("")
    assert toast.text() == ""


@pytest.mark.parametrize("mode", ["light", "dark", "contrast"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_every_widget_has_room_for_its_text(qtbot: QtBot, dress: object, mode: str, scale: float) -> None:
    theme = dress(mode, scale)  # type: ignore[operator]
    assert isinstance(theme, Theme)
    page = gallery()
    qtbot.addWidget(page)
    width = theme.px(1180)
    page.resize(QSize(width, page.heightForWidth(width)))
    page.show()
    assert QTest.qWaitForWindowActive(page)
    assert clipped(page) == []
    page.grab()


def test_a_new_look_reaches_widgets_that_are_shown(qtbot: QtBot, dress: object) -> None:
    page = gallery()
    qtbot.addWidget(page)
    page.resize(1180, 1800)
    page.show()
    before = page.findChildren(ScoreCard)[0].minimumSizeHint().width()
    dress("dark", 2.0)  # type: ignore[operator]
    assert page.findChildren(ScoreCard)[0].minimumSizeHint().width() > before
    page.resize(2360, 3600)
    page.grab()


def test_every_control_has_a_name_and_a_role(qtbot: QtBot) -> None:
    page = gallery()
    qtbot.addWidget(page)
    page.show()
    for widget in page.findChildren(QWidget):
        if (
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and not isinstance(widget, QLabel)
        ):
            face = QAccessible.queryAccessibleInterface(widget)
            assert face.text(QAccessible.Text.Name), widget
            assert face.role() is not QAccessible.Role.NoRole
    card = QAccessible.queryAccessibleInterface(page.findChildren(ScoreCard)[0])
    assert card.role() in {QAccessible.Role.RadioButton, QAccessible.Role.CheckBox}
    assert card.state().checkable


def test_no_widget_opens_a_window_of_its_own(qtbot: QtBot) -> None:
    page = gallery()
    qtbot.addWidget(page)
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == []
