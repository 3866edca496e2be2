"""Making the recovery sheet: why, the sheet on paper, and the code typed back until it has opened a copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.records import RecoveryCode
from kpr_desktop.usecases.recovery import Sheet
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.audit.purpose_dialog import ask_purpose
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.passphrase_dialog import confirm_passphrase
from kpr_desktop_ui.pages.places import RecoveryPlace, SettingsPlace, WorkListPlace
from kpr_desktop_ui.pages.recovery.intro_step import IntroStep
from kpr_desktop_ui.pages.recovery.sheet_step import SheetStep
from kpr_desktop_ui.pages.recovery.type_step import TypeStep
from kpr_desktop_ui.tasks import run
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner

PREVIEW_WIDTH = 1000


class RecoveryPage(Page):
    """Three steps. While a sheet is required nothing else can be reached; the program may be closed at any time.

    The code lives here alone: whoever comes back after a lock gets a new one.
    """

    def __init__(self, texts: Texts, services: Services, _place: RecoveryPlace) -> None:
        super().__init__(texts("recovery.title"))
        self._texts, self._services, self._desk = texts, services, services.recovery
        self._required = self._desk.required()
        self._code: RecoveryCode | None = None
        self._sheet: Sheet | None = None
        self.banner = Banner("stop", "")
        self.banner.hide()
        lead = "recovery.why_new"
        if self._required:
            lead = "recovery.why_used" if self._desk.used_before() else "recovery.why_first"
        self.intro = IntroStep(texts, texts(lead), can_leave=not self._required)
        self.sheet_step = SheetStep(texts)
        self.type_step = TypeStep(texts, self._desk.check_group)
        self._steps = QStackedWidget()
        for step in (self.intro, self.sheet_step, self.type_step):
            self._steps.addWidget(step)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._steps, 1)
        self._connect()

    def enter(self) -> None:
        """Begin. The rail and the top bar are away while a sheet is required."""
        self.set_head(self._texts("recovery.title"))
        if self._required:
            self.plain_wanted.emit(True)
        self.intro.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        if not self._desk.required():
            return True
        self._tell("warning", self._texts("recovery.not_done"))
        return False

    def let_go(self) -> bool:
        """The vault may always be closed: the next log-in begins again, with a new code."""
        return True

    def choose_folder(self) -> Path | None:
        """Ask where the file goes; None when the person thought better of it."""
        folder = QFileDialog.getExistingDirectory(self, self._texts("recovery.save_where"))
        return Path(folder) if folder else None

    def _connect(self) -> None:
        self.intro.make.clicked.connect(self._make)
        self.intro.back.clicked.connect(lambda: self.go.emit(SettingsPlace()))
        self.sheet_step.language.chosen.connect(self._show_sheet)
        self.sheet_step.print_button.clicked.connect(self._print)
        self.sheet_step.save_button.clicked.connect(self._save)
        self.sheet_step.on.clicked.connect(self._type)
        self.type_step.prove.clicked.connect(self._prove)
        self.type_step.entry.entered.connect(self._prove)
        self.type_step.back.clicked.connect(self._back_to_sheet)

    def _make(self) -> None:
        session = self._services.session
        if not self._required and not confirm_passphrase(self, self._texts, session):
            return
        try:
            self._code = self._desk.make()
            self._show_sheet(self.sheet_step.language.key())
        except Fault as fault:
            self._refuse(fault)
            return
        self.banner.hide()
        self._steps.setCurrentWidget(self.sheet_step)
        self.sheet_step.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_sheet(self, language: str) -> None:
        if self._code is not None:
            self._sheet = self._desk.sheet(self._code, language)
            width = Theme.current().px(PREVIEW_WIDTH)
            self.sheet_step.preview.set_pages(self._desk.pages(self._sheet, width))

    def _print(self) -> None:
        # QtPrintSupport asks the system for its printers: loaded when somebody prints.
        from kpr_desktop_ui.pages.letters import printing  # noqa: PLC0415

        sheet = self._sheet
        printer = printing.choose_printer(self) if sheet is not None else None
        if printer is None or sheet is None:
            return
        try:
            self._desk.printed(sheet)
        except Fault as fault:
            self._refuse(fault)
            return
        done = printing.print_pages(printer, self._desk.pages(sheet, printing.PRINT_WIDTH))
        told = "recovery.printed" if done else "letters.print_failed"
        self._tell("ok" if done else "stop", self._texts(told))

    def _save(self) -> None:
        folder = self.choose_folder() if self._sheet is not None else None
        if folder is None or self._sheet is None:
            return
        purpose = ask_purpose(self, self._texts, self._services.written_files.risks(folder))
        if not purpose:
            return
        try:
            path = self._desk.save(self._sheet, folder, purpose=purpose)
        except Fault as fault:
            self._refuse(fault)
        else:
            self._tell("warning", self._texts("recovery.saved", name=path.name))

    def _type(self) -> None:
        """The sheet leaves the screen before it is typed back."""
        self.banner.hide()
        self.sheet_step.preview.set_pages([])
        self._steps.setCurrentWidget(self.type_step)
        self.type_step.entry.begin()

    def _back_to_sheet(self) -> None:
        self.banner.hide()
        self.type_step.entry.forget()
        self._show_sheet(self.sheet_step.language.key())
        self._steps.setCurrentWidget(self.sheet_step)

    def _prove(self) -> None:
        step = self.type_step
        if not step.prove.isEnabled() or not step.entry.complete():
            return
        self.banner.hide()
        step.set_busy(busy=True)
        typed, desk = step.entry.code(), self._desk
        run(self, lambda: desk.prove(typed), lambda _none: self._proved(), self._refuse)

    def _proved(self) -> None:
        self._code = self._sheet = None
        self.type_step.entry.forget()
        self.told.emit(self._texts("recovery.proved"))
        if self._required:
            self.plain_wanted.emit(False)
        self.go.emit(WorkListPlace() if self._required else SettingsPlace())

    def _refuse(self, fault: Fault) -> None:
        self.type_step.set_busy(busy=False)
        if isinstance(fault, UserFault) and fault.field == "code":
            self.type_step.entry.show_fault(fault)
        else:
            self._tell("stop", self._texts.fault(fault))

    def _tell(self, kind: str, text: str) -> None:
        self.banner.set_message(kind, text)
        self.banner.show()
