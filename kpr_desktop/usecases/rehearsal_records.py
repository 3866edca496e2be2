"""What a dress rehearsal finds: one finding, the counts of a data year, the whole, the deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.errors import Param
from kpr_desktop.usecases.chain import Ready
from kpr_desktop.usecases.submission_records import RehearsalRecord

OURS = "ours"
"""The consequence of a finding of our own rules: the register would take it."""
RETURNED = "returned"
"""The same, where the register is known to send it back as a defect."""


class Sign(StrEnum):
    """How much a finding weighs; `CORRECTED`: what it concerns was changed since, and has not been checked again."""

    STOP = "stop"
    WARNING = "warning"
    INFO = "info"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. `person_id` None: it is about the municipality or the message as a whole.

    `code` is a rule of the code book, or a code of the writer's check. `consequence`: what the register would do, as in
    `records.Finding`, or `OURS` or `RETURNED`. `target`: as `domain.problems.Problem.target`, or `office.<field>`.
    `name` is what the register calls the field, empty for our rules. `assessment_id`: where a target that is an item
    stands.
    """

    person_id: PersonId | None
    code: str
    sign: Sign
    consequence: str
    target: str
    name: str = ""
    assessment_id: AssessmentId | None = None
    params: Mapping[str, Param] = field(default_factory=dict)

    @property
    def area(self) -> str:
        """Where it is mended: person | service | office | assessment."""
        head = self.target.partition(".")[0]
        return head if head in ("person", "service", "office") else "assessment"


@dataclass(frozen=True, slots=True)
class Counted:
    """What the register's own check of a municipality counts, for one data year, on `day` where it is of a day.

    `services`: type -> persons who had it in the year. `long_stay`, `at_home`: persons on the day; `users`: persons
    with any service in the year; `assessed`: item -> how many of these have it answered in the valid assessment.
    """

    year: int
    day: date
    services: Mapping[str, int]
    long_stay: int
    at_home: int
    users: int
    assessed: Mapping[str, int]

    def share(self, item: str) -> int | None:
        """Whole per cent, rounded down; None without users."""
        return self.assessed.get(item, 0) * 100 // self.users if self.users else None


@dataclass(frozen=True, slots=True)
class DressRehearsal:
    """How it would go now. `passing`, `stopped`, `odd` are persons; `closed` persons a block closes to the user.

    `by_rule` counts all findings; `found` holds those that are kept, stops first. `waits`: events that wait, by person.
    `counted`: the data year, and the year before. `stamps` tell later on who has been changed; None stands for the
    municipality. `seconds` is how long it took.
    """

    id: str
    at: datetime
    year: int
    persons: int
    passing: int
    stopped: int
    odd: int
    closed: int
    found: tuple[Found, ...]
    by_rule: Mapping[str, int]
    waits: Mapping[PersonId, int]
    counted: tuple[Counted, Counted]
    ready: Ready
    stamps: Mapping[PersonId | None, str]
    seconds: float

    @property
    def left_out(self) -> int:
        """Findings that are counted and not kept."""
        return sum(self.by_rule.values()) - len(self.found)


@dataclass(frozen=True, slots=True)
class Standing:
    """The last rehearsal as it stands now: `found` with the signs of today, and what went before it."""

    last: DressRehearsal
    found: tuple[Found, ...]
    corrected: int
    before: RehearsalRecord | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """`days` may be negative: it has passed. `documented`: somebody has told it for this data year."""

    day: date
    days: int
    documented: bool
    certainty: str

    @property
    def unsure(self) -> bool:
        """Whether it is only what used to be: nobody has told it, neither the register nor the municipality."""
        return not self.documented and bool(self.certainty)
