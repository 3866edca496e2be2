"""The folder with the municipality's own letters, and what is wrong in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.letter_settings import LetterSettings
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, FlowLayout, Label

MOST = 50
"""Faults that are listed."""


class OwnLettersCard(Card):
    """Chosen, read again, or taken away; each is kept at once. `told(text)`: what was done."""

    told = Signal(str)

    def __init__(self, texts: Texts, settings: LetterSettings, *, allowed: bool) -> None:
        super().__init__(texts("settings.own_card"))
        theme = Theme.current()
        self._texts, self._settings = texts, settings
        self.state = Label("")
        self.error = Label("", "error")
        self.choose = Button(texts("settings.own_choose"))
        self.again = Button(texts("settings.own_again"))
        self.stop = Button(texts("settings.own_stop"), "quiet")
        self._faults = QVBoxLayout()
        self._faults.setSpacing(theme.space("xs"))
        self._shown: list[Label] = []
        buttons = QWidget()
        flow = FlowLayout(buttons, theme.space("s"))
        for button in (self.choose, self.again, self.stop):
            flow.addWidget(button)
            button.setEnabled(allowed)
        self.body.setSpacing(theme.space("m"))
        self.body.addWidget(Label(texts("settings.own_text"), "muted"))
        self.body.addWidget(self.state)
        self.body.addLayout(self._faults)
        self.body.addWidget(self.error)
        self.body.addWidget(buttons)
        self.choose.clicked.connect(self._choose)
        self.again.clicked.connect(self._read_again)
        self.stop.clicked.connect(lambda: self._use(""))
        self.refresh()

    def refresh(self) -> None:
        """Show which folder it is, and what is wrong there."""
        texts, settings = self._texts, self._settings
        folder = settings.own_folder()
        self.error.hide()
        lines = [texts("settings.own_none")]
        if folder:
            used = texts("settings.own_count", count=settings.own_count())
            lines = [
                texts("settings.own_folder", folder=folder),
                used if settings.reachable() else texts("settings.own_gone"),
            ]
        self.state.setText("\n".join(lines))
        for button in (self.again, self.stop):
            button.setVisible(bool(folder))
        for label in self._shown:
            self._faults.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._shown.clear()
        for fault in settings.own_faults()[:MOST]:
            self._shown.append(Label(f"▲ {texts.fault(fault)}"))
            self._faults.addWidget(self._shown[-1])

    def faults(self) -> list[str]:
        """The faults that are listed."""
        return [each.content() for each in self._shown]

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._texts("settings.own_where"))
        if folder:
            self._use(folder)

    def _read_again(self) -> None:
        self._settings.read_again()
        self.refresh()

    def _use(self, folder: str) -> None:
        try:
            self._settings.set_own_folder(folder)
        except Fault as fault:
            self.error.setText(f"■ {self._texts.fault(fault)}")
            self.error.show()
        else:
            self.refresh()
            self.told.emit(self._texts("settings.told_saved"))
