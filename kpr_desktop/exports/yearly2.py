"""The yearly extract `kpr-desktop-yearly-2`: who somebody is and what is registered, apart from each other.

Described in docs/formats/yearly-2.md, with two JSON Schemas in resources/…/schemas/. A key of its own for each person
and each extract joins the files; it is drawn at random and stands nowhere else. No name, address, note or other free
text leaves through it.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from kpr_desktop.codebook.model import CodeBook, Item, ItemKind
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.navigation import is_visible
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.csv_text import Cell, table
from kpr_desktop.exports.naming import yearly2_folder_name
from kpr_desktop.exports.yearly import Books
from kpr_desktop.usecases.records import YearlyExtract, YearlyPerson
from kpr_desktop.usecases.submission_records import HospitalStay

IDENTITY, CONTENT = "identitet.json", "innhold.json"
FORMATS = {IDENTITY: "kpr-desktop-yearly-2-identity", CONTENT: "kpr-desktop-yearly-2-content"}
_REASON = "yearly extract"
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+*-]{0,19}", re.ASCII)
_CODED_KINDS = frozenset(("code", "date", "system"))
_CODE_FIELD = "code"
"""As in format 1: a diagnosis' code is kept in a text field of this name."""
_PACKED_AT = (1980, 1, 1, 0, 0, 0)
"""The same parts give the same pack."""

Json = dict[str, Any]


class Yearly2:
    """Writer of the yearly extract, format 2. What `write` gives is kept in the vault; `parts` are what is written."""

    id: str = "yearly-2"
    official: bool = False

    def __init__(self, books: Books) -> None:
        self._books = books
        self._kept: dict[int, CodeBook] = {}

    def write(self, extract: YearlyExtract) -> bytes:
        """All parts in one pack, in an order that tells nothing (by key).

        Raises UserFault export.unknown_item when an assessment holds an item that its code book does not know;
        ValueError when a person has no key, or not one of her own.
        """
        persons = sorted(extract.persons, key=lambda each: each.key)
        if len({each.key for each in persons} - {""}) != len(persons):
            raise ValueError("every person has a key of her own")
        content = [self._content(each, extract) for each in persons]
        parts = {
            IDENTITY: _document(IDENTITY, extract, [_identity(each) for each in persons]),
            CONTENT: _document(CONTENT, extract, content),
            **_tables(content, self._columns(extract)),
        }
        return _packed(parts)

    def file_name(self, extract: YearlyExtract) -> str:
        """The folder's name: see `naming.yearly2_folder_name`."""
        return yearly2_folder_name(extract)

    def parts(self, data: bytes) -> Sequence[tuple[str, bytes]]:
        """File name and bytes of each part of what `write` gave."""
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            return tuple((name, pack.read(name)) for name in pack.namelist())

    def _content(self, each: YearlyPerson, extract: YearlyExtract) -> Json:
        assessments = sorted(each.assessments, key=lambda a: (a.assessed_on, a.version, a.id))
        services = sorted(each.services, key=lambda s: (s.start or date.max, s.type, s.id))
        return {
            **_background(each.person, extract),
            "key": each.key,
            "assessments": [self._assessment(a) for a in assessments],
            "services": [_service(s) for s in services],
            "hospitalStays": _stays(each.stays),
        }

    def _assessment(self, assessment: Assessment) -> Json:
        book = self._book_of(assessment.codebook_year)
        answered = {item: answer.value for item, answer in assessment.answers.items() if answer.value}
        known = {item: _item(book, item) for item in answered}
        # What a later answer has made pointless is kept in the vault, but it is not said any more.
        pointless = {step.item for step in book.steps if not is_visible(step, answered)}
        said = {i: value for i, value in answered.items() if i not in pointless and not known[i].local}
        scores = {known[i].code: v for i, v in said.items() if known[i].kind is ItemKind.SCORE}
        others = {i: v for i, v in said.items() if known[i].kind is not ItemKind.SCORE}
        return {
            "date": assessment.assessed_on.isoformat(),
            "version": assessment.version,
            "reason": assessment.reason.value,
            "codebookYear": assessment.codebook_year,
            "scores": _coded(scores, by=int),
            "items": _coded(others, by=str),
            "entries": _entries(assessment, book),
        }

    def _columns(self, extract: YearlyExtract) -> list[tuple[str, str]]:
        """What the table of assessments has columns for: (`scores`, code) and (`items`, id) of the year's edition."""
        book = self._book_of(extract.codebook_year)
        kinds = (ItemKind.CODE, ItemKind.DATE, ItemKind.YESNO)
        others = [i.id for i in book.items.values() if i.kind in kinds and not i.local]
        return [*(("scores", v.code) for v in book.variables), *(("items", each) for each in others)]

    def _book_of(self, year: int) -> CodeBook:
        if year not in self._kept:
            self._kept[year] = self._books.for_year(year)
        return self._kept[year]


# --- json ------------------------------------------------------------------------------------------------------------


def _document(part: str, extract: YearlyExtract, persons: Iterable[Json]) -> bytes:
    head = {
        "format": FORMATS[part],
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
    lines = b",\n".join(_json(each) for each in persons)
    return _json(head)[:-1] + b',"persons":[\n' + lines + b"\n]}\n"


def _identity(each: YearlyPerson) -> Json:
    number = each.person.identity
    return {
        "key": each.key,
        "identity": {"type": number.kind.type_code, "number": number.reveal(_REASON)} if number else None,
        "birthDate": _day(each.person.birth_date),
        "deathDate": _day(each.person.death_date),
    }


def _background(person: Person, extract: YearlyExtract) -> Json:
    """What is said of the person beside the content. Of a protected one no district and no other municipality."""
    home = None if person.protected else person.residence_on(date(extract.year, 12, 31))
    return {
        "birthYear": person.birth_date.year if person.birth_date else None,
        "sex": person.sex,
        "municipality": home.municipality if home else extract.municipality,
        "district": (home.district if home else "") or None,
        "household": person.household or None,
    }


def _entries(assessment: Assessment, book: CodeBook) -> list[Json]:
    rows = []
    for entry in (each for each in assessment.entries if not each.is_unfinished):
        item = _item(book, entry.item)
        if not item.local:
            coded = {f.id for f in item.fields if f.kind in _CODED_KINDS or f.id == _CODE_FIELD}
            values = {name: value for name, value in entry.values.items() if name in coded}
            rows.append({"item": entry.item, "values": _coded(values, by=str)})
    return sorted(rows, key=lambda row: (str(row["item"]), json.dumps(row["values"])))


def _item(book: CodeBook, item: str) -> Item:
    try:
        return book.items[item]
    except KeyError:
        raise UserFault("export.unknown_item") from None


def _service(service: CareService) -> Json:
    pauses = sorted(service.pauses, key=lambda p: (p.from_date, p.id))
    changes = sorted(service.changes, key=lambda c: (c.since, c.id))
    return {
        "type": service.type,
        "appliedOn": _day(service.applied_on),
        "decidedOn": _day(service.decided_on),
        "outcome": service.outcome.value if service.outcome else None,
        "complainedOn": _day(service.complained_on),
        "complaintAnsweredOn": _day(service.complaint_answered_on),
        "start": _day(service.start),
        "end": _day(service.end),
        "weekMinutes": service.week_minutes,
        "rolling": service.rolling,
        "subtype": service.subtype or None,
        "providerNumber": service.provider_number or None,
        "providerChanges": [{"since": _day(c.since), "providerNumber": c.number or None} for c in changes],
        "pauses": [
            {"from": _day(p.from_date), "to": _day(p.to_date), "reason": _code_or_none(p.kind)}
            for p in pauses
        ],
    }


def _stays(stays: Iterable[HospitalStay]) -> list[Json]:
    """The days, and the hospital by its number alone."""
    by_day = sorted(stays, key=lambda s: (s.from_date, s.id))
    return [
        {"from": _day(s.from_date), "to": _day(s.to_date), "hospitalNumber": s.number or None} for s in by_day
    ]


def _code_or_none(value: str) -> str | None:
    """A code of ours may have an underscore in it; what is not one is not told."""
    return value if re.fullmatch(r"[a-z][a-z_]{0,19}", value) else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _coded(values: Mapping[str, str], by: type[int | str]) -> dict[str, str]:
    """The values that are codes, in the order of their keys."""
    keys: Iterable[str] = sorted(values, key=by)
    return {key: values[key] for key in keys if _CODE.fullmatch(values[key])}


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


# --- tables for eyes -------------------------------------------------------------------------------------------------

_BACKGROUND = ("birthYear", "sex", "municipality", "district", "household")
_HEAD = ("date", "version", "reason", "codebookYear")
_SERVICE = (
    "type", "appliedOn", "decidedOn", "outcome", "complainedOn", "complaintAnsweredOn", "start", "end", "weekMinutes",
    "rolling", "subtype", "providerNumber",
)  # fmt: skip
_STAY = ("from", "to", "hospitalNumber")


def _tables(content: Sequence[Json], columns: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """The content once more, as tables; identity numbers stand in no table. `nr` numbers a person's own rows."""
    names = [f"v{int(code):02}" if kind == "scores" else code for kind, code in columns]
    return {
        "personer.csv": table(
            ("key", *_BACKGROUND), ([p["key"], *(p[name] for name in _BACKGROUND)] for p in content)
        ),
        "kartlegginger.csv": table(
            ("key", "nr", *_HEAD, *names),
            (
                [key, nr, *(a[name] for name in _HEAD), *(a[kind].get(code) for kind, code in columns)]
                for key, nr, a in _each(content, "assessments")
            ),
        ),
        "rader.csv": table(("key", "nr", "item", "field", "value"), _entry_rows(content)),
        "tjenester.csv": table(
            ("key", "nr", *_SERVICE),
            (
                [key, nr, *(_yes_no(s[name]) for name in _SERVICE)]
                for key, nr, s in _each(content, "services")
            ),
        ),
        "stopp.csv": table(
            ("key", "nr", "from", "to", "reason"),
            (
                [key, nr, pause["from"], pause["to"], pause["reason"]]
                for key, nr, s in _each(content, "services")
                for pause in s["pauses"]
            ),
        ),
        "utforere.csv": table(
            ("key", "nr", "since", "providerNumber"),
            (
                [key, nr, change["since"], change["providerNumber"]]
                for key, nr, s in _each(content, "services")
                for change in s["providerChanges"]
            ),
        ),
        "sykehusopphold.csv": table(
            ("key", "nr", *_STAY),
            ([key, nr, *(s[name] for name in _STAY)] for key, nr, s in _each(content, "hospitalStays")),
        ),
    }


def _each(content: Sequence[Json], what: str) -> Iterator[tuple[str, int, Json]]:
    for person in content:
        for nr, each in enumerate(person[what], 1):
            yield person["key"], nr, each


def _entry_rows(content: Sequence[Json]) -> Iterator[list[Cell]]:
    for key, nr, assessment in _each(content, "assessments"):
        for row in assessment["entries"]:
            for field, value in row["values"].items():
                yield [key, nr, row["item"], field, value]


def _yes_no(value: Cell) -> Cell:
    return {True: "1", False: "2"}[value] if isinstance(value, bool) else value


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts in one blob, as the vault keeps them; nothing of it leaves packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as pack:
        for name, data in parts.items():
            pack.writestr(zipfile.ZipInfo(name, _PACKED_AT), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
