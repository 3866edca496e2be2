"""The conversation's settings by keys and by buttons: kept at once, refused in words, read-only without the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFileDialog, QTabBar

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.access import Rule
from kpr_desktop.domain.navigation import Condition
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.guidance import GUIDANCE_SETTING, GuidanceState
from kpr_desktop_ui.pages.places import SettingsPlace
from kpr_desktop_ui.pages.settings.settings_page import TABS, SettingsPage
from kpr_desktop_ui.pages.settings.talk_tab import TalkTab
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from tests.support.driver import Driver, drain
from tests.support.fits import clipped, scrolling
from tests.support.stage import Show, Stage
from tests.support.world import World

HEAD = 'municipality_guidance: "1"\nname: Øvingsby kommune\nvariables:\n'
FILE = HEAD + '  v07: {covers: {nb: "Hos <b>oss</b>."}}\n'


@dataclass
class Desk:
    """The tab on screen, and hands. `chosen`: what the file dialog answers."""

    world: World
    page: SettingsPage
    stage: Stage
    driver: Driver
    chosen: list[Path]

    @property
    def tab(self) -> TalkTab:
        return self.page.talk

    def told(self) -> str:
        return " ".join(self.driver.texts(self.tab))

    def order(self) -> list[str]:
        return [group.id for group in self.world.services.talk_settings.group_order()]

    def read(self, path: Path, inside: Callable[[], None] | None = None) -> None:
        self.chosen[:] = [path]
        self.tab.guidance.read.setFocus()
        self.driver.press("Space", inside)


@pytest.fixture
def open_tab(
    world: World, texts: Texts, show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Desk]:
    chosen: list[Path] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(chosen[0]) if chosen else "", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(chosen[0]) if chosen else "")

    def open_it(size: tuple[int, int] = (1366, 768), **rights: frozenset[str]) -> Desk:
        session, services = world.session, world.services
        if rights:
            actions = {**session.rights.actions, "office.write": Rule(rights["allowed"])}
            session = replace(session, rights=replace(session.rights, actions=actions))
            services = world.app.services(session)
        settings = DeskSettings(tmp_path / "desk.ini", tmp_path)
        page = SettingsPage(texts, services, SettingsPlace("talk"), settings)
        return Desk(world, page, show(page, size), Driver(page), chosen)

    return open_it


@pytest.fixture
def desk(open_tab: Callable[..., Desk]) -> Desk:
    return open_tab()


def written(folder: Path, text: str = FILE) -> Path:
    path = folder / "veiledning.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_interval_is_chosen_by_keyboard_and_kept_at_once(desk: Desk, world: World) -> None:
    assert desk.tab.interval.hasFocus()
    assert desk.tab.interval.currentText() == "12 måneder"
    assert not desk.page.bar.isVisible()
    desk.driver.choose("6 måneder")
    assert world.services.talk_settings.interval() == 6
    assert set(desk.stage.told) == {"Lagret."}
    assert desk.page.leave()
    desk.driver.choose("1 måned")
    assert world.services.talk_settings.interval() == 1


def test_an_interval_that_is_refused_is_told_beside_it(desk: Desk) -> None:
    desk.tab.interval.chosen.emit("61")
    assert desk.tab.interval_field.error().startswith("Tallet må være fra 1 til 60 måneder")
    assert desk.stage.told == []
    desk.tab.interval.chosen.emit("60")
    assert desk.tab.interval_field.error() == ""


def test_a_group_is_moved_by_keys_and_stays_selected(desk: Desk) -> None:
    ours = desk.order()
    table = desk.tab.order.table
    assert not desk.tab.order.ours.isEnabled()
    desk.driver.tab_onto(table)
    desk.driver.press("Ctrl+Up")
    assert desk.order() == ours
    desk.driver.press("Down")
    desk.driver.press("Ctrl+Down")
    assert desk.order() == [ours[0], ours[2], ours[1], *ours[3:]]
    assert table.key() == ours[1]
    assert desk.stage.told == ["«Husholdning» er nå nummer 3."]
    desk.driver.press("Ctrl+Up")
    assert desk.order() == ours
    for _ in range(len(ours) + 2):
        desk.driver.press("Ctrl+Down")
    assert desk.order()[-1] == ours[1]
    assert table.hasFocus()


def test_a_group_is_moved_by_buttons_and_everything_back(desk: Desk) -> None:
    ours, card = desk.order(), desk.tab.order
    desk.driver.click(card.down)
    desk.driver.click(card.down)
    assert desk.order()[:3] == [ours[1], ours[2], ours[0]]
    desk.driver.click(card.up)
    assert desk.order()[:3] == [ours[1], ours[0], ours[2]]
    names = [str(card.table.model().index(row, 1).data()) for row in range(2)]
    assert names == ["Husholdning", "Sosial fungering"]
    desk.driver.click(card.ours)
    assert desk.order() == ours
    assert not card.ours.isEnabled()
    assert card.table.hasFocus()
    assert desk.stage.told[-1] == "Rekkefølgen er som programmet har den."


def test_an_order_against_the_skip_logic_is_refused_in_words(desk: Desk, world: World) -> None:
    book = world.session.books.edition(2026)
    asks = replace(book.items["v02"], visible_when=Condition("v01", frozenset({"1"})))
    world.session.books._books[2026] = replace(book, items={**book.items, "v02": asks})
    ours = desk.order()
    desk.tab.order.table.setFocus()
    desk.driver.press("Ctrl+Down")
    assert desk.order() == ours
    assert "«Husholdning» må stå etter «Sosial fungering»" in desk.tab.order.fault.content()
    assert desk.stage.told == []
    desk.driver.press("Down")
    desk.driver.press("Ctrl+Down")
    assert not desk.tab.order.fault.isVisible()


def test_nothing_selected_moves_nothing(desk: Desk) -> None:
    ours = desk.order()
    desk.tab.order.table.setCurrentIndex(desk.tab.order.table.model().index(-1, -1))
    desk.driver.click(desk.tab.order.down)
    assert desk.order() == ours


def test_a_right_that_is_lost_meanwhile_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise UserFault("rights.not_allowed")

    desk.read(written(desk.world.path))
    monkeypatch.setattr(type(desk.world.services.talk_settings), "set_group_order", refuse)
    monkeypatch.setattr(type(desk.world.services.guidance), "back_to_ours", refuse)
    desk.tab.order._back()
    desk.driver.click(desk.tab.guidance.back, lambda: desk.driver.click(desk.driver.front().yes))  # type: ignore[attr-defined]
    for label in (desk.tab.order.fault, desk.tab.guidance.fault):
        assert label.isVisible()
        assert label.content().startswith("■")


def test_guidance_goes_out_is_edited_and_comes_in(desk: Desk, world: World, tmp_path: Path) -> None:
    card = desk.tab.guidance
    assert "Programmets egen veiledning er i bruk." in desk.told()
    assert not card.back.isVisible()
    desk.driver.click(card.save)
    desk.driver.click(card.read)
    assert desk.stage.told == []
    desk.chosen[:] = [tmp_path]
    desk.driver.click(card.save)
    path = tmp_path / "veiledning_2026-11-23.yaml"
    assert desk.stage.told == [f"Lagret som {path.name}."]
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Veiledning til kartleggingen.")
    desk.driver.click(card.save)
    assert "allerede en fil" in card.fault.content()
    ours = world.session.books.edition(2026).items["v07"].covers.nb
    path.write_text(text.replace(ours, "Hos oss."), encoding="utf-8")
    desk.read(path)
    assert not card.fault.isVisible()
    assert "Veiledning fra Risør kommune er i bruk for ett punkt." in desk.told()
    assert desk.stage.told[-1] == "Lest inn: veiledning fra Risør kommune."
    assert world.services.guidance.state() == GuidanceState("Risør kommune", 1)


def test_replacing_and_giving_up_are_asked_first(desk: Desk, world: World, tmp_path: Path) -> None:
    card, driver = desk.tab.guidance, desk.driver
    desk.read(written(tmp_path))
    whole = "".join(f'  v{n:02}: {{covers: {{nb: "Hos oss {n}."}}}}\n' for n in range(1, 21))
    path = written(tmp_path, HEAD.replace("Øvingsby kommune", "Nyby") + whole)
    desk.read(path, lambda: driver.press("Esc"))
    assert world.services.guidance.state().name == "Øvingsby kommune"
    desk.read(path, lambda: driver.click(driver.front().yes))  # type: ignore[attr-defined]
    assert "Veiledning fra Nyby er i bruk for 20 punkter." in desk.told()
    assert "Resten er programmets egen" not in desk.told()
    driver.click(card.back, lambda: driver.press("Esc"))
    assert world.services.guidance.state().name == "Nyby"
    driver.click(card.back, lambda: driver.click(driver.front().yes))  # type: ignore[attr-defined]
    assert "Programmets egen veiledning er i bruk." in desk.told()
    desk.stage.come_back()
    assert card.save.hasFocus()
    assert not card.back.isVisible()
    desk.read(written(tmp_path, HEAD + "".join(whole.splitlines(keepends=True)[:2])))
    assert "er i bruk for 2 punkter. Resten er programmets egen." in desk.told()


def test_a_bad_file_is_told_with_its_line_and_changes_nothing(
    desk: Desk, world: World, tmp_path: Path
) -> None:
    desk.read(written(tmp_path, HEAD + "  v07:\n    covers: {nb: " + "x" * 151 + "}\n"))
    assert desk.tab.guidance.fault.content() == (
        "■ Teksten i linje 5 har 151 tegn, og det er plass til 150. Gjør den kortere."
    )
    assert world.services.guidance.state() == GuidanceState()
    assert desk.stage.told == []


def test_guidance_that_can_no_longer_be_read_can_be_given_up(
    open_tab: Callable[..., Desk], world: World
) -> None:
    with world.session.work() as work:
        work.records.save_setting(GUIDANCE_SETTING, "fra en annen versjon")
        work.commit()
    desk = open_tab()
    assert "kan ikke leses av denne versjonen" in desk.told()
    driver = desk.driver
    driver.click(desk.tab.guidance.back, lambda: driver.click(driver.front().yes))  # type: ignore[attr-defined]
    assert "Programmets egen veiledning er i bruk." in desk.told()


def test_a_name_from_a_file_is_shown_to_the_letter(desk: Desk, tmp_path: Path) -> None:
    desk.read(written(tmp_path, FILE.replace("Øvingsby kommune", '"<b>Fet</b> & {name}"')))
    assert "Veiledning fra <b>Fet</b> & {name} er i bruk" in desk.told()


def test_who_is_no_administrator_may_only_read_and_save_the_file(
    open_tab: Callable[..., Desk], world: World, tmp_path: Path
) -> None:
    world.services.guidance.read_file(written(tmp_path))
    desk = open_tab(allowed=frozenset())
    tab = desk.tab
    assert not tab.interval.isEnabled()
    assert tab.order.table.hasFocus()
    for button in (tab.order.up, tab.order.down, tab.order.ours, tab.guidance.read, tab.guidance.back):
        assert not button.isVisible()
    ours = desk.order()
    desk.driver.press("Ctrl+Down")
    assert desk.order() == ours
    assert "administrator" in desk.told()
    desk.chosen[:] = [tmp_path]
    desk.driver.click(tab.guidance.save)
    assert (tmp_path / "veiledning_2026-11-23.yaml").is_file()


def tight(tabs: QTabBar) -> list[str]:
    """The tabs whose word has no room between the borders; the chosen one is bold."""
    font = tabs.font()
    font.setWeight(QFont.Weight.DemiBold)
    chosen = tabs.currentIndex()
    found = []
    for at in range(tabs.count()):
        need = QFontMetrics(font if at == chosen else tabs.font()).horizontalAdvance(tabs.tabText(at))
        if need > tabs.tabRect(at).width() - 6 or not tabs.rect().contains(tabs.tabRect(at)):
            found.append(tabs.tabText(at))
    return found


@pytest.mark.parametrize(
    ("size", "mode", "scale"),
    [
        ((1366, 768), "light", 1.0),
        ((1366, 768), "dark", 1.0),
        ((960, 768), "light", 1.0),
        ((1366, 768), "contrast", 2.0),
        ((960, 768), "light", 2.0),
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
    desk.read(written(tmp_path))
    desk.tab.order.down.click()
    for name in ("plain", "fault"):
        for _ in range(5):
            drain()
        assert clipped(desk.page) == []
        for part in TABS if name == "plain" else ():
            desk.page.show_tab(part)
            drain()
            assert tight(desk.page.tabs) == []
        desk.page.show_tab("talk")
        desk.stage.picture(f"settings-talk-{name}-{size[0]}-{mode}-{round(scale * 100)}")
        if size == (1366, 768) and scale == 1.0 and name == "plain":
            assert scrolling(desk.page) == []
        path = written(tmp_path, HEAD + "  v07:\n    covers: {nb: " + "x" * 151 + "}\n")
        driver = desk.driver
        desk.read(path, lambda driver=driver: driver.click(driver.front().yes))  # type: ignore[misc]
