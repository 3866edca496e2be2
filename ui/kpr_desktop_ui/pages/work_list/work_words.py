"""What the work list says of a person, in the user's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import age_on, in_text
from kpr_desktop.usecases.records import WorkRow
from kpr_desktop_ui.widgets import Cell, Row


class WorkWords:
    """Texts about the work of one day."""

    __slots__ = ("texts", "today")

    def __init__(self, texts: Texts, today: date) -> None:
        self.texts, self.today = texts, today

    def day(self) -> str:
        """Today, with its weekday."""
        return self.texts(
            f"worklist.weekday_{self.today.weekday()}", date=in_text(self.today, self.texts.language)
        )

    def persons(self, count: int) -> str:
        """How many persons there are."""
        return (
            self.texts("worklist.persons", count=self.texts.number(count))
            if count != 1
            else self.texts("worklist.person_one")
        )

    def row(self, row: WorkRow) -> Row:
        """One line of a section: name, age, when, and what must be seen at once."""
        person = row.person
        age = (
            self.texts("worklist.age", age=age_on(person.birth_date, self.today)) if person.birth_date else ""
        )
        return Row(person.id, (person.name, age, self.when(row), self._mark(row)))

    def when(self, row: WorkRow) -> str:
        """Why the person is on the list, and since or until when."""
        if row.why == "lacking":
            return (
                self.texts("worklist.when_lacking_one")
                if row.lacking == 1
                else self.texts("worklist.when_lacking", count=row.lacking)
            )
        if row.day is None:
            return self.texts("worklist.when_never")
        if row.why in ("due", "soon"):
            return self.texts(f"worklist.when_{row.why}", day=in_text(row.day, self.texts.language))
        if row.why == "draft":
            return self.texts("worklist.when_draft", when=self.ago(row.day))
        begun = "_begun" if row.assessment_id else "_late" if row.day < self.today else ""
        return self.texts(f"worklist.when_visit{begun}", when=self.ago(row.day))

    def whose(self, rows: Sequence[WorkRow]) -> str:
        """How many of the rows are the user's own; nothing for drafts, which always are."""
        own = sum(row.own for row in rows)
        if not rows or rows[0].why == "draft":
            return ""
        if own in (0, len(rows)):
            return self.texts("worklist.whose_own" if own else "worklist.whose_others")
        return self.texts("worklist.whose_both", own=own, others=len(rows) - own)

    def ago(self, day: date) -> str:
        """A day in the past, as one says it: «i går», «for 14 måneder siden»."""
        days = (self.today - day).days
        if days in {0, 1}:
            return self.texts("worklist.yesterday" if days else "worklist.today")
        months = (self.today.year - day.year) * 12 + self.today.month - day.month - (self.today.day < day.day)
        if months < 2:
            return self.texts("worklist.days_ago", count=days)
        if months < 24:
            return self.texts("worklist.months_ago", count=months)
        return self.texts("worklist.years_ago", count=months // 12)

    def _mark(self, row: WorkRow) -> Cell:
        marks = [(row.own, "worklist.own"), (row.person.protected, "worklist.protected")]
        text = " · ".join(self.texts(key) for on, key in marks if on)
        if row.person.protected:
            return Cell(text, "stop")
        return Cell(text, "info" if row.own else "neutral")
