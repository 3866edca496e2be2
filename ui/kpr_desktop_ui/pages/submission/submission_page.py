"""The submission: rehearsal, what is ready, what became of the files, what the register said, and the set-up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import SubmissionPlace
from kpr_desktop_ui.pages.submission.approval_card import ApprovalCard
from kpr_desktop_ui.pages.submission.desk_words import DeskWords
from kpr_desktop_ui.pages.submission.faults_view import FaultsView
from kpr_desktop_ui.pages.submission.messages_view import MessagesView
from kpr_desktop_ui.pages.submission.parts_bar import PartsBar
from kpr_desktop_ui.pages.submission.ready_view import ReadyView
from kpr_desktop_ui.pages.submission.rehearser import Rehearser
from kpr_desktop_ui.pages.submission.setup_view import SetupView
from kpr_desktop_ui.pages.submission.statistics_view import StatisticsView
from kpr_desktop_ui.pages.submission.submission_words import SubmissionWords
from kpr_desktop_ui.pages.submission.yearly_view import YearlyView
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, EmptyState, Label, Scroller, key_sequence

TABS = ("rehearsal", "ready", "messages", "faults", "yearly", "statistics", "setup")
YEARLY = "yearly-2"
_LOW = 420
"""Pixels at 100 %."""
FIRST_YEAR = 2019
"""The first data year of the yearly extract."""


class SubmissionPage(Page):
    """Each part looks after itself. A file is made only past the gate, and never sent.

    Who may do nothing here but be the second person behind the first file, or count, meets that alone.
    """

    def __init__(self, texts: Texts, services: Services, place: SubmissionPlace) -> None:
        super().__init__(texts("submission.title"))
        self._texts, self._services, self._place = texts, services, place
        today = services.session.today()
        book = services.session.books.for_year(today.year)
        words = self._words = DeskWords(texts, book)
        self.rehearser = Rehearser(texts, services, SubmissionWords(texts, book), self)
        self.rehearsal = self.rehearser.view
        self.ready = ReadyView(texts, services, words)
        self.messages = MessagesView(texts, services, words)
        self.faults = FaultsView(texts, services, words)
        self.yearly = YearlyView(texts, services, words, YEARLY, range(today.year - 1, FIRST_YEAR - 1, -1))
        self.statistics = StatisticsView(texts, services)
        self.setup = SetupView(texts, services)
        self.bar = PartsBar(texts("submission.tabs"), [texts(f"submission.tab_{name}") for name in TABS])
        self.tabs = self.bar.tabs
        self._views = QStackedWidget()
        for view in (
            self.rehearsal, self.ready, self.messages, self.faults, self.yearly, self.statistics, self.setup,
        ):  # fmt: skip
            self._views.addWidget(view)
        self._room = Scroller(self._views)
        self.refused = EmptyState("lock", texts("submission.refused_title"), texts("rights.not_allowed"))
        self.never = Label(texts("desk.never_sends"), "small")
        edge = Theme.current().space("l")
        self.never.setContentsMargins(edge, Theme.current().space("xs"), edge, Theme.current().space("xs"))
        self.approval = ApprovalCard(texts, services)
        self.to_statistics = Button(texts("submission.tab_statistics"), "quiet", icon="chevron-right")
        self.second = FormScroll([self.approval, self.to_statistics])
        for each in (self.refused, self.second):
            each.hide()
        self.form_name = "submission.setup"
        self.reopens = {
            "submission.step": lambda key: self._reopen(
                "messages", lambda: self.messages.reopen(key, self.messages.step)
            ),
            "submission.again": lambda key: self._reopen(
                "messages", lambda: self.messages.reopen(key, self.messages.again)
            ),
            "submission.handle": lambda key: self._reopen("faults", lambda: self.faults.reopen(key)),
            "submission.switch": lambda way: self._reopen("setup", lambda: self.setup.reopen(way)),
        }
        self._lay_out()
        self._connect()

    @property
    def busy(self) -> bool:
        """Whether a rehearsal or the making of a file is under way."""
        return self.making or self.rehearser.busy or self.ready.busy or self.statistics.busy

    @property
    def making(self) -> bool:
        """Whether a file is being made."""
        return self.ready.making or self.messages.busy or self.yearly.busy

    def enter(self) -> None:
        """Show the first part, unless the user may not."""
        session = self._services.session
        allowed = session.may("export.rehearse")
        counts = session.may("statistics.make")
        asked = not allowed and self.approval.refresh()
        for name, right in (("statistics", "statistics.make"), ("faults", "submission.follow")):
            self.tabs.setTabEnabled(TABS.index(name), session.may(right))
        self.refused.setVisible(not allowed and not asked and not counts)
        self.second.setVisible(asked)
        self.to_statistics.setVisible(counts)
        self._room.setVisible(allowed)
        self.bar.setVisible(allowed)
        if allowed:
            self.rehearser.enter()
            self.rehearsal.focus_work()
        elif asked:
            self.approval.focus_work()
        elif counts:
            self._only_count()

    def leave(self) -> bool:
        if self.making:
            self.told.emit(self._texts("submission.wait"))
            return False
        self.ready.leave()
        self.rehearser.stop()
        return True

    def half_typed(self) -> str:
        return self.setup.half_typed()

    def take_back(self, kept: str) -> None:
        if self._services.session.may("export.rehearse"):
            self.show_tab("setup")
            self.setup.take_back(kept)

    def _reopen(self, tab: str, act: Callable[[], None]) -> None:
        """Open a dialog that a lock kept, at its own part."""
        if self.tabs.isTabEnabled(TABS.index(tab)):
            self.show_tab(tab)
            act()

    def rehearse(self) -> None:
        """Rehearse the data year that is chosen, beside the window."""
        if self._services.session.may("export.rehearse") and not self.busy:
            self.rehearser.begin()

    def show_tab(self, name: str) -> None:
        """Show a part: one of TABS."""
        self.tabs.setCurrentIndex(TABS.index(name))

    def _lay_out(self) -> None:
        theme = Theme.current()
        head = QHBoxLayout()
        head.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), 0)
        head.addWidget(self.bar, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._room, 1)
        column.addWidget(self.refused, 1)
        column.addWidget(self.second, 1)
        column.addWidget(self.never)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Low, or with large letters, the parts need the room; every file says so again before it is written.
        self.never.setVisible(event.size().height() >= Theme.current().px(_LOW))

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._tab_changed)
        self.rehearser.done.connect(self._rehearsed)
        self.rehearsal.make.clicked.connect(lambda: self.show_tab("ready"))
        self.rehearsal.jump.connect(self.go)
        self.ready.setup.connect(lambda: self.show_tab("setup"))
        self.ready.changed.connect(self.rehearser.renew)
        self.setup.changed.connect(self.rehearser.show_again)
        self.approval.changed.connect(self.enter)
        self.to_statistics.clicked.connect(self._only_count)
        for view in (self.messages, self.faults, self.setup):
            view.go.connect(self.go)
        for each in (self.ready, self.messages, self.faults, self.setup, self.statistics):
            each.told.connect(self.told)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(key_sequence(self._texts("submission.again_key")), self, self.rehearse, context=context)

    def _only_count(self) -> None:
        """The numbers of persons alone, for who may do nothing else here."""
        self.second.hide()
        self._room.show()
        self.show_tab("statistics")
        self.statistics.year.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tab_changed(self, index: int) -> None:
        self._views.setCurrentIndex(index)
        name = TABS[index]
        if name == "ready":
            self.ready.enter()
            self.ready.focus_work()
        elif name == "messages":
            self.messages.enter()
        elif name == "faults":
            self.faults.enter()
        elif name == "yearly":
            self.yearly.enter()
        elif name == "setup":
            self.setup.enter()

    def _rehearsed(self) -> None:
        made = self.rehearser.standing
        if made is None:
            return
        self.set_head(self._texts("submission.title"), (self._words.waiting(made.last.ready.waiting),))
        if self.tabs.currentIndex() == 0 and self._on_rehearsal():
            self.rehearsal.focus_work()

    def _on_rehearsal(self) -> bool:
        focus = self.focusWidget()
        # The stubs do not know that there may be none.
        return focus is None or self.rehearsal.isAncestorOf(focus)  # type: ignore[redundant-expr]
