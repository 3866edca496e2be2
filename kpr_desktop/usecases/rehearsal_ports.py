"""The interface that reads the whole register in one go, for the dress rehearsal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import Person

Choice = Callable[[Iterable[Assessment]], Collection[Assessment]]
"""Of a person's finished assessments, told without their answers, those that are to be read in full."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the rules look at of one person. `assessments` are those that were chosen; they have no notes."""

    person: Person
    services: tuple[CareService, ...]
    assessments: tuple[Assessment, ...]
    consents: tuple[Consent, ...]

    def consents_on(self, day: date) -> frozenset[str]:
        """Ids of the consents that hold on `day`."""
        return frozenset(c.id for c in self.consents if c.holds_on(day))


class CaseFiles(Protocol):
    """Everybody's case files, read in large pieces."""

    def count(self) -> int:
        """How many there are, hidden persons too."""
        ...

    def batches(self, choose: Choice, size: int = 500) -> Iterator[list[CaseFile]]:
        """In the order the persons were registered; nothing is held back in memory."""
        ...

    def stamps(self, ids: Iterable[PersonId]) -> Mapping[PersonId, str]:
        """A text that changes with the person, a service, a consent or a finished assessment."""
        ...
