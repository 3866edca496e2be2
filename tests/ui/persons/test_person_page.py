"""The person page: what it shows, and where each tab leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QDialog

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Answer, Reason, State
from kpr_desktop.domain.care_service import Outcome, Pause
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop_ui.pages.persons import assessments_tab
from kpr_desktop_ui.pages.persons.person_page import TABS, PersonPage
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.pages.places import (
    InterviewPlace,
    LetterPlace,
    PersonFormPlace,
    PersonPlace,
    ServicePlace,
)
from kpr_desktop_ui.widgets import Button
from tests.support.driver import Driver, drain
from tests.support.fits import clipped
from tests.support.stage import Show
from tests.support.world import World

ADDRESS = "Hemmelig sti 7"


def page_of(world: World, texts: Texts, person_id: PersonId, tab: str = "overview") -> PersonPage:
    return PersonPage(texts, world.services, PersonPlace(person_id, tab))


def assessed(world: World) -> PersonId:
    """A demo person with a finished assessment, and no draft, and a service."""
    for person_id in world.demo(12):
        held = world.services.interviews.of_person(person_id)
        if (
            held
            and all(a.state is State.FINISHED for a in held)
            and world.services.care_services.of_person(person_id)
        ):
            return person_id
    raise AssertionError("the demo made none")


def dismiss(driver: Driver, *, accept: bool) -> None:
    dialog = driver.front()
    assert isinstance(dialog, QDialog)
    dialog.accept() if accept else dialog.reject()


def cell(page: PersonPage, tab: str, column: int, row: int = 0) -> str:
    return str(getattr(page, tab).table.model().index(row, column).data())


def test_the_head_tells_who_it_is(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form(protected="1"))
    page = page_of(world, texts, person.id)
    show(page)
    assert page.title == "Blid Fjellbekk"
    assert page.facts == ("84 år", "148342 •••••")
    assert page.chips == (("Adressesperre", "stop"),)


def test_without_a_number_and_dead(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form(identity="", death_date="01.11.2026"))
    page = page_of(world, texts, person.id)
    show(page)
    assert page.facts == ("84 år", "uten nummer", "født 14.03.1942")
    assert page.chips == (("Død 01.11.2026", "neutral"),)


def test_a_protected_address_is_never_shown(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form(line1=ADDRESS, protected="1"))
    page = page_of(world, texts, person.id)
    show(page)
    shown = " ".join(Driver(page).texts())
    assert ADDRESS not in shown
    assert "Adressen er sperret" in shown


def test_the_overview_of_a_new_person(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(
        world.form(
            municipality="0301",
            district="03",
            interpreter="polsk",
            planned_visit="01.11.2026",
            kin_name="Lun",
            kin_relation="datter",
            kin_phone="22334455",
        )
    )
    page = page_of(world, texts, person.id)
    stage = show(page)
    shown = Driver(page).texts()
    for text in (
        "Oslo, Sagene",
        "Bokmål, trenger tolk i polsk",
        "Lun (datter) · 22334455",
        "Kari Saksbehandler",
        "1. november 2026",
        "Datoen er passert",
        "Ikke kartlagt ennå",
        "Ingen tjenester i dag",
    ):
        assert text in shown, text
    driver = Driver(page)
    driver.press("F2")
    driver.press("Ctrl+T")
    driver.press("Ctrl+B")
    assert stage.went == [PersonFormPlace(person.id), ServicePlace(person.id), LetterPlace(person.id)]


def test_the_overview_of_one_who_has_been_assessed(world: World, texts: Texts, show: Show) -> None:
    page = page_of(world, texts, assessed(world))
    show(page)
    shown = Driver(page).texts()
    assert any("Kartlagt av Kari Saksbehandler" in text for text in shown)
    assert any(text.startswith("Trenger") for text in shown)


def test_sight_and_hearing_tell_of_no_help(world: World, texts: Texts) -> None:
    words = PersonWords(texts, world.services)
    found = world.services.interviews.of_person(assessed(world))[0]
    names = [item.short.nb for item in words.book.variables if item.list == "9165"]
    worst = replace(found, answers={i.id: Answer(i.id, "5") for i in words.book.variables})
    assert sorted(name for name, _ in words.needs(worst)) == sorted(names)
    assert words.scored(worst) == len(names) == 18
    nine = replace(found, answers={i.id: Answer(i.id, "9") for i in words.book.variables})
    assert words.needs(nine) == []


def test_hiding_and_bringing_back(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form())
    page = page_of(world, texts, person.id)
    stage = show(page)
    driver = Driver(page)
    heard: list[tuple[str, Callable[[], None] | None]] = []
    page.undoable.connect(lambda text, undo: heard.append((text, undo)))
    driver.click(page.overview.hide_button)  # asks nothing: it can be undone
    assert world.services.persons.count() == 0
    assert page.banner.isVisible()
    assert not page.overview.hide_button.isVisible()
    page.banner.acted.emit()
    assert world.services.persons.count() == 1
    assert not page.banner.isVisible()
    driver.click(page.overview.hide_button)
    assert world.services.persons.count() == 0
    assert heard[-1][1] is not None
    heard[-1][1]()
    assert world.services.persons.count() == 1
    assert stage.told == []
    hidden, back = texts("person.told_hidden"), texts("person.told_back")
    assert [text for text, _ in heard] == [hidden, back, hidden, back]
    assert [undo is not None for _, undo in heard] == [True, False, True, False]


def test_starting_then_resuming_an_interview(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form())
    page = page_of(world, texts, person.id)
    stage = show(page)
    driver = Driver(page)
    driver.press("Ctrl+K", lambda: dismiss(driver, accept=False))
    assert stage.went == []
    stage.come_back()
    driver.press("Ctrl+K", lambda: driver.press("Enter"))
    draft = world.services.interviews.of_person(person.id)[0]
    assert stage.went == [InterviewPlace(draft.id)]
    again = page_of(world, texts, person.id, "assessments")
    stage = show(again)
    assert again.chips == (("Kartlegging pågår", "info"),)
    assert cell(again, "assessments", 4) == "Kladd"
    assert not again.revise.isEnabled()
    driver = Driver(again)
    assert again.start.text() == "Fortsett kartleggingen"
    driver.click(again.start)
    driver.tab_to("Kartlegginger av personen")
    driver.press("Enter")
    assert stage.went == [InterviewPlace(draft.id)] * 2


def test_revising_a_finished_assessment_asks_for_a_reason(world: World, texts: Texts, show: Show) -> None:
    person_id = assessed(world)
    finished = world.services.interviews.of_person(person_id)[0]
    page = page_of(world, texts, person_id, "assessments")
    stage = show(page)
    driver = Driver(page)
    driver.click(page.revise, lambda: dismiss(driver, accept=False))
    assert stage.went == []

    def give_reason() -> None:
        driver.type("Feil dato")
        driver.press("Enter")

    driver.click(page.revise, give_reason)
    made = next(a for a in world.services.interviews.of_person(person_id) if a.state is State.DRAFT)
    assert (made.version, made.version_reason) == (finished.version + 1, "Feil dato")
    assert stage.went == [InterviewPlace(made.id)]


def test_a_draft_from_elsewhere_stops_the_revision_with_words(
    world: World, texts: Texts, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_id = assessed(world)
    page = page_of(world, texts, person_id, "assessments")
    stage = show(page)
    world.services.interviews.start(person_id, world.session.today(), Reason.CHANGE)
    monkeypatch.setattr(assessments_tab, "ask_reason", lambda *_, **__: "Feil dato")
    driver = Driver(page)
    driver.click(page.revise, lambda: told(driver, texts("interview.draft_exists")))
    assert stage.went == []


def test_hiding_one_who_was_changed_elsewhere_is_told(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form())
    page = page_of(world, texts, person.id)
    show(page)
    world.services.persons.change(person, world.services.persons.form(person) | {"phone": "22334455"})
    page.banner.acted.disconnect()
    driver = Driver(page)
    page.banner.acted.connect(lambda: page._change(world.services.persons.hide, "person.told_hidden"))
    page.banner.show()
    drain()
    button = page.banner.findChildren(Button)[0]
    driver.click(button, lambda: told(driver, texts("person.changed_elsewhere")))
    assert world.services.persons.count() == 1


def test_a_role_that_only_reads_is_told_why(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form())
    page = page_of(world, texts, person.id, "services")
    show(page)
    assert not page.reading.isVisible()
    world.session.vault.user = replace(world.session.user, roles=frozenset({"leader"}))  # type: ignore[misc]
    page = page_of(world, texts, person.id, "services")
    show(page)
    assert page.reading.isVisible()
    assert not page.overview.edit.isEnabled()
    assert page.services_tab.list._hint_text == texts("services.hint_reading")


def full_disk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be written from now on."""

    def work() -> object:
        raise EnvironmentFault("vault.disk_full")

    monkeypatch.setattr(type(world.session), "work", lambda _session: work())


def test_hiding_on_a_full_disk_is_told_and_the_page_stays(
    world: World, texts: Texts, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = world.services.persons.register(world.form())
    page = page_of(world, texts, person.id)
    stage = show(page)
    full_disk(world, monkeypatch)
    driver = Driver(page)
    driver.click(page.overview.hide_button, lambda: told(driver, texts("vault.disk_full")))
    assert stage.told[-1] == texts("vault.disk_full")
    assert stage.went == []
    assert page.overview.hide_button.isVisible()


def told(driver: Driver, text: str) -> None:
    assert text in driver.texts()
    driver.press("Enter")


def test_versions_are_told_apart(world: World, texts: Texts, show: Show) -> None:
    person_id = assessed(world)
    old = world.services.interviews.of_person(person_id)[0]
    interview = world.services.interviews.revise(old.id, "Feil dato")
    with world.session.work() as work:
        work.assessments.finish(interview.assessment.id, world.session.now())
        work.commit()
    page = page_of(world, texts, person_id, "assessments")
    show(page)
    states = {cell(page, "assessments", 1, row): cell(page, "assessments", 4, row) for row in range(2)}
    assert states[str(old.version)] == "Erstattet av nyere versjon"
    assert states[f"{old.version + 1} · Feil dato"] == "Fullført"


def test_services_and_their_states(world: World, texts: Texts, show: Show) -> None:
    person = world.services.persons.register(world.form())
    care = world.services.care_services
    base = replace(care.blank(person.id), type="15", decided_on=date(2026, 1, 2))
    today = world.session.today()
    states = {
        "Løper": replace(base, start=date(2026, 1, 5), week_minutes=2250),
        "Starter senere": replace(base, start=date(2026, 12, 1), week_minutes=80),
        "Avsluttet": replace(base, start=date(2026, 1, 5), end=date(2026, 2, 1), week_minutes=60),
        "Avslag": replace(base, outcome=Outcome.REFUSED),
        "Innvilget, ikke startet": replace(base, week_minutes=60),
        "Søknad mottatt": replace(base, outcome=None),
        "Midlertidig stoppet": replace(
            base, start=date(2026, 1, 5), week_minutes=60, pauses=(Pause("p", today),)
        ),
    }
    words = PersonWords(texts, world.services)
    for told, service in states.items():
        assert words.service_state(service)[0] == told
    assert words.extent(states["Løper"]) == "37,5 timer i uken"
    assert words.extent(states["Starter senere"]) == "1 t 20 min i uken"
    assert words.extent(states["Avslag"]) == ""
    assert words.extent(replace(base, type="21")) == "Opphold"
    assert words.extent(replace(base, type="999")) == ""
    assert words.service("999") == "999"
    english = PersonWords(Texts.load("en"), world.services)
    assert english.extent(states["Løper"]) == "37.5 hours a week"
    saved = care.save(states["Løper"])
    page = page_of(world, texts, person.id, "services")
    stage = show(page)
    driver = Driver(page)
    assert cell(page, "services", 1) == "37,5 timer i uken"
    driver.press("Enter")
    driver.click(page.add)
    assert stage.went == [ServicePlace(person.id, saved.id), ServicePlace(person.id)]


def test_an_unknown_place_and_code_are_shown_as_they_are(world: World, texts: Texts) -> None:
    person = world.services.persons.register(world.form(municipality="9999", district="77"))
    words = PersonWords(texts, world.services)
    assert words.municipality(person) == "9999, 77"
    assert words.municipality(replace(person, residences=())) == ""
    assert words.code("9335", "77") == "77"


def test_hostile_names_are_literal_on_every_tab(world: World, texts: Texts, show: Show) -> None:
    hostile = "<b>Fet</b> \u202eavlange"
    person: Person = world.services.persons.register(
        world.form(given_name=hostile, kin_name=hostile, line1=hostile)
    )
    world.services.interviews.start(person.id, world.session.today(), Reason.CHANGE)
    for tab in TABS:
        page = page_of(world, texts, person.id, tab)
        show(page)
        shown = Driver(page).texts()
        assert not any("\u202e" in text for text in shown), tab
        if tab == "overview":
            assert sum("<b>Fet</b> \N{REPLACEMENT CHARACTER}avlange" in text for text in shown) == 2


@pytest.mark.parametrize("size", [(1366, 768), (960, 700)])
@pytest.mark.parametrize("tab", TABS)
def test_nothing_is_clipped(world: World, texts: Texts, show: Show, tab: str, size: tuple[int, int]) -> None:
    person_id = assessed(world)
    world.services.letters.make(person_id, "information", "nb")
    page = page_of(world, texts, person_id, tab)
    show(page, size).picture(f"person-{tab}-{size[0]}")
    assert clipped(page) == []
