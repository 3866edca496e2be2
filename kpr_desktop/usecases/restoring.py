"""The way back from a backup, tried once a year; and a new key for the vault (security page 4.8, 4.9)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.backup_ports import BackupFile, DrillReport, Opening, Restored, Restorer, Told
from kpr_desktop.usecases.backups import BackupDesk, entry_of, nothing_told
from kpr_desktop.usecases.letter_records import LetterRequest
from kpr_desktop.usecases.one_line import REASON_LIMIT
from kpr_desktop.usecases.output_ports import LetterMaker, Outbox
from kpr_desktop.usecases.ports import Attempts, Clock
from kpr_desktop.usecases.records import VaultInfo
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.tries import judged, let_in
from kpr_desktop.usecases.vault_records import Drill

DRILL_FOLDER = ".ovelse-"
_CERTIFICATE = "restore_drill"
_NO_SECOND = "< 1"


class RestoreDesk:
    """From a backup to a vault, before anybody has logged in."""

    def __init__(self, restorer: Restorer, attempts: Attempts, clock: Clock) -> None:
        self._restorer = restorer
        self._attempts = attempts
        self._clock = clock

    def look(self, folder: Path) -> tuple[BackupFile, VaultInfo]:
        """What a backup says of itself, and who could open it. Raises what `Restorer.look` and `vault` raise."""
        return self._restorer.look(folder), self._restorer.vault(folder)

    def restore(self, folder: Path, target: Path, opening: Opening, told: Told = nothing_told) -> Restored:
        """A new vault. The passphrase is wiped; a wrong one counts as at the log-in.

        Raises UserFault vault.wait (seconds), and what `Restorer.restore` raises.
        """
        return let_in(
            self._attempts,
            self._clock,
            lambda: self._restorer.vault(folder),
            opening,
            lambda: self._restorer.restore(folder, target, opening, told),
        )


class DrillDesk:
    """The yearly drill: a backup restored where nobody sees it, read through, compared with the vault, removed."""

    def __init__(self, session: Session, restorer: Restorer, letters: LetterMaker, outbox: Outbox) -> None:
        self._session = session
        self._restorer = restorer
        self._letters = letters
        self._outbox = outbox

    def hold(self, backup: BackupFile, opening: Opening, told: Told = nothing_told) -> DrillReport:
        """Try it, and record how it went. The passphrase is wiped.

        `opening`: the user's own login, and the passphrase or the code. Raises UserFault rights.not_allowed and those
        of a wrong passphrase or code (nothing is recorded then); EnvironmentFault when the backup is not whole: that
        is recorded as a drill that failed.
        """
        session = self._session
        session.require("backup.drill")
        if not session.vault.writable:
            raise UserFault("access.read_only")
        made_id = session.new_id()
        target = session.vault.keeping.default_place() / f"{DRILL_FOLDER}{made_id}"
        begun = session.now()
        try:
            restored = self._opened(
                lambda: self._restorer.restore(backup.path, target, opening, told, drill=True), opening
            )
        except EnvironmentFault:
            self._record(Drill(made_id, begun, session.user.id, opening.way, backup.name, 0, 0, sound=False))
            raise
        finally:
            opening.passphrase[:] = bytes(len(opening.passphrase))
        seconds = round((session.now() - begun).total_seconds())
        self._restorer.remove(target)
        held = Drill(
            made_id, begun, session.user.id, opening.way, backup.name, seconds, restored.persons, sound=True
        )
        self._record(held)
        now = session.vault.keeping.counts()
        return DrillReport(
            id=made_id,
            held_at=begun,
            held_by=session.user.id,
            way=opening.way,
            backup=backup,
            seconds=seconds,
            persons=restored.persons,
            assessments=restored.assessments,
            log_lines=restored.log_lines,
            new_persons=now.persons - restored.persons,
            new_assessments=now.assessments - restored.assessments,
            new_log_lines=now.log_lines - restored.log_lines,
        )

    def _opened(self, restore: Callable[[], Restored], opening: Opening) -> Restored:
        """By the passphrase it is a try as any other; nobody guesses the sheet's code."""
        return restore() if opening.code else judged(self._session, "backup.drill", restore)

    def certificate(self, report: DrillReport, language: str) -> tuple[bytes, str]:
        """The drill's certificate as PDF, and the number printed on it (the first digits of the drill's id).

        Raises UserFault rights.not_allowed, letter.no_such_language.
        """
        session = self._session
        session.require("backup.drill")
        number = report.id[:8].upper()
        with session.work() as work:
            office = work.records.office()
        backup = report.backup
        fields = {
            "hvelv": session.vault.info.name,
            "sikkerhetskopi": backup.name,
            "laget": f"{backup.made_at:%d.%m.%Y %H:%M}",
            "holdt_av": session.user.name,
            "sekunder": str(report.seconds) if report.seconds else _NO_SECOND,
            "personer": str(report.persons),
            "kartlegginger": str(report.assessments),
            "logglinjer": str(report.log_lines),
            "nye_personer": str(report.new_persons),
            "nye_kartlegginger": str(report.new_assessments),
            "kontrollsum": backup.sha256[:16],
            # A block is left out when its field is empty: each way has a sentence of its own.
            "arket": number if report.way == "recovery" else "",
            "frasen": number if report.way == "passphrase" else "",
        }
        request = LetterRequest(
            kind=_CERTIFICATE,
            language=language,
            office=office,
            name="",
            address=None,
            day=report.held_at.date(),
            reference=number,
            training=session.training,
            fields=fields,
        )
        return self._letters.make(request).data, number

    def save_certificate(self, report: DrillReport, folder: Path, language: str) -> Path:
        """Write it to a folder; it names nobody but who held the drill. Raises what `Outbox.put` raises."""
        pdf, number = self.certificate(report, language)
        name = f"gjenoppretting_{report.held_at.date().isoformat()}_{number[:4]}.pdf"
        return self._outbox.put(folder, name, pdf)

    def _record(self, held: Drill) -> None:
        session = self._session
        with session.work() as work:
            work.backups.add_drill(held)
            session.log(
                work, "backup.drill", subject=held.backup_name, result="ok" if held.sound else "failed"
            )
            work.commit()


class KeyDesk:
    """A new key for the vault."""

    def __init__(self, session: Session, backups: BackupDesk) -> None:
        self._session = session
        self._backups = backups

    def rotate(self, reason: str, told: Told = nothing_told) -> None:
        """Make a backup, then put all of the vault under a new key, and close it: everybody logs in anew.

        Passphrases and the recovery sheet stay as they are. Raises UserFault rights.not_allowed,
        access.passphrase_needed, backup.reason_missing (field reason), form.too_long, access.read_only; what
        `BackupDesk.make` and `Keeping.rotate` raise: then the vault is open and as it was.
        """
        session = self._session
        words = reason.strip()
        if not words:
            raise UserFault("backup.reason_missing", "reason")
        if len(words) > REASON_LIMIT:
            raise UserFault("form.too_long", "reason", limit=REASON_LIMIT)
        with session.work() as work:
            session.admit(work, "key.change")
        self._backups.make("before_risk", told)
        session.vault.keeping.rotate(lambda end: entry_of(session, "key.rotate", end, words), told)
        session.vault.close()
