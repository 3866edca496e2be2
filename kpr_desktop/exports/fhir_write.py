"""From a case to FHIR R4: a Bundle of Patient and QuestionnaireResponses, and the code book as a Questionnaire."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from kpr_desktop.codebook.model import CodeBook, EntryField, Item, ItemKind
from kpr_desktop.domain.assessment import Answer, Assessment, Cursor, Entry, Evidence, Opinion, State
from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.domain.ids import DeviceId, PersonId, UserId
from kpr_desktop.domain.navigation import is_visible
from kpr_desktop.domain.person import Address, Person
from kpr_desktop.errors import UserFault
from kpr_desktop.exports import fhir_terms as terms
from kpr_desktop.usecases.case_records import Case

_REASON = "the person's case as a file"
_NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEST_TAG = {"system": terms.TEST_SYSTEM, "code": terms.TEST_CODE, "display": "test health data"}
_RESTRICTED = {"system": terms.CONFIDENTIALITY, "code": terms.RESTRICTED, "display": "restricted"}

Json = dict[str, Any]


# --- what of an assessment leaves ----------------------------------------------------------------------------------


def carried(assessment: Assessment, book: CodeBook) -> Assessment:
    """The assessment as a file tells it: without what is local, what an answer has made pointless, and what belongs to
    the vault alone (person, device, assessor's id, where the interview stood, who worked how long).

    Raises UserFault export.unknown_item when it holds an item that the book does not know.
    """
    values = {item: answer.value for item, answer in assessment.answers.items() if answer.value}
    seen = {step.item for step in book.steps if is_visible(step, values)}
    told = {i for i in (*assessment.answers, *_rows(assessment)) if terms.is_told(_item(book, i))} & seen
    answers = {i: _plain(a) for i, a in assessment.answers.items() if i in told}
    entries = [
        replace(e, values={name: without_control(value) for name, value in e.values.items()})
        for e in assessment.entries
        if e.item in told
    ]
    return replace(
        assessment,
        person_id=PersonId(""),
        device_id=DeviceId(""),
        created_at=datetime.combine(assessment.assessed_on, time(), UTC),
        assessor_id=UserId(""),
        assessor_name=without_control(assessment.assessor_name),
        version_reason=without_control(assessment.version_reason),
        cursor=Cursor(),
        carry=False,
        contributors=(),
        answers={item: answer for item, answer in answers.items() if answer != Answer(item)},
        entries=tuple(sorted(entries, key=lambda e: list(book.items).index(e.item))),
    )


def without_control(text: str) -> str:
    """The text without the characters that no text of JSON or XML may hold."""
    return _NOT_IN_TEXT.sub("", text)


def _plain(answer: Answer) -> Answer:
    said, known = answer.opinion, answer.evidence
    return replace(
        answer,
        note=without_control(answer.note),
        reason=without_control(answer.reason),
        evidence=Evidence(known.ways, known.basis, without_control(known.reason), known.consent_id),
        opinion=Opinion(said.own, said.view, without_control(said.words)),
    )


def _rows(assessment: Assessment) -> Iterator[str]:
    return (e.item for e in assessment.entries if not e.is_unfinished)


def _item(book: CodeBook, item: str) -> Item:
    try:
        return book.items[item]
    except KeyError:
        raise UserFault("export.unknown_item") from None


# --- bundle ----------------------------------------------------------------------------------------------------------


def bundle(case: Case, books: Iterable[CodeBook]) -> Json:
    """The Bundle. `books` are the editions of the assessments, in their order."""
    resources = [patient(case)]
    resources += [response(a, b, case) for a, b in zip(case.assessments, books, strict=True)]
    return {
        "resourceType": "Bundle",
        "meta": _meta(practice=case.practice),
        "type": "collection",
        "timestamp": case.made_at.isoformat(timespec="seconds"),
        "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in resources],
    }


def _meta(*, practice: bool, profile: str = "", restricted: bool = False) -> Json:
    tags = [_TEST_TAG] if practice else []
    labels = [_RESTRICTED] if restricted else []
    return _filled({"profile": [profile] if profile else [], "security": labels, "tag": tags})


def _filled(found: Json) -> Json:
    """Without what is empty: FHIR has no empty fields."""
    return {name: value for name, value in found.items() if value not in ("", None, [], {})}


def patient(case: Case) -> Json:
    """The Patient; of a protected person without the address."""
    person = case.person
    return _filled(
        {
            "resourceType": "Patient",
            "id": person.id,
            "meta": _meta(practice=case.practice, profile=terms.PATIENT_PROFILE, restricted=person.protected),
            "identifier": [_number(person.identity, case.office)] if person.identity else [],
            "name": [
                _filled(
                    {
                        "use": "official",
                        "family": without_control(person.family_name),
                        "given": [g for g in (without_control(person.given_name),) if g],
                    }
                )
            ],
            "telecom": [{"system": "phone", "value": person.phone}] if person.phone else [],
            "gender": terms.GENDERS[person.sex],
            "birthDate": _day(person.birth_date),
            "deceasedDateTime": _day(person.death_date),
            "address": _addresses(person),
        }
    )


def _number(number: Fnr, office: str) -> Json:
    value = number.reveal(_REASON)
    if number.kind in terms.NUMBERS:
        return {"system": terms.NUMBERS[number.kind], "value": value}
    if number.kind is IdKind.H:  # a number of one enterprise: no-basis wants to know whose
        kind = {"system": terms.NUMBER_TYPES, "code": terms.HELP_NUMBER}
        return {"type": {"coding": [kind]}, "value": value, "assigner": {"display": office}}
    kind = {"system": terms.ANY_NUMBER_TYPES, "code": number.kind.type_code}
    return {"type": {"coding": [kind]}, "value": value}


def _addresses(person: Person) -> list[Json]:
    where = person.address
    if person.protected or where == Address():
        return []
    lines = [without_control(line) for line in (where.line1, where.line2) if line]
    return [_filled({"line": lines, "city": without_control(where.place), "postalCode": where.postal_code})]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


# --- response --------------------------------------------------------------------------------------------------------


def response(assessment: Assessment, book: CodeBook, case: Case) -> Json:
    """One assessment as a QuestionnaireResponse, with the questions in the order of the interview."""
    told = carried(assessment, book)
    finished = told.state is State.FINISHED
    status = ("amended" if told.version > 1 else "completed") if finished else "in-progress"
    return _filled(
        {
            "resourceType": "QuestionnaireResponse",
            "id": told.id,
            "meta": _meta(practice=case.practice),
            "extension": _extensions(
                {
                    terms.VERSION: told.version,
                    terms.VERSION_REASON: told.version_reason,
                    terms.REASON: told.reason.value,
                    terms.FINISHED_AT: told.finished_at.isoformat() if told.finished_at else "",
                    terms.CITIZEN_LANGUAGE: told.citizen_language,
                },
                terms.HEAD_TYPES,
            ),
            "identifier": {"system": terms.SERIES, "value": told.series_id},
            "questionnaire": f"{terms.QUESTIONNAIRE}|{told.codebook_year}",
            "status": status,
            "subject": {"reference": f"urn:uuid:{case.person.id}", "type": "Patient"},
            "authored": told.assessed_on.isoformat(),
            "author": _filled({"type": "Practitioner", "display": told.assessor_name}),
            "item": list(_groups(told, book)),
        }
    )


def _extensions(said: dict[str, Any], types: dict[str, str]) -> list[Json]:
    return [
        {"url": terms.extension_url(name), types[name]: value} for name, value in said.items() if value != ""
    ]


def _groups(told: Assessment, book: CodeBook) -> Iterator[Json]:
    for group in book.groups:
        items = [each for i in group.items for each in _said(told, book.items[i])]
        if items:
            yield {"linkId": terms.group_link(group.id), "text": group.name.nb, "item": items}


def _said(told: Assessment, item: Item) -> Iterator[Json]:
    answer = told.answers.get(item.id)
    if answer is not None:
        value = [_value(item.kind.value, item.list, answer.value)] if answer.value else []
        yield _filled(
            {"linkId": item.id, "text": item.label.nb, "extension": _aside(answer), "answer": value}
        )
    for row in told.entries_of(item.id):
        yield {
            "id": row.id,
            "linkId": item.id,
            "text": item.label.nb,
            "item": [_field(item, field, row) for field in item.fields if row.values.get(field.id)],
        }


def _field(item: Item, field: EntryField, row: Entry) -> Json:
    answer = _value(field.kind, field.list, row.values[field.id])
    return {"linkId": terms.field_link(item.id, field.id), "text": field.label.nb, "answer": [answer]}


def _value(kind: str, list_id: str, value: str) -> Json:
    asked = terms.question_type(kind)
    if asked == "choice":
        return {"valueCoding": {"system": terms.code_system(list_id), "code": value}}
    return {"valueDate" if asked == "date" else "valueString": value}


def _aside(answer: Answer) -> list[Json]:
    known, said = answer.evidence, answer.opinion
    one = {
        terms.NOTE: answer.note,
        terms.ANSWERED_AT: answer.answered_at.isoformat() if answer.answered_at else "",
        terms.DECIDING: answer.deciding,
        terms.CHANGE_REASON: answer.reason,
        terms.BASIS: known.basis,
        terms.BASIS_REASON: known.reason,
        terms.CONSENT: known.consent_id,
        terms.OWN: said.own,
        terms.VIEW: said.view,
        terms.WORDS: said.words,
    }
    ways = [{"url": terms.extension_url(terms.WAY), "valueCode": way} for way in sorted(known.ways)]
    return [*_extensions(one, terms.ITEM_TYPES), *ways]


# --- the code book ---------------------------------------------------------------------------------------------------


def questionnaire(book: CodeBook) -> Json:
    """An edition as a Questionnaire. The questions and short words are ours, the codes and labels the register's."""
    return {
        "resourceType": "Questionnaire",
        "id": f"kartlegging-{book.year}",
        "language": "nb",
        "url": terms.QUESTIONNAIRE,
        "version": str(book.year),
        "name": "Kartlegging",
        "title": "Kartlegging",
        "status": "active",
        "subjectType": ["Patient"],
        "description": book.notice.nb,
        "item": [
            {
                "linkId": terms.group_link(group.id),
                "text": group.name.nb,
                "type": "group",
                "item": [_question(book, book.items[i]) for i in group.items if terms.is_told(book.items[i])],
            }
            for group in book.groups
            if any(terms.is_told(book.items[i]) for i in group.items)
        ],
    }


def _question(book: CodeBook, item: Item) -> Json:
    condition = item.visible_when
    when: list[Json] = []
    if condition is not None:
        asked = book.items[condition.item]
        when = [
            {
                "question": condition.item,
                "operator": "=",
                "answerCoding": {"system": terms.code_system(asked.list), "code": code},
            }
            for code in sorted(condition.values)
        ]
    repeats = item.kind is ItemKind.ENTRIES
    return _filled(
        {
            "linkId": item.id,
            "code": [{"system": terms.code_system("9111"), "code": item.code}] if item.code else [],
            "prefix": item.code,
            "text": item.official or item.label.nb,
            "type": terms.question_type(item.kind.value),
            "enableWhen": when,
            "enableBehavior": "any" if len(when) > 1 else "",
            "repeats": True if repeats else None,
            "answerOption": _options(book, item.kind.value, item.list),
            "item": [
                _filled(
                    {
                        "linkId": terms.field_link(item.id, field.id),
                        "text": field.label.nb,
                        "type": terms.question_type(field.kind),
                        "required": True if field.required else None,
                        "answerOption": _options(book, field.kind, field.list),
                    }
                )
                for field in item.fields
            ],
        }
    )


def _options(book: CodeBook, kind: str, list_id: str) -> list[Json]:
    if terms.question_type(kind) != "choice":
        return []
    values = book.scales[list_id].values if list_id in book.scales else book.lists[list_id].codes
    system = terms.code_system(list_id)
    return [{"valueCoding": {"system": system, "code": v.code, "display": v.official}} for v in values]
