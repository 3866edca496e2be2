"""Practice by keyboard: two colleagues at one machine, each alone, then side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.practice import PracticeDesk
from kpr_desktop_ui.pages.frame import Frame
from kpr_desktop_ui.pages.places import PracticeCasePlace, PracticePlace
from kpr_desktop_ui.pages.practice.practice_case_page import PracticeCasePage
from kpr_desktop_ui.pages.practice.practice_page import PracticePage
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import DataTable
from tests.support.driver import Driver, drain, texts_in
from tests.support.fits import clipped, scrolling
from tests.support.stage import Show, Stage
from tests.support.world import World, make_world

CASE = "c01"
AGREED = ["2", "4", "3", "3", "3", "1"]
ME = "Kari Saksbehandler"


def press(key: Qt.Key) -> None:
    """A key to whatever has the focus, as a person would."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)
    drain()


def score(keys: list[str]) -> None:
    for key in keys:
        press(Qt.Key(ord(key)))
        press(Qt.Key.Key_Return)


def shown(
    world: World, texts: Texts, show: Show, size: tuple[int, int] = (1366, 768)
) -> tuple[Stage, PracticeCasePage]:
    page = PracticeCasePage(texts, world.services, PracticeCasePlace(CASE))
    return show(page, size), page


def cells(table: DataTable, row: int) -> list[str]:
    model = table.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def save(world: World, name: str, scores: list[str]) -> None:
    desk = world.services.practice
    asked = [answer.item for answer in desk.case(CASE).answers]
    desk.save(CASE, name, dict(zip(asked, scores, strict=False)))


def test_the_list_tells_who_has_scored(world: World, texts: Texts, show: Show) -> None:
    save(world, "Lun", AGREED)
    save(world, "Stø", AGREED[:2])
    page = PracticePage(texts, world.services, PracticePlace())
    stage = show(page)
    assert cells(page.list.table, 0) == ["Etter lårhalsbruddet", "6 variabler", "Lun, Stø (2 av 6)"]
    assert cells(page.list.table, 1)[2] == "Ingen ennå"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    page.open.click()
    assert stage.went == [PracticeCasePlace("c02")] * 2


def test_a_vault_that_is_no_training_vault_has_none(
    tmp_path: Path, texts: Texts, show: Show, qtbot: QtBot
) -> None:
    real = make_world(tmp_path / "real", training=False)
    page = PracticePage(texts, real.services, PracticePlace())
    show(page)
    assert texts("practice.not_training") in texts_in(page)
    assert not page.intro.isVisible()
    assert not page.open.isVisible()
    frame = Frame(texts, real.services, DeskSettings(tmp_path / "desk.ini", tmp_path))
    qtbot.addWidget(frame)
    assert texts("shell.practice") not in Driver(frame).texts()
    real.close()


def test_the_rail_leads_there_in_a_training_vault(
    world: World, texts: Texts, tmp_path: Path, qtbot: QtBot
) -> None:
    frame = Frame(texts, world.services, DeskSettings(tmp_path / "desk.ini", tmp_path))
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    frame.show()
    frame.begin()
    QTest.qWaitForWindowActive(frame)
    QTest.keyClick(frame, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    assert frame.place == PracticePlace()
    frame.navigate(PracticeCasePlace(CASE))
    assert isinstance(frame.page, PracticeCasePage)
    assert clipped(frame) == []
    frame.hide()


def test_scoring_with_two_keys_each_and_every_score_on_disk(world: World, texts: Texts, show: Show) -> None:
    stage, page = shown(world, texts, show)
    assert page.title == "Øving: Etter lårhalsbruddet"
    assert page.name.name.text() == ME
    press(Qt.Key.Key_Return)
    assert page.step.head.hasFocus()
    press(Qt.Key.Key_2)
    assert dict(world.services.practice.enter(CASE, ME).scores) == {"v05": "2"}
    assert texts("practice.saved", time="09.05") in Driver(page).texts()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_9)
    assert world.services.practice.enter(CASE, ME).scores["v12"] == "9"
    assert page.step.scores.cards()["9"].isChecked()
    press(Qt.Key.Key_Backspace)
    assert page.step.scores.cards()["2"].isChecked()
    press(Qt.Key.Key_Backspace)  # there is nothing before the first
    pairs = page.step.contrasts.pairs()
    press(Qt.Key.Key_F)
    assert page.step.contrasts.pairs() != pairs
    press(Qt.Key.Key_Right)
    assert not page.step.head.hasFocus()
    press(Qt.Key.Key_N)  # means nothing here
    score(["2", "4", "3", "3", "2", "1"])
    assert page.comparison.isVisible()
    assert page.comparison.words.content() == "Tett på det avtalte"
    assert cells(page.comparison.table, 4)[1:3] == ["3", "2 · ett trinn fra"]
    press(Qt.Key.Key_Escape)
    assert stage.went == [PracticePlace()]


def test_leaving_and_going_on_where_one_was(world: World, texts: Texts, show: Show) -> None:
    _, page = shown(world, texts, show)
    press(Qt.Key.Key_Return)
    score(["2", "4"])
    press(Qt.Key.Key_Return)
    score(["3", "3", "1"])
    stage, again = shown(world, texts, show)
    press(Qt.Key.Key_Return)
    assert again.step.head.accessibleName() == page._book.items["v08"].question.nb
    for _ in range(4):
        press(Qt.Key.Key_Return)
    assert stage.told == ["Noen variabler står igjen. Her er den første."]
    score(["3"])
    assert not again.comparison.isVisible()


def test_two_colleagues_do_not_see_each_others_scores(world: World, texts: Texts, show: Show) -> None:
    stage, page = shown(world, texts, show)
    driver = Driver(page)
    press(Qt.Key.Key_Return)
    score(AGREED)
    assert page.comparison.words.content() == "Helt likt det avtalte"
    driver.tab_to(texts("practice.change"))
    press(Qt.Key.Key_Return)
    assert page.name.name.text() == ""
    press(Qt.Key.Key_Return)
    assert page.name.field.error() == texts("practice.name_missing")
    driver.type("Lun Måke")
    press(Qt.Key.Key_Return)
    assert not any(card.isChecked() for card in page.step.scores.cards().values())
    assert not any(ME in text for text in driver.texts())
    score(["5", "9", "3", "3", "2"])
    assert not page.comparison.isVisible()
    score(["1"])
    assert cells(page.comparison.table, 0)[1:4] == ["2", "5 · 3 trinn fra", "2 · likt"]
    assert cells(page.comparison.table, 1)[2] == "9 · uenige om 9"
    assert page.comparison.words.content() == "Her er det noe å snakke om"
    assert page.comparison.figures.content().splitlines() == [
        "Lun Måke: likt det avtalte på 3 av 6 (50 %), innen ett trinn på 4 av 6 (67 %).",
        f"{ME}: likt det avtalte på 6 av 6 (100 %), innen ett trinn på 6 av 6 (100 %).",
        f"Lun Måke og {ME}: likt på 3 av 6 (50 %), innen ett trinn på 4 av 6 (67 %).",
    ]
    assert not page.comparison.colleague.isVisible()
    driver.tab_to(texts("practice.review"))
    press(Qt.Key.Key_Return)
    assert page.step.scores.cards()["5"].isChecked()
    driver.click(page.step.change)
    assert page.name.isVisible()
    assert stage.went == []


def test_one_who_has_finished_comes_to_the_comparison_and_chooses_a_colleague(
    world: World, texts: Texts, show: Show
) -> None:
    for name, first in ((ME, "2"), ("Lun", "3"), ("Stø", "4"), ("Halvferdig", "")):
        save(world, name, [first, *AGREED[1:]] if first else AGREED[:2])
    _, page = shown(world, texts, show)
    press(Qt.Key.Key_Return)
    driver = Driver(page)
    assert page.comparison.colleague.isVisible()
    assert cells(page.comparison.table, 0)[3] == "3 · ett trinn fra"
    driver.tab_to(texts("practice.colleague"))
    driver.choose("Stø")
    assert cells(page.comparison.table, 0)[3] == "4 · 2 trinn fra"
    assert page.comparison.colleague.count() == 2
    driver.tab_to(texts("practice.story"))

    def read() -> None:
        assert any("lårhalsen" in text for text in driver.texts())
        driver.press("Enter")

    driver.press("Enter", read)
    driver.click(page.comparison.done)


def test_a_score_that_can_not_be_saved_is_not_shown_as_given(
    world: World, texts: Texts, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_: object) -> None:
        raise UserFault("practice.value_not_allowed")

    _, page = shown(world, texts, show)
    driver = Driver(page)
    press(Qt.Key.Key_Return)
    monkeypatch.setattr(PracticeDesk, "save", no)
    driver.press("3", lambda: driver.press("Enter"))
    assert not page.step.scores.cards()["3"].isChecked()


def test_a_hostile_name_is_literal(world: World, texts: Texts, show: Show) -> None:
    save(world, "<b>Fet</b> \u202ex", AGREED)
    page = PracticePage(texts, world.services, PracticePlace())
    show(page)
    found = Driver(page).texts()
    _, case = shown(world, texts, show)
    press(Qt.Key.Key_Return)
    score(AGREED)
    found += Driver(case).texts()
    assert sum("<b>Fet</b>" in text for text in found) >= 2
    assert not any("\u202e" in text for text in found)


@pytest.mark.parametrize(
    ("size", "scale", "mode"),
    [
        ((1366, 768), 1.0, "light"),
        ((960, 768), 1.0, "dark"),
        ((960, 768), 2.0, "contrast"),
        ((1366, 768), 2.0, "light"),
    ],
)
def test_nothing_is_clipped(
    world: World, texts: Texts, show: Show, dress: Callable[..., Theme],
    size: tuple[int, int], scale: float, mode: str,
) -> None:  # fmt: skip
    dress(mode, scale)
    save(world, "Lun Måke", ["3", "9", *AGREED[2:]])
    name = f"{size[0]}-{scale}"
    page = PracticePage(texts, world.services, PracticePlace())
    show(page, size).picture(f"practice-list-{name}")
    assert clipped(page) == []
    stage, case = shown(world, texts, show, size)
    stage.picture(f"practice-name-{name}")
    assert clipped(case) == []
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_3)
    stage.picture(f"practice-score-{name}")
    assert clipped(case) == []
    score(AGREED)
    stage.picture(f"practice-compare-{name}")
    assert clipped(case) == []


@pytest.mark.parametrize("case_id", [f"c0{n}" for n in range(1, 9)])
def test_every_question_stands_beside_its_story_without_scrolling(
    world: World, texts: Texts, show: Show, case_id: str
) -> None:
    page = PracticeCasePage(texts, world.services, PracticeCasePlace(case_id))
    show(page)
    press(Qt.Key.Key_Return)
    for answer in world.services.practice.case(case_id).answers:
        press(Qt.Key(ord(answer.score)))
        QTest.qWait(60)
        assert clipped(page) == []
        assert scrolling(page) == []
        press(Qt.Key.Key_Return)
    assert page.comparison.words.content() == "Helt likt det avtalte"
    assert clipped(page) == []
