"""What the start page shows, from indexes alone: as fast at a hundred thousand persons as at a thousand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kpr_desktop.domain.ids import AssessmentId, PersonId, UserId
from kpr_desktop.store.database import Database, Value
from kpr_desktop.store.persons import SUMMARY, summary
from kpr_desktop.store.rows import assessment_or_none, day_or_none
from kpr_desktop.usecases.records import WorkRow

_ACTIVE = "p.hidden = 0 AND p.death_date IS NULL"
_OWN = "p.responsible = ? AND "
_DRAFTS = (
    f"SELECT a.assessed_on, a.id, p.lacking, {SUMMARY} FROM assessment a JOIN person p ON p.row = a.person"  # noqa: S608 - our own column names
    f" WHERE a.assessor_id = ? AND a.state = 'draft' AND {_ACTIVE} ORDER BY a.assessed_on LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """Who is on the list for one reason: the day's column, what is asked of it, and the order."""

    why: str
    day: str
    where: str
    order: str

    def sql(self, *, own: bool) -> str:
        return (
            f"SELECT {self.day}, NULL, p.lacking, {SUMMARY} FROM person p"  # noqa: S608 - our own column names
            f" WHERE {_OWN if own else ''}{self.where} AND {_ACTIVE}{self.order} LIMIT ?"
        )


_PARTS = (
    _Part(
        "visit",
        "p.planned_visit",
        "p.planned_visit <= ? AND p.planned_visit IS NOT NULL",
        " ORDER BY p.planned_visit",
    ),
    _Part("due", "p.last_assessed", "p.last_assessed < ?", " ORDER BY p.last_assessed"),
    _Part(
        "soon",
        "p.last_assessed",
        "p.last_assessed >= ? AND p.last_assessed < ?",
        " ORDER BY p.last_assessed",
    ),
    # Who is due, or soon, is asked everything anew; of the others the newest come first: they are remembered best.
    _Part(
        "lacking",
        "p.last_assessed",
        "p.lacking > 0 AND p.last_assessed >= ?",
        " ORDER BY p.last_assessed DESC",
    ),
    _Part("never", "NULL", "p.last_assessed IS NULL", ""),
)


class WorkTable:
    """WorkList of the ports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(
        self, *, user: UserId, today: date, due_before: date, soon_before: date, limit: int
    ) -> list[WorkRow]:
        """At most `limit` persons, each once, with the first reason that holds.

        The reasons are visit, draft, due (last assessed before `due_before`), soon (before `soon_before`), lacking
        and never. Each gets an equal share of the places, so that many drafts never hide today's visits. Within a
        reason the user's own come first (responsible), then the oldest day; of the lacking the newest. A visit names
        the user's own draft, if there is one.
        """
        share = max(1, limit // (len(_PARTS) + 1))
        due, soon = due_before.isoformat(), soon_before.isoformat()
        days: dict[str, tuple[str, ...]] = {
            "visit": (today.isoformat(),),
            "due": (due,),
            "soon": (due, soon),
            "lacking": (soon,),
        }
        drafts = {row.person.id: row for row in self._read("draft", _DRAFTS, (user, 2 * share), own=True)}
        once: dict[PersonId, WorkRow] = {}
        for part in _PARTS:
            self._fill(once, part, (user, *days.get(part.why, ())), share)
            if part.why == "visit":
                for row in list(once.values()):
                    once[row.person.id] = replace(row, assessment_id=_draft_of(drafts, row))
                waiting = [row for row in drafts.values() if row.person.id not in once]
                once.update({row.person.id: row for row in waiting[:share]})
        return list(once.values())

    def _fill(
        self, once: dict[PersonId, WorkRow], part: _Part, values: tuple[Value, ...], share: int
    ) -> None:
        """Add at most `share` more; those that are there for another reason take nobody's place."""
        places = len(once) + share
        for own in (True, False):
            given = values if own else values[1:]
            for row in self._read(part.why, part.sql(own=own), (*given, places), own=own):
                if len(once) < places:
                    once.setdefault(row.person.id, row)
            if len(once) == places:
                return

    def _read(self, why: str, sql: str, values: tuple[Value, ...], *, own: bool) -> list[WorkRow]:
        return [
            WorkRow(summary(tuple(rest)), why, day_or_none(day), own, assessment_or_none(assessment), lacking)
            for (day, assessment, lacking, *rest) in self._database.rows(sql, values)
        ]


def _draft_of(drafts: dict[PersonId, WorkRow], row: WorkRow) -> AssessmentId | None:
    draft = drafts.get(row.person.id)
    return draft.assessment_id if draft else None
