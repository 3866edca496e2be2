"""The screens of consent and the citizen's rights, as data: a name and how to get there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog

from kpr_desktop.domain.rights import RightsRequest
from kpr_desktop_ui.pages.consents.signature_dialog import SignatureDialog
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import PersonPlace, WorkListPlace
from kpr_desktop_ui.pages.rights.answer_dialog import AnswerDialog
from kpr_desktop_ui.pages.rights.request_view_dialog import RequestViewDialog
from kpr_desktop_ui.pages.rights.told_dialog import ToldDialog
from tests.prove.sitting import Sitting
from tests.support.world import TODAY

Reach = Callable[[Sitting], object]


def _page(s: Sitting, part: str, who: str = "person") -> PersonPage:
    tab = "seen" if part else "letters"
    s.go(PersonPlace(getattr(s.demo, who), tab, part))
    page = s.program.page
    assert isinstance(page, PersonPage)
    return page


def _requests(s: Sitting) -> list[RightsRequest]:
    """One that is overdue, one that waits, and a correction with somebody to tell; made once."""
    s.log_in()
    services, person = s.program.services, s.demo.person
    desk, given = services.requests, services.disclosures
    if not desk.of_person(person):
        given.add(person, given.blank() | {"recipient": "Fastlegen", "what": "Adressen", "basis": "Avtale"})
        desk.add(person, desk.blank("access") | {"received_on": "01.10.2026"})
        desk.add(person, desk.blank("log") | {"received_on": "20.11.2026", "words": "Hvem har sett på meg?"})
        mended = desk.add(person, desk.blank("correction") | {"received_on": "02.11.2026"})
        desk.answer(mended.id, "granted", "Rettet", TODAY)
        services.reservations.add(person, "informed", TODAY, "Ville tenke på det")
    return desk.of_person(person)


def _listed(s: Sitting, *, corrected: bool = False) -> PersonPage:
    found = _requests(s)
    page = _page(s, "requests")
    wanted = next(each for each in found if bool(each.outcome) is corrected)
    page.access.requests.tab.table.select(wanted.id)
    return page


def _over(s: Sitting, dialog: QDialog) -> None:
    """Look at a dialog, and close it."""
    dialog.open()
    s.look_into()
    dialog.deleteLater()


def _answer(s: Sitting) -> None:
    page, found = _listed(s), _requests(s)
    letters = s.program.services.letters.of_person(s.demo.person)
    _over(s, AnswerDialog(s.t, s.program.services, found[0], letters, page))


def _view(s: Sitting) -> None:
    page, found = _listed(s, corrected=True), _requests(s)
    done = next(each for each in found if each.outcome)
    _over(s, RequestViewDialog(s.t, s.program.services, done, None, page))


def _told(s: Sitting) -> None:
    page, found = _listed(s, corrected=True), _requests(s)
    done = next(each for each in found if each.outcome)
    notice = s.program.services.requests.notices(done)[0]
    _over(s, ToldDialog(s.t, s.program.services, notice, page))


def _signature(s: Sitting) -> None:
    s.log_in()
    desk = s.program.services.consents
    page = _page(s, "")
    consent = desk.of_person(s.demo.person)[0]
    dialog = SignatureDialog(s.t, s.program.services, consent, "Blid Fjellbekk", page)
    dialog.pad._strokes = [[(0.1, 0.6), (0.2, 0.2), (0.3, 0.7), (0.5, 0.3), (0.8, 0.5)]]
    _over(s, dialog)


def _work_list(s: Sitting) -> None:
    """Requests, somebody to be told, and a consent that ends soon."""
    _requests(s)
    consents = s.program.services.consents
    form = {"sources": "Datteren og fastlegen", "purpose": "Kartlegging", "expires_on": "01.12.2026"}
    consents.add(s.demo.other, consents.blank() | form)
    s.go(WorkListPlace())


RIGHTS: tuple[tuple[str, Reach], ...] = (
    ("person-requests", _listed),
    ("person-requests-corrected", lambda s: _listed(s, corrected=True)),
    ("person-requests-empty", lambda s: _page(s, "requests", "other")),
    ("person-given", lambda s: (_requests(s), _page(s, "given"))),
    ("person-given-empty", lambda s: _page(s, "given", "other")),
    ("person-reservation", lambda s: (_requests(s), _page(s, "reservation"))),
    ("dialog-request", lambda s: s.dialog_of(_listed(s).access.requests.add)),
    ("dialog-extend", lambda s: s.dialog_of(_listed(s).access.requests.extend)),
    ("dialog-answer", _answer),
    ("dialog-request-view", _view),
    ("dialog-told", _told),
    ("dialog-disclosure", lambda s: (_requests(s), s.dialog_of(_page(s, "given").access.given.add))),
    (
        "dialog-reservation",
        lambda s: (_requests(s), s.dialog_of(_page(s, "reservation").access.reservation.add)),
    ),
    ("dialog-signature", _signature),
    ("work-list-rights", _work_list),
)
"""In this order: what is recorded on the way is seen by the later ones."""
