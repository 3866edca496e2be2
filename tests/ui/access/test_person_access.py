"""The person's tab of access: blocks, and who works with the person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.blocking import NewBlock
from kpr_desktop.usecases.records import User
from kpr_desktop_ui.pages.access.access_page import AccessPage
from kpr_desktop_ui.pages.access.assignment_dialog import AssignmentDialog
from kpr_desktop_ui.pages.access.block_dialog import BlockDialog
from kpr_desktop_ui.pages.access.why_dialog import WhyDialog
from kpr_desktop_ui.pages.passphrase_dialog import PassphraseDialog
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import AccessPlace, PersonPlace, PersonsPlace
from kpr_desktop_ui.widgets import DataTable
from tests.support.colleagues import colleague, sits_down
from tests.support.stage import Show, Stage
from tests.support.world import PASSPHRASE, TODAY, World
from tests.ui.access.conftest import Answer

WHY = "Bor i samme gate"


@pytest.fixture
def person(world: World) -> PersonId:
    return world.services.persons.register(world.form()).id


def cells(table: DataTable) -> str:
    model = table.model()
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return " | ".join(str(model.index(row, column).data()) for row in rows for column in columns)


def open_tab(world: World, texts: Texts, show: Show, person: PersonId, part: str) -> tuple[Stage, PersonPage]:
    stage = show(PersonPage(texts, world.services, PersonPlace(person, "seen")))
    page = stage.page
    assert isinstance(page, PersonPage)
    page.access.show_part(part)
    return stage, page


def test_a_block_against_a_colleague(
    world: World, olav: User, person: PersonId, show: Show, texts: Texts, answer: Answer
) -> None:
    stage, page = open_tab(world, texts, show, person, "blocks")
    panel = page.access.blocks
    assert cells(panel.tab.table) == ""
    assert not panel.lift.isEnabled()

    def fill(dialog: BlockDialog) -> None:
        assert [dialog.part.itemData(at) for at in range(dialog.part.count())] == ["person"]
        assert dialog.warning.isHidden()
        dialog.target.set_key(world.session.user.id)
        dialog.target.chosen.emit(world.session.user.id)
        assert not dialog.warning.isHidden()
        dialog.target.set_key("")
        dialog.wished_by.set_key("person")
        dialog.yes.click()
        assert dialog.fields["target"].error()
        dialog.wished_by.set_key("")
        dialog.target.set_key(olav.id)
        dialog.target.chosen.emit(olav.id)
        assert dialog.warning.isHidden()
        dialog.yes.click()
        assert dialog.fields["why"].error() or dialog.fields["wished_by"].error()
        dialog.wished_by.set_key("person")
        dialog.yes.click()
        assert dialog.fields["why"].error()
        dialog.why.setText(WHY)
        dialog.yes.click()

    answer(BlockDialog, lambda dialog: dialog.reject())
    panel.set_one.click()
    assert stage.told == []
    answer(BlockDialog, fill)
    panel.set_one.click()
    assert stage.told == [texts("blocking.told_set")]
    shown = cells(panel.tab.table)
    assert f"Personen selv: {WHY}" in shown
    assert "Olav Li" in shown
    assert "Hele personen" in shown
    lift_it(page, texts, world, stage, answer)


def lift_it(page: PersonPage, texts: Texts, world: World, stage: Stage, answer: Answer) -> None:
    world.session.grants.confirmed_at = None

    def type_it(dialog: PassphraseDialog) -> None:
        dialog.line.setText(PASSPHRASE)
        dialog.yes.click()

    def why(dialog: WhyDialog) -> None:
        dialog.why.setText("Har flyttet")
        dialog.yes.click()

    answer(PassphraseDialog, lambda dialog: dialog.reject())

    def not_now(dialog: WhyDialog) -> None:
        why(dialog)
        assert dialog.banner.text() == texts("access.passphrase_needed")
        dialog.reject()

    answer(WhyDialog, not_now)
    page.access.blocks.lift.click()
    assert len(stage.told) == 1
    answer(PassphraseDialog, type_it)
    answer(WhyDialog, why)
    page.access.blocks.lift.click()
    assert stage.told[-1] == texts("blocking.told_lifted")
    assert "Opphevet 23.11.2026 av Kari Saksbehandler: Har flyttet" in cells(page.access.blocks.tab.table)
    assert not page.access.blocks.lift.isEnabled()


def test_a_block_against_all_closes_the_page(
    world: World, person: PersonId, show: Show, texts: Texts, answer: Answer
) -> None:
    stage, page = open_tab(world, texts, show, person, "blocks")

    def fill(dialog: BlockDialog) -> None:
        dialog.against.set_key("all")
        dialog.against.chosen.emit("all")
        assert dialog.fields["target"].isHidden()
        assert not dialog.warning.isHidden()
        dialog.wished_by.set_key("guardian")
        dialog.why.setText(WHY)
        dialog.yes.click()

    answer(BlockDialog, fill)
    page.access.blocks.set_one.click()
    assert stage.went == [PersonsPlace()]


def test_a_note_and_an_assessment_can_be_blocked(
    world: World, olav: User, person: PersonId, show: Show, texts: Texts, answer: Answer
) -> None:
    talk = world.services.interviews.start(person, TODAY, Reason.PERIODIC)
    item = talk.visible()[0].item
    talk.answer(item, "2")
    talk.type_note(item, "Notat", 5)
    _stage, page = open_tab(world, texts, show, person, "blocks")

    def note(dialog: BlockDialog) -> None:
        dialog.part.set_key("note")
        dialog.part.chosen.emit("note")
        dialog.against.set_key("role")
        dialog.against.chosen.emit("role")
        dialog.target.set_key("auditor")
        dialog.wished_by.set_key("person")
        dialog.why.setText(WHY)
        dialog.item.set_key("")
        dialog.yes.click()
        assert dialog.fields["item"].error() == texts("blocking.item_missing")
        dialog.item.set_key(item)
        dialog.yes.click()

    def whole(dialog: BlockDialog) -> None:
        dialog.part.set_key("assessment")
        dialog.part.chosen.emit("assessment")
        dialog.assessment.chosen.emit(dialog.assessment.key())
        assert dialog.fields["item"].isHidden()
        dialog.target.set_key(olav.id)
        dialog.wished_by.set_key("parent")
        dialog.why.setText(WHY)
        dialog.yes.click()

    for fill in (note, whole):
        answer(BlockDialog, fill)
        page.access.blocks.set_one.click()
    shown = cells(page.access.blocks.tab.table)
    assert "Notat: Sosial deltakelse" in shown
    assert "Revisor" in shown
    assert "En kartlegging" in shown


def test_the_leader_sees_all_blocks_without_names_of_the_closed(
    world: World, person: PersonId, show: Show, texts: Texts, answer: Answer
) -> None:
    world.services.blocks.set(NewBlock(person, "all", "", WHY, "person"))
    page = show(AccessPage(texts, world.services, AccessPlace("blocks"))).page
    assert isinstance(page, AccessPage)
    shown = cells(page.blocks.tab.table)
    assert "Sperret for deg" in shown
    assert "Fjellbekk" not in shown
    page.blocks._set()

    def why(dialog: WhyDialog) -> None:
        dialog.yes.click()
        assert dialog.fields["why"].error() == texts("blocking.why_missing")
        dialog.why.setText("Ombestemte seg")
        dialog.yes.click()

    answer(WhyDialog, why)
    page.blocks.lift.click()
    assert cells(page.blocks.tab.table) == ""
    page.blocks._lift()


def test_somebody_is_given_the_person_and_gives_it_up(
    world: World, olav: User, person: PersonId, show: Show, texts: Texts, answer: Answer
) -> None:
    stage, page = open_tab(world, texts, show, person, "assignments")
    panel = page.access.assignments
    assert cells(panel.tab.table).startswith("Kari Saksbehandler | Ansvarlig")
    assert not panel.end.isEnabled()

    def fill(dialog: AssignmentDialog) -> None:
        dialog.yes.click()
        assert dialog.fields["user"].error() == texts("assignment.user_missing")
        dialog.user.set_key(olav.id)
        dialog.last.setText("i morgen")
        dialog.yes.click()
        assert dialog.fields["to_date"].error()
        dialog.last.setText("31.12.2026")
        dialog.yes.click()

    answer(AssignmentDialog, lambda dialog: dialog.reject())
    panel.give.click()
    answer(AssignmentDialog, fill)
    panel.give.click()
    assert stage.told == [texts("assignment.told_given")]
    assert "Olav Li | Oppdrag | 23.11.2026 – 31.12.2026 | Gjelder" in cells(panel.tab.table)
    held = world.services.assignments.of_person(person)[0].given
    panel.tab.table.select(held.id)
    panel.end.click()
    assert stage.told[-1] == texts("assignment.told_ended")
    assert "Avsluttet samme dag" in cells(panel.tab.table)
    panel._lines = {held.id: panel._lines[held.id]}
    panel.tab.table.select(held.id)
    panel._end()
    assert stage.told[-1] == texts("assignment.ended")


def test_a_coming_assignment_says_so(
    world: World, olav: User, person: PersonId, show: Show, texts: Texts
) -> None:
    world.services.assignments.give(person, olav.id, from_date=TODAY + timedelta(days=3))
    _stage, page = open_tab(world, texts, show, person, "assignments")
    assert "Fra 26.11.2026 | Kommer" in cells(page.access.assignments.tab.table)
    page.access.assignments.tab.table.select("responsible")
    page.access.assignments._end()


def test_a_list_that_can_not_be_read_says_why(
    world: World, person: PersonId, show: Show, texts: Texts
) -> None:
    _stage, page = open_tab(world, texts, show, person, "assignments")
    sits_down(world, colleague(world, "Eva Li", "submitter"))
    page.access.assignments._services = page.access.blocks._services = world.services
    page.access.show_part("blocks")
    assert page.access.banner.text() == texts("rights.not_allowed")
    assert not page.access.banner.isHidden()
