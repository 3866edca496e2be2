from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.codebook.resources import resource
from kpr_desktop.domain.assessment import Answer, Entry
from kpr_desktop.domain.navigation import is_visible
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.yearly import FORMAT, Yearly1
from kpr_desktop.usecases.records import YearlyPerson
from tests.exports.golden import check_golden
from tests.exports.samples import SECRETS, Shelf, assessment, extract, guid, person, service, whole_extract

WRITER = Yearly1(Shelf())
SCHEMA: dict[str, Any] = json.loads(resource("schemas", "yearly-1.schema.json").read_text(encoding="utf-8"))


def written(*persons: YearlyPerson) -> dict[str, Any]:
    data = WRITER.write(extract(*persons))
    document: dict[str, Any] = json.loads(data)
    Draft202012Validator(SCHEMA).validate(document)
    return document


def only(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = written(YearlyPerson(person(**changes), (assessment(),), (service(),)))[
        "persons"
    ][0]
    return found


def test_what_it_is() -> None:
    assert (WRITER.id, WRITER.official) == ("yearly-1", False)
    Draft202012Validator.check_schema(SCHEMA)
    name = WRITER.file_name(whole_extract())
    assert name.startswith("yearly1-2026_4201_")
    assert name.endswith(".ovelse.json")
    assert WRITER.parts(b"{}") == ()


def test_golden_file() -> None:
    data = WRITER.write(whole_extract())
    Draft202012Validator(SCHEMA).validate(json.loads(data))
    check_golden("yearly_1.json", data)


def test_the_head_says_what_the_file_is() -> None:
    document = written()
    assert document.pop("persons") == []
    assert document == {
        "format": FORMAT, "official": False, "practice": True, "year": 2026, "municipality": "4201",
        "madeAt": "2027-01-04T12:00:00+01:00", "program": "KPR Desktop", "programVersion": "1.2.3",
        "codebookYear": 2026, "personCount": 0,
    }  # fmt: skip
    assert json.loads(WRITER.write(extract(practice=False)))["practice"] is False


def test_a_person_a_score_a_service() -> None:
    found = only()
    assert found["identity"] == {"type": "1", "number": "20814549217"}
    assert (found["birthDate"], found["sex"], found["household"]) == ("1945-01-20", "2", "1")
    assert (found["municipality"], found["district"]) == (
        "0301",
        "02",
    )  # where the person lived at the year's end
    [one] = found["assessments"]
    assert list(one["scores"]) == [str(n) for n in range(1, 20)]
    assert one["scores"]["7"] == "3"
    assert one["items"] == {"doctor_date": "2026-04-30", "private_help": "3"}
    assert one["entries"] == [
        {"item": "diagnosis", "values": {"code": "P70", "date": "2026-01-02", "system": "ICPC-2"}},
        {"item": "diagnosis", "values": {"system": "ICPC-2"}},
    ]
    [care] = found["services"]
    assert (care["type"], care["weekMinutes"], care["outcome"]) == ("15", 150, "2")
    assert care["pauses"] == [{"from": "2026-03-01", "to": "2026-03-09"}, {"from": "2026-06-01", "to": None}]


def test_no_name_address_note_or_other_free_text_leaves() -> None:
    data = WRITER.write(whole_extract()).decode()
    assert [word for word in SECRETS if word.lower() in data.lower()] == []
    planted = json.dumps([repr(each) for each in whole_extract().persons])
    assert [
        word for word in SECRETS if word.lower() not in planted.lower()
    ] == []  # each was there to be found


def test_nothing_tells_where_a_protected_person_lives() -> None:
    found = only(protected=True)
    assert (found["municipality"], found["district"]) == ("4201", None)
    assert "0301" not in json.dumps(found)


def test_a_person_without_residence_belongs_to_the_sender() -> None:
    found = only(residences=())
    assert (found["municipality"], found["district"]) == ("4201", None)


def test_text_in_a_coded_field_stays() -> None:
    answers = {"private_help": Answer("private_help", "Blid hjelper"), "v01": Answer("v01", "2")}
    [one] = written(YearlyPerson(person(), (assessment(answers=answers, entries=()),), ()))["persons"][0][
        "assessments"
    ]
    assert (one["items"], one["scores"], one["entries"]) == ({}, {"1": "2"}, [])


def test_a_local_item_leaves_neither_by_name_nor_by_code() -> None:
    """Who took part in the talk stays with us, whatever is marked as its code."""
    rows = (
        Entry("e1", "took_part", {"role": "interpreter", "name": "Sindig"}),
        Entry("e2", "coercion", {"kind": "24", "from": "2026-01-01"}),
    )
    answers = {"took_part": Answer("took_part", "1"), "private_help": Answer("private_help", "6")}
    data = Yearly1(CodeBooks()).write(
        extract(YearlyPerson(person(), (assessment(answers=answers, entries=rows),), ()))
    )
    document = json.loads(data)
    Draft202012Validator(SCHEMA).validate(document)
    [one] = document["persons"][0]["assessments"]
    assert [each["item"] for each in one["entries"]] == ["coercion"]
    assert one["items"] == {"private_help": "6"}
    assert not any(word in data.decode() for word in ("Sindig", "interpreter", "took_part"))


@pytest.mark.parametrize(
    "changes",
    [{"answers": {"unknown": Answer("unknown", "1")}}, {"entries": (Entry("e", "unknown", {}),)}],
)
def test_an_item_that_the_code_book_lacks_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UserFault) as caught:
        WRITER.write(extract(YearlyPerson(person(), (assessment(**changes),), ())))
    assert caught.value.code == "export.unknown_item"


def test_the_order_it_comes_in_does_not_matter() -> None:
    whole = whole_extract()
    shuffled = [
        replace(each, assessments=each.assessments[::-1], services=each.services[::-1])
        for each in whole.persons
    ]
    random.Random(1).shuffle(shuffled)
    assert WRITER.write(replace(whole, persons=tuple(shuffled))) == WRITER.write(whole)


def test_one_person_a_line() -> None:
    lines = WRITER.write(whole_extract()).decode().splitlines()
    assert len(lines) == 5
    assert [json.loads(line.rstrip(","))["sex"] for line in lines[1:4]] == ["2"] * 3


BAD: list[tuple[str, Any]] = [
    ("official", True), ("year", "2026"), ("municipality", "42"), ("madeAt", "2027-01-04"), ("extra", 1),
]  # fmt: skip
BAD_PERSON: list[tuple[str, Any]] = [
    ("name", "Blid"), ("sex", "F"), ("identity", {"type": "1"}), ("birthDate", "20.01.1945"),
    ("services", [{"note": "x"}]), ("assessments", [{"scores": {"21": "1"}}]),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value"), BAD)
def test_the_schema_refuses_a_wrong_head(key: str, value: object) -> None:
    assert not Draft202012Validator(SCHEMA).is_valid(written() | {key: value})


@pytest.mark.parametrize(("key", "value"), BAD_PERSON)
def test_the_schema_refuses_a_wrong_person(key: str, value: object) -> None:
    document = written(YearlyPerson(person(), (), ()))
    document["persons"][0][key] = value
    assert not Draft202012Validator(SCHEMA).is_valid(document)


def test_ids_of_records_stay_at_home() -> None:
    data = WRITER.write(whole_extract()).decode()
    assert not any(
        guid(n) in data
        for n in (*range(1, 5), *range(100, 104), *range(200, 204), *range(300, 303), *range(600, 603))
    )


def test_every_code_of_the_shipped_code_book_can_leave() -> None:
    """Each score and code of each item, through the real code book: none is lost, none breaks the schema."""
    shelf = CodeBooks()
    book = shelf.for_year(2026)
    values = {
        item.id: (
            [v.code for v in book.scales[item.list].values] if item.kind is ItemKind.SCORE else ["2026-04-30"]
        )
        if item.kind in (ItemKind.SCORE, ItemKind.DATE)
        else [code.code for code in book.lists[item.list].codes]
        for item in book.items.values()
        if item.kind is not ItemKind.ENTRIES
    }
    for place in range(max(map(len, values.values()))):
        answers = {item: Answer(item, codes[place % len(codes)]) for item, codes in values.items()}
        whole = extract(YearlyPerson(person(), (assessment(answers=answers, entries=()),), ()))
        document = json.loads(Yearly1(shelf).write(whole))
        Draft202012Validator(SCHEMA).validate(document)
        one = document["persons"][0]["assessments"][0]
        assert len(one["scores"]) == 20
        given = {item: answer.value for item, answer in answers.items()}
        hidden = [s for s in book.steps if s.item in given and not is_visible(s, given)]
        assert len(one["scores"]) + len(one["items"]) == len(answers) - len(hidden)


def test_an_answer_that_another_has_made_pointless_stays() -> None:
    def items(need: str) -> dict[str, str]:
        answers = {
            "work_help_need": Answer("work_help_need", need),
            "work_help_received": Answer("work_help_received", "1"),
        }
        whole = extract(YearlyPerson(person(), (assessment(answers=answers, entries=()),), ()))
        found: dict[str, str] = json.loads(Yearly1(CodeBooks()).write(whole))["persons"][0]["assessments"][0][
            "items"
        ]
        return found

    assert items("1") == {"work_help_need": "1", "work_help_received": "1"}
    assert items("2") == {"work_help_need": "2"}


def test_a_diagnosis_leaves_as_code_and_date_alone() -> None:
    shelf = CodeBooks()
    item = next(i for i in shelf.for_year(2026).items.values() if i.id == "diagnosis")
    row = {field.id: "Blid" for field in item.fields} | {"code": "F00.1", "date": "2026-01-02"}
    whole = extract(
        YearlyPerson(person(), (assessment(answers={}, entries=(Entry("e", "diagnosis", row),)),), ())
    )
    [entry] = json.loads(Yearly1(shelf).write(whole))["persons"][0]["assessments"][0]["entries"]
    told = {field.id for field in item.fields if field.kind != "text"} | {"code"}
    assert entry["values"].keys() == told


def test_a_row_that_was_never_put_in_does_not_leave() -> None:
    # Finishing takes it out of the draft already; the writer does not trust that.
    half = Entry.unfinished("diagnosis", {"code": "P7"})
    whole = Entry("e", "diagnosis", {"system": "icpc-2", "code": "P70"})
    each = YearlyPerson(person(), (assessment(answers={}, entries=(half, whole)),), ())
    [entry] = json.loads(Yearly1(CodeBooks()).write(extract(each)))["persons"][0]["assessments"][0]["entries"]
    assert entry["values"]["code"] == "P70"
