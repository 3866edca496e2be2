"""The log is read by those who control it, and by the person in plain words; reading it is in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.access import Admission
from kpr_desktop.usecases.audit import PAGE, LogPage
from kpr_desktop.usecases.blocking import BlockDesk, NewBlock
from kpr_desktop.usecases.records import LogEntry, LogQuery
from tests.support.colleagues import colleague, sits_down
from tests.support.world import TODAY, World


@pytest.fixture
def person(training: World) -> PersonId:
    return training.services.persons.register(training.form()).id


def actions(page: LogPage) -> list[str]:
    return [line.entry.action for line in page.lines]


def test_reading_is_logged_before_anything_is_read(training: World, person: PersonId) -> None:
    training.services.persons.open(person)
    page = training.services.audit.read(LogQuery())
    assert actions(page)[:2] == ["log.read", "person.open"]
    line = page.lines[1]
    assert (line.user, line.person, line.what) == ("Kari Saksbehandler", "Blid Fjellbekk", "Åpnet personen")
    assert (line.shows, line.kind, line.purpose, line.reason) == ("adresse og pårørende", "normal", "", "")
    assert line.user_number
    assert "Saksbehandler" in line.roles
    assert page.more is None


def test_the_lines_are_told_in_three_languages(training: World, person: PersonId) -> None:
    training.services.persons.open(person)
    read = training.services.audit.read
    asked = LogQuery(actions=("person.open",))
    assert {each: read(asked, each).lines[0].what for each in ("nb", "nn", "en")} == {
        "nb": "Åpnet personen",
        "nn": "Opna personen",
        "en": "Opened the person",
    }
    assert read(asked, "en").lines[0].shows == training.services.audit.words.shows["contact"].en


def test_nothing_is_read_where_nothing_can_be_written(training: World, person: PersonId) -> None:
    training.session.vault.writable = False
    try:
        with pytest.raises(UserFault, match=r"access\.read_only"):
            training.services.audit.read(LogQuery())
    finally:
        training.session.vault.writable = True


def test_what_is_asked_for(training: World, person: PersonId) -> None:
    other = training.services.persons.register(training.form(identity="", given_name="Rolig"))
    training.clock.forward(days=1)
    training.services.persons.open(other.id)
    read = training.services.audit.read
    day = TODAY + timedelta(days=1)
    assert {line.entry.person_id for line in read(LogQuery(person)).lines} == {person}
    assert set(actions(read(LogQuery(actions=("person.register",))))) == {"person.register"}
    assert {line.entry.at.date() for line in read(LogQuery(since=day)).lines} == {day}
    assert {line.entry.at.date() for line in read(LogQuery(until=TODAY)).lines} == {TODAY}
    assert read(LogQuery(user_id=UserId("ingen"))).lines == ()
    assert read(LogQuery(denied=True)).lines == ()
    asked = read(LogQuery(actions=("log.read",))).lines
    told = {line.entry.subject for line in asked}
    assert {"denied", f"since={day}", f"until={TODAY}", "user=ingen", "actions=log.read"} <= told
    assert asked[-1].entry.person_id == person
    with pytest.raises(UserFault, match=r"audit\.period_reversed"):
        read(LogQuery(since=day, until=TODAY))


def test_page_after_page(training: World, person: PersonId) -> None:
    with training.session.work() as work:
        for _ in range(PAGE):
            training.session.log(work, "person.open", person=person)
        work.commit()
    first = training.services.audit.read(LogQuery(person))
    assert len(first.lines) == PAGE
    assert first.more is not None
    second = training.services.audit.read(first.more)
    seqs = [line.entry.seq for page in (first, second) for line in page.lines]
    assert seqs == sorted(seqs, reverse=True)
    assert second.more is None
    assert f"before={first.lines[-1].entry.seq}" in {
        x.entry.subject for x in training.services.audit.read(LogQuery(actions=("log.read",))).lines
    }


def test_a_changed_line_is_not_shown(training: World, person: PersonId) -> None:
    with training.session.work() as work:
        work.records._database.run("UPDATE log SET reason = 'ingen' WHERE action = 'person.register'")  # type: ignore[attr-defined]
        work.commit()
    with pytest.raises(EnvironmentFault, match=r"vault\.tampered"):
        training.services.audit.read(LogQuery(person))


def test_who_may_read(training: World, person: PersonId) -> None:
    number = training.services.persons.open(person).user_number
    sits_down(training, colleague(training, "Ola Ås", "registrar"))
    with pytest.raises(UserFault, match=r"rights\.not_allowed"):
        training.services.audit.read(LogQuery())
    with pytest.raises(UserFault, match=r"rights\.not_allowed"):
        training.services.audit.users()
    sits_down(training, colleague(training, "Eva Li", "auditor"))
    denied = training.services.audit.read(LogQuery(denied=True)).lines
    assert [(line.entry.action, line.kind) for line in denied] == [("log.read", "denied")]
    assert len(training.services.audit.users()) == 3
    assert training.services.audit.find_person(f" {number} ") == person
    with pytest.raises(UserFault, match=r"audit\.person_unknown"):
        training.services.audit.find_person("00000000000")
    with pytest.raises(UserFault, match=r"rights\.not_allowed"):
        training.services.audit.of_person(person)


def test_a_person_is_found_by_identity_number(training: World, person: PersonId) -> None:
    identity = training.services.persons.open(person).identity
    assert identity is not None
    assert training.services.audit.find_person(identity.reveal("test")) == person


def test_a_blocked_person_is_a_number_alone(training: World, person: PersonId) -> None:
    training.services.persons.open(person)
    auditor = colleague(training, "Eva Li", "auditor")
    BlockDesk(training.session).set(NewBlock(person, "user", auditor.id, "Ønsker det slik", "person"))
    sits_down(training, auditor)
    lines = [x for x in training.services.audit.read(LogQuery()).lines if x.entry.person_id == person]
    assert lines
    assert {x.person for x in lines} == {""}
    assert all(x.user_number for x in lines)


def test_a_log_of_an_earlier_version_has_names_all_the_same(training: World, person: PersonId) -> None:
    old = LogEntry(
        training.session.now(),
        training.session.user.id,
        training.session.vault.device_id,
        "person.gammel",
        person,
    )
    with training.session.work() as work:
        work.records.log(old)
        work.records.log(replace(old, user_id=UserId("borte"), roles="paver", basis="whim", purpose="whim"))
        work.commit()
    gone, known = training.services.audit.read(LogQuery(person, actions=("person.gammel",))).lines
    assert (known.user, known.what, known.roles, known.shows, known.basis) == (
        "Kari Saksbehandler", "person.gammel", (), "", "",
    )  # fmt: skip
    assert (gone.user, gone.roles, gone.basis, gone.purpose) == ("", ("paver",), "whim", "whim")
    told = {line.what for line in training.services.audit.of_person(person, "en")}
    assert "Did something else in your case" in told


def test_the_person_reads_who_when_and_why(training: World, person: PersonId) -> None:
    interview = training.services.interviews.start(person, TODAY, Reason.PERIODIC)
    item = interview.visible()[0].item
    for minute in range(3):
        training.clock.forward(minutes=1)
        interview.answer(item, str(minute + 1))
    lines = training.services.audit.of_person(person)
    assert lines[0].what == "Hentet denne listen"
    wrote = next(x for x in lines if x.what == "Skrev i kartleggingen av deg")
    assert (wrote.name, wrote.unit, wrote.times) == ("Kari Saksbehandler", "", 4)
    assert (wrote.last - wrote.first, wrote.kind) == (timedelta(minutes=3), "normal")
    assert wrote.why == "har ansvar for saken din"
    assert "Saksbehandler" in wrote.roles
    nynorsk = training.services.audit.of_person(person, "nn")
    assert nynorsk[0].what == "Henta denne lista"


def test_emergency_denied_and_reasons_are_told_as_such(training: World, person: PersonId) -> None:
    session = training.session
    with session.work() as work:
        session.grants.admissions[person] = Admission("emergency", "danger", "x")
        session.log(work, "emergency.begin", person=person, reason="Lå på gulvet da jeg kom")
        session.log(work, "person.open", person=person)
        session.grants.admissions[person] = Admission("self", "stand_in")
        session.log(work, "access.reason", person=person, reason="Vikar i dag")
        session.log(work, "person.open", person=person, result="denied")
        session.log(work, "letter.save_copy", person=person, reason="other: til møtet")
        session.log(work, "letter.save_copy", person=person, reason="post")
        work.commit()
    lines = {(x.what, x.kind): x for x in training.services.audit.of_person(person)}
    began = lines["Brukte nødtilgang til saken din", "emergency"]
    assert (began.reason, began.why) == (
        "Lå på gulvet da jeg kom", "nødtilgang – Fare for liv eller helse",
    )  # fmt: skip
    assert lines["Åpnet saken din", "emergency"].times == 1
    assert lines["Åpnet saken din", "denied"].why == ""
    said = lines["Skrev hvorfor saken din måtte åpnes", "normal"]
    assert (said.reason, said.why) == ("Vikar i dag", "oppga selv en grunn – Vikar for den ansvarlige")
    reasons = {x.reason for x in training.services.audit.of_person(person) if x.what.startswith("Skrev ut")}
    assert reasons == {"annet: til møtet", "skal sendes i posten"}
