"""The start page: today's visits, drafts, who is due, and who lacks answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.records import WorkRow
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.worklist import REASONS, SHARE
from kpr_desktop_ui.pages.access.access_reminders import AccessReminders
from kpr_desktop_ui.pages.access.emergency_dialog import begin_emergency
from kpr_desktop_ui.pages.audit.reminders import Reminders
from kpr_desktop_ui.pages.letters.paper_reminders import PaperReminders
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import (
    AccessPlace,
    AuditPlace,
    BackupPlace,
    BatchPlace,
    InterviewPlace,
    PersonFormPlace,
    PersonPlace,
    PersonsPlace,
    SheetPlace,
    SubmissionPlace,
    WorkListPlace,
)
from kpr_desktop_ui.pages.submission.submission_reminders import SubmissionReminders
from kpr_desktop_ui.pages.work_list.rights_rows import COLUMNS, RIGHTS, RightsRows
from kpr_desktop_ui.pages.work_list.section import Section
from kpr_desktop_ui.pages.work_list.section_table import SectionTable
from kpr_desktop_ui.pages.work_list.work_words import WorkWords
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Abreast, ActionBar, Button, Columns, EmptyState, Label, key_sequence

_BREAKPOINT, _LOW = 680, 420
_ABREAST = 540
"""Pixels of room (at 100 % text) that each half needs to stand beside the other: the day, and what is to come."""
_TODAY = ("visit", "draft")
_SHARES = (5, 6)
_ASSESSMENTS = frozenset(("due", "soon", "lacking", "never"))
"""Reasons that lead to the person's assessments, where a new one is begun."""


class WorkListPage(Page):
    """Shows who waits, the user's own first. Enter or a double click opens; the arrows go through all sections.

    `greeting` stands above the list and is scrolled with it: the offer of a guide, for somebody who is new here.
    """

    def __init__(
        self, texts: Texts, services: Services, place: WorkListPlace, greeting: QWidget | None = None
    ) -> None:
        super().__init__(texts("worklist.title"))
        self._texts, self._services, self._place = texts, services, place
        self._words = WorkWords(texts, services.session.today())
        self._rows: dict[str, WorkRow] = {}
        self.day = Label(self._words.day(), "title")
        self.finder = Button(texts("worklist.find"), key_hint=texts("worklist.find_key"))
        self.emergency = Button(texts("emergency.open"), "quiet", texts("emergency.key"), small=True)
        self.blank = Button(texts("sheet.blank_open"), "quiet", small=True)
        self.batch = Button(texts("batch.open"), "quiet", small=True)
        self.new = Button(texts("worklist.new"), "primary", texts("worklist.new_key"), icon="plus")
        self.hint = Label("", "small")
        self._told = False
        families: dict[bool, list[SectionTable]] = {True: [], False: []}
        self.sections = tuple(Section(texts, why, families[why in _TODAY]) for why in REASONS)
        rights: list[SectionTable] = []
        self.rights = tuple(Section(texts, why, rights, COLUMNS) for why in RIGHTS)
        self._rights = RightsRows(texts, services)
        self._parts = (*self.sections[: len(_TODAY)], *self.rights, *self.sections[len(_TODAY) :])
        self._tables = [section.table for section in self._parts]
        self.nobody = EmptyState(
            "users", texts("worklist.empty_title"), texts("worklist.empty_text"), texts("worklist.new")
        )
        self.done = EmptyState(
            "check", texts("worklist.done_title"), texts("worklist.done_text"), texts("worklist.find")
        )
        self.reminders = Reminders(texts, services)
        self.access = AccessReminders(texts, services)
        self.submission = SubmissionReminders(texts, services)
        self.papers = PaperReminders(texts, services)
        self._lay_out(greeting)
        self.emergency.setVisible(services.emergencies.may_begin())
        self.batch.setVisible(services.session.may("letter.batch"))
        self._connect()

    def enter(self) -> None:
        """Read the list, and put the focus on its first line."""
        view = self._services.work_lists.view()
        self.reminders.refresh()
        self.access.refresh()
        self.submission.refresh()
        self.papers.refresh()
        self._rows = {row.person.id: row for row in view.rows}
        self.set_head(self._texts("worklist.title"), (self._words.persons(view.persons),))
        self.new.setEnabled(self._services.session.may("person.register"))
        held = {why: [row for row in view.rows if row.why == why] for why in REASONS}
        for section in self.sections:
            rows = held[section.why]
            section.set_rows([self._words.row(row) for row in rows], self._words.whose(rows), SHARE)
        rights = self._rights.read()
        for section in self.rights:
            section.set_rows(rights[section.why], "", SHARE)
        waits = bool(view.rows) or any(rights.values()) or bool(self.papers.papers)
        self._refit()
        cut = any(len(rows) >= SHARE for rows in held.values())
        self.hint.setText(
            self._texts("worklist.cut", count=SHARE) if cut else self._texts("worklist.open_hint")
        )
        self._told = waits
        self._fit_hint()
        self.stack.setCurrentWidget(self.area if waits else self.done if view.persons else self.nobody)
        first = next((table for table in self._tables if table.count()), None)
        if first is not None:
            first.select_row(0)
            QTimer.singleShot(0, self, self._follow_focus)
        else:
            (self.finder if view.persons else self.new).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_hint()

    def _fit_hint(self) -> None:
        """Low, or with large letters, the list needs the room."""
        self.hint.setVisible(self._told and self.height() >= Theme.current().px(_LOW))

    def _lay_out(self, greeting: QWidget | None) -> None:
        theme = Theme.current()
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("m"))
        row.addStretch(1)
        row.addWidget(self.finder)
        row.addWidget(self.new)
        top = Columns(2, _BREAKPOINT)
        top.setMinimumWidth(1)  # two columns must not keep the window from becoming narrow
        top.add(self.day)
        top.add(buttons)
        self._list = QWidget()
        rows = QVBoxLayout(self._list)
        rows.setContentsMargins(0, 0, theme.space("xs"), 0)
        rows.setSpacing(theme.space("l"))
        if greeting is not None:
            rows.addWidget(greeting)
        rows.addWidget(self.papers)
        halves = Abreast(_ABREAST)
        for today, share in zip((True, False), _SHARES, strict=True):
            half = QWidget()
            parts = QVBoxLayout(half)
            parts.setContentsMargins(0, 0, 0, 0)
            parts.setSpacing(theme.space("l"))
            for section in self._parts:
                if (section.why in _TODAY) is today:
                    parts.addWidget(section)
            parts.addStretch(1)
            halves.add(half, share)
        rows.addWidget(halves)
        rows.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._list)
        self.stack = QStackedWidget()
        for widget in (self.area, self.nobody, self.done):
            self.stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space("xl"), theme.space("l"), theme.space("xl"), theme.space("xs"))
        column.setSpacing(theme.space("l"))
        column.addWidget(top)
        for reminders in (self.reminders, self.access, self.submission):
            column.addWidget(reminders)
        column.addWidget(self.stack, 1)
        column.addWidget(ActionBar(self.hint, [self.blank, self.batch, self.emergency], 160))

    def _connect(self) -> None:
        for at, section in enumerate(self._parts):
            table = section.table
            table.opened.connect(self._see if section in self.rights else self._open)
            table.selected.connect(lambda _key, table=table: self._follow(table))
            table.past_end.connect(lambda at=at: self._step(at, 1))
            table.past_start.connect(lambda at=at: self._step(at, -1))
            section.grown.connect(self._refit)
        self.reminders.wanted.connect(lambda tab: self.go.emit(AuditPlace(tab)))
        self.access.wanted.connect(lambda tab: self.go.emit(AccessPlace(tab)))
        self.submission.wanted.connect(lambda: self.go.emit(SubmissionPlace()))
        self.access.key_wanted.connect(lambda: self.go.emit(BackupPlace()))
        self.emergency.clicked.connect(self._emergency)
        self.papers.told.connect(self.told)
        self.papers.in_focus.connect(self.area.ensureWidgetVisible)
        self.area.verticalScrollBar().rangeChanged.connect(self._follow_focus)
        self.batch.clicked.connect(lambda: self.go.emit(BatchPlace()))
        self.blank.clicked.connect(lambda: self.go.emit(SheetPlace()))
        self.reopens = {
            "emergency.begin": lambda _about: self._emergency(),
            "letters.delivery": self.papers.deliver,
        }
        for starter in (self.new.clicked, self.nobody.acted):
            starter.connect(self._register)
        for starter in (self.finder.clicked, self.done.acted):
            starter.connect(self._search)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(key_sequence(self._texts("worklist.new_key")), self, self._register, context=context)
        QShortcut(key_sequence(self._texts("emergency.key")), self, self._emergency, context=context)
        QShortcut(key_sequence(self._texts("worklist.find_key")), self, self._search, context=context)

    def _open(self, key: str) -> None:
        row = self._rows[key]
        if row.assessment_id is not None:
            self.go.emit(InterviewPlace(row.assessment_id))
        else:
            tab = "assessments" if row.why in _ASSESSMENTS else "overview"
            self.go.emit(PersonPlace(PersonId(key), tab))

    def _see(self, key: str) -> None:
        self.go.emit(self._rights.place(key))

    def _register(self) -> None:
        if self.new.isEnabled():
            self.go.emit(PersonFormPlace())

    def _emergency(self) -> None:
        if self.emergency.isHidden():
            return
        opened = begin_emergency(self, self._texts, self._services)
        if opened is not None:
            self.go.emit(PersonPlace(opened))

    def _search(self) -> None:
        self.go.emit(PersonsPlace())

    def _step(self, at: int, by: int) -> None:
        """Go on with the arrow in the next section that has rows."""
        beyond = self._tables[at + 1 :] if by > 0 else self._tables[:at][::-1]
        following = next((table for table in beyond if table.count()), None)
        if following is not None:
            following.select_row(0 if by > 0 else -1)

    def _follow_focus(self) -> None:
        """Once more when the list gets its height, which is some turns of the event loop later."""
        for table in self._tables:
            if table.hasFocus():
                self._follow(table)

    def _follow(self, table: SectionTable) -> None:
        """Keep the selected line in sight."""
        rect = table.visualRect(table.currentIndex())
        corner = table.viewport().mapTo(self._list, rect.bottomLeft())
        around = min(rect.height() * 2, self.area.viewport().height() // 2)  # Qt misses with more
        self.area.ensureVisible(0, corner.y() - rect.height() // 2, 0, around)

    def _refit(self) -> None:
        for table in self._tables:
            table.refit()
