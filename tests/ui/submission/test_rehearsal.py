"""The dress rehearsal on screen: four numbers, lists of what was found, and the way to each field."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.access import Rule
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.rehearsal import RehearsalDesk
from kpr_desktop.usecases.rehearsal_records import Deadline, Found, Sign
from kpr_desktop_ui.pages.places import (
    InterviewPlace,
    PersonFormPlace,
    PersonPlace,
    ServicePlace,
    SettingsPlace,
    SubmissionPlace,
)
from kpr_desktop_ui.pages.submission import rehearsal_view, rehearser
from kpr_desktop_ui.pages.submission.rehearsal_view import _GO
from kpr_desktop_ui.pages.submission.submission_page import SubmissionPage
from kpr_desktop_ui.pages.submission.submission_words import SubmissionWords, days_left, place_of, sentences
from tests.prove.rehearsal_plants import clean
from tests.support.driver import Driver
from tests.support.stage import Show, Stage
from tests.support.world import TODAY, World
from tests.usecases.test_blocking import block
from tests.usecases.test_rehearsal import hurt, mend

OpenPage = Callable[[World], tuple[SubmissionPage, Stage, Driver]]


@pytest.fixture
def on_screen(texts: Texts, show: Show) -> OpenPage:
    """The page of a world, when its rehearsal is over."""

    def open_it(world: World) -> tuple[SubmissionPage, Stage, Driver]:
        page = SubmissionPage(texts, world.services, SubmissionPlace())
        stage = show(page)
        driver = Driver(page)
        driver.wait_until(lambda: not page.busy, "The rehearsal")
        return page, stage, driver

    return open_it


def numbers_of(page: SubmissionPage) -> dict[str, tuple[str, str]]:
    return {name: (tile.number.content(), tile.note.content()) for name, tile in page.rehearsal.tiles.items()}


def cells(page: SubmissionPage, row: int = 0) -> list[str]:
    model = page.rehearsal.table.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def rows(page: SubmissionPage) -> int:
    return page.rehearsal.table.model().rowCount()


def choose(page: SubmissionPage, name: str) -> None:
    page.rehearsal.list.set_key(name)
    page.rehearsal.list.chosen.emit(name)


def test_a_clean_register(world: World, on_screen: OpenPage) -> None:
    clean(world)
    page, _, driver = on_screen(world)
    assert numbers_of(page) == {
        "passing": ("4", "av 4 personer"),
        "stopped": ("0", "første prøve"),
        "odd": ("0", "første prøve"),
        "corrected": ("0", "frist 15.01.2027 · 53 dager igjen"),
    }
    assert "Ingen funn" in driver.texts()
    assert page.rehearsal.status.content().startswith("Siste generalprøve kl. 09.05, tok ")
    assert page.rehearsal.due.isVisible()
    assert page.rehearsal.again.hasFocus()


def test_a_finding_is_told_and_enter_goes_to_its_field(world: World, on_screen: OpenPage) -> None:
    persons = clean(world)
    hurt(world, persons[0])
    page, stage, driver = on_screen(world)
    assert numbers_of(page)["stopped"][0] == "1"
    assert cells(page) == [
        "Blid Fjellbekk",
        "Kjønn er registrert med en kode registeret ikke kjenner.",
        "Programmet regner det som en feil. Regelen er vår.",
        "Velg kjønn på nytt, eventuelt «Ikke kjent».",
        "Gå til feltet",
    ]
    assert page.rehearsal.table.hasFocus()
    driver.press("Enter")
    table = page.rehearsal.table
    for column in (_GO, 1):
        place = table.visualRect(table.model().index(0, column)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert stage.went == [PersonFormPlace(persons[0], "sex")] * 2


def test_what_is_mended_waits_to_be_tried_again(world: World, on_screen: OpenPage) -> None:
    persons = clean(world)
    hurt(world, persons[0])
    page, _, driver = on_screen(world)
    mend(world, persons[0])
    page.enter()
    assert numbers_of(page)["corrected"][0] == "1"
    assert cells(page)[2:4] == ["Det vet vi når det er prøvd på nytt.", "Kjør generalprøve på nytt."]
    driver.press("F5")
    driver.wait_until(lambda: not page.busy, "The rehearsal")
    assert numbers_of(page)["stopped"] == ("0", "1 færre enn forrige gang")
    assert numbers_of(page)["odd"] == ("0", "som forrige gang")
    assert "Forrige: 23.11.2026." in page.rehearsal.status.content()
    hurt(world, persons[0])
    page.rehearse()
    page.rehearse()
    driver.wait_until(lambda: not page.busy, "The rehearsal")
    assert numbers_of(page)["stopped"] == ("1", "1 flere enn forrige gang")


def test_findings_by_sign_by_person_by_rule(world: World, on_screen: OpenPage) -> None:
    persons = clean(world)
    hurt(world, persons[0])
    hurt(world, persons[-1])
    with world.session.work() as work:
        person = work.persons.get(persons[0])
        work.persons.update(replace(person, residences=(), version=person.version + 1))
        work.commit()
    page, _, driver = on_screen(world)
    view = page.rehearsal
    assert rows(page) == 3
    assert view.all.isHidden()
    view.chips[Sign.WARNING].click()
    assert [f.sign for f in view.shown()] == [Sign.WARNING]
    view.all.click()
    assert rows(page) == 3
    choose(page, "persons")
    assert [cells(page, row)[0::2] for row in range(rows(page))] == [
        ["Blid Fjellbekk", "2 funn"],
        ["Blid Fjellbekk", "1 funn"],
    ]
    assert cells(page, 1)[3] == "5 hendelser venter"
    driver.press("Enter")
    assert {f.person_id for f in view.shown()} == {persons[0]}
    assert len(view.shown()) == 2
    choose(page, "rules")
    view.all.click()
    assert [cells(page, row)[2] for row in range(rows(page))] == ["2", "1"]
    assert view.hint.content() == "Enter viser funnene"
    driver.press("Enter")
    assert {f.code for f in view.shown()} == {"person.sex_unknown"}
    assert view.list.key() == "found"


def test_the_counts_of_the_municipality(world: World, on_screen: OpenPage) -> None:
    clean(world)
    page, _, driver = on_screen(world)
    choose(page, "counts")
    assert cells(page) == ["Personer med tjenester i året", "4", "0"]
    told = [cells(page, row) for row in range(rows(page))]
    assert ["21 Langtidsopphold i institusjon", "1", "0"] in told
    assert any(row[0].startswith("Besvart: ") and row[1:] == ["100 %", "–"] for row in told)
    assert all(chip.isHidden() for chip in page.rehearsal.chips.values())
    driver.press("Enter")
    assert page.rehearsal.list.key() == "counts"


def test_without_contacts_nothing_would_pass(world: World, on_screen: OpenPage) -> None:
    clean(world)
    world.services.office.save({"name": "Øvingsby kommune"})
    page, stage, driver = on_screen(world)
    assert numbers_of(page)["passing"] == ("4", "en feil stopper hele meldingen")
    assert cells(page)[0] == "Hele meldingen"
    choose(page, "persons")
    assert cells(page)[0] == "Hele meldingen"
    driver.press("Enter")
    driver.press("Enter")
    assert stage.went == [SettingsPlace("contacts", "contact16_name")]


@pytest.mark.parametrize(("count", "words"), [(1, "Én person er ikke med"), (2, "2 personer er ikke med")])
def test_who_is_closed_is_counted(world: World, on_screen: OpenPage, count: int, words: str) -> None:
    for person in clean(world)[:count]:
        block(world, person)
    page, _, _ = on_screen(world)
    assert page.rehearsal.closed.isVisible()
    assert page.rehearsal.closed.text().startswith(words)


def test_a_large_register_waits_for_the_key_and_can_be_stopped(
    world: World, texts: Texts, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean(world)
    monkeypatch.setattr(rehearser, "AT_ONCE", 3)
    page = SubmissionPage(texts, world.services, SubmissionPlace())
    show(page)
    driver = Driver(page)
    assert not page.busy
    assert "Ingen generalprøve ennå" in driver.texts()
    page.rehearser.stop()
    plain = RehearsalDesk.run

    def slow(desk: RehearsalDesk, year: int, progress: object, stop: Callable[[], bool]) -> object:
        progress(1, 4)  # type: ignore[operator]
        for _ in range(2_000):
            if stop():
                break
            time.sleep(0.01)
        return plain(desk, year, stop=lambda: True)

    monkeypatch.setattr(RehearsalDesk, "run", slow)
    page.rehearsal.again.click()
    driver.wait_until(lambda: "1 av 4" in page.rehearsal.status.content(), "Progress")
    assert (page.rehearsal.bar.value(), page.rehearsal.bar.maximum()) == (1, 4)
    page.rehearser.renew()
    page.rehearsal.stop.click()
    driver.wait_until(lambda: not page.busy, "The end")
    assert page.rehearser.standing is None
    assert page.rehearsal.stop.isHidden()
    monkeypatch.setattr(rehearser, "AT_ONCE", 4)
    monkeypatch.setattr(RehearsalDesk, "run", plain)
    page.rehearser.renew()
    driver.wait_until(lambda: not page.busy, "The rehearsal")
    assert page.rehearser.standing is not None
    assert page.leave()


def test_events_are_planned_before_it(world: World, on_screen: OpenPage) -> None:
    clean(world)
    with world.session.work() as work:
        work.services.plan_all()
        work.commit()
    page, _, _ = on_screen(world)
    assert not world.services.rehearsals.waits_for_plan()
    assert page.rehearser.standing is not None


@pytest.mark.parametrize("name", ["run", "keep"])
def test_one_that_fails_says_why(
    world: World, on_screen: OpenPage, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def fail(*_: object) -> None:
        raise EnvironmentFault("vault.damaged")

    monkeypatch.setattr(RehearsalDesk, name, fail)
    page, _, _ = on_screen(world)
    assert page.rehearsal.banner.isVisible()
    assert page.rehearsal.banner.text().startswith("Generalprøven ble ikke ferdig. ")
    assert page.rehearsal.again.isEnabled()


def test_more_than_is_shown_is_counted(
    world: World, on_screen: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal_view, "SHOWN", 1)
    for person in clean(world)[:2]:
        hurt(world, person)
    page, _, _ = on_screen(world)
    assert page.rehearsal.hint.content().startswith("Viser de 1 første av 2.")


NOBODY = Rule(frozenset())


def test_who_may_not_rehearse_is_told_so(world: World, texts: Texts, show: Show) -> None:
    rights = world.session.rights
    barred = replace(
        world.session,
        rights=replace(
            rights,
            actions={**rights.actions, **dict.fromkeys(("export.rehearse", "statistics.make"), NOBODY)},
        ),
    )
    page = SubmissionPage(texts, replace(world.services, session=barred), SubmissionPlace())
    show(page)
    assert page.refused.isVisible()
    assert not page.busy


@pytest.mark.parametrize(
    ("found", "place"),
    [
        (Found(None, "c", Sign.STOP, "none", "office.municipality"), SettingsPlace("office", "municipality")),
        (Found(PersonId("p"), "c", Sign.STOP, "none", "person.sex"), PersonFormPlace(PersonId("p"), "sex")),
        (
            Found(PersonId("p"), "c", Sign.STOP, "none", "service.s.end"),
            ServicePlace(PersonId("p"), ServiceId("s"), field="end"),
        ),
        (
            Found(PersonId("p"), "c", Sign.STOP, "none", "v07.reason", assessment_id=AssessmentId("a")),
            InterviewPlace(AssessmentId("a"), "v07"),
        ),
        (
            Found(
                PersonId("p"),
                "c",
                Sign.STOP,
                "none",
                "assessment.assessed_on",
                assessment_id=AssessmentId("a"),
            ),
            InterviewPlace(AssessmentId("a"), "assessed_on"),
        ),
        (Found(PersonId("p"), "c", Sign.STOP, "none", "v07"), PersonPlace(PersonId("p"), "assessments")),
    ],
)
def test_a_finding_leads_to_what_it_is_about(found: Found, place: object) -> None:
    assert place_of(found) == place


def test_every_finding_says_what_and_what_to_do(texts: Texts) -> None:
    for key in texts.keys("kpr56"):
        what, do = sentences(texts(key, **dict.fromkeys(texts.gaps(key), 1)))
        assert what.endswith("."), key
        assert do.endswith("."), key


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (2, "frist 25.11.2026 · 2 dager igjen"),
        (1, "frist 24.11.2026 · 1 dag igjen"),
        (-1, "fristen var 22.11.2026"),
    ],
)
def test_the_days_that_are_left(texts: Texts, days: int, words: str) -> None:
    told = days_left(texts, Deadline(TODAY + timedelta(days=days), days, True, "A"))
    assert told == words


def test_an_unknown_person_is_told_as_one(world: World, texts: Texts) -> None:
    words = SubmissionWords(texts, world.session.books.for_year(TODAY.year))
    assert words.name(PersonId("nobody"), {}) == "Ukjent person"
