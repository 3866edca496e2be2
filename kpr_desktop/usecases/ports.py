"""The interfaces that store, crypto, letters and exports implement. Use cases know these and nothing behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from kpr_desktop.domain.assessment import Answer, Assessment, Contributor, Cursor, Entry
from kpr_desktop.domain.attempts import Book
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.ids import AssessmentId, DeviceId, PersonId, ServiceId, UserId
from kpr_desktop.domain.person import Person, PersonSummary
from kpr_desktop.usecases.access_ports import Access
from kpr_desktop.usecases.backup_ports import Backups, Keeping
from kpr_desktop.usecases.oversight_ports import Erasing, Oversight
from kpr_desktop.usecases.overview_ports import WorkCounts
from kpr_desktop.usecases.records import (
    CodeEdition,
    ExportRecord,
    LogEntry,
    LogQuery,
    NewVault,
    Office,
    PersonVersion,
    PracticeScore,
    RecoveryCode,
    User,
    VaultInfo,
    WorkRow,
)
from kpr_desktop.usecases.rehearsal_ports import CaseFiles
from kpr_desktop.usecases.renewal_ports import Renewals
from kpr_desktop.usecases.rights_ports import LetterFiles, Rights
from kpr_desktop.usecases.submission_ports import Events, HospitalStays, Sendings
from kpr_desktop.usecases.submission_records import ServiceVersion
from kpr_desktop.usecases.vault_records import LogReport, Trouble

Clock = Callable[[], datetime]
"""Gives the time now, with its zone."""

NewId = Callable[[], str]
"""Gives a new UUID (version 4, lower case, 36 characters)."""


# --- the store ----------------------------------------------------------------------------------------------------


class Persons(Protocol):
    """The person register. With `hidden` a list or a count holds the hidden persons too, never them alone."""

    def add(self, person: Person) -> None: ...
    def update(self, person: Person) -> None:
        """Save a new version; raises UserFault("person.changed_elsewhere") when `person.version` is not one ahead."""
        ...

    def get(self, person_id: PersonId) -> Person: ...
    def history(self, person_id: PersonId) -> list[PersonVersion]:
        """What stood about the person before, newest first."""
        ...

    def find_by_number(self, number: str) -> PersonSummary | None:
        """By the whole identity number (keyed index); hidden persons too."""
        ...

    def find_by_user_number(self, user_number: str) -> PersonSummary | None: ...
    def find_by_name(self, typed: str, *, limit: int, hidden: bool = False) -> list[PersonSummary]:
        """By any part of the name, as typed; a hit at the beginning of a word first, then by name."""
        ...

    def find_by_birth_date(self, day: date, *, limit: int, hidden: bool = False) -> list[PersonSummary]: ...
    def page(self, *, limit: int, after: str = "", hidden: bool = False) -> list[PersonSummary]:
        """Persons by name, beginning after `after`: domain.names.sort_key(name, id) of the last one seen."""
        ...

    def count(self, *, hidden: bool = False) -> int: ...
    def ids(self) -> Iterator[PersonId]:
        """All persons, hidden ones too."""
        ...

    def summaries(self, ids: Iterable[PersonId]) -> dict[PersonId, PersonSummary]: ...


class Assessments(Protocol):
    """Assessments, answers and entries."""

    def add(self, assessment: Assessment, *, lacking: int = 0) -> None:
        """`lacking`: as `finish`, for one that comes finished."""
        ...

    def get(self, assessment_id: AssessmentId) -> Assessment: ...
    def of_person(self, person_id: PersonId) -> list[Assessment]:
        """All versions, newest `assessed_on` first, answers included."""
        ...

    def draft_of(self, person_id: PersonId) -> AssessmentId | None: ...
    def save_answer(self, assessment_id: AssessmentId, answer: Answer) -> None: ...
    def save_cursor(self, assessment_id: AssessmentId, cursor: Cursor) -> None: ...
    def save_entry(self, assessment_id: AssessmentId, entry: Entry) -> None: ...
    def remove_entry(self, assessment_id: AssessmentId, entry_id: str) -> None: ...
    def save_time(self, assessment_id: AssessmentId, contributor: Contributor) -> None: ...
    def save_language(self, assessment_id: AssessmentId, language: str) -> None: ...
    def save_head(self, assessment: Assessment) -> None:
        """Date, reason, assessor and `carry` of a draft."""
        ...

    def finish(self, assessment_id: AssessmentId, at: datetime, *, lacking: int = 0) -> None:
        """Lock for good. `lacking`: how many items that should have an answer have none."""
        ...

    def discard(self, assessment_id: AssessmentId) -> None:
        """Remove a draft (never a finished one)."""
        ...


class Services(Protocol):
    """Care services with their pauses. Every saved change keeps the version before it."""

    def add(self, service: CareService) -> None: ...
    def update(self, service: CareService) -> None: ...
    def get(self, service_id: ServiceId) -> CareService: ...
    def of_person(self, person_id: PersonId) -> list[CareService]: ...
    def history(self, service_id: ServiceId) -> list[ServiceVersion]:
        """The versions that were replaced, newest first."""
        ...

    def to_plan(self, limit: int) -> list[CareService]:
        """Services whose events have to be planned anew; `update` and `planned` take one off."""
        ...

    def planned(self, service_id: ServiceId) -> None: ...
    def plan_all(self) -> None:
        """Every service: another scope, another first day of the reporting."""
        ...


class Consents(Protocol):
    """Consents to ask others. A consent is never removed; it is withdrawn or runs out."""

    def save(self, consent: Consent) -> None:
        """New or changed."""
        ...

    def of_person(self, person_id: PersonId) -> list[Consent]:
        """Newest first, those that hold no more too."""
        ...

    def expiring(self, first: date, last: date) -> list[Consent]:
        """Of everybody: those that end from `first` to `last`, both included, and were not withdrawn; soonest first."""
        ...


class PracticeScores(Protocol):
    """Scores of practice cases: one set a case and scorer; a later one takes the place of an earlier one."""

    def save(self, score: PracticeScore) -> None: ...
    def of_case(self, case_id: str) -> list[PracticeScore]:
        """By scorer's name."""
        ...


class WorkList(Protocol):
    """What the start page shows; every call is bounded by `limit`."""

    def rows(
        self, *, user: UserId, today: date, due_before: date, soon_before: date, limit: int
    ) -> list[WorkRow]:
        """Each person once. Last assessed before `due_before` = due, from then to `soon_before` = soon due."""
        ...


class Records(Protocol):
    """The smaller records: users, office, log, exports, settings."""

    def users(self) -> list[User]: ...
    def add_user(self, user: User) -> None:
        """With the user's roles, held from today."""
        ...

    def save_user(self, user: User) -> None:
        """Name, number in the register of health personnel, revoked or not; never the roles."""
        ...

    def office(self) -> Office: ...
    def save_office(self, office: Office) -> None: ...
    def log(self, entry: LogEntry) -> None: ...
    def log_entries(self, *, limit: int, person_id: PersonId | None = None) -> list[LogEntry]:
        """The newest first. Raises EnvironmentFault vault.tampered when one of them is not as it was written."""
        ...

    def log_matching(self, query: LogQuery, *, limit: int | None = None) -> list[LogEntry]:
        """As `log_entries`, of what is asked for. Days are those of the clock that wrote the line."""
        ...

    def log_first(self) -> date:
        """The day of the log's first line; today for an empty one."""
        ...

    def log_mark(self) -> str:
        """The end of the log's chain in short, for a printed page."""
        ...

    def add_export(self, export: ExportRecord, data: bytes) -> None:
        """The record and the file's bytes together, so that the file can be written again."""
        ...

    def export_data(self, export_id: str) -> bytes: ...
    def exports(self, *, limit: int) -> list[ExportRecord]: ...
    def setting(self, key: str) -> str | None: ...
    def save_setting(self, key: str, value: str) -> None: ...
    def sealed(self, key: str) -> str:
        """A setting that was kept encrypted under the field key; empty for none, and for what can not be opened."""
        ...

    def save_sealed(self, key: str, text: str) -> None:
        """Keep a text that may hold an identity number; an empty one removes it."""
        ...


class DiagnosisCodes(Protocol):
    """The diagnosis registers that were read in. Codes stand without full stop (`checks.entries.plain_code`)."""

    def replace(self, system: str, year: int, texts: Mapping[str, str]) -> None:
        """Code -> text of one edition, instead of what it held before; other years stay as they are."""
        ...

    def editions(self) -> list[CodeEdition]:
        """By system, the newest first."""
        ...

    def edition_for(self, system: str, year: int) -> int | None:
        """The edition of that year, else the newest before it."""
        ...

    def text(self, system: str, year: int, code: str) -> str | None: ...


class UnitOfWork(Protocol):
    """One person action. Leaving the block without `commit()` takes everything back."""

    persons: Persons
    assessments: Assessments
    services: Services
    events: Events
    work: WorkList
    records: Records
    diagnosis_codes: DiagnosisCodes
    consents: Consents
    practice: PracticeScores
    access: Access
    backups: Backups
    oversight: Oversight
    erasing: Erasing
    sendings: Sendings
    hospital: HospitalStays
    renewals: Renewals
    cases: CaseFiles
    letters: LetterFiles
    rights: Rights
    overview: WorkCounts

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def commit(self) -> None: ...
    def verify(self, person_id: PersonId) -> None:
        """Compare a person's case file with its seal. Raises EnvironmentFault vault.case_damaged."""
        ...


# --- the vault ----------------------------------------------------------------------------------------------------


class OpenVault(Protocol):
    """A vault that has been unlocked. One writer at a time; a reading one runs beside it."""

    info: VaultInfo
    device_id: DeviceId
    user: User
    writable: bool
    trouble: tuple[Trouble, ...]
    """What was found at opening. With any, the vault is read only, whatever was asked for."""

    @property
    def keeping(self) -> Keeping:
        """Backups of this vault, and a new key for it."""
        ...

    def work(self) -> UnitOfWork:
        """A new unit of work on this vault's connection."""
        ...

    def verify_passphrase(self, passphrase: bytearray) -> None:
        """Whether it is the user's own. Raises UserFault vault.wrong_passphrase; the caller wipes it."""
        ...

    def logins(self) -> tuple[str, ...]:
        """Who has a slot in the key file now (`info` tells of the log-in). Raises EnvironmentFault vault.key_*."""
        ...

    def add_slot(self, user_id: UserId, login: str, passphrase: bytearray) -> None:
        """A slot in the key file for another user. Raises what is wrong with a passphrase; the caller wipes it."""
        ...

    def remove_slot(self, user_id: UserId) -> None:
        """Take a user's slot out of the key file; none there is fine."""
        ...

    def renew_slot(self, user_id: UserId, login: str, passphrase: bytearray) -> None:
        """Another passphrase for a user who forgot hers; a slot where there is none. The caller wipes it."""
        ...

    def change_passphrase(self, old: bytearray, new: bytearray) -> None:
        """The user's own. Raises UserFault vault.wrong_passphrase, vault.passphrase_*; the caller wipes both."""
        ...

    def make_recovery(self) -> RecoveryCode:
        """A new recovery sheet; the one before opens nothing any more. `info` tells its fingerprint."""
        ...

    def try_recovery(self, code: str) -> None:
        """Open a copy of the vault by the sheet; the copy is removed. Raises UserFault vault.recovery_*."""
        ...

    def check(self) -> list[str]:
        """Read the whole database and tell what is not whole, as fault codes; an empty list = sound."""
        ...

    def inspect(self) -> list[Trouble]:
        """As `check`, with the places named."""
        ...

    def log_check(self) -> LogReport:
        """Follow the log's chain from its first line to its last."""
        ...

    def confirm_restore(self, entry: LogEntry) -> None:
        """An older database is meant to be here: log `entry`, begin new anchors, and let the vault write.

        Raises EnvironmentFault with the first trouble's code when it is any other than vault.saves_missing or
        vault.anchor_missing.
        """
        ...

    def beside(self, *, write: bool = False) -> OpenVault:
        """The same vault on a connection of its own: made, used and closed by a worker's thread, while this is open."""
        ...

    def close(self) -> None: ...


class Attempts(Protocol):
    """The wrong tries to log in on this machine. They outlive the program, however it ends."""

    def change(self, how: Callable[[Book], Book]) -> Book:
        """Read, change and write durably, with nobody in between; gives the new book. Raises EnvironmentFault."""
        ...


class Vaults(Protocol):
    """Making and opening vaults."""

    def self_check(self) -> None:
        """The libraries themselves. Raises EnvironmentFault vault.old_library | primitive_wrong."""
        ...

    def look(self, path: Path) -> VaultInfo:
        """What the key file tells, when the database beside it can be one of ours.

        Raises EnvironmentFault vault.missing | not_ours | key_damaged | key_forged | newer | network | plain | damaged.
        """
        ...

    def create(self, new: NewVault) -> OpenVault: ...
    def open(self, path: Path, login: str, passphrase: bytearray, *, write: bool = True) -> OpenVault:
        """Open for writing (waits for no one: EnvironmentFault vault.in_use) or for reading beside a writer.

        The passphrase is left as it is, for another try; the caller wipes it.

        Raises UserFault vault.wrong_passphrase; EnvironmentFault vault.not_ours (not our file), vault.key_damaged,
        vault.damaged (database), vault.newer, vault.plain (a plain SQLite header), vault.network, vault.missing,
        vault.disk_low (to write: too little room on the disk to begin).
        """
        ...

    def open_with_recovery(self, path: Path, code: str, login: str) -> OpenVault:
        """Open for writing as a user who forgot the passphrase, by the recovery sheet.

        Raises what `open` raises, and UserFault vault.recovery_* (code), vault.user_unknown (login).
        """
        ...
