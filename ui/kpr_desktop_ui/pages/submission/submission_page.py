"""The submission: rehearsal, making a file, files made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.records import ExportRecord
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.submission import ExportMade, Rehearsal, Submission, gate
from kpr_desktop_ui.pages.audit.purpose_dialog import sure_of_place
from kpr_desktop_ui.pages.lock.unfinished_banner import EXPORT
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.passphrase_dialog import confirm_passphrase
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.places import SubmissionPlace
from kpr_desktop_ui.pages.submission.beside import beside
from kpr_desktop_ui.pages.submission.make_view import MakeView
from kpr_desktop_ui.pages.submission.rehearsal_view import RehearsalView
from kpr_desktop_ui.pages.submission.submission_words import SubmissionWords
from kpr_desktop_ui.tasks import Task, run
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Column, EmptyState, Row, TabBar

TABS = ("rehearsal", "make", "made")
MESSAGE, YEARLY = "kpr-56", "yearly-1"
FIRST_YEAR = 2019
"""The first data year of the yearly extract."""


class SubmissionPage(Page):
    """Rehearses when it is entered, on a worker's thread. A file is made only past the gate, and never sent."""

    def __init__(self, texts: Texts, services: Services, place: SubmissionPlace) -> None:
        super().__init__(texts("submission.title"))
        self._texts, self._services, self._place = texts, services, place
        today = services.session.today()
        self._words = SubmissionWords(texts, services.session.books.for_year(today.year))
        self._rehearsal: Rehearsal | None = None
        self._rehearsing: Task[Rehearsal] | None = None
        self._making = False
        self._newest: str = ""
        self.rehearsal = RehearsalView(texts, self._words)
        self.make = MakeView(texts, MESSAGE, YEARLY, range(today.year - 1, FIRST_YEAR - 1, -1))
        self.write_again = Button(texts("submission.again_file"), "primary", icon="rotate-ccw")
        self.made = self._made_tab()
        self.tabs = TabBar(texts("submission.tabs"))
        self._views = QStackedWidget()
        for name, view in zip(TABS, (self.rehearsal, self.make, self.made), strict=True):
            self.tabs.addTab(texts(f"submission.tab_{name}"))
            self._views.addWidget(view)
        self.refused = EmptyState("lock", texts("submission.refused_title"), texts("rights.not_allowed"))
        self._lay_out()
        self._connect()

    @property
    def busy(self) -> bool:
        """Whether a rehearsal or the making of a file is under way."""
        return self._making or self._rehearsing is not None

    def enter(self) -> None:
        """Rehearse, unless the user may not."""
        allowed = self._services.session.may("export.rehearse")
        self.refused.setVisible(not allowed)
        self._views.setVisible(allowed)
        self.tabs.setVisible(allowed)
        if allowed:
            self._show_made()
            self.rehearse()
            self.rehearsal.focus_work()

    def leave(self) -> bool:
        if self._making:
            self.told.emit(self._texts("submission.wait"))
            return False
        if self._rehearsing is not None:
            self._rehearsing.cancel()
        return True

    def rehearse(self) -> None:
        """Try everything that waits, beside the window."""
        if self.busy:
            return
        self.rehearsal.set_running()
        self.make.ready.setText(self._words.ready(None))
        self._rehearsing = run(
            self, beside(self._services, Submission.rehearse), self._rehearsed, self._rehearsal_failed
        )

    def choose_folder(self) -> Path | None:
        """Ask where the file goes; None when the person thought better of it."""
        folder = QFileDialog.getExistingDirectory(self, self._texts("submission.choose_folder"))
        return Path(folder) if folder else None

    def _way_out(self) -> Path | None:
        """The folder for a file; None when the person gave up that, or the passphrase that is asked for first."""
        if not self._services.session.training and not confirm_passphrase(
            self, self._texts, self._services.session
        ):
            return None
        folder = self.choose_folder()
        risks = self._services.written_files.risks(folder) if folder is not None else ()
        return folder if sure_of_place(self, self._texts, risks) else None

    def show_tab(self, name: str) -> None:
        """Show a part: rehearsal, make or made."""
        self.tabs.setCurrentIndex(TABS.index(name))

    # --- making

    def _made_tab(self) -> TableTab:
        texts = self._texts
        shares = (("made", 0), ("format", 2), ("file", 3), ("count", 2))
        columns = [Column(texts(f"submission.exports_column_{name}"), share) for name, share in shares]
        empty = EmptyState(
            "folder", texts("submission.exports_none_title"), texts("submission.exports_none_text")
        )
        return TableTab(
            texts("submission.exports"), columns, empty, texts("submission.exports_hint"), [self.write_again]
        )

    def _lay_out(self) -> None:
        theme = Theme.current()
        head = QHBoxLayout()
        head.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), 0)
        head.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._views, 1)
        column.addWidget(self.refused, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._tab_changed)
        self.rehearsal.again.clicked.connect(self.rehearse)
        self.rehearsal.make.clicked.connect(lambda: self.show_tab("make"))
        self.rehearsal.jump.connect(self.go)
        self.make.message_wanted.connect(self._make_message)
        self.make.yearly_wanted.connect(self._make_yearly)
        self.make.again_wanted.connect(lambda: self._write_again(self._newest))
        self.made.table.opened.connect(self._write_again)
        self.write_again.clicked.connect(lambda: self._write_again(self.made.table.key()))
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(self._texts("submission.again_key")), self, self.rehearse, context=context)

    def _tab_changed(self, index: int) -> None:
        self._views.setCurrentIndex(index)
        if TABS[index] == "make":
            self._explain()
            self.make.focus_work()

    # --- rehearsing

    def _rehearsed(self, rehearsal: Rehearsal) -> None:
        self._rehearsing, self._rehearsal = None, rehearsal
        told = self._words.told(rehearsal)
        names = self._services.persons.names({t.person_id for t in told if t.person_id is not None})
        had_focus = (
            self.rehearsal.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else True
        )
        self.rehearsal.set_rehearsal(rehearsal, told, names, f"{self._services.session.now():%H.%M}")
        self.make.ready.setText(self._words.ready(rehearsal))
        self.set_head(self._texts("submission.title"), (self._words.waiting(rehearsal.waiting),))
        if had_focus and self.tabs.currentIndex() == 0:
            self.rehearsal.focus_work()

    def _rehearsal_failed(self, fault: Fault) -> None:
        self._rehearsing = None
        self.rehearsal.set_failed(self._texts("submission.failed", reason=self._texts.fault(fault)))

    # --- a file

    def _explain(self) -> bool:
        """Tell beforehand what the gate and the rights will say. False when no file can be made."""
        session, rehearsal = self._services.session, self._rehearsal
        notifications = rehearsal.message.notifications if rehearsal is not None else ()
        try:
            session.require_role("export.make")
            gate(session, [n.subject.identity for n in notifications])
        except UserFault as fault:
            self.make.tell("stop", self._texts.fault(fault))
            return False
        self.make.tell("", "")
        return True

    def _make_message(self) -> None:
        self._make(lambda desk, folder: desk.make_message(folder))

    def _make_yearly(self, year: int) -> None:
        self._make(lambda desk, folder: desk.make_yearly(year, folder))

    def _make(self, work: Callable[[Submission, Path], ExportMade]) -> None:
        if self._making or not self._explain() or (folder := self._way_out()) is None:
            return
        self._making = True
        self.make.set_running(running=True)
        doing = beside(self._services, lambda desk: work(desk, folder), write=True)
        run(self, doing, self._file_made, self._file_failed, again=EXPORT)

    def _file_made(self, made: ExportMade) -> None:
        texts = self._texts
        self._end_making()
        lines = [
            texts("submission.made_file", file=made.record.file_name),
            texts("submission.made_folder", folder=str(made.path.parent)),
            self._words.content(made.record, sentence=True),
        ]
        if made.held_back:
            lines.append(texts("export.held_back", count=made.held_back))
        lines.append(texts("submission.made_next"))
        self._newest = made.record.id
        self.make.tell("", "")
        self.make.made.show_made("ok", texts("submission.made_title"), lines)
        self.make.made.again.setFocus(Qt.FocusReason.OtherFocusReason)
        self.rehearse()

    def _file_failed(self, fault: Fault) -> None:
        self._end_making()
        self.make.tell("stop", self._texts.fault(fault))
        if fault.code.startswith("outbox."):
            # Numbered and kept in the vault, but not in the folder: the same bytes can be written elsewhere.
            record = self._services.submission.made(limit=1)[0]
            self._newest = record.id
            self.make.made.show_made(
                "warning",
                self._texts("submission.not_saved_title"),
                [self._texts("submission.not_saved_text")],
            )
            self.rehearse()

    def _end_making(self) -> None:
        self._making = False
        self.make.set_running(running=False)
        self._show_made()

    # --- files made

    def _show_made(self) -> None:
        records = self._services.submission.made()
        self.made.set_rows([self._made_row(record) for record in records])
        self.write_again.setVisible(bool(records))

    def _made_row(self, record: ExportRecord) -> Row:
        made = record.made_at
        when = self._texts("submission.exports_by", date=in_table(made.date()), time=f"{made:%H.%M}")
        words = self._words
        return Row(record.id, (when, words.format(record.format), record.file_name, words.content(record)))

    def _write_again(self, export_id: str) -> None:
        if self._making or not export_id or (folder := self._way_out()) is None:
            return
        try:
            path = self._services.submission.write_again(export_id, folder)
        except Fault as fault:
            self.show_tab("make")
            self.make.tell("stop", self._texts.fault(fault))
        else:
            self.told.emit(self._texts("submission.saved_again", file=path.name))
