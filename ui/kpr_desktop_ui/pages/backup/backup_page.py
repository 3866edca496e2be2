"""Backups and the vault's key: what there is, making one now, trying the way back, changing the key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.backup_ports import VERIFIED, BackupFile, DrillReport, Made
from kpr_desktop.usecases.backups import Standing
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.backup.accepting import accept_incomplete
from kpr_desktop_ui.pages.backup.cards import CopiesCard, DrillCard, KeyCard
from kpr_desktop_ui.pages.backup.drill_dialog import DrillDialog
from kpr_desktop_ui.pages.backup.progress_dialog import watched
from kpr_desktop_ui.pages.backup.reason_dialog import ask_reason
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.passphrase_dialog import confirm_passphrase
from kpr_desktop_ui.pages.places import BackupPlace
from kpr_desktop_ui.pages.start.folder import AskFolder, ask_folder
from kpr_desktop_ui.widgets import Banner, ask

STOPPED = "backup.stopped"


class BackupPage(Page):
    """`lock_wanted`: the vault has a new key and is closed; everybody logs in anew."""

    lock_wanted = Signal()

    def __init__(
        self, texts: Texts, services: Services, place: BackupPlace, choose: AskFolder = ask_folder
    ) -> None:
        super().__init__(texts("backup.title"))
        self._texts, self._services, self._place, self._choose = texts, services, place, choose
        self._standing: Standing | None = None
        self._old = 0
        self.restored = Banner("warning", "", texts("backup.use"))
        self.incomplete = Banner("warning", "", texts("salvage.see"))
        self.refused = Banner("stop", "")
        self.copies, self.drill, self.key = CopiesCard(texts), DrillCard(texts), KeyCard(texts)
        self.area = FormScroll([self.copies, self.drill, self.key])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.restored, self.incomplete, self.refused, self.area):
            column.addWidget(widget)
        self.restored.hide()
        self.refused.hide()
        self.incomplete.hide()
        self.restored.acted.connect(self._use)
        self.incomplete.acted.connect(self._accept)
        self.copies.now.clicked.connect(self._make)
        self.copies.remove_old.clicked.connect(self._remove_old)
        self.copies.second.clicked.connect(self._choose_second)
        self.copies.no_second.clicked.connect(lambda: self._set_second(None))
        self.drill.hold.clicked.connect(self._drill)
        self.key.change.clicked.connect(self._rotate)
        self.reopens = {
            "backup.use": lambda _about: self._use(),
            "backup.rotate": lambda _about: self._rotate(),
            "salvage.accept": lambda _about: self._accept(),
        }

    def enter(self) -> None:
        """Read what there is."""
        self.set_head(self._texts("backup.title"))
        self._refresh()
        self.copies.now.setFocus()

    # --- what there is

    def _refresh(self) -> None:
        session = self._services.session
        try:
            standing = self._standing = self._services.backups.standing()
        except Fault as fault:
            self._refuse(fault)
            return
        writable, may = session.vault.writable, session.may
        self.copies.show_standing(standing, writable=writable, place=may("backup.place"))
        good = [each for each in standing.files if each.state == VERIFIED]
        self.drill.show_standing(standing, possible=writable and bool(good) and may("backup.drill"))
        self.key.change.setEnabled(writable and may("key.change"))
        care = self._services.key_care
        self.key.show_age(care.since(), due=care.due())
        self._old = len(care.old_copies(self._places())) if writable and may("key.change") else 0
        self.copies.remove_old.setVisible(bool(self._old))
        self._show_trouble()

    def _show_trouble(self) -> None:
        """A vault that waits for somebody to say that it is meant to be in use."""
        vault = self._services.session.vault
        self.restored.setVisible(bool(vault.trouble))
        if vault.trouble:
            self.restored.set_message(
                "warning", " ".join(self._texts.fault(each.fault()) for each in vault.trouble)
            )

        waiting = self._services.incomplete.count() if vault.writable else 0
        self.incomplete.setVisible(bool(waiting))
        self.incomplete.set_message("warning", self._texts("salvage.waiting", count=waiting))

    def _refuse(self, fault: Fault) -> None:
        if fault.code == STOPPED:
            self.told.emit(self._texts(STOPPED))
            return
        self.refused.set_message("stop", self._texts.fault(fault))
        self.refused.show()

    def _tried(self, act: Callable[[], object]) -> bool:
        self.refused.hide()
        try:
            act()
        except Fault as fault:
            self._refuse(fault)
            return False
        self._refresh()
        return True

    # --- backups

    def _make(self) -> None:
        texts, desk = self._texts, self._services.backups
        self.refused.hide()
        made, fault = watched(
            self, texts, texts("backup.making"), lambda told: desk.make("manual", told), texts("backup.stop")
        )
        self._refresh()
        if fault is not None:
            self._refuse(fault)
        elif made is not None:
            self._tell_made(made)

    def _tell_made(self, made: Made) -> None:
        if made.second_fault:
            self.refused.set_message("warning", self._texts("backup.second_failed"))
            self.refused.show()
        self.told.emit(self._texts("backup.made"))

    def _choose_second(self) -> None:
        chosen = self._choose(self, self._texts("backup.second_choose"), Path.home())
        if chosen is not None:
            self._set_second(chosen)

    def _set_second(self, folder: Path | None) -> None:
        if self._tried(lambda: self._services.backups.set_second(folder)):
            self.told.emit(self._texts("backup.second_set" if folder else "backup.second_dropped"))

    def _places(self) -> tuple[Path, ...]:
        standing = self._standing
        if standing is None:
            return ()
        second = standing.second if standing.second_there else None
        return (standing.place,) if second is None else (standing.place, second)

    def _remove_old(self) -> None:
        texts, count = self._texts, self._old
        sure = ask(
            self,
            texts("backup.old_title"),
            texts("backup.old_text_one") if count == 1 else texts("backup.old_text", count=count),
            texts("backup.old_yes"),
            texts("backup.no"),
            danger=True,
        )
        if not sure or not confirm_passphrase(self, texts, self._services.session):
            return
        if self._tried(lambda: self._services.key_care.remove_old_copies(self._places())):
            self.told.emit(
                texts("backup.old_removed_one") if count == 1 else texts("backup.old_removed", count=count)
            )

    def _use(self) -> None:
        texts = self._texts
        said = ask_reason(
            self,
            texts,
            texts("backup.use_title"),
            texts("backup.use_text"),
            texts("backup.use_yes"),
            kept="backup.use",
        )
        if said and self._tried(lambda: self._services.backups.confirm_restore(said)):
            self.told.emit(texts("backup.used"))

    def _accept(self) -> None:
        count = 0

        def accept() -> None:
            nonlocal count
            count = accept_incomplete(self, self._texts, self._services.incomplete)

        if self._tried(accept) and count:
            self.told.emit(self._texts("salvage.accepted", count=count))

    # --- the drill

    def _drill(self) -> None:
        texts, standing = self._texts, self._standing
        if standing is None:
            return
        good = [(each, _words(texts, each)) for each in standing.files if each.state == VERIFIED]
        sheet = bool(self._services.session.vault.info.recovery)
        dialog = DrillDialog(self, texts, good, sheet=sheet)
        wanted = bool(dialog.exec())
        backup, opening = dialog.chosen(), dialog.opening(self._services.session.user.login)
        dialog.deleteLater()
        if not wanted:
            return
        self.refused.hide()
        desk = self._services.drills
        report, fault = watched(
            self,
            texts,
            texts("backup.drilling"),
            lambda told: desk.hold(backup, opening, told),
            texts("backup.stop"),
        )
        self._refresh()
        if fault is not None:
            self._refuse(fault)
        elif report is not None:
            self._tell_drill(report)

    def _tell_drill(self, report: DrillReport) -> None:
        texts = self._texts
        text = texts(
            "backup.drill_report",
            seconds=report.seconds,
            persons=report.persons,
            new=max(0, report.new_persons),
        )
        wanted = ask(
            self, texts("backup.drill_done"), text, texts("backup.certificate"), texts("backup.close")
        )
        if not wanted:
            return
        folder = self._choose(self, texts("backup.certificate_where"), Path.home())
        if folder is not None:
            self._tried(
                lambda: self.told.emit(
                    texts(
                        "backup.certificate_saved",
                        name=self._services.drills.save_certificate(report, folder, texts.language).name,
                    )
                )
            )

    # --- the key

    def _rotate(self) -> None:
        texts, services = self._texts, self._services
        if not confirm_passphrase(self, texts, services.session):
            return
        said = ask_reason(
            self,
            texts,
            texts("backup.key_title"),
            texts("backup.key_text"),
            texts("backup.key_yes"),
            texts("backup.old_copies"),
            kept="backup.rotate",
        )
        if not said:
            return
        self.refused.hide()
        _, fault = watched(
            self, texts, texts("backup.rotating"), lambda told: services.keys.rotate(said, told)
        )
        if fault is None:
            self.lock_wanted.emit()
            return
        self._refresh()
        self._refuse(fault)


def _words(texts: Texts, each: BackupFile) -> str:
    """A backup in one line."""
    return texts(
        "backup.line",
        date=in_table(each.made_at.date()),
        time=in_clock(each.made_at, texts.language),
        persons=each.persons,
        kind=texts(f"backup.kind_{each.kind}"),
    )
