"""From what is typed in the service form to a service, with every fault told beside its field at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from kpr_desktop.codebook.model import ServiceClass, ServiceType
from kpr_desktop.domain.care_service import CareService, DecisionRow, Outcome, Pause, ProviderChange
from kpr_desktop.domain.dates import in_table, parse_date
from kpr_desktop.domain.hours import in_hours, parse_hours
from kpr_desktop.domain.organisation import OrganisationNumber
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.refusal import FormRefused

_T = TypeVar("_T")

NOTE_LIMIT = 20_000
LINE_LIMIT = 200
FIELDS = (
    "type", "subtype", "rolling", "applied_on", "decided_on", "outcome", "complained_on", "complaint_answered_on",
    "start", "end", "week_minutes", "provider_number", "provider_name", "changes", "pauses", "note",
)  # fmt: skip
"""The form's fields, in the order of the screen; those of a row are `pauses.<row>.<part>`, `changes.<row>.<part>`."""


@dataclass(frozen=True, slots=True)
class TypedPause:
    """A pause as typed. `kind` is a code of our list pause_reason, or empty."""

    id: str
    from_date: str = ""
    to_date: str = ""
    reason: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TypedChange:
    """A change of provider as typed."""

    id: str
    since: str = ""
    number: str = ""
    name: str = ""


def to_form(service: CareService, mark: str = ",") -> dict[str, str]:
    """The service as the form's texts, pauses and changes of provider apart. `mark`: the decimal mark."""
    return {
        "type": service.type,
        "subtype": service.subtype,
        "rolling": {None: "", True: "yes", False: "no"}[service.rolling],
        "applied_on": in_table(service.applied_on),
        "decided_on": in_table(service.decided_on),
        "outcome": service.outcome.value if service.outcome else "",
        "complained_on": in_table(service.complained_on),
        "complaint_answered_on": in_table(service.complaint_answered_on),
        "start": in_table(service.start),
        "end": in_table(service.end),
        "week_minutes": in_hours(service.week_minutes, mark),
        "provider_number": service.provider_number,
        "provider_name": service.provider_name,
        "note": service.note,
    }


def to_pauses(service: CareService) -> list[TypedPause]:
    """The service's pauses as typed."""
    return [
        TypedPause(p.id, in_table(p.from_date), in_table(p.to_date), p.reason, p.kind) for p in service.pauses
    ]


def to_changes(service: CareService) -> list[TypedChange]:
    """The service's changes of provider as typed."""
    return [TypedChange(c.id, in_table(c.since), c.number, c.name) for c in service.changes]


def wanted(kind: ServiceType | None, form: Mapping[str, str]) -> frozenset[str]:
    """Which fields the type and the outcome need, and those that hold something which must not be hidden.

    What is typed in a field that only another type needs is left out of the service, and is there again when the
    type is chosen again.
    """
    found = {"type", "applied_on", "decided_on", "outcome", "note"}
    if form["outcome"] or form["complained_on"] or form["complaint_answered_on"]:
        found.add("complained_on")
    if form["complained_on"] or form["complaint_answered_on"]:
        found.add("complaint_answered_on")
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
    found |= {"start", "end", "provider_number", "provider_name", "changes", "pauses"}
    if kind.kind is ServiceClass.HOURS:
        found.add("week_minutes")
    return frozenset(found)


def read_form(
    form: Mapping[str, str],
    pauses: Sequence[TypedPause],
    changes: Sequence[TypedChange],
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
        complained_on=reader.day("complained_on"),
        complaint_answered_on=reader.day("complaint_answered_on"),
        start=reader.day("start"),
        end=reader.day("end"),
        week_minutes=reader.hours("week_minutes"),
        provider_number=reader.organisation("provider_number"),
        provider_name=reader.line("provider_name"),
        changes=reader.changes(changes) if "changes" in shown else (),
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
        return self._organisation(self._form[field], field)

    def changes(self, typed: Sequence[TypedChange]) -> tuple[ProviderChange, ...]:
        found = []
        for at, each in enumerate(typed):
            since = self._day(each.since, f"changes.{at}.since")
            number = self._organisation(each.number, f"changes.{at}.number")
            name = self._line(each.name, f"changes.{at}.name")
            if since is not None:
                found.append(ProviderChange(each.id, since, number, name))
            elif not each.since.strip():
                self.faults.append(UserFault("service.change_since_missing", f"changes.{at}.since"))
            if not each.number.strip() and not name:
                self.faults.append(UserFault("service.change_who_missing", f"changes.{at}.number"))
        return tuple(found)

    def pauses(self, typed: Sequence[TypedPause]) -> tuple[Pause, ...]:
        found = []
        for at, each in enumerate(typed):
            begins = self._day(each.from_date, f"pauses.{at}.from")
            ends = self._day(each.to_date, f"pauses.{at}.to")
            reason = self._line(each.reason, f"pauses.{at}.reason")
            if begins is not None:
                found.append(Pause(each.id, begins, ends, reason, each.kind))
            elif not each.from_date.strip():
                self.faults.append(UserFault("service.pause_from_missing", f"pauses.{at}.from"))
        return tuple(found)

    def _day(self, text: str, field: str) -> date | None:
        return self._try(lambda: parse_date(text, field=field, today=self._today))

    def _organisation(self, typed: str, field: str) -> str:
        text = typed.strip()
        if not text:
            return ""
        try:
            return OrganisationNumber.parse(text).value
        except UserFault as fault:
            self.faults.append(UserFault(fault.code, field, **fault.params))
            return ""

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
