"""One person action: everything or nothing."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.store.access import AccessTable
from kpr_desktop.store.assessments import AssessmentTable
from kpr_desktop.store.backup_records import BackupTable
from kpr_desktop.store.cases import CaseTable
from kpr_desktop.store.check import case_file
from kpr_desktop.store.consents import ConsentTable
from kpr_desktop.store.database import Database
from kpr_desktop.store.deletion import Eraser
from kpr_desktop.store.diagnosis_codes import DiagnosisCodeTable
from kpr_desktop.store.events import EventTable
from kpr_desktop.store.hospital import HospitalTable
from kpr_desktop.store.ledger import Ledger
from kpr_desktop.store.letters import LetterTable
from kpr_desktop.store.oversight import OversightTable
from kpr_desktop.store.overview import OverviewTable
from kpr_desktop.store.persons import PersonTable
from kpr_desktop.store.practice import PracticeTable
from kpr_desktop.store.records import RecordTable
from kpr_desktop.store.renewals import RenewalTable
from kpr_desktop.store.rights import RightsTable
from kpr_desktop.store.rows import Hand
from kpr_desktop.store.sendings import SendingTable
from kpr_desktop.store.services import ServiceTable
from kpr_desktop.store.worklist import WorkTable
from kpr_desktop.usecases.access_ports import Access
from kpr_desktop.usecases.backup_ports import Backups
from kpr_desktop.usecases.oversight_ports import Erasing, Oversight
from kpr_desktop.usecases.overview_ports import WorkCounts
from kpr_desktop.usecases.ports import (
    Assessments,
    Consents,
    DiagnosisCodes,
    Persons,
    PracticeScores,
    Records,
    Services,
    WorkList,
)
from kpr_desktop.usecases.rehearsal_ports import CaseFiles
from kpr_desktop.usecases.renewal_ports import Renewals
from kpr_desktop.usecases.rights_ports import LetterFiles, Rights
from kpr_desktop.usecases.submission_ports import Events, HospitalStays, Sendings


class Work:
    """UnitOfWork of the ports, on one connection. After `commit()` the block can do nothing more."""

    def __init__(self, database: Database, hand: Hand, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger
        self.persons: Persons = PersonTable(database, hand)
        self.assessments: Assessments = AssessmentTable(database)
        self.services: Services = ServiceTable(database, hand)
        self.events: Events = EventTable(database, hand)
        self.work: WorkList = WorkTable(database)
        self.records: Records = RecordTable(database, hand, ledger)
        self.diagnosis_codes: DiagnosisCodes = DiagnosisCodeTable(database)
        self.consents: Consents = ConsentTable(database)
        self.practice: PracticeScores = PracticeTable(database, hand)
        self.access: Access = AccessTable(database, hand)
        self.backups: Backups = BackupTable(database, hand)
        self.oversight: Oversight = OversightTable(database, hand)
        self.erasing: Erasing = Eraser(database)
        self.sendings: Sendings = SendingTable(database, hand)
        self.hospital: HospitalStays = HospitalTable(database, hand)
        self.renewals: Renewals = RenewalTable(database, hand)
        self.cases: CaseFiles = CaseTable(database, hand)
        self.letters: LetterFiles = LetterTable(database, hand)
        self.rights: Rights = RightsTable(database, hand)
        self.overview: WorkCounts = OverviewTable(database)

    def __enter__(self) -> Self:
        self._database.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.rollback()

    def commit(self) -> None:
        """Make it durable; everything before is on the disk when this returns."""
        self._database.commit()

    def verify(self, person_id: PersonId) -> None:
        """Compare the person's case file with its seal. Raises EnvironmentFault vault.case_damaged."""
        case_file(self._database, self._ledger, person_id)
