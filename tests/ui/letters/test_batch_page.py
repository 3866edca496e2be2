"""One letter to many persons: chosen, made beside the window, stopped, printed and saved together."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.access import ReasonFault
from kpr_desktop.usecases.letter_batch import Batch, LeftOut
from kpr_desktop.usecases.letters import LetterDesk, MadeLetter
from kpr_desktop_ui.pages.letters import batch_page, leaving, printing
from kpr_desktop_ui.pages.letters.batch_delivery_dialog import BatchDeliveryDialog
from kpr_desktop_ui.pages.letters.batch_page import BatchPage
from kpr_desktop_ui.pages.places import BatchPlace, PersonsPlace
from kpr_desktop_ui.widgets import Row
from tests.support.driver import Driver
from tests.support.fits import clipped
from tests.support.stage import Show, Stage
from tests.support.world import World
from tests.ui.letters.test_letter_page import pdf_printer


@pytest.fixture
def persons(world: World) -> list[PersonId]:
    return world.demo(3)


@pytest.fixture
def stage(world: World, texts: Texts, show: Show, persons: list[PersonId]) -> Stage:
    return show(BatchPage(texts, world.services, BatchPlace(tuple(persons))))


def page_of(stage: Stage) -> BatchPage:
    assert isinstance(stage.page, BatchPage)
    return stage.page


def made(stage: Stage) -> BatchPage:
    page, driver = page_of(stage), Driver(stage.page)
    driver.press("Ctrl+Enter")
    driver.wait_until(lambda: not page.busy, "The batch")
    return page


def test_everybody_in_the_list_gets_one_and_it_is_on_record(
    world: World, texts: Texts, stage: Stage, persons: list[PersonId]
) -> None:
    page = page_of(stage)
    assert page.choice.persons() == persons
    made(stage)
    assert page.result.title.content() == texts("batch.done", count=3)
    assert texts("batch.left_out_none") in Driver(page).texts()
    for each in persons:
        assert [d.kind for d in world.services.letters.of_person(each)] == ["information"]
    page.enter()
    assert page.result.isVisible()


def test_space_takes_a_person_out_and_in_again(
    world: World, texts: Texts, stage: Stage, persons: list[PersonId]
) -> None:
    page, driver = page_of(stage), Driver(stage.page)
    driver.tab_to(texts("batch.list"))
    resets: list[int] = []
    page.choice.table.model().modelReset.connect(lambda: resets.append(1))
    driver.press("Space")
    assert page.choice.persons() == persons[1:]
    assert page.choice.table.model().index(0, 0).data() == texts("batch.no")
    assert page.choice.table.key() == persons[0]
    assert resets == [], "a long list is not filled anew for one row"
    page.choice.table.set_row(Row("gone", ("", "", "", "")))
    assert page.choice.table.model().rowCount() == 3
    assert page.choice.make.text() == texts("batch.make", count=2)
    driver.press("Space")
    driver.press("Down")
    driver.press("Space")
    assert page.choice.persons() == [persons[0], persons[2]]
    made(stage)
    assert world.services.letters.of_person(persons[1]) == []


def test_the_dead_are_left_out_and_nobody_makes_nothing(world: World, texts: Texts, show: Show) -> None:
    dead = world.services.persons.register(world.form(death_date="01.11.2026"))
    page = BatchPage(texts, world.services, BatchPlace((dead.id,)))
    show(page)
    assert page.choice.persons() == []
    assert not page.choice.make.isEnabled()
    Driver(page).press("Ctrl+Enter")
    assert page.batch is None
    page.choice._toggle(dead.id)
    assert page.choice.persons() == []


def test_ones_own_and_everybody_found(
    world: World, texts: Texts, show: Show, persons: list[PersonId]
) -> None:
    page = BatchPage(texts, world.services, BatchPlace())
    show(page)
    assert set(page.choice.persons()) == {each.id for each in world.services.assignments.own()}
    driver = Driver(page)
    driver.tab_to(texts("batch.whose"))
    driver.choose(texts("batch.whose_all"))
    assert set(page.choice.persons()) == set(persons)
    assert page.here() == BatchPlace()


def test_who_got_none_is_listed_with_the_reason(texts: Texts, stage: Stage, persons: list[PersonId]) -> None:
    page = page_of(stage)
    page.choice.persons()
    page._task = None
    page._ended(Batch((), (LeftOut(persons[0], "access.blocked"),), (persons[1],)))
    rows = [page.result.left_out.table.model().index(at, 1).data() for at in range(2)]
    assert rows == [texts.fault(UserFault("access.blocked")), texts("batch.stopped")]
    assert not page.result.print.isEnabled()
    driver = Driver(page)
    driver.press("Ctrl+P")
    driver.press("Ctrl+S")
    assert page.result.title.content() == texts("batch.done_none")
    driver.click(page.result.again)
    assert page.choice.isVisible()


def test_it_can_be_stopped_at_a_whole_letter(
    texts: Texts, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, driver = page_of(stage), Driver(stage.page)
    begun: list[int] = []
    tell = page._tell

    def slowly(done: int, total: int) -> None:
        tell(done, total)
        begun.append(done)
        while not page._task or not page._task._stop.is_set():
            pass

    monkeypatch.setattr(page, "_tell", slowly)
    driver.press("Ctrl+Enter")
    driver.wait_until(lambda: begun, "The first letter")
    page._show_far()
    assert texts("batch.left_soon") in page.far.content()
    page._began -= 600
    page._show_far()
    assert "min igjen" in page.far.content()
    driver.press("Ctrl+Enter")
    assert not page.leave()
    assert page.far.content() == texts("batch.stopping")
    driver.press("Escape")
    driver.wait_until(lambda: not page.busy, "The stop")
    assert page.batch is not None
    assert (len(page.batch.made), len(page.batch.not_reached)) == (1, 2)
    assert page.leave()


def test_all_of_them_go_to_the_printer(
    world: World, texts: Texts, stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = made(stage)
    monkeypatch.setattr(printing, "choose_printer", lambda _parent: None)
    driver = Driver(page)
    driver.press("Ctrl+P")
    assert world.services.letters.open_papers() == []
    monkeypatch.setattr(printing, "choose_printer", lambda _parent: pdf_printer(tmp_path / "out.pdf"))
    driver.press("Ctrl+P")
    assert page.busy
    driver.press("Ctrl+P")
    driver.press("Ctrl+S")
    driver.wait_until(lambda: not page.busy, "The printing")
    assert stage.told == [texts("batch.print_told", count=3)]
    assert page.result.isVisible()
    assert len(world.services.letters.open_papers()) == 3


@pytest.mark.qt_log_ignore("QPrinter|QPdf|QPainter|QFile")  # what Qt says of a printer that is not there
def test_a_printer_that_refuses_is_told_with_how_many_came(
    texts: Texts, stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = made(stage)
    monkeypatch.setattr(printing, "choose_printer", lambda _p: pdf_printer(tmp_path / "none" / "out.pdf"))
    driver = Driver(page)
    driver.press("Ctrl+P")
    driver.wait_until(lambda: not page.busy, "The printing")
    reason = texts("letters.print_failed")
    assert page.banner.text() == texts("batch.part", done=0, all=3, reason=reason)


def test_all_of_them_are_recorded_as_delivered(world: World, texts: Texts, stage: Stage) -> None:
    page = made(stage)
    driver, desk = Driver(page), world.services.letters
    for each in page.batch.made if page.batch else ():
        desk.printed(desk.reprint(each.id))
    driver.click(page.result.deliver, lambda: driver.press("Escape"))
    assert len(desk.open_papers()) == 3

    def answer() -> None:
        dialog = driver.front()
        assert isinstance(dialog, BatchDeliveryDialog)
        for day, told in (
            ("", "letters.date_missing"),
            ("32.13.2026", "date.impossible"),
            ("24.11.2026", "date.future"),
        ):
            dialog.form.on.setFocus()
            dialog.form.on.setText(day)
            driver.press("Enter")
            assert dialog.form.on_field.error() == texts(told)
        dialog.form.on.setText("23.11.2026")
        driver.click(dialog.yes)

    driver.click(page.result.deliver, answer)
    driver.wait_until(lambda: not page.busy, "The recording")
    assert stage.told == [texts("batch.deliver_told", count=3)]
    assert desk.open_papers() == []


def test_all_of_them_are_saved_in_a_folder(
    texts: Texts, stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page, folder = made(stage), tmp_path / "brev"
    folder.mkdir()
    folders = [None, folder, folder, folder]
    purposes = ["", "post", "post"]
    monkeypatch.setattr(leaving, "choose_folder", lambda *_: folders.pop(0))
    monkeypatch.setattr(batch_page, "ask_purpose", lambda *_: purposes.pop(0))
    driver = Driver(page)
    driver.press("Ctrl+S")
    driver.press("Ctrl+S")
    assert list(folder.iterdir()) == []
    driver.press("Ctrl+S")
    driver.wait_until(lambda: not page.busy, "The saving")
    assert len(list(folder.iterdir())) == 3
    assert stage.told == [texts("batch.save_told", count=3)]
    driver.press("Ctrl+S")
    driver.wait_until(lambda: not page.busy, "The saving")
    assert page.banner.text().startswith("0 av 3")


def test_what_stops_it_is_told_and_the_choice_comes_back(
    texts: Texts, stage: Stage, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    page = page_of(stage)
    world.services.session.vault.user = replace(world.session.user, roles=frozenset())
    page._offer("own")
    assert page.banner.text() == texts("rights.not_allowed")
    made(stage)
    assert page.choice.isVisible()
    assert page.banner.text() == texts("rights.not_allowed")
    Driver(page).press("Escape")
    assert stage.went == [PersonsPlace()]


def halfway(page: BatchPage, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Printing that is stopped after the first letter. Gives what came to the printer."""
    came: list[str] = []

    def slow(_printer: object, pages: list[object]) -> bool:
        came.append(threading.current_thread().name)
        if len(came) == 1:
            driver_stop.wait(10)
        return bool(pages)

    driver_stop = threading.Event()
    monkeypatch.setattr(printing, "choose_printer", lambda _parent: object())
    monkeypatch.setattr(printing, "print_pages", slow)
    driver.press("Ctrl+P")
    driver.wait_until(lambda: came, "The first letter")
    driver.press("Escape")
    driver_stop.set()
    driver.wait_until(lambda: not page.busy, "The stop")
    return came


def test_what_was_stopped_goes_on_with_the_rest_and_the_window_lives_meanwhile(
    texts: Texts, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, driver = made(stage), Driver(stage.page)
    came = halfway(page, driver, monkeypatch)
    assert threading.main_thread().name not in came
    assert page.banner.text() == texts("batch.part", done=1, all=3, reason=texts("batch.part_stopped"))
    assert page.result.print.text() == texts("batch.print_rest", count=2)
    assert page.result.save.text() == texts("batch.save")
    driver.press("Ctrl+P")
    driver.wait_until(lambda: not page.busy, "The rest")
    assert len(came) == 3
    assert stage.told == [texts("batch.print_told", count=3)]
    assert page.banner.isHidden()
    assert page.result.print.text() == texts("batch.print")


def test_a_letter_that_may_not_leave_any_more_is_listed_and_the_others_go(
    world: World, texts: Texts, stage: Stage, persons: list[PersonId], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, driver = made(stage), Driver(stage.page)
    with world.session.work() as work:
        found = work.persons.get(persons[1])
        work.persons.update(replace(found, protected=True, version=found.version + 1))
        work.commit()
    came: list[object] = []
    monkeypatch.setattr(printing, "choose_printer", lambda _parent: object())
    monkeypatch.setattr(printing, "print_pages", lambda *_: came.append(1) or True)
    driver.press("Ctrl+P")
    driver.wait_until(lambda: not page.busy, "The printing")
    assert len(came) == 2
    assert page.banner.text() == texts("batch.part", done=2, all=3, reason=texts("batch.part_left_out"))
    index = page.result.left_out.table.model().index
    assert index(0, 0).data() == page.choice.names()[persons[1]]
    assert index(0, 1).data() == texts.fault(UserFault("letter.address_protected"))


@pytest.mark.parametrize("answered", [True, False])
def test_what_is_asked_for_on_the_way_is_asked_and_it_goes_on(
    texts: Texts, stage: Stage, persons: list[PersonId], monkeypatch: pytest.MonkeyPatch, answered: bool
) -> None:
    page, driver = made(stage), Driver(stage.page)
    asked: list[str] = []
    reprint = LetterDesk.reprint

    def again(desk: LetterDesk, delivery_id: str, reason: str = "") -> MadeLetter:
        if page.batch is not None and delivery_id == page.batch.made[1].id and not (asked and answered):
            raise ReasonFault("access.reason_needed", persons[1])
        return reprint(desk, delivery_id, reason)

    def ask(_parent: object, _texts: object, _services: object, fault: UserFault) -> bool:
        asked.append(fault.code)
        return answered

    monkeypatch.setattr(LetterDesk, "reprint", again)
    monkeypatch.setattr(batch_page, "given", ask)
    monkeypatch.setattr(printing, "choose_printer", lambda _parent: object())
    monkeypatch.setattr(printing, "print_pages", lambda *_: True)
    driver.press("Ctrl+P")
    driver.wait_until(lambda: asked and not page.busy, "The printing")
    assert asked == ["access.reason_needed"]
    if answered:
        assert stage.told == [texts("batch.print_told", count=3)]
    else:
        assert page.banner.text().startswith("1 av 3")
        assert page.result.print.text() == texts("batch.print_rest", count=2)


def test_a_vault_that_can_not_be_opened_beside_is_told(
    world: World, texts: Texts, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, driver = made(stage), Driver(stage.page)

    def none(**_: object) -> None:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr(type(world.session.vault), "beside", lambda _vault, **kw: none(**kw))
    monkeypatch.setattr(printing, "choose_printer", lambda _parent: object())
    driver.press("Ctrl+P")
    driver.wait_until(lambda: not page.busy, "The printing")
    assert page.banner.text() == texts("vault.disk_full")
    assert page.result.isVisible()


def test_why_somebody_got_none_is_told_with_its_facts(
    texts: Texts, stage: Stage, persons: list[PersonId]
) -> None:
    page, facts = page_of(stage), {"field_name": "dag"}
    page._ended(Batch((), (LeftOut(persons[0], "letter.field_missing", facts),), ()))
    told = page.result.left_out.table.model().index(0, 1).data()
    assert told == texts("letter.field_missing", **facts)


@pytest.mark.parametrize("size", [(1366, 768), (960, 700)])
def test_nothing_is_clipped(
    stage: Stage, texts: Texts, show: Show, world: World, size: tuple[int, int]
) -> None:
    hostile = world.services.persons.register(
        world.form(given_name="<b>Fet</b> \u202eavlange", protected="1")
    )
    page = BatchPage(texts, world.services, BatchPlace((hostile.id,)))
    show(page, size)
    assert clipped(page) == []
