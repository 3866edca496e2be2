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
from kpr_desktop.usecases.ports import Clock, NewId
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
    `cost` is what a new slot's key derivation takes (never under the floor in code); None = the default.
    """

    clock: Clock = now
    new_id: NewId = new_id
    config: Path | None = None
    cost: Cost | None = None

    @cached_property
    def door(self) -> VaultDoor:
        """Making and opening vaults."""
        from kpr_desktop.crypto.kdf import DEFAULT_COST
        from kpr_desktop.crypto.keyfile import JsonKeyFiles
        from kpr_desktop.store.vault import SqlCipherVaults

        keys = JsonKeyFiles(self.clock, self.new_id, self.cost or DEFAULT_COST)
        vaults = SqlCipherVaults(keys, self.clock, self.new_id, self.config)
        return VaultDoor(vaults, CodeBooks(), Places(), load_rights(), self.clock, self.new_id, __version__)

    def texts(self, language: str) -> Texts:
        """The message catalogue."""
        return Texts.load(language)

    def demo_words(self) -> DemoWords:
        """What practice persons are made of."""
        return load_demo_words()

    def services(self, session: Session) -> Services:
        """The use cases of one session."""
        from kpr_desktop.exports.outbox import FolderOutbox
        from kpr_desktop.exports.registry import message_writer, yearly_writer
        from kpr_desktop.letters import Letters
        from kpr_desktop.usecases.care_services import CareServices
        from kpr_desktop.usecases.consents import ConsentDesk
        from kpr_desktop.usecases.diagnosis_codes import DiagnosisCodeDesk
        from kpr_desktop.usecases.guidance import GuidanceDesk
        from kpr_desktop.usecases.interviews import Interviews
        from kpr_desktop.usecases.letters import LetterDesk
        from kpr_desktop.usecases.office import OfficeDesk
        from kpr_desktop.usecases.persons import Persons
        from kpr_desktop.usecases.practice import PracticeDesk
        from kpr_desktop.usecases.submission import Submission
        from kpr_desktop.usecases.talk_settings import TalkSettings
        from kpr_desktop.usecases.worklist import WorkLists

        outbox = FolderOutbox()
        submission = Submission(session, message_writer(__version__), yearly_writer(session.books), outbox)
        return Services(
            session=session,
            places=self.door.places,
            persons=Persons(session),
            interviews=Interviews(session),
            care_services=CareServices(session),
            letters=LetterDesk(session, Letters(), outbox),
            submission=submission,
            work_lists=WorkLists(session),
            office=OfficeDesk(session),
            diagnosis_codes=DiagnosisCodeDesk(session),
            consents=ConsentDesk(session),
            practice=PracticeDesk(session),
            talk_settings=TalkSettings(session),
            guidance=GuidanceDesk(session, outbox),
        )


def application() -> Application:
    """The program as it runs for a user."""
    return Application()
