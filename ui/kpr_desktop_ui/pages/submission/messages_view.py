"""Every file that was made: what became of it, what is in it, once more, sent again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.desk import SentFile
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.submission_records import ExportMade, SendFilter, SendState
from kpr_desktop_ui.pages.lock.unfinished_banner import EXPORT
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.submission.again_dialog import AgainDialog
from kpr_desktop_ui.pages.submission.beside import beside_desk
from kpr_desktop_ui.pages.submission.contents_dialog import ContentsDialog
from kpr_desktop_ui.pages.submission.desk_words import DeskWords
from kpr_desktop_ui.pages.submission.sign_dialog import dispatch_by
from kpr_desktop_ui.pages.submission.step_dialog import StepDialog
from kpr_desktop_ui.pages.submission.sure_dialog import sure
from kpr_desktop_ui.pages.submission.way_out import way_out
from kpr_desktop_ui.tasks import Task, run
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Cell, Column, EmptyState, Row

_COLUMNS = (("made", 2), ("format", 2), ("count", 2), ("state", 3), ("file", 3))
_KINDS = {
    SendState.MADE: "info",
    SendState.HANDED_OVER: "info",
    SendState.RECEIPTED: "ok",
    SendState.ERRORS: "warning",
    SendState.FAILED: "stop",
    SendState.CLOSED: "neutral",
}


class MessagesView(QWidget):
    """A table and what can be done with the file that is selected. `go(place)`, `told(text)`."""

    go = Signal(object)
    told = Signal(str)

    def __init__(
        self, texts: Texts, services: Services, words: DeskWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts, self._services, self._words = texts, services, words
        self._files: dict[str, SentFile] = {}
        self._making: Task[ExportMade] | None = None
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.step = Button(texts("desk.step_open"), small=True)
        self.contents = Button(texts("desk.contents_open"), small=True)
        self.again = Button(texts("desk.again_open"), small=True)
        self.write_again = Button(texts("submission.again_file"), "primary", small=True)
        columns = [Column(texts(f"submission.exports_column_{name}"), share) for name, share in _COLUMNS]
        empty = EmptyState(
            "folder", texts("submission.exports_none_title"), texts("submission.exports_none_text")
        )
        buttons = [self.step, self.contents, self.again, self.write_again]
        self.tab = TableTab(
            texts("submission.exports"), columns, empty, texts("submission.exports_hint"), buttons
        )
        self.table = self.tab.table
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Theme.current().space("s"), 0, 0)
        column.addWidget(self.banner)
        column.addWidget(self.tab, 1)
        self.step.clicked.connect(self._step)
        self.contents.clicked.connect(self._contents)
        self.again.clicked.connect(self._again)
        self.write_again.clicked.connect(self._write_again)
        self.table.opened.connect(lambda _key: self._contents())
        self.table.selected.connect(lambda _key: self._offer())

    @property
    def busy(self) -> bool:
        """Whether a file is being made."""
        return self._making is not None

    def enter(self) -> None:
        """Look again."""
        self._files = {each.record.id: each for each in self._services.desk.files()}
        self.tab.set_rows([self._row(each) for each in self._files.values()])
        self._offer()

    def reopen(self, key: str, button: Button) -> None:
        """Press one of the buttons for a file, as a lock found it; nothing when it may not be done any more."""
        self.table.select(key)
        if self.table.key() == key and button.isVisibleTo(self):
            button.click()

    def _offer(self) -> None:
        found = self._files.get(self.table.key())
        may = self._services.session.may
        message = found is not None and found.record.notifications > 0
        for button, shown in (
            (self.step, message and may("submission.follow")),
            (self.contents, message and may("submission.follow")),
            (self.again, message and may("export.make")),
            (self.write_again, found is not None and may("export.make")),
        ):
            button.setVisible(shown)

    def _row(self, line: SentFile) -> Row:
        texts, record, words = self._texts, line.record, self._words
        when = texts(
            "submission.exports_by",
            date=in_table(record.made_at.date()),
            time=in_clock(record.made_at, self._texts.language),
        )
        state: str | Cell = ""
        if line.step is not None:
            said = words.step(line.step)
            if line.open_faults:
                said += f" · {texts('desk.open_faults', count=line.open_faults)}"
            state = Cell(said, _KINDS[line.step.state])
        name = words.format(record.format)
        if not record.notifications:
            name = texts("desk.format_ours", format=name)
        if record.chosen:
            name = texts("desk.sent_again", format=name)
        return Row(record.id, (when, name, words.content(record), state, record.file_name))

    def _step(self) -> None:
        dialog = StepDialog(self._texts, self._services, self.table.key(), self)
        if dialog.exec():
            self.enter()
        dialog.deleteLater()

    def _contents(self) -> None:
        services, key = self._services, self.table.key()
        if not self.contents.isVisibleTo(self):
            return
        try:
            sent = services.desk.contents(key)
            names = services.persons.names({s.notification.event.person_id for s in sent})
        except Fault as fault:
            self._tell("stop", self._texts.fault(fault))
            return
        dialog = ContentsDialog(self._texts, self._words, services.desk.steps(key), sent, names, self)
        dialog.go.connect(self.go)
        dialog.exec()
        dialog.deleteLater()

    def _again(self) -> None:
        services, texts, key = self._services, self._texts, self.table.key()
        try:
            persons = services.messages.preview(SendFilter("", export=key)).persons
        except Fault as fault:
            self._tell("stop", texts.fault(fault))
            return
        dialog = AgainDialog(texts, services, key, persons, self)
        answered = bool(dialog.exec())
        chosen, reason, found, way = dialog.chosen, dialog.reason, dialog.preview, dialog.way()
        dialog.deleteLater()
        if not answered or found is None or not sure(self, texts, found, way, again=True):
            return
        dispatch = dispatch_by(self, texts, way)
        if dispatch is None:
            return
        folder = way_out(self, texts, services)
        if folder is None:
            dispatch.wipe()
            return
        self._tell("info", texts("submission.making"))
        work = beside_desk(
            services,
            services.messages,
            lambda desk: desk.send_again(chosen, folder, reason, dispatch),
            write=True,
        )
        self._making = run(self, work, self._made, self._failed, again=EXPORT)

    def _made(self, made: ExportMade) -> None:
        self._making = None
        self._tell("ok", " ".join(self._words.made(made)))
        self.enter()

    def _failed(self, fault: Fault) -> None:
        self._making = None
        self.enter()
        self._tell("stop", self._texts.fault(fault))

    def _write_again(self) -> None:
        key = self.table.key()
        if self.busy or not key or (folder := way_out(self, self._texts, self._services)) is None:
            return
        try:
            path = self._services.submission.write_again(key, folder)
        except Fault as fault:
            self._tell("stop", self._texts.fault(fault))
        else:
            self._tell("", "")
            self.told.emit(self._texts("submission.saved_again", file=path.name))

    def _tell(self, kind: str, text: str) -> None:
        if text:
            self.banner.set_message(kind, text)
        self.banner.setVisible(bool(text))
