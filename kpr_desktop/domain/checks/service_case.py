"""Checks of a service's case and of what happens while it runs: complaints, changes of provider, kinds of pauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from kpr_desktop.domain.checks.base import CheckContext, Finding, ParamKind, check, check_with


@check("service")
def complaint_in_future(context: CheckContext) -> Iterator[Finding]:
    """A complaint, or its answer, of a day to come."""
    for service in context.judged:
        for part, day in (
            ("complained_on", service.complained_on),
            ("complaint_answered_on", service.complaint_answered_on),
        ):
            if day is not None and day > context.today:
                yield context.at(service, part), {}


@check("service")
def complaint_without_decision(context: CheckContext) -> Iterator[Finding]:
    """A complaint where nothing is decided: there is nothing to complain of."""
    for service in context.judged:
        if service.complained_on is not None and service.decided_on is None:
            yield context.at(service, "decided_on"), {}


@check("service")
def complaint_before_decision(context: CheckContext) -> Iterator[Finding]:
    """The complaint came in before the decision it complains of."""
    for service in context.judged:
        decided, complained = service.decided_on, service.complained_on
        if decided is not None and complained is not None and complained < decided:
            yield context.at(service, "complained_on"), {}


@check("service")
def answer_without_complaint(context: CheckContext) -> Iterator[Finding]:
    """An answered complaint without the day that it came in."""
    for service in context.judged:
        if service.complaint_answered_on is not None and service.complained_on is None:
            yield context.at(service, "complained_on"), {}


@check("service")
def answer_before_complaint(context: CheckContext) -> Iterator[Finding]:
    """The complaint was answered before it came in."""
    for service in context.judged:
        complained, answered = service.complained_on, service.complaint_answered_on
        if complained is not None and answered is not None and answered < complained:
            yield context.at(service, "complaint_answered_on"), {}


@check("service")
def change_outside_service(context: CheckContext) -> Iterator[Finding]:
    """A new provider before the service runs (the first provider has a field of its own) or after its end."""
    for service in context.judged:
        for change in service.changes:
            early = service.start is None or change.since <= service.start
            if early or (service.end is not None and change.since > service.end):
                yield context.at(service, "changes"), {}


@check("service")
def changes_out_of_order(context: CheckContext) -> Iterator[Finding]:
    """Changes of provider that do not follow each other, each on a day of its own."""
    for service in context.judged:
        if any(later.since <= earlier.since for earlier, later in pairwise(service.changes)):
            yield context.at(service, "changes"), {}


@check("service", gives=("service",))
def change_without_number(context: CheckContext) -> Iterator[Finding]:
    """A new provider without a number, of a type whose changes are told: there tjenesteOrgNr is mandatory."""
    for service in context.judged:
        facts = context.facts(service)
        nameless = any(not change.number for change in service.changes)
        if facts is not None and facts.in_message and nameless:
            yield context.at(service, "changes"), {"service": service.type}


@check_with("service", params={"list": ParamKind.LISTS})
def pause_kind_unknown(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """A pause of a kind that the list does not have. Pauses made before there were kinds have none."""
    for service in context.judged:
        if any(p.kind and p.kind not in context.lookups.codes[params["list"]] for p in service.pauses):
            yield context.at(service, "pauses"), {}
