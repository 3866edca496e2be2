"""Municipalities by data year and their districts (SSB KLASS and Kartverket, CC BY 4.0).

A message carries the number that is valid in the *data year*, not on the sending day (kpr-formats 1), and numbers are
used again over time, so a number alone says nothing: look-ups take the year.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import ResourceError

_OPEN_START = "<="
_WITH_COUNTY = re.compile(r"(.+) \((.+)\)")
_ORDER = str.maketrans("ÆæØøÅå", "\u0220\u0221\u0222\u0223\u0224\u0225")
"""Æ, Ø, Å after Z, in this order."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality. `name` is the Norwegian single name; `county` may be unknown for a number out of use.

    Valid from data year `first` (0 = before the list begins) to `last` (None = still).
    """

    number: str
    name: str
    county: str
    first: int
    last: int | None

    def valid_in(self, year: int) -> bool:
        """Whether the number may be used for data year `year`."""
        return self.first <= year and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class District:
    """A district (bydel): two digits, within its municipality."""

    code: str
    name: str


class Places:
    """The place lists; read when first asked for. `root` is the folder with the three files."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = root or resource("places")
        self._counted: dict[int, Counter[str]] = {}

    def municipality(self, number: str, year: int) -> Municipality | None:
        """The municipality that has `number` in data year `year`, or None."""
        return next((m for m in self._all if m.number == number and m.valid_in(year)), None)

    def all_for(self, year: int) -> list[Municipality]:
        """All municipalities of a data year, by name."""
        return sorted(
            (m for m in self._all if m.valid_in(year)), key=lambda m: (m.name.translate(_ORDER), m.number)
        )

    def label(self, place: Municipality, year: int) -> str:
        """The name, with the county where two municipalities of that year share it."""
        shared = self._names(year)[place.name] > 1
        return f"{place.name} ({place.county})" if shared and place.county else place.name

    def districts(self, municipality: str) -> tuple[District, ...]:
        """The districts of a municipality; empty where it has none."""
        return self._districts.get(municipality, ())

    def _names(self, year: int) -> Counter[str]:
        if year not in self._counted:
            self._counted[year] = Counter(m.name for m in self._all if m.valid_in(year))
        return self._counted[year]

    @cached_property
    def _all(self) -> tuple[Municipality, ...]:
        now = self._current()
        found: dict[tuple[str, int], Municipality] = {}
        for line, row in self._rows("municipality_years.csv"):
            number = row["kommunenummer"]
            name, county = now.get(number) or _name_and_county(row["navn_siste"])
            first, last = row["gyldig_fra_rapporteringsaar"], row["gyldig_til_rapporteringsaar"]
            place = Municipality(
                number,
                name,
                county,
                0 if first.startswith(_OPEN_START) else int(first),
                int(last) if last else None,
            )
            if (number, place.first) in found:
                raise ResourceError("municipality_years.csv", line, f"duplicate number {number}")
            found[number, place.first] = place
        return tuple(found.values())

    def _current(self) -> dict[str, tuple[str, str]]:
        """Number -> name and county of the municipalities of today."""
        found: dict[str, tuple[str, str]] = {}
        for line, row in self._rows("municipalities.csv"):
            if row["kommunenummer"] in found:
                raise ResourceError("municipalities.csv", line, f"duplicate number {row['kommunenummer']}")
            found[row["kommunenummer"]] = row["navn_nb"], row["fylke_nb"]
        return found

    @cached_property
    def _districts(self) -> Mapping[str, tuple[District, ...]]:
        found: dict[str, list[District]] = {}
        seen: set[str] = set()
        for line, row in self._rows("districts.csv"):
            code = row["bydelsnummer"]
            if code in seen:
                raise ResourceError("districts.csv", line, f"duplicate district {code}")
            seen.add(code)
            found.setdefault(row["kommunenummer"], []).append(District(code[4:], row["navn"]))
        return {number: tuple(each) for number, each in found.items()}

    def _rows(self, name: str) -> Iterator[tuple[int, dict[str, str]]]:
        with (self._root / name).open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                if None in row or None in row.values():
                    raise ResourceError(name, reader.line_num, "wrong number of columns")
                yield reader.line_num, row


def _name_and_county(text: str) -> tuple[str, str]:
    """«Våler (Viken)» -> Våler, Viken: the list of years has the county only where a name is used twice."""
    found = _WITH_COUNTY.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")
