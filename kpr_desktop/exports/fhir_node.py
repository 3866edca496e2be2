"""One object of a file, with its JSON pointer: asked for by name and type, and refused with the place in the words."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime

from kpr_desktop.errors import Param
from kpr_desktop.usecases.case_records import Refused

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})",
    re.ASCII,
)
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}", re.ASCII)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
TEXT_LIMIT = 20_000
_MODIFIERS = frozenset(("modifierExtension", "implicitRules", "contained"))


class Bad(Exception):
    """Something that can not be taken; caught where the item, the person or the whole response is given up."""

    def __init__(self, where: str, code: str, **params: Param) -> None:
        super().__init__(code)
        self.refused = Refused(where or "/", code, params)


class Node:
    """An object. `where` is its pointer: known words and numbers, never a key that somebody else has chosen."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise Bad(where, "fhir.not_an_object")
        self._fields = value
        self.where = where

    def only(self, *names: str) -> None:
        """Refuse every field but these. What changes the meaning of the rest is told apart."""
        for name in self._fields:
            if name in _MODIFIERS:
                raise Bad(self.where, "fhir.modifier")
            if name not in names:
                raise Bad(self.where, "fhir.unknown_field")

    def has(self, name: str) -> bool:
        return name in self._fields

    def place(self, name: str) -> str:
        return f"{self.where}/{name}"

    def lacking(self, name: str) -> Bad:
        return Bad(self.where, "fhir.lacking", name=name)

    def node(self, name: str) -> Node | None:
        return Node(self._fields[name], self.place(name)) if name in self._fields else None

    def needed(self, name: str) -> Node:
        found = self.node(name)
        if found is None:
            raise self.lacking(name)
        return found

    def nodes(self, name: str, most: int = 1000) -> list[Node]:
        """The objects of a list; an absent list is empty, an empty one is not FHIR."""
        if name not in self._fields:
            return []
        found = self._fields[name]
        if not isinstance(found, list) or not found:
            raise Bad(self.place(name), "fhir.not_a_list")
        if len(found) > most:
            raise Bad(self.place(name), "fhir.too_many", limit=most)
        return [Node(value, f"{self.place(name)}/{i}") for i, value in enumerate(found)]

    def texts(self, name: str, most: int = 10) -> list[str]:
        if name not in self._fields:
            return []
        found = self._fields[name]
        if not isinstance(found, list) or not 1 <= len(found) <= most:
            raise Bad(self.place(name), "fhir.not_a_list")
        return [_text(value, f"{self.place(name)}/{i}") for i, value in enumerate(found)]

    def text(self, name: str, *, needed: bool = False) -> str:
        """A text; empty when there is none and none is needed."""
        if name not in self._fields:
            if needed:
                raise self.lacking(name)
            return ""
        return _text(self._fields[name], self.place(name))

    def id(self, name: str, *, needed: bool = False) -> str:
        found = self.text(name, needed=needed)
        if found and not _ID.fullmatch(found):
            raise Bad(self.place(name), "fhir.not_an_id")
        return found

    def code(self, name: str, allowed: Collection[str], *, needed: bool = False) -> str:
        found = self.text(name, needed=needed)
        if found and found not in allowed:
            raise Bad(self.place(name), "fhir.code")
        return found

    def whole(self, name: str) -> int:
        found = self._fields.get(name)
        if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found <= 10_000:
            raise Bad(self.place(name), "fhir.not_a_number")
        return found

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """A whole date; a year or a month alone is refused."""
        found = self.text(name, needed=needed)
        if not found:
            return None
        try:
            return date.fromisoformat(found if _DAY.fullmatch(found) else "")
        except ValueError:
            raise Bad(self.place(name), "fhir.not_a_day") from None

    def moment(self, name: str) -> datetime:
        found = self.text(name, needed=True)
        try:
            return datetime.fromisoformat(found if _TIME.fullmatch(found) else "")
        except ValueError:
            raise Bad(self.place(name), "fhir.not_a_time") from None

    def day_or_moment(self, name: str) -> date | None:
        """The date of a field that takes a date or a time."""
        if "T" in self.text(name):
            return self.moment(name).date()
        return self.day(name)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise Bad(where, "fhir.not_a_text")
    if not value:
        raise Bad(where, "fhir.empty_text")
    if len(value) > TEXT_LIMIT:
        raise Bad(where, "fhir.text_too_long", limit=TEXT_LIMIT)
    if _CONTROL.search(value):
        raise Bad(where, "fhir.control_characters")
    return value
