"""Local statistics: how many persons, never who. Small numbers are hidden before anybody sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from kpr_desktop.codebook.languages import DECIMAL_MARKS
from kpr_desktop.codebook.model import CodeBook, ItemKind
from kpr_desktop.codebook.statistics_rule import StatisticsRule
from kpr_desktop.domain.assessment import valid_on
from kpr_desktop.domain.dates import age_on
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.profile import GroupRule, decimal_text, profile
from kpr_desktop.domain.suppression import alone, grid, is_small, line
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.output_ports import StatisticsWriter
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.written_files import FileWriter, Leaving

FIRST_YEAR = 2019
"""No code book of ours is older."""
UNKNOWN = "unknown"
"""What is not registered: a birth date, a household."""
TOTAL = "total"
_HOUSEHOLDS = "9335"

Cell = int | str | None
"""A number of persons, a mean with one decimal, or hidden."""


@dataclass(frozen=True, slots=True)
class StatRow:
    """One line. `label`: in words, from the code book; empty where `code` has a text of ours (total, unknown)."""

    code: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class StatTable:
    """One table. `id`: services | ages | households | services_by_age | profile; `columns` are codes or age bands."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[StatRow, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """All tables of a year. Numbers from 1 to `least` - 1 are not in it anywhere."""

    year: int
    day: date
    municipality: str
    made_at: datetime
    practice: bool
    least: int
    tables: tuple[StatTable, ...]
    language: str = "nb"


@dataclass(frozen=True, slots=True)
class _Counted:
    """One person, without anything that tells who."""

    types: frozenset[str]
    band: str
    household: str
    means: tuple[Fraction | None, ...]


class StatisticsDesk:
    """Counts, and saves what was counted."""

    def __init__(
        self, session: Session, rule: StatisticsRule, writer: StatisticsWriter, files: FileWriter
    ) -> None:
        self._session, self._rule, self._writer, self._files = session, rule, writer, files

    def on(self, session: Session) -> StatisticsDesk:
        """The same on another session: a worker's, with a connection of its own."""
        return StatisticsDesk(session, self._rule, self._writer, self._files)

    def years(self) -> tuple[int, ...]:
        """The years that can be counted, the newest first."""
        return tuple(range(self._session.today().year, FIRST_YEAR - 1, -1))

    def make(self, year: int, language: str = "nb") -> Statistics:
        """Everybody who had a service in the year, blocked or not: nobody is named. Told in a language.

        Raises UserFault statistics.year (year).
        """
        session = self._session
        if year not in self.years():
            raise UserFault("statistics.year", "year", first=FIRST_YEAR, last=session.today().year)
        book = session.books.for_year(year)
        day = min(date(year, 12, 31), session.today())
        with session.work() as work:
            session.admit(work, "statistics.make")
            office = work.records.office()
            counted = list(self._counted(work, book, year, day))
            session.log(work, "statistics.make", subject=str(year))
            work.commit()
        return Statistics(
            year,
            day,
            office.municipality,
            session.now(),
            session.training,
            self._rule.least,
            tuple(self._tables(book, counted, language)),
            language,
        )

    def save(self, made: Statistics, folder: Path, kind: str, *, purpose: str) -> Path:
        """Write the tables as `csv` or `xlsx`. Raises UserFault statistics.format, written.*, outbox.*."""
        if kind not in ("csv", "xlsx"):
            raise UserFault("statistics.format", "format")
        session = self._session
        data = self._writer.csv(made) if kind == "csv" else self._writer.xlsx(made)

        def log(work: UnitOfWork, subject: str) -> None:
            session.admit(work, "statistics.make")
            session.log(work, "statistics.save", subject=subject, reason=purpose)

        leaving = Leaving("statistics", session.new_id(), file_name(made, kind), data, purpose)
        return self._files.put(session, folder, leaving, log)

    def _counted(self, work: UnitOfWork, book: CodeBook, year: int, day: date) -> Iterable[_Counted]:
        rules = _group_rules(book)
        for person_id in work.persons.ids():
            types = frozenset(s.type for s in work.services.of_person(person_id) if s.runs_in(year))
            if types:
                yield self._one(work, person_id, types, rules, day)

    def _one(
        self,
        work: UnitOfWork,
        person_id: PersonId,
        types: frozenset[str],
        rules: Sequence[GroupRule],
        day: date,
    ) -> _Counted:
        person = work.persons.get(person_id)
        assessment = valid_on(work.assessments.of_person(person_id), day)
        age = age_on(person.birth_date, day) if person.birth_date else None
        band = next((b.id for b in self._rule.ages if age is not None and b.holds(age)), UNKNOWN)
        household = (assessment.value("household") if assessment else "") or person.household
        means = tuple(g.mean for g in profile(assessment, rules)) if assessment else (None,) * len(rules)
        return _Counted(types, band, household or UNKNOWN, means)

    def _tables(self, book: CodeBook, counted: Sequence[_Counted], language: str) -> Iterable[StatTable]:
        least, bands = self._rule.least, [*(b.id for b in self._rule.ages), UNKNOWN]
        types = sorted({t for each in counted for t in each.types}, key=lambda code: (len(code), code))
        by_type = Counter(t for each in counted for t in each.types)
        services = zip(types, alone([by_type[t] for t in types], least), strict=True)
        yield StatTable(
            "services", (TOTAL,), tuple(StatRow(t, _service(book, t), (cell,)) for t, cell in services)
        )
        of_age = self._column("ages", bands, {}, Counter(each.band for each in counted))
        yield of_age
        homes = {c.code: c.label.in_(language) for c in book.lists[_HOUSEHOLDS].codes}
        yield self._column(
            "households", [*homes, UNKNOWN], homes, Counter(each.household for each in counted)
        )
        ages = [Counter(each.band for each in counted if code in each.types) for code in types]
        by_age = grid([[found[band] for band in bands] for found in ages], _cells(of_age), least)
        yield StatTable(
            "services_by_age",
            (*bands, TOTAL),
            tuple(
                StatRow(code, _service(book, code), (*cells, total))
                for code, (cells, total) in zip(types, by_age, strict=True)
            ),
        )
        yield self._profile(book, counted, language)

    def _column(
        self, name: str, codes: Sequence[str], words: dict[str, str], found: Counter[str]
    ) -> StatTable:
        cells, total = line([found[code] for code in codes], self._rule.least)
        rows = [StatRow(code, words.get(code, ""), (cell,)) for code, cell in zip(codes, cells, strict=True)]
        return StatTable(name, (TOTAL,), (*rows, StatRow(TOTAL, "", (total,))))

    def _profile(self, book: CodeBook, counted: Sequence[_Counted], language: str) -> StatTable:
        """The mean of the persons' means, group by group, of those who have one."""
        rows = []
        words = {group.id: group.name.in_(language) for group in book.groups}
        for place, rule in enumerate(_group_rules(book)):
            means = [mean for each in counted if (mean := each.means[place]) is not None]
            if is_small(len(means), self._rule.least) or not means:
                cells: tuple[Cell, ...] = (None if means else 0, None)
            else:
                cells = (
                    len(means),
                    decimal_text(sum(means, Fraction()) / len(means), DECIMAL_MARKS[language]),
                )
            rows.append(StatRow(rule.group, words[rule.group], cells))
        return StatTable("profile", ("persons", "mean"), tuple(rows))


def _cells(of: StatTable) -> list[int | None]:
    """The numbers of a table with one column, its sum left out."""
    return [row.cells[0] if isinstance(row.cells[0], int) else None for row in of.rows[:-1]]


def file_name(made: Statistics, kind: str) -> str:
    """`statistikk-2026_4201_20261123-0905.csv`; of a training vault `ovelse-statistikk-…`."""
    head = "ovelse-statistikk" if made.practice else "statistikk"
    return f"{head}-{made.year}_{made.municipality}_{made.made_at:%Y%m%d-%H%M%S}.{kind}"


def _group_rules(book: CodeBook) -> tuple[GroupRule, ...]:
    scored = frozenset(i.id for i in book.items.values() if i.kind is ItemKind.SCORE)
    return book.overview.rules(book.groups, scored) if book.overview is not None else ()


def _service(book: CodeBook, code: str) -> str:
    found = book.services.get(code)
    return found.official if found is not None else code
