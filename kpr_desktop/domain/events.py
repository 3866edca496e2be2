"""Which events a care service gives rise to (kpr-notification-spec, «What triggers a notification»)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.notification import Event, EventKind

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


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What has to be saved and taken back so that the events agree with the service."""

    save: tuple[Event, ...] = ()
    remove: tuple[str, ...] = ()


def plan_events(
    service: CareService,
    existing: Iterable[Event],
    *,
    in_scope: bool,
    now: datetime,
    new_id: Callable[[], str],
) -> EventPlan:
    """Compare the service with the events it already has.

    A waiting event follows the service. An event that has been notified is never rewritten: when the service no longer
    agrees with it, it is marked `overtaken` (a correction notification is due), and unmarked when it agrees again.
    A reported change of provider stays true when yet another provider takes over later: that is an event of its own.
    """
    old = {(e.kind, e.pause_id): e for e in existing if not _followed(e, service)}
    facts = {(e.kind, e.pause_id): e for e in _facts(service, now) if in_scope}
    start = old.get((EventKind.START, ""))
    if start is None or start.notified_by is None:
        # Nothing has left yet: a new provider is simply the provider.
        facts.pop((EventKind.PROVIDER_CHANGED, ""), None)
    save: list[Event] = []
    remove: list[str] = []
    for key, fact in facts.items():
        event = old.pop(key, None)
        if event is None:
            save.append(replace(fact, id=new_id()))
        elif event.notified_by is None:
            if not _same(event, fact):
                save.append(replace(fact, id=event.id))
        elif event.overtaken is _same(event, fact):
            save.append(replace(event, overtaken=not event.overtaken))
    for event in old.values():
        if event.notified_by is None:
            remove.append(event.id)
        elif not event.overtaken:
            save.append(replace(event, overtaken=True))
    return EventPlan(tuple(save), tuple(remove))


def in_chain_order(events: Iterable[Event]) -> list[Event]:
    """Events as they are numbered: by registration time, and within one save start before pause before end."""
    return sorted(
        events, key=lambda e: (e.registered_at, e.service_id, _ORDER.index(e.kind), e.happened_on, e.id)
    )


def _facts(service: CareService, now: datetime) -> Iterator[Event]:
    if service.start is None:
        return
    changed = service.provider_since is not None and service.provider_since > service.start

    def fact(kind: EventKind, day: date, pause: str = "") -> Event:
        return Event(
            "", kind, service.person_id, service.id, service.type, day, now, service.provider_number, pause
        )

    yield fact(EventKind.START, service.start)
    if changed and service.provider_since is not None and service.provider_number:
        yield fact(EventKind.PROVIDER_CHANGED, service.provider_since)
    for pause in service.pauses:
        yield fact(EventKind.PAUSE_BEGINS, pause.from_date, pause.id)
        if pause.to_date is not None:
            yield fact(EventKind.PAUSE_ENDS, pause.to_date, pause.id)
    if service.end is not None:
        yield fact(EventKind.END, service.end)


def _followed(event: Event, service: CareService) -> bool:
    return (
        event.kind is EventKind.PROVIDER_CHANGED
        and event.notified_by is not None
        and service.provider_since is not None
        and service.provider_since > event.happened_on
        and service.provider_number not in ("", event.provider_number)
    )


def _same(event: Event, fact: Event) -> bool:
    # The provider of a start that has been reported changes through its own event, not by correcting the start.
    told = event.provider_number == fact.provider_number or (
        event.notified_by is not None and event.kind is not EventKind.PROVIDER_CHANGED
    )
    return event.happened_on == fact.happened_on and event.service_type == fact.service_type and told
