"""The control page in the window: the log, the monthly control, deletions, files, and what is not promised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.audit import PAGE
from kpr_desktop_ui.pages.audit import deletion_view, files_view, log_view
from kpr_desktop_ui.pages.audit.audit_page import AuditPage
from kpr_desktop_ui.pages.audit.line_dialog import LineDialog
from kpr_desktop_ui.pages.places import AuditPlace, SheetPlace
from kpr_desktop_ui.widgets import Label
from tests.support.colleagues import colleague, sits_down
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.stage import Show
from tests.support.world import World

WHY = "Ført på feil person ved registreringen"


@pytest.fixture
def person(world: World) -> PersonId:
    made = world.services.persons.register(world.form()).id
    world.services.persons.open(made)
    return made


def audit(world: World, show: Show, texts: Texts, tab: str = "") -> AuditPage:
    page = show(AuditPage(texts, world.services, AuditPlace(tab))).page
    assert isinstance(page, AuditPage)
    return page


def cells(page_table: object) -> list[str]:
    model = page_table.model()  # type: ignore[attr-defined]
    return [
        str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]


def test_nothing_is_read_before_it_is_asked_for(
    world: World, show: Show, texts: Texts, person: PersonId
) -> None:
    page = audit(world, show, texts)
    assert page.tab() == "log"
    assert cells(page.log.lines.table) == []
    assert page.log.empty.isVisible()  # what to do stands where the lines will be
    assert texts("audit.empty_text") in [each.content() for each in page.log.empty.findChildren(Label)]
    with world.session.work() as work:
        assert work.records.log_entries(limit=1)[0].action == "person.open"
    page.log.show_button.click()
    assert "Åpnet personen" in cells(page.log.lines.table)
    assert not page.log.older.isVisible()
    assert clipped(page) == []


def test_the_log_is_filtered(world: World, show: Show, texts: Texts, person: PersonId) -> None:
    page = audit(world, show, texts)
    log = page.log
    driver = Driver(page)
    log.action.set_key("person.register")
    log.user.set_key(world.session.user.id)
    log.read()
    assert [c for c in cells(log.lines.table) if "Registrerte" in c] == ["Registrerte en person"]
    log.action.set_key("")
    log.denied.setChecked(True)
    log.read()
    assert cells(log.lines.table) == []
    assert texts("audit.none_text") in [each.content() for each in log.empty.findChildren(Label)]
    log.person.setFocus()
    driver.type("borte")
    driver.press("Enter")
    assert log.person_field.error()
    driver.replace(world.services.persons.open(person).user_number)
    assert not log.person_field.error()
    log.since.setText("24.11.2026")
    log.until.setText("23.11.2026")
    log.read()
    assert log.until_field.error()
    log.since.setText("tull")
    log.read()
    assert log.since_field.error()


def test_page_after_page_and_one_line(
    world: World, show: Show, texts: Texts, person: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.session.work() as work:
        for _ in range(PAGE):
            world.session.log(work, "person.open", person=person, result="denied")
        world.session.log(work, "emergency.begin", person=person, reason="Lå på gulvet")
        work.commit()
    page = audit(world, show, texts)
    page.log.read()
    assert page.log.older.isVisible()
    found = cells(page.log.lines.table)
    assert "Åpnet personen – avvist" in found
    assert "Tok nødtilgang – nødtilgang" in found
    page.log.older.click()
    assert len(cells(page.log.lines.table)) > len(found)
    page.log._read_older()
    shown: list[str] = []

    def looked(dialog: LineDialog) -> int:
        shown.extend(label.content() for label in dialog.findChildren(Label))
        return 0

    monkeypatch.setattr(LineDialog, "exec", looked)
    page.log.lines.table.opened.emit(next(k for k, x in page.log._lines.items() if x.reason))
    assert "Lå på gulvet" in shown


def test_a_vault_that_cannot_be_written_shows_no_log(
    world: World, show: Show, texts: Texts, person: PersonId
) -> None:
    page = audit(world, show, texts)
    world.session.vault.writable = False
    page.log.read()
    page.show_tab("control")
    page.control.make_list()
    world.session.vault.writable = True
    assert page.banner.text() == texts("access.read_only")
    assert cells(page.log.lines.table) == []


def test_persons_in_words(texts: Texts) -> None:
    words = log_view.person_words
    assert words(texts, "", "") == ""
    assert words(texts, "Blid Fjellbekk", "7") == "Blid Fjellbekk (7)"
    assert words(texts, "", "7") == "Brukernummer 7 (sperret for deg)"
    assert words(texts, "", "slettet 4") == "Slettet"


def test_a_month_is_controlled_and_signed(world: World, show: Show, texts: Texts, person: PersonId) -> None:
    with world.session.work() as work:
        world.session.log(work, "access.reason", person=person, reason="vikar")
        world.session.log(work, "emergency.begin", person=person, reason="Lå på gulvet")
        work.commit()
    world.clock.forward(days=10)
    stage = show(AuditPage(texts, world.services, AuditPlace("control")))
    page = stage.page
    assert isinstance(page, AuditPage)
    control = page.control
    assert control.month.key() == "2026-11"
    control.make.click()
    drain()
    found = cells(control.hits.table)
    assert {"Nødtilgang", "Svært kort begrunnelse", "1 linje: vikar", "Stikkprøve"} <= set(found)
    assert " · " in control.anchor.content()
    assert clipped(page) == []
    control.sign.click()
    assert control.note_field.error()
    control.note.setFocus()
    Driver(page).type("Snakket med Kari")
    assert not control.note_field.error()
    control.sign.click()
    assert stage.told == ["Kontrollen av november 2026 er signert."]
    assert control.report_signed.isVisible()
    control.report_signed.click()
    (place,) = stage.went
    assert isinstance(place, SheetPlace)
    assert place.listed is not None
    assert place.listed.control.signed_at is not None
    assert "Signert 03.12.2026" in cells(control.earlier.table)
    control.earlier.table.opened.emit(control.earlier.table.key())
    assert cells(control.hits.table)
    control.back.click()
    assert "Ikke signert" in cells(control.earlier.table)
    control.earlier.table.opened.emit("borte")


def test_what_cannot_be_signed_is_told(world: World, show: Show, texts: Texts) -> None:
    page = audit(world, show, texts, "control")
    page.control._sign()  # nothing has been made
    page.control.make_list()
    page.control.sign.click()
    assert page.banner.text() == texts("control.month_not_over")


def test_another_decides_a_deletion(
    world: World, show: Show, texts: Texts, person: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    eva = colleague(world, "Eva Li", "leader", "submitter")
    kari = world.session.user
    service = world.services.care_services
    made = service.save(_home(world, person))
    first = world.services.deletion.ask(person, "service", made.id, "wrong_person", WHY)
    world.services.deletion.ask(person, "person", "", "ruling", WHY)
    own = audit(world, show, texts, "deletion").deletion
    assert not own.carry_out.isEnabled()
    assert not own.refuse.isEnabled()
    sits_down(world, eva)
    stage = show(AuditPage(texts, world.services, AuditPlace("deletion")))
    page = stage.page
    assert isinstance(page, AuditPage)
    view = page.deletion
    answers = ["", "for kort", "Nei, dette er riktig person", "Enig, dette er feil person"]
    monkeypatch.setattr(deletion_view, "ask_reason", lambda *_, **__: answers.pop(0))
    assert view.carry_out.isEnabled()
    view.rows.table.select(world.services.deletion.asked()[0].deletion.id)
    view.carry_out.click()
    assert stage.told == []
    view.carry_out.click()
    assert page.banner.text() == texts("deletion.reason_short", minimum=15)
    view.refuse.click()
    view.rows.table.select(first.id)
    drain()
    view.carry_out.click()
    assert stage.told == [texts("deletion.refused_told"), texts("deletion.done_told")]
    assert {"Slettet, avgjort av Eva Li", "Avslått av Eva Li"} <= set(cells(view.rows.table))
    monkeypatch.setattr(deletion_view, "confirm_passphrase", lambda *_: False)
    view._decide("refuse")
    world.session.vault.user = kari


def _home(world: World, person: PersonId) -> CareService:
    blank = world.services.care_services.blank(person)
    return replace(blank, type="15", decided_on=date(2026, 1, 9), start=date(2026, 2, 1), week_minutes=150)


@pytest.mark.parametrize(("count", "key"), [(1, "deletion.cancel_one"), (2, "deletion.cancel")])
def test_what_is_to_be_cancelled_is_told(
    world: World, show: Show, texts: Texts, monkeypatch: pytest.MonkeyPatch, count: int, key: str
) -> None:
    monkeypatch.setattr(type(world.services.deletion), "to_cancel", lambda _self: ["x"] * count)
    page = audit(world, show, texts, "deletion")
    told = texts(key) if count == 1 else texts(key, count=count)
    assert page.deletion.cancel.text() == told
    assert page.deletion.cancel.isVisible()


def test_files_are_confirmed_gone(
    world: World, show: Show, texts: Texts, person: PersonId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ut"
    folder.mkdir()
    letter = world.services.letters.make(person, "information", "nb")
    path = world.services.letters.save_copy(letter, folder, purpose="other: til møtet")
    stage = show(AuditPage(texts, world.services, AuditPlace("files")))
    page = stage.page
    assert isinstance(page, AuditPage)
    found = cells(page.files.rows.table)
    assert {"Ligger der", "til møtet", path.name} <= set(found)
    page.files.confirm.click()
    assert page.banner.text() == texts("written.still_there")
    path.unlink()
    folder.rmdir()
    page.files.refresh()
    answers = [False, True]
    monkeypatch.setattr(files_view, "ask", lambda *_, **__: answers.pop(0))
    page.files.confirm.click()
    assert stage.told == []
    page.files.confirm.click()
    assert stage.told == [texts("written.confirmed", name=path.name)]
    assert not page.files.confirm.isVisible()
    page.files._confirm()


def test_roles_open_tabs(world: World, show: Show, texts: Texts) -> None:
    sits_down(world, colleague(world, "Ola Ås", "submitter"))
    page = audit(world, show, texts, "log")
    assert page.names == ["deletion", "files", "limits"]
    page.show_tab("limits")
    assert page.tab() == "limits"


def test_a_tab_that_cannot_be_filled_says_why(
    world: World, show: Show, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = audit(world, show, texts, "limits")
    sits_down(world, colleague(world, "Ola Ås"))
    page.control._desk = world.services.control
    page.show_tab("control")
    assert page.banner.text() == texts("rights.not_allowed")


@pytest.mark.parametrize(("scale", "size"), [(1.0, (1366, 768)), (1.0, (960, 768)), (2.0, (1366, 768))])
def test_nothing_is_clipped(
    world: World,
    show: Show,
    texts: Texts,
    person: PersonId,
    dress: Callable[..., object],
    scale: float,
    size: tuple[int, int],
) -> None:
    dress("dark", scale)
    page = show(AuditPage(texts, world.services, AuditPlace()), size).page
    assert isinstance(page, AuditPage)
    page.log.read()
    for name in page.names:
        page.show_tab(name)
        drain()
        assert clipped(page) == [], name
