"""What stands typed in the dialogs of consents and rights comes back after a lock; what is drawn does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop_ui.pages.consents.signature_dialog import SignatureDialog
from kpr_desktop_ui.pages.interview.interview_page import InterviewPage
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import InterviewPlace, PersonPlace
from kpr_desktop_ui.pages.rights.answer_dialog import AnswerDialog
from kpr_desktop_ui.pages.rights.disclosure_dialog import DisclosureDialog
from kpr_desktop_ui.pages.rights.extend_dialog import ExtendDialog
from kpr_desktop_ui.pages.rights.request_dialog import RequestDialog
from kpr_desktop_ui.pages.rights.reservation_dialog import ReservationDialog
from kpr_desktop_ui.pages.rights.told_dialog import ToldDialog
from tests.support.world import TODAY
from tests.ui.lock.conftest import Office, register
from tests.ui.lock.test_dialogs_kept import back, lock_over


def prepared(office: Office) -> PersonId:
    """A person with an open request, a correction with somebody to tell, an entry by hand, and a consent."""
    person = PersonId(register(office))
    services = office.world.services
    given, requests, consents = services.disclosures, services.requests, services.consents
    given.add(person, given.blank() | {"recipient": "Fastlegen", "what": "Adressen", "basis": "Avtale"})
    mended = requests.add(person, requests.blank("correction"))
    requests.answer(mended.id, "granted", "", TODAY)
    requests.add(person, requests.blank("access") | {"received_on": "20.11.2026"})
    consents.add(person, consents.blank() | {"sources": "Legen", "purpose": "x"})
    return person


def page_at(office: Office, person: PersonId, part: str) -> PersonPage:
    tab = "seen" if part else "letters"
    office.desk.navigate(PersonPlace(person, tab, part))
    page = office.page
    assert isinstance(page, PersonPage)
    return page


CASES: list[tuple[type[QDialog], str, str, str]] = [
    (RequestDialog, "requests", "access.requests.add", "words"),
    (ExtendDialog, "requests", "access.requests.extend", "why"),
    (AnswerDialog, "requests", "access.requests.answer", "words"),
    (ToldDialog, "requests", "access.requests.tell", "how"),
    (DisclosureDialog, "given", "access.given.add", "recipient"),
    (DisclosureDialog, "given", "access.given.correct", "recipient"),
    (ReservationDialog, "reservation", "access.reservation.add", "words"),
    (SignatureDialog, "", "consents.sign", "name"),
]


def at(page: PersonPage, way: str) -> Callable[[], object]:
    found: object = page
    for name in way.split("."):
        found = getattr(found, name)
    return found.click  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(("kind", "part", "way", "field"), CASES)
def test_what_is_typed_comes_back(
    office: Office, qtbot: QtBot, kind: type[QDialog], part: str, way: str, field: str
) -> None:
    page = page_at(office, prepared(office), part)
    if kind is ToldDialog:
        table = page.access.requests.tab.table
        table.selectRow(1)  # what waits comes first; the correction is below

    def fill(dialog: QDialog) -> None:
        editor = getattr(dialog, field)
        editor.setFocus()
        (editor.set_text if hasattr(editor, "set_text") else editor.setText)("Halvveis")

    seen: list[str] = []
    lock_over(office, kind, fill, at(page, way))
    back(office, qtbot, kind, lambda dialog: seen.append(getattr(dialog, field).text()))
    assert seen == ["Halvveis"]


def test_what_is_drawn_is_not_kept(office: Office, qtbot: QtBot) -> None:
    page = page_at(office, prepared(office), "")

    def draw(dialog: SignatureDialog) -> None:
        dialog.name.setText("Stø Måke")
        for x in (10, 40, 80):
            QTest.mouseClick(dialog.pad, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
        assert dialog.pad.strokes()
        assert set(dialog.kept().values()) >= {"Stø Måke"}
        assert not any("[" in text or "0." in text for text in dialog.kept().values())

    seen: list[object] = []
    lock_over(office, SignatureDialog, draw, page.consents.sign.click)
    back(office, qtbot, SignatureDialog, lambda d: seen.append((d.name.text(), d.pad.strokes())))
    assert seen == [("Stø Måke", ())]
    page = office.page
    assert isinstance(page, PersonPage)
    page.consents.reopens["consent.sign"]("gone")
    page.access.requests.reopens["request.told"]("gone")
    assert QApplication.activeModalWidget() is None


def test_signing_comes_back_though_nothing_was_typed(office: Office, qtbot: QtBot) -> None:
    page = page_at(office, prepared(office), "")
    lock_over(office, SignatureDialog, lambda _dialog: None, page.consents.sign.click)
    seen: list[str] = []
    back(office, qtbot, SignatureDialog, lambda dialog: seen.append(dialog.name.text()))
    assert seen == ["Blid Fjellbekk"]


def talk_page(office: Office) -> InterviewPage:
    page = office.page
    assert isinstance(page, InterviewPage)
    return page


def test_signing_in_the_interview_comes_back_there(office: Office, qtbot: QtBot) -> None:
    person = prepared(office)
    services = office.desk.services
    made = services.interviews.start(person, TODAY, Reason.PERIODIC)
    (consent,) = services.consents.of_person(person)
    office.desk.navigate(InterviewPlace(made.assessment.id))
    page = talk_page(office)
    whole = page.conversation.interview.person
    lock_over(office, SignatureDialog, lambda d: d.name.setText("Stø"), lambda: page._sign(consent, whole))
    seen: list[str] = []
    back(office, qtbot, SignatureDialog, lambda dialog: seen.append(dialog.name.text()))
    assert seen == ["Stø"]
    again = talk_page(office).reopens["consent.sign"]
    again("gone")
    desk = office.desk.services.consents
    desk.sign(consent, (((0.1, 0.1), (0.5, 0.4), (0.9, 0.2)),))
    again(consent.id)
    desk.withdraw(desk.add(person, desk.blank() | {"sources": "Naboen", "purpose": "x"}), TODAY)
    for each in desk.of_person(person):
        again(each.id)
    assert QApplication.activeModalWidget() is None
    office.desk.services.session.vault.user = replace(office.desk.services.session.user, roles=frozenset())
    again(consent.id)
    assert QApplication.activeModalWidget() is None
