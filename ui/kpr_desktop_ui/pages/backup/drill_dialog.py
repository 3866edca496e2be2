"""What a restore drill needs to know: which backup, and what it is opened with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.backup_ports import BackupFile, Opening
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.widgets import ComboBox, Field, LineEdit, PassphraseEdit

PHRASE, SHEET = "passphrase", "recovery"


class DrillDialog(FormDialog):
    """The newest backup and the sheet are proposed: the sheet is what is left when nobody is there."""

    def __init__(
        self, parent: QWidget | None, texts: Texts, files: Sequence[tuple[BackupFile, str]], *, sheet: bool
    ) -> None:
        super().__init__(
            parent,
            texts("backup.drill_title"),
            texts("backup.drill_lead"),
            texts("backup.drill_yes"),
            texts("backup.no"),
        )
        self._texts = texts
        self._files = {each.name: each for each, _ in files}
        self.backup = ComboBox([(each.name, words) for each, words in files])
        ways = [(SHEET, texts("backup.way_recovery"))] if sheet else []
        self.way = ComboBox([*ways, (PHRASE, texts("backup.way_passphrase"))])
        self.code, self.passphrase = LineEdit(120), PassphraseEdit()
        self.code_field = Field(texts("backup.code"), self.code, texts("backup.code_hint"))
        self.passphrase_field = Field(texts("backup.passphrase"), self.passphrase)
        for field in (
            Field(texts("backup.which"), self.backup),
            Field(texts("backup.way"), self.way),
            self.code_field,
            self.passphrase_field,
        ):
            self.column.addWidget(field)
        self.yes.setDefault(True)
        self.yes.clicked.connect(self._say)
        self.way.chosen.connect(lambda _way: self._show_way())
        self._show_way()

    def chosen(self) -> BackupFile:
        """The backup."""
        return self._files[self.backup.key()]

    def opening(self, login: str) -> Opening:
        """What it is opened with. Both lines are emptied."""
        secret, code = self.passphrase.secret(), self.code.text()
        self.passphrase.forget()
        self.code.clear()
        return Opening(login, secret, code if self.way.key() == SHEET else "")

    def _show_way(self) -> None:
        by_sheet = self.way.key() == SHEET
        self.code_field.setVisible(by_sheet)
        self.passphrase_field.setVisible(not by_sheet)
        self.fit()

    def _say(self) -> None:
        by_sheet = self.way.key() == SHEET
        line, field = (self.code, self.code_field) if by_sheet else (self.passphrase, self.passphrase_field)
        if line.text().strip():
            self.accept()
        else:
            field.set_error(self._texts("backup.code_missing" if by_sheet else "start.passphrase_missing"))
            line.setFocus()
            self.fit()
