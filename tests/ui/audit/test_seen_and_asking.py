"""Who has seen a person, asking for deletion, the purpose of a file, and what the work list reminds of."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.access import Admission
from kpr_desktop_ui.pages.audit import purpose_dialog, seen_tab
from kpr_desktop_ui.pages.audit.deletion_dialog import DeletionDialog
from kpr_desktop_ui.pages.audit.purpose_dialog import PurposeDialog, ask_purpose, sure_of_place
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import AuditPlace, PersonPlace, WorkListPlace
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage
from tests.support.colleagues import colleague, sits_down
from tests.support.driver import drain
from tests.support.stage import Show
from tests.support.world import TODAY, World
from tests.ui.audit.test_audit_page import WHY, _home, cells


@pytest.fixture
def person(world: World) -> PersonId:
    return world.services.persons.register(world.form()).id


def test_the_person_reads_who_has_seen_the_case(
    world: World, show: Show, texts: Texts, person: PersonId
) -> None:
    session = world.session
    with session.work() as work:
        session.grants.admissions[person] = Admission("emergency", "danger", "x")
        session.log(work, "emergency.begin", person=person, reason="Lå på gulvet")
        session.log(work, "person.open", person=person, result="denied")
        session.log(work, "consent.list", person=person)
        work.commit()
    world.clock.forward(minutes=5)
    with session.work() as work:
        session.log(work, "consent.list", person=person)
        session.log(work, "letter.list", person=person)
        session.log(work, "letter.list", person=person)
        work.commit()
    page = show(PersonPage(texts, world.services, PersonPlace(person, "seen"))).page
    assert isinstance(page, PersonPage)
    assert cells(page.seen.lines.table) == []
    page.seen.fetch.click()
    found = " | ".join(cells(page.seen.lines.table))
    assert "Brukte nødtilgang til saken din · navn og nummer (nødtilgang)" in found
    assert "Åpnet saken din · adresse og pårørende (avvist)" in found
    assert "nødtilgang – Fare for liv eller helse · Lå på gulvet" in found
    assert "23.11.2026 09.05–09.10, 2 ganger" in found
    assert "23.11.2026 09.10, " in found
    page.seen.language.set_key("en")
    page.seen.language.chosen.emit("en")
    assert "Used emergency access to your case" in " | ".join(cells(page.seen.lines.table))
    world.session.vault.writable = False
    page.seen.read()
    world.session.vault.writable = True
    assert page.seen.banner.text() == texts("access.read_only")


def test_deletion_is_asked_for_from_the_person(
    world: World, show: Show, texts: Texts, person: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague(world, "Eva Li", "leader")
    interview = world.services.interviews.start(person, TODAY, Reason.PERIODIC)
    item = interview.visible()[0].item
    interview.type_note(item, "Notat", 1)
    interview.answer(interview.visible()[1].item, "2")
    world.services.care_services.save(_home(world, person))
    stage = show(PersonPage(texts, world.services, PersonPlace(person, "seen")))
    page = stage.page
    assert isinstance(page, PersonPage)

    def answer(dialog: DeletionDialog) -> int:
        assert [dialog.kind.itemData(at) for at in range(dialog.kind.count())] == [
            "note", "assessment", "service", "person",
        ]  # fmt: skip
        dialog.yes.click()
        assert dialog.field("reason").error()
        dialog.why.setText(WHY)
        dialog.why.edited.emit(WHY)
        dialog.kind.set_key("person")
        dialog.kind.chosen.emit("person")
        assert dialog.field("target").isHidden()
        dialog.yes.click()
        return dialog.result()

    monkeypatch.setattr(DeletionDialog, "exec", answer)
    page.seen.delete.click()
    assert stage.told == [texts("deletion.asked_told")]

    def again(dialog: DeletionDialog) -> int:
        dialog.why.setText(WHY)
        dialog.kind.set_key("person")
        dialog.kind.chosen.emit("person")
        dialog.yes.click()
        assert dialog.banner.text() == texts("deletion.asked_already")
        return 0

    monkeypatch.setattr(DeletionDialog, "exec", again)
    page.seen.delete.click()
    assert len(stage.told) == 1
    assert seen_tab.DeletionDialog is DeletionDialog


def test_alone_the_dialog_says_that_two_are_needed(
    world: World, qtbot: QtBot, texts: Texts, person: PersonId
) -> None:
    dialog = DeletionDialog(texts, world.services, person)
    qtbot.addWidget(dialog)
    dialog.why.setText(WHY)
    dialog.yes.click()
    assert dialog.banner.text() == texts("deletion.nobody_else")


def test_a_purpose_is_asked_for(qtbot: QtBot, texts: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = PurposeDialog(texts, ("cloud", "downloads"))
    qtbot.addWidget(dialog)
    dialog.choice.set_key("other")
    dialog.yes.click()
    assert dialog.words_field.error()
    dialog.words.setText("til møtet")
    dialog.words.edited.emit("til møtet")
    dialog.yes.click()
    assert dialog.purpose == "other: til møtet"
    monkeypatch.setattr(PurposeDialog, "exec", lambda _self: 0)
    assert ask_purpose(None, texts, ()) == ""


def test_a_risky_folder_is_asked_about(texts: Texts, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(purpose_dialog, "ask", lambda *words, **_: asked.append(words[2]) or False)
    assert sure_of_place(None, texts, ())
    assert asked == []
    assert not sure_of_place(None, texts, ("network", "desktop"))
    assert texts("written.risk_desktop") in asked[0]


def test_the_work_list_reminds(
    world: World, show: Show, texts: Texts, person: PersonId, tmp_path: Path
) -> None:
    eva = colleague(world, "Eva Li", "leader", "registrar")
    page = show(WorkListPage(texts, world.services, WorkListPlace())).page
    assert isinstance(page, WorkListPage)
    assert page.reminders.isHidden()
    letter = world.services.letters.make(person, "information", "nb")
    world.services.letters.save_copy(letter, tmp_path, purpose="post")
    page.reminders.refresh()
    assert page.reminders.files.text() == texts("written.remind_one")
    world.services.letters.save_copy(letter, tmp_path, "b.pdf", purpose="post")
    world.services.deletion.ask(person, "person", "", "ruling", WHY)
    page.reminders.refresh()
    assert page.reminders.files.text() == texts("written.remind", count=2)
    assert page.reminders.deletions.isHidden()
    sits_down(world, eva)
    stage = show(WorkListPage(texts, world.services, WorkListPlace()))
    page = stage.page
    assert isinstance(page, WorkListPage)
    drain()
    assert page.reminders.deletions.text() == texts("written.deletions_one")
    page.reminders.deletions.acted.emit()
    page.reminders.files.acted.emit()
    assert stage.went == [AuditPlace("deletion"), AuditPlace("files")]
