"""Control: the log, the monthly control, deletion, files outside the vault, and what the program does not do."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.audit.control_view import ControlView
from kpr_desktop_ui.pages.audit.deletion_view import DeletionView
from kpr_desktop_ui.pages.audit.files_view import FilesView
from kpr_desktop_ui.pages.audit.limits_view import LimitsView
from kpr_desktop_ui.pages.audit.log_view import LogView
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import AuditPlace, Place
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, TabBar

_RIGHTS = {"log": "log.read", "control": "log.control", "deletion": "deletion.list"}
"""What a tab asks for; the others are everybody's."""
TABS = ("log", "control", "deletion", "files", "limits")


class AuditPage(Page):
    """The tabs that the user's roles open."""

    def __init__(self, texts: Texts, services: Services, place: AuditPlace) -> None:
        super().__init__(texts("audit.title"))
        self._texts = texts
        self.form_name = "audit.control"
        may = services.session.may
        self.names = [name for name in TABS if name not in _RIGHTS or may(_RIGHTS[name])]
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.log = LogView(texts, services.audit)
        self.control = ControlView(texts, services.control)
        self.deletion = DeletionView(texts, services)
        self.files = FilesView(texts, services.written_files)
        self.limits = LimitsView(texts)
        views = {
            "log": self.log,
            "control": self.control,
            "deletion": self.deletion,
            "files": self.files,
            "limits": self.limits,
        }
        self.tabs = TabBar(texts("audit.tabs"))
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setProperty("dense", True)
        self._stack = QStackedWidget()
        for name in self.names:
            self.tabs.addTab(texts(f"audit.tab_{name}"))
            self._stack.addWidget(views[name])
        self._spare: list[QWidget] = [view for name, view in views.items() if name not in self.names]
        for view in self._spare:
            view.setParent(self)
            view.hide()
        self._lay_out()
        for each in (self.log, self.control, self.deletion, self.files):
            each.refused.connect(self._refuse)
        for each in (self.control, self.deletion, self.files):
            each.told.connect(self.told)
        self.control.go.connect(self.go)
        if place.tab in self.names:
            self.tabs.setCurrentIndex(self.names.index(place.tab))
        self.tabs.currentChanged.connect(self._changed)

    def enter(self) -> None:
        """Fill the tab in use."""
        self.set_head(self._texts("audit.title"))
        self._changed(self.tabs.currentIndex())

    def half_typed(self) -> str:
        return self.control.half_typed() if self.tab() == "control" else ""

    def take_back(self, kept: str) -> None:
        if self.tab() == "control":
            self.control.take_back(kept)

    def here(self) -> Place:
        return AuditPlace(self.tab())

    def show_tab(self, name: str) -> None:
        """Show a tab, if the user's roles open it."""
        self.tabs.setCurrentIndex(self.names.index(name))

    def tab(self) -> str:
        """The tab in use."""
        return self.names[self.tabs.currentIndex()]

    def _changed(self, at: int) -> None:
        self.banner.hide()
        self._stack.setCurrentIndex(at)
        view = self._stack.currentWidget()
        if isinstance(view, LogView | ControlView | DeletionView | FilesView | LimitsView):
            try:
                view.refresh()
            except Fault as fault:
                self._refuse(self._texts.fault(fault))

    def _refuse(self, text: str) -> None:
        self.banner.set_message("stop", text)
        self.banner.show()

    def _lay_out(self) -> None:
        theme = Theme.current()
        head = QHBoxLayout()
        head.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), 0)
        head.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
