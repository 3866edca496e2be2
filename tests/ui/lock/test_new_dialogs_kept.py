"""What stands typed in the dialogs of services and submission comes back after a lock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpr_desktop.usecases.desk import FaultLine
from kpr_desktop.usecases.submission_records import ReceiptFault, SendState
from kpr_desktop_ui.pages.access.why_dialog import WhyDialog
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.persons.reason_dialog import ReasonDialog
from kpr_desktop_ui.pages.places import PersonPlace, SubmissionPlace
from kpr_desktop_ui.pages.services.discharge_dialog import DischargeDialog
from kpr_desktop_ui.pages.services.hospital_dialog import HospitalDialog
from kpr_desktop_ui.pages.submission.again_dialog import AgainDialog
from kpr_desktop_ui.pages.submission.step_dialog import StepDialog
from kpr_desktop_ui.pages.submission.submission_page import TABS, SubmissionPage
from tests.support.world import World, make_world
from tests.ui.lock.conftest import Office
from tests.ui.lock.test_dialogs_kept import back, lock_over
from tests.ui.submission.conftest import add_person, ready


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A real vault, which may make files; the office works in it."""
    made = make_world(tmp_path / "real", training=False)
    yield made
    made.close()


def serve(office: Office) -> PersonPage:
    """A person with two services that run, one of them from the day before yesterday only."""
    person = add_person(office.world, 1)
    desk = office.world.services.care_services
    for start in (date(2026, 2, 1), date(2026, 11, 21)):
        blank = desk.blank(person)
        desk.save(replace(blank, type="15", decided_on=date(2026, 1, 9), start=start, week_minutes=600))
    office.desk.navigate(PersonPlace(person, "services"))
    page = office.page
    assert isinstance(page, PersonPage)
    return page


def at_submission(office: Office) -> SubmissionPage:
    office.desk.navigate(SubmissionPlace())
    page = office.page
    assert isinstance(page, SubmissionPage)
    return page


def test_a_stay_in_hospital_comes_back_with_its_ticks(office: Office, qtbot: QtBot) -> None:
    page = serve(office)
    seen: dict[str, bool] = {}

    def fill(dialog: HospitalDialog) -> None:
        dialog.editors["from_date"].setText("20.11.2026")
        dialog.editors["from_date"].edited.emit("20.11.2026")
        ((own_id, box),) = dialog.boxes.items()  # the other did not run on that day
        seen[own_id] = not box.isChecked()
        box.click()
        dialog.editors["name"].setFocus()
        dialog.editors["name"].setText("Sykehuset")

    def see(dialog: HospitalDialog) -> None:
        assert dialog.editors["from_date"].text() == "20.11.2026"
        assert dialog.editors["name"].text() == "Sykehuset"
        assert {own_id: box.isChecked() for own_id, box in dialog.boxes.items()} == seen
        assert dialog.focusWidget() is dialog.editors["name"]

    lock_over(office, HospitalDialog, fill, page.services_tab.hospital.click)
    back(office, qtbot, HospitalDialog, see)


def test_the_way_home_and_the_withdrawal_come_back(office: Office, qtbot: QtBot) -> None:
    page = serve(office)
    breaks = office.world.services.breaks
    stay = breaks.admit(replace(breaks.blank(page._place.person_id), from_date=date(2026, 11, 20)), set())
    page.enter()
    lock_over(
        office, DischargeDialog, lambda d: d.day.setText("22.11.2026"), page.services_tab.discharge.click
    )
    days: list[str] = []
    back(office, qtbot, DischargeDialog, lambda d: days.append(d.day.text()))
    assert days == ["22.11.2026"]
    tab = office.page.services_tab
    lock_over(office, ReasonDialog, lambda d: d.line.setText("Feil person"), tab.withdraw.click)
    why: list[str] = []
    back(office, qtbot, ReasonDialog, lambda d: why.append(d.reason()))
    assert why == ["Feil person"]
    tab = office.page.services_tab
    tab.reopens["hospital.discharge"]("gone")
    breaks = office.world.services.breaks
    breaks.discharge(breaks.stays(page._place.person_id)[0], date(2026, 11, 22))
    office.page.enter()
    tab.reopens["hospital.discharge"](stay.id)  # somebody else has done it
    assert QApplication.activeModalWidget() is None


def test_what_became_of_a_file_and_what_is_sent_again_come_back(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    ready(office.world)
    session = office.world.session
    session.grants.confirmed_at = session.now()
    made = office.world.services.messages.make_message(tmp_path).record.id
    page = at_submission(office)
    page.show_tab("messages")

    def fill(dialog: StepDialog) -> None:
        dialog.state.set_key(SendState.FAILED.value)
        dialog.note.setText("Nettet var nede")

    seen: list[object] = []
    lock_over(office, StepDialog, fill, page.messages.step.click)
    back(office, qtbot, StepDialog, lambda d: seen.append((d.state.key(), d.note.text())))
    page = office.page
    assert page.tabs.currentIndex() == TABS.index("messages")

    def choose(dialog: AgainDialog) -> None:
        dialog.kind.set_key("since")
        dialog.kind.chosen.emit("since")
        dialog.since.setText("01.11.2026")
        dialog.why.setText("Kom ikke fram")

    lock_over(office, AgainDialog, choose, page.messages.again.click)
    back(
        office,
        qtbot,
        AgainDialog,
        lambda d: seen.append((d.kind.key(), d.since.isVisible(), d.since.text(), d.why.text())),
    )
    assert seen == [
        (SendState.FAILED.value, "Nettet var nede"),
        ("since", True, "01.11.2026", "Kom ikke fram"),
    ]
    office.page.reopens["submission.step"]("gone")
    assert made
    assert QApplication.activeModalWidget() is None


def test_the_follow_up_of_an_error_comes_back(
    office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = ReceiptFault("f1", "r1", "", "2006", "Feil")
    line = FaultLine(fault, None, None)
    monkeypatch.setattr(type(office.world.services.desk), "faults", lambda _self: [line])
    page = at_submission(office)
    page.show_tab("faults")
    lock_over(office, WhyDialog, lambda d: d.why.setText("Rettet"), page.faults.handle.click)
    seen: list[str] = []
    back(office, qtbot, WhyDialog, lambda d: seen.append(d.why.text()))
    assert seen == ["Rettet"]
    office.page.reopens["submission.handle"]("gone")
    assert QApplication.activeModalWidget() is None


def test_the_set_up_comes_back_half_typed(office: Office, qtbot: QtBot) -> None:
    page = at_submission(office)
    assert page.half_typed() == ""
    page.show_tab("setup")
    assert page.half_typed() == ""
    page.setup.day.setText("31.02.2020")
    page.setup.stations["sender_name"].setText("Øving")
    office.again()
    page = office.page
    assert isinstance(page, SubmissionPage)
    assert page.tabs.currentIndex() == TABS.index("setup")
    assert (page.setup.day.text(), page.setup.stations["sender_name"].text()) == ("31.02.2020", "Øving")
    lock_over(office, WhyDialog, lambda d: d.why.setText("Bytter"), page.setup.switch.click)
    seen: list[str] = []
    back(office, qtbot, WhyDialog, lambda d: seen.append(d.why.text()))
    assert seen == ["Bytter"]
    office.page.reopens["submission.switch"]("back")
    assert QApplication.activeModalWidget() is None
