"""The yearly extract `kpr-desktop-yearly-1`: JSON of our own, because the register's yearly schema could not be had.

Described in docs/formats/yearly-1.md, with a JSON Schema in resources/…/schemas/yearly-1.schema.json. It carries every
score and every coded item but those the code book keeps local; no name, no address, no note and no other free text
leaves through it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from typing import Any, Protocol

from kpr_desktop.codebook.model import CodeBook, Item, ItemKind
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.care_service import CareService, Pause
from kpr_desktop.domain.navigation import is_visible
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.naming import yearly_file_name
from kpr_desktop.usecases.records import YearlyExtract, YearlyPerson

FORMAT = "kpr-desktop-yearly-1"
_REASON = "yearly extract"
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+*-]{0,19}", re.ASCII)
"""A code, a score or an ISO date; whatever else stands in a coded field was typed there, and stays."""
_CODED_KINDS = frozenset(("code", "date", "system"))
_CODE_FIELD = "code"
"""A diagnosis' code is kept in a text field of this name, because the code systems are not ours to ship."""


class Books(Protocol):
    """The code books by data year."""

    def for_year(self, year: int) -> CodeBook: ...


class Yearly1:
    """Writer of the yearly extract, format 1. The code books name the items and tell coded fields from free text."""

    id: str = "yearly-1"
    official: bool = False

    def __init__(self, books: Books) -> None:
        self._books = books
        self._kept: dict[int, CodeBook] = {}

    def write(self, extract: YearlyExtract) -> bytes:
        """The file's bytes: UTF-8, one person a line, the same for the same extract whatever order it comes in.

        Raises UserFault export.unknown_item when an assessment holds an item that its code book does not know.
        """
        out = BytesIO()
        out.write(_json(_head(extract))[:-1] + b',"persons":[')
        separator = b"\n"
        for each in sorted(extract.persons, key=lambda p: p.person.id):
            out.write(separator + _json(self._person(each, extract)))
            separator = b",\n"
        out.write(b"\n]}\n")
        return out.getvalue()

    def file_name(self, extract: YearlyExtract) -> str:
        """See `naming.yearly_file_name`."""
        return yearly_file_name(extract)

    def parts(self, _data: bytes) -> tuple[tuple[str, bytes], ...]:
        """It is one file."""
        return ()

    def _person(self, each: YearlyPerson, extract: YearlyExtract) -> dict[str, Any]:
        assessments = sorted(each.assessments, key=lambda a: (a.assessed_on, a.version, a.id))
        services = sorted(each.services, key=lambda s: (s.start or date.max, s.type, s.id))
        return {
            **_who(each.person, extract),
            "assessments": [self._assessment(a) for a in assessments],
            "services": [_service(s) for s in services],
        }

    def _assessment(self, assessment: Assessment) -> dict[str, Any]:
        book = self._book_of(assessment.codebook_year)
        items = book.items
        answered = {item: answer.value for item, answer in assessment.answers.items() if answer.value}
        known = {item: _item(items, item) for item in answered}
        # An answer that a later one has made pointless is kept in the vault, but it is not said any more.
        pointless = {step.item for step in book.steps if not is_visible(step, answered)}
        local = {item for item, found in known.items() if found.local}
        answered = {item: value for item, value in answered.items() if item not in pointless | local}
        scores = {known[i].code: value for i, value in answered.items() if known[i].kind is ItemKind.SCORE}
        others = {i: value for i, value in answered.items() if known[i].kind is not ItemKind.SCORE}
        return {
            "date": assessment.assessed_on.isoformat(),
            "version": assessment.version,
            "reason": assessment.reason.value,
            "codebookYear": assessment.codebook_year,
            "scores": _coded(scores, by=int),
            "items": _coded(others, by=str),
            "entries": _entries(assessment, items),
        }

    def _book_of(self, year: int) -> CodeBook:
        if year not in self._kept:
            self._kept[year] = self._books.for_year(year)
        return self._kept[year]


def _entries(assessment: Assessment, items: Mapping[str, Item]) -> list[dict[str, Any]]:
    rows = []
    for entry in (each for each in assessment.entries if not each.is_unfinished):
        item = _item(items, entry.item)
        if item.local:
            continue
        coded = {field.id for field in item.fields if field.kind in _CODED_KINDS or field.id == _CODE_FIELD}
        values = _coded({name: value for name, value in entry.values.items() if name in coded}, by=str)
        rows.append({"item": entry.item, "values": values})
    return sorted(rows, key=lambda row: (row["item"], sorted(row["values"].items())))


def _item(items: Mapping[str, Item], item: str) -> Item:
    try:
        return items[item]
    except KeyError:
        raise UserFault("export.unknown_item") from None


def _head(extract: YearlyExtract) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "official": False,
        "practice": extract.practice,
        "year": extract.year,
        "municipality": extract.municipality,
        "madeAt": extract.made_at.isoformat(timespec="seconds"),
        "program": "KPR Desktop",
        "programVersion": extract.program_version,
        "codebookYear": extract.codebook_year,
        "personCount": len(extract.persons),
    }


def _who(person: Person, extract: YearlyExtract) -> dict[str, Any]:
    """The person without name and address. Of a protected one not even the district or another municipality."""
    home = None if person.protected else person.residence_on(date(extract.year, 12, 31))
    number = person.identity
    return {
        "identity": {"type": number.kind.type_code, "number": number.reveal(_REASON)} if number else None,
        "birthDate": _day(person.birth_date),
        "sex": person.sex,
        "municipality": home.municipality if home else extract.municipality,
        "district": (home.district if home else "") or None,
        "household": person.household or None,
        "deathDate": _day(person.death_date),
    }


def _service(service: CareService) -> dict[str, Any]:
    # This format knows one provider: the latest.
    last = service.changes[-1] if service.changes else None
    return {
        "type": service.type,
        "appliedOn": _day(service.applied_on),
        "decidedOn": _day(service.decided_on),
        "outcome": service.outcome.value if service.outcome else None,
        "start": _day(service.start),
        "end": _day(service.end),
        "weekMinutes": service.week_minutes,
        "rolling": service.rolling,
        "subtype": service.subtype or None,
        "providerNumber": (last.number if last else service.provider_number) or None,
        "providerSince": _day(last.since) if last else None,
        "pauses": [_pause(p) for p in sorted(service.pauses, key=lambda p: (p.from_date, p.id))],
    }


def _pause(pause: Pause) -> dict[str, Any]:
    return {"from": pause.from_date.isoformat(), "to": _day(pause.to_date)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _coded(values: Mapping[str, str], by: type[int | str]) -> dict[str, str]:
    """The values that are codes, in the order of their keys."""
    keys: Iterable[str] = sorted(values, key=by)
    return {key: values[key] for key in keys if _CODE.fullmatch(values[key])}


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
