"""Emergency access: beginning it, the banner, its end, and the leader's follow-up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.records import User
from kpr_desktop_ui.__main__ import make_desk
from kpr_desktop_ui.pages.access.access_page import AccessPage
from kpr_desktop_ui.pages.access.blocked_dialog import BlockedDialog
from kpr_desktop_ui.pages.access.decision_dialog import DecisionDialog
from kpr_desktop_ui.pages.access.emergency_dialog import EmergencyDialog
from kpr_desktop_ui.pages.frame import Frame
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.persons.persons_page import PersonsPage
from kpr_desktop_ui.pages.places import (
    AccessPlace,
    InterviewPlace,
    PersonFormPlace,
    PersonPlace,
    PersonsPlace,
    WorkListPlace,
)
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage
from tests.support.colleagues import colleague, sits_down
from tests.support.driver import Driver, drain
from tests.support.stage import Show
from tests.support.world import PASSPHRASE, TODAY, World
from tests.ui.access.conftest import Answer
from tests.ui.access.test_asking import block

WHY = "Ligger på gulvet og svarer ikke"


@pytest.fixture
def number(world: World, others: PersonId) -> str:
    with world.session.work() as work:
        return work.persons.get(others).user_number


def fill(dialog: EmergencyDialog, number: str, passphrase: str = PASSPHRASE) -> None:
    dialog.number.setText(number)
    dialog.purpose.set_key("danger")
    dialog.reason.setText(WHY)
    dialog.passphrase.setText(passphrase)
    dialog.yes.click()


def test_the_dialog_tells_what_is_wrong_beside_the_field(
    world: World, texts: Texts, qtbot: QtBot, number: str
) -> None:
    own = world.services.persons.register(world.form(identity="", birth_date="01.01.1950"))
    dialog = EmergencyDialog(texts, world.services)
    qtbot.addWidget(dialog)
    dialog.yes.click()
    assert dialog.fields["purpose"].error()
    dialog.purpose.set_key("danger")
    dialog.reason.setText("kort")
    dialog.yes.click()
    assert "15" in dialog.fields["reason"].error()
    fill(dialog, number, "feil passordfrase her")
    assert dialog.fields["passphrase"].error()
    assert dialog.passphrase.text() == ""
    fill(dialog, "finnes ikke")
    assert dialog.fields["number"].error() == texts("emergency.unknown")
    fill(dialog, own.user_number)
    assert dialog.fields["number"].error() == texts("emergency.not_needed")
    assert dialog.begun is None
    fill(dialog, number)
    assert dialog.begun is not None
    assert world.services.emergencies.running()


def test_the_banner_stands_until_it_is_ended(
    world: World,
    others: PersonId,
    number: str,
    make_frame: Callable[[], Frame],
    answer: Answer,
    texts: Texts,
) -> None:
    block(world, others)
    frame = make_frame()
    answer(BlockedDialog, lambda dialog: dialog.yes.click())
    answer(EmergencyDialog, lambda dialog: fill(dialog, number))
    assert frame.emergency.isHidden()
    assert frame.navigate(PersonPlace(others))
    assert frame.place == PersonPlace(others)
    assert not frame.emergency.isHidden()
    assert "4 t 0 min" in frame.emergency.text()
    world.clock.forward(minutes=185)
    frame.emergency.refresh()
    assert "55 minutter" in frame.emergency.text()
    frame.navigate(PersonsPlace())
    assert not frame.emergency.isHidden()
    frame.navigate(PersonPlace(others))
    frame.emergency.acted.emit()
    assert frame.place == WorkListPlace()
    assert frame.emergency.isHidden()
    assert frame.toast.text() == texts("emergency.told_ended")
    assert world.services.emergencies.running() == []
    with world.session.work() as work:
        assert work.access.emergencies()[0].ended_at is not None


def test_it_ends_by_itself_after_four_hours(
    world: World, others: PersonId, number: str, make_frame: Callable[[], Frame], qtbot: QtBot
) -> None:
    block(world, others)
    world.services.emergencies.begin(number, "danger", WHY, bytearray(PASSPHRASE.encode()))
    frame = make_frame()
    frame.navigate(PersonPlace(others))
    dialog = BlockedDialog(frame._texts, emergency=False)
    qtbot.addWidget(dialog)
    dialog.open()
    world.clock.forward(minutes=239)
    frame.emergency.refresh()
    assert "1 minutt " in frame.emergency.text()
    world.clock.forward(minutes=1)
    frame.emergency.refresh()
    drain()
    assert frame.place == WorkListPlace()
    assert not dialog.isVisible()
    assert frame.emergency.isHidden()


def test_ones_own_form_stands_when_it_ends(
    world: World, number: str, make_frame: Callable[[], Frame]
) -> None:
    world.services.emergencies.begin(number, "danger", WHY, bytearray(PASSPHRASE.encode()))
    frame = make_frame()
    frame.navigate(PersonFormPlace())
    page = frame.page
    frame.emergency.end()
    assert frame.page is page


def test_a_draft_is_read_and_not_written(
    world: World, others: PersonId, olav: User, number: str, make_frame: Callable[[], Frame]
) -> None:
    kari = world.session.user
    sits_down(world, olav)
    begun = world.services.interviews.start(others, TODAY, Reason.PERIODIC).assessment.id
    sits_down(world, kari)
    world.services.emergencies.begin(number, "danger", WHY, bytearray(PASSPHRASE.encode()))
    frame = make_frame()
    assert frame.navigate(InterviewPlace(begun))
    page = frame.page
    assert isinstance(page, InterviewPage)
    assert page.conversation is None
    assert page.finished is not None
    frame.emergency.end()
    assert frame.place == WorkListPlace()


def test_writing_says_that_it_is_for_reading(
    world: World,
    others: PersonId,
    number: str,
    make_frame: Callable[[], Frame],
    texts: Texts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    block(world, others)
    world.services.emergencies.begin(number, "danger", WHY, bytearray(PASSPHRASE.encode()))
    frame = make_frame()
    frame.navigate(PersonPlace(others))
    page = frame.page
    assert isinstance(page, PersonPage)
    assert not page.overview.edit.isEnabled()
    assert not page.start.isEnabled()
    told: list[str] = []
    monkeypatch.setattr(page, "_refuse", lambda fault: told.append(texts.fault(fault)))
    page._bring_back()
    assert told == [texts("emergency.only_reading")]


def test_the_button_is_on_the_work_list_and_in_the_search(
    world: World, others: PersonId, number: str, show: Show, texts: Texts, answer: Answer
) -> None:
    for page in (
        WorkListPage(texts, world.services, WorkListPlace()),
        PersonsPage(texts, world.services, PersonsPlace()),
    ):
        stage = show(page)
        answer(EmergencyDialog, lambda dialog: dialog.reject())
        page.emergency.click()
        assert stage.went == []
        answer(EmergencyDialog, lambda dialog: fill(dialog, number))
        stage.come_back()
        Driver(page).press("Alt+N")
        assert stage.went == [PersonPlace(others)]
    sits_down(world, colleague(world, "Eva Li", "leader"))
    for page in (
        WorkListPage(texts, world.services, WorkListPlace()),
        PersonsPage(texts, world.services, PersonsPlace()),
    ):
        stage = show(page)
        seen = answer(EmergencyDialog, lambda dialog: dialog.reject())
        assert page.emergency.isHidden()
        Driver(page).press("Alt+N")
        assert (stage.went, seen) == ([], [])


def test_the_lock_ends_it(world: World, number: str, tmp_path: Path, qtbot: QtBot) -> None:
    settings = DeskSettings(tmp_path / "lock.ini", tmp_path / "home")
    desk = make_desk(settings, lambda: world.app.door, world.app.services)
    qtbot.addWidget(desk)
    desk.log_in(world.session)
    assert desk.services is not None
    desk.services.emergencies.begin(number, "danger", WHY, bytearray(PASSPHRASE.encode()))
    desk.lock()
    world.session = world.app.door.open(world.path, "kari", bytearray(PASSPHRASE.encode()))
    with world.session.work() as work:
        assert work.access.emergencies()[0].ended_at == world.clock()


def test_a_leader_decides(
    world: World, number: str, olav: User, show: Show, texts: Texts, answer: Answer
) -> None:
    world.services.emergencies.begin(number, "danger", WHY, bytearray(PASSPHRASE.encode()))
    own = show(AccessPage(texts, world.services, AccessPlace("emergencies"))).page
    assert isinstance(own, AccessPage)
    assert not own.emergencies.decide.isEnabled()
    own.emergencies.tab.table.opened.emit(own.emergencies.tab.table.key())
    sits_down(world, olav)
    work_list = show(WorkListPage(texts, world.services, WorkListPlace()))
    page = work_list.page
    assert isinstance(page, WorkListPage)
    assert page.access.emergencies.text() == texts("emergency.remind_one")
    page.access.emergencies.acted.emit()
    assert work_list.went == [AccessPlace("emergencies")]
    stage = show(AccessPage(texts, world.services, AccessPlace("emergencies")))
    view = stage.page
    assert isinstance(view, AccessPage)
    assert view.tab() == "emergencies"
    shown = " ".join(Driver(view).texts())
    assert WHY in shown
    assert "Fjellbekk" not in shown

    def decide(dialog: DecisionDialog) -> None:
        dialog.yes.click()
        assert dialog.fields["outcome"].error()
        dialog.outcome.set_key("justified")
        dialog.yes.click()
        assert dialog.fields["why"].error()
        dialog.why.setText("Snakket med Kari")
        dialog.yes.click()

    answer(DecisionDialog, lambda dialog: dialog.reject())
    view.emergencies.decide.click()
    assert stage.told == []
    answer(DecisionDialog, decide)
    view.emergencies.decide.click()
    assert stage.told == [texts("emergency.told_decided")]
    assert view.emergencies.tab.table.key() == ""
    view.emergencies.tab.table.opened.emit("")
