"""The gate, the rehearsal and the export."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.notification import FIRST_PREVIOUS, PRACTICE_LOCAL_ID
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.submission import gate
from tests.support import numbers
from tests.support.world import World

BORN = date(1942, 3, 14)
CONTACTS = {
    "name": "Risør kommune",
    "contact16_name": "Kari",
    "contact16_email": "kari@example.no",
    "contact17_name": "Ola",
    "contact17_email": "ola@example.no",
    "contact17_phone": "22 22 22 22",
}


def ready(world: World, persons: int = 1) -> list[PersonId]:
    """A vault with contacts, and persons who each have a long-term stay that waits to be told."""
    world.services.office.save(CONTACTS)
    series = "tenor" if world.session.training else "real"
    made = []
    for seed in range(persons):
        person = world.services.persons.register(
            world.form(identity=numbers.fnr(seed + 1, born=BORN, series=series))
        )
        add_stay(world, person.id)
        made.append(person.id)
    return made


def add_stay(world: World, person: PersonId, start: date = date(2026, 2, 1)) -> None:
    desk = world.services.care_services
    desk.save(replace(desk.blank(person), type="21", decided_on=date(2026, 1, 9), start=start))


def test_a_message_is_made_and_the_chain_goes_on(real: World, tmp_path: Path) -> None:
    persons = ready(real, 2)
    first = real.services.submission.make_message(tmp_path)
    assert (first.record.notifications, first.record.persons, first.held_back) == (2, 2, 0)
    assert b"Melding" in first.path.read_bytes()
    with real.session.work() as work:
        number, last = work.events.last("4201")
        assert number == 2
        assert work.events.waiting() == []
    with pytest.raises(UserFault, match=r"export\.nothing_waiting"):
        real.services.submission.make_message(tmp_path)
    add_stay(real, persons[0], date(2026, 6, 1))
    chain = real.services.submission.rehearse().message.notifications
    assert [(n.number, n.previous) for n in chain] == [(3, last)]
    assert [e.id for e in real.services.submission.made()] == [first.record.id]


def test_the_first_link_points_to_the_all_zero_guid(real: World) -> None:
    ready(real)
    (first,) = real.services.submission.rehearse().message.notifications
    assert (first.number, first.previous) == (1, FIRST_PREVIOUS)


def test_a_training_vault_never_makes_a_register_file(training: World, tmp_path: Path) -> None:
    ready(training)
    with pytest.raises(UserFault, match=r"gate\.training_vault"):
        training.services.submission.make_message(tmp_path / "ut")
    with pytest.raises(UserFault, match=r"gate\.training_vault"):
        training.services.submission.make_yearly(2026, tmp_path / "ut")
    assert not (tmp_path / "ut").exists()
    rehearsal = training.services.submission.rehearse()
    assert rehearsal.message.local_id == PRACTICE_LOCAL_ID
    assert rehearsal.persons == 1


def test_a_synthetic_person_stops_the_file(real: World, tmp_path: Path) -> None:
    # The register refuses such a person already; the gate does not trust that.
    (person_id,) = ready(real)
    from kpr_desktop.domain.identity import Fnr

    with real.session.work() as work:
        person = work.persons.get(person_id)
        number = Fnr.parse(numbers.fnr(3, born=BORN, series="tenor"))
        work.persons.update(replace(person, identity=number, version=person.version + 1))
        work.commit()
    for attempt in (
        lambda: real.services.submission.make_message(tmp_path),
        lambda: real.services.submission.make_yearly(2026, tmp_path),
    ):
        with pytest.raises(UserFault, match=r"gate\.synthetic_person") as told:
            attempt()
        assert told.value.params == {"count": 1}
    assert list(tmp_path.glob("*.xml")) == []
    gate(real.session, [None])


def test_without_contacts_the_whole_message_is_stopped(real: World, tmp_path: Path) -> None:
    ready(real)
    real.services.office.save({"name": "Risør kommune"})
    assert real.services.submission.rehearse().whole
    with pytest.raises(UserFault, match=r"export\.message_stopped"):
        real.services.submission.make_message(tmp_path)
    with real.session.work() as work:
        assert work.events.last("4201") == (0, FIRST_PREVIOUS)


def test_what_the_register_would_delete_is_held_back_and_the_rest_is_sent(
    real: World, tmp_path: Path
) -> None:
    ready(real)
    other = real.services.persons.register(real.form(identity="", birth_date="01.01.1950", user_number="7"))
    add_stay(real, other.id)
    with real.session.work() as work:
        person = work.persons.get(other.id)
        work.persons.update(replace(person, birth_date=None, version=person.version + 1))
        work.commit()
    rehearsal = real.services.submission.rehearse()
    assert [(s.person_id, s.finding.code) for s in rehearsal.stopped] == [(other.id, "export.no_identity")]
    assert rehearsal.waiting == 2
    made = real.services.submission.make_message(tmp_path)
    assert (made.record.notifications, made.held_back) == (1, 1)
    with real.session.work() as work:
        assert [e.person_id for e in work.events.waiting()] == [other.id]


def test_the_birth_date_stands_in_for_a_number(real: World) -> None:
    real.services.office.save(CONTACTS)
    person = real.services.persons.register(real.form(identity=""))
    add_stay(real, person.id)
    (sent,) = real.services.submission.rehearse().message.notifications
    assert sent.subject.identity.kind.type_code == "9"


def test_a_row_the_fields_rules_stop_is_held_back(real: World, tmp_path: Path) -> None:
    ready(real)
    long = real.services.persons.register(
        real.form(identity=numbers.fnr(8, born=BORN, series="real"), user_number="x" * 120)
    )
    add_stay(real, long.id)
    rehearsal = real.services.submission.rehearse()
    assert {s.person_id for s in rehearsal.stopped} == {long.id}
    assert [n.number for n in rehearsal.message.notifications] == [1]


def test_a_change_after_the_message_is_shown_as_due_for_correction(real: World, tmp_path: Path) -> None:
    (person,) = ready(real)
    real.services.submission.make_message(tmp_path)
    (service,) = real.services.care_services.of_person(person)
    real.services.care_services.save(replace(service, start=date(2026, 2, 2)))
    rehearsal = real.services.submission.rehearse()
    assert [(e.service_id, e.happened_on, e.overtaken) for e in rehearsal.overtaken] == [
        (service.id, date(2026, 2, 1), True)
    ]
    assert rehearsal.waiting == 0


def test_when_the_folder_fails_the_numbers_hold_and_the_same_bytes_are_written_again(
    real: World, tmp_path: Path
) -> None:
    ready(real)
    with pytest.raises((EnvironmentFault, UserFault)):
        real.services.submission.make_message(tmp_path / "finnes" / "ikke")
    (record,) = real.services.submission.made()
    with real.session.work() as work:
        assert work.events.last("4201")[0] == 1
    path = real.services.submission.write_again(record.id, tmp_path)
    import hashlib

    assert hashlib.sha256(path.read_bytes()).hexdigest() == record.sha256
    with pytest.raises(UserFault, match=r"export\.unknown"):
        real.services.submission.write_again("tull", tmp_path)


def test_the_yearly_extract_holds_scores_and_services_of_the_year(real: World, tmp_path: Path) -> None:
    from kpr_desktop.domain.assessment import Reason

    (person,) = ready(real)
    interview = real.services.interviews.start(person, date(2026, 3, 1), Reason.PERIODIC)
    interview.answer("v07", "4")
    interview.answer("household", "1")
    interview.finish()
    silent = real.services.persons.register(real.form(identity=numbers.fnr(9, born=BORN, series="real")))
    made = real.services.submission.make_yearly(2026, tmp_path)
    import json

    told = json.loads(made.path.read_text(encoding="utf-8"))
    assert made.record.persons == 1
    assert silent.id not in made.path.read_text(encoding="utf-8")
    (row,) = told["persons"]
    assert row["assessments"][0]["scores"]["7"] in (4, "4")
    assert len(row["services"]) == 1
    with pytest.raises(UserFault, match=r"export\.nothing_in_year"):
        real.services.submission.make_yearly(2020, tmp_path)


def test_an_assessment_that_was_moved_to_another_year_is_told_there_only(real: World) -> None:
    from kpr_desktop.domain.assessment import Reason

    (person,) = ready(real)
    interview = real.services.interviews.start(person, date(2026, 1, 3), Reason.PERIODIC)
    interview.answer("household", "1")
    wrong = interview.finish()
    moved = real.services.interviews.revise(wrong.id, "feil dag")
    moved.change_head(date(2025, 12, 30), Reason.PERIODIC)
    moved.finish()
    told = {}
    with real.session.work() as work:
        for year in (2025, 2026):
            extract = real.services.submission.yearly_extract(work, year)
            told[year] = [a.version for p in extract.persons for a in p.assessments]
    assert told == {2025: [2], 2026: []}


def test_a_synthetic_number_under_another_kind_stops_the_file(real: World, tmp_path: Path) -> None:
    from kpr_desktop.domain.identity import Fnr, IdKind

    (person_id,) = ready(real)
    number = Fnr.other(IdKind.OTHER, numbers.fnr(3, born=BORN, series="tenor"))
    with real.session.work() as work:
        person = work.persons.get(person_id)
        work.persons.update(replace(person, identity=number, version=person.version + 1))
        work.commit()
    with pytest.raises(UserFault, match=r"gate\.synthetic_person"):
        real.services.submission.make_message(tmp_path)


def test_the_district_of_a_protected_person_is_not_told(real: World) -> None:
    from kpr_desktop.domain.person import Residence

    (person_id,) = ready(real)
    home = (Residence(date(2020, 1, 1), "0301", "030102"),)
    districts = []
    for protected in (False, True):
        with real.session.work() as work:
            person = work.persons.get(person_id)
            work.persons.update(
                replace(person, protected=protected, residences=home, version=person.version + 1)
            )
            work.commit()
        (sent,) = real.services.submission.rehearse().message.notifications
        districts.append(sent.subject.district)
    assert districts == ["030102", ""]


def test_kept_bytes_are_not_written_again_from_a_training_vault(training: World, tmp_path: Path) -> None:
    with pytest.raises(UserFault, match=r"gate\.training_vault"):
        training.services.submission.write_again("whatever", tmp_path)


def test_odd_things_are_told_but_do_not_stop(real: World) -> None:
    ready(real)
    rehearsal = real.services.submission.rehearse()
    assert rehearsal.odd
    assert rehearsal.message.notifications


def test_an_old_assessment_is_odd_by_the_municipalitys_interval(real: World) -> None:
    (person,) = ready(real)
    real.services.interviews.start(
        person, real.session.today() - timedelta(weeks=10), Reason.PERIODIC
    ).finish()
    real.services.talk_settings.set_interval("2")
    (odd,) = (
        each for each in real.services.submission.rehearse().odd if each.problem.code == "assessment.old"
    )
    assert odd.problem.params == {"months": 2}


def test_a_new_provider_of_a_reported_service_is_told(real: World, tmp_path: Path) -> None:
    (person,) = ready(real)
    real.services.submission.make_message(tmp_path)
    (service,) = real.services.care_services.of_person(person)
    moved = replace(service, provider_number=numbers.organisation(1), provider_since=date(2026, 5, 1))
    real.services.care_services.save(moved)
    (told,) = real.services.submission.rehearse().message.notifications
    assert told.event.kind.value == "TjenesteutforerEndret"
    assert told.event.happened_on == date(2026, 5, 1)


def test_the_same_work_on_a_connection_beside(real: World) -> None:
    ready(real)
    beside = real.session.vault.beside()
    try:
        session = replace(real.session, vault=beside)
        assert real.services.submission.on(session).rehearse().persons == 1
    finally:
        beside.close()
