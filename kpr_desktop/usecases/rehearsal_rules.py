"""The rules of the code book over one person's whole case: the person, all services, the assessment of the year."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from kpr_desktop.codebook.context import lookups
from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import Rule
from kpr_desktop.codebook.rehearsal_rule import RehearsalRule
from kpr_desktop.domain.assessment import Assessment, valid_on
from kpr_desktop.domain.checks import CheckContext, Lookups, evaluate
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.usecases.interview import previous_of
from kpr_desktop.usecases.rehearsal_ports import CaseFile
from kpr_desktop.usecases.rehearsal_records import OURS, RETURNED, Found, Sign


@dataclass(frozen=True, slots=True)
class _Edition:
    """A year's code book, as the checks want it."""

    lookups: Lookups
    of_assessment: tuple[Rule, ...]
    of_services: tuple[Rule, ...]
    of_person: tuple[Rule, ...]


class Judge:
    """Runs the rules. `year` is the data year: the assessment that is valid on its last day is the one that counts.

    `months`: the municipality's interval for a new talk. `without`: rules that are left out, for a control.
    """

    def __init__(
        self,
        books: CodeBooks,
        rule: RehearsalRule,
        *,
        year: int,
        today: date,
        months: int,
        without: Collection[str] = (),
    ) -> None:
        self._books, self._rule, self._today, self._months = books, rule, today, months
        self._year, self._without = year, frozenset(without)
        self.day = date(year, 12, 31)
        self._editions: dict[int, _Edition] = {}

    def choose(self, heads: Iterable[Assessment]) -> Collection[Assessment]:
        """Those of a person's finished assessments that are looked at: of this year, of last year, and last time's."""
        own = list(heads)
        valid = valid_on(own, self.day)
        chosen = [valid, valid_on(own, self._today), valid_on(own, date(self._year - 1, 12, 31))]
        if valid is not None:
            chosen.append(previous_of(own, valid))
        return [each for each in chosen if each is not None]

    def findings(self, case: CaseFile, history: Collection[Assessment]) -> list[Found]:
        """Hard ones first, those of person and services before those of the assessment.

        `history`: as much of the person's finished assessments as the user may see.
        """
        person = case.person
        edition = self._edition(self._year)
        context = CheckContext(
            today=self._today,
            lookups=edition.lookups,
            person=person,
            services=tuple(s for s in case.services if not s.annulled),
            reminder_months=self._months,
        )
        rules = (*edition.of_person, *edition.of_services) if context.services else edition.of_person
        found = [self._found(person.id, problem, None) for problem in evaluate(rules, context)]
        valid = valid_on(history, self.day)
        if valid is not None:
            edition = self._edition(valid.assessed_on.year)
            context = CheckContext(
                today=self._today,
                lookups=edition.lookups,
                person=person,
                assessment=valid,
                previous=previous_of(history, valid),
                services=context.services,
                consents=case.consents_on(valid.assessed_on),
                reminder_months=self._months,
            )
            found += [
                self._found(person.id, problem, valid) for problem in evaluate(edition.of_assessment, context)
            ]
        return found

    def _found(self, person_id: PersonId, problem: Problem, assessment: Assessment | None) -> Found:
        # What only stops an assessment that is not finished is information about one that is.
        if problem.code in self._rule.information:
            sign = Sign.INFO
        else:
            sign = Sign.STOP if problem.severity is Severity.HARD else Sign.WARNING
        held = assessment.id if assessment is not None else None
        register = RETURNED if problem.code in self._rule.returned else OURS
        return Found(person_id, problem.code, sign, register, problem.target, "", held, problem.params)

    def _edition(self, year: int) -> _Edition:
        if year not in self._editions:
            book = self._books.for_year(year)
            rules = [rule for rule in book.rules.values() if rule.code not in self._without]
            self._editions[year] = _Edition(
                lookups(book, year),
                tuple(rule for rule in rules if rule.scope == "assessment"),
                tuple(rule for rule in rules if rule.scope == "service"),
                tuple(rule for rule in rules if rule.scope == "person"),
            )
        return self._editions[year]
