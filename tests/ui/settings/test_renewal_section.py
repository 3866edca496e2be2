"""A file for a new year: chosen, looked at, its key accepted, the passphrase given again, read in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace as with_
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.renewal import RenewalDesk
from kpr_desktop_ui.pages.places import SettingsPlace
from kpr_desktop_ui.pages.settings import renewal_section
from kpr_desktop_ui.pages.settings.renewal_section import RenewalSection
from kpr_desktop_ui.pages.settings.settings_page import SettingsPage
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from tests.support.codebooks import YEAR, Publisher, klass, municipalities, put
from tests.support.driver import Driver, drain
from tests.support.fits import clipped, scrolling
from tests.support.stage import Show, Stage
from tests.support.world import World, without_right

PUBLISHER = Publisher()


class Desk:
    """The section on screen, and hands."""

    def __init__(self, page: SettingsPage, stage: Stage, chosen: list[Path]) -> None:
        self.page, self.stage, self.chosen = page, stage, chosen
        self.driver = Driver(page)

    @property
    def part(self) -> RenewalSection:
        return self.page.codes.renewal

    def choose(self, path: Path) -> None:
        self.chosen[:] = [path]
        self.part.choose.setFocus()
        self.driver.press("Space")
        self.settle()

    def settle(self) -> None:
        self.driver.wait_until(lambda: not self.part.busy, "The file")

    def told(self) -> str:
        return " ".join(self.driver.texts(self.page.codes))


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
        return Desk(page, show(page, size), chosen)

    return open_it


@pytest.fixture
def desk(open_tab: Callable[..., Desk]) -> Desk:
    return open_tab()


def test_a_package_is_looked_at_accepted_and_read_in(desk: Desk, world: World, tmp_path: Path) -> None:
    assert "Ingenting er lest inn." in desk.told()
    desk.choose(put(tmp_path, PUBLISHER.scope('"1": yes')))
    card, told = desk.part.card, desk.told()
    for text in (
        "fil.kprbok",
        f"Tjenesteliste for {YEAR}",
        "Riktig, men nøkkelen er ny.",
        PUBLISHER.name,
        "Nytt: i meldingen til registeret, tjenestetype 1, Praktisk bistand: daglige gjøremål",
    ):
        assert text in told, text
    assert not card.year_field.isVisible()
    assert not card.read_in.isEnabled()
    assert not desk.page.codes.choose.isVisible(), "one file at a time"
    assert card.accept.hasFocus()
    desk.driver.press("Space")
    assert card.read_in.isEnabled()
    desk.stage.picture("settings-renewal-preview")
    desk.driver.click(card.read_in)
    desk.settle()
    assert desk.stage.told == [f"Lest inn: Tjenesteliste {YEAR}. Den er i bruk fra 1. januar {YEAR}."]
    assert f"Tjenesteliste {YEAR}, lest inn 23.11.2026" in desk.told()
    assert (card.isVisible(), desk.page.codes.choose.isVisible()) == (False, True)
    assert world.session.books.for_year(YEAR).services["1"].in_message
    desk.choose(put(tmp_path, PUBLISHER.scope('"2": yes')))
    assert "Nøkkelen er godtatt i dette hvelvet." in desk.told()
    assert f"Noe er lest inn for {YEAR} fra før (23.11.2026). Det byttes ut." in desk.told()
    assert card.read_in.hasFocus()


def test_a_list_of_places_is_asked_for_its_year(desk: Desk, world: World, tmp_path: Path) -> None:
    rows = [[*row[:3], f"Ny {row[3]}", *row[4:]] for row in municipalities()]
    desk.choose(put(tmp_path, klass(rows), "131.csv"))
    card = desk.part.card
    assert card.year_field.isVisible()
    for text in (
        "Filen har ingen signatur.",
        "Koder for «uoppgitt» som ikke tas med: 1.",
        "Nytt navn: kommune 1101, fra Eigersund til Ny Eigersund",
        "… og 336 til",
    ):
        assert text in desk.told(), text
    card.year.setFocus()
    desk.driver.choose(str(YEAR + 1))
    desk.settle()
    assert f"Kommuner og bydeler for {YEAR + 1}" in desk.told()
    desk.driver.click(card.read_in)
    desk.settle()
    assert [(each.kind, each.year) for each in world.services.renewal.held()] == [("places", YEAR + 1)]
    desk.choose(put(tmp_path, klass(municipalities()), "131.csv"))
    assert "Ingenting er annerledes enn året før." in desk.told()


def test_a_wrong_file_is_told_in_words_and_nothing_is_kept(desk: Desk, world: World, tmp_path: Path) -> None:
    desk.choose(put(tmp_path, PUBLISHER.scope('"1": yes').replace(b"yes", b"no ")))
    assert "endret etter at den ble signert" in desk.part.card.fault.content()
    assert not desk.part.card.read_in.isEnabled()
    desk.driver.click(desk.part.card.cancel)
    assert (desk.part.card.isVisible(), desk.part.choose.hasFocus()) == (False, True)
    assert world.services.renewal.held() == []


def test_giving_up(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.driver.click(desk.part.choose)
    assert not desk.part.card.isVisible()
    desk.choose(put(tmp_path, klass(municipalities()), "131.csv"))
    monkeypatch.setattr(renewal_section, "confirm_passphrase", lambda *_: False)
    desk.driver.click(desk.part.card.read_in)
    assert not desk.part.importing
    for _ in range(2):
        desk.part.card.year_chosen.emit(YEAR)
    assert desk.part.busy
    desk.part.card.given_up.emit()
    drain()
    assert not desk.part.busy
    desk.part.card.wanted.emit("")
    assert not desk.part.busy
    assert desk.page.leave()


def test_a_fault_while_reading_in(
    desk: Desk, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    desk.choose(put(tmp_path, klass(municipalities()), "131.csv"))
    monkeypatch.setattr(RenewalDesk, "import_file", full)
    desk.part.card.wanted.emit("")
    assert not desk.page.leave()
    assert desk.stage.told == ["Vent til filen er lest inn."]
    desk.settle()
    assert desk.part.card.fault.content()
    assert world.services.renewal.held() == []


def test_who_is_no_administrator_sees_what_is_there(open_tab: Callable[..., Desk], world: World) -> None:
    reader = without_right(world.session, "codebook.import")
    desk = open_tab(session=reader)
    assert not desk.part.choose.isVisible()
    assert desk.part.lines.isVisible()


@pytest.mark.parametrize(
    ("size", "mode", "scale"),
    [
        ((1366, 768), "light", 1.0),
        ((960, 700), "dark", 1.0),
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
    for _ in range(5):
        drain()
    if size == (1366, 768) and scale == 1.0:
        assert scrolling(desk.page) == []
    files = (
        (PUBLISHER.scope('"1": yes'), "fil.kprbok"),
        (klass(municipalities()), "131.csv"),
        (b"{", "x.kprbok"),
    )
    for data, name in files:
        desk.choose(put(tmp_path, data, name))
        for _ in range(5):
            drain()
        assert clipped(desk.page) == []
        desk.stage.picture(f"settings-renewal-{name}-{size[0]}-{mode}-{round(scale * 100)}")
        desk.part.card.given_up.emit()
