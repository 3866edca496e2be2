from __future__ import annotations

import json
import re

import pytest

from kpr_desktop.errors import UserFault
from tests.exports.fhir_samples import FORM
from tests.support.bad_fhir import BadFile, bad_files, good, item, patient, response

FILES = bad_files()
_POINTER = re.compile(r"/([A-Za-z]+|\d+)?(/([A-Za-z]+|\d+))*")


def test_there_are_enough_of_them() -> None:
    assert len({f.name for f in FILES}) == len(FILES) >= 80
    assert FORM.read(json.dumps(good()).encode()).refused == ()


@pytest.mark.parametrize("bad", FILES, ids=lambda f: f.name)
def test_a_bad_file_is_told_with_its_place(bad: BadFile) -> None:
    if bad.whole:
        with pytest.raises(UserFault) as told:
            FORM.read(bad.data)
        assert told.value.code == bad.code
        return
    refused = FORM.read(bad.data).refused
    assert bad.code in {r.code for r in refused}
    assert all(_POINTER.fullmatch(r.where) for r in refused)


def test_a_place_never_holds_what_somebody_has_written() -> None:
    found = good()
    patient(found)["Ola Nordmann"] = 1
    [refused] = FORM.read(json.dumps(found).encode()).refused
    assert refused.where == "/entry/0/resource"


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = good()
    item(found)["answer"][0]["valueCoding"]["code"] = "7"
    item(found, "v02")["linkId"] = "v77"
    patient(found)["gender"] = "x"
    assert [r.code for r in FORM.read(json.dumps(found).encode()).refused] == [
        "fhir.code", "fhir.code", "fhir.unknown_item",
    ]  # fmt: skip


def test_what_other_programs_add_is_passed_over() -> None:
    found = good()
    found["meta"]["tag"].insert(0, {"system": "http://example.org/tags", "code": "x"})
    patient(found)["name"][0].pop("given")
    foreign = {"url": "http://example.org/x", "valueDecimal": 1.5}
    response(found)["extension"].append(foreign)
    item(found).setdefault("extension", []).append(foreign)
    found["entry"].append({"fullUrl": "urn:x:9", "resource": {"resourceType": "Organization", "id": "o"}})
    old = dict(patient(found)["identifier"][0]) | {"use": "old"}
    local = {
        "system": "http://example.org/local",
        "value": "17",
        "type": {"coding": [{"system": "x", "code": "y"}]},
    }
    patient(found)["identifier"] += [old, local, {"value": "99"}]
    patient(found)["name"].insert(0, {"use": "nickname", "family": "Kalle"})
    read = FORM.read(b"\xef\xbb\xbf" + json.dumps(found).encode())
    assert read.refused == ()
    assert read.passed_over == ("/entry/2/resource",)
    assert read.person is not None
    assert read.person.form["family_name"] == "Fjellbekk"


def test_a_bare_response_of_another_program() -> None:
    found = response(good())
    for name in ("extension", "identifier", "author", "meta"):
        found.pop(name)
    number = patient(good())["identifier"][0]
    found |= {"authored": "2026-05-04T09:30:00+02:00", "subject": {"identifier": number}, "id": "qr-1"}
    flat = [i for g in found["item"] for i in g["item"]]
    for each in flat:
        each.pop("id", None)
    found["item"] = flat
    read = FORM.read(json.dumps(found).encode())
    assert read.refused == ()
    assert read.person is not None
    assert read.person.form == {"identity": number["value"], "id_kind": "auto", "kind": "fnr"}
    [one] = read.assessments
    assert (one.assessment.series_id, one.assessment.version, one.assessment.assessor_name) == ("qr-1", 1, "")
    assert one.assessment.finished_at is not None
    assert one.where == ""


def test_a_help_number_tells_whose_it_is() -> None:
    found = good()
    kind = {"system": "urn:oid:2.16.578.1.12.4.1.1.8327", "code": "HNR"}
    patient(found)["identifier"] = [{"type": {"coding": [kind]}, "value": "1", "assigner": {"display": "X"}}]
    read = FORM.read(json.dumps(found).encode()).person
    assert read is not None
    assert (read.form["kind"], read.form["id_kind"]) == ("h", "auto")
    fnr = {"system": "urn:oid:2.16.578.1.12.4.1.1.9032", "code": "1"}
    patient(found)["identifier"] = [{"type": {"coding": [fnr]}, "value": "1"}]
    read = FORM.read(json.dumps(found).encode()).person
    assert read is not None
    assert (read.form["kind"], read.form["id_kind"]) == ("fnr", "auto")


def test_a_person_without_number_phone_or_address() -> None:
    found = good()
    for name in ("identifier", "telecom", "address", "birthDate", "meta"):
        patient(found).pop(name)
    patient(found)["telecom"] = [{"system": "email", "value": "x"}]
    read = FORM.read(json.dumps(found).encode()).person
    assert read is not None
    assert read.form == {"given_name": "Blid", "family_name": "Fjellbekk", "sex": "2"}
