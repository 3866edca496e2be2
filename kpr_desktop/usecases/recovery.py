"""The recovery sheet: made, proved by typing it back, used, and told of (security page 4.4).

A real vault is not finished before a sheet has been typed back and has opened a copy of the vault. What was proved is
kept as the sheet's fingerprint, so a new sheet, a program that was stopped on the way and a sheet that was used all
lead to the same question at the next log-in of an administrator.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypedDict

from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.key_ports import SecretWords
from kpr_desktop.usecases.letter_records import LetterRequest
from kpr_desktop.usecases.output_ports import LetterMaker
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import PageImage, RecoveryCode
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.written_files import FileWriter, Leaving

LETTER = "recovery"
PROVED = "recovery.proved"
"""Setting: fingerprint of the sheet that opened a copy; empty after a sheet was used."""
_USES = "recovery.uses"
_KEPT = 10


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody opened the vault by its sheet."""

    at: datetime
    name: str


class _KeptUse(TypedDict):
    at: str
    name: str
    told: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet as it is printed. Code and PDF live in memory only."""

    code: RecoveryCode
    pdf: bytes


class RecoveryDesk:
    """The sheet of the session's vault. A training vault has none."""

    def __init__(
        self, session: Session, letters: LetterMaker, words: SecretWords, writer: FileWriter
    ) -> None:
        self._session = session
        self._letters = letters
        self._words = words
        self._writer = writer

    def required(self) -> bool:
        """Whether an administrator has to make a sheet before anything else."""
        session = self._session
        if session.training or not session.vault.writable or not session.may("recovery.prove"):
            return False
        with session.work() as work:
            proved = work.records.setting(PROVED)
        return not proved or proved != session.vault.info.recovery

    def used_before(self) -> bool:
        """Whether a sheet is required because the one before was used."""
        with self._session.work() as work:
            return bool(_uses(work)) and not work.records.setting(PROVED)

    def make(self) -> RecoveryCode:
        """A new code. It is logged first; the sheet before opens nothing any more when this returns.

        Raises UserFault rights.not_allowed, recovery.training, access.passphrase_needed (unless a sheet is required),
        access.read_only; EnvironmentFault of the disk.
        """
        session = self._session
        if session.training:
            raise UserFault("recovery.training")
        if not session.vault.writable:
            raise UserFault("access.read_only")
        first = self.required()
        with session.work() as work:
            if not first:
                session.admit(work, "recovery.make")
            session.log(work, "recovery.make")
            work.commit()
        return session.vault.make_recovery()

    def sheet(self, code: RecoveryCode, language: str) -> Sheet:
        """The page to print, in a language of the program. Raises UserFault letter.no_such_language."""
        session = self._session
        with session.work() as work:
            office = work.records.office()
        request = LetterRequest(
            kind=LETTER,
            language=language,
            office=office,
            name="",
            address=None,
            day=code.made_at.date(),
            reference=code.fingerprint[:4],
            training=session.training,
            fields={
                "hvelv": session.vault.info.name,
                "kode": " ".join(code.groups),
                "fingeravtrykk": code.fingerprint,
            },
        )
        return Sheet(code, self._letters.make(request).data)

    def pages(self, sheet: Sheet, width: int) -> list[PageImage]:
        """The sheet as pictures, `width` pixels wide."""
        return self._letters.pages(sheet.pdf, width)

    def check_group(self, number: int, typed: str) -> None:
        """While it is typed back. Raises UserFault vault.recovery_group."""
        self._words.check_group(number, typed)

    def prove(self, typed: str) -> None:
        """The code, typed back: it has to open a copy of the vault. From any thread.

        Raises UserFault rights.not_allowed, vault.recovery_* (field code); EnvironmentFault of the disk.
        """
        self._session.require("recovery.prove")
        fingerprint = self._session.vault.info.recovery
        beside = self._session.vault.beside(write=True)
        try:
            session = replace(self._session, vault=beside)
            beside.try_recovery(typed)
            with session.work() as work:
                work.records.save_setting(PROVED, fingerprint)
                session.log(work, "recovery.prove", subject=fingerprint)
                work.commit()
        finally:
            beside.close()

    def printed(self, sheet: Sheet) -> None:
        """Log that the sheet goes to a printer; called before it does."""
        session = self._session
        with session.work() as work:
            session.log(work, "recovery.print", subject=sheet.code.fingerprint)
            work.commit()

    def save(self, sheet: Sheet, folder: Path, *, purpose: str) -> Path:
        """Write the sheet to a folder, on the list of files to be deleted. Raises what `FileWriter.put` raises."""
        session = self._session

        def log(work: UnitOfWork, subject: str) -> None:
            session.log(work, "recovery.save", subject=subject, reason=purpose)

        code = sheet.code
        name = f"gjenopprettingsark_{code.made_at.date().isoformat()}_{code.fingerprint[:4]}.pdf"
        return self._writer.put(
            session, folder, Leaving(LETTER, code.fingerprint, name, sheet.pdf, purpose), log
        )

    def uses_untold(self) -> list[Use]:
        """When somebody opened the vault by the sheet and this administrator has not been told."""
        session = self._session
        if not session.may("recovery.prove"):
            return []
        with session.work() as work:
            found = _uses(work)
        return [
            Use(datetime.fromisoformat(each["at"]), each["name"])
            for each in found
            if session.user.id not in each["told"]
        ]

    def told(self) -> None:
        """This administrator has read of every use."""
        session = self._session
        with session.work() as work:
            found = _uses(work)
            for each in found:
                each["told"] = sorted({*each["told"], session.user.id})
            work.records.save_setting(_USES, json.dumps(found))
            work.commit()


def note_use(session: Session, work: UnitOfWork) -> None:
    """The vault was opened by its sheet: logged, kept for the other administrators, and a new sheet is required."""
    session.log(work, "recovery.use", subject=session.vault.info.recovery)
    use: _KeptUse = {"at": session.now().isoformat(), "name": session.user.name, "told": [session.user.id]}
    work.records.save_setting(_USES, json.dumps([*_uses(work), use][-_KEPT:]))
    work.records.save_setting(PROVED, "")


def _uses(work: UnitOfWork) -> list[_KeptUse]:
    found: list[_KeptUse] = json.loads(work.records.setting(_USES) or "[]")
    return found
