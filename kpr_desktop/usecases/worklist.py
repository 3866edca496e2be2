"""The start page's list: visits, drafts, due assessments, lacking answers; one's own persons first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kpr_desktop.domain.dates import months_after
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.access import Sight, closed_persons, partly_closed
from kpr_desktop.usecases.records import WorkRow
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.talk_settings import interval_of

ROW_LIMIT = 120
REASONS = ("visit", "draft", "due", "soon", "lacking", "never")
"""Why a person is on the list, the first that holds."""
SHARE = ROW_LIMIT // len(REASONS)
"""The most rows of one reason."""
SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class WorkListView:
    """The rows, at most `SHARE` of a reason, and the number of persons that the user may find.

    `day` of a row that is due or soon due is the day when the new assessment is suggested.
    """

    rows: tuple[WorkRow, ...]
    persons: int


class WorkLists:
    """Reads the work list."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def view(self) -> WorkListView:
        """The list as it stands now."""
        session = self._session
        session.require("person.find")
        today = session.today()
        with session.work() as work:
            months = interval_of(work)
            rows = work.work.rows(
                user=session.user.id,
                today=today,
                due_before=first_due_from(today, months),
                soon_before=first_due_from(today + timedelta(days=SOON_DAYS + 1), months),
                limit=ROW_LIMIT,
            )
            persons = work.persons.count()
            closed, partly = closed_persons(session, work), partly_closed(session, work)
            held = work.access.assignments(user_id=session.user.id)
            assigned = {each.person_id for each in held if each.holds_on(today)}
            hidden = sum(1 for each in work.persons.summaries(closed).values() if not each.hidden)
        shown = [
            _suggested(replace(row, own=row.own or row.person.id in assigned), months)
            for row in rows
            if row.person.id not in closed and not _draft_closed(row, partly)
        ]
        return WorkListView(tuple(shown), persons - hidden)


def first_due_from(day: date, months: int) -> date:
    """The first day whose next assessment, `months` later, is suggested on `day` or after it."""
    first = months_after(day, -months)
    while months_after(first, months) < day:  # the month was shorter then: 28 February + 1 month < 31 March
        first += timedelta(days=1)
    return first


def _draft_closed(row: WorkRow, partly: Mapping[PersonId, Sight]) -> bool:
    """Whether the row leads to a draft that a block closes to this user."""
    return row.person.id in partly and row.assessment_id in partly[row.person.id].assessments


def _suggested(row: WorkRow, months: int) -> WorkRow:
    if row.day is None or row.why not in ("due", "soon"):
        return row
    return replace(row, day=months_after(row.day, months))
