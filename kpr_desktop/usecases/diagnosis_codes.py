"""The official diagnosis registers: we ship no texts, the municipality reads in the files it has a right to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kpr_desktop.codebook.diagnoses import LARGEST, CodeFile, LeftOut, pattern_of, read_codes
from kpr_desktop.codebook.model import Code
from kpr_desktop.domain.checks.entries import plain_code
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import CodeEdition
from kpr_desktop.usecases.session import Session

FIRST_YEAR = 1996
"""No Norwegian edition of either system is older."""
EXAMPLES = 5
_SYSTEMS = "diagnosis_system"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_MARKS = ("", "*", "+")
"""A code is found with and without the mark of ICD-10 (star and dagger codes)."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would give. `year` stands in its name, or is this year; `examples` are the first (code, text)."""

    count: int
    year: int
    examples: tuple[tuple[str, str], ...]
    left_out: tuple[LeftOut, ...]


def text_in(work: UnitOfWork, system: str, year: int, code: str) -> str | None:
    """What the edition for `year` calls a code: that year's, else the newest before it, with or without its marks.

    Empty when the edition lacks the code; None when there is no edition.
    """
    edition = work.diagnosis_codes.edition_for(system, year)
    if edition is None:
        return None
    code = plain_code(code)
    bare = code.rstrip("*+")
    for each in dict.fromkeys((code, *(bare + mark for mark in _MARKS))):
        text = work.diagnosis_codes.text(system, edition, each)
        if text is not None:
            return text
    return ""


class DiagnosisCodeDesk:
    """Reads in a register, and tells the text of a code. Anybody may ask; codes.import decides who may read in.

    `before_risk` makes a verified backup, and raises when it cannot.
    """

    def __init__(self, session: Session, before_risk: Callable[[], object]) -> None:
        self._session = session
        self._before_risk = before_risk

    def on(self, session: Session) -> DiagnosisCodeDesk:
        """The same on another session: a worker's, with a connection of its own."""
        return DiagnosisCodeDesk(session, self._before_risk)

    def systems(self) -> tuple[Code, ...]:
        """The code systems that a diagnosis can be told in this year."""
        today = self._session.today()
        codes = self._session.books.for_year(today.year).lists[_SYSTEMS].codes
        return tuple(each for each in codes if each.valid_in(today.year))

    def years(self) -> tuple[int, ...]:
        """The years an edition can be for, oldest first; an edition is published in the autumn before its year."""
        return tuple(range(FIRST_YEAR, self._session.today().year + 2))

    def editions(self) -> list[CodeEdition]:
        """What has been read in, by system, the newest first."""
        with self._session.work() as work:
            return work.diagnosis_codes.editions()

    def preview(self, path: Path, system: str) -> Preview:
        """What the file holds; nothing is kept. Raises what `codebook.diagnoses.read_codes` and `_read` raise."""
        self._session.require("codes.import")
        found = self._read(path, system)
        named = _YEAR.search(path.name)
        year = int(named[0]) if named and int(named[0]) in self.years() else self._session.today().year
        return Preview(len(found.texts), year, tuple(found.texts.items())[:EXAMPLES], found.left_out)

    def import_file(self, path: Path, system: str, year: int) -> CodeEdition:
        """Read in the file as this system's edition of `year`, instead of what that edition held; whole or not at all.

        Raises UserFault diagnoses.year (field year), and what `preview` and the backup before it raise.
        """
        session = self._session
        session.require("codes.import")
        years = self.years()
        if year not in years:
            raise UserFault("diagnoses.year", "year", first=years[0], last=years[-1])
        found = self._read(path, system)
        self._before_risk()
        with session.work() as work:
            work.diagnosis_codes.replace(system, year, found.texts)
            session.log(work, "codes.import", subject=f"{system} {year}")
            work.commit()
        return CodeEdition(system, year, len(found.texts))

    def text_of(self, system: str, code: str, day: date) -> str:
        """What the edition for `day` calls a code: the one of that year, else the newest before it. Empty = unknown."""
        return self._look(system, code, day) or ""

    def is_unknown(self, system: str, code: str, day: date) -> bool:
        """Whether it looks like a code, there is an edition for `day`, and that has no such code."""
        return self._look(system, code, day) == ""

    def _look(self, system: str, code: str, day: date) -> str | None:
        """The text; empty when the edition lacks the code; None when it is no code or there is no edition."""
        code = plain_code(code)
        if system not in {each.code for each in self.systems()} or not self._is_code(system, code):
            return None
        with self._session.work() as work:
            return text_in(work, system, day.year, code)

    def _is_code(self, system: str, code: str) -> bool:
        return re.fullmatch(self._pattern(system), code) is not None

    def _pattern(self, system: str) -> str:
        return pattern_of(self._session.books.for_year(self._session.today().year), system)

    def _read(self, path: Path, system: str) -> CodeFile:
        """Raises EnvironmentFault diagnoses.cannot_read beside the faults of the file's content."""
        try:
            if not path.is_file():  # a pipe or a device would never end
                raise EnvironmentFault("diagnoses.cannot_read")
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError:
            raise EnvironmentFault("diagnoses.cannot_read") from None
        return read_codes(data, system=system, pattern=self._pattern(system))
