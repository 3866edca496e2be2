"""What an item of the interview takes: codes of its list, dates as people write them, texts of a bounded length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kpr_desktop.codebook.model import CodeBook, Item
from kpr_desktop.domain.dates import parse_date
from kpr_desktop.errors import UserFault

NOTE_LIMIT = 20_000
"""Characters in one note; a longer one is refused with words, never cut."""


@dataclass(frozen=True, slots=True)
class Values:
    """Checks values against a code book edition. `year` decides which codes are valid, `today` what `26` means."""

    book: CodeBook
    year: int
    today: date

    def answer(self, item: Item, value: str) -> str:
        """The value as it is kept. Raises UserFault interview.value_not_allowed or date.* (field = the item)."""
        return self._checked(item.id, item.kind.value, item.list, value.strip())

    def row(self, item: Item, values: Mapping[str, str]) -> dict[str, str]:
        """A whole row as it is kept, without its empty fields.

        Raises UserFault interview.entry_incomplete, interview.value_not_allowed, interview.note_too_long or date.*
        (field = `item.field`).
        """
        kept = {}
        for part in item.fields:
            field = f"{item.id}.{part.id}"
            value = self._checked(field, part.kind, part.list, values.get(part.id, "").strip())
            if part.required and not value:
                raise UserFault("interview.entry_incomplete", field)
            if value:
                kept[part.id] = value
        return kept

    def typed(self, item: Item, values: Mapping[str, str]) -> dict[str, str]:
        """A row that is still being typed, as it stands. Raises UserFault interview.note_too_long only."""
        found = {part.id: values.get(part.id, "") for part in item.fields}
        for name, value in found.items():
            check_length(f"{item.id}.{name}", value)
        return {name: value for name, value in found.items() if value}

    def _checked(self, field: str, kind: str, list_id: str, value: str) -> str:
        if not value:
            return ""
        if kind == "date":
            day = parse_date(value, field=field, today=self.today)
            return day.isoformat() if day else ""
        if kind in ("score", "code", "yesno", "system") and value not in self._codes(kind, list_id):
            raise UserFault("interview.value_not_allowed", field)
        check_length(field, value)
        return value

    def _codes(self, kind: str, list_id: str) -> set[str]:
        if kind == "score":
            return {v.code for v in self.book.scales[list_id].values}
        return {c.code for c in self.book.lists[list_id].codes if c.valid_in(self.year)}


def check_length(field: str, text: str) -> None:
    """Raises UserFault interview.note_too_long (field = `field`)."""
    if len(text) > NOTE_LIMIT:
        raise UserFault("interview.note_too_long", field, limit=NOTE_LIMIT)
