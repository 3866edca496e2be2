"""The municipality's own guidance texts: whose are in force, out to a file, in again, and back to ours."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.guidance import GuidanceDesk, GuidanceState
from kpr_desktop_ui.widgets import Button, Card, Label, ask

_NOTES = 5


class GuidanceCard(Card):
    """A file is read in whole or not at all. `told`: what was done."""

    told = Signal(str)

    def __init__(
        self,
        texts: Texts,
        desk: GuidanceDesk,
        variables: int,
        *,
        allowed: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(texts("guidance.card"), parent)
        self._texts, self._desk, self._variables, self._allowed = texts, desk, variables, allowed
        self._state = GuidanceState()
        self.state = Label("", "strong")
        self.fault = Label("", "error")
        self.fault.hide()
        self.save = Button(texts("guidance.save"))
        self.read = Button(texts("guidance.read"), icon="folder")
        self.back = Button(texts("guidance.back"), "quiet", icon="rotate-ccw")
        for label in (Label(texts("guidance.note"), "muted"), self.state, self.fault):
            self.body.addWidget(label)
        for button in (self.save, self.read, self.back):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.read.setVisible(allowed)
        self.save.clicked.connect(self._save)
        self.read.clicked.connect(self._read)
        self.back.clicked.connect(self._back)
        self._fill()

    def choose_folder(self) -> Path | None:
        """Ask where the file goes; None when the person thought better of it."""
        folder = QFileDialog.getExistingDirectory(self, self._texts("guidance.save_where"))
        return Path(folder) if folder else None

    def choose_file(self) -> Path | None:
        """Ask for the file; None when the person thought better of it."""
        texts = self._texts
        name, _ = QFileDialog.getOpenFileName(
            self, texts("guidance.read_title"), "", texts("guidance.read_files")
        )
        return Path(name) if name else None

    def _fill(self) -> None:
        state = self._state = self._desk.state()
        self.state.setText(self._words(state))
        self.back.setVisible(self._allowed and bool(state.name or state.fault))

    def _words(self, state: GuidanceState) -> str:
        texts, count = self._texts, state.variables
        if state.fault is not None:
            return texts("guidance.broken")
        if not state.name:
            return texts("guidance.ours")
        if count == 1:
            return texts("guidance.theirs_one", name=state.name)
        rest = "_rest" if count < self._variables else ""
        return texts(f"guidance.theirs{rest}", name=state.name, count=count)

    def _save(self) -> None:
        folder = self.choose_folder()
        if folder is None:
            return
        notes = [self._texts(f"guidance.file_{number}") for number in range(1, _NOTES + 1)]
        try:
            path = self._desk.save_file(folder, notes)
        except Fault as fault:
            self._refuse(fault)
        else:
            self._done(self._texts("guidance.told_saved", name=path.name))

    def _read(self) -> None:
        path = self.choose_file()
        if path is None or (self._state.name and not self._sure("replace")):
            return
        try:
            state = self._desk.read_file(path)
        except Fault as fault:
            self._refuse(fault)
        else:
            self._done(self._texts("guidance.told_read", name=state.name))

    def _back(self) -> None:
        if not self._sure("back"):
            return
        try:
            self._desk.back_to_ours()
        except Fault as fault:
            self._refuse(fault)
        else:
            self._done(self._texts("guidance.told_back"))
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sure(self, what: str) -> bool:
        texts, name = self._texts, self._state.name
        text = texts(f"guidance.{what}_text", name=name) if name else texts("guidance.back_text_broken")
        return ask(
            self,
            texts(f"guidance.{what}_title"),
            text,
            texts(f"guidance.{what}_yes"),
            texts(f"guidance.{what}_no"),
            danger=True,
        )

    def _done(self, text: str) -> None:
        self.fault.hide()
        self._fill()
        self.told.emit(text)

    def _refuse(self, fault: Fault) -> None:
        self.fault.setText(f"■ {self._texts.fault(fault)}")
        self.fault.show()
