from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from kpr_desktop.domain.assessment import Answer, Assessment, Entry, State
from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.fhir_write import carried
from tests.exports.fhir_samples import BOOK, FORM, assessments, case, full_assessment
from tests.exports.golden import check_golden
from tests.exports.samples import guid
from tests.support import numbers


def written(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FORM.write(case(**changes)))
    return found


def patient(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = written(**changes)["entry"][0]["resource"]
    return found


def test_what_it_is() -> None:
    assert (FORM.id, FORM.official) == ("fhir-4", False)


def test_golden_files() -> None:
    check_golden("fhir_case.ovelse.fhir.json", FORM.write(case()))
    check_golden("fhir_questionnaire.fhir.json", FORM.questionnaire(BOOK))


@settings(max_examples=60, deadline=None)
@given(assessments())
def test_an_assessment_comes_back_equal(made: Assessment) -> None:
    read = FORM.read(FORM.write(case(made)))
    assert read.refused == ()
    assert [each.assessment for each in read.assessments] == [carried(made, BOOK)]


def test_nothing_is_lost_that_may_be_told() -> None:
    made = full_assessment()
    told = carried(made, BOOK)
    assert {e.item for e in made.entries} - {e.item for e in told.entries} == {"took_part"}
    lost = set(made.answers) - set(told.answers)
    assert lost == {i for i in made.answers if BOOK.items[i].visible_when and i in lost}
    assert all(told.answers[i] == made.answers[i] for i in told.answers)


def test_a_pointless_answer_is_not_said() -> None:
    answers = {
        "work_help_need": Answer("work_help_need", "2"),
        "work_help_received": Answer("work_help_received", "1"),
    }
    told = carried(full_assessment(answers=answers), BOOK)
    assert set(told.answers) == {"work_help_need"}


def test_what_no_text_may_hold_is_left_out() -> None:
    made = full_assessment(answers={"v01": Answer("v01", "1", "a\x00b\x1fc\ud800d")}, version_reason="x\x07y")
    read = FORM.read(FORM.write(case(made)))
    assert read.assessments[0].assessment.note("v01") == "abcd"
    assert read.assessments[0].assessment.version_reason == "xy"


def test_an_item_that_the_book_does_not_know_stops_the_file() -> None:
    with pytest.raises(UserFault, match=r"^export\.unknown_item$"):
        FORM.write(case(full_assessment(answers={"v99": Answer("v99", "1")})))


def test_a_row_that_is_being_typed_does_not_leave() -> None:
    rows = (Entry.unfinished("diagnosis", {"code": "P7"}),)
    assert carried(full_assessment(entries=rows), BOOK).entries == ()


def test_a_practice_case_is_marked_in_every_resource_and_in_its_name() -> None:
    found = written()
    marks = [found["meta"], *(e["resource"]["meta"] for e in found["entry"])]
    assert [m["tag"][0]["code"] for m in marks] == ["HTEST"] * 3
    assert FORM.file_name(case()).endswith(".ovelse.fhir.json")
    real = case(practice=False)
    assert b"HTEST" not in FORM.write(real)
    assert FORM.file_name(real).endswith(".fhir.json")
    assert "ovelse" not in FORM.file_name(real)
    assert FORM.questionnaire_name(BOOK) == "kodeverk_2026.fhir.json"


@pytest.mark.parametrize(
    ("number", "system"),
    [
        (Fnr.parse(numbers.fnr(1, born=date(1942, 3, 14), series="tenor")), "urn:oid:2.16.578.1.12.4.1.4.1"),
        (Fnr.parse(numbers.d_number(1, series="tenor")), "urn:oid:2.16.578.1.12.4.1.4.2"),
        (Fnr.parse(numbers.fh_number(1)), "urn:oid:2.16.578.1.12.4.1.4.3"),
        (Fnr.parse(numbers.duf(1)), "urn:oid:2.16.578.1.12.4.1.4.5"),
    ],
)
def test_an_identity_number_has_its_national_system(number: Fnr, system: str) -> None:
    [found] = patient(identity=number)["identifier"]
    assert found == {"system": system, "value": number.reveal("test")}
    read = FORM.read(FORM.write(case(identity=number))).person
    assert read is not None
    assert (read.form["identity"], read.form["id_kind"]) == (number.reveal("test"), "auto")


def test_a_help_number_goes_out_with_its_owner() -> None:
    number = Fnr.parse(numbers.h_number(1, born=date(1942, 3, 14)))
    [found] = patient(identity=number)["identifier"]
    assert found["assigner"] == {"display": "Elvedal kommune"}
    read = FORM.read(FORM.write(case(identity=number))).person
    assert read is not None
    assert (read.form["kind"], read.form["id_kind"]) == ("h", "auto")


@pytest.mark.parametrize("kind", [k for k in IdKind if k.is_free_text])
def test_a_number_of_another_country_has_its_type(kind: IdKind) -> None:
    read = FORM.read(FORM.write(case(identity=Fnr.other(kind, "AB-1234")))).person
    assert read is not None
    assert (read.form["identity"], read.form["id_kind"], read.form["kind"]) == (
        "AB-1234",
        kind.value,
        kind.value,
    )


def test_of_a_protected_person_no_address_leaves_and_the_file_says_so() -> None:
    found = patient(protected=True)
    assert "address" not in found
    assert found["meta"]["security"][0]["code"] == "R"
    read = FORM.read(FORM.write(case(protected=True))).person
    assert read is not None
    assert read.form["protected"] == "1"


def test_the_rest_of_the_person() -> None:
    born, died = date(1945, 1, 20), date(2026, 6, 1)
    read = FORM.read(FORM.write(case(identity=None, birth_date=born, death_date=died, sex="9"))).person
    assert read is not None
    assert read.form == {
        "given_name": "Blid", "family_name": "Fjellbekk", "birth_date": "20.01.1945", "death_date": "01.06.2026",
        "sex": "9", "phone": "90000000", "line1": "Storgata 1", "postal_code": "4790", "place": "Elvedal",
    }  # fmt: skip
    bare = patient(identity=None, birth_date=None, phone="", address=type(case().person.address)())
    assert set(bare) == {"resourceType", "id", "meta", "name", "gender"}


def test_a_draft_a_finished_one_and_a_corrected_one() -> None:
    draft = full_assessment(state=State.DRAFT, finished_at=None, id=guid(610), series_id=guid(611))
    amended = full_assessment(version=2, version_reason="Feil dag", id=guid(612))
    found = json.loads(FORM.write(case(draft, amended, full_assessment())))
    assert [e["resource"]["status"] for e in found["entry"][1:]] == ["in-progress", "amended", "completed"]
    read = FORM.read(FORM.write(case(draft, amended, full_assessment())))
    assert [a.assessment.version for a in read.assessments] == [1, 2, 1]
    assert read.refused == ()


def test_the_questionnaire_asks_what_the_interview_asks() -> None:
    found = json.loads(FORM.questionnaire(BOOK))
    links = [i["linkId"] for g in found["item"] for i in g["item"]]
    assert links == [s.item for s in BOOK.steps if not BOOK.items[s.item].local]
    asked = {i["linkId"]: i for g in found["item"] for i in g["item"]}
    assert len(asked["v01"]["answerOption"]) == 6
    assert asked["work_help_received"]["enableWhen"][0]["question"] == "work_help_need"
    assert asked["diagnosis"]["repeats"] is True
    every = {i["linkId"] for i in _all(found)}
    assert len(every) == len(list(_all(found)))


def _all(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [found for each in node.get("item", []) for found in (each, *_all(each))]


def test_several_lists_of_values_are_any_of_them() -> None:
    item = BOOK.items["work_help_received"]
    assert item.visible_when is not None
    wide = replace(item, visible_when=replace(item.visible_when, values=frozenset(("1", "2"))))
    book = replace(BOOK, items={**BOOK.items, item.id: wide})
    found = json.loads(FORM.questionnaire(book))
    asked = next(i for i in _all(found) if i["linkId"] == item.id)
    assert asked["enableBehavior"] == "any"
