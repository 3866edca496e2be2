"""From what is typed about a stay in hospital to the stay, with every fault told beside its field at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from kpr_desktop.domain.dates import parse_date
from kpr_desktop.domain.organisation import OrganisationNumber
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.submission_records import HospitalStay

_T = TypeVar("_T")

FIELDS = ("from_date", "to_date", "number", "name")
NAME_LIMIT = 200


def read_stay(form: Mapping[str, str], base: HospitalStay, today: date) -> HospitalStay:
    """The stay that the form describes, on top of `base`. Raises FormRefused with one fault a field."""
    faults: list[UserFault] = []

    def attempt(read: Callable[[], _T], instead: _T) -> _T:
        try:
            return read()
        except UserFault as fault:
            faults.append(fault)
            return instead

    begins = attempt(lambda: _first(form["from_date"], today), base.from_date)
    ends = attempt(lambda: parse_date(form["to_date"], field="to_date", today=today), None)
    number = attempt(lambda: _number(form["number"].strip()), "")
    name = form["name"].strip()
    if len(name) > NAME_LIMIT:
        faults.append(UserFault("form.too_long", "name", limit=NAME_LIMIT))
    if faults:
        raise FormRefused(faults)
    return replace(base, from_date=begins, to_date=ends, number=number, name=name)


def read_day(typed: str, today: date) -> date:
    """The day of discharge. Raises UserFault hospital.day_missing or date.* (day)."""
    found = parse_date(typed, field="day", today=today)
    if found is None:
        raise UserFault("hospital.day_missing", "day")
    return found


def _first(typed: str, today: date) -> date:
    found = parse_date(typed, field="from_date", today=today)
    if found is None:
        raise UserFault("hospital.from_missing", "from_date")
    return found


def _number(typed: str) -> str:
    if not typed:
        return ""
    try:
        return OrganisationNumber.parse(typed).value
    except UserFault as fault:
        raise UserFault(fault.code, "number", **fault.params) from fault
