"""Checks of care services (facts page sections 2.9, 3 and 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from kpr_desktop.domain.care_service import MAX_WEEK_MINUTES, CareService, Outcome
from kpr_desktop.domain.checks.base import CheckContext, Finding, ParamKind, check, check_with, overlap, words
from kpr_desktop.domain.decision import agrees


def _known(service: CareService) -> bool:
    """Whether the service has got so far that its extent must be known: granted, or started."""
    return service.outcome is not Outcome.REFUSED and (
        service.start is not None or service.outcome is Outcome.GRANTED
    )


@check("service")
def type_unknown(context: CheckContext) -> Iterator[Finding]:
    """A type that is no code of list 9151."""
    for service in context.judged:
        if context.facts(service) is None:
            yield context.at(service, "type"), {}


@check("service", gives=("service", "year"))
def type_expired(context: CheckContext) -> Iterator[Finding]:
    """A withdrawn type on a service that goes on after the type's last year."""
    for service in context.judged:
        facts = context.facts(service)
        if facts is None or facts.valid_to is None:
            continue
        last = (
            min(service.end.year, context.lookups.year) if service.end is not None else context.lookups.year
        )
        if last > facts.valid_to:
            yield context.at(service, "type"), {"service": service.type, "year": facts.valid_to}


@check("service")
def ends_before_start(context: CheckContext) -> Iterator[Finding]:
    """The end lies before the start."""
    for service in context.judged:
        if service.start is not None and service.end is not None and service.end < service.start:
            yield context.at(service, "end"), {}


@check("service")
def end_without_start(context: CheckContext) -> Iterator[Finding]:
    """An end but no start: the register drops rows without a start."""
    for service in context.judged:
        if service.start is None and service.end is not None:
            yield context.at(service, "start"), {}


@check("service")
def start_before_birth(context: CheckContext) -> Iterator[Finding]:
    """Started before the person was born."""
    born = context.person.birth_date if context.person is not None else None
    for service in context.judged:
        if service.start is not None and born is not None and service.start < born:
            yield context.at(service, "start"), {}


@check_with("service", params={"year": ParamKind.NUMBER})
def start_long_ago(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """Started before `year` (the register's analysts leave such rows out [A S34])."""
    for service in context.judged:
        if service.start is not None and service.start.year < int(params["year"]):
            yield context.at(service, "start"), {}


@check("service")
def after_death(context: CheckContext) -> Iterator[Finding]:
    """Starts after the person's death, or has not ended by it."""
    dead = context.person.death_date if context.person is not None else None
    for service in context.judged:
        if dead is None or service.start is None:
            continue
        if service.start > dead:
            yield context.at(service, "start"), {}
        elif service.end is None or service.end > dead:
            yield context.at(service, "end"), {}


@check("service")
def applied_in_future(context: CheckContext) -> Iterator[Finding]:
    """The application came in after today."""
    for service in context.judged:
        if service.applied_on is not None and service.applied_on > context.today:
            yield context.at(service, "applied_on"), {}


@check("service")
def decided_in_future(context: CheckContext) -> Iterator[Finding]:
    """Decided after today."""
    for service in context.judged:
        if service.decided_on is not None and service.decided_on > context.today:
            yield context.at(service, "decided_on"), {}


@check("service")
def decided_before_applied(context: CheckContext) -> Iterator[Finding]:
    """Decided before the application came in."""
    for service in context.judged:
        if (
            service.applied_on is not None
            and service.decided_on is not None
            and service.decided_on < service.applied_on
        ):
            yield context.at(service, "decided_on"), {}


@check("service")
def start_before_decided(context: CheckContext) -> Iterator[Finding]:
    """Started before it was decided."""
    for service in context.judged:
        if (
            service.decided_on is not None
            and service.start is not None
            and service.start < service.decided_on
        ):
            yield context.at(service, "start"), {}


@check("service")
def refused_but_started(context: CheckContext) -> Iterator[Finding]:
    """A refusal with a start."""
    for service in context.judged:
        if service.outcome is Outcome.REFUSED and service.start is not None:
            yield context.at(service, "start"), {}


@check("service", gives=("service",))
def hours_missing(context: CheckContext) -> Iterator[Finding]:
    """No hours on a service that is told in hours a week."""
    for service in context.judged:
        facts = context.facts(service)
        if facts is not None and facts.kind == "hours" and service.week_minutes is None and _known(service):
            yield context.at(service, "week_minutes"), {"service": service.type}


@check("service", gives=("service",))
def hours_not_wanted(context: CheckContext) -> Iterator[Finding]:
    """Hours on a service that is told in stays or as a period."""
    for service in context.judged:
        facts = context.facts(service)
        if facts is not None and facts.kind != "hours" and service.week_minutes is not None:
            yield context.at(service, "week_minutes"), {"service": service.type}


@check("service")
def hours_too_many(context: CheckContext) -> Iterator[Finding]:
    """More than 168 hours a week on one service ([A S33])."""
    for service in context.judged:
        if service.week_minutes is not None and service.week_minutes > MAX_WEEK_MINUTES:
            yield context.at(service, "week_minutes"), {}


@check("service")
def working_differs(context: CheckContext) -> Iterator[Finding]:
    """Rows of a decision that come to other hours than those written."""
    for service in context.judged:
        if service.working and not agrees(service.working, service.week_minutes):
            yield context.at(service, "week_minutes"), {}


@check("service")
def hours_not_positive(context: CheckContext) -> Iterator[Finding]:
    """No minute at all, or less."""
    for service in context.judged:
        if service.week_minutes is not None and service.week_minutes <= 0:
            yield context.at(service, "week_minutes"), {}


@check("service", gives=("service",))
def rolling_missing(context: CheckContext) -> Iterator[Finding]:
    """Respite in an institution without «rullerende» or not ([A S17d]: unclassified ones are left out)."""
    for service in context.judged:
        facts = context.facts(service)
        if facts is not None and facts.needs_rolling and service.rolling is None and _known(service):
            yield context.at(service, "rolling"), {"service": service.type}


@check("service", gives=("service",))
def subtype_missing(context: CheckContext) -> Iterator[Finding]:
    """No kind of housing on a type that has kinds."""
    for service in context.judged:
        facts = context.facts(service)
        if facts is not None and facts.subtype_list and not service.subtype and _known(service):
            yield context.at(service, "subtype"), {"service": service.type}


@check("service", gives=("service", "year"))
def subtype_unknown(context: CheckContext) -> Iterator[Finding]:
    """A kind that the type's list does not have in this year, or on a type that has no kinds."""
    for service in context.judged:
        facts = context.facts(service)
        if facts is None or not service.subtype:
            continue
        allowed = context.lookups.codes[facts.subtype_list] if facts.subtype_list else frozenset[str]()
        if service.subtype not in allowed:
            yield context.at(service, "subtype"), {"service": service.type, "year": context.lookups.year}


@check_with("service", params={"groups": ParamKind.WORDS}, gives=("service",))
def period_missing(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """A granted service of the `groups` (housing, technology) without a start."""
    for service in context.judged:
        facts = context.facts(service)
        meant = facts is not None and facts.group in words(params["groups"])
        if meant and service.outcome is Outcome.GRANTED and service.start is None:
            yield context.at(service, "start"), {"service": service.type}


@check("service", gives=("service",))
def provider_missing(context: CheckContext) -> Iterator[Finding]:
    """No organisation number on a service that is told in stays (facts page 3 [B])."""
    for service in context.judged:
        facts = context.facts(service)
        if facts is not None and facts.kind == "stay" and not service.provider_number and _known(service):
            yield context.at(service, "provider_number"), {"service": service.type}


@check("service")
def pause_ends_before_it_begins(context: CheckContext) -> Iterator[Finding]:
    """A pause that ends before it begins."""
    for service in context.judged:
        for pause in service.pauses:
            if pause.to_date is not None and pause.to_date < pause.from_date:
                yield context.at(service, "pauses"), {}


@check("service")
def pause_outside_service(context: CheckContext) -> Iterator[Finding]:
    """A pause that begins before the start, or lasts longer than the service; an open pause ends with it."""
    for service in context.judged:
        for pause in service.pauses:
            last = max(pause.from_date, pause.to_date or pause.from_date)
            early = service.start is None or pause.from_date < service.start
            if early or (service.end is not None and last > service.end):
                yield context.at(service, "pauses"), {}


@check("service")
def pauses_overlap(context: CheckContext) -> Iterator[Finding]:
    """Two pauses of one service have a day in common."""
    for service in context.judged:
        for one, other in combinations(service.pauses, 2):
            if overlap((one.from_date, one.to_date), (other.from_date, other.to_date)):
                yield context.at(service, "pauses"), {}


@check_with("service", params={"service": ParamKind.SERVICES, "group": ParamKind.WORDS}, gives=("other",))
def hours_beside_stay(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """`service` (21) runs today, and so does a service in hours of `group`; leads to the one in hours.

    A service that is paused today does not count: home services are stopped during a stay (facts page 3, stops).
    """
    stays = [s for s in context.running if s.type == params["service"]]
    beside = [
        s for s in context.running if _in_hours(context, s, params["group"]) and not _paused(s, context.today)
    ]
    for service in beside:
        if stays and service in context.judged:
            yield context.at(service, "end"), {"other": service.type}
    for stay in stays if beside and context.service in stays else ():
        yield context.at(stay, "start"), {"other": beside[0].type}


def _in_hours(context: CheckContext, service: CareService, group: str) -> bool:
    facts = context.facts(service)
    return facts is not None and facts.kind == "hours" and facts.group == group


def _paused(service: CareService, day: date) -> bool:
    return any(p.from_date <= day and (p.to_date is None or day <= p.to_date) for p in service.pauses)


@check_with("service", params={"service": ParamKind.SERVICES})
def same_stay_twice(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """Two services of the type `service` (21) share more than the day of the change (a known error of the data)."""
    stays = [s for s in context.services if s.type == params["service"] and s.start is not None]
    for one, other in combinations(stays, 2):
        later = max(one, other, key=lambda s: s.start or date.min)
        if _share_more_than_a_day(one, other) and context.service in (None, one, other):
            yield context.at(later, "start"), {}


def _share_more_than_a_day(one: CareService, other: CareService) -> bool:
    first = max(one.start or date.min, other.start or date.min)
    last = min(one.end or date.max, other.end or date.max)
    return first < last
