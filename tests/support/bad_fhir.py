"""Files that are no case, or not quite: each with the code of the reason that must be told. Nobody lives in them."""

# ruff: noqa: E501 - one fault a line is read best
from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.exports.fhir_samples import FORM, asked_openly, case

Json = dict[str, Any]
OURS = "https://kpr-desktop.invalid/fhir/StructureDefinition/"


@dataclass(frozen=True)
class BadFile:
    """`code`: what is told of it. `whole`: it is no such file at all, so nothing more is read."""

    name: str
    data: bytes
    code: str
    whole: bool = False


def good() -> Json:
    """A case that can be taken in."""
    found: Json = json.loads(FORM.write(case(asked_openly())))
    return found


def _bytes(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def _zip(size: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("case.json", b"0" * size)
    return held.getvalue()


def _whole() -> list[BadFile]:
    text = _bytes(good()).decode()
    made = [*_packed_or_coded(text), *_no_json(text), *_no_case(text)]
    cut = [
        BadFile(
            f"cut-{share}", text.encode()[: len(text.encode()) * share // 10], "fhir.not_json", whole=True
        )
        for share in range(1, 10)
    ]
    return [*(BadFile(name, data, code, whole=True) for name, data, code in made), *cut]


_Made = list[tuple[str, bytes, str]]


def _packed_or_coded(text: str) -> _Made:
    return [
        ("empty", b"", "fhir.empty"),
        ("blanks", b" \n\t ", "fhir.empty"),
        ("too-large", b'"' + b"a" * (8 * 1024 * 1024) + b'"', "fhir.too_large"),
        ("zip", _zip(10), "fhir.packed"),
        ("zip-bomb", _zip(20_000_000), "fhir.packed"),
        ("gzip-bomb", gzip.compress(b"0" * 20_000_000), "fhir.packed"),
        ("bzip2", bz2.compress(text.encode()), "fhir.packed"),
        ("xz", lzma.compress(text.encode()), "fhir.packed"),
        ("7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, "fhir.packed"),
        ("zstd", b"\x28\xb5\x2f\xfd" + b"\0" * 40, "fhir.packed"),
        ("rar", b"Rar!\x1a\x07\x00" + b"\0" * 40, "fhir.packed"),
        ("utf-16", text.encode("utf-16"), "fhir.encoding"),
        ("utf-16-be", b"\xfe\xff" + text.encode("utf-16-be"), "fhir.encoding"),
        ("utf-16-no-mark", text.encode("utf-16-le"), "fhir.encoding"),
        ("utf-32", text.encode("utf-32"), "fhir.encoding"),
        ("latin-1", text.replace("Blid", "Blåd").encode("latin-1"), "fhir.encoding"),
        ("nul", text.encode()[:100] + b"\0" + text.encode()[100:], "fhir.encoding"),
        ("overlong", text.encode().replace(b"Blid", b"Bl\xc0\xafd"), "fhir.encoding"),
        ("half-pair", text.replace("Blid", "\\ud800").encode(), "fhir.encoding"),
    ]


def _no_json(text: str) -> _Made:
    return [
        ("xml", b"<?xml version='1.0'?><Bundle xmlns='http://hl7.org/fhir'/>", "fhir.not_json"),
        ("billion-laughs", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "fhir.not_json"),
        ("words", b"Hei", "fhir.not_json"),
        ("two", text.encode() * 2, "fhir.not_json"),
        ("comment", b"// x\n" + text.encode(), "fhir.not_json"),
        ("single-quotes", text.replace('"', "'").encode(), "fhir.not_json"),
        ("trailing-comma", (text[:-1] + ",}").encode(), "fhir.not_json"),
        ("nan", b'{"resourceType": NaN}', "fhir.not_json"),
        ("infinity", b'{"resourceType": -Infinity}', "fhir.not_json"),
        ("huge-number", b'{"resourceType": ' + b"9" * 5000 + b"}", "fhir.not_json"),
        ("open-string", b'{"resourceType": "Bundle', "fhir.not_json"),
        ("quotes", b'"' * 300_001, "fhir.not_json"),
        ("line-break-in-string", text.replace("Blid", "Bl\nid").encode(), "fhir.not_json"),
    ]


def _no_case(text: str) -> _Made:
    return [
        ("deep-lists", b"[" * 100_000, "fhir.too_deep"),
        ("deep-objects", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "fhir.too_deep"),
        ("deep-items", b'{"item":[' * 30 + b"]}" * 30, "fhir.too_deep"),
        ("twice-type", b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "fhir.duplicate_key"),
        ("twice-value", text.replace('"use":', '"family": "X", "use":', 1).encode(), "fhir.duplicate_key"),
        ("list", b"[]", "fhir.not_a_case"),
        ("null", b"null", "fhir.not_a_case"),
        ("number", b"12.5", "fhir.not_a_case"),
        ("text", b'"Bundle"', "fhir.not_a_case"),
        ("object", b"{}", "fhir.not_a_case"),
        ("type-number", b'{"resourceType": 1}', "fhir.not_a_case"),
        ("patient-alone", b'{"resourceType": "Patient"}', "fhir.not_a_case"),
        ("questionnaire", b'{"resourceType": "Questionnaire"}', "fhir.not_a_case"),
    ]


def patient(found: Json) -> Json:
    held: Json = found["entry"][0]["resource"]
    return held


def response(found: Json) -> Json:
    held: Json = found["entry"][1]["resource"]
    return held


def item(found: Json, link: str = "v01") -> Json:
    """One answered question; a row for a repeating one."""
    return next(i for g in response(found)["item"] for i in g["item"] if i["linkId"] == link)


def _set(path: Callable[[Json], Json], **fields: Any) -> Callable[[Json], None]:
    return lambda found: path(found).update(fields)


def _drop(path: Callable[[Json], Json], name: str) -> Callable[[Json], None]:
    def drop(found: Json) -> None:
        del path(found)[name]

    return drop


def _add(path: Callable[[Json], list[Any]], value: Any) -> Callable[[Json], None]:
    return lambda found: path(found).append(value)


def _root(found: Json) -> Json:
    return found


def _coding(found: Json) -> Json:
    held: Json = item(found)["answer"][0]["valueCoding"]
    return held


def _entries(found: Json) -> list[Any]:
    held: list[Any] = found["entry"]
    return held


def _ext(found: Json, name: str) -> Json:
    return next(e for e in response(found)["extension"] if e["url"].endswith(name))


def _note(found: Json) -> Json:
    return next(e for e in item(found, "v05")["extension"] if e["url"].endswith("/note"))


def _again(place: int) -> Callable[[Json], None]:
    """The same resource under another address."""
    return lambda found: found["entry"].append(
        {"fullUrl": "urn:x:2", "resource": found["entry"][place]["resource"]}
    )


def _other_again(found: Json) -> None:
    copy = json.loads(json.dumps(response(found)))
    copy["id"] = "another"
    found["entry"].append({"fullUrl": "urn:x:2", "resource": copy})


def _drafts(found: Json) -> None:
    for number in (1, 2):
        copy = json.loads(json.dumps(response(found)))
        copy |= {"id": f"d{number}", "status": "in-progress"}
        del copy["identifier"]
        found["entry"].append({"fullUrl": f"urn:x:{number}", "resource": copy})


def _second_patient(found: Json) -> None:
    found["entry"].append({"fullUrl": "urn:x:2", "resource": {"resourceType": "Patient", "id": "p2"}})


_FAULTS: list[tuple[str, Callable[[Json], Any], str]] = [
    # the bundle
    ("bundle-type", _set(_root, type="message"), "fhir.not_a_collection"),
    ("bundle-no-type", _drop(_root, "type"), "fhir.lacking"),
    ("bundle-unknown-field", _set(_root, link=[]), "fhir.unknown_field"),
    ("bundle-rules", _set(_root, implicitRules="http://x"), "fhir.modifier"),
    ("bundle-entry-object", _set(_root, entry={}), "fhir.not_a_list"),
    ("bundle-entry-empty", _set(_root, entry=[]), "fhir.not_a_list"),
    ("bundle-no-entry", _drop(_root, "entry"), "fhir.lacking"),
    ("bundle-entry-text", _set(_root, entry=["x"]), "fhir.not_an_object"),
    ("bundle-too-many", _set(_root, entry=[{}] * 501), "fhir.too_many"),
    ("bundle-meta-text", _set(_root, meta="x"), "fhir.not_an_object"),
    ("entry-no-url", lambda f: f["entry"][0].pop("fullUrl"), "fhir.lacking"),
    ("entry-no-resource", lambda f: f["entry"][0].pop("resource"), "fhir.lacking"),
    ("entry-request", lambda f: f["entry"][0].update(request={}), "fhir.unknown_field"),
    ("same-url", lambda f: f["entry"][1].update(fullUrl=f["entry"][0]["fullUrl"]), "fhir.duplicate_id"),
    ("same-id", _again(1), "fhir.duplicate_id"),
    ("same-series-and-version", _other_again, "fhir.duplicate_id"),
    ("two-drafts", _drafts, "fhir.one_draft"),
    ("two-patients", _second_patient, "fhir.one_patient"),
    ("no-patient", lambda f: f["entry"].pop(0), "fhir.no_patient"),
    ("no-response", lambda f: f["entry"].pop(1), "fhir.no_response"),
    ("observation", _add(_entries, {"fullUrl": "x", "resource": {"resourceType": "Observation"}}), "fhir.unknown_resource"),
    ("other-subject", lambda f: response(f)["subject"].update(reference="Patient/2"), "fhir.other_subject"),
    ("no-subject", _drop(response, "subject"), "fhir.lacking"),
    # the person
    ("patient-unknown-field", _set(patient, photo=[]), "fhir.unknown_field"),
    ("patient-contained", _set(patient, contained=[]), "fhir.modifier"),
    ("patient-no-name", _drop(patient, "name"), "fhir.lacking"),
    ("patient-name-text", _set(patient, name="Blid"), "fhir.not_a_list"),
    ("patient-given-text", lambda f: patient(f)["name"][0].update(given="Blid"), "fhir.not_a_list"),
    ("patient-given-number", lambda f: patient(f)["name"][0].update(given=[1]), "fhir.not_a_text"),
    ("patient-family-empty", lambda f: patient(f)["name"][0].update(family=""), "fhir.empty_text"),
    ("patient-bell", lambda f: patient(f)["name"][0].update(family="a\x07b"), "fhir.control_characters"),
    ("patient-gender", _set(patient, gender="F"), "fhir.code"),
    ("patient-born-half", _set(patient, birthDate="1942-03"), "fhir.not_a_day"),
    ("patient-born-impossible", _set(patient, birthDate="1942-02-30"), "fhir.not_a_day"),
    ("patient-born-norwegian", _set(patient, birthDate="14.03.1942"), "fhir.not_a_day"),
    ("patient-born-number", _set(patient, birthDate=19420314), "fhir.not_a_text"),
    ("patient-dead-time", _set(patient, deceasedDateTime="2026-01-01T10:00"), "fhir.not_a_time"),
    ("patient-id", _set(patient, id="a b"), "fhir.not_an_id"),
    ("patient-no-value", lambda f: patient(f)["identifier"][0].pop("value"), "fhir.lacking"),
    ("patient-two-numbers", lambda f: patient(f)["identifier"].append(dict(patient(f)["identifier"][0])), "fhir.one_number"),
    ("patient-number-type", _set(patient, identifier=[{"value": "1", "type": {"coding": [{"system": "urn:oid:2.16.578.1.12.4.1.1.9032", "code": "77"}]}}]), "fhir.code"),
    ("patient-address-lines", lambda f: patient(f)["address"][0].update(line=["a", "b", "c"]), "fhir.not_a_list"),
    # the response
    ("response-unknown-field", _set(response, basedon="x"), "fhir.unknown_field"),
    ("response-modifier", _set(response, modifierExtension=[]), "fhir.modifier"),
    ("response-no-id", _drop(response, "id"), "fhir.lacking"),
    ("response-no-questionnaire", _drop(response, "questionnaire"), "fhir.lacking"),
    ("response-other-questionnaire", _set(response, questionnaire="http://x|2026"), "fhir.other_questionnaire"),
    ("response-edition", lambda f: response(f).update(questionnaire=response(f)["questionnaire"][:-4] + "1999"), "fhir.unknown_edition"),
    ("response-no-edition", lambda f: response(f).update(questionnaire=response(f)["questionnaire"][:-5]), "fhir.unknown_edition"),
    ("response-status", _set(response, status="entered-in-error"), "fhir.status"),
    ("response-no-status", _drop(response, "status"), "fhir.lacking"),
    ("response-no-day", _drop(response, "authored"), "fhir.lacking"),
    ("response-day", _set(response, authored="2026-13-01"), "fhir.not_a_day"),
    ("response-time", _set(response, authored="2026-01-01T25:00:00Z"), "fhir.not_a_time"),
    ("response-time-no-zone", _set(response, authored="2026-01-01T10:00:00"), "fhir.not_a_time"),
    ("response-series", lambda f: response(f)["identifier"].update(value="a b"), "fhir.not_an_id"),
    ("response-version-zero", lambda f: _ext(f, "version").update(valuePositiveInt=0), "fhir.not_a_number"),
    ("response-version-true", lambda f: _ext(f, "version").update(valuePositiveInt=True), "fhir.not_a_number"),
    ("response-version-text", lambda f: _ext(f, "version").update(valuePositiveInt="1"), "fhir.not_a_number"),
    ("response-reason", lambda f: _ext(f, "assessment-reason").update(valueCode="why"), "fhir.code"),
    ("response-language", lambda f: _ext(f, "citizen-language").update(valueCode="se"), "fhir.code"),
    ("response-two-values", lambda f: _ext(f, "version").update(valueString="1"), "fhir.unknown_field"),
    ("extension-no-url", lambda f: _ext(f, "version").pop("url"), "fhir.lacking"),
    ("extension-unknown", lambda f: _ext(f, "version").update(url=f"{OURS}other"), "fhir.unknown_extension"),
    ("extension-twice", lambda f: response(f)["extension"].append(dict(_ext(f, "version"))), "fhir.duplicate_extension"),
    # the answers
    ("item-no-link", lambda f: item(f).pop("linkId"), "fhir.lacking"),
    ("item-unknown", lambda f: item(f).update(linkId="v21"), "fhir.unknown_item"),
    ("item-local", lambda f: item(f).update(linkId="took_part"), "fhir.unknown_item"),
    ("item-unknown-field", lambda f: item(f).update(subject={}), "fhir.unknown_field"),
    ("item-twice", lambda f: item(f, "v02").update(linkId="v06"), "fhir.duplicate_item"),
    ("item-no-answer", lambda f: item(f).update(answer=[]), "fhir.not_a_list"),
    ("item-nothing", lambda f: (item(f).pop("answer"), item(f).pop("extension")), "fhir.lacking"),
    ("item-two-answers", lambda f: item(f)["answer"].append(item(f)["answer"][0]), "fhir.one_answer"),
    ("item-below", lambda f: item(f).update(item=[{}]), "fhir.items_below"),
    ("item-group-answer", lambda f: response(f)["item"][0].update(answer=[{}]), "fhir.answer_to_a_group"),
    ("item-string", lambda f: item(f).update(answer=[{"valueString": "1"}]), "fhir.unknown_field"),
    ("item-empty-answer", lambda f: item(f).update(answer=[{}]), "fhir.lacking"),
    ("coding-system", lambda f: _coding(f).update(system="http://x"), "fhir.other_system"),
    ("coding-no-system", lambda f: _coding(f).pop("system"), "fhir.lacking"),
    ("coding-score", lambda f: _coding(f).update(code="6"), "fhir.code"),
    ("coding-number", lambda f: _coding(f).update(code=3), "fhir.not_a_text"),
    ("coding-blank", lambda f: _coding(f).update(code=" 3"), "fhir.code"),
    ("coding-field", lambda f: _coding(f).update(extra="3"), "fhir.unknown_field"),
    ("date-time", lambda f: item(f, "doctor_date").update(answer=[{"valueDate": "2026-04-30T10:00:00Z"}]), "fhir.not_a_day"),
    ("date-as-coding", lambda f: item(f, "doctor_date").update(answer=[{"valueCoding": {}}]), "fhir.unknown_field"),
    ("note-long", lambda f: _note(f).update(valueString="a" * 20_001), "fhir.text_too_long"),
    ("note-empty", lambda f: _note(f).update(valueString=""), "fhir.empty_text"),
    ("note-integer", lambda f: _note(f).update(valueString=5), "fhir.not_a_text"),
    ("row-answer", lambda f: item(f, "diagnosis").update(answer=[{"valueString": "x"}]), "fhir.answer_to_a_group"),
    ("row-group-answer", lambda f: (item(f, "diagnosis").pop("item"), item(f, "diagnosis").update(answer=[{"valueString": "x"}])), "fhir.answer_to_a_group"),
    ("row-lacking", lambda f: item(f, "diagnosis")["item"].pop(0), "fhir.lacking"),
    ("row-unknown", lambda f: item(f, "diagnosis")["item"][0].update(linkId="diagnosis.who"), "fhir.unknown_item"),
    ("row-twice", lambda f: item(f, "diagnosis")["item"].append(item(f, "diagnosis")["item"][0]), "fhir.duplicate_item"),
    ("row-id", lambda f: item(f, "coercion").update(id=item(f, "diagnosis")["id"]), "fhir.duplicate_id"),
    ("row-bad-id", lambda f: item(f, "coercion").update(id="æ"), "fhir.not_an_id"),
]  # fmt: skip


def _many_rows(found: Json) -> None:
    row = {k: v for k, v in item(found, "diagnosis").items() if k != "id"}
    response(found)["item"][-1]["item"] += [json.loads(json.dumps(row)) for _ in range(201)]


def bad_files() -> list[BadFile]:
    """All of them, each with a name of its own."""
    made = [*_whole()]
    for name, change, code in [*_FAULTS, ("row-many", _many_rows, "fhir.too_many")]:
        found = good()
        change(found)
        made.append(BadFile(name, _bytes(found), code))
    alone = response(good())
    made.append(BadFile("alone-without-number", _bytes(alone), "fhir.subject_without_number"))
    return made
