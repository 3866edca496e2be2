"""How a check is registered, what it may look at, and how the rules of a code book are run.

A check is a pure function. The code book's rules name it and give its parameters, severity and words, so that one
check can serve several rules, and a municipality's or a year's rules are data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from kpr_desktop.domain.assessment import Answer, Assessment
from kpr_desktop.domain.care_service import CareService, Outcome
from kpr_desktop.domain.changes import Expectations
from kpr_desktop.domain.navigation import Step, visible
from kpr_desktop.domain.person import Person
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.errors import Param

Finding = tuple[str, Mapping[str, Param]]
"""Target and the values of the gaps in the rule's text: codes, counts, ISO dates. Never a name or a number."""


class ParamKind(StrEnum):
    """What a rule's parameter may hold; the loader of the code book checks it. Several are parted by commas."""

    NUMBER = "number"
    ITEMS = "item"
    SERVICES = "service"
    LISTS = "list"
    WORDS = "word"


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the checks need to know of an interview item. `list` is its code list or scale, or empty.

    `fields` are those of a repeating item: (id, kind, list, required).
    """

    kind: str
    list: str = ""
    fields: tuple[tuple[str, str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What the checks need to know of a service type. `kind`: hours | stay | period. `valid_to`: data year or None.

    `in_message`: what happens to it is told to the register as it happens.
    """

    kind: str
    group: str
    needs_rolling: bool = False
    subtype_list: str = ""
    valid_to: int | None = None
    in_message: bool = False


@dataclass(frozen=True, slots=True)
class Lookups:
    """The code book, as plain as the domain may know it. `codes`: list or scale id -> codes valid in `year`."""

    year: int
    steps: tuple[Step, ...]
    items: Mapping[str, ItemFacts]
    codes: Mapping[str, frozenset[str]]
    services: Mapping[str, ServiceFacts]
    expectations: Expectations = field(default_factory=Expectations)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """What the rules are run on. Parts that are None or empty give no findings.

    `service` is the one being edited: then only it is judged, the others are what it is compared with, and targets are
    `service.<field>`. Without it all `services` are judged, and targets are `service.<ServiceId>.<field>`.
    `consents`: ids of those that hold on the day of the assessment; None = not looked up.
    `reminder_months`: the municipality's interval, 1 or more (facts page 4: a reminder, never a stop).
    """

    today: date
    lookups: Lookups
    person: Person | None = None
    assessment: Assessment | None = None
    previous: Assessment | None = None
    service: CareService | None = None
    services: tuple[CareService, ...] = ()
    consents: frozenset[str] | None = None
    reminder_months: int = 12
    _talked: list[tuple[Answer, ...]] = field(default_factory=list, init=False, repr=False, compare=False)
    _judged: list[tuple[CareService, ...]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )
    _shown: dict[str, dict[str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def shown(self) -> Mapping[str, str]:
        """The items that the skip logic shows, in their order, each with its value or an empty text.

        Empty without an assessment.
        """
        return self.answered("")

    @property
    def talked(self) -> tuple[Answer, ...]:
        """The answers that tell how they came about, or that are being decided; worked out once."""
        if not self._talked:
            answers = self.assessment.answers.values() if self.assessment is not None else ()
            self._talked.append(tuple(a for a in answers if a.deciding or a.evidence.ways))
        return self._talked[0]

    def answered(self, kind: str) -> Mapping[str, str]:
        """The shown items of a kind that have a value; of no kind: all that are shown.

        Worked out once, since many checks ask.
        """
        if not self._shown:
            values = values_of(self.assessment) if self.assessment is not None else {}
            steps = visible(self.lookups.steps, values) if self.assessment is not None else ()
            shown = self._shown[""] = {step.item: values.get(step.item, "") for step in steps}
            for item, value in shown.items():
                if value:
                    self._shown.setdefault(self.lookups.items[item].kind, {})[item] = value
        return self._shown.get(kind, _NOTHING)

    @property
    def judged(self) -> tuple[CareService, ...]:
        """The services that are to be judged; what was registered by mistake is not. Worked out once."""
        if not self._judged:
            found = self.services if self.service is None else (self.service,)
            self._judged.append(tuple(each for each in found if not each.annulled))
        return self._judged[0]

    @property
    def running(self) -> tuple[CareService, ...]:
        """The services that have started and not ended today."""
        return tuple(s for s in self.services if s.runs_on(self.today))

    @property
    def granted(self) -> tuple[CareService, ...]:
        """The services that run today, or are granted and have not ended: the start may lie ahead."""
        return tuple(
            s
            for s in self.services
            if s.runs_on(self.today)
            or (s.outcome is Outcome.GRANTED and (s.end is None or s.end >= self.today))
        )

    def at(self, service: CareService, part: str) -> str:
        """The target that leads to a field of a service."""
        return f"service.{part}" if self.service is not None else f"service.{service.id}.{part}"

    def facts(self, service: CareService) -> ServiceFacts | None:
        """What is known of the service's type, or None for a type that no edition has."""
        return self.lookups.services.get(service.type)


Params = Mapping[str, str]
PlainFunction = Callable[[CheckContext], Iterable[Finding]]
CheckFunction = Callable[[CheckContext, Params], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One registered check: `params` it takes, `gives` = the gaps it fills in the rule's text."""

    name: str
    scope: str
    run: CheckFunction
    params: Mapping[str, ParamKind]
    gives: frozenset[str]


_NOTHING: Mapping[str, str] = MappingProxyType({})
_checks: dict[str, Check] = {}
CHECKS: Mapping[str, Check] = MappingProxyType(_checks)
"""All checks by name."""


def check(scope: str, *, gives: tuple[str, ...] = ()) -> Callable[[PlainFunction], PlainFunction]:
    """Register a function without parameters under its own name. `scope`: person | assessment | service."""

    def register(function: PlainFunction) -> PlainFunction:
        name = function.__name__
        _checks[name] = Check(
            name, scope, lambda context, _: function(context), MappingProxyType({}), frozenset(gives)
        )
        return function

    return register


def check_with(
    scope: str, *, params: Mapping[str, ParamKind], gives: tuple[str, ...] = ()
) -> Callable[[CheckFunction], CheckFunction]:
    """Register a function that takes the rule's parameters."""

    def register(function: CheckFunction) -> CheckFunction:
        name = function.__name__
        _checks[name] = Check(name, scope, function, MappingProxyType(dict(params)), frozenset(gives))
        return function

    return register


class RuleLike(Protocol):
    """The part of a rule that is needed to run it."""

    @property
    def code(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def check(self) -> str: ...
    @property
    def params(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class PlainRule:
    """A rule without words."""

    code: str
    severity: Severity
    check: str
    params: Mapping[str, str] = field(default_factory=dict)


def evaluate(rules: Iterable[RuleLike], context: CheckContext) -> list[Problem]:
    """What the rules find, hard ones first, otherwise in the order of the rules.

    Raises KeyError for a rule whose check does not exist (the loader refuses such a code book).
    """
    found = [
        Problem(rule.code, rule.severity, target, {**rule.params, **params})
        for rule in rules
        for target, params in CHECKS[rule.check].run(context, rule.params)
    ]
    return sorted(found, key=lambda problem: problem.severity is Severity.SOFT)


def values_of(assessment: Assessment) -> dict[str, str]:
    """Item -> value, as the skip logic wants it; a repeating item counts as answered when it has a row."""
    values = {item: answer.value for item, answer in assessment.answers.items()}
    return values | {entry.item: "entries" for entry in assessment.entries if not entry.is_unfinished}


def words(text: str) -> tuple[str, ...]:
    """The parts of a parameter that holds several."""
    return tuple(part.strip() for part in text.split(","))


def as_date(value: str) -> date | None:
    """An ISO date, or None for anything else."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two periods have a day in common; None = no end yet."""
    return (second[1] is None or first[0] <= second[1]) and (first[1] is None or second[0] <= first[1])
