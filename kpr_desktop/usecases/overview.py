"""The unit's own work in numbers: counted beside the window, copied and saved with small numbers hidden."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.overview_rule import OverviewRule
from kpr_desktop.codebook.statistics_rule import StatisticsRule
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases import overview_figures as figures
from kpr_desktop.usecases.output_ports import OverviewWriter
from kpr_desktop.usecases.overview_ports import Finished
from kpr_desktop.usecases.overview_records import Figure, WorkOverview
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.statistics import FIRST_YEAR
from kpr_desktop.usecases.talk_settings import interval_of
from kpr_desktop.usecases.written_files import FileWriter, Leaving

AT_A_TIME = 1_000
"""Assessments between two looks at whether somebody wants to stop."""
Progress = Callable[[int, int], None]


class OverviewDesk:
    """Counts for those who work with persons and for their leader; a leader takes tables out."""

    def __init__(
        self,
        session: Session,
        rule: OverviewRule,
        statistics: StatisticsRule,
        writer: OverviewWriter,
        files: FileWriter,
    ) -> None:
        self._session, self._rule, self._statistics = session, rule, statistics
        self._writer, self._files = writer, files

    def on(self, session: Session) -> OverviewDesk:
        """The same on another session: a worker's, with a connection of its own."""
        return OverviewDesk(session, self._rule, self._statistics, self._writer, self._files)

    def years(self) -> tuple[int, ...]:
        """The years that can be shown, the newest first."""
        return tuple(range(self._session.today().year, FIRST_YEAR - 1, -1))

    def make(
        self,
        year: int,
        month: int = 0,
        language: str = "nb",
        told: Progress = lambda _done, _all: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> WorkOverview | None:
        """Everybody's work in the year, or in one month of it (1-12), blocked or not: nobody is named. Only reads.

        `told` hears how many assessments are counted and how many there are; None when `stop` said so before the end.
        Raises UserFault rights.not_allowed, overview.period (year).
        """
        session = self._session
        session.require("overview.read")
        first, last = self._period(year, month)
        book = session.books.for_year(year)
        with session.work() as work:
            found = work.overview.finished(date(year, 1, 1), date(year, 12, 31))
            chosen = [each for each in found if first <= each.day <= last]
            counted = _counted(work, book, chosen, told, stop)
            if counted is None:
                return None
            made = self._figures(work, book, found, chosen, counted, (last, language))
            office = work.records.office()
        return WorkOverview(
            year=year,
            month=month,
            first=first,
            last=last,
            today=session.today(),
            municipality=office.municipality,
            unit=office.unit or office.name,
            made_at=session.now(),
            practice=session.training,
            least=self._statistics.least,
            staff=self._rule.staff,
            language=language,
            figures=made,
        )

    def copy(self, made: WorkOverview, figure_id: str) -> str:
        """One figure's table for the clipboard, its small numbers hidden: lines of cells with tabs between.

        Raises UserFault rights.not_allowed, access.read_only.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "overview.take")
            if not session.vault.writable:
                raise UserFault("access.read_only")
            text = self._writer.tsv(made, figure_id)
            session.log(work, "overview.copy", subject=f"{figure_id} {_told(made)}")
            work.commit()
        return text

    def save(self, made: WorkOverview, folder: Path, *, purpose: str) -> Path:
        """Write all tables as a workbook, small numbers hidden. Raises UserFault rights.*, written.*, outbox.*."""
        session = self._session

        def log(work: UnitOfWork, subject: str) -> None:
            session.admit(work, "overview.take")
            session.log(work, "overview.save", subject=subject, reason=purpose)

        data = self._writer.xlsx(made)
        leaving = Leaving("statistics", session.new_id(), file_name(made), data, purpose)
        return self._files.put(session, folder, leaving, log)

    def _period(self, year: int, month: int) -> tuple[date, date]:
        today = self._session.today()
        if year not in self.years() or not 0 <= month <= 12 or (year, month) > (today.year, today.month):
            raise UserFault("overview.period", "year", first=FIRST_YEAR)
        first = date(year, month or 1, 1)
        last = date(year, month or 12, monthrange(year, month or 12)[1])
        return first, min(last, today)

    def _figures(
        self,
        work: UnitOfWork,
        book: CodeBook,
        found: Sequence[Finished],
        chosen: Sequence[Finished],
        counted: _Counted,
        about: tuple[date, str],
    ) -> tuple[Figure, ...]:
        """In the order of `FIGURES`."""
        session, rule, (last, language) = self._session, self._rule, about
        counts = work.overview
        running, persons = counts.running(last)
        return (
            figures.assessments(found, last.year, session.today(), chosen),
            figures.needs(book, counted.latest, counted.persons, language),
            figures.services(book, running, persons, language),
            figures.completeness(book, counted.all, counted.where, len(chosen), language),
            figures.time_used(chosen, len(counted.staff), rule, self._statistics.least),
            figures.due(
                counts.last_assessed(), session.today(), interval_of(work), counts.drafts(), rule.months
            ),
        )


class _Counted:
    """What is added up, some assessments at a time. `latest`: of each person's newest assessment of the period."""

    def __init__(self) -> None:
        self.all: Counter[tuple[str, str]] = Counter()
        self.latest: Counter[tuple[str, str]] = Counter()
        self.where: Counter[str] = Counter()
        self.staff: set[str] = set()
        self.persons = 0


def file_name(made: WorkOverview) -> str:
    """`oversikt-2026-11_4201_20261123-090500.xlsx`; of a training vault `ovelse-oversikt-…`."""
    head = "ovelse-oversikt" if made.practice else "oversikt"
    return f"{head}-{_told(made)}_{made.municipality}_{made.made_at:%Y%m%d-%H%M%S}.xlsx"


def _told(made: WorkOverview) -> str:
    return f"{made.year}-{made.month:02}" if made.month else str(made.year)


def _counted(
    work: UnitOfWork, book: CodeBook, chosen: Sequence[Finished], told: Progress, stop: Callable[[], bool]
) -> _Counted | None:
    counts, sums = work.overview, _Counted()
    newest = {each.person: each.row for each in chosen}  # oldest first: the last one stays
    latest = set(newest.values())
    sums.persons = len(newest)
    conditions = [(s.item, s.visible_when) for s in figures.asked_steps(book) if s.visible_when is not None]
    done = 0
    for rows, is_latest in _parts(chosen, latest):
        if stop():
            return None
        found = counts.answers(rows)
        sums.all.update(found)
        if is_latest:
            sums.latest.update(found)
        for item, condition in conditions:
            sums.where[item] += counts.answered_where(rows, item, condition.item, condition.values)
        sums.staff |= counts.contributors(rows)
        done += len(rows)
        told(done, len(chosen))
    return sums


def _parts(chosen: Sequence[Finished], latest: set[int]) -> Iterator[tuple[list[int], bool]]:
    """The rows, so many at a time: each person's newest, and then the others."""
    for is_latest in (True, False):
        rows = sorted(each.row for each in chosen if (each.row in latest) is is_latest)
        for at in range(0, len(rows), AT_A_TIME):
            yield rows[at : at + AT_A_TIME], is_latest
