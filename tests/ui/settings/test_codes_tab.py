"""Reading in a diagnosis register: chosen, looked at, confirmed; the texts in the files are made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import replace as with_
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.diagnosis_codes import DiagnosisCodeDesk
from kpr_desktop.usecases.records import CodeEdition
from kpr_desktop_ui.pages.places import SettingsPlace
from kpr_desktop_ui.pages.settings.codes_tab import CodesTab
from kpr_desktop_ui.pages.settings.settings_page import SettingsPage
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from tests.support.driver import Driver, drain
from tests.support.fits import clipped, scrolling
from tests.support.stage import Show, Stage
from tests.support.world import World, without_right

ICPC = "Kode;Tekst\nKapittel;P\n" + "".join(f"P{n};Øvd plage nummer {n}\n" for n in range(10, 40)) + "P10\n"


@dataclass
class Desk:
    """The tab on screen, and hands."""

    world: World
    page: SettingsPage
    stage: Stage
    driver: Driver
    chosen: list[Path]

    @property
    def tab(self) -> CodesTab:
        return self.page.codes

    def choose(self, path: Path) -> None:
        """A file through the dialog, until it has been looked at."""
        self.chosen[:] = [path]
        self.driver.click(self.tab.choose)
        self.settle()

    def settle(self) -> None:
        self.driver.wait_until(lambda: not self.tab.busy, "The file")

    def told(self) -> str:
        return " ".join(self.driver.texts(self.tab))


@pytest.fixture
def open_tab(
    world: World, texts: Texts, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Desk]]:
    chosen: list[Path] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(chosen[0]) if chosen else "", ""))

    def open_it(size: tuple[int, int] = (1366, 768), **services: object) -> Desk:
        page = SettingsPage(
            texts,
            with_(world.services, **services),  # type: ignore[arg-type]
            SettingsPlace("codes"),
            DeskSettings(tmp_path / "desk.ini", tmp_path),
        )
        return Desk(world, page, show(page, size), Driver(page), chosen)

    return open_it


@pytest.fixture
def desk(open_tab: Callable[..., Desk]) -> Desk:
    return open_tab()


def written(folder: Path, text: str, name: str = "ICPC-2_2025.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_looked_at_and_read_in_by_keyboard(desk: Desk, world: World, tmp_path: Path) -> None:
    assert "Ingenting er lest inn ennå." in desk.told()
    assert desk.tab.choose.hasFocus()
    desk.chosen[:] = [written(tmp_path, ICPC)]
    desk.driver.press("Space")
    desk.settle()
    card = desk.tab.card
    assert (card.system.key(), card.year.key()) == ("icpc-2", "2025")
    for text in (
        "ICPC-2_2025.txt",
        "Antall koder i filen: 30. De første er:",
        "Øvd plage nummer 14",
        "Linje 2 tas ikke med: Det står ingen kode fra dette kodesystemet der.",
        "Linje 33 tas ikke med: Koden har ingen tekst.",
    ):
        assert text in desk.told(), text
    assert "Øvd plage nummer 15" not in desk.told()
    assert world.services.diagnosis_codes.editions() == []
    assert card.read_in.hasFocus()
    desk.stage.picture("settings-codes-preview")
    desk.driver.press("Space")
    desk.settle()
    assert world.services.diagnosis_codes.editions() == [CodeEdition("icpc-2", 2025, 30)]
    assert world.services.diagnosis_codes.text_of("icpc-2", "P17", date(2026, 1, 1)) == "Øvd plage nummer 17"
    assert desk.stage.told == ["Lest inn: ICPC-2 (fastlege) 2025, antall koder: 30."]
    assert not card.isVisible()
    assert "ICPC-2 (fastlege) 2025, antall koder: 30" in desk.told()
    assert "Ingenting er lest inn ennå." not in desk.told()
    assert desk.tab.choose.hasFocus()


def test_another_system_and_year_are_chosen(desk: Desk, world: World, tmp_path: Path) -> None:
    desk.choose(written(tmp_path, "P70\tØvd\n", "icd10 2024.txt"))
    card = desk.tab.card
    assert (card.system.key(), card.system.hasFocus()) == ("icd-10", True)
    assert "Det meste i filen er ikke koder fra dette kodesystemet." in card.fault.content()
    assert not card.read_in.isEnabled()
    desk.driver.choose("ICPC-2")
    desk.settle()
    assert card.fault.content() == ""
    card.year.setFocus()
    desk.driver.choose("2027")
    desk.driver.click(card.read_in)
    desk.settle()
    assert world.services.diagnosis_codes.editions() == [CodeEdition("icpc-2", 2027, 1)]


def test_an_edition_that_will_be_replaced_is_told(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "P70\tØvd\n")
    for _ in range(2):
        desk.choose(path)
        desk.driver.click(desk.tab.card.read_in)
        desk.settle()
    desk.choose(path)
    assert "fra før og byttes ut: ICPC-2 (fastlege) 2025, antall koder: 1." in desk.told()
    desk.tab.card.year.setFocus()
    desk.driver.choose("2026")
    assert "Bare dette året byttes ut." in desk.told()
    card = desk.tab.card
    card.system.setFocus()
    for system in ("ICD-10", "ICPC-2"):
        desk.driver.choose(system)
        desk.settle()
    assert (card.read_in.isEnabled(), card.year.key()) == (True, "2026")


def test_giving_up_keeps_nothing(desk: Desk, world: World, tmp_path: Path) -> None:
    desk.driver.click(desk.tab.choose)
    assert not desk.tab.card.isVisible()
    desk.choose(written(tmp_path, ICPC))
    desk.driver.click(desk.tab.card.cancel)
    assert not desk.tab.card.isVisible()
    assert desk.tab.choose.hasFocus()
    desk.driver.click(desk.tab.choose)
    desk.settle()
    for _ in range(2):
        desk.tab.card.system_chosen.emit("icpc-2")
    assert desk.tab.busy
    desk.tab.card.given_up.emit()
    drain()
    assert not desk.tab.busy
    assert not desk.tab.card.isVisible()
    assert world.services.diagnosis_codes.editions() == []
    assert desk.page.leave()


def test_a_bad_file_is_told_in_words(desk: Desk, tmp_path: Path) -> None:
    for text, told in (("P70\0x", "ikke en tekstfil"), ("", "ingen koder"), ("P70\ta\nP70\tb\n", "linje 2")):
        desk.choose(written(tmp_path, text))
        assert told in desk.tab.card.fault.content()
        desk.driver.click(desk.tab.card.cancel)


def test_a_fault_while_reading_in_is_told_and_nothing_is_kept(
    desk: Desk, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    desk.choose(written(tmp_path, ICPC))
    monkeypatch.setattr(DiagnosisCodeDesk, "import_file", full)
    desk.tab.card.wanted.emit("icpc-2", 2025)
    assert not desk.page.leave()
    assert desk.stage.told == ["Vent til filen er lest inn."]
    desk.settle()
    assert desk.tab.card.fault.content()
    assert desk.page.leave()
    assert world.services.diagnosis_codes.editions() == []


def test_many_lines_left_out_are_counted(desk: Desk, tmp_path: Path) -> None:
    desk.choose(written(tmp_path, ICPC + "x;y\n" * 8))
    assert "9 linjer tas ikke med (linje 2, 34, 35, 36, 37 …): Det står ingen kode" in desk.told()


def test_who_is_no_administrator_sees_what_is_there(open_tab: Callable[..., Desk], world: World) -> None:
    reader = without_right(world.session, "codes.import")
    desk = open_tab(session=reader)
    assert not desk.tab.choose.isVisible()
    assert "administrator" in desk.told()
    assert desk.tab.area.hasFocus()


@pytest.mark.parametrize(
    ("size", "mode", "scale"),
    [
        ((1366, 768), "light", 1.0),
        ((1366, 768), "dark", 1.0),
        ((960, 700), "light", 1.0),
        ((1366, 768), "contrast", 2.0),
        ((960, 700), "light", 2.0),
    ],
)
def test_nothing_is_clipped(
    open_tab: Callable[..., Desk],
    dress: Callable[..., Theme],
    tmp_path: Path,
    size: tuple[int, int],
    mode: str,
    scale: float,
) -> None:
    dress(mode, scale)
    desk = open_tab(size)
    for year in (2024, 2025):
        desk.world.services.diagnosis_codes.import_file(written(tmp_path, ICPC), "icpc-2", year)
    desk.tab._fill()
    for text in ("", ICPC):
        desk.choose(written(tmp_path, text))
        for _ in range(5):
            drain()
        assert clipped(desk.page) == []
        desk.stage.picture(
            f"settings-codes-{'file' if text else 'fault'}-{size[0]}-{mode}-{round(scale * 100)}"
        )
        if size == (1366, 768) and scale == 1.0:
            assert scrolling(desk.page) == []
        desk.tab.card.given_up.emit()
