"""Assessments and answers. Answers are rows: one per item, so that a new variable needs no new column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kpr_desktop.domain.ids import AssessmentId, DeviceId, PersonId, UserId

NOT_RELEVANT = "9"
"""The score for «not relevant to map». It is never stored for «unknown»: an item without an answer is not asked yet."""


NINE_ASKED = "nine"
"""In `Answer.deciding`: 9 was pressed, and the question that separates it from 1 is not answered yet."""
TOLD_BY_OTHERS = "others"
"""The way of knowing that needs a basis."""
CONSENT_BASES = frozenset({"consent", "representative"})
"""The bases that rest on a consent record: by the person, or by guardian, parent or representative."""
OTHER_BASIS = "other"
"""The basis that needs a reason in words."""

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
class Evidence:
    """How an answer is known, and on what ground others were asked.

    `ways` are codes of our list `evidence`; `basis` is one of our list `basis` and belongs to what others told
    (`TOLD_BY_OTHERS`); `reason` says why when the basis is `OTHER_BASIS`; `consent_id` names the consent record when
    the basis is one of `CONSENT_BASES`.
    """

    ways: frozenset[str] = frozenset()
    basis: str = ""
    reason: str = ""
    consent_id: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """The person's own view of one variable, beside the score.

    `own` is the answer the person chose (a code of the variable's own scale, shown in plain words only), `view` whether
    person and assessor see it alike (our list `view`; to differ is a normal answer), `words` what the person wants said
    in own words.
    """

    own: str = ""
    view: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.own or self.view or self.words)


@dataclass(frozen=True, slots=True)
class Answer:
    """One item's answer. `value` is a score, a code or an ISO date; empty = not asked yet, whatever else stands there.

    `deciding` keeps the answers to the deciding questions as they are given (`help=yes always=no`), or `NINE_ASKED`
    while the question before a 9 is open. `reason` tells why the score is far from the last one.
    """

    item: str
    value: str = ""
    note: str = ""
    answered_at: datetime | None = None
    deciding: str = ""
    reason: str = ""
    evidence: Evidence = field(default_factory=Evidence)
    opinion: Opinion = field(default_factory=Opinion)


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
    def of_item(self) -> str:
        """The item that the row belongs to, or will belong to once it is whole."""
        return self.item.removeprefix(_UNFINISHED)

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

    The field is `score`, `note`, `row.<field id>` in the row of a repeating item, `reason` (why it changed), `basis`
    (why others were asked), `words` (the person's own words), or `citizen` and `citizen.words` while the screen shows
    the citizen's view.
    """

    item: str = ""
    field: str = "score"
    caret: int = 0


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who worked on the assessment with a log-in, and for how long: `seconds` between gestures, pauses out."""

    user_id: UserId
    name: str
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Assessment:
    """One version of one assessment.

    A change after finishing is a new assessment with the same `series_id`, `version` + 1 and a `version_reason`;
    the old one stays as it was. `assessed_on` may lie in the past (paper), never in the future.
    `codebook_year` names the code book edition the answers belong to. With `carry` the answers of last time stand as
    «must be confirmed»: they are shown, never stored, until each is confirmed. `citizen_language` is the one the
    citizen's view was last shown in.
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
    carry: bool = False
    citizen_language: str = "nb"
    contributors: tuple[Contributor, ...] = ()

    @property
    def seconds_used(self) -> int:
        """Time at work on the assessment, all contributors together."""
        return sum(each.seconds for each in self.contributors)

    def answer(self, item: str) -> Answer:
        """The item's answer; a blank one when nothing stands there."""
        return self.answers.get(item) or Answer(item)

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
