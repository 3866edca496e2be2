"""The only wiring: which adapter stands behind which port. Adapters are imported when they are first needed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kpr_desktop import __version__
from kpr_desktop.codebook.demo import DemoWords, load_demo_words
from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.places import Places
from kpr_desktop.codebook.rights import load_rights
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.backup_ports import Restorer
from kpr_desktop.usecases.key_ports import KeyFiles, SecretWords
from kpr_desktop.usecases.ports import Clock, NewId
from kpr_desktop.usecases.restoring import RestoreDesk
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault import VaultDoor

if TYPE_CHECKING:
    from kpr_desktop.crypto.kdf import Cost


def now() -> datetime:
    """The time now, with the zone of this machine."""
    return datetime.now().astimezone()


def new_id() -> str:
    """A new UUID, version 4."""
    return str(uuid.uuid4())


@dataclass
class Application:
    """The program without a window.

    `config` is the folder for this machine's own settings (device id); None = where the system keeps such things.
    `cost` is what a new slot's key derivation takes (never under the floor in code); None =
    measured on this machine when a key is made.
    """

    clock: Clock = now
    new_id: NewId = new_id
    config: Path | None = None
    cost: Cost | None = None

    @cached_property
    def door(self) -> VaultDoor:
        """Making and opening vaults."""
        from kpr_desktop.store.attempts import AttemptFile
        from kpr_desktop.store.vault import SqlCipherVaults, settings_folder

        vaults = SqlCipherVaults(self._key_files, self.clock, self.new_id, self.config)
        attempts = AttemptFile(self.config or settings_folder())
        return VaultDoor(
            vaults,
            CodeBooks(),
            Places(),
            load_rights(),
            self.clock,
            self.new_id,
            __version__,
            attempts,
            self.restoring,
            self._words,
        )

    @cached_property
    def restoring(self) -> RestoreDesk:
        """From a backup to a vault, before anybody has logged in."""
        return RestoreDesk(self._restorer)

    @cached_property
    def _restorer(self) -> Restorer:
        from kpr_desktop.store.restore import BackupRestorer

        return BackupRestorer(self._key_files, self.clock, self.new_id)

    @cached_property
    def _key_files(self) -> KeyFiles:
        from kpr_desktop.crypto.keyfile import JsonKeyFiles

        return JsonKeyFiles(self.clock, self.cost)

    @cached_property
    def _words(self) -> SecretWords:
        from kpr_desktop.crypto.secret_words import CheckedWords

        return CheckedWords()

    def texts(self, language: str) -> Texts:
        """The message catalogue."""
        return Texts.load(language)

    def demo_words(self) -> DemoWords:
        """What practice persons are made of."""
        return load_demo_words()

    def services(self, session: Session) -> Services:
        """The use cases of one session."""
        from kpr_desktop.codebook.deletion_grounds import load_grounds
        from kpr_desktop.codebook.log_control import load_control
        from kpr_desktop.codebook.log_words import load_log_words
        from kpr_desktop.exports.outbox import FolderOutbox
        from kpr_desktop.exports.place_kind import SystemPlaces
        from kpr_desktop.exports.registry import message_writer, yearly_writer
        from kpr_desktop.letters import Letters
        from kpr_desktop.usecases.audit import AuditDesk
        from kpr_desktop.usecases.backups import BackupDesk
        from kpr_desktop.usecases.care_services import CareServices
        from kpr_desktop.usecases.consents import ConsentDesk
        from kpr_desktop.usecases.control import ControlDesk
        from kpr_desktop.usecases.deletion import DeletionDesk
        from kpr_desktop.usecases.desk_memory import DeskMemory
        from kpr_desktop.usecases.diagnosis_codes import DiagnosisCodeDesk
        from kpr_desktop.usecases.guidance import GuidanceDesk
        from kpr_desktop.usecases.interviews import Interviews
        from kpr_desktop.usecases.letters import LetterDesk
        from kpr_desktop.usecases.office import OfficeDesk
        from kpr_desktop.usecases.passphrases import PassphraseDesk
        from kpr_desktop.usecases.persons import Persons
        from kpr_desktop.usecases.practice import PracticeDesk
        from kpr_desktop.usecases.recovery import RecoveryDesk
        from kpr_desktop.usecases.restoring import DrillDesk, KeyDesk
        from kpr_desktop.usecases.submission import Submission
        from kpr_desktop.usecases.talk_settings import TalkSettings
        from kpr_desktop.usecases.worklist import WorkLists
        from kpr_desktop.usecases.written_files import FileWriter, WrittenFiles

        writer = FileWriter(FolderOutbox(), SystemPlaces())
        backups = BackupDesk(session)
        submission = Submission(session, message_writer(__version__), yearly_writer(session.books), writer)
        return Services(
            session=session,
            places=self.door.places,
            persons=Persons(session),
            interviews=Interviews(session),
            care_services=CareServices(session),
            letters=LetterDesk(session, Letters(), writer),
            submission=submission,
            work_lists=WorkLists(session),
            office=OfficeDesk(session),
            diagnosis_codes=DiagnosisCodeDesk(session, backups.before_risk),
            consents=ConsentDesk(session),
            practice=PracticeDesk(session),
            talk_settings=TalkSettings(session),
            guidance=GuidanceDesk(session, writer),
            backups=backups,
            drills=DrillDesk(session, self._restorer, Letters(), FolderOutbox()),
            keys=KeyDesk(session, backups),
            recovery=RecoveryDesk(session, Letters(), self._words, writer),
            passphrases=PassphraseDesk(session, self._words),
            memory=DeskMemory(session),
            audit=AuditDesk(session, load_log_words()),
            control=ControlDesk(session, load_control()),
            deletion=DeletionDesk(session, load_grounds(), backups.before_risk),
            written_files=WrittenFiles(session, writer),
        )


def application() -> Application:
    """The program as it runs for a user."""
    return Application()
