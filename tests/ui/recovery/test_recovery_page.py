"""Making the sheet in the window: on paper, typed back, tried."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.recovery import RecoveryDesk
from kpr_desktop_ui.pages.letters import printing
from kpr_desktop_ui.pages.places import RecoveryPlace, SettingsPlace, WorkListPlace
from kpr_desktop_ui.pages.recovery import recovery_page
from kpr_desktop_ui.pages.recovery.recovery_page import RecoveryPage
from kpr_desktop_ui.widgets import Label
from tests.support.driver import drain
from tests.support.fits import clipped
from tests.support.stage import Show, Stage
from tests.support.world import World, sheet_proved


def page_of(world: World, texts: Texts) -> RecoveryPage:
    return RecoveryPage(texts, world.services, RecoveryPlace())


def begun(real: World, texts: Texts, show: Show) -> tuple[RecoveryPage, Stage, tuple[str, ...]]:
    """The page with a sheet on it, and the sheet's code."""
    page = page_of(real, texts)
    stage = show(page)
    QTest.keyClick(page.intro.make, Qt.Key.Key_Return)
    assert page._code is not None
    return page, stage, page._code.groups


def type_in(page: RecoveryPage, groups: tuple[str, ...]) -> None:
    for at, group in enumerate(groups):
        QTest.keyClicks(page.type_step.entry.lines[at], group.lower())


def test_the_sheet_is_typed_back_and_tried(real: World, texts: Texts, show: Show, qtbot: QtBot) -> None:
    page = page_of(real, texts)
    plain: list[bool] = []
    page.plain_wanted.connect(plain.append)
    stage = show(page)
    assert plain == [True]
    assert page.intro.make.hasFocus()
    assert not page.intro.back.isVisible()
    QTest.keyClick(page.intro.make, Qt.Key.Key_Return)
    code = page._code
    assert code is not None
    assert page.sheet_step.preview.count() == 1
    assert page.sheet_step.print_button.hasFocus()
    assert clipped(page) == []
    page.sheet_step.on.click()
    assert page.sheet_step.preview.count() == 0
    assert page.type_step.entry.lines[0].hasFocus()
    type_in(page, code.groups)
    assert clipped(page) == []
    QTest.keyClick(page.type_step.entry.lines[8], Qt.Key.Key_Return)
    assert not page.type_step.prove.isEnabled()
    QTest.keyClick(page.type_step.entry.lines[8], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(stage.went), timeout=20_000)
    assert stage.went == [WorkListPlace()]
    assert stage.told == [texts("recovery.proved")]
    assert plain == [True, False]
    assert not real.services.recovery.required()
    assert page.leave()


def test_a_typo_stands_beside_its_group(real: World, texts: Texts, show: Show, qtbot: QtBot) -> None:
    page, stage, groups = begun(real, texts, show)
    page.sheet_step.on.click()
    entry = page.type_step.entry
    type_in(page, (*groups[:3], groups[4], *groups[4:]))
    assert [at for at, field in enumerate(entry.fields) if field.error()] == [3]
    page.type_step.prove.click()
    assert entry.lines[3].hasFocus()
    assert stage.went == []
    entry.lines[3].selectAll()
    QTest.keyClicks(entry.lines[3], groups[3])
    wrong = "0000" if groups[8] != "0000" else "1111"
    entry.lines[8].selectAll()
    QTest.keyClicks(entry.lines[8], wrong)
    page.type_step.prove.click()
    qtbot.waitUntil(lambda: bool(entry.fields[8].error()), timeout=20_000)
    assert "siste gruppen" in entry.fields[8].error()
    assert page.type_step.prove.isEnabled()
    assert real.services.recovery.required()


def test_a_whole_code_can_be_pasted(real: World, texts: Texts, show: Show) -> None:
    page, _stage, groups = begun(real, texts, show)
    page.sheet_step.on.click()
    entry = page.type_step.entry
    QApplication.clipboard().setText(" ".join(groups))
    QTest.keyClick(entry.lines[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()
    assert entry.code() == "-".join(groups)
    assert entry.complete()
    QApplication.clipboard().setText(" ".join(groups[:2]))
    entry.forget()
    QTest.keyClick(entry.lines[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()
    assert entry.lines[2].hasFocus()
    entry.lines[2].setText("AB")
    entry.lines[3].setFocus()
    assert entry.fields[2].error()


def test_a_letter_put_into_a_full_group_does_not_spill(real: World, texts: Texts, show: Show) -> None:
    page, _stage, groups = begun(real, texts, show)
    page.sheet_step.on.click()
    entry = page.type_step.entry
    QTest.keyClicks(entry.lines[0], groups[0])
    entry.lines[0].setFocus()
    entry.lines[0].setCursorPosition(1)
    QTest.keyClicks(entry.lines[0], "x")
    assert len(entry.lines[0].text()) == 5
    assert entry.lines[0].cursorPosition() == 2
    assert entry.lines[1].text() == ""
    assert entry.lines[0].hasFocus()


def test_back_to_the_sheet_and_in_another_language(real: World, texts: Texts, show: Show) -> None:
    page, _stage, groups = begun(real, texts, show)
    page.sheet_step.on.click()
    QTest.keyClicks(page.type_step.entry.lines[0], groups[0])
    page.type_step.back.click()
    assert page.type_step.entry.lines[0].text() == ""
    assert page.sheet_step.preview.count() == 1
    before = page._sheet
    page.sheet_step.language.set_key("nn")
    page.sheet_step.language.chosen.emit("nn")
    assert before is not None
    assert page._sheet is not None
    assert page._sheet.code == before.code
    assert page._sheet.pdf != before.pdf


def test_nothing_else_is_reached_and_the_program_may_be_closed(real: World, texts: Texts, show: Show) -> None:
    page, _stage, _groups = begun(real, texts, show)
    assert not page.leave()
    assert page.banner.text() == texts("recovery.not_done")
    assert page.let_go()
    real.reopen()
    again, _stage, groups = begun(real, texts, show)
    assert groups != _groups
    assert again._required


def test_after_a_use_the_page_says_why(real: World, texts: Texts, show: Show) -> None:
    sheet_proved(real.session)
    code = real.session.vault.make_recovery()
    real.close()
    real.session = real.app.door.recover(
        real.path, "kari", "-".join(code.groups), bytearray(b"helt andre ord enn sist")
    )
    real.services = real.app.services(real.session)
    page = page_of(real, texts)
    show(page)
    assert any("har vært i bruk" in label.content() for label in page.intro.findChildren(Label))


def test_a_new_sheet_from_the_settings_asks_for_the_passphrase(
    real: World, texts: Texts, show: Show, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    sheet_proved(real.session)
    page = page_of(real, texts)
    stage = show(page)
    assert page.leave()
    page.intro.back.click()
    assert stage.went.pop() == SettingsPlace()
    answers = [False, True]

    def ask(_parent: object, _texts: Texts, session: object) -> bool:
        answer = answers.pop(0)
        if answer:
            real.session.grants.confirmed_at = real.session.now()
        return answer

    monkeypatch.setattr(recovery_page, "confirm_passphrase", ask)
    page.intro.make.click()
    assert page._code is None
    page.intro.make.click()
    assert page._code is not None
    groups = page._code.groups
    page.sheet_step.on.click()
    type_in(page, groups)
    page.type_step.prove.click()
    qtbot.waitUntil(lambda: bool(stage.went), timeout=20_000)
    assert stage.went == [SettingsPlace()]


def test_printing(
    real: World, texts: Texts, show: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page, _stage, _groups = begun(real, texts, show)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "ut.pdf"))
    chosen = [None, printer, printer, printer]
    monkeypatch.setattr(printing, "choose_printer", lambda _parent: chosen.pop(0))
    page.sheet_step.print_button.click()
    assert not page.banner.isVisible()
    page.sheet_step.print_button.click()
    assert page.banner.text() == texts("recovery.printed")
    assert (tmp_path / "ut.pdf").stat().st_size > 1000
    monkeypatch.setattr(printing, "print_pages", lambda *_: False)
    page.sheet_step.print_button.click()
    assert page.banner.text() == texts("letters.print_failed")

    def full(*_: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr(RecoveryDesk, "printed", full)
    page.sheet_step.print_button.click()
    assert page.banner.text() == texts("vault.disk_full")


def test_saving_warns(
    real: World, texts: Texts, show: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page, _stage, _groups = begun(real, texts, show)
    folders = ["", str(tmp_path), str(tmp_path), str(tmp_path / "nei")]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: folders.pop(0))
    purposes = ["", "archive", "archive"]
    monkeypatch.setattr(recovery_page, "ask_purpose", lambda *_: purposes.pop(0))
    page.sheet_step.save_button.click()
    page.sheet_step.save_button.click()
    assert not list(tmp_path.glob("*.pdf"))
    page.sheet_step.save_button.click()
    (file,) = tmp_path.glob("*.pdf")
    assert file.name in page.banner.text()
    assert "slett" in page.banner.text()
    page.sheet_step.save_button.click()
    assert page.banner.text()
    assert file.name not in page.banner.text()


def test_what_stops_the_making_is_told(
    real: World, texts: Texts, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: object) -> None:
        raise UserFault("rights.not_allowed")

    monkeypatch.setattr(RecoveryDesk, "make", refuse)
    page = page_of(real, texts)
    show(page)
    page.sheet_step.language.chosen.emit("nn")
    page.sheet_step.print_button.click()
    page.sheet_step.save_button.click()
    page.intro.make.click()
    assert page.banner.text() == texts("rights.not_allowed")
    assert page.intro.mapTo(page, QPoint()).y() > 0


@pytest.mark.parametrize(("scale", "size"), [(1.0, (960, 768)), (2.0, (1366, 768)), (2.0, (960, 768))])
def test_nothing_is_clipped(
    real: World, texts: Texts, show: Show, dress: object, scale: float, size: tuple[int, int]
) -> None:
    dress("contrast", scale)  # type: ignore[operator]
    page = page_of(real, texts)
    show(page, size)
    assert clipped(page) == []
    page.intro.make.click()
    drain()
    assert clipped(page) == []
    page.sheet_step.on.click()
    type_in(page, ("AAAAA",) * 8)
    drain()
    assert clipped(page) == []
