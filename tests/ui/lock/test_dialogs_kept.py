"""Always lock, never lose: what stands typed in an open dialog comes back in its own place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from kpr_desktop.domain.assessment import Reason
from kpr_desktop_ui.pages.access.access_page import AccessPage
from kpr_desktop_ui.pages.access.assignment_dialog import AssignmentDialog
from kpr_desktop_ui.pages.access.block_dialog import BlockDialog
from kpr_desktop_ui.pages.access.emergency_dialog import EmergencyDialog
from kpr_desktop_ui.pages.access.new_user_dialog import NewUserDialog
from kpr_desktop_ui.pages.access.opening_dialog import OpeningDialog
from kpr_desktop_ui.pages.access.role_dialog import RoleDialog
from kpr_desktop_ui.pages.access.why_dialog import WhyDialog
from kpr_desktop_ui.pages.audit.audit_page import AuditPage
from kpr_desktop_ui.pages.audit.deletion_dialog import DeletionDialog
from kpr_desktop_ui.pages.backup.backup_page import BackupPage
from kpr_desktop_ui.pages.backup.reason_dialog import ReasonDialog as BackupReasonDialog
from kpr_desktop_ui.pages.consents.consent_dialog import ConsentDialog
from kpr_desktop_ui.pages.consents.consent_view_dialog import ConsentViewDialog
from kpr_desktop_ui.pages.interview.start_dialog import InterviewStartDialog
from kpr_desktop_ui.pages.letters.delivery_dialog import DeliveryDialog
from kpr_desktop_ui.pages.lock.place_text import to_text
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import AccessPlace, AuditPlace, BackupPlace, PersonPlace, PersonsPlace
from kpr_desktop_ui.pages.start.login_page import LoginPage
from tests.support.world import LOGIN, PASSPHRASE
from tests.ui.lock.conftest import OTHER, OTHER_PASSPHRASE, Office, register

CTRL = Qt.KeyboardModifier.ControlModifier


def in_dialog(kind: type[QDialog], act: Callable[[QDialog], object]) -> None:
    """Do something in the next dialog of a kind."""
    timer = QTimer(QApplication.instance())
    timer.setInterval(10)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            timer.stop()
            act(dialog)

    timer.timeout.connect(look)
    timer.start()


def lock_over(
    office: Office, kind: type[QDialog], fill: Callable[[QDialog], None], begin: Callable[[], object]
) -> None:
    """Open a dialog, type, and press the lock; nothing is asked."""

    def type_and_lock(dialog: QDialog) -> None:
        try:
            fill(dialog)
        finally:
            QTest.keyClick(dialog, Qt.Key.Key_L, CTRL)

    in_dialog(kind, type_and_lock)
    begin()
    assert isinstance(office.desk.start_page, LoginPage)
    assert QApplication.activeModalWidget() is None


def back(office: Office, qtbot: QtBot, kind: type[QDialog], see: Callable[[QDialog], object]) -> None:
    """Log in, see the dialog open again, and close it."""
    seen: list[object] = []

    def look(dialog: QDialog) -> None:
        try:
            see(dialog)
        finally:
            seen.append(dialog)
            dialog.done(0)

    in_dialog(kind, look)
    office.log_in()
    qtbot.waitUntil(lambda: bool(seen))


def at_person(office: Office, tab: str) -> PersonPage:
    office.desk.navigate(PersonPlace(register(office), tab))
    page = office.page
    assert isinstance(page, PersonPage)
    return page


def test_a_consent_comes_back_at_its_tab_with_the_caret(office: Office, qtbot: QtBot) -> None:
    page = at_person(office, "overview")
    page.tabs.setCurrentIndex(3)
    place = page.here()

    def fill(dialog: ConsentDialog) -> None:
        dialog.form.given_by.set_key("relative")
        dialog.form.given_by.chosen.emit(dialog.form.given_by.key())
        dialog.form.sources.set_text("Fastlege")
        dialog.form.expires_on.setText("01.02.2027")
        dialog.form.purpose.setFocus()
        QTest.keyClicks(dialog.form.purpose, " og mer")

    def see(dialog: ConsentDialog) -> None:
        assert dialog.form.sources.text() == "Fastlege"
        assert dialog.form.purpose.text().endswith(" og mer")
        assert dialog.form.expires_on.text() == "01.02.2027"
        assert dialog.focusWidget() is dialog.form.purpose

    lock_over(office, ConsentDialog, fill, page.consents.add.click)
    back(office, qtbot, ConsentDialog, see)
    assert office.frame.page.here() == place
    memory = office.desk.services.memory
    assert memory.form("dialogs") == ""  # it was given up: nothing is offered again


def test_a_block_comes_back_with_the_fields_that_hang_on_others(office: Office, qtbot: QtBot) -> None:
    page = at_person(office, "seen")
    page.access.show_part("blocks")

    def fill(dialog: BlockDialog) -> None:
        dialog.against.set_key("user")
        dialog.against.chosen.emit("user")
        dialog.target.set_key(dialog.target.itemData(1))
        dialog.why.setText("Naboen")
        dialog.why.setFocus()

    wanted: list[str] = []

    def see(dialog: BlockDialog) -> None:
        wanted.append(dialog.target.key())
        assert (dialog.against.key(), dialog.why.text()) == ("user", "Naboen")
        assert dialog.focusWidget() is dialog.why

    lock_over(office, BlockDialog, fill, page.access.blocks.set_one.click)
    back(office, qtbot, BlockDialog, see)
    assert wanted[0]


def test_the_dialogs_of_a_person_come_back(office: Office, qtbot: QtBot) -> None:
    page = at_person(office, "seen")
    page.access.show_part("assignments")
    lock_over(
        office, AssignmentDialog, lambda d: d.last.setText("1.1.2027"), page.access.assignments.give.click
    )
    back(office, qtbot, AssignmentDialog, lambda d: qtbot.waitUntil(lambda: d.last.text().endswith("2027")))
    page = office.page
    lock_over(office, DeletionDialog, lambda d: d.why.setText("Ba om det"), page.seen.delete.click)

    def see(dialog: DeletionDialog) -> None:
        assert dialog.why.text() == "Ba om det"

    back(office, qtbot, DeletionDialog, see)
    page = office.page
    page.tabs.setCurrentIndex(1)

    def choose(dialog: InterviewStartDialog) -> None:
        dialog.start.cards[list(Reason)[1]].click()
        dialog.start.day.setText("1.11.2026")

    reasons: list[object] = []
    lock_over(office, InterviewStartDialog, choose, page.start.click)
    back(
        office,
        qtbot,
        InterviewStartDialog,
        lambda d: reasons.append((d.start.reason, d.start.read())),
    )
    assert reasons == [(list(Reason)[1], date(2026, 11, 1))]


def test_the_dialogs_of_access_come_back(office: Office, qtbot: QtBot) -> None:
    office.desk.navigate(AccessPlace("register"))
    page = office.page
    assert isinstance(page, AccessPage)

    def fill(dialog: NewUserDialog) -> None:
        dialog.name.setText("Ny Vikar")
        dialog.roles["leader"].setChecked(True)
        dialog.phrase.passphrase.setText("en hemmelig setning her")

    def see(dialog: NewUserDialog) -> None:
        assert dialog.name.text() == "Ny Vikar"
        assert dialog.roles["leader"].isChecked()
        assert dialog.phrase.passphrase.text() == ""

    lock_over(office, NewUserDialog, fill, page.register.new.click)
    back(office, qtbot, NewUserDialog, see)
    page = office.page
    key = next(iter(page.register._lines))
    page.register.tab.table.select(key)
    lock_over(office, RoleDialog, lambda d: d.why.setText("Ferie"), page.register.give.click)
    back(office, qtbot, RoleDialog, lambda d: _equal(d.why.text(), "Ferie"))
    page = office.page
    page.register.tab.table.select(key)
    lock_over(office, WhyDialog, lambda d: d.why.setText("Sluttet"), page.register.end.click)
    back(office, qtbot, WhyDialog, lambda d: _equal(d.why.text(), "Sluttet"))


def _equal(found: object, wanted: object) -> None:
    assert found == wanted


def test_emergency_access_keeps_its_reason_and_no_passphrase(office: Office, qtbot: QtBot) -> None:
    office.desk.navigate(PersonsPlace())

    def fill(dialog: EmergencyDialog) -> None:
        dialog.reason.setText("Falt på badet")
        dialog.passphrase.setText("hemmelig")

    def see(dialog: EmergencyDialog) -> None:
        assert dialog.reason.text() == "Falt på badet"
        assert dialog.passphrase.text() == ""

    lock_over(office, EmergencyDialog, fill, office.page._emergency)
    back(office, qtbot, EmergencyDialog, see)


def test_text_waits_from_lock_to_lock_until_its_dialog_can_come_up(office: Office, qtbot: QtBot) -> None:
    office.desk.navigate(BackupPlace())
    page = office.page
    assert isinstance(page, BackupPage)
    lock_over(office, BackupReasonDialog, lambda d: d.line.setText("Øvelse"), page._use)
    # Somebody moved on meanwhile: the kept place is another, where the dialog cannot be opened.
    session = office.world.app.door.open(office.world.path, LOGIN, bytearray(PASSPHRASE.encode()))
    with session.work() as work:
        work.records.save_sealed(f"place.{session.user.id}", to_text(PersonsPlace()))
        work.commit()
    session.vault.close()
    office.log_in()
    assert QApplication.activeModalWidget() is None
    office.again()
    office.desk.navigate(BackupPlace())
    seen: list[str] = []

    def look(dialog: BackupReasonDialog) -> None:
        seen.append(dialog.line.text())
        dialog.done(0)

    in_dialog(BackupReasonDialog, look)
    office.page._use()
    assert seen == ["Øvelse"]


def test_a_reason_for_opening_somebody_comes_back_before_the_person(office: Office, qtbot: QtBot) -> None:
    person = register(office)
    office.again(OTHER, OTHER_PASSPHRASE)
    lock_over(
        office,
        OpeningDialog,
        lambda d: d.reason.setText("Vikar i dag"),
        lambda: office.desk.navigate(PersonPlace(person)),
    )
    seen: list[str] = []

    def look(dialog: OpeningDialog) -> None:
        seen.append(dialog.reason.text())
        dialog.done(0)

    in_dialog(OpeningDialog, look)
    office.log_in(OTHER, OTHER_PASSPHRASE)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["Vikar i dag"]
    assert office.frame.place != PersonPlace(person), "it was given up: one is where one was"
    office.again(OTHER, OTHER_PASSPHRASE)
    assert QApplication.activeModalWidget() is None


def test_the_note_to_an_unsigned_control_comes_back(office: Office) -> None:
    office.desk.navigate(AuditPlace("control"))
    page = office.page
    assert isinstance(page, AuditPage)
    page.control.make_list()
    page.control.note.setText("Snakket med to")
    office.again()
    page = office.page
    assert isinstance(page, AuditPage)
    assert page.control.note.text() == "Snakket med to"
    assert page.control._views.currentIndex() == 1
    page.control.back.click()
    office.again()
    assert office.page.control.note.text() == ""


@pytest.mark.parametrize(
    ("tab", "kind", "begin"),
    [
        ("letters", ConsentViewDialog, lambda page: page.consents.reopens["consent.withdraw"]("gone")),
        ("letters", DeliveryDialog, lambda page: page.reopens["letters.delivery"]("gone")),
        ("assessments", QDialog, lambda page: page.assessments.reopens["person.revise"]("gone")),
    ],
)
def test_what_is_not_there_any_more_is_not_opened(
    office: Office, tab: str, kind: type[QDialog], begin: Callable[[PersonPage], object]
) -> None:
    page = at_person(office, tab)
    begin(page)
    assert QApplication.activeModalWidget() is None
    assert not any(isinstance(top, kind) and top.isVisible() for top in QApplication.topLevelWidgets())


@pytest.mark.parametrize("kept", ["{", '[{"name": 1}]', '[{"name": "a", "about": "", "values": 3}]', "[1]"])
def test_what_another_version_kept_is_let_go(office: Office, kept: str) -> None:
    keeper = office.frame.keeper
    keeper.take(kept)
    assert keeper.text() == ""
