"""Hours a week as people write them in a decision (`37,5` · `37 t 30 min` · `37:30`), kept as whole minutes.

Source: facts page section 3, «Hours per week» [A S33]: hours and minutes are allowed, never more than 168 hours.
"""

from __future__ import annotations

import re

from kpr_desktop.domain.care_service import MAX_WEEK_MINUTES
from kpr_desktop.errors import UserFault

_HOUR = r"(?:t|time|timer|h)\.?"
_MINUTE = r"(?:m|min|minutt|minutter)\.?"
_DECIMAL = re.compile(rf"(\d{{1,4}})(?:[.,](\d{{1,2}}))?\s*(?:{_HOUR})?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,4}):(\d{2})", re.ASCII)
_WORDS = re.compile(rf"(?:(\d{{1,4}})\s*{_HOUR})?\s*(?:og\s+)?(?:(\d{{1,4}})\s*{_MINUTE})?", re.ASCII)
_NEGATIVE = re.compile(r"[-\u2010-\u2015\u2212]\s*\d")


def parse_hours(text: str, *, field: str) -> int | None:
    """Read a week's hours into whole minutes, 1 to 10 080; an empty text gives None.

    Hundredths of an hour are rounded to the nearest minute (0,33 is 20 minutes). Raises UserFault hours.negative |
    hours.not_hours | hours.minutes (60 or more after whole hours) | hours.zero | hours.too_many.
    """
    text = text.strip().lower()
    if not text:
        return None
    if _NEGATIVE.match(text):
        raise UserFault("hours.negative", field)
    minutes = _minutes(text, field)
    if minutes == 0:
        raise UserFault("hours.zero", field)
    if minutes > MAX_WEEK_MINUTES:
        raise UserFault("hours.too_many", field, limit=MAX_WEEK_MINUTES // 60)
    return minutes


def in_hours(minutes: int | None, mark: str = ",") -> str:
    """As the form shows it: `37,5` for quarters of an hour, otherwise `37:20`; an empty text for None.

    `mark`: the decimal mark of the language.
    """
    if minutes is None:
        return ""
    whole, rest = divmod(minutes, 60)
    if rest % 15:
        return f"{whole}:{rest:02}"
    return str(whole) + (mark + {15: "25", 30: "5", 45: "75"}[rest] if rest else "")


def _minutes(text: str, field: str) -> int:
    if found := _DECIMAL.fullmatch(text):
        hundredths = int((found[2] or "0").ljust(2, "0"))
        return int(found[1]) * 60 + (hundredths * 60 + 50) // 100
    if found := _CLOCK.fullmatch(text) or _WORDS.fullmatch(text):
        hours, minutes = int(found[1] or 0), int(found[2] or 0)
        if found[1] and minutes > 59:
            raise UserFault("hours.minutes", field)
        return hours * 60 + minutes
    raise UserFault("hours.not_hours", field)
