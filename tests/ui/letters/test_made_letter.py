"""A letter that is made: delivered, saved, printed, shredded, and what is told when one of them is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QFileDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop_ui.pages.letters import leaving, letter_kinds, printing
from kpr_desktop_ui.pages.letters.letter_page import LetterPage
from kpr_desktop_ui.pages.places import LetterPlace, PersonPlace
from tests.support.driver import Driver
from tests.support.stage import Show, Stage
from tests.support.world import World
from tests.ui.letters.test_letter_page import page_of, pdf_printer


@pytest.fixture
def person_id(world: World) -> PersonId:
    return world.services.persons.register(world.form()).id


@pytest.fixture
def stage(world: World, texts: Texts, show: Show, person_id: PersonId) -> Stage:
    return show(LetterPage(texts, world.services, LetterPlace(person_id)))


@pytest.fixture
def made(stage: Stage) -> Stage:
    Driver(stage.page).press("Ctrl+Enter")
    return stage


def test_delivery_is_recorded_with_way_and_date(
    world: World, texts: Texts, made: Stage, person_id: PersonId
) -> None:
    page = page_of(made)
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
    assert page.delivery.on_field.error() == texts("letter.before_made")
    driver.tab_to("Dato", back=True)
    driver.replace("23.11.2026")
    driver.tab_to("Registrer levering")
    driver.press("Enter")
    found = world.services.letters.of_person(person_id)[0]
    assert (found.way, found.delivered_on) == ("posted", date(2026, 11, 23))
    assert made.went == [PersonPlace(person_id, "letters")]
    assert made.told == ["Leveringen er registrert."]


def test_a_way_that_is_no_longer_there_is_told_beside_it(made: Stage, texts: Texts) -> None:
    page = page_of(made)
    page.delivery.way.addItem("Due", "pigeon")
    page.delivery.way.set_key("pigeon")
    page.delivery.record()
    assert page.delivery.way_field.error() == texts("letter.unknown_way")


def test_a_copy_is_saved_where_the_user_chose(
    made: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Texts
) -> None:
    page = page_of(made)
    assert page.letter is not None
    folder = tmp_path / "brev"
    folder.mkdir()
    chosen = [str(folder), str(folder), str(folder), ""]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen.pop(0))
    purposes = ["", "post", "post"]
    monkeypatch.setattr(leaving, "ask_purpose", lambda *_: purposes.pop(0))
    driver = Driver(page)
    driver.press("Ctrl+S")
    assert list(folder.iterdir()) == []  # thought better of it
    driver.press("Ctrl+S")
    (saved,) = folder.iterdir()
    assert saved.read_bytes() == page.letter.pdf
    assert "Fjellbekk" not in saved.name
    assert made.told == [texts("letters.saved", name=saved.name)]
    driver.press("Ctrl+S")
    assert page.banner.text() == texts.fault(UserFault("outbox.exists"))
    driver.press("Ctrl+S")
    assert len(made.told) == 1


def test_the_pages_go_to_the_printer_as_pixels_and_the_paper_is_on_record(
    world: World,
    made: Stage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    texts: Texts,
    person_id: PersonId,
) -> None:
    page = page_of(made)
    path = tmp_path / "out.pdf"
    monkeypatch.setattr(printing, "choose_printer", lambda _parent: pdf_printer(path))
    assert page.made.shred_button.isHidden()
    driver = Driver(page)
    driver.press("Ctrl+P")
    assert made.told == [texts("letters.printed")]
    with pypdfium2.PdfDocument(path) as printed:
        assert len(printed) == page.preview.count()
        assert min(bytes(printed[0].render(scale=0.2).buffer)) < 128
    assert len(world.services.letters.open_papers()) == 1
    driver.tab_to(texts("letters.shred"))
    driver.press("Enter")
    assert made.told[-1] == texts("letters.shredded_told")
    assert world.services.letters.open_papers() == []
    assert made.went == [PersonPlace(person_id, "letters")]


@pytest.mark.qt_log_ignore("QPrinter|QPdf|QPainter|QFile")  # what Qt says of a printer that is not there
def test_no_printer_and_a_printer_that_refuses(
    made: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Texts
) -> None:
    page = page_of(made)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: 0)
    driver = Driver(page)
    driver.press("Ctrl+P")
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: 1)
    assert printing.choose_printer(page) is not None
    monkeypatch.setattr(
        printing, "choose_printer", lambda _parent: pdf_printer(tmp_path / "no folder" / "out.pdf")
    )
    driver.press("Ctrl+P")
    assert made.told == []
    assert page.banner.text() == texts("letters.print_failed")


def test_faults_that_are_about_no_line_stand_across_the_page(
    world: World, texts: Texts, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, desk = page_of(stage), world.services.letters

    def refuse(*_args: object, **_kept: object) -> None:
        raise UserFault("access.read_only")

    monkeypatch.setattr(type(desk), "make_wanted", refuse)
    Driver(page).press("Ctrl+Enter")
    assert page.banner.text() == texts("access.read_only")
    monkeypatch.setattr(letter_kinds, "choices", refuse)
    page.choose.list.set_key("changes")
    page._turn("changes")
    assert not page.choose.make.isEnabled()
    assert page.choose.form() is None
    page._make()


@pytest.mark.parametrize("act", ["printed", "save_copy", "shredded"])
def test_what_the_vault_refuses_is_told(
    world: World, texts: Texts, made: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, act: str
) -> None:
    page, desk = page_of(made), world.services.letters

    def refuse(*_args: object, **_kept: object) -> None:
        raise UserFault("access.read_only")

    monkeypatch.setattr(type(desk), act, refuse)
    monkeypatch.setattr(printing, "choose_printer", lambda _parent: pdf_printer(tmp_path / "x.pdf"))
    monkeypatch.setattr(leaving, "choose_folder", lambda *_: tmp_path)
    monkeypatch.setattr(leaving, "ask_purpose", lambda *_: "post")
    {"printed": page._print, "save_copy": page._save, "shredded": page._shred}[act]()
    assert page.banner.text() == texts("access.read_only")
    assert (made.told, made.went) == ([], [])
