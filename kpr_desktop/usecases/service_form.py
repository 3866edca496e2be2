"""From what is typed in the service form to a service, with every fault told beside its field at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from kpr_desktop.codebook.model import ServiceClass, ServiceType
from kpr_desktop.domain.care_service import CareService, DecisionRow, Outcome, Pause
from kpr_desktop.domain.dates import in_table, parse_date
from kpr_desktop.domain.hours import in_hours, parse_hours
from kpr_desktop.domain.organisation import OrganisationNumber
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.refusal import FormRefused

_T = TypeVar("_T")

NOTE_LIMIT = 20_000
LINE_LIMIT = 200
FIELDS = (
    "type", "subtype", "rolling", "applied_on", "decided_on", "outcome", "start", "end", "week_minutes",
    "provider_number", "provider_name", "provider_since", "pauses", "note",
)  # fmt: skip
"""The form's fields, in the order of the screen; those of a pause are `pauses.<row>.<part>`."""


@dataclass(frozen=True, slots=True)
class TypedPause:
    """A pause as typed."""

    id: str
    from_date: str = ""
    to_date: str = ""
    reason: str = ""


def to_form(service: CareService) -> dict[str, str]:
    """The service as the form's texts, pauses apart."""
    return {
        "type": service.type,
        "subtype": service.subtype,
        "rolling": {None: "", True: "yes", False: "no"}[service.rolling],
        "applied_on": in_table(service.applied_on),
        "decided_on": in_table(service.decided_on),
        "outcome": service.outcome.value if service.outcome else "",
        "start": in_table(service.start),
        "end": in_table(service.end),
        "week_minutes": in_hours(service.week_minutes),
        "provider_number": service.provider_number,
        "provider_name": service.provider_name,
        "provider_since": in_table(service.provider_since),
        "note": service.note,
    }


def to_pauses(service: CareService) -> list[TypedPause]:
    """The service's pauses as typed."""
    return [TypedPause(p.id, in_table(p.from_date), in_table(p.to_date), p.reason) for p in service.pauses]


def wanted(kind: ServiceType | None, form: Mapping[str, str]) -> frozenset[str]:
    """Which fields the type and the outcome need, and those that hold something which must not be hidden.

    What is typed in a field that only another type needs is left out of the service, and is there again when the
    type is chosen again.
    """
    found = {"type", "applied_on", "decided_on", "outcome", "note"}
    if kind is None:
        return frozenset(found)
    if kind.subtype_list:
        found.add("subtype")
    if kind.needs_rolling:
        found.add("rolling")
    if form["outcome"] == Outcome.REFUSED.value:
        # A refusal has no start; a date that stands there all the same is shown, so that its fault can be.
        found |= {name for name in ("start", "end") if form[name]}
        return frozenset(found)
    found |= {"start", "end", "provider_number", "provider_name", "pauses"}
    if kind.kind is ServiceClass.HOURS:
        found.add("week_minutes")
    if form["provider_since"] or (form["provider_number"] and form["start"]):
        found.add("provider_since")
    return frozenset(found)


def read_form(
    form: Mapping[str, str],
    pauses: Sequence[TypedPause],
    base: CareService,
    *,
    kind: ServiceType | None,
    today: date,
    working: tuple[DecisionRow, ...] | None = None,
) -> CareService:
    """The service that the form describes, on top of `base`. Raises FormRefused with one fault a field.

    `working`: the rows that the hours were worked out from (those of `base` unless given), whether they still agree
    or not; a type without hours has none.
    """
    shown = wanted(kind, form)
    reader = _Reader({name: text if name in shown else "" for name, text in form.items()}, today)
    if not form["type"]:
        reader.faults.append(UserFault("service.type_missing", "type"))
    made = replace(
        base,
        type=form["type"],
        subtype=reader.raw("subtype"),
        rolling={"yes": True, "no": False}.get(reader.raw("rolling")),
        applied_on=reader.day("applied_on"),
        decided_on=reader.day("decided_on"),
        outcome=Outcome(form["outcome"]) if form["outcome"] else None,
        start=reader.day("start"),
        end=reader.day("end"),
        week_minutes=reader.hours("week_minutes"),
        provider_number=reader.organisation("provider_number"),
        provider_name=reader.line("provider_name"),
        provider_since=reader.day("provider_since"),
        pauses=reader.pauses(pauses) if "pauses" in shown else (),
        note=reader.note("note"),
        working=(base.working if working is None else working) if "week_minutes" in shown else (),
    )
    if reader.faults:
        raise FormRefused(
            sorted(reader.faults, key=lambda f: FIELDS.index((f.field or "type").partition(".")[0]))
        )
    return made


class _Reader:
    def __init__(self, form: Mapping[str, str], today: date) -> None:
        self._form = form
        self._today = today
        self.faults: list[UserFault] = []

    def raw(self, field: str) -> str:
        return self._form[field].strip()

    def line(self, field: str) -> str:
        return self._line(self._form[field], field)

    def note(self, field: str) -> str:
        text = self._form[field]
        if len(text) > NOTE_LIMIT:
            self.faults.append(UserFault("service.note_too_long", field, limit=NOTE_LIMIT))
        return text

    def day(self, field: str) -> date | None:
        return self._day(self._form[field], field)

    def hours(self, field: str) -> int | None:
        return self._try(lambda: parse_hours(self._form[field], field=field))

    def organisation(self, field: str) -> str:
        text = self.raw(field)
        if not text:
            return ""
        try:
            return OrganisationNumber.parse(text).value
        except UserFault as fault:
            self.faults.append(UserFault(fault.code, field, **fault.params))
            return ""

    def pauses(self, typed: Sequence[TypedPause]) -> tuple[Pause, ...]:
        found = []
        for at, each in enumerate(typed):
            begins = self._day(each.from_date, f"pauses.{at}.from")
            ends = self._day(each.to_date, f"pauses.{at}.to")
            reason = self._line(each.reason, f"pauses.{at}.reason")
            if begins is not None:
                found.append(Pause(each.id, begins, ends, reason))
            elif not each.from_date.strip():
                self.faults.append(UserFault("service.pause_from_missing", f"pauses.{at}.from"))
        return tuple(found)

    def _day(self, text: str, field: str) -> date | None:
        return self._try(lambda: parse_date(text, field=field, today=self._today))

    def _line(self, text: str, field: str) -> str:
        if len(text) > LINE_LIMIT:
            self.faults.append(UserFault("form.too_long", field, limit=LINE_LIMIT))
        return text.strip()

    def _try(self, read: Callable[[], _T]) -> _T | None:
        try:
            return read()
        except UserFault as fault:
            self.faults.append(fault)
            return None
