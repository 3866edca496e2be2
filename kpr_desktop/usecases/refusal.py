"""Refusals that carry more than one reason, or a way on."""

from __future__ import annotations

from collections.abc import Sequence

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.problems import Problem
from kpr_desktop.errors import UserFault


class FormRefused(UserFault):
    """Several fields of a form can not be taken. `faults` has one entry a field, in the form's order."""

    def __init__(self, faults: Sequence[UserFault]) -> None:
        super().__init__("form.refused", faults[0].field, count=len(faults))
        self.faults = tuple(faults)


class RulesRefused(UserFault):
    """Hard rules stop the action. `problems` tells which, and where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("rules.refused", problems[0].target, count=len(problems))
        self.problems = tuple(problems)


class NumberTaken(UserFault):
    """The number is registered already; `existing` leads to the person who has it."""

    def __init__(self, code: str, field: str, existing: PersonId) -> None:
        super().__init__(code, field)
        self.existing = existing
