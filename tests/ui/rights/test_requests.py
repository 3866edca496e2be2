"""What a person asks for: recorded, put off, answered, and the recipients of a correction ticked off, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.rights import Outcome, RequestKind, RightsRequest
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.requests import RequestDesk
from kpr_desktop_ui.pages.persons.person_page import PersonPage
from kpr_desktop_ui.pages.places import LetterPlace, PersonPlace
from kpr_desktop_ui.pages.rights.answer_dialog import AnswerDialog
from kpr_desktop_ui.pages.rights.disclosure_dialog import DisclosureDialog
from kpr_desktop_ui.pages.rights.extend_dialog import ExtendDialog
from kpr_desktop_ui.pages.rights.request_dialog import RequestDialog
from kpr_desktop_ui.pages.rights.request_view_dialog import RequestViewDialog
from kpr_desktop_ui.pages.rights.requests_panel import RequestsPanel
from kpr_desktop_ui.pages.rights.reservation_dialog import ReservationDialog
from kpr_desktop_ui.pages.rights.rights_words import RightsWords
from kpr_desktop_ui.pages.rights.told_dialog import ToldDialog
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import DataTable
from tests.support.colleagues import colleague, sits_down
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.stage import Show, Stage
from tests.support.world import TODAY, World


@pytest.fixture
def person(world: World) -> PersonId:
    return world.services.persons.register(world.form()).id


@pytest.fixture
def desk(world: World) -> RequestDesk:
    return world.services.requests


def asked(desk: RequestDesk, person: PersonId, kind: str, day: str, **fields: str) -> RightsRequest:
    return desk.add(person, desk.blank(kind) | {"received_on": day} | fields)


def corrected(world: World, person: PersonId) -> RightsRequest:
    """A correction that was granted, with one recipient to tell."""
    given = world.services.disclosures
    given.add(person, given.blank() | {"recipient": "Fastlegen", "what": "Adressen", "basis": "Avtale"})
    made = asked(world.services.requests, person, "correction", "20.11.2026")
    return world.services.requests.answer(made.id, "granted", "", TODAY)


def shown(
    world: World, texts: Texts, person: PersonId, show: Show, size: tuple[int, int] = (1366, 768)
) -> tuple[Stage, RequestsPanel, Driver]:
    page = PersonPage(texts, world.services, PersonPlace(person, "seen", "requests"))
    stage = show(page, size)
    return stage, page.access.requests, Driver(page)


def cells(table: DataTable) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_recording_one_by_keyboard(
    world: World, texts: Texts, show: Show, desk: RequestDesk, person: PersonId
) -> None:
    stage, panel, driver = shown(world, texts, person, show)
    assert texts("requests.none_title") in driver.texts()
    assert panel.answer.isHidden()

    def fill() -> None:
        dialog = driver.front()
        assert isinstance(dialog, RequestDialog)
        driver.choose("Retting")
        assert texts("requests.about_correction") in driver.texts()
        driver.tab_to(texts("requests.asked_by"))
        driver.choose("Verge")
        driver.fill(texts("requests.received_on"), "24.11.2026")
        driver.fill(texts("requests.words"), "Adressen er feil")
        driver.tab_to(texts("requests.new_yes"))
        driver.press("Enter")
        assert dialog.fields["asker_name"].error() == texts("rights.asker_missing")
        assert dialog.fields["received_on"].error() == texts("date.future")
        assert driver.focus() is dialog.asker_name
        driver.type("Stø Måke")
        driver.fill(texts("requests.received_on"), "20.11.2026")
        driver.tab_to(texts("requests.new_yes"))
        driver.press("Enter")

    driver.click(panel.add, fill)
    (made,) = desk.of_person(person)
    assert (made.kind, made.asker_name, made.words) == (
        RequestKind.CORRECTION,
        "Stø Måke",
        "Adressen er feil",
    )
    assert cells(panel.tab.table) == [
        ["20.11.2026", "Retting", "Verge: Stø Måke", "20.12.2026", "27 dager igjen"]
    ]
    assert stage.told == [texts("requests.told_new")]
    driver.click(panel.confirm)
    assert panel.letter.isHidden(), "a correction is answered in words"
    assert stage.went == [LetterPlace(person, "request_received", made.id)]
    driver.click(panel.add, lambda: driver.press("Escape"))
    assert len(desk.of_person(person)) == 1


def test_the_clock_is_told_in_words_and_what_waits_comes_first(
    world: World, texts: Texts, show: Show, desk: RequestDesk, person: PersonId
) -> None:
    for day in ("01.10.2026", "24.10.2026", "25.10.2026", "24.09.2026", "23.10.2026"):
        asked(desk, person, "access", day)
    done = asked(desk, person, "log", "22.11.2026")
    desk.answer(done.id, "refused", "Alt er gitt før", TODAY)
    _, panel, _ = shown(world, texts, person, show)
    assert [row[3:] for row in cells(panel.tab.table)] == [
        ["24.10.2026", "30 dager over fristen"],
        ["31.10.2026", "23 dager over fristen"],
        ["22.11.2026", "1 dag over fristen"],
        ["23.11.2026", "Frist i dag"],
        ["24.11.2026", "1 dag igjen"],
        ["22.12.2026", "Avslått 23.11.2026"],
    ]
    words = RightsWords(texts, world.services)
    kinds = [words.state(each, TODAY).kind for each in desk.of_person(person)]
    assert sorted(kinds) == ["ok", "stop", "stop", "stop", "warning", "warning"]


def test_putting_it_off_once_with_the_reason(
    world: World, texts: Texts, show: Show, desk: RequestDesk, person: PersonId
) -> None:
    made = asked(desk, person, "access", "20.11.2026")
    stage, panel, driver = shown(world, texts, person, show)

    def put_off() -> None:
        dialog = driver.front()
        assert isinstance(dialog, ExtendDialog)
        assert texts("requests.extend_hint", due="20.12.2026", last="20.02.2027") in driver.texts()
        dialog.yes.click()
        assert dialog.fields["to"].error() == texts("requests.day_missing")
        driver.fill(texts("requests.extend_to"), "21.02.2027")
        driver.fill(texts("requests.extend_told_on"), "")
        dialog.yes.click()
        assert dialog.fields["told_on"].error() == texts("requests.day_missing")
        driver.fill(texts("requests.extend_told_on"), "23.11.2026")
        dialog.yes.click()
        assert dialog.fields["why"].error() == texts("rights.why_missing")
        driver.fill(texts("requests.extend_why"), "Mange saker")
        dialog.yes.click()
        assert dialog.fields["to"].error() == texts("rights.extend_range", last="20.02.2027")
        driver.fill(texts("requests.extend_to"), "20.02.2027")
        dialog.yes.click()

    driver.click(panel.extend, put_off)
    assert desk.of_person(person)[0].extended_to == date(2027, 2, 20)
    assert cells(panel.tab.table)[0][3:] == ["20.02.2027, utsatt", "89 dager igjen"]
    assert not panel.extend.isEnabled()
    assert panel.extend.accessibleDescription() == texts("rights.extended_already")
    assert stage.told == [texts("requests.told_extended")]
    panel._extend("gone")
    assert made.extended_to is None


def test_answering_with_the_letter_that_tells_it(
    world: World, texts: Texts, show: Show, desk: RequestDesk, person: PersonId
) -> None:
    made = asked(desk, person, "access", "23.11.2026")
    letter = world.services.letters.make(person, "insight", "nb").delivery
    stage, panel, driver = shown(world, texts, person, show)
    driver.click(panel.letter)

    def answer() -> None:
        dialog = driver.front()
        assert isinstance(dialog, AnswerDialog)
        assert texts("requests.do_access") in driver.texts()
        dialog.yes.click()
        assert dialog.fields["outcome"].error() == texts("form.not_in_list")
        driver.tab_to(texts("requests.outcome"), back=True)
        driver.choose("Delvis godtatt")
        driver.fill(texts("requests.answered_on"), "")
        dialog.yes.click()
        assert dialog.fields["answered_on"].error() == texts("requests.day_missing")
        driver.fill(texts("requests.answered_on"), "23.11.2026")
        dialog.yes.click()
        assert dialog.fields["words"].error() == texts("rights.words_missing")
        driver.fill(texts("requests.answer_words"), "Alt uten ett notat")
        driver.tab_to(texts("requests.letter"))
        driver.choose("Innsyn i alt som er registrert, 23.11.2026")
        dialog.yes.click()

    driver.click(panel.answer, answer)
    (answered,) = desk.of_person(person)
    assert (answered.outcome, answered.delivery_id) == (Outcome.PARTLY, letter.id)
    assert cells(panel.tab.table)[0][4] == "Delvis godtatt 23.11.2026"
    assert not any(button.isEnabled() for button in (panel.answer, panel.letter, panel.extend))
    panel._answer("gone")

    def look() -> None:
        dialog = driver.front()
        assert isinstance(dialog, RequestViewDialog)
        assert "Alt uten ett notat" in driver.texts()
        assert driver.focus() is dialog.no
        dialog.yes.click()

    panel.tab.table.setFocus()
    driver.press("Enter", look)
    assert stage.went == [
        LetterPlace(person, "insight", made.id),
        LetterPlace(person, delivery_id=letter.id),
    ]
    driver.press("Enter", lambda: driver.press("Escape"))
    assert len(stage.went) == 2


def test_the_recipients_of_a_correction_are_ticked_off(
    world: World, texts: Texts, show: Show, desk: RequestDesk, person: PersonId
) -> None:
    refused = asked(desk, person, "correction", "22.11.2026")
    desk.answer(refused.id, "refused", "Det stemmer", TODAY)
    made = corrected(world, person)
    stage, panel, driver = shown(world, texts, person, show)
    panel.tab.table.select(refused.id)
    assert panel.notices.isHidden()
    panel.tab.table.select(made.id)
    assert cells(panel.notices.table) == [["Fastlegen", "Adressen", "23.11.2026", "Vet det ikke ennå"]]

    def tell() -> None:
        dialog = driver.front()
        assert isinstance(dialog, ToldDialog)
        assert "Fastlegen" in driver.texts()
        driver.press("Enter")
        assert dialog.fields["how"].error() == texts("rights.how_missing")
        driver.type("Ringte")
        driver.fill(texts("requests.told_on"), "")
        driver.press("Enter")
        assert dialog.fields["told_on"].error() == texts("requests.day_missing")
        driver.replace("23.11.2026")
        driver.press("Enter")

    panel.notices.table.setFocus()
    driver.press("Enter", tell)
    assert cells(panel.notices.table)[0][3] == "Fikk vite det 23.11.2026: Ringte"
    assert not panel.tell.isEnabled()
    panel._tell(panel.notices.table.key())  # it is done already: nothing is asked
    assert stage.told == [texts("requests.told_told")]
    assert desk.to_tell() == []


def test_nobody_to_tell_is_said(
    world: World, texts: Texts, show: Show, desk: RequestDesk, person: PersonId
) -> None:
    made = asked(desk, person, "correction", "20.11.2026")
    desk.answer(made.id, "granted", "", TODAY)
    shown(world, texts, person, show)
    _, panel, driver = shown(world, texts, person, show)
    assert panel.notices.isVisible()
    assert texts("requests.nobody_title") in driver.texts()


def as_colleague(world: World, person: PersonId, *roles: str) -> None:
    """Somebody with these roles, to whom the person belongs, takes over."""
    other = colleague(world, "Olav Li", *roles)
    found = world.services.persons.open(person)
    with world.session.work() as work:
        work.persons.update(replace(found, responsible=other.id, version=found.version + 1))
        work.commit()
    sits_down(world, other)


def test_who_may_only_read_is_told_so(
    world: World, texts: Texts, show: Show, desk: RequestDesk, person: PersonId
) -> None:
    asked(desk, person, "access", "20.11.2026")
    corrected(world, person)
    as_colleague(world, person, "leader")
    _, panel, _ = shown(world, texts, person, show)
    assert len(cells(panel.tab.table)) == 2
    assert panel.tab.hint.content() == texts("requests.hint_reading")
    buttons = panel.add, panel.answer, panel.extend, panel.confirm, panel.letter, panel.tell
    assert not any(button.isEnabled() for button in buttons)
    panel._tell(panel.notices.table.key())


def test_a_role_that_does_not_open_it_is_told_so(
    world: World,
    texts: Texts,
    show: Show,
    desk: RequestDesk,
    person: PersonId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked(desk, person, "access", "20.11.2026")
    may = type(world.session).may
    closed = ("request.read", "request.write")
    monkeypatch.setattr(
        type(world.session), "may", lambda self, action: action not in closed and may(self, action)
    )
    _, panel, driver = shown(world, texts, person, show)
    assert cells(panel.tab.table) == []
    assert texts("requests.closed_title") in driver.texts()


def test_what_cannot_be_read_is_not_called_empty(
    world: World, texts: Texts, show: Show, person: PersonId
) -> None:
    corrected(world, person)
    page = PersonPage(texts, world.services, PersonPlace(person, "seen"))
    show(page)
    world.session.vault.writable = False
    page.access.show_part("given")
    said = Driver(page).texts()
    world.session.vault.writable = True
    assert page.access.banner.text() == texts("access.read_only")
    assert texts("requests.unread_title") in said
    assert texts("given.none_title") not in said


def test_a_fault_of_no_field_stands_above(
    world: World,
    texts: Texts,
    show: Show,
    desk: RequestDesk,
    person: PersonId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, panel, driver = shown(world, texts, person, show)

    def no(*_: object) -> RightsRequest:
        raise UserFault("rights.not_allowed")

    def try_it() -> None:
        dialog = driver.front()
        assert isinstance(dialog, RequestDialog)
        monkeypatch.setattr(RequestDesk, "add", no)
        driver.fill(texts("requests.words"), "Hei")
        dialog.yes.click()
        assert dialog.banner.text() == texts("rights.not_allowed")
        assert dialog.words.text() == "Hei"
        driver.press("Escape")

    driver.click(panel.add, try_it)


@pytest.mark.parametrize(("size", "mode", "scale"), [((1366, 768), "light", 1.0), ((960, 700), "dark", 2.0)])
def test_nothing_is_clipped(
    world: World, texts: Texts, show: Show, dress: Callable[..., Theme], person: PersonId,
    size: tuple[int, int], mode: str, scale: float,
) -> None:  # fmt: skip
    desk = world.services.requests
    made = asked(desk, person, "access", "1.10.2026", asked_by="guardian", asker_name="Tålmodig Sjøsprøyt")
    done = corrected(world, person)
    letters = [world.services.letters.make(person, "information", "nb").delivery]
    world.services.reservations.add(person, "helped", TODAY, "Fylte ut skjemaet sammen")
    dress(mode, scale)
    for part in ("requests", "given", "reservation"):
        page = PersonPage(texts, world.services, PersonPlace(person, "seen", part))
        stage = show(page, size)
        page.access.requests.tab.table.select(done.id)
        drain()
        assert clipped(page) == []
        switch = page.access.switch
        assert switch.box.isVisible() is not switch.tabs.isVisible()
        assert switch.box.isVisible() is (scale > 1)
        stage.picture(f"rights-{part}-{size[0]}-{scale}")
    page.access.switch.box.setFocus()
    page.access.switch.box.chosen.emit("blocks")
    assert (page.access.part(), page.access.switch.box.key()) == ("blocks", "blocks")
    page.access.show_part("no such part")
    notice = desk.notices(done)[0]
    services = world.services
    for dialog in (
        RequestDialog(texts, services, person, page),
        ExtendDialog(texts, services, made, page),
        AnswerDialog(texts, services, made, letters, page),
        ToldDialog(texts, services, notice, page),
        RequestViewDialog(texts, services, made, letters[0], page),
        DisclosureDialog(texts, services, person, None, page),
        ReservationDialog(texts, services, person, page),
    ):
        dialog.show()
        drain()
        assert clipped(dialog) == []
        assert dialog.height() <= size[1]
        dialog.hide()
        dialog.deleteLater()
