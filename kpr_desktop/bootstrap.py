"""The only wiring: which adapter stands behind which port. Adapters are imported when they are first needed.

What a session is made of is imported after log-in: the way to the log-in page must be short, also after a lock.
"""

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
from kpr_desktop.stick import stick_folder
from kpr_desktop.usecases.restoring import RestoreDesk
from kpr_desktop.usecases.salvaging import SalvageDesk
from kpr_desktop.usecases.vault import VaultDoor

if TYPE_CHECKING:
    from kpr_desktop.crypto.kdf import Cost
    from kpr_desktop.usecases.backup_ports import Restorer
    from kpr_desktop.usecases.key_ports import KeyFiles, SecretWords
    from kpr_desktop.usecases.manuals import ManualDesk
    from kpr_desktop.usecases.ports import Attempts, Clock, NewId
    from kpr_desktop.usecases.services import Services
    from kpr_desktop.usecases.session import Session


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
    measured on this machine when a key is made. `training_only`: real vaults are neither made nor opened.
    """

    clock: Clock = now
    new_id: NewId = new_id
    config: Path | None = None
    cost: Cost | None = None
    training_only: bool = False

    @cached_property
    def door(self) -> VaultDoor:
        """Making and opening vaults."""
        from kpr_desktop.store.vault import SqlCipherVaults

        vaults = SqlCipherVaults(self._key_files, self.clock, self.new_id, self.config)
        return VaultDoor(
            vaults,
            CodeBooks(),
            Places(),
            load_rights(),
            self.clock,
            self.new_id,
            __version__,
            self._attempts,
            self.restoring,
            self._words,
            self.salvaging,
        )

    @cached_property
    def restoring(self) -> RestoreDesk:
        """From a backup to a vault, before anybody has logged in."""
        return RestoreDesk(self._restorer, self._attempts, self.clock)

    @cached_property
    def salvaging(self) -> SalvageDesk:
        """From a damaged vault to a new one, before anybody has logged in."""
        from kpr_desktop.store.salvaging import VaultSalvager
        from kpr_desktop.store.vault import settings_folder

        settings = self.config or settings_folder()
        salvager = VaultSalvager(self._key_files, self.clock, self.new_id, settings)
        return SalvageDesk(salvager, self._attempts, self.clock)

    @cached_property
    def _attempts(self) -> Attempts:
        from kpr_desktop.store.attempts import AttemptFile
        from kpr_desktop.store.vault import settings_folder

        return AttemptFile(self.config or settings_folder())

    @cached_property
    def _restorer(self) -> Restorer:
        from kpr_desktop.store.restore import BackupRestorer

        return BackupRestorer(self._key_files, self.clock, self.new_id)

    @cached_property
    def _key_files(self) -> KeyFiles:
        if self.training_only:
            from kpr_desktop.crypto.practice_keys import PracticeKeyFiles

            return PracticeKeyFiles(self.clock, self.cost)
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

    def manuals(self) -> ManualDesk:
        """The manuals as PDF, without a vault."""
        from kpr_desktop.assembly import manuals

        return manuals()

    def services(self, session: Session) -> Services:
        """The use cases of one session."""
        from kpr_desktop.assembly import assembled
        from kpr_desktop.store.machine import ThisMachine

        return assembled(session, self._restorer, self._words, ThisMachine())


def application() -> Application:
    """The program as it runs for a user; on a memory stick with its settings there, and for training alone."""
    stick = stick_folder()
    return Application() if stick is None else Application(config=stick / "config", training_only=True)
