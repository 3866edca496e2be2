"""Reads the place lists of Statistics Norway (SSB KLASS): municipalities (131) and districts (103), as CSV.

The file has no signature. Columns are found by the words of the first line; what we have no use for may be there.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kpr_desktop.errors import UserFault

LARGEST = 2 * 1024 * 1024
"""Bytes. All municipalities and districts take some 40,000."""
FEWEST = 300
"""There are 357 municipalities; a list with fewer than this is cut."""
LONGEST_NAME = 80
MOST_LINES = 5_000
_NEEDED = ("code", "parentcode", "level", "name")
_MORE = frozenset((
    "shortname", "presentationname", "notes", "validfrom", "validto", "validfrominrequestedrange",
    "validtoinrequestedrange",
))  # fmt: skip
_UNKNOWN = "9999"
"""«Uoppgitt»: SSB's own code for a municipality that is not known. Districts have one too, which is used."""
_CODE = re.compile(r"\d{4}(?:\d\d)?", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T[\d:.+Z-]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PlaceList:
    """Number -> name. None = the file has none of that kind. `left_out`: lines for «unknown»."""

    municipalities: Mapping[str, str] | None
    districts: Mapping[str, str] | None
    left_out: int = 0


def read_klass(data: bytes, year: int) -> PlaceList:
    """The list that is in force all of a year.

    Raises UserFault (field file) codebook.klass_too_large | klass_not_text | klass_columns (column) | klass_line
    (line) | klass_code (line) | klass_name (line) | klass_twice (line) | klass_day (line) | klass_not_then (line,
    year) | klass_few (count).
    """
    found: dict[str, str] = {}
    left_out = 0
    for line, row in _rows(_decoded(data)):
        code, name = row["code"], row["name"]
        if (
            not _CODE.fullmatch(code)
            or not row["level"].isdecimal()
            or row["parentcode"] not in _parents(code)
        ):
            raise UserFault("codebook.klass_code", "file", line=line)
        if not name or not name[0].isalpha() or not name.isprintable() or len(name) > LONGEST_NAME:
            raise UserFault("codebook.klass_name", "file", line=line)
        if code in found:
            raise UserFault("codebook.klass_twice", "file", line=line)
        if not _holds(row, year, line):
            raise UserFault("codebook.klass_not_then", "file", line=line, year=year)
        if code == _UNKNOWN:
            left_out += 1
        else:
            found[code] = name
    return _list(found, left_out)


def _list(found: Mapping[str, str], left_out: int) -> PlaceList:
    municipalities = {code: name for code, name in found.items() if len(code) == 4}
    districts = {code: name for code, name in found.items() if len(code) == 6}
    if (municipalities or not districts) and len(municipalities) < FEWEST:
        raise UserFault("codebook.klass_few", "file", count=len(municipalities))
    return PlaceList(municipalities or None, districts or None, left_out)


def _parents(code: str) -> tuple[str, ...]:
    """What a code may belong to: a district to its municipality, a municipality to its county, or nothing told."""
    return ("", code[:4]) if len(code) == 6 else ("", code[:2])


def _holds(row: Mapping[str, str], year: int, line: int) -> bool:
    """Whether the row's own days, where it has any, take in the whole year."""
    first, last = _day(row.get("validfrom", ""), line), _day(row.get("validto", ""), line)
    return (first is None or first <= date(year, 1, 1)) and (last is None or last > date(year, 12, 30))


def _day(text: str, line: int) -> date | None:
    if not text or text == "null":
        return None
    told = _DAY.fullmatch(text)
    try:
        return date.fromisoformat(told[1]) if told else _no_day()
    except ValueError:
        raise UserFault("codebook.klass_day", "file", line=line) from None


def _no_day() -> date:
    raise ValueError


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise UserFault("codebook.klass_too_large", "file", limit=LARGEST // (1024 * 1024))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    strange = {each for each in set(text) if unicodedata.category(each) == "Cc"} - set("\t\r\n")
    if strange or "Ã" in text or "\N{REPLACEMENT CHARACTER}" in text:
        raise UserFault("codebook.klass_not_text", "file")
    return text


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """(line, cells by column) of every line that holds something."""
    if text.count("\n") + text.count("\r") > 2 * MOST_LINES:  # a line may end in both
        raise UserFault("codebook.klass_too_large", "file", limit=LARGEST // (1024 * 1024))
    head, _, _ = text.partition("\n")
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=";" if ";" in head else ",",
        strict=True,
        skipinitialspace=True,
    )
    names: list[str] = []
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        for cells in reader:
            told = [" ".join(cell.split()) for cell in cells]
            if not names:
                names = _columns(told)
            elif any(told):
                if len(told) != len(names):
                    raise UserFault("codebook.klass_line", "file", line=reader.line_num)
                rows.append((reader.line_num, dict(zip(names, told, strict=True))))
    except csv.Error:
        raise UserFault("codebook.klass_line", "file", line=reader.line_num) from None
    if not names:
        raise UserFault("codebook.klass_columns", "file", column=_NEEDED[0])
    return rows


def _columns(cells: list[str]) -> list[str]:
    names = [cell.casefold() for cell in cells]
    for needed in _NEEDED:
        if names.count(needed) != 1:
            raise UserFault("codebook.klass_columns", "file", column=needed)
    for name in names:
        if (name not in _MORE and name not in _NEEDED) or names.count(name) > 1:
            raise UserFault("codebook.klass_columns", "file", column=name[:30] or "?")
    return names
