"""What a citizen may ask for, and the clock that then runs (GDPR art. 12 no. 3, 15-19; helseregisterloven § 24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kpr_desktop.domain.consent import Giver
from kpr_desktop.domain.dates import months_after
from kpr_desktop.domain.ids import PersonId, UserId

ANSWER_DAYS = 30
"""Days to answer in, and never more than the month of the regulation: from February on that is 28 or 29."""
EXTENSION_MONTHS = 2
"""The most that an answer may be put off, once (GDPR art. 12 no. 3)."""
SOON_DAYS = 7


class RequestKind(StrEnum):
    """What is asked for: what is registered, who has seen it, or that it is mended, removed or not used."""

    ACCESS = "access"
    LOG = "log"
    CORRECTION = "correction"
    DELETION = "deletion"
    RESTRICTION = "restriction"


class Outcome(StrEnum):
    """How a request was answered."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class RequestState(StrEnum):
    """How it stands; `SOON`: due within a week."""

    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class RightsRequest:
    """One request. What is said once is never changed: it is extended once, and answered once.

    `asker_name` is empty when the person asked. `extended_on`: the day the citizen was told of it. `delivery_id`: the
    letter with the answer, empty = none.
    """

    id: str
    person_id: PersonId
    kind: RequestKind
    received_on: date
    received_by: UserId
    asked_by: Giver
    asker_name: str
    words: str
    due_on: date
    made_at: datetime
    made_by: UserId
    extended_to: date | None = None
    extended_why: str = ""
    extended_on: date | None = None
    answered_on: date | None = None
    outcome: Outcome | None = None
    answer: str = ""
    delivery_id: str = ""

    @property
    def due(self) -> date:
        """The last day to answer on, with the extension if there is one."""
        return self.extended_to or self.due_on

    @property
    def longest(self) -> date:
        """The last day that it may be put off to."""
        return months_after(self.due_on, EXTENSION_MONTHS)

    def state_on(self, day: date) -> RequestState:
        """How it stands on `day`."""
        if self.answered_on is not None:
            return RequestState.ANSWERED
        if day > self.due:
            return RequestState.OVERDUE
        return RequestState.SOON if day >= self.due - timedelta(days=SOON_DAYS) else RequestState.OPEN


def due_after(received_on: date) -> date:
    """The last day to answer a request that came on `received_on`."""
    return min(received_on + timedelta(days=ANSWER_DAYS), months_after(received_on, 1))


@dataclass(frozen=True, slots=True)
class CorrectionNotice:
    """Somebody who got the data before they were mended, and is told of it (GDPR art. 19).

    `recipient` and `what` are words, or the codes of the register of disclosures (`usecases.disclosures.Given`: to,
    what); `given_on`: when it was given last. `told_how` says in words how, or why it was impossible.
    """

    id: str
    request_id: str
    person_id: PersonId
    recipient: str
    what: str
    given_on: date | None = None
    told_on: date | None = None
    told_by: str = ""
    told_how: str = ""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something told by hand, on the telephone or otherwise. `basis`: words, when it rests on no consent.

    `how`: phone | meeting | letter | digital | other. `replaces`: the id of a mistaken one, which is kept.
    """

    id: str
    person_id: PersonId
    recipient: str
    consent_id: str
    basis: str
    what: str
    day: date
    how: str
    made_at: datetime
    made_by: UserId
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class ReservationTalk:
    """Guidance on what can be reserved against. `what`: informed | helped. Nothing is dropped by it."""

    id: str
    person_id: PersonId
    day: date
    what: str
    words: str
    made_at: datetime
    made_by: UserId
