"""Checks of the person register's record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpr_desktop.domain.checks.base import CheckContext, Finding, ParamKind, check, check_with
from kpr_desktop.domain.person import Person


def _person(context: CheckContext) -> Iterator[Person]:
    if context.person is not None:
        yield context.person


@check("person")
def identity_missing(context: CheckContext) -> Iterator[Finding]:
    """No identity number at all, not even the birth date as type 9."""
    for person in _person(context):
        if person.identity is None:
            yield "person.identity", {}


@check("person")
def identity_gives_no_kpr_id(context: CheckContext) -> Iterator[Finding]:
    """A kind of number other than 1, 2 and 10 (facts page 2.1 [A S2])."""
    for person in _person(context):
        if person.identity is not None and not person.identity.kind.gives_kpr_identity:
            yield "person.identity", {}


@check("person")
def identity_doubtful(context: CheckContext) -> Iterator[Finding]:
    """A DUF number whose check digits do not fit (the rule is not official)."""
    for person in _person(context):
        if person.identity is not None and person.identity.warnings:
            yield "person.identity", {}


@check("person")
def birth_date_differs(context: CheckContext) -> Iterator[Finding]:
    """The birth date is none of those the number may stand for."""
    for person in _person(context):
        hints = person.identity.birth_date_hints() if person.identity is not None else ()
        if hints and person.birth_date is not None and person.birth_date not in hints:
            yield "person.birth_date", {}


@check("person")
def birth_date_missing(context: CheckContext) -> Iterator[Finding]:
    """No birth date."""
    for person in _person(context):
        if person.birth_date is None:
            yield "person.birth_date", {}


@check("person")
def birth_date_in_future(context: CheckContext) -> Iterator[Finding]:
    """Born after today."""
    for person in _person(context):
        if person.birth_date is not None and person.birth_date > context.today:
            yield "person.birth_date", {}


@check("person")
def death_in_future(context: CheckContext) -> Iterator[Finding]:
    """Dead after today."""
    for person in _person(context):
        if person.death_date is not None and person.death_date > context.today:
            yield "person.death_date", {}


@check("person")
def death_before_birth(context: CheckContext) -> Iterator[Finding]:
    """Dead before born."""
    for person in _person(context):
        if (
            person.death_date is not None
            and person.birth_date is not None
            and person.death_date < person.birth_date
        ):
            yield "person.death_date", {}


@check_with("person", params={"list": ParamKind.LISTS})
def household_unknown(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """A household that is no code of the list in this year."""
    for person in _person(context):
        if person.household and person.household not in context.lookups.codes[params["list"]]:
            yield "person.household", {}


@check_with("person", params={"list": ParamKind.LISTS})
def sex_unknown(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """A sex that is no code of the list in this year."""
    for person in _person(context):
        if person.sex not in context.lookups.codes[params["list"]]:
            yield "person.sex", {}


@check("person")
def municipality_missing(context: CheckContext) -> Iterator[Finding]:
    """No municipality today (facts page 2.1: mandatory)."""
    for person in _person(context):
        residence = person.residence_on(context.today)
        if residence is None or not residence.municipality:
            yield "person.municipality", {}
