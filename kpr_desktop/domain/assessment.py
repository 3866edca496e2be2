"""Assessments and answers. Answers are rows: one per item, so that a new variable needs no new column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kpr_desktop.domain.ids import AssessmentId, DeviceId, PersonId, UserId

NOT_RELEVANT = "9"
"""The score for «not relevant to map». It is never stored for «unknown»: an item without an answer is not asked yet."""


_UNFINISHED = "~"
"""Stands before the item of a row that is still being typed."""


class Reason(StrEnum):
    """Why the assessment is made [own list; a registration must exist at every new decision, facts page 4]."""

    NEW_DECISION = "new_decision"
    CHANGE = "change"
    PERIODIC = "periodic"


class State(StrEnum):
    """A draft can be answered; a finished one is locked for good."""

    DRAFT = "draft"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Answer:
    """One item's answer. `value` is a score, a code or an ISO date; empty while only a note stands there."""

    item: str
    value: str = ""
    note: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a repeating item (a diagnosis, a coercion decision): field id -> value.

    A row that is still being typed is kept in the draft under an item of its own (`unfinished`), with the texts as
    typed. Only the rule that reminds of it knows it; it belongs to no item, and finishing leaves it out.
    """

    id: str
    item: str
    values: Mapping[str, str]

    @classmethod
    def unfinished(cls, item: str, values: Mapping[str, str], of: str = "") -> Entry:
        """The row of `item` that is being typed; `of` is the id of the saved row that it changes, or empty."""
        return cls(f"{_UNFINISHED}{item}", f"{_UNFINISHED}{item}", {**values, _UNFINISHED: of})

    @property
    def is_unfinished(self) -> bool:
        """Whether this is a row that is still being typed."""
        return self.item.startswith(_UNFINISHED)

    @property
    def changes(self) -> str:
        """Of a row that is being typed: the id of the saved row that it changes; empty for a new one."""
        return self.values.get(_UNFINISHED, "")

    @property
    def typed(self) -> dict[str, str]:
        """Of a row that is being typed: field id -> text."""
        return {name: text for name, text in self.values.items() if name != _UNFINISHED}


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the interview stands: item, the field in it and the caret's place in that.

    The field is `score`, `note`, or `row.<field id>` in the row of a repeating item.
    """

    item: str = ""
    field: str = "score"
    caret: int = 0


@dataclass(frozen=True, slots=True)
class Assessment:
    """One version of one assessment.

    A change after finishing is a new assessment with the same `series_id`, `version` + 1 and a `version_reason`;
    the old one stays as it was. `assessed_on` may lie in the past (paper), never in the future.
    `codebook_year` names the code book edition the answers belong to.
    """

    id: AssessmentId
    series_id: str
    person_id: PersonId
    device_id: DeviceId
    created_at: datetime
    assessed_on: date
    reason: Reason
    assessor_id: UserId
    assessor_name: str
    codebook_year: int
    state: State = State.DRAFT
    version: int = 1
    version_reason: str = ""
    finished_at: datetime | None = None
    cursor: Cursor = field(default_factory=Cursor)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()

    def value(self, item: str) -> str:
        """The answer's value, or an empty string when the item is not answered."""
        answer = self.answers.get(item)
        return answer.value if answer else ""

    def note(self, item: str) -> str:
        """The answer's note, or an empty string."""
        answer = self.answers.get(item)
        return answer.note if answer else ""

    def entries_of(self, item: str) -> tuple[Entry, ...]:
        """The rows of a repeating item, in the order they were made; none that is still being typed."""
        return tuple(e for e in self.entries if e.item == item)

    def unfinished_of(self, item: str) -> Entry | None:
        """The row of a repeating item that is still being typed."""
        wanted = f"{_UNFINISHED}{item}"
        return next((e for e in self.entries if e.item == wanted), None)


def valid_on(assessments: Iterable[Assessment], day: date) -> Assessment | None:
    """The assessment that is valid on `day`: the latest finished one dated `day` or earlier.

    Of one series only the newest version counts; of two series on the same day the one finished last.
    Source: facts page section 4 («the score valid on a day = the latest with date ≤ that day» [B]).
    """
    finished = [a for a in assessments if a.state is State.FINISHED]
    newest: dict[str, Assessment] = {}
    for a in finished:
        if a.series_id not in newest or newest[a.series_id].version < a.version:
            newest[a.series_id] = a
    held = [a for a in newest.values() if a.assessed_on <= day]
    return max(held, key=lambda a: (a.assessed_on, a.finished_at or a.created_at, a.id), default=None)
