"""Records that the program itself needs, beside those of the domain: users, log, letters made, files made, vaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.ids import AssessmentId, DeviceId, PersonId, UserId, VaultId
from kpr_desktop.domain.notification import ContactPerson
from kpr_desktop.domain.person import Address, Person, PersonSummary

if TYPE_CHECKING:
    from kpr_desktop.usecases.submission_records import HospitalStay


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
    """The municipality as sender: what letters and messages say about it. `municipality` is the 4-digit number.

    `logo`: arms or logo as PNG, at most 500 kB, empty = none; `logo_alt` says it in words; it stands at the left unless
    `logo_right`. `window`: letters are placed for a window envelope. `exempt`: letters to a person are marked as exempt
    from public access.
    """

    municipality: str
    name: str
    unit: str = ""
    address: Address = Address()
    phone: str = ""
    email: str = ""
    web: str = ""
    contacts: tuple[ContactPerson, ...] = ()
    logo: bytes = b""
    logo_alt: str = ""
    logo_right: bool = False
    window: bool = True
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """One letter given or sent. `kind` is the letter's id, `way` how it was delivered (empty = made, not delivered).

    `number`: the print number on every page, empty before there were any. `subject`: id of what it is about, may be
    empty. `collect_by`: the day by which the paper is fetched or destroyed. `printed_at`: the latest time; `settled`:
    how that paper ended, a way of delivery or `shredded`, empty while it lies somewhere. `shielded`: the
    address was protected when it was made, and does not stand in it.
    """

    id: str
    person_id: PersonId
    kind: str
    language: str
    made_at: datetime
    made_by: UserId
    sha256: str
    way: str = ""
    delivered_on: date | None = None
    number: str = ""
    pages: int = 0
    subject: str = ""
    collect_by: date | None = None
    printed_at: datetime | None = None
    settled: str = ""
    settled_on: date | None = None
    shielded: bool = False


@dataclass(frozen=True, slots=True)
class LetterStep:
    """Something that happened to a letter. `what`: printed | reprinted | shredded | a way of delivery."""

    id: str
    delivery_id: str
    person_id: PersonId
    what: str
    day: date
    at: datetime
    by: UserId


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """One file made. `sha256` of its bytes; a yearly extract has no notifications.

    `envelope` is the envelope's id, `message_id` what a receipt names it by; `chosen` is set when notifications were
    sent again: what was asked for, as JSON.
    """

    id: str
    format: str
    made_at: datetime
    made_by: UserId
    file_name: str
    sha256: str
    notifications: int
    persons: int
    envelope: str = "plain"
    message_id: str = ""
    chosen: str = ""


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
    `user_ids`: whose the logins are, in the same order.
    """

    path: Path
    vault_id: VaultId
    name: str
    training: bool
    logins: tuple[str, ...]
    database: str = "data.kpr"
    recovery: str = ""
    rotating: str = ""
    user_ids: tuple[UserId, ...] = ()


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
    """One person's part of the extract: the finished assessments of the year, the services that ran in it, and the
    stays in hospital that fell in it.

    `key` is drawn at random for this person in this extract, and joins its files.
    """

    person: Person
    assessments: tuple[Assessment, ...]
    services: tuple[CareService, ...]
    key: str = ""
    stays: tuple[HospitalStay, ...] = ()


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
class PersonVersion:
    """What stood about a person until somebody changed it."""

    person: Person
    replaced_at: datetime
    replaced_by: UserId


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
