"""The papers of a person, and what the work list reminds of: how it stands, and the two ways in which a paper ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.records import Delivery
from kpr_desktop_ui.pages.letters import settling
from kpr_desktop_ui.pages.letters.delivery_dialog import DeliveryDialog
from kpr_desktop_ui.pages.letters.letter_words import in_language, paper_state
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.persons.persons_page import PersonsPage
from kpr_desktop_ui.pages.places import (
    BatchPlace,
    LetterPlace,
    PersonPlace,
    PersonsPlace,
    SheetPlace,
    WorkListPlace,
)
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage
from tests.support.driver import Driver, drain
from tests.support.stage import Show, Stage
from tests.support.world import TODAY, World


@pytest.fixture
def person_id(world: World) -> PersonId:
    return world.services.persons.register(world.form()).id


def printed(world: World, person_id: PersonId, kind: str = "information") -> Delivery:
    made = world.services.letters.make(person_id, kind, "nn" if kind == "reservation" else "nb")
    world.services.letters.printed(made)
    return made.delivery


def tab(world: World, texts: Texts, show: Show, person_id: PersonId) -> tuple[PersonPage, Stage]:
    page = PersonPage(texts, world.services, PersonPlace(person_id, "letters"))
    return page, show(page)


def row(page: PersonPage, at: int = 0) -> list[str]:
    model = page.letters.table.model()
    return [str(model.index(at, column).data()) for column in range(model.columnCount())]


@pytest.mark.parametrize(("language", "told"), [("nb", "engelsk"), ("nn", "engelsk"), ("en", "English")])
def test_the_language_of_a_paper_is_written_as_in_a_sentence(
    world: World, show: Show, person_id: PersonId, language: str, told: str
) -> None:
    world.services.letters.make(person_id, "information", "en")
    page, _ = tab(world, Texts.load(language), show, person_id)
    assert row(page)[1].endswith(f", {told}")
    assert in_language(Texts.load("nb"), "se") == "davvisámegiella"


def test_a_paper_in_each_state_has_its_words(world: World, texts: Texts, person_id: PersonId) -> None:
    desk = world.services.letters
    made = desk.make(person_id, "information", "nb")
    assert paper_state(texts, made.delivery, TODAY).text == texts("letters.state_made")
    desk.printed(made)
    lies = desk.of_person(person_id)[0]
    assert paper_state(texts, lies, TODAY).text == texts("letters.state_collect", day="30.11.2026")
    late = paper_state(texts, lies, TODAY + timedelta(days=8))
    assert (late.text, late.kind) == (texts("letters.state_overdue", day="30.11.2026"), "stop")
    undated = paper_state(texts, replace(lies, collect_by=None), TODAY)
    assert undated.text == texts("letters.state_printed")
    given = desk.deliver(made.delivery, "posted", TODAY)
    assert paper_state(texts, given, TODAY).text == "Sendt i posten 23.11.2026"
    desk.printed(made)
    gone = desk.shredded(made.delivery, TODAY)
    assert paper_state(texts, gone, TODAY).text == texts("letters.state_shredded", day="23.11.2026")


def test_the_tab_tells_number_letter_day_maker_and_state(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    printed(world, person_id, "reservation")
    page, _ = tab(world, texts, show, person_id)
    assert row(page) == [
        "2026-000001",
        "Veiledning om reservasjon, nynorsk",
        "23.11.2026",
        "Kari Saksbehandler",
        "Hentes innen 30.11.2026",
    ]


def test_enter_sees_the_letter_again_and_the_button_makes_another(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    made = printed(world, person_id)
    page, stage = tab(world, texts, show, person_id)
    driver = Driver(page)
    driver.press("Enter")
    driver.press("Ctrl+B")
    driver.click(page.make)
    again = LetterPlace(person_id, delivery_id=made.id)
    assert stage.went == [again, LetterPlace(person_id), LetterPlace(person_id)]
    page.letters_tab.papers._see("gone")
    page.letters_tab.papers.record("gone")
    assert len(stage.went) == 3


def test_a_delivery_is_recorded_from_the_tab(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    printed(world, person_id)
    page, stage = tab(world, texts, show, person_id)
    driver = Driver(page)

    def wrong_then_right() -> None:
        dialog = driver.front()
        assert isinstance(dialog, DeliveryDialog)
        driver.fill("Dato", "24.11.2026")
        driver.press("Enter")
        assert dialog.form.on_field.error() == texts("date.future")
        driver.replace("")
        driver.press("Enter")
        assert dialog.form.on_field.error() == texts("letters.date_missing")
        driver.replace("20.11.2026")
        driver.press("Enter")
        assert dialog.form.on_field.error() == texts("letter.before_made")
        driver.replace("23.11.2026")
        driver.press("Enter")

    driver.click(page.letters_tab.papers.deliver, wrong_then_right)
    assert row(page)[4] == "Gitt i hånden 23.11.2026"
    assert stage.told == [texts("letters.delivered_told")]
    assert not page.letters_tab.papers.shred.isEnabled()
    driver.click(page.letters_tab.papers.deliver, lambda: driver.press("Escape"))
    assert len(stage.told) == 1


def test_a_paper_is_shredded_from_the_tab(
    world: World, texts: Texts, show: Show, person_id: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(world, person_id)
    page, stage = tab(world, texts, show, person_id)
    shred = page.letters_tab.papers.shred
    told: list[str] = []
    with monkeypatch.context() as patch:

        def refuse(*_args: object) -> None:
            raise UserFault("access.read_only")

        patch.setattr(settling, "tell", lambda *words: told.append(words[2]))
        patch.setattr(type(world.services.letters), "shredded", refuse)
        shred.click()
    assert (told, stage.told) == ([texts("access.read_only")], [])
    shred.click()
    assert stage.told == [texts("letters.shredded_told")]
    assert row(page)[4] == "Makulert 23.11.2026"


def test_a_paper_that_was_never_printed_cannot_be_shredded(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    page, _ = tab(world, texts, show, person_id)
    papers = page.letters_tab.papers
    assert papers.deliver.isHidden()
    papers._shred()
    world.services.letters.make(person_id, "information", "nb")
    page.enter()
    assert not papers.shred.isEnabled()
    papers.set_papers(world.services.letters.of_person(person_id), may=False)
    assert [each.isEnabled() for each in (papers.see, papers.deliver, papers.make)] == [False] * 3
    papers._see(papers.tab.table.key())


def work_list(world: World, texts: Texts, show: Show) -> tuple[WorkListPage, Stage]:
    page = WorkListPage(texts, world.services, WorkListPlace())
    return page, show(page)


def test_nothing_is_reminded_of_while_nothing_lies(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    world.services.letters.make(person_id, "information", "nb")
    page, stage = work_list(world, texts, show)
    assert page.papers.isHidden()
    driver = Driver(page)
    driver.click(page.blank)
    driver.click(page.batch)
    assert stage.went == [SheetPlace(), BatchPlace()]


def test_the_overdue_come_first_and_ones_own_before_others(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    kinds = ("information", "reservation", "request")
    made = [printed(world, person_id, kind) for kind in kinds]
    page, _ = work_list(world, texts, show)
    desk = world.services.letters
    plain = desk.open_papers()
    mixed = {
        made[0].id: {"own": False, "overdue": False},
        made[1].id: {"own": True, "overdue": False},
        made[2].id: {"own": False, "overdue": True},
    }
    page.papers._services = replace(
        world.services, letters=_Desk([replace(p, **mixed[p.delivery.id]) for p in plain])
    )  # type: ignore[arg-type]
    page.papers.refresh()
    assert [each.delivery.id for each in page.papers.papers] == [made[2].id, made[1].id, made[0].id]
    assert page.papers.title.content() == texts("letters.open", count=3)
    assert page.papers.over.text() == texts("letters.over", count=1) or not page.papers.over.isHidden()
    assert len(page.papers.rows) == 1
    page.papers.more.click()
    drain()
    assert len(page.papers.rows) == 3
    shown = "\n".join(Driver(page).texts()).replace("\u200b", "")
    assert shown.count(texts("letters.open_other")) == 2
    page.papers.more.click()
    assert len(page.papers.rows) == 1


class _Desk:
    def __init__(self, papers: list[object]) -> None:
        self._papers = papers

    def open_papers(self) -> list[object]:
        return self._papers


def test_both_acts_are_right_there(world: World, texts: Texts, show: Show, person_id: PersonId) -> None:
    first, second = printed(world, person_id), printed(world, person_id, "reservation")
    page, stage = work_list(world, texts, show)
    driver = Driver(page)
    deliver, _ = page.papers.rows[0]

    def record() -> None:
        driver.fill("Dato", "23.11.2026")
        driver.press("Enter")

    driver.click(deliver, record)
    assert stage.told == [texts("letters.delivered_told")]
    assert page.papers.title.content() == texts("letters.open_one")
    _, shred = page.papers.rows[0]
    QApplication.sendEvent(shred, QEvent(QEvent.Type.Enter))
    shred.setFocus()
    driver.press("Space")
    assert stage.told[-1] == texts("letters.shredded_told")
    assert page.papers.isHidden()
    held = {each.id: each for each in world.services.letters.of_person(person_id)}
    assert {held[first.id].settled, held[second.id].settled} == {"handed_over", "shredded"}
    page.papers.deliver("gone")
    assert len(stage.told) == 2


def test_whoever_makes_no_letters_is_not_reminded(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    printed(world, person_id)
    page, _ = work_list(world, texts, show)
    assert page.papers.isVisible()
    world.session.vault.user = replace(world.session.user, roles=frozenset({"leader"}))
    page.papers.refresh()
    assert page.papers.isHidden()


def test_the_conversation_can_be_held_on_paper_instead(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    page, stage = tab(world, texts, show, person_id)
    driver = Driver(page)

    def on_paper() -> None:
        driver.tab_to(texts("sheet.blank_open"))
        driver.press("Space")

    driver.press("Ctrl+K", on_paper)
    assert stage.went == [SheetPlace()]
    assert world.services.interviews.of_person(person_id) == []


def test_a_search_leads_to_letters_to_those_who_are_found(
    world: World, texts: Texts, show: Show, person_id: PersonId
) -> None:
    page = PersonsPage(texts, world.services, PersonsPlace())
    stage = show(page)
    page.batch.click()
    page.search.setText("Blid")
    page.batch.click()
    assert stage.went == [BatchPlace(), BatchPlace((person_id,))]
