"""Counts of the unit's own work, made by the database: it opens the pages, and hands over numbers."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from kpr_desktop.store.database import Database
from kpr_desktop.store.rows import day_or_none
from kpr_desktop.usecases.overview_ports import Finished

_FINISHED = (
    "SELECT a.row, a.person, a.assessed_on, coalesce((SELECT sum(c.seconds) FROM assessment v"
    " JOIN contributor c ON c.assessment = v.row WHERE v.series_id = a.series_id), 0) FROM assessment a"
    " WHERE a.state = 'finished' AND a.assessed_on BETWEEN ? AND ? AND NOT EXISTS"
    " (SELECT 1 FROM assessment b WHERE b.series_id = a.series_id AND b.version > a.version AND b.state = 'finished')"
    " ORDER BY a.assessed_on, a.row"
)
_ANSWERS = (
    "SELECT item, CASE WHEN length(value) < 3 THEN value ELSE '*' END AS told, count(*) FROM answer"
    " WHERE assessment IN (SELECT value FROM json_each(?)) AND value <> '' GROUP BY item, told"
)
_WHERE = (
    "SELECT count(*) FROM answer a JOIN answer o ON o.assessment = a.assessment AND o.item = ?"
    " WHERE a.assessment IN (SELECT value FROM json_each(?)) AND a.item = ? AND a.value <> ''"
    " AND o.value IN (SELECT value FROM json_each(?))"
)
_CONTRIBUTORS = (
    "SELECT DISTINCT c.user_id FROM assessment a JOIN assessment v ON v.series_id = a.series_id"
    " JOIN contributor c ON c.assessment = v.row"
    " WHERE a.row IN (SELECT value FROM json_each(?)) AND c.seconds > 0"
)
_RUNS = "annulled = 0 AND start <= ? AND (end IS NULL OR end >= ?)"


class OverviewTable:
    """WorkCounts of the ports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def finished(self, first: date, last: date) -> list[Finished]:
        """One query for the whole period."""
        rows = self._database.rows(_FINISHED, (first.isoformat(), last.isoformat()))
        return [Finished(row, person, date.fromisoformat(day), seconds) for row, person, day, seconds in rows]

    def answers(self, rows: Sequence[int]) -> Mapping[tuple[str, str], int]:
        """Counted by the database."""
        found = self._database.rows(_ANSWERS, (json.dumps(list(rows)),))
        return {(item, value): count for item, value, count in found}

    def answered_where(self, rows: Sequence[int], item: str, other: str, values: Collection[str]) -> int:
        """For an item that is asked under a condition."""
        given = (other, json.dumps(list(rows)), item, json.dumps(sorted(values)))
        return int(self._database.rows(_WHERE, given)[0][0])

    def contributors(self, rows: Sequence[int]) -> frozenset[str]:
        """Each once."""
        return frozenset(user for (user,) in self._database.rows(_CONTRIBUTORS, (json.dumps(list(rows)),)))

    def running(self, day: date) -> tuple[Mapping[str, int], int]:
        """A pause ends no service."""
        told = (day.isoformat(), day.isoformat())
        types = self._database.rows(
            f"SELECT type, count(DISTINCT person) FROM service WHERE {_RUNS} GROUP BY type",  # noqa: S608 - our own words
            told,
        )
        (persons,) = self._database.rows(
            f"SELECT count(DISTINCT person) FROM service WHERE {_RUNS}",  # noqa: S608 - our own words
            told,
        )[0]
        return dict(types), persons

    def last_assessed(self) -> Mapping[date | None, int]:
        """From an index alone."""
        rows = self._database.rows(
            "SELECT last_assessed, count(*) FROM person WHERE hidden = 0 AND death_date IS NULL"
            " GROUP BY last_assessed"
        )
        return {day_or_none(day): count for day, count in rows}

    def drafts(self) -> int:
        """From an index alone."""
        return int(self._database.rows("SELECT count(*) FROM assessment WHERE state = 'draft'")[0][0])
