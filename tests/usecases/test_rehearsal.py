"""The dress rehearsal: everybody, in memory, and what it remembers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from kpr_desktop.codebook.rehearsal_rule import load_rehearsal_rule
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.notification import EventKind
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.registry import message_writer
from kpr_desktop.usecases import rehearsal
from kpr_desktop.usecases.rehearsal import RehearsalDesk
from kpr_desktop.usecases.rehearsal_counts import YearCounter
from kpr_desktop.usecases.rehearsal_fields import target_of
from kpr_desktop.usecases.rehearsal_records import DressRehearsal, Found, Sign
from tests.codebook import rule_cases
from tests.codebook.conversation_cases import CONVERSATION_CASES
from tests.prove.rehearsal import tried
from tests.prove.rehearsal_plants import (
    CONTACTS,
    Plant,
    clean,
    field_plants,
    other_plants,
    put,
    rule_plants,
)
from tests.support.vaults import consent, person
from tests.support.world import World
from tests.usecases.test_blocking import block


def made(world: World, year: int | None = None) -> DressRehearsal:
    found = world.services.rehearsals.run(year)
    assert found is not None
    return found


def hurt(world: World, person_id: PersonId) -> None:
    """Sex that no list has: a hard rule of ours."""
    with world.session.work() as work:
        person = work.persons.get(person_id)
        work.persons.update(replace(person, sex="3", version=person.version + 1))
        work.commit()


def mend(world: World, person_id: PersonId) -> None:
    with world.session.work() as work:
        person = work.persons.get(person_id)
        work.persons.update(replace(person, sex="2", version=person.version + 1))
        work.commit()


def test_a_clean_register_passes(training: World) -> None:
    persons = clean(training)
    found = made(training)
    assert (found.persons, found.passing, found.stopped, found.odd) == (4, 4, 0, 0)
    assert (found.found, found.by_rule, found.left_out, found.closed) == ((), {}, 0, 0)
    assert found.year == 2026
    assert found.waits == {persons[-1]: 5}
    now, before = found.counted
    assert (now.year, now.users, now.at_home, now.services) == (2026, 4, 3, {"15": 3, "21": 1})
    assert (now.share("v01"), now.share("nutrition"), before.share("v01")) == (100, 0, None)
    assert (before.year, before.users) == (2025, 0)


def test_everybody_is_looked_at_and_nothing_is_changed(training: World) -> None:
    persons = clean(training)
    hurt(training, persons[0])
    with training.session.work() as work:
        before = len(work.records.log_entries(limit=1000)), work.events.waiting()
    vault = training.session.vault.beside()
    told: list[tuple[int, int]] = []
    try:
        desk = training.services.rehearsals.on(replace(training.session, vault=vault))
        found = desk.run(progress=lambda done, total: told.append((done, total)))
    finally:
        vault.close()
    assert found is not None
    assert told == [(0, 4), (4, 4)]
    (one,) = found.found
    assert (one.person_id, one.code, one.sign) == (persons[0], "person.sex_unknown", Sign.STOP)
    assert (one.consequence, one.target, one.area) == ("ours", "person.sex", "person")
    assert (found.stopped, found.passing) == (1, 3)
    with training.session.work() as work:
        assert (len(work.records.log_entries(limit=1000)), work.events.waiting()) == before


@pytest.mark.parametrize("after", [0, 1])
def test_it_stops_when_it_is_told_to(training: World, after: int) -> None:
    clean(training)
    asked: Iterator[bool] = iter([False] * after + [True])
    assert training.services.rehearsals.run(stop=lambda: next(asked)) is None


def test_what_is_mended_is_told_as_not_checked_again(training: World) -> None:
    persons, desk = clean(training), training.services.rehearsals
    assert desk.standing() is None
    hurt(training, persons[0])
    hurt(training, persons[1])
    desk.keep(made(training))
    standing = desk.standing()
    assert standing is not None
    assert (standing.corrected, standing.before) == (0, None)
    mend(training, persons[1])
    standing = desk.standing()
    assert standing is not None
    assert {f.person_id: f.sign for f in standing.found} == {
        persons[0]: Sign.STOP,
        persons[1]: Sign.CORRECTED,
    }
    desk.keep(made(training))
    standing = desk.standing()
    assert standing is not None
    assert standing.before is not None
    assert (standing.before.stopped, standing.last.stopped, standing.corrected) == (2, 1, 0)
    assert standing.before.counts == {"person.sex_unknown": 2}


def test_the_contacts_count_as_one_to_be_corrected(training: World) -> None:
    clean(training)
    training.services.office.save(
        {**CONTACTS, "contact16_name": "", "contact16_email": "", "contact16_phone": ""}
    )
    desk = training.services.rehearsals
    desk.keep(made(training))
    standing = desk.standing()
    assert standing is not None
    (one,) = standing.found
    assert (one.person_id, one.target, one.area) == (None, "office.contact16_name", "office")
    training.services.office.save(CONTACTS)
    standing = desk.standing()
    assert standing is not None
    assert [f.sign for f in standing.found] == [Sign.CORRECTED]


@pytest.mark.parametrize("kind", ["16", "17"])
def test_the_contact_with_the_fault_is_named(training: World, kind: str) -> None:
    clean(training)
    with training.session.work() as work:
        office = work.records.office()
        contacts = tuple(replace(c, phone="12") if c.kind == kind else c for c in office.contacts)
        work.records.save_office(replace(office, contacts=contacts))
        work.commit()
    (one,) = made(training).found
    assert (one.target, one.name) == (f"office.contact{kind}_phone", "meldTelefon")


def test_a_rehearsal_is_in_the_log_and_on_a_reading_connection_it_can_not_be_kept(training: World) -> None:
    clean(training)
    found = made(training)
    vault = training.session.vault.beside()
    try:
        with pytest.raises(UserFault, match=r"access\.read_only"):
            training.services.rehearsals.on(replace(training.session, vault=vault)).keep(found)
    finally:
        vault.close()
    training.services.rehearsals.keep(found)
    with training.session.work() as work:
        assert work.records.log_entries(limit=1)[0].action == "export.rehearsed"


def test_a_year_that_is_not_reported_is_refused(training: World) -> None:
    clean(training)
    assert training.services.rehearsals.years() == (2026, 2025)
    assert made(training, 2025).year == 2025
    with pytest.raises(UserFault, match=r"rehearsal\.year"):
        training.services.rehearsals.run(2024)


def test_in_january_the_year_before_is_reported(training: World) -> None:
    training.clock.forward(days=60)
    assert training.session.today() == date(2027, 1, 22)
    assert training.services.rehearsals.years() == (2026, 2027)


def test_the_deadline(training: World) -> None:
    desk = training.services.rehearsals
    told = desk.deadline(2026)
    assert (told.day, told.days, told.documented, told.certainty) == (date(2027, 1, 15), 53, False, "A")
    assert told.unsure
    assert desk.deadline(2023).documented
    assert not desk.deadline(2023).unsure
    desk.set_deadline(date(2026, 2, 1))
    told = desk.deadline(2026)
    assert (told.day, told.documented, told.certainty) == (date(2027, 2, 1), False, "")
    assert not told.unsure
    desk.set_deadline(date(2028, 2, 29))
    assert desk.deadline(2026).day == date(2027, 2, 28)


def test_findings_beyond_the_limit_are_counted(training: World, monkeypatch: pytest.MonkeyPatch) -> None:
    persons = clean(training)
    hurt(training, persons[0])
    hurt(training, persons[1])
    monkeypatch.setattr(rehearsal, "KEPT", 1)
    found = made(training)
    assert (len(found.found), found.left_out, found.by_rule["person.sex_unknown"], found.stopped) == (
        1,
        1,
        2,
        2,
    )


def test_events_that_wait_to_be_planned_are_planned_first(training: World) -> None:
    clean(training)
    desk = training.services.rehearsals
    assert not desk.waits_for_plan()
    assert desk.plan() == 0
    with training.session.work() as work:
        work.services.plan_all()
        work.commit()
    assert desk.waits_for_plan()
    assert desk.plan() == 4
    assert not desk.waits_for_plan()
    assert desk.persons() == 4


def test_an_older_assessment_is_last_time(training: World) -> None:
    with training.session.work() as work:
        who, _ = put(work, CONVERSATION_CASES["assessment.unexpected"][0])
        work.commit()
    found = [f for f in made(training).found if f.person_id == who.id and f.code == "assessment.unexpected"]
    assert [(f.sign, f.target, f.area) for f in found] == [(Sign.INFO, "v15.reason", "assessment")]
    assert found[0].assessment_id is not None


def test_a_rule_that_is_left_out_is_not_told(training: World) -> None:
    persons = clean(training)
    hurt(training, persons[0])
    desk = RehearsalDesk(
        training.session, message_writer("1.0"), load_rehearsal_rule(), ("person.sex_unknown",)
    )
    found = desk.run()
    assert found is not None
    assert found.found == ()


def test_the_counts_of_a_year_take_what_ran_in_it(training: World) -> None:
    book, rule = training.session.books.for_year(2026), load_rehearsal_rule()
    counter = YearCounter(book, rule, 2025, training.session.today())
    session = training.session
    own = CareService(ServiceId("s"), PersonId("p"), session.vault.device_id, session.now(), "15")
    for start, end, type_, annulled in (
        (None, None, "15", False),
        (date(2026, 1, 1), None, "15", False),
        (date(2024, 1, 1), date(2024, 12, 31), "15", False),
        (date(2025, 1, 1), date(2025, 6, 30), "15", False),
        (date(2025, 1, 1), None, "22", False),
        (date(2025, 1, 1), None, "21", False),
        (date(2025, 1, 1), None, "21", True),
    ):
        counter.add([replace(own, start=start, end=end, type=type_, annulled=annulled)], None)
    counted = counter.counted()
    assert counted.day == date(2025, 12, 31)
    assert (counted.users, counted.long_stay, counted.at_home) == (3, 1, 0)
    assert counted.services == {"15": 1, "22": 1, "21": 1}


def test_who_is_blocked_is_left_out_and_counted(training: World) -> None:
    persons = clean(training)
    hurt(training, persons[0])
    whole = made(training)
    block(training, persons[0])
    found = made(training)
    assert (found.persons, found.closed, found.found) == (3, 1, ())
    assert found.counted == whole.counted


@pytest.mark.parametrize(
    "plant", [*other_plants(), *field_plants()][:16], ids=lambda plant: plant.of or plant.code
)
def test_what_the_writers_check_finds_leads_to_its_field(training: World, plant: Plant) -> None:
    clean(training)
    assert tried(training, plant) == ""


@pytest.mark.parametrize("code", ["talk.consent_missing", "service.hours_missing", "diagnosis.twice"])
def test_what_the_rules_find_leads_to_its_field(training: World, code: str) -> None:
    clean(training)
    (plant,) = (each for each in rule_plants() if each.code == code)
    assert tried(training, plant) == ""
    assert tried(training, plant, (code,)) == "not found"


def test_a_consent_that_holds_is_found(training: World) -> None:
    with training.session.work() as work:
        given = consent(person(1))
        case = CONVERSATION_CASES["talk.consent_missing"][2]["assessment"]
        answer = case.answers["v12"]
        answer = replace(answer, evidence=replace(answer.evidence, consent_id=given.id))
        who, _ = put(work, {"assessment": replace(case, answers={**case.answers, "v12": answer})})
        work.consents.save(replace(given, person_id=who.id, withdrawn_on=None))
        work.commit()
    assert "talk.consent_missing" not in made(training).by_rule


def test_a_person_with_nothing_but_a_name_is_looked_at(training: World) -> None:
    clean(training)
    with training.session.work() as work:
        put(work, {"person": rule_cases.person(sex="3")})
        work.commit()
    assert made(training).by_rule == {"person.sex_unknown": 1}


def test_a_blocked_assessment_is_not_looked_at(training: World) -> None:
    with training.session.work() as work:
        who, _ = put(work, CONVERSATION_CASES["assessment.unexpected"][0])
        held = work.assessments.of_person(who.id)
        work.commit()
    block(training, who.id, assessment_id=held[0].id)
    assert "assessment.unexpected" not in made(training).by_rule


@pytest.mark.parametrize(
    ("name", "kind", "target"),
    [
        ("fid", EventKind.END, "person.identity"),
        ("tjenesteType", EventKind.END, "service.type"),
        ("tjenesteOrgNr", EventKind.START, "service.provider_number"),
        ("tjenesteOrgNr", EventKind.PROVIDER_CHANGED, "service.changes"),
        ("hendelseDato", EventKind.PAUSE_ENDS, "service.pauses"),
    ],
)
def test_every_field_has_its_place(name: str, kind: EventKind, target: str) -> None:
    assert target_of(name, kind) == target


def test_a_finding_knows_where_it_is_mended() -> None:
    areas = [
        Found(None, "c", Sign.STOP, "none", target).area
        for target in ("office.municipality", "service.s.end", "person.sex", "v07", "assessment.assessed_on")
    ]
    assert areas == ["office", "service", "person", "assessment", "assessment"]
