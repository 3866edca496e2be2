"""Records that the program itself needs, beside those of the domain: users, log, letters made, files made, vaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.ids import AssessmentId, DeviceId, PersonId, UserId, VaultId
from kpr_desktop.domain.notification import ContactPerson
from kpr_desktop.domain.person import Address, Person, PersonSummary
from kpr_desktop.errors import EnvironmentFault


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a slot of their own. `roles`: those the authorisation register gives on the day of the log-in.

    `hpr`: number in the register of health personnel, may be empty. `unit`: the unit of the authorisation.
    """

    id: UserId
    login: str
    name: str
    roles: frozenset[str]
    hpr: str = ""
    unit: str = ""
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the access log: who did what, to which person, why. Never the content."""

    at: datetime
    user_id: UserId
    device_id: DeviceId
    action: str
    person_id: PersonId | None = None
    subject: str = ""
    reason: str = ""
    result: str = "ok"
    user_name: str = ""
    roles: str = ""
    unit: str = ""
    basis: str = ""
    purpose: str = ""
    decision_ref: str = ""
    program: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which lines of the log are asked for; what is left as it is asks for all. Days are both included.

    `denied`: only what was refused. `before`: only lines with a lower number, for the next page.
    """

    person_id: PersonId | None = None
    user_id: UserId | None = None
    actions: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    denied: bool = False
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """The municipality as sender: what letters and messages say about it. `municipality` is the 4-digit number."""

    municipality: str
    name: str
    unit: str = ""
    address: Address = Address()
    phone: str = ""
    email: str = ""
    web: str = ""
    contacts: tuple[ContactPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One letter given or sent. `kind` is the letter's id, `way` how it was delivered (empty = made, not delivered)."""

    id: str
    person_id: PersonId
    kind: str
    language: str
    made_at: datetime
    made_by: UserId
    sha256: str
    way: str = ""
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """One file made. `sha256` of its bytes; `practice` files never count as sent."""

    id: str
    format: str
    made_at: datetime
    made_by: UserId
    file_name: str
    sha256: str
    notifications: int
    persons: int


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of the work list. `why`: visit | draft | due | soon | lacking | never. `day`: date that put it there.

    `lacking`: how many items that should have an answer had none in the latest finished assessment.
    """

    person: PersonSummary
    why: str
    day: date | None
    own: bool
    assessment_id: AssessmentId | None = None
    lacking: int = 0


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """What can be told before anybody has logged in: from the key file alone, unproved.

    `database`: the database's file name. `recovery`: fingerprint of the recovery sheet, empty when there is none.
    `rotating`: the database of a rotation that was begun and not finished, empty when there is none.
    """

    path: Path
    vault_id: VaultId
    name: str
    training: bool
    logins: tuple[str, ...]
    database: str = "data.kpr"
    recovery: str = ""
    rotating: str = ""


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """What is printed on a recovery sheet: nine groups, and the fingerprint that tells it from another sheet."""

    groups: tuple[str, ...]
    fingerprint: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class NewVault:
    """What is needed to make a vault. `passphrase` is wiped by the maker."""

    path: Path
    name: str
    training: bool
    office: Office
    user_login: str
    user_name: str
    roles: frozenset[str]
    passphrase: bytearray


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """One letter: its kind and language, the sender, the receiver, the day and the fields its text asks for."""

    kind: str
    language: str
    office: Office
    name: str
    address: Address | None
    day: date
    reference: str = ""
    training: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as pixels: BGR, 3 bytes a pixel, `stride` bytes a line."""

    width: int
    height: int
    stride: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault the writer's own check found in a message, and what the register would do about it.

    `consequence`: message (delete-mark message) | row (delete-mark row) | null | minus_one | none | schema.
    """

    code: str
    notification_id: str
    field: str
    consequence: str


@dataclass(frozen=True, slots=True)
class YearlyPerson:
    """One person's part of the extract: the finished assessments of the year and the services that ran in it."""

    person: Person
    assessments: tuple[Assessment, ...]
    services: tuple[CareService, ...]


@dataclass(frozen=True, slots=True)
class YearlyExtract:
    """Everything of one data year for one municipality."""

    year: int
    municipality: str
    made_at: datetime
    program_version: str
    codebook_year: int
    practice: bool
    persons: tuple[YearlyPerson, ...]


@dataclass(frozen=True, slots=True)
class CodeEdition:
    """One diagnosis register that was read in: its code system (list diagnosis_system), year and number of codes."""

    system: str
    year: int
    codes: int


@dataclass(frozen=True, slots=True)
class PracticeScore:
    """One person's scores of one practice case: variable id -> score. `scorer` is a name as typed."""

    id: str
    case_id: str
    scorer: str
    made_at: datetime
    scores: Mapping[str, str]


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
