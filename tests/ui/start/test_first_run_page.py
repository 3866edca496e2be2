from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.crypto import selfcheck
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.session import Session
from kpr_desktop_ui.pages.start.first_run_page import REAL, TRAINING, FirstRunPage
from kpr_desktop_ui.pages.start.folder import ask_folder
from tests.support.driver import settled
from tests.support.fits import clipped, scrolling
from tests.support.world import PASSPHRASE


@pytest.fixture
def chosen() -> list[Path | None]:
    """What the person chooses in the folder dialog, one after the other."""
    return []


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, chosen: list[Path | None]) -> FirstRunPage:
    app = Application(config=tmp_path / "config", cost=FLOOR_COST)
    made = FirstRunPage(Texts.load("nb"), tmp_path, lambda *_: chosen.pop(0))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.begin()
    assert QTest.qWaitForWindowActive(made)
    made.enter(app.door)
    return made


def fill(page: FirstRunPage) -> None:
    """Type what is asked for, as a person does: Tab from field to field."""
    line = page.municipality.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "risør")
    QTest.keyClicks(page.unit, "Hjemmetjenesten vest")
    QTest.keyClicks(page.user_name, "Blid Fjellbekk")
    QTest.keyClicks(page.phrase.passphrase, PASSPHRASE)
    QTest.keyClicks(page.phrase.again, PASSPHRASE)


def test_a_vault_is_made_with_its_first_user(page: FirstRunPage, qtbot: QtBot, tmp_path: Path) -> None:
    fill(page)
    assert page.login.text() == "blid.fjellbekk"
    sessions: list[Session] = []
    page.opened.connect(sessions.append)
    QTest.keyClick(page.phrase.again, Qt.Key.Key_Return)
    assert not page.make.isEnabled()
    QTest.keyClick(page.phrase.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(sessions), timeout=20_000)
    session = sessions[0]
    assert session.vault.info.path == tmp_path / "hvelv"
    assert (session.user.name, session.user.login, session.training) == (
        "Blid Fjellbekk",
        "blid.fjellbekk",
        False,
    )
    with session.work() as work:
        assert work.records.office().municipality == "4201"
        assert work.records.office().unit == "Hjemmetjenesten vest"
    assert page.phrase.passphrase.text() == page.phrase.again.text() == ""
    session.vault.close()


def test_a_training_vault_is_another_folder_and_another_kind(
    page: FirstRunPage, qtbot: QtBot, tmp_path: Path
) -> None:
    QTest.mouseClick(page.kinds["training"], Qt.MouseButton.LeftButton)
    assert page.training()
    assert page.path.text() == str(tmp_path / "ovingshvelv")
    fill(page)
    with qtbot.waitSignal(page.opened, timeout=20_000) as told:
        page.make.click()
    session = told.args[0]
    assert session.training
    session.vault.close()


def test_every_municipality_can_be_found_and_namesakes_told_apart(page: FirstRunPage) -> None:
    texts = [page.municipality.itemText(at) for at in range(page.municipality.count())]
    assert len(texts) > 350
    assert len(set(texts)) == len(texts)
    assert sum(text.startswith("Herøy (") for text in texts) == 2
    assert sum(text.startswith("Våler (") for text in texts) == 2


def test_each_fault_stands_beside_its_field(page: FirstRunPage) -> None:
    QTest.keyClicks(page.phrase.passphrase, "kort")
    page.path.setText("")
    page.make.click()
    wrong = {name for name, field in page.fields.items() if field.error()}
    assert wrong == {"municipality", "user_name", "login", "passphrase", "path"}
    assert page.municipality.hasFocus()
    QTest.keyClicks(page.user_name, "Blid")
    assert not page.fields["user_name"].error()
    assert not page.fields["login"].error()
    QTest.keyClicks(page.phrase.passphrase, " og godt")
    assert not page.fields["passphrase"].error()
    QTest.keyClicks(page.path, "x")
    assert not page.fields["path"].error()


def test_the_vaults_own_refusals_stand_there_too(page: FirstRunPage, qtbot: QtBot, tmp_path: Path) -> None:
    fill(page)
    page.login.setText("?")
    page.make.click()
    qtbot.waitUntil(lambda: bool(page.fields["login"].error()))
    page.login.setText("blid")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "noe.txt").write_text("noe", encoding="utf-8")
    page.path.setText(str(tmp_path / "full"))
    page.make.click()
    qtbot.waitUntil(lambda: bool(page.fields["path"].error()), timeout=20_000)
    assert page.make.isEnabled()


def test_what_belongs_to_no_field_stands_above(
    page: FirstRunPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def full(_self: object, _first: object) -> Session:
        raise EnvironmentFault("vault.disk_full")

    assert page.door is not None
    monkeypatch.setattr(type(page.door), "create", full)
    fill(page)
    page.make.click()
    qtbot.waitUntil(page.banner.isVisible)
    assert "full" in page.banner.text()


def test_what_is_wrong_with_the_passphrase_stands_below_it_as_one_types(page: FirstRunPage) -> None:
    field = page.fields["passphrase"]
    said = field.editor.accessibleDescription
    assert "15" in said()
    for typed, word in (("kort", "4 av minst 15"), (" og godt nok", "Lang nok")):
        QTest.keyClicks(page.phrase.passphrase, typed)
        assert word in said()
        assert not field.error()
    page.phrase.passphrase.setText("")
    QTest.keyClicks(page.phrase.passphrase, "passord123456789")
    assert "lett å gjette" in field.error()
    page.make.click()
    assert "lett å gjette" in field.error()


def test_words_are_suggested_and_typed_once_by_hand(page: FirstRunPage) -> None:
    assert page.phrase.suggest.text() == "Foreslå seks ord"
    QTest.keyClicks(page.phrase.again, "noe fra før")
    page.phrase.suggest.click()
    words = page.phrase.passphrase.text()
    assert len(words.split()) == 6
    assert page.phrase.passphrase.echoMode() is page.phrase.passphrase.EchoMode.Normal
    assert page.phrase.again.text() == ""
    assert page.phrase.again.hasFocus()
    assert "Skriv ordene ned" in page.fields["passphrase"].editor.accessibleDescription()
    assert [fault.code for fault in page.phrase.faults()] == ["start.passphrase_differs"]
    QTest.keyClicks(page.phrase.again, words)
    assert page.phrase.faults() == []
    page.kinds["training"].click()
    assert page.phrase.suggest.text() == "Foreslå fem ord"
    page.phrase.suggest.click()
    assert len(page.phrase.passphrase.text().split()) == 5


def test_nothing_is_suggested_before_the_door_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    made = FirstRunPage(Texts.load("nb"), tmp_path)
    qtbot.addWidget(made)
    made.phrase.suggest.click()
    assert made.phrase.passphrase.text() == ""


def test_a_machine_that_fails_the_self_check_makes_no_vault(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(selfcheck.CHECKS, "AES-256-GCM", lambda: False)
    made = FirstRunPage(Texts.load("nb"), tmp_path)
    qtbot.addWidget(made)
    made.show()
    made.enter(Application(config=tmp_path / "config", cost=FLOOR_COST).door)
    assert "AES-256-GCM" in made.banner.text()
    assert made.banner.isVisible()
    assert not made.make.isEnabled()


def test_the_passphrase_can_be_seen(page: FirstRunPage) -> None:
    page.phrase.show_box.click()
    assert page.phrase.passphrase.echoMode() is page.phrase.passphrase.EchoMode.Normal
    assert page.phrase.again.echoMode() is page.phrase.again.EchoMode.Normal


def test_own_words_are_not_overwritten(page: FirstRunPage, tmp_path: Path) -> None:
    QTest.keyClicks(page.login, "bf")
    QTest.keyClicks(page.user_name, "Blid")
    assert page.login.text() == "bf"
    page.path.selectAll()
    QTest.keyClicks(page.path, str(tmp_path / "mitt"))
    page.kinds["training"].click()
    assert page.path.text() == str(tmp_path / "mitt")


def test_a_folder_that_is_taken_is_not_offered(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "hvelv").mkdir()
    page = FirstRunPage(Texts.load("nb"), tmp_path)
    qtbot.addWidget(page)
    assert page.path.text() == str(tmp_path / "hvelv-2")
    page.create_vault()
    assert page.make.text() == "Lag hvelvet"


def test_a_place_is_chosen(page: FirstRunPage, chosen: list[Path | None], tmp_path: Path) -> None:
    before = page.path.text()
    (tmp_path / "tom").mkdir()
    (tmp_path / "noe").mkdir()
    (tmp_path / "noe" / "fil").touch()
    chosen += [None, tmp_path / "tom", tmp_path / "noe"]
    page.browse.click()
    assert page.path.text() == before
    page.browse.click()
    assert page.path.text() == str(tmp_path / "tom")
    page.browse.click()
    assert page.path.text() == str(tmp_path / "noe" / "hvelv")


def test_a_place_is_named_after_the_kind_of_vault(
    page: FirstRunPage, chosen: list[Path | None], tmp_path: Path
) -> None:
    (tmp_path / "fil").touch()
    for kind, name in ((TRAINING, "ovingshvelv"), (REAL, "hvelv")):
        page.kinds[kind].chosen.emit(kind)
        chosen.append(tmp_path)
        page.browse.click()
        assert page.path.text() == str(tmp_path / name)


def test_a_vault_that_exists_is_chosen(
    page: FirstRunPage, chosen: list[Path | None], tmp_path: Path, qtbot: QtBot
) -> None:
    wanted: list[Path] = []
    page.log_in_wanted.connect(wanted.append)
    chosen += [None, tmp_path / "annet"]
    page.existing.click()
    page.existing.click()
    assert wanted == [tmp_path / "annet"]


def test_the_folder_dialog_begins_where_there_is_a_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []
    answers = iter([str(tmp_path), ""])
    monkeypatch.setattr(
        QFileDialog,
        "getExistingDirectory",
        lambda _parent, _title, start: asked.append(start) or next(answers),
    )
    parent: QWidget | None = None
    assert ask_folder(parent, "Velg", tmp_path / "ikke" / "her") == tmp_path  # type: ignore[arg-type]
    assert ask_folder(parent, "Velg", tmp_path) is None  # type: ignore[arg-type]
    assert asked == [str(tmp_path), str(tmp_path)]


def test_nothing_is_clipped_or_scrolls_on_the_smallest_screen(page: FirstRunPage) -> None:
    assert settled(lambda: clipped(page) + scrolling(page)) == []
    page.make.click()
    assert settled(lambda: clipped(page) + scrolling(page)) == []


def test_a_program_on_a_memory_stick_makes_training_vaults_alone(qtbot: QtBot, tmp_path: Path) -> None:
    made = FirstRunPage(Texts.load("nb"), tmp_path, training_only=True)
    qtbot.addWidget(made)
    made.show()
    assert made.training()
    assert made.banner.isVisible()
    assert "minnepinne" in made.banner.text()
    assert not made.kinds["real"].isVisible()
    assert made.kinds["training"].isVisible()
