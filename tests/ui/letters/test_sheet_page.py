"""The blank form and the control's report: made, seen, printed and saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault
from kpr_desktop_ui.pages.audit.audit_page import AuditPage
from kpr_desktop_ui.pages.letters import leaving, printing
from kpr_desktop_ui.pages.letters.sheet_page import SheetPage
from kpr_desktop_ui.pages.places import AuditPlace, SheetPlace, WorkListPlace
from tests.support.driver import Driver
from tests.support.fits import clipped
from tests.support.pdf import text_of
from tests.support.stage import Show, Stage
from tests.support.world import World
from tests.ui.letters.test_letter_page import pdf_printer


@pytest.fixture
def stage(world: World, texts: Texts, show: Show) -> Stage:
    return show(SheetPage(texts, world.services, SheetPlace()))


@pytest.fixture
def report(world: World, texts: Texts, show: Show) -> Stage:
    listed = world.services.control.make(world.services.control.months()[0])
    return show(SheetPage(texts, world.services, SheetPlace(listed)))


def page_of(stage: Stage) -> SheetPage:
    assert isinstance(stage.page, SheetPage)
    return stage.page


def test_the_form_is_made_in_the_language_that_is_chosen(texts: Texts, stage: Stage) -> None:
    page, driver = page_of(stage), Driver(stage.page)
    driver.press("Ctrl+P")
    driver.press("Ctrl+S")
    assert page.print_button.isHidden()
    driver.press("Ctrl+Enter")
    assert page.sheet is not None
    assert page.preview.count() == page.sheet.pages
    first = page.sheet
    driver.press("Ctrl+Enter")
    assert page.sheet is first
    driver.tab_to(texts("letters.language"))
    driver.choose("Engelsk")
    assert page.sheet is None
    assert page.make.isVisible()
    driver.press("Ctrl+Enter")
    assert page.sheet is not None
    assert "The conversation" in text_of(page.sheet.pdf)
    assert page.here() == SheetPlace()
    driver.press("Escape")
    assert stage.went == [WorkListPlace()]


def test_a_copy_for_the_screen(texts: Texts, stage: Stage) -> None:
    page = page_of(stage)
    page.fillable.click()
    page._make()
    assert page.sheet is not None
    with pypdfium2.PdfDocument(page.sheet.pdf) as pdf:
        assert pdf.get_formtype() > 0


def test_the_form_is_printed_and_saved_without_a_purpose(
    texts: Texts, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, driver = page_of(stage), Driver(stage.page)
    driver.press("Ctrl+Enter")
    monkeypatch.setattr(printing, "choose_printer", lambda _parent: pdf_printer(tmp_path / "out.pdf"))
    driver.press("Ctrl+P")
    chosen = ["", str(tmp_path), str(tmp_path)]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen.pop(0))
    driver.press("Ctrl+S")
    driver.press("Ctrl+S")
    (saved,) = tmp_path.glob("samtaleskjema*")
    assert stage.told == [texts("letters.printed"), texts("letters.saved", name=saved.name)]
    driver.press("Ctrl+S")
    assert page.banner.text() == texts.fault(UserFault("outbox.exists"))


@pytest.mark.qt_log_ignore("QPrinter|QPdf|QPainter|QFile")  # what Qt says of a printer that is not there
def test_printers_that_refuse_or_are_not_chosen(
    texts: Texts, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    page, driver = page_of(stage), Driver(stage.page)
    driver.press("Ctrl+Enter")
    printers = [None, pdf_printer(tmp_path / "none" / "out.pdf"), pdf_printer(tmp_path / "x.pdf")]
    monkeypatch.setattr(printing, "choose_printer", lambda _parent: printers.pop(0))
    driver.press("Ctrl+P")
    assert page.banner.isHidden()
    driver.press("Ctrl+P")
    assert page.banner.text() == texts("letters.print_failed")

    def refuse(*_args: object) -> None:
        raise UserFault("access.read_only")

    monkeypatch.setattr(type(world.services.sheets), "printed", refuse)
    driver.press("Ctrl+P")
    assert page.banner.text() == texts("access.read_only")


def test_the_report_of_a_control_takes_a_purpose(
    texts: Texts, report: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    page, driver = page_of(report), Driver(report.page)
    assert page.fillable.isHidden()
    driver.press("Ctrl+Enter")
    monkeypatch.setattr(leaving, "choose_folder", lambda *_: tmp_path)
    monkeypatch.setattr(leaving, "ask_purpose", lambda *_: "archive")
    driver.press("Ctrl+S")
    (saved,) = tmp_path.glob("loggkontroll*")
    assert report.told == [texts("letters.saved", name=saved.name)]
    assert page.here() == AuditPlace("control")
    driver.press("Escape")
    assert report.went == [AuditPlace("control")]


def test_what_may_not_be_made_is_told(world: World, texts: Texts, report: Stage) -> None:
    page = page_of(report)
    world.session.vault.user = replace(world.session.user, roles=frozenset())
    page._make()
    assert page.banner.text() == texts("rights.not_allowed")


def test_the_control_leads_to_its_report(world: World, texts: Texts, show: Show) -> None:
    page = AuditPage(texts, world.services, AuditPlace("control"))
    stage = show(page)
    view = page.control
    assert view.report_signed.isHidden()
    view._report(None)
    view.make_list()
    Driver(page).click(view.report)
    (place,) = stage.went
    assert isinstance(place, SheetPlace)
    assert place.listed is not None
    assert place.listed.control == world.services.control.controls()[0][0]


@pytest.mark.parametrize("size", [(1366, 768), (960, 700)])
def test_nothing_is_clipped(world: World, texts: Texts, show: Show, size: tuple[int, int]) -> None:
    page = SheetPage(texts, world.services, SheetPlace())
    show(page, size)
    assert clipped(page) == []
