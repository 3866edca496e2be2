"""Where one can be in the program. A page asks for another place by emitting one of these."""

from __future__ import annotations

from dataclasses import dataclass

from kpr_desktop.domain.care_service import DecisionRow
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId
from kpr_desktop.usecases.control import ControlList


@dataclass(frozen=True, slots=True)
class WorkListPlace:
    """The work list: where a day begins."""


@dataclass(frozen=True, slots=True)
class PersonsPlace:
    """Finding a person."""


@dataclass(frozen=True, slots=True)
class PersonPlace:
    """One person. `tab` is overview, assessments, services, letters or seen; `part` what is shown inside it."""

    person_id: PersonId
    tab: str = "overview"
    part: str = ""


@dataclass(frozen=True, slots=True)
class PersonFormPlace:
    """The form of a person; None registers a new one. `field`: where the focus goes, empty for the first."""

    person_id: PersonId | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class InterviewPlace:
    """The interview of one assessment; of a finished one `item` is where the focus goes."""

    assessment_id: AssessmentId
    item: str = ""


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The rows of a decision that belong to one service: `type` is a code of list 9151."""

    type: str
    rows: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True)
class ServicePlace:
    """The form of a care service; None registers a new one.

    `worked_out`: what a decision gives, for new services; the first is this one, the others come when it is saved.
    `field`: where the focus goes, empty for the first.
    """

    person_id: PersonId
    service_id: ServiceId | None = None
    worked_out: tuple[WorkedOut, ...] = ()
    field: str = ""


@dataclass(frozen=True, slots=True)
class LetterPlace:
    """A letter to a person. `kind` empty: one is to be chosen. `about`: the id of a consent, request or assessment.

    `language` empty: the person's own. `delivery_id`: one that was made before, to be seen and printed again as it is.
    """

    person_id: PersonId
    kind: str = ""
    about: str = ""
    language: str = ""
    delivery_id: str = ""


@dataclass(frozen=True, slots=True)
class BatchPlace:
    """One letter to many persons. `persons`: who is chosen already; empty = one's own."""

    persons: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """A sheet that is about nobody: the blank form of the conversation, or with `listed` the report of that control."""

    listed: ControlList | None = None


@dataclass(frozen=True, slots=True)
class SubmissionPlace:
    """Making the files for the register."""


@dataclass(frozen=True, slots=True)
class OverviewPlace:
    """The unit's own work in numbers. `figure` empty: the first; `year` 0: this one; `month` 0: the whole of it."""

    figure: str = ""
    year: int = 0
    month: int = 0


@dataclass(frozen=True, slots=True)
class PracticePlace:
    """The practice cases, in a training vault."""


@dataclass(frozen=True, slots=True)
class PracticeCasePlace:
    """One practice case."""

    case_id: str


@dataclass(frozen=True, slots=True)
class SettingsPlace:
    """Settings. `tab` is the name of a part, empty for the first; `field` where the focus goes in it."""

    tab: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class AuditPlace:
    """Control. `tab` is log, control, deletion, files or limits; empty for the first that one's roles open."""

    tab: str = ""


@dataclass(frozen=True, slots=True)
class AccessPlace:
    """Who has access. `tab` is register, review, emergencies or blocks; empty for the first that one's roles open."""

    tab: str = ""


@dataclass(frozen=True, slots=True)
class BackupPlace:
    """Backups, the yearly drill and the vault's key."""


@dataclass(frozen=True, slots=True)
class RecoveryPlace:
    """Making the recovery sheet."""


@dataclass(frozen=True, slots=True)
class HelpPlace:
    """Help. `tab` is user, administrator, keys, health or lost, empty for the first; `chapter` an id of its manual."""

    tab: str = ""
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class GalleryPlace:
    """Every widget in every state, in a training vault. `tab` is a part of the gallery, empty for the first."""

    tab: str = ""


Place = (
    WorkListPlace
    | PersonsPlace
    | PersonPlace
    | PersonFormPlace
    | InterviewPlace
    | ServicePlace
    | LetterPlace
    | BatchPlace
    | SheetPlace
    | SubmissionPlace
    | OverviewPlace
    | PracticePlace
    | PracticeCasePlace
    | SettingsPlace
    | AccessPlace
    | AuditPlace
    | BackupPlace
    | RecoveryPlace
    | HelpPlace
    | GalleryPlace
)
