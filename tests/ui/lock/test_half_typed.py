"""What was half typed when the program locked: it comes back, to its own user only."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpr_desktop.domain.care_service import Outcome
from kpr_desktop.domain.ids import PersonId
from kpr_desktop_ui.pages.letters.letter_page import LetterPage
from kpr_desktop_ui.pages.persons.person_form_page import PersonFormPage
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import (
    LetterPlace,
    PersonFormPlace,
    PersonPlace,
    ServicePlace,
    SettingsPlace,
)
from kpr_desktop_ui.pages.services.decision_dialog import DecisionDialog
from kpr_desktop_ui.pages.services.service_page import ServicePage
from kpr_desktop_ui.pages.settings.settings_page import SettingsPage
from kpr_desktop_ui.pages.start.login_page import LoginPage
from tests.ui.lock.conftest import Office, register

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def inside(what: object) -> None:
    """Do something in the dialog that comes up next."""
    timer = QTimer(QApplication.instance())
    timer.setInterval(10)

    def look() -> None:
        if isinstance(QApplication.activeModalWidget(), DecisionDialog):
            timer.stop()
            what(QApplication.activeModalWidget())

    timer.timeout.connect(look)
    timer.start()


def test_a_half_typed_person_comes_back_with_the_caret_in_its_field(office: Office) -> None:
    person = register(office)
    office.desk.navigate(PersonFormPlace(person))
    page = office.page
    assert isinstance(page, PersonFormPage)
    page.form.editors["phone"].setFocus()
    QTest.keyClicks(page.form.editors["phone"], "00 00 00 09")
    page.form.editors["family_name"].setFocus()
    page.form.set_values({"family_name": "Halvskrevet"})
    office.again()
    page = office.page
    assert isinstance(page, PersonFormPage)
    assert page.dirty
    assert page.form.values()["phone"] == "00 00 00 09"
    assert page.form.values()["family_name"] == "Halvskrevet"
    assert page.form.editors["family_name"].hasFocus()
    assert office.frame.back.isVisible()
    page._save()
    assert office.frame.place == PersonPlace(person)
    assert not office.frame.back.isVisible()
    office.desk.navigate(PersonFormPlace(person))
    assert not office.frame.back.isVisible()  # it is saved: nothing is offered again


def test_a_change_by_somebody_else_is_not_overwritten_unseen(office: Office) -> None:
    person = register(office)
    office.desk.navigate(PersonFormPlace(person))
    page = office.page
    assert isinstance(page, PersonFormPage)
    page.form.set_values({"phone": "00 00 00 09"})
    persons = office.world.services.persons
    opened = persons.open(person)
    persons.change(opened, persons.form(opened) | {"given_name": "Rask"})
    office.again()
    page = office.page
    assert isinstance(page, PersonFormPage)
    assert page.form.values()["given_name"] == "Rask"
    assert page.form.values()["phone"] == "00 00 00 09"
    assert "Noen andre" in page.banner.text()


def test_what_came_back_can_be_thrown_away(office: Office) -> None:
    office.desk.navigate(PersonFormPlace())
    office.page.form.set_values({"given_name": "Halv"})
    office.again()
    office.frame.back.acted.emit()
    assert office.page.form.values()["given_name"] == ""
    assert not office.frame.back.isVisible()
    office.again()
    assert office.page.form.values()["given_name"] == ""


def test_an_identity_number_in_a_draft_is_sealed(office: Office) -> None:
    number = office.world.form()["identity"]
    office.desk.navigate(PersonFormPlace())
    office.page.form.set_values({"identity": number})
    office.again()
    assert office.page.form.values()["identity"] == number
    held = office.world.session.vault._database
    held.begin()
    kept = held.rows("SELECT value FROM setting WHERE key LIKE 'draft.%'")
    held.rollback()
    assert len(kept) == 1
    assert number not in kept[0][0]


def test_a_half_typed_service_comes_back(office: Office) -> None:
    person = register(office)
    office.desk.navigate(ServicePlace(person))
    page = office.page
    assert isinstance(page, ServicePage)
    page.form.editors["type"].set_key("15")
    page.form._edited("type")
    page.form.editors["note"].set_text("Begynt på")
    page.form.pauses.add.click()
    office.again()
    page = office.page
    assert isinstance(page, ServicePage)
    assert page.form.values()["type"] == "15"
    assert page.form.values()["note"] == "Begynt på"
    assert len(page.form.pauses.typed()) == 1
    assert office.frame.back.isVisible()


def test_locking_over_an_open_decision_asks_nothing_and_brings_it_back(office: Office, qtbot: QtBot) -> None:
    person = register(office)
    office.desk.navigate(PersonPlace(person, "services"))
    page = office.page
    assert isinstance(page, PersonPage)

    def type_and_lock(dialog: DecisionDialog) -> None:
        QTest.keyClicks(dialog.quick, "dusj 2 ganger i uka")
        QTest.keyClick(dialog, Qt.Key.Key_L, CTRL)

    inside(type_and_lock)
    page.work_out.click()
    assert isinstance(office.desk.start_page, LoginPage)
    assert QApplication.activeModalWidget() is None
    seen: list[str] = []

    def look(dialog: DecisionDialog) -> None:
        seen.append(dialog.quick.text())
        dialog.done(0)

    inside(look)
    office.log_in()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["dusj 2 ganger i uka"]


def test_a_decision_within_a_service_comes_back_too(office: Office, qtbot: QtBot) -> None:
    person = register(office)
    office.desk.navigate(ServicePlace(person))
    page = office.page
    assert isinstance(page, ServicePage)
    page.form.editors["type"].set_key("15")
    page.form._edited("type")
    page.form.editors["outcome"].set_key(Outcome.GRANTED.value)
    page.form._edited("outcome")

    def type_and_lock(dialog: DecisionDialog) -> None:
        dialog.rows.append([])
        QTest.keyClicks(dialog.rows._rows[0].fields["what"].editor, "Dusj")
        office.desk.lock()

    inside(type_and_lock)
    page.form.work_out()
    seen: list[str] = []

    def look(dialog: DecisionDialog) -> None:
        seen.append(dialog.rows.rows()[0].what)
        dialog.done(0)

    inside(look)
    office.log_in()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["Dusj"]


def test_half_typed_settings_come_back(office: Office) -> None:
    office.desk.navigate(SettingsPlace())
    office.page.office.set_values(office.page.values() | {"unit": "Ny enhet"})
    office.page.letters.look.days.setText("12")
    office.page.letters.look.exempt.setChecked(True)
    office.again()
    page = office.page
    assert isinstance(page, SettingsPage)
    assert page.values()["unit"] == "Ny enhet"
    look = page.letters.look
    assert (look.days.text(), look.exempt.isChecked(), look.alt.text()) == ("12", True, "")
    assert page.dirty
    office.frame.back.acted.emit()


def test_a_half_filled_letter_comes_back(office: Office) -> None:
    person = register(office)
    office.desk.navigate(LetterPlace(PersonId(person), "appointment"))
    form = office.page.choose.form()
    form.fields["sted"].editor.setText("Hjemme")
    office.again()
    page = office.page
    assert isinstance(page, LetterPage)
    form = page.choose.form()
    assert form is not None
    assert (form.kind, form.fields["sted"].editor.text()) == ("appointment", "Hjemme")
