"""Counting as the register's own check of a municipality does: a data year, and the year before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.rehearsal_rule import RehearsalRule
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.checks.base import values_of
from kpr_desktop.usecases.rehearsal_records import Counted


class YearCounter:
    """The counts of one data year. Of a year that is not over, the day is today in place of 31 December."""

    def __init__(self, book: CodeBook, rule: RehearsalRule, year: int, today: date) -> None:
        self.day = min(date(year, 12, 31), today)
        self._year, self._long_stay = year, rule.long_stay
        self._at_home = {code for code, each in book.services.items() if each.group in rule.at_home}
        self._services: Counter[str] = Counter()
        self._assessed: Counter[str] = Counter()
        self._users = self._stays = self._homes = 0

    def add(self, services: Iterable[CareService], valid: Assessment | None) -> None:
        """One person, with all services and the assessment that is valid on the day."""
        types = {s.type for s in services if s.runs_in(self._year)}
        if not types:
            return
        self._users += 1
        self._services.update(types)
        running = {s.type for s in services if s.runs_on(self.day)}
        if self._long_stay in running:
            self._stays += 1
        elif running & self._at_home:
            self._homes += 1
        if valid is not None:
            self._assessed.update(item for item, value in values_of(valid).items() if value)

    def counted(self) -> Counted:
        """So far."""
        services, assessed = dict(self._services), dict(self._assessed)
        return Counted(self._year, self.day, services, self._stays, self._homes, self._users, assessed)
