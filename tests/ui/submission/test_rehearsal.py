"""The rehearsal on screen: four numbers, and a row for each finding with the way to its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.access import Rule
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.notification import Event, EventKind
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.usecases.records import Finding
from kpr_desktop.usecases.submission import EventFinding, Odd, Rehearsal, Submission
from kpr_desktop_ui.pages.places import (
    PersonFormPlace,
    PersonPlace,
    ServicePlace,
    SettingsPlace,
    SubmissionPlace,
)
from kpr_desktop_ui.pages.submission.rehearsal_view import _GO
from kpr_desktop_ui.pages.submission.submission_page import SubmissionPage
from kpr_desktop_ui.pages.submission.submission_words import SHOWN, SubmissionWords, sentences, target_place
from tests.support.stage import Show
from tests.support.world import TODAY, World
from tests.ui.submission.conftest import Open, add_person, add_stay, ready, without_birth_date


def numbers_of(page: SubmissionPage) -> dict[str, tuple[str, str]]:
    return {name: (tile.number.content(), tile.note.content()) for name, tile in page.rehearsal.tiles.items()}


def cells(page: SubmissionPage, row: int = 0) -> list[str]:
    model = page.rehearsal.table.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_nothing_waits(real: World, open_page: Open) -> None:
    ready(real, 0)
    page, _, driver = open_page(real)
    assert "Ingenting venter" in driver.texts()
    assert {number for number, _ in numbers_of(page).values()} == {"0"}
    assert page.facts == ("Ingen hendelser venter",)
    assert (
        page.rehearsal.status.content() == "Siste prøvekjøring kl. 09.05. Ingenting er sendt eller nummerert."
    )


def test_what_would_be_accepted_stopped_and_looked_at(real: World, open_page: Open) -> None:
    persons = ready(real, 3)
    without_birth_date(real, persons[1])
    page, stage, driver = open_page(real)
    shown = numbers_of(page)
    assert shown["passing"] == ("2", "om 2 personer")
    assert shown["stopped"] == ("1", "holdes igjen")
    assert shown["overtaken"] == ("0", "ingen rettelser")
    assert int(shown["odd"][0]) == len(page.rehearsal.told()) - 1
    assert page.facts == ("3 hendelser venter",)
    assert cells(page) == [
        "Blid Fjell2",
        "Personen har verken identitetsnummer eller fødselsdato, så hendelsen kan ikke sendes.",
        "Registeret sletter hele meldingen.",
        "Fyll ut ett av dem på personen.",
        "Gå til feltet",
    ]
    assert page.rehearsal.table.hasFocus()
    driver.press("Enter")
    assert stage.went == [PersonFormPlace(persons[1])]


def test_what_the_register_takes_but_gives_back_is_a_remark(real: World, open_page: Open) -> None:
    ready(real, 0)
    add_stay(real, add_person(real, 1, identity=""))
    page, _, _ = open_page(real)
    assert numbers_of(page)["passing"] == ("1", "om 1 person")
    row = next(told for told in page.rehearsal.told() if told.place == PersonFormPlace(told.person_id))
    assert (row.kind, row.register) == ("warning", "Registeret tar imot meldingen som den er.")
    assert row.do == "Send på nytt når nummeret er kjent."


def test_without_contacts_nothing_would_pass_and_the_way_leads_to_the_settings(
    real: World, open_page: Open
) -> None:
    add_stay(real, add_person(real, 1))
    page, stage, _ = open_page(real)
    assert numbers_of(page)["passing"] == ("0", "ingen hendelser")
    assert numbers_of(page)["stopped"] == ("1", "2 feil stopper alt")
    assert cells(page)[0] == "Hele meldingen"
    table = page.rehearsal.table
    place = table.visualRect(table.model().index(0, _GO)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(0, 1)).center()
    )
    assert stage.went == [SettingsPlace("contacts")]


def test_f5_tries_again_and_finds_what_is_mended(real: World, open_page: Open) -> None:
    (person,) = ready(real)
    page, _, driver = open_page(real)
    assert numbers_of(page)["passing"] == ("1", "om 1 person")
    add_stay(real, person, date(2026, 6, 1))
    driver.press("F5")
    driver.wait_until(lambda: not page.busy, "The rehearsal")
    assert numbers_of(page)["passing"] == ("2", "om 1 person")
    assert page.make.ready.content() == "2 hendelser er klare."


def test_a_second_rehearsal_does_not_start_beside_the_first(real: World, texts: Texts, show: Show) -> None:
    ready(real)
    page = SubmissionPage(texts, real.services, SubmissionPlace())
    page.rehearse()
    first = page._rehearsing
    page.rehearse()
    assert page._rehearsing is first
    assert page.rehearsal.status.content() == "Prøver. Du kan jobbe videre imens."
    assert page.leave()


def test_an_event_that_was_corrected_after_it_was_told(real: World, open_page: Open, tmp_path: Path) -> None:
    (person,) = ready(real)
    real.services.submission.make_message(tmp_path)
    (service,) = real.services.care_services.of_person(person)
    real.services.care_services.save(replace(service, start=date(2026, 2, 2)))
    page, stage, _ = open_page(real)
    assert numbers_of(page)["overtaken"] == ("1", "rettes i egen melding")
    row = next(each for each in page.rehearsal.told() if each.kind == "info")
    assert row.what == "«Langtidsopphold i institusjon»: start 01.02.2026 er meldt, og endret etterpå."
    assert (row.person_id, row.place) == (person, ServicePlace(person, service.id))
    stage.picture("submission-overtaken")


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_of_event_has_its_words(real: World, texts: Texts, kind: EventKind) -> None:
    words = SubmissionWords(texts, real.session.books.for_year(TODAY.year))
    ready(real, 0)
    now = real.session.now()
    event = Event("e", kind, PersonId("p"), ServiceId("s"), "99", date(2026, 2, 1), now, overtaken=True)
    (told,) = words.told(replace(real.services.submission.rehearse(), overtaken=(event,)))
    assert told.what.startswith("«99»: ")
    assert "01.02.2026" in told.what


def test_who_may_not_rehearse_is_told_so(real: World, texts: Texts, show: Show) -> None:
    rights = real.session.rights
    barred = replace(
        real.session, rights=replace(rights, actions={**rights.actions, "export.rehearse": Rule(frozenset())})
    )
    page = SubmissionPage(texts, replace(real.services, session=barred), SubmissionPlace())
    show(page)
    assert page.refused.isVisible()
    assert not page.tabs.isVisible()
    assert not page.busy


def test_a_rehearsal_that_fails_says_why(
    real: World, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpr_desktop.errors import EnvironmentFault

    def fail(_desk: Submission) -> Rehearsal:
        raise EnvironmentFault("vault.damaged")

    monkeypatch.setattr(Submission, "rehearse", fail)
    page, _, _ = open_page(real)
    assert page.rehearsal.banner.isVisible()
    assert page.rehearsal.banner.text().startswith("Prøvekjøringen ble ikke ferdig. ")
    assert page.rehearsal.again.isEnabled()


def test_more_findings_than_are_shown_are_counted(real: World, texts: Texts) -> None:
    (person,) = ready(real)
    words = SubmissionWords(texts, real.session.books.for_year(TODAY.year))
    rehearsal = real.services.submission.rehearse()
    finding = Finding("export.no_identity", "e", "fid", "message")
    one = EventFinding(person, ServiceId("s"), finding)
    many = replace(rehearsal, stopped=(one,) * (SHOWN + 50), odd=rehearsal.odd * 3)
    assert len(words.told(many)) == SHOWN
    assert words.row("0", words.told(many)[0], {}).cells[0] == "Ukjent person"


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("fid", PersonFormPlace(PersonId("p"))),
        ("bydel", PersonFormPlace(PersonId("p"))),
        ("tjenesteOrgNr", ServicePlace(PersonId("p"), ServiceId("s"))),
    ],
)
def test_a_finding_leads_to_what_it_is_about(real: World, texts: Texts, field: str, place: object) -> None:
    words = SubmissionWords(texts, real.session.books.for_year(TODAY.year))
    finding = Finding(f"kpr56.field.{field}", "e", field, "row")
    ready(real, 0)
    empty = real.services.submission.rehearse()
    one = EventFinding(PersonId("p"), ServiceId("s"), finding)
    (told,) = words.told(replace(empty, stopped=(one,)))
    assert told.place == place
    (whole,) = words.told(
        replace(empty, whole=(Finding("kpr56.field.kommuneNr", "", "kommuneNr", "message"),))
    )
    assert whole.place == SettingsPlace("office")


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("person.birth_date", PersonFormPlace(PersonId("p"))),
        ("service.s-1.end", ServicePlace(PersonId("p"), ServiceId("s-1"))),
        ("service.type", PersonPlace(PersonId("p"), "services")),
        ("v07", PersonPlace(PersonId("p"), "assessments")),
    ],
)
def test_a_rules_target_leads_to_its_screen(target: str, place: object) -> None:
    assert target_place(PersonId("p"), target) == place


def test_every_finding_says_what_and_what_to_do(texts: Texts) -> None:
    for key in texts.keys("kpr56"):
        what, do = sentences(texts(key, **dict.fromkeys(texts.gaps(key), 1)))
        assert what.endswith("."), key
        assert do.endswith("."), key


def test_every_soft_rule_can_be_told_without_ids(real: World, texts: Texts) -> None:
    book = real.session.books.for_year(TODAY.year)
    words = SubmissionWords(texts, book)
    ready(real, 0)
    empty = real.services.submission.rehearse()
    for rule in book.rules.values():
        gaps = {
            "item": "v07",
            "service": "21",
            "months": 12,
            "year": 2026,
            "row": 1,
            "field": "code",
            "found": 3,
        }
        gaps |= {
            "before": "1",
            "now": "4",
            "limit": 3,
            "other": "21",
            "hours": 3,
            "date": "2026-01-01",
            "days": 3,
        }
        problem = Problem(rule.code, Severity.SOFT, "v07", gaps)
        (told,) = words.told(replace(empty, odd=(Odd(PersonId("p"), problem),)))
        assert "v07" not in told.what + told.do, rule.code
        assert "{" not in told.what + told.do, rule.code
