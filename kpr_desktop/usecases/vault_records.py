"""Records of who may open what, what was seen, and the ways back: register, blocks, control, backups, troubles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kpr_desktop.domain.ids import AssessmentId, PersonId, UserId
from kpr_desktop.errors import EnvironmentFault


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A role somebody holds, from a day and at most to a day (Pasientjournalforskriften § 13)."""

    id: str
    user_id: UserId
    role: str
    unit: str
    from_date: date
    to_date: date | None
    why: str
    given_by: UserId
    given_at: datetime
    ended_by: UserId | None = None
    ended_at: datetime | None = None
    end_why: str = ""
    reviewed_by: UserId | None = None
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Somebody works with a person, from a day and at most to a day. `basis`: assignment | case."""

    id: str
    person_id: PersonId
    user_id: UserId
    basis: str
    from_date: date
    to_date: date | None
    given_by: UserId
    given_at: datetime

    def holds_on(self, day: date) -> bool:
        """Whether the user works with the person on a day."""
        return self.from_date <= day and (self.to_date is None or self.to_date >= day)


@dataclass(frozen=True, slots=True)
class Block:
    """Sperring. `against`: user | role | all, `target` the user's id or the role. Empty assessment = the person.

    With `assessment_id` and `item` it is one note, with `assessment_id` alone the whole assessment.
    """

    id: str
    person_id: PersonId
    against: str
    target: str
    why: str
    wished_by: str
    set_by: UserId
    set_at: datetime
    assessment_id: AssessmentId | None = None
    item: str = ""
    lifted_by: UserId | None = None
    lifted_at: datetime | None = None
    lift_why: str = ""


@dataclass(frozen=True, slots=True)
class Emergency:
    """Emergency access. `outcome` of the follow-up: empty (open) | justified | deviation."""

    id: str
    user_id: UserId
    person_id: PersonId
    purpose: str
    why: str
    from_time: datetime
    to_time: datetime
    ended_at: datetime | None = None
    outcome: str = ""
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    decided_why: str = ""


@dataclass(frozen=True, slots=True)
class Deletion:
    """A wish to delete for good, decided by a second person. `kind`: person | assessment | note | service.

    `ground` is a code of the legal ground; what is left after it is done tells nothing of the content.
    """

    id: str
    person_id: PersonId
    kind: str
    target_id: str
    ground: str
    why: str
    asked_by: UserId
    asked_at: datetime
    state: str = "asked"
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    decided_why: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """The monthly control of the log. `month` as 2026-11; `anchor`: the chain's short form when it was made."""

    id: str
    month: str
    made_at: datetime
    made_by: UserId
    hits: int
    anchor: str
    signed_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """A backup that was made. `kind`: daily | before_risk | manual; `verified_at` once it was read back whole."""

    id: str
    kind: str
    made_at: datetime
    made_by: UserId
    file_name: str
    sha256: str
    persons: int
    verified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Drill:
    """A restore that was tried. `way`: passphrase | recovery; `seconds` the machine took."""

    id: str
    held_at: datetime
    held_by: UserId
    way: str
    backup_name: str
    seconds: int
    persons: int
    sound: bool


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that left the vault. `warned`: kinds of place the user was warned of; `gone_at` once confirmed deleted."""

    id: str
    kind: str
    made_id: str
    file_name: str
    folder: str
    warned: str
    purpose: str
    sha256: str
    written_at: datetime
    written_by: UserId
    gone_at: datetime | None = None
    gone_by: UserId | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not whole. `code` is a fault's; `where`: a table's name, log, head, seal, anchor or page.

    `person_id`: whose case file, when it is one person's. `seq`: the log line. `count`: saves that are missing.
    """

    code: str
    where: str = ""
    person_id: PersonId | None = None
    seq: int = 0
    count: int = 0

    def fault(self) -> EnvironmentFault:
        """The same as a fault, for the message catalogue: never with the person."""
        return EnvironmentFault(self.code, where=self.where, seq=self.seq, count=self.count)


@dataclass(frozen=True, slots=True)
class LogReport:
    """The log read from its first line: how many lines followed, and the first that did not (None = all do).

    `first_bad` one past the last line means that lines are missing at the end. `mark`: the end of a whole chain.
    """

    lines: int
    first_bad: int | None
    mark: str = ""
