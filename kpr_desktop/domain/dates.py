"""Dates as people type and read them in Norway (`23.11.2026`), and nothing else."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

from kpr_desktop.errors import UserFault

_DOTTED = re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4})", re.ASCII)
_SHORT = re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{2})", re.ASCII)
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_PACKED_SHORT = re.compile(r"(\d{2})(\d{2})(\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)

EARLIEST = date(1900, 1, 1)
"""Nothing the register knows lies before this day."""


def parse_date(text: str, *, field: str, today: date) -> date | None:
    """Read a typed date; an empty text gives None.

    Takes 23.11.2026, 23/11/2026, 23112026, 2026-11-23 and two-digit years, which mean the latest such year that is not
    more than ten years ahead of `today`. Raises UserFault date.not_a_date | date.impossible | date.too_early.
    """
    text = text.strip()
    if not text:
        return None
    parts = _parts(text, today)
    if parts is None:
        raise UserFault("date.not_a_date", field)
    try:
        day = date(*parts)
    except ValueError:
        raise UserFault("date.impossible", field) from None
    if day < EARLIEST:
        raise UserFault("date.too_early", field, year=EARLIEST.year)
    return day


def _parts(text: str, today: date) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DOTTED.fullmatch(text) or _PACKED.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _SHORT.fullmatch(text) or _PACKED_SHORT.fullmatch(text):
        return _full_year(int(found[3]), today), int(found[2]), int(found[1])
    return None


def _full_year(short: int, today: date) -> int:
    year = today.year - today.year % 100 + short
    return year if year <= today.year + 10 else year - 100


def in_table(day: date | None) -> str:
    """`23.11.2026`; an empty text for None."""
    return day.strftime("%d.%m.%Y") if day else ""


_MONTHS = {
    "nb": "januar februar mars april mai juni juli august september oktober november desember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_MONTHS["nn"] = _MONTHS["nb"]


def in_text(day: date, language: str = "nb") -> str:
    """`23. november 2026` (nb, nn) or `23 November 2026` (en)."""
    months = _MONTHS.get(language, _MONTHS["nb"])
    stop = "" if language == "en" else "."
    return f"{day.day}{stop} {months[day.month - 1]} {day.year}"


def month_in_text(month: str, language: str = "nb") -> str:
    """`november 2026` (nb, nn) or `November 2026` (en) of 2026-11."""
    year, number = month.split("-")
    return f"{_MONTHS.get(language, _MONTHS['nb'])[int(number) - 1]} {year}"


def in_clock(at: datetime, language: str = "nb") -> str:
    """The time of day: `09.05` (nb, nn) or `09:05` (en)."""
    return at.strftime("%H:%M" if language == "en" else "%H.%M")


def age_on(birth: date, day: date) -> int:
    """Whole years of age on `day`; born 29 February, a year older on 1 March in common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later (negative: earlier); the month's last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
