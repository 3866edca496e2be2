"""The information letter on screen, on paper, in a folder, and delivered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault
from kpr_desktop_ui.pages.letters import letter_page, printing
from kpr_desktop_ui.pages.letters.letter_page import LetterPage
from kpr_desktop_ui.pages.places import LetterPlace, PersonPlace
from tests.support.driver import Driver
from tests.support.fits import clipped
from tests.support.stage import Show, Stage
from tests.support.world import World


@pytest.fixture
def stage(world: World, texts: Texts, show: Show) -> Stage:
    person = world.services.persons.register(world.form())
    return show(LetterPage(texts, world.services, LetterPlace(person.id)))


def page_of(stage: Stage) -> LetterPage:
    assert isinstance(stage.page, LetterPage)
    return stage.page


def pdf_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setOutputFileName(str(path))
    return printer


def test_the_preview_shows_every_page_and_the_record_is_made_once(world: World, stage: Stage) -> None:
    page = page_of(stage)
    assert page.letter is not None
    with pypdfium2.PdfDocument(page.letter.pdf) as pdf:
        assert page.preview.count() == len(pdf) > 0
    page.enter()
    assert len(world.services.letters.of_person(page.letter.delivery.person_id)) == 1


def test_delivery_is_recorded_with_way_and_date(world: World, stage: Stage) -> None:
    page = page_of(stage)
    assert page.letter is not None
    person_id = page.letter.delivery.person_id
    driver = Driver(page)
    driver.tab_to("Hvordan kom det fram?")
    driver.choose("Sendt i posten")
    driver.fill("Dato", "24.11.2026")
    driver.tab_to("Registrer levering")
    driver.press("Enter")
    assert page.delivery.on_field.error()
    driver.tab_to("Dato", back=True)
    driver.replace("22.11.2026")
    assert not page.delivery.on_field.error()
    driver.tab_to("Registrer levering")
    driver.press("Enter")
    made = world.services.letters.of_person(person_id)[0]
    assert (made.way, made.delivered_on) == ("posted", date(2026, 11, 22))
    assert stage.went == [PersonPlace(person_id, "letters")]
    assert stage.told == ["Leveringen er registrert."]


def test_a_way_that_is_no_longer_there_is_told_beside_it(stage: Stage, texts: Texts) -> None:
    page = page_of(stage)
    page.delivery.way.addItem("Due", "pigeon")
    page.delivery.way.set_key("pigeon")
    page.delivery.record()
    assert page.delivery.way_field.error() == texts("letter.unknown_way")


def test_a_copy_is_saved_where_the_user_chose(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Texts
) -> None:
    page = page_of(stage)
    assert page.letter is not None
    folder = tmp_path / "brev"
    folder.mkdir()
    chosen = [str(folder), str(folder), str(folder), ""]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen.pop(0))
    purposes = ["", "post", "post"]
    monkeypatch.setattr(letter_page, "ask_purpose", lambda *_: purposes.pop(0))
    driver = Driver(page)
    driver.press("Ctrl+S")
    assert list(folder.iterdir()) == []  # thought better of it
    driver.press("Ctrl+S")
    (saved,) = folder.iterdir()
    assert saved.read_bytes() == page.letter.pdf
    assert "Fjellbekk" not in saved.name
    assert stage.told == [texts("letters.saved", name=saved.name)]
    driver.press("Ctrl+S")
    assert page.banner.text() == texts.fault(UserFault("outbox.exists"))
    driver.press("Ctrl+S")
    assert len(stage.told) == 1


def test_the_pages_go_to_the_printer_as_pixels(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Texts
) -> None:
    page = page_of(stage)
    path = tmp_path / "out.pdf"
    monkeypatch.setattr(printing, "choose_printer", lambda _parent: pdf_printer(path))
    Driver(page).press("Ctrl+P")
    assert stage.told == [texts("letters.printed")]
    with pypdfium2.PdfDocument(path) as printed:
        assert len(printed) == page.preview.count()
        assert min(bytes(printed[0].render(scale=0.2).buffer)) < 128


@pytest.mark.qt_log_ignore("QPrinter|QPdf|QPainter|QFile")  # what Qt says of a printer that is not there
def test_no_printer_and_a_printer_that_refuses(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Texts
) -> None:
    page = page_of(stage)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: 0)
    driver = Driver(page)
    driver.press("Ctrl+P")
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: 1)
    assert printing.choose_printer(page) is not None
    monkeypatch.setattr(
        printing, "choose_printer", lambda _parent: pdf_printer(tmp_path / "no folder" / "out.pdf")
    )
    driver.press("Ctrl+P")
    assert stage.told == []
    assert page.banner.text() == texts("letters.print_failed")


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ({}, "letters.address_used"),
        ({"line1": ""}, "letters.address_missing"),
        ({"protected": "1"}, "letters.address_protected"),
    ],
)
def test_tells_what_the_window_of_the_envelope_shows(
    world: World, texts: Texts, show: Show, form: dict[str, str], key: str
) -> None:
    person = world.services.persons.register(world.form(**form))
    page = LetterPage(texts, world.services, LetterPlace(person.id))
    show(page)
    assert texts(key) in Driver(page).texts()


def test_a_letter_that_can_not_be_made_is_explained(
    world: World, texts: Texts, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = world.services.persons.register(world.form())
    monkeypatch.setattr(letter_page, "LANGUAGE", "xx")
    page = LetterPage(texts, world.services, LetterPlace(person.id))
    stage = show(page)
    assert page.banner.text() == texts("letter.no_such_language")
    assert not page.print_button.isEnabled()
    driver = Driver(page)
    driver.press("Ctrl+P")
    driver.press("Ctrl+S")
    page.delivery.record()
    driver.press("Escape")
    assert stage.went == [PersonPlace(person.id, "letters")]


@pytest.mark.parametrize("size", [(1366, 768), (960, 700)])
def test_nothing_is_clipped(world: World, texts: Texts, show: Show, size: tuple[int, int]) -> None:
    person = world.services.persons.register(world.form(given_name="<b>Fet</b> \u202eavlange"))
    page = LetterPage(texts, world.services, LetterPlace(person.id))
    show(page, size).picture(f"letter-{size[0]}")
    assert clipped(page) == []
