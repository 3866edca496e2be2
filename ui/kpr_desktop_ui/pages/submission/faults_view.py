"""What the register told of: receipts read in, and errors that somebody has to follow up."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.desk import FaultLine, ReadIn
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.why_dialog import WhyDialog
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.places import ServicePlace
from kpr_desktop_ui.pages.submission.desk_words import DeskWords
from kpr_desktop_ui.pages.submission.receipt_dialog import ReceiptDialog
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Cell, Column, EmptyState, Row

MOST_BYTES = 5_000_001
"""One more than a receipt may have: the reader says the rest."""
_COLUMNS = (("message", 2), ("person", 3), ("event", 3), ("code", 1), ("text", 5))


class FaultsView(QWidget):
    """A table of what is open. `go(place)`, `told(text)`, `changed`: a receipt was read in or an error handled."""

    go = Signal(object)
    told = Signal(str)
    changed = Signal()

    def __init__(
        self, texts: Texts, services: Services, words: DeskWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts, self._services, self._words = texts, services, words
        self._lines: dict[str, FaultLine] = {}
        self.banner = Banner("info", "")
        self.banner.hide()
        self.read_in = Button(texts("desk.receipt_open"), icon="folder")
        self.to_service = Button(texts("desk.to_service"))
        self.handle = Button(texts("desk.handle_open"), "primary")
        columns = [Column(texts(f"desk.faults_{name}"), share) for name, share in _COLUMNS]
        empty = EmptyState("check", texts("desk.faults_none_title"), texts("desk.faults_none_text"))
        self.tab = TableTab(
            texts("submission.tab_faults"),
            columns,
            empty,
            texts("desk.faults_hint"),
            [self.read_in, self.to_service, self.handle],
        )
        self.table = self.tab.table
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Theme.current().space("s"), 0, 0)
        column.addWidget(self.banner)
        column.addWidget(self.tab, 1)
        self.read_in.clicked.connect(self._read_in)
        self.to_service.clicked.connect(self._go)
        self.table.opened.connect(lambda _key: self._go())
        self.table.selected.connect(lambda _key: self._offer())
        self.handle.clicked.connect(self._handle)

    def enter(self) -> None:
        """Look again. Who may not follow up sees why the list is empty."""
        services, texts = self._services, self._texts
        may = services.session.may("submission.follow")
        self.read_in.setEnabled(may)
        self._lines = {}
        names: dict[PersonId, str] = {}
        made: dict[str | None, str] = {}
        if may:
            self._lines = {line.fault.id: line for line in services.desk.faults()}
            told_of = {
                line.sent.notification.event.person_id
                for line in self._lines.values()
                if line.sent is not None
            }
            names = services.persons.names(told_of) if told_of else {}
            made = {f.record.id: in_table(f.record.made_at.date()) for f in services.desk.files()}
        else:
            self._tell("info", texts("rights.not_allowed"))
        self.tab.set_rows([self._row(line, names, made) for line in self._lines.values()])
        self._offer()

    def _row(self, line: FaultLine, names: dict[PersonId, str], made: dict[str | None, str]) -> Row:
        texts = self._texts
        person = event = ""
        if line.sent is not None:
            told = line.sent.notification.event
            person = names.get(told.person_id, texts("submission.person_unknown"))
            event = self._words.event(told)
        of = made.get(line.export_id, texts("desk.faults_no_file"))
        return Row(line.fault.id, (of, person, event, Cell(line.fault.code, "warning"), line.fault.text))

    def reopen(self, key: str) -> None:
        """Follow up an error anew, as a lock found it; nothing when it is not there any more."""
        self.table.select(key)
        if self.table.key() == key:
            self._handle()

    def _offer(self) -> None:
        found = self._lines.get(self.table.key())
        self.to_service.setVisible(found is not None and found.sent is not None)
        self.handle.setVisible(found is not None)

    def _go(self) -> None:
        found = self._lines.get(self.table.key())
        if found is not None and found.sent is not None:
            event = found.sent.notification.event
            self.go.emit(ServicePlace(event.person_id, event.service_id))

    def _handle(self) -> None:
        texts, found = self._texts, self._lines.get(self.table.key())
        if found is None:
            return
        fault = found.fault
        title, text, yes = (texts(f"desk.handle_{word}") for word in ("title", "text", "yes"))
        dialog = WhyDialog(
            texts,
            self._services,
            (title, text, yes),
            lambda note: self._services.desk.handle(fault, note),
            self,
            kept=("submission.handle", fault.id),
            label=texts("desk.handle_label"),
        )
        if dialog.exec():
            self.enter()
            self.changed.emit()
        dialog.deleteLater()

    def _read_in(self) -> None:
        texts = self._texts
        name, _ = QFileDialog.getOpenFileName(
            self, texts("desk.receipt_open"), "", texts("desk.receipt_files")
        )
        if not name:
            return
        try:
            with Path(name).open("rb") as file:
                data = file.read(MOST_BYTES)
        except OSError:
            self._tell("stop", texts("submission.cannot_read"))
            return
        dialog = ReceiptDialog(texts, self._services, self._words, data, self)
        answered = bool(dialog.exec())
        read = dialog.read
        dialog.deleteLater()
        if answered and read is not None:
            self.enter()
            self._say(read)
            self.changed.emit()

    def _say(self, read: ReadIn) -> None:
        texts = self._texts
        key = f"desk.read_{read.receipt.outcome}"
        said = texts(key)
        if read.faults:
            said += " " + texts("desk.read_faults", count=read.faults, matched=read.matched)
        if read.receipt.export_id is None:
            said += " " + texts("desk.read_unknown")
        self._tell("ok" if read.receipt.outcome == "accepted" else "warning", said)

    def _tell(self, kind: str, text: str) -> None:
        self.banner.set_message(kind, text)
        self.banner.show()
