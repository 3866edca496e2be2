"""Settings: the sender and the contact persons, the look at once, and what the program says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop_ui.pages.places import SettingsPlace
from kpr_desktop_ui.pages.settings.settings_page import TABS, SettingsPage
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from tests.support.driver import Driver, drain
from tests.support.fits import clipped, scrolling
from tests.support.stage import RAIL, Show, Stage
from tests.support.world import World, without_right

Open = Callable[..., tuple[SettingsPage, Stage, Driver]]


@pytest.fixture
def desk(tmp_path: Path) -> DeskSettings:
    return DeskSettings(tmp_path / "desk.ini", tmp_path)


@pytest.fixture
def open_page(world: World, texts: Texts, show: Show, desk: DeskSettings) -> Iterator[Open]:
    """The page on screen."""
    pages: list[SettingsPage] = []

    def open_it(tab: str = "", size: tuple[int, int] = (1366, 768)) -> tuple[SettingsPage, Stage, Driver]:
        page = SettingsPage(texts, world.services, SettingsPlace(tab), desk)
        pages.append(page)
        return page, show(page, size), Driver(page)

    yield open_it
    for page in pages:
        page._saved = page.values()


def test_the_sender_is_saved_by_keyboard_and_logged(world: World, open_page: Open) -> None:
    page, stage, driver = open_page()
    assert page.tab() == "office"
    assert page.office.line("name").hasFocus()
    driver.replace("Øvingsby kommune")
    driver.fill("Postadresse", "Øvingsveien 1")
    driver.fill("Postnummer", "0001")
    driver.fill("E-post", "post@example.no")
    assert page.dirty
    driver.press("Ctrl+S")
    office = world.services.office.get()
    assert (office.name, office.unit) == ("Øvingsby kommune", "Hjemmetjenesten vest")
    assert (office.address.line1, office.address.postal_code) == ("Øvingsveien 1", "0001")
    assert office.email == "post@example.no"
    assert stage.told == ["Lagret."]
    assert not page.dirty
    assert page.leave()
    with world.session.work() as work:
        assert "office.save" in {entry.action for entry in work.records.log_entries(limit=10)}


def test_contacts_of_both_kinds_are_saved(world: World, open_page: Open) -> None:
    page, _, driver = open_page("contacts")
    driver.type("Blid Fjellbekk")
    driver.press("Tab")
    driver.type("blid@example.no")
    driver.press("Tab")
    driver.type("22 22 22 22")
    page.contacts.line("contact17_name").setFocus()
    driver.type("Rolig Sjøsprøyt")
    driver.press("Tab")
    driver.type("rolig@example.no")
    driver.click(page.bar.save)
    assert [(c.kind, c.name, c.email, c.phone) for c in world.services.office.get().contacts] == [
        ("16", "Blid Fjellbekk", "blid@example.no", "22 22 22 22"),
        ("17", "Rolig Sjøsprøyt", "rolig@example.no", ""),
    ]
    assert world.services.submission.rehearse().ready.whole == ()


def test_what_is_wrong_stands_beside_its_field_also_on_the_other_tab(world: World, open_page: Open) -> None:
    page, stage, driver = open_page("contacts")
    driver.type("Blid")
    page.contacts.line("contact16_email").setText("ikke en adresse")
    page.contacts.line("contact16_phone").setText("123")
    driver.press("Ctrl+S")
    assert page.contacts.error("contact16_email").startswith("Dette ser ikke ut som en e-postadresse.")
    assert page.contacts.error("contact16_phone").startswith("Telefonnummeret må ha åtte siffer")
    assert page.bar.note.content() == "2 felt må rettes. Ingenting er lagret ennå."
    assert page.contacts.line("contact16_email").hasFocus()
    for name in ("name", "email", "phone"):
        page.contacts.line(f"contact16_{name}").setText("")
    page.office.line("postal_code").setText("12")
    driver.press("Ctrl+S")
    assert page.tab() == "office"
    assert page.office.line("postal_code").hasFocus()
    assert page.office.error("postal_code")
    assert not page.contacts.error("contact16_email")
    assert page.bar.note.content() == "Ett felt må rettes. Ingenting er lagret ennå."
    driver.replace("0001")
    page.office.line("name").setText(" ")
    page.contacts.line("contact17_phone").setText("22222222")
    driver.press("Ctrl+S")
    assert page.office.error("name").startswith("Kommunens navn mangler")
    assert page.contacts.error("contact17_name").startswith("Kontaktpersonen må ha et navn")
    assert stage.told == []
    assert world.services.office.get().address.postal_code == ""


def test_leaving_asks_when_something_is_not_saved(open_page: Open) -> None:
    page, _, driver = open_page()
    assert page.leave()
    driver.type("x")
    answers: list[bool] = []
    page.bar.save.clicked.disconnect()
    page.bar.save.clicked.connect(lambda: answers.append(page.leave()))
    driver.click(page.bar.save, lambda: driver.press("Esc"))
    driver.click(page.bar.save, lambda: driver.click(driver.front().yes))  # type: ignore[attr-defined]
    assert answers == [False, True]


def test_who_is_no_administrator_may_only_read(
    world: World, texts: Texts, show: Show, desk: DeskSettings
) -> None:
    reader = without_right(world.session, "office.write")
    page = SettingsPage(texts, replace(world.services, session=reader), SettingsPlace(), desk)
    show(page)
    driver = Driver(page)
    driver.type("x")
    driver.press("Ctrl+S")
    assert page.office.values()["name"] == world.services.office.get().name
    assert not page.bar.save.isEnabled()
    assert "administrator" in page.bar.note.content()


@pytest.mark.parametrize("fault", [UserFault("rights.not_allowed"), EnvironmentFault("vault.disk_full")])
def test_what_the_vault_refuses_is_told_and_nothing_is_lost(
    fault: Fault,
    world: World,
    texts: Texts,
    show: Show,
    desk: DeskSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = SettingsPage(texts, world.services, SettingsPlace(), desk)
    show(page)

    def refuse(_form: dict[str, str]) -> None:
        raise fault

    monkeypatch.setattr(page._services.office, "save", refuse)
    page.office.set_values({**page.values(), "unit": "Hjemmetjenesten øst"})
    Driver(page).press("Ctrl+S")
    assert page.bar.note.content() == texts(fault.code)
    assert page.values()["unit"] == "Hjemmetjenesten øst"
    assert page.dirty


def test_the_look_is_kept_at_once(open_page: Open, desk: DeskSettings, tmp_path: Path) -> None:
    page, _, driver = open_page("look")
    assert not page.bar.isVisible()
    changes: list[str] = []
    desk.changed.connect(lambda: changes.append(f"{desk.mode} {desk.scale:.2f}"))
    driver.click(page.look.modes["dark"])
    page.look.percent.setFocus()
    driver.choose("150")
    assert changes[0] == "dark 1.00"
    assert changes[-1] == "dark 1.50"
    again = DeskSettings(tmp_path / "desk.ini", tmp_path)
    assert (again.mode, again.scale) == ("dark", 1.5)
    driver.press("Ctrl+S")
    page, _, _ = open_page("look")
    assert page.look.percent.key() == "150"
    assert page.look.modes["dark"].hasFocus()


def test_about_names_sources_licences_and_limits(world: World, open_page: Open) -> None:
    page, _, driver = open_page("about")
    told = " ".join(driver.texts(page.about))
    for word in (
        world.session.program_version, "2026", "Statistisk sentralbyrå", "Kartverket", "CC BY 4.0", "NLOD", "Noto Sans",
        "Lucide", "SQLCipher", "LGPL", "bruker ikke nettverk", "Dette verner programmet ikke mot",
    ):  # fmt: skip
        assert word in told, word


def test_tab_reaches_every_part(open_page: Open) -> None:
    page, _, driver = open_page()
    driver.tab_to("Deler av innstillingene", back=True)
    for name in TABS[1:]:
        driver.press("Right")
        assert page.tab() == name
        assert page.tabs.hasFocus()


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
    open_page: Open, dress: Callable[..., Theme], size: tuple[int, int], mode: str, scale: float
) -> None:
    dress(mode, scale)
    page, stage, driver = open_page(size=size)
    page.contacts.line("contact16_email").setText("feil")
    driver.press("Ctrl+S")
    for tab in TABS:
        page.show_tab(tab)
        for _ in range(5):
            drain()
        assert clipped(page) == [], tab
        assert page.width() == size[0] - RAIL
        stage.picture(f"settings-{tab}-{size[0]}-{mode}-{round(scale * 100)}")
        if size == (1366, 768) and scale == 1.0:
            assert scrolling(page) == [], tab


def test_one_key_a_score_is_kept_at_once(open_page: Open, desk: DeskSettings) -> None:
    page, _, driver = open_page("look")
    assert not page.look.one_key.isChecked()
    page.look.one_key.setFocus()
    driver.press("Space")
    assert desk.one_key
    page, _, _ = open_page("look")
    assert page.look.one_key.isChecked()
