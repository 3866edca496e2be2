"""The start page's list: drafts, visits, due assessments; one's own persons first."""

from __future__ import annotations

from dataclasses import dataclass

from kpr_desktop.domain.dates import months_after
from kpr_desktop.usecases.records import WorkRow
from kpr_desktop.usecases.session import Session

ROW_LIMIT = 100
DEFAULT_INTERVAL_MONTHS = 12
"""Months until a new assessment is suggested. Our default: no fixed interval was found in a source (facts page 4)."""
INTERVAL_SETTING = "assessment.interval_months"


@dataclass(frozen=True, slots=True)
class WorkListView:
    """The rows, at most `ROW_LIMIT`, and the number of persons in the register."""

    rows: tuple[WorkRow, ...]
    persons: int


class WorkLists:
    """Reads the work list."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def view(self) -> WorkListView:
        """The list as it stands now."""
        session = self._session
        session.require("person.read")
        today = session.today()
        with session.work() as work:
            months = int(work.records.setting(INTERVAL_SETTING) or DEFAULT_INTERVAL_MONTHS)
            rows = work.work.rows(
                user=session.user.id, today=today, due_before=months_after(today, -months), limit=ROW_LIMIT
            )
            return WorkListView(tuple(rows), work.persons.count())
