from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kpr_desktop.codebook.resources import resource
from kpr_desktop.domain.assessment import Answer, Entry
from kpr_desktop.domain.care_service import Pause, ProviderChange
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.csv_text import safe, table
from kpr_desktop.exports.yearly2 import CONTENT, IDENTITY, Yearly2
from kpr_desktop.usecases.records import YearlyExtract, YearlyPerson
from kpr_desktop.usecases.submission_records import HospitalStay
from tests.exports.fhir_samples import BOOKS, full_assessment
from tests.exports.golden import check_golden
from tests.exports.samples import (
    NUMBERS,
    SECRETS,
    Shelf,
    assessment,
    extract,
    guid,
    person,
    service,
    whole_extract,
)

WRITER = Yearly2(Shelf())
SCHEMAS: dict[str, Any] = {
    name: json.loads(resource("schemas", f"yearly-2-{part}.schema.json").read_text(encoding="utf-8"))
    for name, part in ((IDENTITY, "identity"), (CONTENT, "content"))
}


def keyed(made: YearlyExtract) -> YearlyExtract:
    return replace(made, persons=tuple(replace(p, key=guid(900 + i)) for i, p in enumerate(made.persons)))


def parts(made: YearlyExtract, writer: Yearly2 = WRITER) -> dict[str, bytes]:
    found = dict(writer.parts(writer.write(keyed(made))))
    for name, schema in SCHEMAS.items():
        Draft202012Validator(schema).validate(json.loads(found[name]))
    return found


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def rich() -> YearlyPerson:
    care = service(
        complained_on=date(2026, 1, 22),
        complaint_answered_on=date(2026, 1, 25),
        changes=(
            ProviderChange(guid(312), date(2026, 9, 1)),
            ProviderChange(guid(311), date(2026, 5, 1), "987654325", "Elvedal omsorg"),
        ),
        pauses=(Pause(guid(301), date(2026, 3, 1), date(2026, 3, 9), "sykehus", "hospital"),),
    )
    services = (care, service(id=guid(205), rolling=True, type="8"))
    who = person()
    stays = (
        HospitalStay(guid(402), who.id, date(2026, 12, 20), None, "", "Fjordby sykehus"),
        HospitalStay(guid(401), who.id, date(2026, 3, 1), date(2026, 3, 9), "987654325", "Elvedal omsorg"),
    )
    return YearlyPerson(who, (full_assessment(),), services, stays=stays)


def test_what_it_is() -> None:
    assert (WRITER.id, WRITER.official) == ("yearly-2", False)
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)


def test_golden_files() -> None:
    for name, data in parts(extract(rich()), Yearly2(BOOKS)).items():
        check_golden(f"yearly_2/{name}", data)
    parts(whole_extract())


def test_who_and_what_stand_apart_and_are_joined_by_the_key_alone() -> None:
    found = parts(whole_extract())
    who, what = json.loads(found[IDENTITY]), json.loads(found[CONTENT])
    assert [p["key"] for p in who["persons"]] == [p["key"] for p in what["persons"]]
    others = [data.decode() for name, data in found.items() if name != IDENTITY]
    assert [n for n in NUMBERS if any(n in each for each in others)] == []
    assert "1945-01-20" not in "".join(others)
    numbers = [p["identity"] and p["identity"]["number"] for p in who["persons"]]
    assert set(numbers) == {None, NUMBERS[0], NUMBERS[1]}
    assert who["persons"][0]["deathDate"] == "2026-07-07"


def test_no_name_address_note_or_other_free_text_leaves() -> None:
    everything = (
        b"".join(parts(extract(rich(), *whole_extract().persons), Yearly2(BOOKS)).values()).decode().lower()
    )
    assert [word for word in SECRETS if word.lower() in everything and word != "sykehus"] == []
    assert "fastlegen" not in everything
    assert "fjordby" not in everything
    assert "took_part" not in everything


def test_a_key_is_needed_and_everybodys_own() -> None:
    with pytest.raises(ValueError, match="key of her own"):
        WRITER.write(extract(rich()))
    twice = replace(rich(), key="a")
    with pytest.raises(ValueError, match="key of her own"):
        WRITER.write(extract(twice, twice))


def test_the_same_persons_give_the_same_bytes_in_any_order() -> None:
    made = keyed(whole_extract())
    mixed = list(made.persons)
    random.Random(1).shuffle(mixed)
    assert WRITER.write(made) == WRITER.write(replace(made, persons=tuple(mixed)))


def test_services_in_full() -> None:
    [one] = json.loads(parts(extract(rich()), Yearly2(BOOKS))[CONTENT])["persons"]
    care = one["services"][0]
    assert (care["complainedOn"], care["complaintAnsweredOn"]) == ("2026-01-22", "2026-01-25")
    assert care["providerChanges"] == [
        {"since": "2026-05-01", "providerNumber": "987654325"}, {"since": "2026-09-01", "providerNumber": None},
    ]  # fmt: skip
    assert care["pauses"] == [{"from": "2026-03-01", "to": "2026-03-09", "reason": "hospital"}]
    assert one["hospitalStays"] == [
        {"from": "2026-03-01", "to": "2026-03-09", "hospitalNumber": "987654325"},
        {"from": "2026-12-20", "to": None, "hospitalNumber": None},
    ]
    assert one["birthYear"] == 1945


def test_every_item_of_the_year_that_may_be_told() -> None:
    [one] = json.loads(parts(extract(rich()), Yearly2(BOOKS))[CONTENT])["persons"]
    [told] = one["assessments"]
    assert len(told["scores"]) == 19  # v06 has a note and no score
    assert told["items"]["doctor_date"] == "2026-04-30"
    assert "work_help_received" in told["items"]
    assert [r["item"] for r in told["entries"]] == ["coercion", "diagnosis"]


def test_an_item_that_the_book_does_not_know_stops_the_extract() -> None:
    for made in (
        assessment(answers={"v99": Answer("v99", "1")}),
        assessment(entries=(Entry("e", "v99", {}),)),
    ):
        with pytest.raises(UserFault, match=r"^export\.unknown_item$"):
            WRITER.write(keyed(extract(YearlyPerson(person(), (made,), ()))))


def test_a_row_that_is_being_typed_is_left_out() -> None:
    made = assessment(entries=(Entry.unfinished("diagnosis", {"code": "P7"}),))
    [one] = json.loads(parts(extract(YearlyPerson(person(), (made,), ())))[CONTENT])["persons"]
    assert one["assessments"][0]["entries"] == []


def test_the_tables_say_what_the_content_says() -> None:
    found = parts(extract(rich()), Yearly2(BOOKS))
    assert set(found) == {
        IDENTITY, CONTENT, "personer.csv", "kartlegginger.csv", "rader.csv", "tjenester.csv", "stopp.csv",
        "utforere.csv", "sykehusopphold.csv",
    }  # fmt: skip
    [one] = rows(found["personer.csv"])
    assert (one["key"], one["birthYear"], one["municipality"]) == (guid(900), "1945", "0301")
    [told] = rows(found["kartlegginger.csv"])
    assert (told["nr"], told["v05"], told["v06"], told["doctor_date"]) == ("1", "4", "", "2026-04-30")
    assert [r["value"] for r in rows(found["rader.csv"]) if r["field"] == "code"] == ["P70"]
    care, relief = rows(found["tjenester.csv"])
    assert (care["weekMinutes"], care["rolling"], relief["rolling"]) == ("150", "", "1")
    assert rows(found["stopp.csv"])[0]["reason"] == "hospital"
    assert [r["since"] for r in rows(found["utforere.csv"])] == ["2026-05-01", "2026-09-01"]
    first, second = rows(found["sykehusopphold.csv"])
    assert (first["to"], first["hospitalNumber"]) == ("2026-03-09", "987654325")
    assert (second["nr"], second["from"], second["to"], second["hospitalNumber"]) == (
        "2",
        "2026-12-20",
        "",
        "",
    )


def test_the_name_tells_nothing_of_anybody() -> None:
    made = keyed(whole_extract())
    assert WRITER.file_name(made).endswith(".ovelse.mappe")
    assert WRITER.file_name(replace(made, practice=False)).startswith("yearly2-2026_4201_20270104-120000_")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\u00a0=1", "\r=1", "\n=1", "\uff1d1", "=cmd|' /C calc'!A0"],
)
def test_no_cell_is_run_by_a_spreadsheet(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_a_table_for_eyes() -> None:
    made = table(("a", "b;c"), [["x", None], [1, 'say "hi"'], [-3, "line\nbreak"]])
    assert made == b'\xef\xbb\xbfa;"b;c"\r\nx;\r\n1;"say ""hi"""\r\n-3;"line\nbreak"\r\n'
