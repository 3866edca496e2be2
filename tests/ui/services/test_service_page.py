"""The service form: only what the type needs, every rule beside its field, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.person import Person
from kpr_desktop.usecases.access import Admission
from kpr_desktop_ui.pages.access.asking import may_write
from kpr_desktop_ui.pages.places import PersonPlace, ServicePlace
from kpr_desktop_ui.pages.services.service_page import ServicePage
from kpr_desktop_ui.widgets import Button
from tests.support import numbers
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.stage import Show
from tests.support.world import World


@pytest.fixture
def person(world: World) -> Person:
    return world.services.persons.register(world.form())


def page_of(
    world: World, texts: Texts, person_id: PersonId, service_id: ServiceId | None = None
) -> ServicePage:
    return ServicePage(texts, world.services, ServicePlace(person_id, service_id))


def saved(world: World, person: Person, **fields: object) -> CareService:
    care = world.services.care_services
    base = replace(
        care.blank(person.id),
        type="15",
        decided_on=date(2026, 1, 2),
        start=date(2026, 1, 5),
        week_minutes=600,
    )
    return care.save(replace(base, **fields))  # type: ignore[arg-type]


def fill(page: ServicePage, **values: str) -> None:
    form = page.form
    form.set_values(form.values() | values, form.pauses.typed(), form.changes.typed())


def give_reason(page: ServicePage, driver: Driver, text: str = "Feil i vedtaket") -> Callable[[], None]:
    """Answers the question why."""

    def answer() -> None:
        driver.type(text)
        driver.press("Enter")

    return answer


def look(page: ServicePage) -> list[str]:
    page._look_over()
    return [text for text in Driver(page).texts(page._look) if text]


def test_added_by_keyboard_alone(world: World, texts: Texts, show: Show, person: Person) -> None:
    page = page_of(world, texts, person.id)
    stage = show(page)
    driver = Driver(page)
    assert driver.focus_name() == "Tjenestetype"
    driver.choose("Hjemme · Helsetjenester i hjemmet")
    driver.fill("Søknad mottatt", "01.01.2026")
    driver.fill("Vedtatt", "05012026")
    driver.fill("Starter", "10.1.26")
    driver.fill("Timer per uke", "37 t 30 min")
    driver.tab_to("Legg til stopp")
    driver.press("Enter")
    driver.type("01.02.2026")
    driver.press("Tab")
    driver.type("05.02.2026")
    driver.press("Tab")
    driver.press("Tab")
    driver.type("Sykehus")
    driver.press("Ctrl+S")
    (made,) = world.services.care_services.of_person(person.id)
    assert (made.type, made.start, made.week_minutes) == ("15", date(2026, 1, 10), 2250)
    assert [(p.from_date, p.to_date, p.reason) for p in made.pauses] == [
        (date(2026, 2, 1), date(2026, 2, 5), "Sykehus")
    ]
    assert stage.went == [PersonPlace(person.id, "services")]
    assert stage.told == [texts("service.saved")]
    assert not page.dirty


def test_only_what_the_type_needs_is_shown(world: World, texts: Texts, show: Show, person: Person) -> None:
    page = page_of(world, texts, person.id)
    show(page)
    driver = Driver(page)
    fields = page.form.fields
    assert not fields["week_minutes"].isVisible()
    driver.choose("Institusjon · Avlastning i institusjon")
    assert fields["rolling"].isVisible()
    assert not fields["week_minutes"].isVisible()
    driver.choose("Bolig")
    assert fields["subtype"].isVisible()
    assert not fields["rolling"].isVisible()
    driver.choose("Hjemme · Støttekontakt")
    assert fields["week_minutes"].isVisible()
    assert not fields["subtype"].isVisible()
    driver.tab_to("Svar på søknaden")
    driver.choose("Avslag")
    assert not fields["start"].isVisible()
    assert not page.form.pauses.isVisible()


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("applied_on", "i går", "date.not_a_date"),
        ("decided_on", "31.02.2026", "date.impossible"),
        ("week_minutes", "mange", "hours.not_hours"),
        ("week_minutes", "-3", "hours.negative"),
        ("week_minutes", "0", "hours.zero"),
        ("week_minutes", "2:75", "hours.minutes"),
        ("provider_number", "12345", "organisation.length"),
        ("provider_number", "<b>", "organisation.not_digits"),
    ],
)
def test_each_bad_input_is_told_beside_its_field(
    world: World, texts: Texts, show: Show, person: Person, field: str, text: str, code: str
) -> None:
    page = page_of(world, texts, person.id)
    stage = show(page)
    fill(page, type="15", start="01.02.2026", week_minutes="10")
    fill(page, **{field: text})
    before = page.form.values()
    driver = Driver(page)
    driver.press("Ctrl+S")
    assert page.form.fields[field].error() == texts(code)
    assert page.form.values() == before
    assert page.bar.status() == texts("service.faults_one")
    assert stage.went == []
    driver.replace("1")
    assert not page.form.fields[field].error()
    assert not page.bar.status()


def test_too_many_hours_and_no_type(world: World, texts: Texts, show: Show, person: Person) -> None:
    page = page_of(world, texts, person.id)
    show(page)
    driver = Driver(page)
    driver.press("Ctrl+S")
    assert page.form.fields["type"].error() == texts("service.type_missing")
    fill(page, type="15", start="01.02.2026", week_minutes="168,5")
    driver.press("Ctrl+S")
    assert page.form.fields["week_minutes"].error() == texts("hours.too_many", limit=168)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"type": "15", "start": "10.02.2026", "end": "01.02.2026", "week_minutes": "5"}, "end"),
        ({"type": "15", "start": "10.02.2026"}, "week_minutes"),
        ({"type": "8", "start": "10.02.2026"}, "rolling"),
        ({"type": "29", "start": "10.02.2026"}, "subtype"),
        ({"type": "15", "outcome": "1", "start": "10.02.2026"}, "start"),
        ({"type": "15", "end": "01.02.2026", "week_minutes": "5"}, "start"),
    ],
)
def test_hard_rules_stop_beside_their_fields(
    world: World, texts: Texts, show: Show, person: Person, values: dict[str, str], field: str
) -> None:
    page = page_of(world, texts, person.id)
    stage = show(page)
    fill(page, decided_on="02.01.2026", **values)
    Driver(page).press("Ctrl+S")
    assert page.form.fields[field].isVisible()
    assert page.form.fields[field].error()
    assert "{" not in page.form.fields[field].error()
    assert stage.went == []
    assert world.services.care_services.of_person(person.id) == []


def test_faults_of_pauses_stand_by_their_rows(world: World, texts: Texts, show: Show, person: Person) -> None:
    page = page_of(world, texts, person.id)
    show(page)
    fill(page, type="21", decided_on="02.01.2026", start="10.02.2026")
    driver = Driver(page)
    driver.click(page.form.pauses.add)
    driver.click(page.form.pauses.add)
    driver.type("tull")
    driver.press("Ctrl+S")
    first, second = (page.form.field(f"pauses.{row}.from") for row in (0, 1))
    assert first is not None
    assert second is not None
    assert first.error() == texts("service.pause_from_missing")
    assert second.error() == texts("date.not_a_date")
    assert driver.focus_name() == "Stopp 1, Fra"
    driver.type("20.02.2026")
    assert not first.error()
    driver.click(next(b for b in page.form.pauses.findChildren(Button) if b.text() == "Fjern"))
    assert len(page.form.pauses.typed()) == 1
    assert page.form.field("pauses.7.from") is None


def test_a_row_taken_away_can_be_put_back_where_it_was(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    page = page_of(world, texts, person.id)
    show(page)
    heard: list[tuple[str, Callable[[], None]]] = []
    page.undoable.connect(lambda text, undo: heard.append((text, undo)))
    driver = Driver(page)
    for day in ("01.03.2026", "01.04.2026", ""):
        page.form.pauses.add.click()
        driver.type(day)
    before = page.form.pauses.typed()
    away = [each for each in page.form.pauses.findChildren(Button) if each.text() == "Fjern"]
    away[2].click()
    assert heard == []  # nothing stood in it
    away[0].click()
    ((told, undo),) = heard
    assert told == texts("service.row_removed")
    assert page.form.pauses.typed() == before[1:2]
    undo()
    drain()
    assert page.form.pauses.typed() == before[:2]
    assert driver.focus_name() == "Stopp 1, Fra"
    assert page.dirty


def test_a_rule_about_the_pauses_stands_under_them(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    page = page_of(world, texts, person.id)
    show(page)
    fill(page, type="15", decided_on="02.01.2026", start="10.02.2026", week_minutes="5")
    driver = Driver(page)
    driver.click(page.form.pauses.add)
    driver.type("01.03.2026")
    driver.press("Tab")
    driver.type("01.02.2026")
    driver.press("Ctrl+S")
    assert page.form.pauses.error()
    fill(page)
    page.form.clear_faults()
    assert not page.form.pauses.error()


def test_soft_rules_are_listed_and_lead_to_the_field(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    page = page_of(world, texts, person.id)
    stage = show(page)
    fill(page, type="21", decided_on="02.01.2026", start="10.02.2026")
    assert look(page)
    assert page._look.isVisible()
    targets: list[str] = []
    page.problems.jump.connect(targets.append)
    driver = Driver(page)
    for button in page.problems.buttons():
        driver.click(button)
    assert "provider_number" in targets
    fill(page, provider_number=numbers.organisation(1))
    page.form.edited.emit()
    driver.wait_until(lambda: not page._rest.isActive(), "The rules")
    driver.press("Ctrl+S")
    assert stage.went == [PersonPlace(person.id, "services")]


def test_changing_a_service_keeps_its_pause_ids(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    page = page_of(world, texts, person.id)
    show(page)
    fill(page, type="29", subtype="31", decided_on="02.01.2026", start="10.02.2026")
    driver = Driver(page)
    driver.click(page.form.pauses.add)
    driver.type("01.03.2026")
    driver.press("Ctrl+S")
    (made,) = world.services.care_services.of_person(person.id)
    again = page_of(world, texts, person.id, made.id)
    show(again)
    assert again.form.values()["subtype"] == "31"
    assert not again.dirty
    field = again.form.field("pauses.0.to")
    assert field is not None
    driver = Driver(again)
    driver.tab_to("Stopp 1, Til")
    driver.type("02.03.2026")
    assert again.dirty
    driver.press("Ctrl+S")
    changed = world.services.care_services.get(made.id)
    assert changed.version == 2
    assert changed.pauses == (replace(made.pauses[0], to_date=date(2026, 3, 2)),)


def test_whoever_may_only_read_is_told_and_can_type_nothing(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    service = saved(world, person)
    session = world.session
    session.vault.user = replace(session.user, roles=frozenset({"leader"}))  # type: ignore[misc]
    page = page_of(world, texts, person.id, service.id)
    show(page)
    assert page.banner.text() == texts("service.reading")
    assert not page.form.isEnabled()
    assert not page.save.isEnabled()
    assert not page.dirty
    session.vault.user = replace(session.user, roles=frozenset({"case_worker"}))  # type: ignore[misc]
    assert may_write(session, "service.write", person.id)
    session.grants.admissions[person.id] = Admission("emergency")
    assert not may_write(session, "service.write", person.id)


def test_a_withdrawn_type_is_still_there(world: World, texts: Texts, show: Show, person: Person) -> None:
    expired = next(k for k in world.session.books.for_year(2026).services.values() if not k.valid_in(2026))
    service = replace(world.services.care_services.blank(person.id), type=expired.code)
    with world.session.work() as work:
        work.services.add(replace(service, version=1))
        work.commit()
    page = page_of(world, texts, person.id, service.id)
    show(page)
    assert page.form.values()["type"] == expired.code


def test_leaving_with_something_unsaved_asks(world: World, texts: Texts, show: Show, person: Person) -> None:
    service = saved(world, person)
    page = page_of(world, texts, person.id, service.id)
    stage = show(page)
    assert page.leave()
    driver = Driver(page)
    driver.fill("Timer per uke", "12")
    answers: list[bool] = []

    def stay() -> None:
        dialog = driver.front()
        assert isinstance(dialog, QDialog)
        assert texts("service.leave_title") in driver.texts()
        dialog.reject()

    page.go.connect(lambda _place: answers.append(page.leave()))
    driver.press("Escape", stay)
    assert answers == [False]
    assert page.form.values()["week_minutes"] == "12"
    assert stage.went == [PersonPlace(person.id, "services")]


def test_a_change_from_elsewhere_is_told_across_the_page(
    world: World, texts: Texts, show: Show, person: Person
) -> None:
    service = saved(world, person)
    page = page_of(world, texts, person.id, service.id)
    show(page)
    world.services.care_services.save(replace(service, note="fra et annet vindu"))
    driver = Driver(page)
    driver.fill("Timer per uke", "12")
    driver.press("Ctrl+S", give_reason(page, driver))
    assert page.banner.isVisible()
    assert page.form.values()["week_minutes"] == "12"


@pytest.mark.parametrize("size", [(1366, 768), (960, 700)])
def test_nothing_is_clipped(
    world: World, texts: Texts, show: Show, person: Person, size: tuple[int, int]
) -> None:
    page = page_of(world, texts, person.id)
    stage = show(page, size)
    fill(page, type="29", decided_on="02.01.2026", start="10.02.2026", provider_number="123", note="<b>x</b>")
    driver = Driver(page)
    driver.click(page.form.pauses.add)
    driver.press("Ctrl+S")
    stage.picture(f"service-faults-{size[0]}")
    assert clipped(page) == []
    plain = page_of(world, texts, person.id, saved(world, person, type="21", week_minutes=None).id)
    show(plain, size).picture(f"service-{size[0]}")
    assert clipped(plain) == []
