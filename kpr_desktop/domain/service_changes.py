"""What a new version of a service does to the one before it: goes on, or corrects; and services of a sudden end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kpr_desktop.domain.care_service import CareService, Outcome, Pause

_SINGLE = (
    "type", "applied_on", "decided_on", "outcome", "start", "end", "week_minutes", "rolling", "subtype",
    "provider_number", "complained_on", "complaint_answered_on",
)  # fmt: skip


def corrects(before: CareService, after: CareService) -> bool:
    """Whether something that was registered is said differently, so that a reason belongs to it.

    What only goes on is no correction: an end, a pause, its end, a new provider, an answer to a complaint.
    """
    if any(getattr(before, name) not in (None, "", getattr(after, name)) for name in _SINGLE):
        return True
    pauses = {p.id: p for p in after.pauses}
    if any(_says_else(p, pauses.get(p.id)) for p in before.pauses):
        return True
    changes = {c.id: (c.since, c.number) for c in after.changes}
    return any(changes.get(c.id) != (c.since, c.number) for c in before.changes)


def ended(service: CareService, day: date) -> CareService:
    """The service ended on `day`: open pauses end with it, what would have begun later is left out.

    A service that would have started after `day` never starts: it is annulled.
    """
    if service.start is not None and service.start > day:
        return replace(service, annulled=True)
    pauses = tuple(
        pause if pause.to_date is not None and pause.to_date <= day else replace(pause, to_date=day)
        for pause in service.pauses
        if pause.from_date <= day
    )
    changes = tuple(change for change in service.changes if change.since <= day)
    return replace(service, end=day, pauses=pauses, changes=changes)


def runs_after(services: Iterable[CareService], day: date) -> list[CareService]:
    """Services that run on `day` and have no end on it or before, or begin later: what a death has to end."""
    return [
        s
        for s in services
        if s.start is not None and not s.annulled and (s.end is None or s.end > day) and not _refused(s)
    ]


def _refused(service: CareService) -> bool:
    return service.outcome is Outcome.REFUSED


def _says_else(before: Pause, after: Pause | None) -> bool:
    if after is None or after.from_date != before.from_date:
        return True
    return before.to_date not in (None, after.to_date)
