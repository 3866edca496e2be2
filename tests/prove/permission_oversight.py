"""The duties around the vault: its log, its keys, its backups, deletion, and files that have left it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, NoReturn

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.backup_ports import BackupFile, Opening
from kpr_desktop.usecases.backups import MANUAL, BackupDesk
from kpr_desktop.usecases.control import ControlList
from kpr_desktop.usecases.practice import PracticeDesk
from kpr_desktop.usecases.records import LogQuery
from kpr_desktop.usecases.recovery import PROVED
from kpr_desktop.usecases.restoring import KeyDesk
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.sheets import CONTROL_REPORT, OfficeSheet
from kpr_desktop.usecases.upkeep import Upkeep
from kpr_desktop.usecases.vault_records import Control, Deletion, WrittenFile
from tests.prove.permission_scene import OTHER, Scene
from tests.support.world import LOGIN, PASSPHRASE, sheet_proved

Way = Callable[[], object]
LONG_WHY = "Ført på feil person ved en feil"


class LetIn(Exception):
    """Stops what was begun before it costs time."""


class _Practising(Session):
    """The session as it would be in a training vault: practice is there alone."""

    __slots__ = ()

    @property
    def training(self) -> bool:
        return True


class _NoBackup(BackupDesk):
    """In front of a key change: nobody who may not comes so far."""

    def make(self, *_: object, **__: object) -> NoReturn:
        raise LetIn


def wish(session: Session, person_id: PersonId) -> Deletion:
    """Another's wish to delete, put into the vault past the desk."""
    made = Deletion(session.new_id(), person_id, "person", "", "wrong_person", LONG_WHY, OTHER, session.now())
    with session.work() as work:
        work.oversight.save_deletion(made)
        work.commit()
    return made


class Oversight:
    """One session's duties around the vault."""

    def __init__(self, scene: Scene, session: Session, services: Services) -> None:
        self._scene = scene
        self._session = session
        self._services = services

    def ways(self) -> Mapping[str, Way]:
        """Duty -> the call. The last one closes the session's vault, and leaves another one open in the world."""
        session, services = self._session, self._services
        upkeep, audit, control = Upkeep(session), services.audit, services.control
        return {
            "vault_check": upkeep.check,
            "log_verify": upkeep.verify_log,
            "rehearse_headless": upkeep.rehearsing,
            "log_read": lambda: audit.read(LogQuery()),
            "log_users": audit.users,
            "log_find_person": lambda: audit.find_person(self._scene.persons["spare"].number),
            "control_months": control.months,
            "control_list": control.controls,
            "control_make": lambda: control.make(session.today().isoformat()[:7]),
            "control_sign": lambda: control.sign("none", "Sett på"),
            "control_report": lambda: services.sheets.control_report(self._listed(), "nb"),
            "control_report_out": lambda: services.sheets.printed(self._report()),
            "files_of_others": self._files_of_others,
            "file_of_another_gone": lambda: services.written_files.confirm_gone(self._file()),
            "deletion_list": services.deletion.asked,
            "deletion_decide": lambda: services.deletion.refuse(self._wish(), LONG_WHY),
            "deletions_to_cancel": services.deletion.to_cancel,
            "backup_standing": services.backups.standing,
            "backup_make": self._back_up,
            "health": services.health.findings,
            "support": lambda: services.support.report(Texts.load("nb"), {}),
            "backup_place": lambda: services.backups.set_second(None),
            "backup_drill": self._drill,
            "vault_restore": lambda: services.backups.confirm_restore(""),
            "key_change": self._change_key,
            "practice": self._practise,
            "recovery_prove": lambda: services.recovery.prove("x"),
            "recovery_make": self._make_sheet,
            "recovery_use": self._use_sheet,
        }

    def _listed(self) -> ControlList:
        """A control of last month, put into the vault past the desk."""
        made = Control(self._session.new_id(), "2026-10", self._session.now(), OTHER, 0, "7F3A-21C4")
        with self._session.work() as work:
            work.oversight.save_control(made)
            work.commit()
        return ControlList(made, (), 0)

    def _report(self) -> OfficeSheet:
        """A report that was made before."""
        return OfficeSheet(CONTROL_REPORT, "P-2026-000000", self._session.now(), b"%PDF-1.4", 1, "x")

    def _wish(self) -> str:
        return wish(self._session, self._scene.persons["spare"].id).id

    def _file(self) -> str:
        """Another's file that lies outside the vault, and is gone."""
        session = self._session
        made = WrittenFile(
            session.new_id(), "letter", "x", "brev.pdf", str(self._scene.out()), "", "citizen", "0" * 64,
            session.now(), OTHER,
        )  # fmt: skip
        with session.work() as work:
            work.oversight.save_written_file(made)
            work.commit()
        return made.id

    def _files_of_others(self) -> None:
        made = self._file()
        if made not in {line.file.id for line in self._services.written_files.left()}:
            raise UserFault("rights.not_allowed")

    def _back_up(self) -> None:
        def stop(_step: str, _part: int) -> None:
            raise LetIn

        with contextlib.suppress(LetIn):
            self._services.backups.make(MANUAL, stop)

    def _drill(self) -> None:
        nothing: dict[str, Any] = dict.fromkeys((each.name for each in fields(BackupFile)), "")
        nowhere = BackupFile(**nothing | {"path": self._scene.out(), "made_at": self._session.now()})
        with contextlib.suppress(EnvironmentFault):  # there is no backup: whoever hears of that was let in
            self._services.drills.hold(nowhere, Opening(LOGIN, bytearray(PASSPHRASE.encode())))

    def _change_key(self) -> None:
        with contextlib.suppress(LetIn):
            KeyDesk(self._session, _NoBackup(self._session)).rotate("noen sluttet")

    def _practise(self) -> None:
        held = {each.name: getattr(self._session, each.name) for each in fields(Session)}
        PracticeDesk(_Practising(**held)).cases()

    def _make_sheet(self) -> None:
        made = self._services.recovery.make()
        with self._session.work() as work:
            work.records.save_setting(
                PROVED, made.fingerprint
            )  # typed back: the next one needs the passphrase
            work.commit()

    def _use_sheet(self) -> None:
        """The vault is closed for it, and opened by the sheet; the passphrase stays."""
        session, door = self._session, replace(self._scene.world.app.door, rights=self._session.rights)
        code = session.vault.make_recovery()
        with session.work() as work:
            work.records.save_setting(PROVED, code.fingerprint)
            work.commit()
        session.vault.close()
        try:
            used = door.recover(
                self._scene.world.path, LOGIN, " ".join(code.groups), bytearray(PASSPHRASE.encode())
            )
            sheet_proved(used)
            used.vault.close()
        finally:
            self._scene.world.reopen()
