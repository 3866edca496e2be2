"""Help: the manuals, the keys, how things stand, and what to do when a machine is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.help.health_view import HealthView
from kpr_desktop_ui.pages.help.keys_view import KeysView
from kpr_desktop_ui.pages.help.manual_view import ManualView
from kpr_desktop_ui.pages.letters.leaving import choose_folder
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import HelpPlace, Place
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, TabBar, key_sequence

TABS = ("user", "administrator", "lost", "keys", "health")
_MANUALS = TABS[:3]


class HelpPage(Page):
    """Five tabs, open to everybody. The three manuals share a search."""

    def __init__(self, texts: Texts, services: Services, place: HelpPlace, settings: DeskSettings) -> None:
        super().__init__(texts("help.title"))
        self._texts, self._services = texts, services
        self.manuals = {part: ManualView(texts, part) for part in _MANUALS}
        self.keys = KeysView(texts)
        self.health = HealthView(texts, services, settings)
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.tabs = TabBar(texts("help.tabs"))
        self.tabs.setProperty("dense", True)
        self._stack = QStackedWidget()
        views: tuple[QWidget, ...] = (*self.manuals.values(), self.keys, self.health)
        for name, view in zip(TABS, views, strict=True):
            self.tabs.addTab(texts(f"help.tab_{name}"))
            self._stack.addWidget(view)
        self._lay_out()
        for part, view_ in self.manuals.items():
            view_.pdf_wanted.connect(lambda part=part: self._save(part))
        self.health.go.connect(self.go)
        self.health.told.connect(self.told)
        if place.tab in TABS:
            self.tabs.setCurrentIndex(TABS.index(place.tab))
        if place.chapter and place.tab in self.manuals:
            self.manuals[place.tab].show_chapter(place.chapter)
        self.tabs.currentChanged.connect(self._changed)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(key_sequence("Ctrl+F"), self, self._find, context=here)

    def enter(self) -> None:
        """Fill the tab in use."""
        self.set_head(self._texts("help.title"))
        self._changed(self.tabs.currentIndex())

    def here(self) -> Place:
        tab = self.tab()
        return HelpPlace(tab, self.manuals[tab].chapter() if tab in self.manuals else "")

    def tab(self) -> str:
        """The tab in use."""
        return TABS[self.tabs.currentIndex()]

    def show_tab(self, name: str) -> None:
        """Show a tab."""
        self.tabs.setCurrentIndex(TABS.index(name))

    def _changed(self, at: int) -> None:
        self.banner.hide()
        self._stack.setCurrentIndex(at)
        view = self._stack.currentWidget()
        if isinstance(view, ManualView | KeysView | HealthView):
            try:
                view.refresh()
            except Fault as fault:
                self._refuse(fault)

    def _find(self) -> None:
        if self.tab() not in self.manuals:
            self.show_tab(_MANUALS[0])
        self.manuals[self.tab()].begin_search()

    def _save(self, part: str) -> None:
        folder = choose_folder(self, self._texts)
        if folder is None:
            return
        try:
            path = self._services.manuals.save(part, self._texts.language, folder)
        except Fault as fault:
            self._refuse(fault)
        else:
            self.told.emit(self._texts("help.pdf_saved", name=path.name))

    def _refuse(self, fault: Fault) -> None:
        self.banner.set_message("stop", self._texts.fault(fault))
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
