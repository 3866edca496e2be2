"""The diagnosis registers: what has been read in, and reading in one more; and the code books of years to come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.diagnosis_codes import Preview
from kpr_desktop.usecases.records import CodeEdition
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.lock.unfinished_banner import CODES
from kpr_desktop_ui.pages.settings.code_import_card import CodeImportCard
from kpr_desktop_ui.pages.settings.renewal_section import RenewalSection
from kpr_desktop_ui.tasks import Task, run
from kpr_desktop_ui.widgets import Button, Card, Label


class CodesTab(QWidget):
    """A file is looked at first, then read in whole or not at all, both beside the window. `told`: it is done."""

    told = Signal(str)

    def __init__(self, texts: Texts, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._services = texts, services
        self._desk = services.diagnosis_codes
        language = texts.language
        self._systems = {each.code: each.label.in_(language) for each in self._desk.systems()}
        self._editions: list[CodeEdition] = []
        self._path = Path()
        self._looking: Task[Preview] | None = None
        self.importing = False
        self.editions = Label("")
        self.choose = Button(texts("settings.codes_choose"), icon="folder")
        self.read_only = Label(texts("settings.read_only"), "muted")
        self.card = CodeImportCard(texts, list(self._systems.items()), self._desk.years()[::-1])
        self.renewal = RenewalSection(texts, services, self)
        self._lay_out()
        self.choose.clicked.connect(self._choose)
        self.card.system_chosen.connect(lambda _system: self._look())
        self.card.year.chosen.connect(lambda _year: self._say_replaced())
        self.card.wanted.connect(self._import)
        self.card.given_up.connect(self._close)
        allowed = services.session.may("codes.import")
        self.choose.setVisible(allowed)
        self.read_only.setVisible(not allowed)
        self.card.hide()
        self.renewal.told.connect(self.told)
        self.renewal.opened.connect(lambda on: self._diagnoses.setVisible(not on))
        self.renewal.moved.connect(self.area.settle)
        self._fill()

    @property
    def busy(self) -> bool:
        """Whether a file is being looked at or read in."""
        return self.importing or self._looking is not None

    def choose_file(self) -> Path | None:
        """Ask for the file; None when the person thought better of it."""
        texts = self._texts
        name, _ = QFileDialog.getOpenFileName(
            self, texts("settings.codes_choose_title"), "", texts("settings.codes_files")
        )
        return Path(name) if name else None

    def focus_work(self) -> None:
        """Put the focus where work begins."""
        (self.area if self.choose.isHidden() else self.choose).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        held = self._diagnoses = Card(self._texts("settings.codes_held"))
        held.body.addWidget(Label(self._texts("settings.codes_note"), "muted"))
        held.body.addWidget(self.editions)
        held.body.addWidget(self.read_only)
        held.body.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.area = FormScroll([held, self.card, self.renewal.held, self.renewal.card])
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)

    def _fill(self) -> None:
        self._editions = self._desk.editions()
        lines = [self._words(each) for each in self._editions]
        self.editions.setText("\n".join(lines) or self._texts("settings.codes_none"))

    def _words(self, edition: CodeEdition) -> str:
        name = self._systems.get(edition.system, edition.system)
        return self._texts(
            "settings.codes_edition", name=name, year=edition.year, count=self._texts.number(edition.codes)
        )

    # --- looking

    def _choose(self) -> None:
        path = self.choose_file()
        if path is None:
            return
        self._path = path
        name = path.name.casefold()
        named = (code for code in self._systems if code.partition("-")[0] in name)
        system = next(named, self.card.system.key())
        self.card.show_file(path.name, system, self._services.session.today().year)
        self.choose.hide()
        self.card.show()
        self.renewal.held.hide()
        self._look()

    def _look(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        path, system, desk = self._path, self.card.system.key(), self._desk
        self.card.set_running(self._texts("settings.codes_looking"))
        self._looking = run(self, lambda: desk.preview(path, system), self._looked, self._failed)

    def _looked(self, preview: Preview) -> None:
        self._looking = None
        self.card.show_preview(preview)
        self._say_replaced()
        self.area.show_focus()

    def _say_replaced(self) -> None:
        chosen = (self.card.system.key(), self.card.year.key())
        held = [each for each in self._editions if (each.system, str(each.year)) == chosen]
        self.card.say_replaced(
            self._texts("settings.codes_replaces", edition=self._words(held[0])) if held else ""
        )

    def _failed(self, fault: Fault) -> None:
        self._looking = None
        self.importing = False
        self.card.show_fault(self._texts.fault(fault))
        self._say_replaced()
        self.area.show_focus()

    # --- reading in

    def _import(self, system: str, year: int) -> None:
        self.importing = True
        self.card.set_running(self._texts("settings.codes_reading_in"), stoppable=False)
        run(self, self._work(self._path, system, year), self._imported, self._failed, again=CODES)

    def _work(self, path: Path, system: str, year: int) -> Callable[[], CodeEdition]:
        session, desk = self._services.session, self._desk

        def work() -> CodeEdition:
            vault = session.vault.beside(write=True)
            try:
                return desk.on(replace(session, vault=vault)).import_file(path, system, year)
            finally:
                vault.close()

        return work

    def _imported(self, edition: CodeEdition) -> None:
        self.importing = False
        self._fill()
        self._close()
        self.told.emit(self._texts("settings.codes_done", edition=self._words(edition)))

    def _close(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        self.card.hide()
        self.renewal.held.show()
        self.choose.show()
        self.focus_work()
