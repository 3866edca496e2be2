"""What the start page shows, from indexes alone: as fast at a hundred thousand persons as at a thousand."""

from __future__ import annotations

from datetime import date

from kpr_desktop.domain.ids import UserId
from kpr_desktop.store.database import Database, Value
from kpr_desktop.store.persons import SUMMARY, summary
from kpr_desktop.store.rows import assessment_or_none, day_or_none
from kpr_desktop.usecases.records import WorkRow

_ACTIVE = "p.hidden = 0 AND p.death_date IS NULL"
_DRAFTS = (
    f"SELECT a.assessed_on, a.id, {SUMMARY} FROM assessment a JOIN person p ON p.row = a.person"  # noqa: S608 - our own column names
    f" WHERE a.assessor_id = ? AND a.state = 'draft' AND {_ACTIVE} ORDER BY a.assessed_on LIMIT ?"
)
_PARTS = (
    (
        "visit",
        (
            f"SELECT p.planned_visit, NULL, {SUMMARY} FROM person p WHERE {{own}} p.planned_visit <= ? AND {_ACTIVE}"  # noqa: S608 - as above
            " AND p.planned_visit IS NOT NULL ORDER BY p.planned_visit LIMIT ?"
        ),
    ),
    (
        "due",
        (
            f"SELECT p.last_assessed, NULL, {SUMMARY} FROM person p WHERE {{own}} p.last_assessed < ? AND {_ACTIVE}"  # noqa: S608 - as above
            " ORDER BY p.last_assessed LIMIT ?"
        ),
    ),
    (
        "never",
        f"SELECT NULL, NULL, {SUMMARY} FROM person p WHERE {{own}} p.last_assessed IS NULL AND {_ACTIVE} LIMIT ?",  # noqa: S608 - as above
    ),
)


class WorkTable:
    """WorkList of the ports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(self, *, user: UserId, today: date, due_before: date, limit: int) -> list[WorkRow]:
        """At most `limit` persons, each once, with the first reason that holds: draft, visit, due, never.

        Each reason gets a quarter of the places, so that many drafts never hide today's visits. Within a reason the
        user's own come first (own draft, or responsible), then the oldest day.
        """
        share = max(1, limit // (len(_PARTS) + 1))
        days = {"visit": today.isoformat(), "due": due_before.isoformat()}
        once = {row.person.id: row for row in self._read("draft", _DRAFTS, (user, share), own=True)}
        for why, sql in _PARTS:
            day: tuple[Value, ...] = (days[why],) if why in days else ()
            found = self._read(why, sql.format(own="p.responsible = ? AND"), (user, *day, share), own=True)
            if len(found) < share:
                found += self._read(why, sql.format(own=""), (*day, share), own=False)
            places = len(once) + share
            for row in found:
                if len(once) < places:
                    once.setdefault(row.person.id, row)
        return list(once.values())

    def _read(self, why: str, sql: str, values: tuple[Value, ...], *, own: bool) -> list[WorkRow]:
        return [
            WorkRow(summary(tuple(rest)), why, day_or_none(day), own, assessment_or_none(assessment_id))
            for (day, assessment_id, *rest) in self._database.rows(sql, values)
        ]
