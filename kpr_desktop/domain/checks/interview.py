"""Checks of an assessment: its date, its scores and codes, and how they go with the services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from kpr_desktop.domain.assessment import NOT_RELEVANT, Assessment
from kpr_desktop.domain.checks.base import (
    CheckContext,
    Finding,
    ParamKind,
    as_date,
    check,
    check_with,
    words,
)
from kpr_desktop.domain.dates import months_after

DATE = "assessment.assessed_on"
HELP_SCORES = frozenset("345")
"""Scores that tell of personal help (facts page 1.2 [A S3])."""


def _assessment(context: CheckContext) -> Iterator[Assessment]:
    if context.assessment is not None:
        yield context.assessment


def _dates(context: CheckContext) -> Iterator[tuple[str, date]]:
    """Items of the kind date that are shown and hold one."""
    for item, value in context.answered("date").items():
        if (day := as_date(value)) is not None:
            yield item, day


@check("assessment")
def assessed_in_future(context: CheckContext) -> Iterator[Finding]:
    """Assessed after today."""
    for assessment in _assessment(context):
        if assessment.assessed_on > context.today:
            yield DATE, {}


@check("assessment")
def assessed_outside_life(context: CheckContext) -> Iterator[Finding]:
    """Assessed before birth or after death."""
    for assessment in _assessment(context):
        person = context.person
        if person is None:
            continue
        born, dead = person.birth_date, person.death_date
        if (born is not None and assessment.assessed_on < born) or (
            dead is not None and assessment.assessed_on > dead
        ):
            yield DATE, {}


@check("assessment", gives=("months",))
def assessment_old(context: CheckContext) -> Iterator[Finding]:
    """Older than the municipality's reminder (facts page 4: our choice, a warning)."""
    for assessment in _assessment(context):
        if months_after(assessment.assessed_on, context.reminder_months) < context.today:
            yield DATE, {"months": context.reminder_months}


@check("assessment", gives=("item",))
def score_not_in_scale(context: CheckContext) -> Iterator[Finding]:
    """A score other than 1-5 and 9."""
    for item, value in context.answered("score").items():
        if value not in context.lookups.codes[context.lookups.items[item].list]:
            yield item, {"item": item}


@check("assessment", gives=("item", "year"))
def code_not_in_list(context: CheckContext) -> Iterator[Finding]:
    """A code that the item's list does not have in this year."""
    for kind in ("code", "yesno"):
        for item, value in context.answered(kind).items():
            if value not in context.lookups.codes[context.lookups.items[item].list]:
                yield item, {"item": item, "year": context.lookups.year}


@check("assessment", gives=("item",))
def not_a_date(context: CheckContext) -> Iterator[Finding]:
    """A date item that holds no date."""
    for item, value in context.answered("date").items():
        if as_date(value) is None:
            yield item, {"item": item}


@check("assessment", gives=("item",))
def answer_missing(context: CheckContext) -> Iterator[Finding]:
    """A required item that is shown and has no answer."""
    empty = [item for item, value in context.shown.items() if not value]
    required = {step.item for step in context.lookups.steps if step.required}
    for item in empty:
        if item in required:
            yield item, {"item": item}


@check("assessment", gives=("item",))
def date_in_future(context: CheckContext) -> Iterator[Finding]:
    """A date item after today."""
    for item, day in _dates(context):
        if day > context.today:
            yield item, {"item": item}


@check("assessment", gives=("item",))
def date_before_birth(context: CheckContext) -> Iterator[Finding]:
    """A date item before the person was born."""
    born = context.person.birth_date if context.person is not None else None
    for item, day in _dates(context):
        if born is not None and day < born:
            yield item, {"item": item}


@check_with("assessment", params={"item": ParamKind.ITEMS, "months": ParamKind.NUMBER})
def date_old(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """A date item more than `months` before the assessment."""
    for assessment in _assessment(context):
        for item, day in _dates(context):
            if item == params["item"] and months_after(day, int(params["months"])) < assessment.assessed_on:
                yield item, {}


@check("assessment")
def no_help_scored(context: CheckContext) -> Iterator[Finding]:
    """A service is granted, every variable is scored, and none of them tells of help (facts page 1.2 [B]).

    Most talks come before the service starts: the decision is enough.
    """
    scores = context.answered("score")
    asked = [s.item for s in context.lookups.steps if context.lookups.items[s.item].kind == "score"]
    if context.granted and len(scores) == len(asked) and HELP_SCORES.isdisjoint(scores.values()):
        yield asked[0], {}


@check_with("assessment", params={"count": ParamKind.NUMBER}, gives=("found",))
def mostly_not_relevant(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """The score 9 on `count` variables or more; leads to the first of them."""
    nines = [item for item, value in context.answered("score").items() if value == NOT_RELEVANT]
    if len(nines) >= int(params["count"]):
        yield nines[0], {"found": len(nines)}


@check_with("assessment", params={"pairs": ParamKind.ITEMS}, gives=("item",))
def receives_without_need(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """Help is received (1, 2) where no need is told (2, 9). `pairs`: need=receives, by commas (facts page 2.4 [B]).

    Looks at hidden answers too: the second question is hidden as soon as there is no need.
    """
    for assessment in _assessment(context):
        for need, receives in (pair.split("=") for pair in words(params["pairs"])):
            if assessment.value(need) in ("2", "9") and assessment.value(receives) in ("1", "2"):
                yield need, {"item": need}


@check_with(
    "assessment",
    params={"item": ParamKind.ITEMS, "code": ParamKind.WORDS, "service": ParamKind.SERVICES},
)
def answer_against_service(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """The answer `code` on `item` while `service` runs (21 with «bor alene», facts page 2.1 [B])."""
    for assessment in _assessment(context):
        running = any(s.type == params["service"] for s in context.running)
        if running and assessment.value(params["item"]) == params["code"]:
            yield params["item"], {}


@check_with("assessment", params={"item": ParamKind.ITEMS, "count": ParamKind.NUMBER}, gives=("found",))
def missing_with_services(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """`item` has no answer although `count` services or more run at the same time."""
    for assessment in _assessment(context):
        found = len(context.running)
        if found >= int(params["count"]) and not assessment.value(params["item"]):
            yield params["item"], {"found": found}
