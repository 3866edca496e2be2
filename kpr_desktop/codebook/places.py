"""Municipalities by data year and their districts (SSB KLASS and Kartverket, CC BY 4.0).

A message carries the number that is valid in the *data year*, not on the sending day (kpr-formats 1), and numbers are
used again over time, so a number alone says nothing: look-ups take the year. A list that was read into a vault is in
force from its own year on; every year before it has what it always had.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from kpr_desktop.codebook.klass import PlaceList
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import ResourceError

_OPEN_START = "<="
_WITH_COUNTY = re.compile(r"(.+) \((.+)\)")
_ORDER = str.maketrans("ÆæØøÅå", "\u0220\u0221\u0222\u0223\u0224\u0225")
"""Æ, Ø, Å after Z, in this order."""
_T = TypeVar("_T")


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


@dataclass(frozen=True, slots=True)
class _Lists:
    """Ours, and by year what was read in over them."""

    shipped: _Shipped
    municipalities: dict[int, dict[str, Municipality]]
    districts: dict[int, dict[str, tuple[District, ...]]]


class Places:
    """The place lists; the shipped ones are read when first asked for.

    `root` is the folder with the three files; `lists`: begin with these instead.
    """

    def __init__(self, root: Path | None = None, lists: _Lists | None = None) -> None:
        self._lists = lists or _Lists(_Shipped(root or resource("places")), {}, {})
        self._counted: dict[int, Counter[str]] = {}

    def for_vault(self) -> Places:
        """These lists, for one vault to lay its own over."""
        held = self._lists
        return Places(lists=_Lists(held.shipped, dict(held.municipalities), dict(held.districts)))

    def with_list(self, year: int, places: PlaceList) -> Places:
        """As these, with one list more laid over."""
        made = self.for_vault()
        made.lay_over(year, places)
        return made

    def lay_over(self, year: int, places: PlaceList) -> None:
        """A list that has been read in: municipalities, districts or both; it is in force from its own year on."""
        self._counted.clear()
        if places.municipalities is not None:
            self._lists.municipalities[year] = {
                number: self._lists.shipped.named(number, name, year)
                for number, name in places.municipalities.items()
            }
        if places.districts is not None:
            found: dict[str, list[District]] = {}
            for code, name in places.districts.items():
                found.setdefault(code[:4], []).append(District(code[4:], name))
            self._lists.districts[year] = {number: tuple(each) for number, each in found.items()}

    def municipality(self, number: str, year: int) -> Municipality | None:
        """The municipality that has `number` in data year `year`, or None."""
        added = _in_force(self._lists.municipalities, year)
        if added is not None:
            return added.get(number)
        return next((m for m in self._lists.shipped.all if m.number == number and m.valid_in(year)), None)

    def all_for(self, year: int) -> list[Municipality]:
        """All municipalities of a data year, by name."""
        return sorted(self._of(year), key=lambda m: (m.name.translate(_ORDER), m.number))

    def label(self, place: Municipality, year: int) -> str:
        """The name, with the county where two municipalities of that year share it."""
        shared = self._names(year)[place.name] > 1
        return f"{place.name} ({place.county})" if shared and place.county else place.name

    def districts(self, municipality: str, year: int) -> tuple[District, ...]:
        """The districts of a municipality in data year `year`; empty where it has none."""
        added = _in_force(self._lists.districts, year)
        return (self._lists.shipped.districts if added is None else added).get(municipality, ())

    def list_for(self, year: int) -> PlaceList:
        """What is in force for a year: numbers and names."""
        added = _in_force(self._lists.districts, year)
        districts = self._lists.shipped.districts if added is None else added
        return PlaceList(
            {m.number: m.name for m in sorted(self._of(year), key=lambda m: m.number)},
            {number + each.code: each.name for number, found in districts.items() for each in found},
        )

    def _of(self, year: int) -> list[Municipality]:
        added = _in_force(self._lists.municipalities, year)
        return (
            [m for m in self._lists.shipped.all if m.valid_in(year)]
            if added is None
            else list(added.values())
        )

    def _names(self, year: int) -> Counter[str]:
        if year not in self._counted:
            self._counted[year] = Counter(m.name for m in self._of(year))
        return self._counted[year]


class _Shipped:
    """The lists of ours."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def named(self, number: str, name: str, year: int) -> Municipality:
        """A municipality of a list that was read in, with our Norwegian single name where it is the same one.

        SSB writes all the official names of a place, «Oslo - Oslove»; which of them is Norwegian it does not tell.
        """
        known = self.current.get(number)
        plain, county = _name_and_county(name)
        if known is not None and known[0] in plain.split(" - "):
            return Municipality(number, *known, year, None)
        return Municipality(number, plain, county, year, None)

    @cached_property
    def all(self) -> tuple[Municipality, ...]:
        now = self.current
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

    @cached_property
    def current(self) -> dict[str, tuple[str, str]]:
        """Number -> name and county of the municipalities of today."""
        found: dict[str, tuple[str, str]] = {}
        for line, row in self._rows("municipalities.csv"):
            if row["kommunenummer"] in found:
                raise ResourceError("municipalities.csv", line, f"duplicate number {row['kommunenummer']}")
            found[row["kommunenummer"]] = row["navn_nb"], row["fylke_nb"]
        return found

    @cached_property
    def districts(self) -> Mapping[str, tuple[District, ...]]:
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


def _in_force(lists: Mapping[int, _T], year: int) -> _T | None:
    """The newest list that is not of a later year."""
    fitting = [each for each in lists if each <= year]
    return lists[max(fitting)] if fitting else None


def _name_and_county(text: str) -> tuple[str, str]:
    """«Våler (Viken)» -> Våler, Viken: the list of years has the county only where a name is used twice."""
    found = _WITH_COUNTY.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")
