"""Making a file: the gate explained, the file in the chosen folder, the same bytes once more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.access import Rule
from kpr_desktop.domain.identity import Fnr
from kpr_desktop_ui.pages.passphrase_dialog import PassphraseDialog
from kpr_desktop_ui.pages.places import SubmissionPlace
from kpr_desktop_ui.pages.submission.submission_page import SubmissionPage
from kpr_desktop_ui.theme import Theme
from tests.support import numbers
from tests.support.driver import Driver, drain
from tests.support.fits import clipped, scrolling
from tests.support.stage import RAIL, Show
from tests.support.world import PASSPHRASE, World
from tests.ui.submission.conftest import BORN, Open, add_person, add_stay, ready, without_birth_date


def done(driver: Driver, page: SubmissionPage) -> None:
    driver.wait_until(lambda: not page.busy, "The file")


def settle(page: SubmissionPage) -> None:
    """Let the layouts come to rest (each nesting takes a turn), then measure."""
    for _ in range(5):
        drain()
    assert clipped(page) == []


def test_a_training_vault_explains_why_no_file_is_made(world: World, open_page: Open, folder: Path) -> None:
    ready(world)
    page, _, driver = open_page(world)
    driver.click(page.rehearsal.make)
    assert page.tabs.currentIndex() == 1
    assert page.make.banner.text().startswith("Dette er et øvingshvelv")
    assert page.make.message.button.hasFocus()
    for button in (page.make.message.button, page.make.yearly.button):
        assert button.isEnabled()
        driver.click(button)
        done(driver, page)
        assert page.make.banner.isVisible()
    assert list(folder.iterdir()) == []
    assert world.services.submission.made() == []


def test_a_synthetic_person_is_explained(real: World, open_page: Open, folder: Path) -> None:
    (person,) = ready(real)
    with real.session.work() as work:
        found = work.persons.get(person)
        number = Fnr.parse(numbers.fnr(3, born=BORN, series="tenor"))
        work.persons.update(replace(found, identity=number, version=found.version + 1))
        work.commit()
    page, _, driver = open_page(real)
    driver.click(page.rehearsal.make)
    assert "testnummer (1 i alt)" in page.make.banner.text()
    driver.press("Enter")
    assert list(folder.iterdir()) == []


def test_the_message_is_made_by_keyboard_and_the_page_says_what_comes_next(
    real: World, open_page: Open, folder: Path
) -> None:
    persons = ready(real, 2)
    late = add_person(real, 5)
    add_stay(real, late)
    without_birth_date(real, late)
    page, _, driver = open_page(real)
    driver.tab_to("Lag melding …", back=True)
    driver.press("Enter")
    assert not page.make.banner.isVisible()
    assert page.make.ready.content() == "2 hendelser er klare."
    driver.press("Enter")
    done(driver, page)
    (file,) = folder.iterdir()
    lines = page.make.made.lines.content()
    assert page.make.made.isVisible()
    assert file.name in lines
    assert str(folder) in lines
    assert f"Hendelser i filen: 2. Personer: {len(persons)}." in lines
    assert "Hendelser som venter på retting og ikke er med i filen: 1." in lines
    assert "Programmet har ikke sendt noe." in lines
    assert page.make.made.again.hasFocus()
    assert page.facts == ("1 hendelse venter",)
    assert page.make.ready.content() == "Ingen hendelser er klare til å meldes."


def test_nothing_waiting_is_told_in_words(real: World, open_page: Open, folder: Path) -> None:
    ready(real, 0)
    page, _, driver = open_page(real)
    page.show_tab("make")
    driver.press("Enter")
    done(driver, page)
    assert page.make.banner.text().startswith("Det er ingen nye hendelser å sende")
    assert not page.make.made.isVisible()


def test_the_yearly_extract_takes_its_year_and_the_passphrase_again(
    real: World, open_page: Open, folder: Path, texts: Texts
) -> None:
    ready(real)
    page, _, driver = open_page(real)
    page.show_tab("make")
    driver.click(page.make.yearly.button)
    done(driver, page)
    assert "i 2025" in page.make.banner.text()
    real.clock.forward(days=60)
    page, _, driver = open_page(real)
    page.show_tab("make")
    assert page.make.year.key() == "2026"

    def give_up() -> None:
        driver.type("ikke passordfrasen min")
        driver.press("Enter")
        dialog = driver.front()
        assert isinstance(dialog, PassphraseDialog)
        assert dialog.field.error() == texts("vault.wrong_passphrase")
        assert dialog.line.text() == ""
        driver.press("Escape")

    def give() -> None:
        driver.type(PASSPHRASE)
        driver.press("Enter")

    driver.click(page.make.yearly.button, give_up)
    assert not page.busy
    assert list(folder.iterdir()) == []
    driver.click(page.make.yearly.button, give)
    done(driver, page)
    (file,) = folder.iterdir()
    assert file.suffix == ".json"
    assert "Personer i filen: 1." in page.make.made.lines.content()


def test_a_folder_that_fails_loses_nothing(
    real: World, open_page: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(real)
    page, stage, driver = open_page(real)
    page.show_tab("make")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder / "borte"))
    driver.press("Enter")
    done(driver, page)
    assert page.make.banner.text().startswith("Filen ble ikke skrevet")
    assert page.make.made.head.content() == "▲ Filen ble ikke lagret i mappen"
    driver.click(page.make.made.again)
    assert page.make.banner.isVisible()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    driver.click(page.make.made.again)
    (file,) = folder.iterdir()
    (record,) = real.services.submission.made()
    assert hashlib.sha256(file.read_bytes()).hexdigest() == record.sha256
    assert stage.told == [f"Filen er lagret på nytt: {record.file_name}"]


def test_files_made_can_be_written_again(real: World, open_page: Open, folder: Path, tmp_path: Path) -> None:
    ready(real)
    made = real.services.submission.make_message(tmp_path)
    real.clock.forward(minutes=1)
    real.services.submission.make_yearly(2026, tmp_path)
    page, stage, driver = open_page(real)
    page.show_tab("made")
    model = page.made.table.model()
    rows = [[str(model.index(r, c).data()) for c in range(4)] for r in range(model.rowCount())]
    assert rows[1] == [
        "23.11.2026 kl. 09.05",
        "KPR-melding 56.0.0",
        made.record.file_name,
        "Hendelser: 1, personer: 1",
    ]
    assert (rows[0][1], rows[0][3]) == ("Årsuttrekk", "Personer: 1")
    page.made.table.select(made.record.id)
    page.made.table.setFocus()
    driver.press("Enter")
    assert [file.read_bytes() for file in folder.iterdir()] == [made.path.read_bytes()]
    assert len(stage.told) == 1


def test_thinking_better_of_it_makes_nothing(
    real: World, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(real)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    page, _, driver = open_page(real)
    page.show_tab("make")
    driver.press("Enter")
    page.write_again.click()
    assert not page.busy
    assert real.services.submission.made() == []


def test_the_page_is_not_left_while_a_file_is_made(real: World, open_page: Open, folder: Path) -> None:
    ready(real)
    page, stage, driver = open_page(real)
    page.show_tab("make")
    page.make.message.button.click()
    assert page.busy
    assert not page.make.message.button.isEnabled()
    assert not page.leave()
    assert stage.told == ["Filen lages nå. Vent til den er ferdig."]
    page.make.message_wanted.emit()
    done(driver, page)
    assert page.leave()
    assert len(list(folder.iterdir())) == 1


def test_who_may_not_make_is_told_so(real: World, texts: Texts, show: Show, folder: Path) -> None:
    ready(real)
    rights = real.session.rights
    barred = replace(
        real.session, rights=replace(rights, actions={**rights.actions, "export.make": Rule(frozenset())})
    )
    page = SubmissionPage(texts, replace(real.services, session=barred), SubmissionPlace())
    show(page)
    driver = Driver(page)
    done(driver, page)
    page.show_tab("make")
    assert page.make.banner.text() == texts("rights.not_allowed")
    driver.press("Enter")
    assert list(folder.iterdir()) == []


def test_the_window_stays_alive_while_much_is_rehearsed(world: World, texts: Texts, show: Show) -> None:
    world.demo(400)
    page = SubmissionPage(texts, world.services, SubmissionPlace())
    show(page)
    # The rehearsal runs on a connection of its own: the window's own use of the vault goes on beside it.
    page.rehearse()
    assert world.services.persons.count() == 400
    Driver(page).wait_until(lambda: not page.busy, "The rehearsal")
    assert page.rehearsal.told()


@pytest.mark.parametrize(
    ("size", "mode", "scale"),
    [
        ((1366, 768), "light", 1.0),
        ((1366, 768), "dark", 1.0),
        ((960, 700), "light", 1.0),
        ((960, 700), "dark", 1.0),
        ((1366, 768), "contrast", 2.0),
        ((960, 700), "light", 2.0),
    ],
)
def test_nothing_is_clipped(
    real: World,
    open_page: Open,
    folder: Path,
    dress: Callable[..., Theme],
    size: tuple[int, int],
    mode: str,
    scale: float,
) -> None:
    persons = ready(real, 12)
    without_birth_date(real, persons[3])
    dress(mode, scale)
    page, stage, driver = open_page(real, size)
    assert page.width() == size[0] - RAIL
    name = f"{size[0]}-{mode}-{round(scale * 100)}"
    settle(page)
    stage.picture(f"submission-{name}")
    page.show_tab("make")
    settle(page)
    stage.picture(f"submission-make-{name}")
    if size == (1366, 768) and scale == 1.0:
        assert scrolling(page) == []
    driver.press("Enter")
    done(driver, page)
    settle(page)
    stage.picture(f"submission-done-{name}")
    page.show_tab("made")
    settle(page)
    stage.picture(f"submission-made-{name}")


def test_a_vault_that_is_a_day_older_offers_the_year_before(real: World, open_page: Open) -> None:
    real.clock.time = real.clock.time.replace(year=2027, month=1, day=2)
    page, _, _ = open_page(real)
    assert page.make.year.key() == str(date(2026, 1, 1).year)
