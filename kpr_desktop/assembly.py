"""The use cases of one session, put together: imported by `bootstrap` when somebody has logged in, never before."""

from __future__ import annotations

from pathlib import Path

from kpr_desktop import __version__
from kpr_desktop.codebook.deletion_grounds import load_grounds
from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.codebook.log_control import load_control
from kpr_desktop.codebook.log_words import load_log_words
from kpr_desktop.codebook.overview_rule import load_overview_rule
from kpr_desktop.codebook.publishers import load_publishers
from kpr_desktop.codebook.rehearsal_rule import load_rehearsal_rule
from kpr_desktop.codebook.statistics_rule import load_statistics_rule
from kpr_desktop.crypto.certificates import CertificateFiles
from kpr_desktop.crypto.signatures import Ed25519Signatures
from kpr_desktop.exports.envelopes import ENVELOPES
from kpr_desktop.exports.fhir import Fhir4
from kpr_desktop.exports.outbox import FolderOutbox
from kpr_desktop.exports.overview import OverviewFiles
from kpr_desktop.exports.place_kind import SystemPlaces
from kpr_desktop.exports.receipts import Receipts
from kpr_desktop.exports.registry import message_writer, yearly_writer
from kpr_desktop.exports.statistics import StatisticsFiles
from kpr_desktop.letters import Letters, drawable
from kpr_desktop.usecases.audit import AuditDesk
from kpr_desktop.usecases.backup_ports import Restorer
from kpr_desktop.usecases.backups import BackupDesk
from kpr_desktop.usecases.breaks import ServiceBreaks
from kpr_desktop.usecases.care_services import CareServices
from kpr_desktop.usecases.consents import ConsentDesk
from kpr_desktop.usecases.control import ControlDesk
from kpr_desktop.usecases.deletion import DeletionDesk
from kpr_desktop.usecases.desk import SubmissionDesk
from kpr_desktop.usecases.desk_memory import DeskMemory
from kpr_desktop.usecases.diagnosis_codes import DiagnosisCodeDesk
from kpr_desktop.usecases.exchange import ExchangeDesk
from kpr_desktop.usecases.guidance import GuidanceDesk
from kpr_desktop.usecases.health import HealthDesk
from kpr_desktop.usecases.interviews import Interviews
from kpr_desktop.usecases.key_ports import SecretWords
from kpr_desktop.usecases.letter_settings import LetterSettings, own_folder
from kpr_desktop.usecases.letters import LetterDesk
from kpr_desktop.usecases.machine_port import Machine
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
from kpr_desktop.usecases.restoring import DrillDesk, KeyDesk
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.sheets import SheetDesk
from kpr_desktop.usecases.stations import StationDesk
from kpr_desktop.usecases.statistics import StatisticsDesk
from kpr_desktop.usecases.submission import Submission
from kpr_desktop.usecases.support import SupportDesk
from kpr_desktop.usecases.talk_settings import TalkSettings
from kpr_desktop.usecases.worklist import WorkLists
from kpr_desktop.usecases.written_files import FileWriter, WrittenFiles


def assembled(session: Session, restorer: Restorer, words: SecretWords, machine: Machine) -> Services:
    """Every desk of `Services`, with the adapters it needs."""
    writer = FileWriter(FolderOutbox(), SystemPlaces())
    texts = _letter_texts(session)
    letters = Letters(texts=texts)
    backups = BackupDesk(session)
    statistics = load_statistics_rule()
    stations = StationDesk(session, CertificateFiles())
    health = HealthDesk(session, backups, stations, machine)
    messages = message_writer(__version__, places=session.places)
    return Services(
        session=session,
        places=session.places,
        persons=Persons(session),
        interviews=Interviews(session),
        care_services=CareServices(session),
        breaks=ServiceBreaks(session),
        letters=LetterDesk(session, letters, writer, texts),
        sheets=SheetDesk(session, letters, writer, texts),
        letter_settings=LetterSettings(session, texts, letters.check_logo),
        submission=Submission(session, messages, yearly_writer(session.books), writer),
        rehearsals=RehearsalDesk(session, messages, load_rehearsal_rule()),
        messages=MessageDesk(session, messages, ENVELOPES, CertificateFiles(), writer),
        desk=SubmissionDesk(session, Receipts()),
        stations=stations,
        work_lists=WorkLists(session),
        office=OfficeDesk(session),
        diagnosis_codes=DiagnosisCodeDesk(session, backups.before_risk),
        renewal=RenewalDesk(session, Ed25519Signatures(), load_publishers(), backups.before_risk),
        consents=ConsentDesk(session),
        practice=PracticeDesk(session),
        talk_settings=TalkSettings(session),
        guidance=GuidanceDesk(session, writer),
        backups=backups,
        drills=DrillDesk(session, restorer, letters, FolderOutbox()),
        keys=KeyDesk(session, backups),
        recovery=RecoveryDesk(session, letters, words, writer),
        passphrases=PassphraseDesk(session, words),
        memory=DeskMemory(session),
        audit=AuditDesk(session, load_log_words()),
        control=ControlDesk(session, load_control()),
        deletion=DeletionDesk(session, load_grounds(), backups.before_risk),
        written_files=WrittenFiles(session, writer),
        statistics=StatisticsDesk(session, statistics, StatisticsFiles(), writer),
        overview=OverviewDesk(session, load_overview_rule(), statistics, OverviewFiles(), writer),
        exchange=ExchangeDesk(session, Fhir4(session.books), writer),
        manuals=ManualDesk(letters, writer),
        health=health,
        support=SupportDesk(session, health, machine, writer),
    )


def manuals() -> ManualDesk:
    """The manuals need no session."""
    return ManualDesk(Letters(), FileWriter(FolderOutbox(), SystemPlaces()))


def _letter_texts(session: Session) -> LetterTexts:
    """Our letters, with the folder of the municipality's own that the vault names; it is read with the first letter."""
    with session.work() as work:
        own = own_folder(work)
    return LetterTexts(own=Path(own) if own else None, drawable=drawable)
