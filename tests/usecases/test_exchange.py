from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.domain.assessment import Assessment, Reason, State
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.exports.fhir_write import carried
from kpr_desktop.usecases.exchange import Preview
from tests.exports.fhir_samples import BOOK, FORM, asked_openly, case
from tests.exports.samples import guid
from tests.support import numbers
from tests.support.bad_fhir import bad_files, good, item, patient, response
from tests.support.colleagues import colleague, sits_down
from tests.support.world import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    yield made
    made.close()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path / "real", training=False)
    yield made
    made.close()


def data(found: dict[str, Any] | None = None) -> bytes:
    return json.dumps(found or good()).encode()


def seen(preview: Preview) -> list[tuple[str, str]]:
    return [(line.state, line.code) for line in preview.lines]


def held(world: World) -> tuple[int, int]:
    with world.session.work() as work:
        persons = list(work.persons.ids())
        return len(persons), sum(len(work.assessments.of_person(p)) for p in persons)


def in_vault(world: World, person: PersonId) -> list[Assessment]:
    with world.session.work() as work:
        return work.assessments.of_person(person)


def test_a_new_person_with_an_assessment(world: World) -> None:
    desk = world.services.exchange
    preview = desk.preview(data())
    assert seen(preview) == [("new", "fhir.person_new"), ("new", "fhir.assessment_new")]
    assert (preview.new_person, preview.refusals, preview.nothing_new) == (True, 0, False)
    assert held(world) == (0, 0)
    taken = desk.take(preview)
    assert held(world) == (1, 1)
    [kept] = in_vault(world, taken.person_id)
    told = carried(asked_openly(), BOOK)
    assert (kept.answers, kept.assessed_on, kept.reason, kept.series_id, kept.state) == (
        told.answers, told.assessed_on, told.reason, told.series_id, State.FINISHED,
    )  # fmt: skip
    assert [(e.item, e.values) for e in kept.entries] == [(e.item, e.values) for e in told.entries]
    assert kept.assessor_id == world.session.user.id
    person = world.services.persons.open(taken.person_id)
    assert (person.name, person.household) == ("Blid Fjellbekk", "1")
    assert person.residences[0].municipality == "4201"
    again = desk.preview(data())
    assert seen(again) == [("exists", "fhir.person_exists"), ("exists", "fhir.assessment_exists")]
    assert again.nothing_new
    with pytest.raises(UserFault, match=r"^fhir\.nothing_new$"):
        desk.take(again)


def test_out_and_into_another_vault_and_back_again(world: World, tmp_path: Path) -> None:
    taken = world.services.exchange.take(world.services.exchange.preview(data()))
    path, count = world.services.exchange.save(taken.person_id, tmp_path, purpose="journal")
    assert count == 1
    assert path.name.endswith(".ovelse.fhir.json")
    other = make_world(tmp_path / "other")
    try:
        there = other.services.exchange.take(other.services.exchange.read_file(path))
        here = in_vault(world, taken.person_id)
        assert [a.answers for a in in_vault(other, there.person_id)] == [a.answers for a in here]
        assert there.person_id == taken.person_id
        with other.session.work() as work:
            [row] = [e for e in work.records.log_entries(limit=50) if e.action == "exchange.in"]
        assert (row.person_id, row.subject) == (there.person_id, there.assessments[0])
    finally:
        other.close()
    assert world.services.exchange.read_file(path).nothing_new


def test_an_existing_person_is_known_by_number_and_left_as_she_is(world: World) -> None:
    form = world.form(identity=patient(good())["identifier"][0]["value"], given_name="Rask", sex="1")
    before = world.services.persons.register(form)
    preview = world.services.exchange.preview(data())
    assert seen(preview) == [
        ("exists", "fhir.person_exists"),
        ("differs", "fhir.name_differs"),
        ("differs", "fhir.birth_date_differs"),
        ("differs", "fhir.sex_differs"),
        ("new", "fhir.assessment_new"),
    ]
    taken = world.services.exchange.take(preview)
    assert (taken.person_id, taken.new_person) == (before.id, False)
    after = world.services.persons.open(before.id)
    assert replace(after, household="", version=1) == replace(before, version=1)


def test_somebody_of_the_same_name_and_day_is_told_of(world: World) -> None:
    found = good()
    patient(found).pop("identifier")
    world.services.persons.register(world.form(birth_date="20.01.1945"))
    preview = world.services.exchange.preview(data(found))
    assert ("differs", "fhir.somebody_alike") in seen(preview)
    assert preview.new_person


def test_a_person_without_number_or_birth_date_is_refused_beside_the_field(world: World) -> None:
    found = good()
    patient(found).pop("identifier")
    patient(found).pop("birthDate")
    preview = world.services.exchange.preview(data(found))
    assert [(line.code, line.where) for line in preview.lines] == [
        ("person.number_or_birth_date", "/entry/0/resource/birthDate")
    ]
    with pytest.raises(UserFault, match=r"^fhir\.refused$"):
        world.services.exchange.take(preview)
    assert held(world) == (0, 0)


@pytest.mark.parametrize(
    ("number", "system", "code"),
    [
        ("20814549218", "1", "identity.check_digits"),
        ("20814549217", "2", "fhir.number_of_another_kind"),
        (numbers.fnr(3, born=date(1950, 1, 1), series="real"), "1", "identity.real_in_training"),
    ],
)
def test_a_number_that_can_not_be_taken(world: World, number: str, system: str, code: str) -> None:
    found = good()
    patient(found)["identifier"] = [{"system": f"urn:oid:2.16.578.1.12.4.1.4.{system}", "value": number}]
    preview = world.services.exchange.preview(data(found))
    assert ("refused", code) in seen(preview)
    assert preview.taken == ()


def test_the_number_of_a_known_person_is_never_changed(world: World) -> None:
    desk = world.services.exchange
    desk.take(desk.preview(data()))
    found = good()
    patient(found)["identifier"][0]["value"] = numbers.fnr(7, born=date(1945, 1, 20), series="tenor")
    assert ("refused", "fhir.number_differs") in seen(desk.preview(data(found)))
    patient(found).pop("identifier")  # known by the id the file has kept
    assert desk.preview(data(found)).nothing_new


def test_a_bare_response_needs_a_person_who_is_there(world: World) -> None:
    desk = world.services.exchange
    alone = response(good()) | {"subject": {"identifier": patient(good())["identifier"][0]}}
    assert seen(desk.preview(data(alone))) == [("refused", "fhir.person_unknown")]
    world.services.persons.register(world.form(identity="20814549217"))
    taken = desk.take(desk.preview(data(alone)))
    assert len(in_vault(world, taken.person_id)) == 1


def test_a_draft_comes_in_as_a_draft_and_stands_alone(world: World) -> None:
    desk = world.services.exchange
    made = asked_openly(state=State.DRAFT, finished_at=None)
    taken = desk.take(desk.preview(FORM.write(case(made))))
    assert [a.state for a in in_vault(world, taken.person_id)] == [State.DRAFT]
    other = asked_openly(state=State.DRAFT, finished_at=None, id=AssessmentId(guid(650)), series_id=guid(651))
    assert ("refused", "assessment.draft_exists") in seen(desk.preview(FORM.write(case(other))))
    with pytest.raises(UserFault, match=r"^fhir\.nothing_finished$"):
        desk.save(taken.person_id, world.path.parent, purpose="journal")


def test_nothing_is_written_over(world: World) -> None:
    desk = world.services.exchange
    desk.take(desk.preview(data()))
    found = good()
    item(found)["answer"][0]["valueCoding"]["code"] = "5"
    assert ("refused", "fhir.assessment_differs") in seen(desk.preview(data(found)))
    response(found)["id"] = guid(660)
    assert ("refused", "fhir.version_taken") in seen(desk.preview(data(found)))
    newer = asked_openly(id=AssessmentId(guid(660)), version=2, version_reason="Rettet")
    taken = desk.take(desk.preview(FORM.write(case(newer))))
    assert [a.version for a in in_vault(world, taken.person_id)] == [2, 1]


def test_an_assessment_stays_with_its_person(world: World) -> None:
    desk = world.services.exchange
    desk.take(desk.preview(data()))
    found = good()
    patient(found).update(id=guid(170), birthDate="1950-01-01")
    patient(found)["identifier"][0]["value"] = numbers.fnr(9, born=date(1950, 1, 1), series="tenor")
    assert ("refused", "fhir.of_another_person") in seen(desk.preview(data(found)))


@pytest.mark.parametrize(
    ("day", "code"),
    [("2026-11-24", "interview.date_future"), ("1940-01-01", "interview.before_birth")],
)
def test_a_day_that_can_not_be(world: World, day: str, code: str) -> None:
    found = good()
    response(found)["authored"] = day
    preview = world.services.exchange.preview(data(found))
    told = [(line.code, line.where) for line in preview.lines if line.state == "refused"]
    assert (code, "/entry/1/resource/authored") in told


def test_a_hard_rule_stops_a_finished_one_beside_its_item(world: World) -> None:
    found = good()
    item(found, "doctor_date")["answer"][0]["valueDate"] = "2026-12-05"
    lines = [line for line in world.services.exchange.preview(data(found)).lines if line.state == "refused"]
    assert [(line.code, line.what) for line in lines] == [("fhir.rule", "doctor_date")]
    assert lines[0].rule is not None
    response(found)["status"] = "in-progress"
    assert world.services.exchange.preview(data(found)).refusals == 0


def test_other_programs_ids_become_ours_the_same_every_time(world: World) -> None:
    found = good()
    patient(found)["id"] = "p-1"
    response(found)["id"] = "qr-1"
    response(found)["identifier"]["value"] = "s-1"
    desk = world.services.exchange
    taken = desk.take(desk.preview(data(found)))
    assert all(len(i) == 36 for i in (taken.person_id, *taken.assessments))
    assert desk.preview(data(found)).nothing_new
    patient(found).pop("identifier")
    assert desk.preview(data(found)).nothing_new


def test_what_stands_beside_is_told_and_passed_over(world: World) -> None:
    found = good()
    found["entry"].append({"fullUrl": "x", "resource": {"resourceType": "Organization"}})
    preview = world.services.exchange.preview(data(found))
    assert ("passed_over", "fhir.passed_over") in seen(preview)
    assert preview.refusals == 0


def test_practice_and_real_never_mix(world: World, real: World) -> None:
    assert ("refused", "fhir.practice_in_real") in seen(real.services.exchange.preview(data()))
    unmarked = FORM.write(case(asked_openly(), practice=False))
    assert ("refused", "fhir.real_in_practice") in seen(world.services.exchange.preview(unmarked))
    assert ("refused", "identity.synthetic_in_production") in seen(real.services.exchange.preview(unmarked))


def test_a_real_case_leaves_unmarked_and_a_synthetic_one_does_not(real: World, tmp_path: Path) -> None:
    person = real.services.persons.register(real.form())
    interview = real.services.interviews.start(person.id, date(2026, 11, 1), Reason.PERIODIC)
    interview.answer("v01", "3")
    interview.finish()
    path, _ = real.services.exchange.save(person.id, tmp_path, purpose="journal")
    assert "ovelse" not in path.name
    assert b"HTEST" not in path.read_bytes()
    assert [f.file.kind for f in real.services.written_files.left()] == ["case"]
    with real.session.work() as work:  # a number that no form takes
        from kpr_desktop.domain.identity import Fnr

        made = Fnr.parse(numbers.fnr(5, born=date(1942, 3, 14), series="tenor"))
        held_now = work.persons.get(person.id)
        work.persons.update(replace(held_now, identity=made, version=held_now.version + 1))
        work.commit()
    with pytest.raises(UserFault, match=r"^gate\.synthetic_person$"):
        real.services.exchange.save(person.id, tmp_path, purpose="journal")


def test_the_code_book_as_a_file(world: World, tmp_path: Path) -> None:
    path = world.services.exchange.save_questionnaire(2026, tmp_path)
    assert json.loads(path.read_bytes())["resourceType"] == "Questionnaire"


def test_a_file_that_is_not_there_or_no_file(world: World, tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(EnvironmentFault, match=r"^fhir\.cannot_read$"):
            world.services.exchange.read_file(path)


def test_a_file_that_can_not_be_opened(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"{}")

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(EnvironmentFault, match=r"^fhir\.cannot_read$"):
        world.services.exchange.read_file(path)


def test_no_bad_file_changes_anything(world: World) -> None:
    desk = world.services.exchange
    for bad in bad_files():
        try:
            preview = desk.preview(bad.data)
        except UserFault as fault:
            assert fault.code == bad.code
            continue
        assert bad.code in {line.code for line in preview.lines}, bad.name
        assert preview.refusals
        with pytest.raises(UserFault, match=r"^fhir\.refused$"):
            desk.take(preview)
    assert held(world) == (0, 0)


def test_whoever_may_not_write_takes_nothing_in(world: World) -> None:
    world.session.vault.user = replace(world.session.user, roles=frozenset(("auditor",)))  # type: ignore[misc]
    with pytest.raises(UserFault, match=r"^rights\.not_allowed$"):
        world.services.exchange.preview(data())


def test_the_right_is_asked_before_a_byte_is_read(world: World, tmp_path: Path) -> None:
    preview = world.services.exchange.preview(data())
    sits_down(world, colleague(world, "Eva Li", "auditor"))
    desk = world.services.exchange
    for act in (
        lambda: desk.preview(b"{"),
        lambda: desk.take(replace(preview, data=b"{")),
        lambda: desk.read_file(tmp_path / "finnes-ikke.json"),
    ):
        with pytest.raises(UserFault, match=r"^rights\.not_allowed$"):
            act()


def test_an_id_of_another_program_is_nobody_without_the_same_name(world: World) -> None:
    def of(name: str) -> bytes:
        found = good()
        own = patient(found)
        own["id"] = "1"
        own.pop("identifier")
        own["name"] = [{"family": name, "given": ["Blid"]}]
        return data(found)

    desk = world.services.exchange
    desk.take(desk.preview(of("Fjellbekk")))
    assert desk.preview(of("Fjellbekk")).nothing_new
    assert ("refused", "fhir.name_differs") in seen(desk.preview(of("Granskog")))
    assert held(world) == (1, 1)
