"""All use cases of one session, so that a page is handed what it needs and nothing is looked up."""

from __future__ import annotations

from dataclasses import dataclass

from kpr_desktop.codebook.places import Places
from kpr_desktop.usecases.access import AccessDesk
from kpr_desktop.usecases.assignments import AssignmentDesk
from kpr_desktop.usecases.audit import AuditDesk
from kpr_desktop.usecases.authorisations import AuthorisationDesk
from kpr_desktop.usecases.backups import BackupDesk
from kpr_desktop.usecases.blocking import BlockDesk
from kpr_desktop.usecases.breaks import ServiceBreaks
from kpr_desktop.usecases.care_services import CareServices
from kpr_desktop.usecases.chain_keeping import ChainKeeping
from kpr_desktop.usecases.consents import ConsentDesk
from kpr_desktop.usecases.control import ControlDesk
from kpr_desktop.usecases.deletion import DeletionDesk
from kpr_desktop.usecases.desk import SubmissionDesk
from kpr_desktop.usecases.desk_memory import DeskMemory
from kpr_desktop.usecases.diagnosis_codes import DiagnosisCodeDesk
from kpr_desktop.usecases.disclosures import DisclosureDesk
from kpr_desktop.usecases.emergency import EmergencyDesk
from kpr_desktop.usecases.exchange import ExchangeDesk
from kpr_desktop.usecases.guidance import GuidanceDesk
from kpr_desktop.usecases.health import HealthDesk
from kpr_desktop.usecases.interviews import Interviews
from kpr_desktop.usecases.key_age import KeyCare
from kpr_desktop.usecases.letter_batch import LetterBatch
from kpr_desktop.usecases.letter_settings import LetterSettings
from kpr_desktop.usecases.letters import LetterDesk
from kpr_desktop.usecases.manuals import ManualDesk
from kpr_desktop.usecases.messages import MessageDesk
from kpr_desktop.usecases.office import OfficeDesk
from kpr_desktop.usecases.overview import OverviewDesk
from kpr_desktop.usecases.passphrases import PassphraseDesk
from kpr_desktop.usecases.persons import Persons
from kpr_desktop.usecases.practice import PracticeDesk
from kpr_desktop.usecases.recovery import RecoveryDesk
from kpr_desktop.usecases.rehearsal import RehearsalDesk
from kpr_desktop.usecases.renewal import RenewalDesk
from kpr_desktop.usecases.requests import RequestDesk
from kpr_desktop.usecases.reservations import ReservationDesk
from kpr_desktop.usecases.restoring import DrillDesk, KeyDesk
from kpr_desktop.usecases.salvaging import IncompleteDesk
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.sheets import SheetDesk
from kpr_desktop.usecases.stations import StationDesk
from kpr_desktop.usecases.statistics import StatisticsDesk
from kpr_desktop.usecases.submission import Submission
from kpr_desktop.usecases.support import SupportDesk
from kpr_desktop.usecases.talk_settings import TalkSettings
from kpr_desktop.usecases.worklist import WorkLists
from kpr_desktop.usecases.written_files import WrittenFiles


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases of one logged-in user."""

    session: Session
    places: Places
    persons: Persons
    interviews: Interviews
    care_services: CareServices
    breaks: ServiceBreaks
    letters: LetterDesk
    sheets: SheetDesk
    letter_settings: LetterSettings
    submission: Submission
    rehearsals: RehearsalDesk
    messages: MessageDesk
    desk: SubmissionDesk
    stations: StationDesk
    work_lists: WorkLists
    office: OfficeDesk
    diagnosis_codes: DiagnosisCodeDesk
    renewal: RenewalDesk
    consents: ConsentDesk
    practice: PracticeDesk
    talk_settings: TalkSettings
    guidance: GuidanceDesk
    backups: BackupDesk
    drills: DrillDesk
    keys: KeyDesk
    recovery: RecoveryDesk
    passphrases: PassphraseDesk
    memory: DeskMemory
    audit: AuditDesk
    control: ControlDesk
    deletion: DeletionDesk
    written_files: WrittenFiles
    exchange: ExchangeDesk
    statistics: StatisticsDesk
    overview: OverviewDesk
    manuals: ManualDesk
    health: HealthDesk
    support: SupportDesk

    @property
    def access(self) -> AccessDesk:
        """A reason, or the passphrase, when something asks for it."""
        return AccessDesk(self.session)

    @property
    def letter_batch(self) -> LetterBatch:
        """One letter to many persons."""
        return LetterBatch(self.session, self.letters)

    @property
    def requests(self) -> RequestDesk:
        """What citizens ask for, and the clock that runs."""
        return RequestDesk(self.session)

    @property
    def disclosures(self) -> DisclosureDesk:
        """Who has been given what."""
        return DisclosureDesk(self.session)

    @property
    def reservations(self) -> ReservationDesk:
        """Guidance on reservation."""
        return ReservationDesk(self.session)

    @property
    def chain(self) -> ChainKeeping:
        """Who gives the numbers of the municipality's chain."""
        return ChainKeeping(self.session)

    @property
    def authorisations(self) -> AuthorisationDesk:
        """The authorisation register."""
        return AuthorisationDesk(self.session)

    @property
    def assignments(self) -> AssignmentDesk:
        """Who works with whom, and the own list."""
        return AssignmentDesk(self.session)

    @property
    def blocks(self) -> BlockDesk:
        """Blocks (sperring)."""
        return BlockDesk(self.session)

    @property
    def incomplete(self) -> IncompleteDesk:
        """Case files that came incomplete out of a damaged vault."""
        return IncompleteDesk(self.session)

    @property
    def key_care(self) -> KeyCare:
        """How old the key is, and what an earlier one has left."""
        return KeyCare(self.session)

    @property
    def emergencies(self) -> EmergencyDesk:
        """Emergency access and its follow-up."""
        return EmergencyDesk(self.session)
