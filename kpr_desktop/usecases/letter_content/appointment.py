"""The invitation to a conversation: what is typed, and the day of the planned visit where none is."""

from __future__ import annotations

from datetime import date

from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.letter_content import Gathered, Gathering


def gather(gathering: Gathering) -> Gathered:
    """`dag` is an ISO day; empty = the planned visit. `hvem` empty = whoever is logged in.

    Raises UserFault date.not_a_date, letter.appointment_past (dag).
    """
    filled, session = gathering.filled, gathering.session
    fields = {name: filled.get(name, "") for name in gathering.letter.fields}
    day = _day(filled.get("dag", "")) or gathering.whom.planned_visit
    if day is not None and day < session.today():
        raise UserFault("letter.appointment_past", "dag")
    fields["dag"] = gathering.frame.day(day) if day else ""
    fields["hvem"] = filled.get("hvem", "") or session.user.name
    return Gathered(fields)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UserFault("date.not_a_date", "dag") from None
