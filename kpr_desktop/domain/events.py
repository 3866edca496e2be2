"""Which events a care service gives rise to, and which corrections (kpr-notification-spec, triggers and chain)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from kpr_desktop.domain.care_service import CareService, Outcome
from kpr_desktop.domain.ids import ServiceId
from kpr_desktop.domain.notification import Event, EventKind, Status

FIRST_DAY = date(2021, 1, 1)
"""The agreed start of the reporting, as the specification has it; a municipality may have agreed on a later day."""

_ORDER = tuple(
    EventKind(k)
    for k in (
        "TjenesteStart",
        "TjenesteutforerEndret",
        "MidlertidigStoppFra",
        "MidlertidigStoppTil",
        "TjenesteSlutt",
    )
)
_Key = tuple[EventKind, str]


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What has to be saved and taken back so that the events agree with the service."""

    save: tuple[Event, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(slots=True)
class _Line:
    """All versions of one event: the one that waits, the latest that was told, and the original in force."""

    waiting: Event | None = None
    told: Event | None = None
    original: str = ""


def facts(service: CareService, since: date, now: datetime) -> Iterator[Event]:
    """The events that the register should know of the service, in the order of the message; their ids are empty.

    `since` is the first day of the reporting. Of what went before it only what still ran on that day is told: a service
    that had ended is left out, and so are pauses that were over; the start names whoever gave the service that day.
    """
    start, end = service.start, service.end
    if start is None or service.annulled or service.outcome is Outcome.REFUSED:
        return
    if end is not None and end < since:
        return
    opening = max(start, since)

    def fact(kind: EventKind, day: date, part: str = "", provider: str = "") -> Event:
        return Event("", kind, service.person_id, service.id, service.type, day, now, provider, part)

    yield fact(EventKind.START, start, provider=service.provider_on(opening))
    for change in service.changes:
        # Without an organisation number there is nothing that the register could be told (tjenesteOrgNr is mandatory).
        if change.since > opening and change.number:
            yield fact(EventKind.PROVIDER_CHANGED, change.since, change.id, change.number)
    for pause in service.pauses:
        if pause.to_date is not None and pause.to_date < since:
            continue
        yield fact(EventKind.PAUSE_BEGINS, pause.from_date, pause.id)
        # The end of a pause is told where the service goes on; where it does not, the end of the service says it.
        if pause.to_date is not None and (end is None or pause.to_date < end):
            yield fact(EventKind.PAUSE_ENDS, pause.to_date, pause.id)
    if end is not None:
        yield fact(EventKind.END, end)


def plan_events(
    service: CareService,
    existing: Iterable[Event],
    *,
    in_scope: bool,
    now: datetime,
    new_id: Callable[[], str],
    since: date = FIRST_DAY,
    other_person: Collection[str] = (),
) -> EventPlan:
    """Compare the service with the events it already has, oldest first.

    A waiting event follows the service. What has been told is never rewritten: when the service no longer agrees with
    it, a correction (M), or when the fact is gone an annulment (C), waits beside it, and refers to the original (N).
    After an annulment the same fact is a new original. `other_person` holds the ids of the events that were told with
    an identity that is no longer the person's: each is told again with the right one.
    """
    lines = _lines(existing)
    wanted = {(f.kind, f.part_id): f for f in facts(service, since, now)} if in_scope else {}
    save: list[Event] = []
    remove: list[str] = []
    for key in sorted({*lines, *wanted}, key=lambda k: (_ORDER.index(k[0]), k[1])):
        line = lines.get(key, _Line())
        due = _due(line, wanted.get(key), now, other_person)
        if due is None:
            if line.waiting is not None:
                remove.append(line.waiting.id)
        elif line.waiting is None:
            save.append(replace(due, id=new_id()))
        elif not _same(line.waiting, due):
            save.append(replace(due, id=line.waiting.id))
    return EventPlan(tuple(save), tuple(remove))


def in_force(existing: Iterable[Event]) -> list[Event]:
    """The events that the register holds now: the latest of each that was told and not annulled."""
    told = (line.told for line in _lines(existing).values())
    return [event for event in told if event is not None and event.status is not Status.ANNULS]


def in_chain_order(events: Iterable[Event]) -> list[Event]:
    """Events as they are numbered: service by service, by when the first event of each was registered.

    Within a service the start comes first and the end last, whatever was registered or corrected when: what is told of
    a service before its start would be told of something that the register does not know.
    """
    left = list(events)
    since: dict[ServiceId, datetime] = {}
    for event in left:
        since[event.service_id] = min(event.registered_at, since.get(event.service_id, event.registered_at))
    left.sort(key=lambda e: (since[e.service_id], e.service_id, _ORDER.index(e.kind), e.happened_on, e.id))
    return left


def _lines(existing: Iterable[Event]) -> dict[_Key, _Line]:
    lines: dict[_Key, _Line] = {}
    for event in existing:
        line = lines.setdefault((event.kind, event.part_id), _Line())
        if event.notified_by is None:
            line.waiting = event
            continue
        line.told = event
        if event.status is Status.ORIGINAL:
            line.original = event.notified_by
    return lines


def _due(line: _Line, fact: Event | None, now: datetime, other_person: Collection[str]) -> Event | None:
    """What still has to be told of one event, or None."""
    told = line.told
    if told is None or told.status is Status.ANNULS:
        return fact
    if fact is None:
        return replace(
            told, registered_at=now, notified_by=None, status=Status.ANNULS, refers_to=line.original
        )
    if _content(told) == _content(fact) and told.id not in other_person:
        return None
    return replace(fact, status=Status.REPLACES, refers_to=line.original)


def _content(event: Event) -> tuple[object, ...]:
    return (event.person_id, event.service_type, event.happened_on, event.provider_number)


def _same(waiting: Event, due: Event) -> bool:
    """Whether what waits already says what is due; when it was registered is the waiting one's own."""
    return (*_content(waiting), waiting.status, waiting.refers_to) == (
        *_content(due), due.status, due.refers_to,
    )  # fmt: skip
