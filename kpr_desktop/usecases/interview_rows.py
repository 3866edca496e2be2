"""Gestures on repeating items: rows as they are typed, saved, given up and taken out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpr_desktop.domain.assessment import Cursor, Entry
from kpr_desktop.usecases.interview_draft import Draft


class RowGestures(Draft):
    """The part of the interview that works on rows. One transaction each."""

    def type_row(
        self, item: str, values: Mapping[str, str], entry_id: str = "", part: str = "", caret: int = 0
    ) -> None:
        """Keep a row of a repeating item as it is being typed; when nothing stands in it, it is taken out again.

        `entry_id` is the saved row that it changes, `part` the field that has the caret. Whatever is typed is kept as
        it is; `save_entry` checks it. Raises UserFault interview.note_too_long.
        """
        typed = self._takes.typed(self.book.items[item], values)
        if not typed and not entry_id:
            self.drop_row(item)
            return
        row = Entry.unfinished(item, typed, entry_id)
        # Key strokes are saved, not logged one by one.
        action = "interview.entry_begun" if self.unfinished(item) is None else ""
        with self._gesture(action, item, Cursor(item, f"row.{part}", caret)) as work:
            work.assessments.save_entry(self._assessment.id, row)
        self._keep_row(row)

    def drop_row(self, item: str) -> None:
        """Give up the row that is being typed; the saved rows stay as they are."""
        row = self.unfinished(item)
        if row is None:
            return
        with self._gesture("interview.entry_given_up", item) as work:
            work.assessments.remove_entry(self._assessment.id, row.id)
        self._entries.remove(row)

    def save_entry(self, item: str, values: Mapping[str, str], entry_id: str | None = None) -> Entry:
        """Save one row of a repeating item, new or changed; it takes the place of the one that was being typed.

        Raises UserFault interview.entry_incomplete, interview.value_not_allowed, date.* (field = `item.field`).
        """
        checked = self._takes.row(self.book.items[item], values)
        entry = Entry(entry_id or self._session.new_id(), item, MappingProxyType(checked))
        typed = self.unfinished(item)
        with self._gesture("interview.entry", item) as work:
            work.assessments.save_entry(self._assessment.id, entry)
            if typed is not None:
                work.assessments.remove_entry(self._assessment.id, typed.id)
        self._keep_row(entry)
        self._forget_rows(typed)
        return entry

    def remove_entry(self, entry_id: str) -> None:
        """Take one row of a repeating item out of the draft, and what was being typed to change it."""
        entry = next(e for e in self._entries if e.id == entry_id)
        typed = self.unfinished(entry.item)
        if typed is not None and typed.changes != entry_id:
            typed = None
        with self._gesture("interview.entry_removed", entry.item) as work:
            work.assessments.remove_entry(self._assessment.id, entry_id)
            if typed is not None:
                work.assessments.remove_entry(self._assessment.id, typed.id)
        self._forget_rows(entry, typed)

    def _keep_row(self, entry: Entry) -> None:
        """Put a row in, or in the place of the one with its id."""
        kept = [e for e in self._entries if e.id != entry.id]
        place = next((i for i, e in enumerate(self._entries) if e.id == entry.id), len(kept))
        self._entries = [*kept[:place], entry, *kept[place:]]

    def _forget_rows(self, *rows: Entry | None) -> None:
        self._entries = [e for e in self._entries if e not in rows]
