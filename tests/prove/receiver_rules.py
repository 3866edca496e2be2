"""The independent receiver's rules: the official schema, its code lists, and the field table (HIS 1135:2021, 56.0.0.5).

Nothing here comes from the program. The three official schema files and the field table are given as paths; where the
two disagree the schema wins, and every such place stands with its reason in receiver_exceptions.csv.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

NS = "http://www.npr.no/xmlstds/56_0_0_ipl"
XS = "{http://www.w3.org/2001/XMLSchema}"
SCHEMA = "XPR(ipl).xsd"
CODES = "XPR(ipl)_CodingSchemes.xsd"
EXCEPTIONS = Path(__file__).with_name("receiver_exceptions.csv")

# The table's class -> the schema's element (the comments "Class: ..." of the schema say so).
ELEMENTS = {
    "Melding": "Melding",
    "Notifikasjon": "Notifikasjon",
    "Kontaktperson": "Kontaktperson",
    "Kommunale helse- og omsorgstjenester": "Kommune",
    "Tjeneste Start": "TjenesteStart",
    "Midlertidig stopp til": "MidlertidigStoppTil",
    "Midlertidig stopp fra": "MidlertidigStoppFra",
    "Tjenesteutfører endret": "TjenesteutforerEndret",
    "Tjeneste Slutt": "TjenesteSlutt",
    "Bruker/pasient": "Bruker",
}

# What the table says that the register does. The other consequences (no action, NULL, -1) leave the row standing.
DELETE_MESSAGE = "Slettemerk melding"
DELETE_ROW = "Slettemerk rad med underelementer"


@dataclass(frozen=True, slots=True)
class Exception56:
    """One line of receiver_exceptions.csv: a rule of the table that is not followed as it is written, and why."""

    field_class: str
    field: str
    rule: str  # presence, pattern, codes or range
    table: str  # what the table says; must be what it really says
    used: str  # what is used in its place
    reason: str


@dataclass(frozen=True, slots=True)
class Field:
    """One of the 64 fields, as the receiver checks it."""

    element: str
    name: str
    presence: str  # "1", "0..1" or "prohibited"
    pattern: re.Pattern[str] | None
    codes: frozenset[str] | None
    fixed: str
    on_form: str
    on_missing: str
    on_code: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach: its stable code, the element (None: the whole message), field and the table's consequence."""

    code: str
    element: Any
    field: str = ""
    consequence: str = ""


def read_exceptions(path: Path = EXCEPTIONS) -> tuple[Exception56, ...]:
    """The exceptions; ValueError for a rule of an unknown kind, a missing reason or a line said twice."""
    with path.open(encoding="utf-8", newline="") as file:
        found = tuple(
            Exception56(row["class"], row["field"], row["rule"], row["table"], row["used"], row["reason"])
            for row in csv.DictReader(file)
        )
    keys = [(one.field_class, one.field, one.rule) for one in found]
    if len(set(keys)) != len(keys):
        raise ValueError("an exception stands twice")
    for one in found:
        if one.rule not in {"presence", "pattern", "codes", "range"} or not one.reason or not one.used:
            raise ValueError(f"exception of {one.field}: unknown rule, or no reason or replacement")
    return found


def table_says(row: dict[str, str], rule: str) -> str:
    """What the field table says, for each kind of rule an exception may be about."""
    if rule == "range":
        return f"{row['valueRangeFrom']}..{row['valueRangeTo']}"
    return row[{"presence": "cardinality", "pattern": "regex", "codes": "codeOID"}[rule]]


def read_codes(path: Path) -> dict[str, frozenset[str]]:
    """OID -> the codes of the lists that the official schema carries as comments for machines (appinfo)."""
    found: dict[str, frozenset[str]] = {}
    for info in etree.parse(str(path)).iter(f"{XS}appinfo"):
        oid = next(scheme.get("OID", "") for scheme in info.iter(f"{XS}codingScheme") if scheme.get("OID"))
        found[oid] = frozenset(code.get("value", "") for code in info.iter(f"{XS}code"))
    return found


def read_fields(
    path: Path, exceptions: tuple[Exception56, ...], codes: dict[str, frozenset[str]]
) -> list[Field]:
    """The field table with the exceptions laid over it; ValueError for an exception the table does not bear out."""
    left = {(one.field_class, one.field, one.rule): one for one in exceptions}
    fields = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            said = {}
            for rule in ("presence", "pattern", "codes", "range"):
                said[rule] = table_says(row, rule)
                one = left.pop((row["className"], row["attributeShortName"], rule), None)
                if one is not None:
                    if one.table != said[rule]:
                        raise ValueError(f"the table says something else of {one.field} ({rule})")
                    said[rule] = one.used
            fields.append(_field(row, said, codes))
    if left:
        raise ValueError(f"exceptions of unknown fields: {sorted(left)}")
    return fields


def _field(row: dict[str, str], said: dict[str, str], codes: dict[str, frozenset[str]]) -> Field:
    allowed = None
    if said["codes"]:
        allowed = codes.get(said["codes"], frozenset(said["codes"].split()))
    fixed = row["fixedValue"]
    if row["mc"].startswith("F|"):
        fixed = row["mc"].removeprefix("F|")
    return Field(
        element=ELEMENTS[row["className"]],
        name=row["attributeShortName"],
        presence=said["presence"],
        pattern=None if said["pattern"] in {"", "NULL"} else re.compile(said["pattern"], re.ASCII),
        codes=allowed,
        fixed=fixed,
        on_form=row["handlingTypeID"],
        on_missing=row["handlingObligatID"],
        on_code=row["handlingKodeverkID"],
    )


class Rules:
    """The official schema and the rules of the 56 sent fields.

    Raises OSError for a file that is not there, ValueError for exceptions that do not fit the table, and lxml's errors
    for a schema that is not one.
    """

    def __init__(self, schema_folder: Path, field_table: Path, exceptions: Path = EXCEPTIONS) -> None:
        self.schema = etree.XMLSchema(etree.parse(str(schema_folder / SCHEMA)))
        self.exceptions = read_exceptions(exceptions)
        self.fields = read_fields(field_table, self.exceptions, read_codes(schema_folder / CODES))
        self._by_element: dict[str, list[Field]] = {}
        for field in self.fields:
            self._by_element.setdefault(field.element, []).append(field)

    @property
    def sent(self) -> list[Field]:
        """The fields that may stand in a message: 56 of the 64."""
        return [field for field in self.fields if field.presence != "prohibited"]

    def check(self, root: Any) -> Iterator[Finding]:
        """Everything in a message that breaks the schema or a field's rule."""
        if not self.schema.validate(root):
            yield Finding("schema.invalid", None, consequence=DELETE_MESSAGE)
        for element in root.iter(etree.Element):
            for field in self._by_element.get(etree.QName(element).localname, ()):
                yield from _check(field, element)


def _check(field: Field, element: Any) -> Iterator[Finding]:
    value = element.get(field.name)
    if field.presence == "prohibited":
        if value is not None:
            yield Finding("field.prohibited", element, field.name)
        return
    # A mandatory field that is there and says nothing is missing all the same.
    if not value and field.presence == "1":
        yield Finding("field.missing", element, field.name, field.on_missing)
        return
    if value is None:
        return
    # The whole value must fit: some of the table's patterns stand without ^ and $, and would pass with a tail.
    if field.pattern is not None and field.pattern.fullmatch(value) is None:
        yield Finding("field.form", element, field.name, field.on_form)
    elif field.codes is not None and value not in field.codes:
        yield Finding("field.code", element, field.name, field.on_code)
    elif field.fixed and value != field.fixed:
        yield Finding("field.fixed", element, field.name, field.on_form)
