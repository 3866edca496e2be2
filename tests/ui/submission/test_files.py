"""Making a file: the gate explained, the list of persons first, the file in the chosen folder, the same bytes again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.submission_records import SendFilter
from kpr_desktop_ui.pages.passphrase_dialog import PassphraseDialog
from kpr_desktop_ui.pages.places import SubmissionPlace
from kpr_desktop_ui.pages.submission.sign_dialog import SignDialog
from kpr_desktop_ui.pages.submission.submission_page import TABS, SubmissionPage
from kpr_desktop_ui.pages.submission.sure_dialog import SureDialog
from kpr_desktop_ui.theme import Theme
from tests.support import certificates
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.stage import RAIL, Show
from tests.support.world import PASSPHRASE, World, without_right
from tests.test_gate import register_files
from tests.ui.submission.conftest import Open, add_person, add_stay, ready, without_birth_date
from tests.usecases.test_messages import STATIONS, made_synthetic, sealed


def done(driver: Driver, page: SubmissionPage) -> None:
    driver.wait_until(lambda: not page.busy, "The file")


def to_ready(page: SubmissionPage, driver: Driver) -> None:
    page.show_tab("ready")
    done(driver, page)


def settle(page: SubmissionPage) -> None:
    """Let the layouts come to rest (each nesting takes a turn), then measure."""
    for _ in range(5):
        drain()
    assert clipped(page) == []


def say_yes(driver: Driver) -> Callable[[], None]:
    def yes() -> None:
        dialog = driver.front()
        assert isinstance(dialog, SureDialog)
        assert dialog.table.model().rowCount() > 0
        assert dialog.format.content().startswith("Meldingens format er offisielt")
        assert dialog.format.content().endswith(").")
        driver.click(dialog.yes)

    return yes


def test_no_button_of_a_training_vault_makes_a_register_file(
    world: World, open_page: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(world, 2)
    page, _, driver = open_page(world)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)
    for name in TABS:
        page.show_tab(name)
        done(driver, page)
        view = page._views.currentWidget()
        assert view is not None
        for button in view.findChildren(QAbstractButton):
            if button.isEnabled() and button.isVisibleTo(view):
                button.click()
                done(driver, page)
                QApplication.processEvents()
        page.show_tab(name)
    assert register_files(folder) == []
    to_ready(page, driver)
    assert page.ready.banner.text().startswith("Dette er et øvingshvelv")
    page.show_tab("yearly")
    assert page.yearly.banner.text().startswith("Dette er et øvingshvelv")
    assert world.services.submission.made() == []


def test_a_synthetic_person_is_explained(real: World, open_page: Open, folder: Path) -> None:
    (person,) = ready(real)
    made_synthetic(real, person)
    page, _, driver = open_page(real)
    to_ready(page, driver)
    driver.click(page.ready.make, say_yes(driver))
    done(driver, page)
    assert "testnummer (1 i alt)" in page.ready.banner.text()
    assert list(folder.iterdir()) == []


def test_the_message_is_made_by_keyboard_and_the_page_says_what_comes_next(
    real: World, open_page: Open, folder: Path, texts: Texts
) -> None:
    persons = ready(real, 2)
    late = add_person(real, 5)
    add_stay(real, late)
    without_birth_date(real, late)
    page, stage, driver = open_page(real)
    assert page.never.content().startswith("Programmet sender ingenting")
    to_ready(page, driver)
    assert page.ready.make.hasFocus()
    assert not page.ready.banner.isVisible()
    assert page.ready.ready.content() == "2"
    assert page.ready.facts.content().split("\n") == [
        "om 2 personer", "Får nummer 1–2 i kommunens rekke.", "Holdes igjen til de er rettet: 1.",
    ]  # fmt: skip
    due = "Dataåret 2026: frist 15.01.2027 · 53 dager igjen. " + texts("desk.deadline_unsure")
    assert page.ready.due.content() == due
    model = page.ready.table.model()
    assert [str(model.index(r, 3).data())[:8] for r in range(3)] == ["Personen", "Klar", "Klar"]
    driver.press("Enter", say_yes(driver))
    done(driver, page)
    (file,) = folder.iterdir()
    lines = page.ready.made.lines.content()
    assert page.ready.made.isVisible()
    assert file.name in lines
    assert str(folder) in lines
    assert f"Hendelser i filen: 2. Personer: {len(persons)}." in lines
    assert "Hendelser som venter på retting og ikke er med i filen: 1." in lines
    assert "Programmet har ikke sendt noe." in lines
    stage.come_back()
    assert page.ready.made.again.hasFocus()
    assert page.ready.ready.content() == "0"
    assert page.ready.facts.content().startswith("om ingen personer")


def test_nothing_waiting_is_told_in_words(real: World, open_page: Open, folder: Path) -> None:
    ready(real, 0)
    page, _, driver = open_page(real)
    to_ready(page, driver)
    driver.press("Enter")
    done(driver, page)
    assert page.ready.banner.text().startswith("Det er ingen nye hendelser å sende")
    assert not page.ready.made.isVisible()


def test_thinking_better_of_it_makes_nothing(
    real: World, open_page: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(real)
    page, _, driver = open_page(real)
    to_ready(page, driver)

    def no() -> None:
        driver.press("Escape")

    driver.click(page.ready.make, no)
    done(driver, page)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    driver.click(page.ready.make)
    page.show_tab("yearly")
    driver.click(page.yearly.yearly.button)
    assert not page.busy
    assert real.services.submission.made() == []


def test_the_yearly_extract_takes_its_year_and_the_passphrase_again(
    real: World, open_page: Open, folder: Path, texts: Texts
) -> None:
    ready(real)
    page, _, driver = open_page(real)
    page.show_tab("yearly")
    driver.click(page.yearly.yearly.button)
    done(driver, page)
    assert "i 2025" in page.yearly.banner.text()
    real.clock.forward(days=60)
    page, _, driver = open_page(real)
    page.show_tab("yearly")
    assert page.yearly.year.key() == "2026"

    def give_up() -> None:
        driver.type("ikke passordfrasen min")
        driver.press("Enter")
        dialog = driver.front()
        assert isinstance(dialog, PassphraseDialog)
        assert dialog.field.error() == texts("vault.wrong_passphrase")
        driver.press("Escape")

    def give() -> None:
        driver.type(PASSPHRASE)
        driver.press("Enter")

    driver.click(page.yearly.yearly.button, give_up)
    assert not page.busy
    assert list(folder.iterdir()) == []
    driver.click(page.yearly.yearly.button, give)
    done(driver, page)
    (made,) = folder.iterdir()
    assert made.is_dir()
    assert "Personer i filen: 1." in page.yearly.banner.text()
    assert "registeret tar ikke imot det" in page.yearly.banner.text()
    assert "innsendingsansvarlig" not in " ".join(driver.texts(page.yearly)).casefold()


def test_a_folder_that_fails_loses_nothing(
    real: World, open_page: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(real)
    page, stage, driver = open_page(real)
    to_ready(page, driver)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder / "borte"))
    driver.press("Enter", say_yes(driver))
    done(driver, page)
    assert page.ready.banner.text().startswith("Filen ble ikke skrevet")
    assert page.ready.made.head.content() == "▲ Filen ble ikke lagret i mappen"
    driver.click(page.ready.made.again)
    assert page.ready.banner.isVisible()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    driver.click(page.ready.made.again)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    driver.click(page.ready.made.again)
    (file,) = folder.iterdir()
    (record,) = real.services.submission.made()
    assert hashlib.sha256(file.read_bytes()).hexdigest() == record.sha256
    assert stage.told == [f"Filen er lagret på nytt: {record.file_name}"]


def test_a_sealed_message_asks_for_the_key_each_time(
    real: World, open_page: Open, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: Texts
) -> None:
    ready(real)
    real.services.stations.save(STATIONS)
    key, receiver = sealed(real.session.now())
    real.services.stations.take_receiver(receiver)
    page, _, driver = open_page(real)
    to_ready(page, driver)
    assert page.ready.certificates.banners["receiver"].isVisible()
    card = page.ready.envelope
    said = []
    for way in ("plain", "msghead", "api-2021"):
        card.choice.set_key(way)
        card.choice.chosen.emit(way)
        said.append(card.standing.word())
    assert said == ["Offisielt format", "Vår tolkning", "Pilot"]
    file = tmp_path / "nokkel.p12"
    file.write_bytes(key)

    def give_up() -> None:
        driver.press("Escape")

    driver.click(page.ready.make, give_up)
    assert not page.busy

    def give() -> None:
        dialog = driver.front()
        assert isinstance(dialog, SignDialog)
        driver.click(dialog.yes)
        assert dialog.fields["key_file"].error()
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "borte"), ""))
        driver.click(dialog.choose)
        driver.click(dialog.yes)
        assert dialog.fields["passphrase"].error() == texts("certificate.no_passphrase")
        dialog.line.setText(certificates.PASSPHRASE.decode())
        driver.click(dialog.yes)
        assert dialog.banner.text() == texts("submission.cannot_read")
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
        driver.click(dialog.choose)
        dialog.line.setText(certificates.PASSPHRASE.decode())
        driver.click(dialog.yes)

    monkeypatch.setattr("kpr_desktop_ui.pages.submission.ready_view.sure", lambda *_: True)
    driver.click(page.ready.make, give)
    done(driver, page)
    (made,) = folder.iterdir()
    assert made.name.endswith(".api2021.json")


def test_the_page_is_not_left_while_a_file_is_made(real: World, open_page: Open, folder: Path) -> None:
    ready(real)
    page, stage, driver = open_page(real)
    to_ready(page, driver)
    driver.click(page.ready.make, say_yes(driver))
    assert page.busy
    assert not page.ready.make.isEnabled()
    assert not page.leave()
    assert stage.told == ["Filen lages nå. Vent til den er ferdig."]
    page.ready.make_message()
    page.rehearse()
    done(driver, page)
    assert page.leave()
    assert len(list(folder.iterdir())) == 1


def test_who_may_not_make_is_told_so(real: World, texts: Texts, show: Show, folder: Path) -> None:
    ready(real)
    barred = without_right(real.session, "export.make")
    page = SubmissionPage(texts, replace(real.services, session=barred), SubmissionPlace())
    show(page)
    driver = Driver(page)
    done(driver, page)
    to_ready(page, driver)
    assert page.ready.banner.text() == texts("rights.not_allowed")
    driver.press("Enter")
    assert list(folder.iterdir()) == []


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
    to_ready(page, driver)
    settle(page)
    stage.picture(f"submission-ready-{name}")
    driver.click(page.ready.make, say_yes(driver))
    done(driver, page)
    for tab in TABS:
        page.show_tab(tab)
        done(driver, page)
        settle(page)
        stage.picture(f"submission-{tab}-{name}")
    with real.session.work() as work:
        assert len(work.events.links(SendFilter("4201"))) == 11


def test_a_vault_that_is_a_day_older_offers_the_year_before(real: World, open_page: Open) -> None:
    real.clock.time = real.clock.time.replace(year=2027, month=1, day=2)
    page, _, _ = open_page(real)
    assert page.yearly.year.key() == str(date(2026, 1, 1).year)
