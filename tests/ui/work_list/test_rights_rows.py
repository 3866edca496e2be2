"""What the citizens' rights put on the work list: the overdue first, and Enter leads to where it is done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop_ui.pages.places import PersonPlace, WorkListPlace
from kpr_desktop_ui.pages.work_list.rights_rows import RIGHTS
from kpr_desktop_ui.pages.work_list.work_list_page import WorkListPage
from tests.support.driver import Driver
from tests.support.fits import clipped
from tests.support.stage import Show
from tests.support.world import TODAY, World, without_right


@pytest.fixture
def person(world: World) -> PersonId:
    """Somebody with a request of each kind of state, a recipient to tell, and consents."""
    services = world.services
    made = services.persons.register(world.form()).id
    requests, given, consents = services.requests, services.disclosures, services.consents
    requests.add(made, requests.blank("deletion") | {"received_on": "20.11.2026"})
    requests.add(made, requests.blank("access") | {"received_on": "01.10.2026"})
    given.add(made, given.blank() | {"recipient": "Fastlegen", "what": "Adressen", "basis": "Avtale"})
    mended = requests.add(made, requests.blank("correction") | {"received_on": "20.11.2026"})
    requests.answer(mended.id, "granted", "", TODAY)
    for last in ("01.12.2026", "01.02.2027"):
        consents.add(made, consents.blank() | {"sources": "Legen", "purpose": "x", "expires_on": last})
    return made


def cells(page: WorkListPage, at: int) -> list[list[str]]:
    model = page.rights[at].table.model()
    return [[str(model.index(r, c).data()) for c in range(3)] for r in range(model.rowCount())]


def test_what_waits_is_listed_and_led_to(world: World, texts: Texts, show: Show, person: PersonId) -> None:
    page = WorkListPage(texts, world.services, WorkListPlace())
    stage = show(page)
    name = "Blid Fjellbekk"
    assert cells(page, 0) == [
        [name, "Innsyn i det som er registrert, frist 31.10.2026", "23 dager over fristen"],
        [name, "Sletting, frist 20.12.2026", "27 dager igjen"],
    ]
    assert cells(page, 1) == [[name, "Fastlegen", texts("requests.notice_open")]]
    assert cells(page, 2) == [[name, "Legen, til 01.12.2026", "8 dager igjen"]]
    assert clipped(page) == []
    driver = Driver(page)
    assert page.rights[0].table.hasFocus()
    for _ in range(4):
        driver.press("Enter")
        driver.press("Down")
    asked, letters = PersonPlace(person, "seen", "requests"), PersonPlace(person, "letters")
    assert stage.went == [asked, asked, asked, letters]


def test_a_day_with_nothing_but_rights_is_no_quiet_day(
    world: World, texts: Texts, show: Show, person: PersonId
) -> None:
    found = world.services.persons.open(person)
    with world.session.work() as work:
        work.persons.update(replace(found, death_date=TODAY, version=found.version + 1))
        work.commit()
    page = WorkListPage(texts, world.services, WorkListPlace())
    show(page)
    assert page.stack.currentWidget() is page.area
    assert page.hint.isVisible()
    assert [bool(cells(page, at)) for at in range(len(RIGHTS))] == [True, True, False]


def test_what_a_role_does_not_open_is_left_out(
    world: World, texts: Texts, show: Show, person: PersonId
) -> None:
    reader = without_right(world.session, "request.read")
    page = WorkListPage(texts, replace(world.services, session=reader), WorkListPlace())
    show(page)
    assert [section.isVisible() for section in page.rights] == [False, False, True]
