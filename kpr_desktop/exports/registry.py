"""The formats this program can write. A new version is one line here, beside its module, schema and golden file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kpr_desktop.codebook.places import Places
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.kpr56 import Kpr56
from kpr_desktop.exports.yearly import Books, Yearly1
from kpr_desktop.exports.yearly2 import Yearly2
from kpr_desktop.usecases.output_ports import MessageWriter, YearlyWriter


@dataclass(frozen=True, slots=True)
class Format:
    """One format and version. Data years are both included; `last_year` None = until a newer one takes over.

    `family` is what a person asks for (`kpr`, `yearly`); within it the newest format of a data year is taken.
    """

    id: str
    family: str
    official: bool
    first_year: int
    last_year: int | None

    def covers(self, year: int) -> bool:
        """Whether the format is used for data year `year`."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


@dataclass(frozen=True, slots=True)
class MessageFormat(Format):
    """A message of events. `make` takes the program's version and the places by data year (None: those we ship)."""

    make: Callable[[str, Places | None], MessageWriter]


@dataclass(frozen=True, slots=True)
class YearlyFormat(Format):
    """An extract of one data year. `make` takes the code books."""

    make: Callable[[Books], YearlyWriter]


_F = TypeVar("_F", bound=Format)

# Newest last. The message was specified for events from 1 January 2021 on, the extract for the code books we ship.
MESSAGES: Sequence[MessageFormat] = (
    MessageFormat("kpr-56", "kpr", official=True, first_year=2021, last_year=None, make=Kpr56),
)  # fmt: skip
OFFICIAL_YEARLY: Sequence[YearlyFormat] = ()
"""The slot of the register's own yearly schema, which could not be had. What is put here, with its module, schema and
golden file, takes the place of ours for the data years it covers; `official=True` is told wherever formats are listed.
"""
YEARLY: Sequence[YearlyFormat] = (
    YearlyFormat("yearly-1", "yearly", official=False, first_year=2019, last_year=None, make=Yearly1),
    YearlyFormat("yearly-2", "yearly", official=False, first_year=2019, last_year=None, make=Yearly2),
    *OFFICIAL_YEARLY,
)  # fmt: skip


def formats() -> tuple[Format, ...]:
    """All formats, for lists."""
    return (*MESSAGES, *YEARLY)


def message_writer(
    program_version: str,
    wanted: str = "kpr",
    year: int | None = None,
    known: Sequence[MessageFormat] = MESSAGES,
    places: Places | None = None,
) -> MessageWriter:
    """The writer with this id or of this family; without a data year the newest.

    `places` are the vault's own lists of municipalities; without them the shipped ones tell which numbers are valid.

    Raises UserFault export.unknown_format, export.not_for_year.
    """
    return _choose(known, wanted, year).make(program_version, places)


def yearly_writer(
    books: Books, wanted: str = "yearly", year: int | None = None, known: Sequence[YearlyFormat] = YEARLY
) -> YearlyWriter:
    """The writer with this id or of this family; without a data year the newest.

    Raises UserFault export.unknown_format, export.not_for_year.
    """
    return _choose(known, wanted, year).make(books)


def _choose(known: Sequence[_F], wanted: str, year: int | None) -> _F:
    named = [each for each in known if wanted in (each.id, each.family)]
    if not named:
        raise UserFault("export.unknown_format", "format")
    if year is None:
        return named[-1]
    fitting = [each for each in named if each.covers(year)]
    if not fitting:
        raise UserFault("export.not_for_year", "year", year=year)
    return fitting[-1]
